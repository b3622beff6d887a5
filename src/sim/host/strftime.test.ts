import { expect, test } from 'vitest';
import { fromCalendar } from '../time/clock.ts';
import { formatTime } from './strftime.ts';

const AT = fromCalendar(2026, 11, 20, 9, 5, 7);

test('formats as date(1) does', () => {
  const all = '%a %A %b %B %C %d %e %F %g %G %H %I %j %k %l %m %M %N %p %P %q %s %S %T %u %U %V %w %W %y %Y %z %:z %Z %D %r %R %%';
  expect(formatTime(all, AT, 'UTC', false)).toBe('Fri Friday Nov November 20 20 20 2026-11-20 26 2026 09 09 324  9  9 11 05 000000000 AM am 4 '
    + '1795165507 07 09:05:07 5 46 47 5 46 26 2026 +0000 +00:00 UTC 11/20/26 09:05:07 AM 09:05 %');
  expect(formatTime('%-d %_m %05Y %^a %3N %:Q', AT, 'UTC', false)).toBe('20 11 02026 FRI 000 %:Q');
});

test('zones follow their summer time', () => {
  expect(formatTime('%T %Z %z', AT, 'Europe/Berlin', false)).toBe('10:05:07 CET +0100');
  expect(formatTime('%T %Z', fromCalendar(2026, 7, 1), 'America/New_York', false)).toBe('20:00:00 EDT');
  expect(formatTime('%T %Z', fromCalendar(2026, 10, 25, 1), 'Europe/Paris', false)).toBe('02:00:00 CET');
  expect(formatTime('%T %Z', fromCalendar(2026, 10, 25, 0, 59, 59), 'Europe/Paris', false)).toBe('02:59:59 CEST');
});
