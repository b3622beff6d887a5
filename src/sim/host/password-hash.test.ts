import { expect, test } from 'vitest';
import { checkPassword, hashPassword } from './password-hash.ts';

test('a hash has the form of crypt and opens for its password only', () => {
  const field = hashPassword('rootpass', 'saltsalt');
  expect(field).toMatch(/^\$6\$saltsalt\$[./0-9A-Za-z]{86}$/);
  expect(field).toBe(hashPassword('rootpass', 'saltsalt'));
  expect([checkPassword('rootpass', field), checkPassword('rootpasS', field), checkPassword('x', `!${field}`)]).toEqual([true, false, false]);
  expect([checkPassword('', ''), checkPassword('', '*'), checkPassword('', '!!')]).toEqual([true, false, false]);
});
