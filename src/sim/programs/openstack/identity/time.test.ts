import { expect, test } from 'vitest';
import { ClientError } from '../app/errors.ts';
import { expirationOf } from './time.ts';

test.each([
  ['2031-02-03T04:05:06', '2031-02-03T04:05:06.000000Z'], ['2031-2-3T4:5:6', '2031-02-03T04:05:06.000000Z'], ['2032-02-29T00:00:00', '2032-02-29T00:00:00.000000Z'],
])('%s is %s', (given, sent) => {
  expect(expirationOf(given)).toBe(sent);
});

test.each([
  ['2020', "time data '2020' does not match format '%Y-%m-%dT%H:%M:%S'"],
  ['2020-01-01T00:00:00Z', 'unconverted data remains: Z'],
  ['2020-13-01T00:00:00', "time data '2020-13-01T00:00:00' does not match format '%Y-%m-%dT%H:%M:%S'"],
  ['2021-02-29T00:00:00', 'day is out of range for month'],
])('%s: %s', (given, message) => {
  expect(() => expirationOf(given)).toThrow(new ClientError(message, 'builtins.ValueError'));
});
