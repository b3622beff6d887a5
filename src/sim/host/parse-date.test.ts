import { expect, test } from 'vitest';
import { fromCalendar } from '../time/clock.ts';
import { parseDate } from './parse-date.ts';
import { formatTime } from './strftime.ts';

// Friday
const NOW = fromCalendar(2026, 11, 20, 9, 30, 15);
const read = (text: string, zone = 'UTC'): string | null => {
  const ms = parseDate(text, NOW, zone);
  return ms === null ? null : formatTime('%F %T', ms, 'UTC', false);
};

test.each([
  ['now', '2026-11-20 09:30:15'], ['', '2026-11-20 00:00:00'], ['yesterday', '2026-11-19 09:30:15'], ['2 days ago', '2026-11-18 09:30:15'],
  ['+1 week', '2026-11-27 09:30:15'], ['next month', '2026-12-20 09:30:15'], ['1 year ago', '2025-11-20 09:30:15'],
  ['2026-01-02', '2026-01-02 00:00:00'], ['2026-01-02 03:04', '2026-01-02 03:04:00'], ['2026-01-02T03:04:05Z', '2026-01-02 03:04:05'],
  ['2026-01-02 03:04:05 +0200', '2026-01-02 01:04:05'], ['@86400', '1970-01-02 00:00:00'], ['10:15pm', '2026-11-20 22:15:00'],
  ['tomorrow 12:00', '2026-11-21 12:00:00'], ['monday', '2026-11-23 00:00:00'], ['last friday', '2026-11-13 00:00:00'],
  ['next friday', '2026-11-27 00:00:00'], ['Nov 3 2025', '2025-11-03 00:00:00'], ['3 Nov 2025 10:00', '2025-11-03 10:00:00'],
  ['Fri, 20 Nov 2026 10:00:00 GMT', '2026-11-20 10:00:00'], ['1 hour ago', '2026-11-20 08:30:15'], ['20260102', '2026-01-02 00:00:00'],
  ['12/25/2026', '2026-12-25 00:00:00'], ['Fri Nov 20 10:02:32 UTC 2026', '2026-11-20 10:02:32'],
  ['nonsense', null], ['2026-13-01', null], ['2026-02-30', null], ['25:00', null],
])('%s is %s', (text, expected) => {
  expect(read(text)).toBe(expected);
});

test('a local time is taken in its zone', () => {
  expect(read('2026-07-01 12:00', 'Europe/Berlin')).toBe('2026-07-01 10:00:00');
});
