import { expect, test } from 'vitest';
import { fromCalendar } from '../../time/clock.ts';
import { nextCalendar } from './timers.ts';

test('calendar events', () => {
  const friday = fromCalendar(2026, 11, 20, 9, 0, 0);
  expect(['daily', 'hourly', 'weekly', 'monthly', '*-*-* 06:30:00', 'Sat *-*-* 12:00', '*:0/15', 'Mon..Fri 08:00', 'nonsense day'].map((text) => nextCalendar(text, friday))).toEqual([
    fromCalendar(2026, 11, 21), fromCalendar(2026, 11, 20, 10), fromCalendar(2026, 11, 23), fromCalendar(2026, 12, 1), fromCalendar(2026, 11, 21, 6, 30),
    fromCalendar(2026, 11, 21, 12), fromCalendar(2026, 11, 20, 9, 15), fromCalendar(2026, 11, 23, 8), null,
  ]);
});
