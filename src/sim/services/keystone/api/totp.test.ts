import { expect, test } from 'vitest';
import { fromBase32, totp } from './totp.ts';

// RFC 6238, appendix B, with the last six of eight digits.
test.each([[59, '287082'], [1111111109, '081804'], [1234567890, '005924'], [20000000000, '353130']])('the passcode at %d s', (seconds, wanted) => {
  const secret = fromBase32('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ');
  expect(secret === null ? null : totp(secret, Math.floor(seconds / 30))).toBe(wanted);
});

test('base32 of another alphabet is none', () => {
  expect(fromBase32('abc1')).toBe(null);
});
