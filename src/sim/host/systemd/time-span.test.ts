import { expect, test } from 'vitest';
import { formatDistance, formatRelative, formatSpan, parseSpan } from './time-span.ts';

test('spans are read as systemd.time(7) writes them', () => {
  expect(['5', '1min 30s', '2h', '100ms', 'infinity', '1.5s', '3 weeks', 'soon', ''].map((text) => parseSpan(text)))
    .toEqual([5000, 90_000, 7_200_000, 100, Infinity, 1500, 1_814_400_000, null, null]);
});

test('spans are shown to the millisecond', () => {
  expect([27, 1197, 213_836, 90_000, 0, 7_203_000, Infinity].map(formatSpan))
    .toEqual(['27ms', '1.197s', '3min 33.836s', '1min 30s', '0', '2h 3s', 'infinity']);
});

test('distances get coarser', () => {
  expect([537, 7_000, 175_000, 480_000, 3_700_000, 30_000_000, 100_000_000, 200_000_000].map(formatDistance))
    .toEqual(['537ms', '7s', '2min 55s', '8min', '1h 1min', '8h', '1 day 3h', '2 days']);
  expect(formatRelative(1000, 1000)).toBe('now');
  expect(formatRelative(9000, 1000)).toBe('8s left');
});
