import { expect, test } from 'vitest';
import { escapeName, escapePath, expandSpecifiers, instanceOf, mangleName, matchesGlob, templateOf, unescapeName, withInstance } from './unit-name.ts';

test('what a person types becomes a unit', () => {
  expect(['httpd', 'a.target', '/', '/boot', '/dev/vda', 'no/such', 'x@1'].map((text) => mangleName(text))).toEqual([
    { name: 'httpd.service', isEscaped: false }, { name: 'a.target', isEscaped: false }, { name: '-.mount', isEscaped: false },
    { name: 'boot.mount', isEscaped: false }, { name: 'dev-vda.device', isEscaped: false }, { name: 'no-such.service', isEscaped: true },
    { name: 'x@1.service', isEscaped: false },
  ]);
});

test('templates and instances', () => {
  expect([templateOf('getty@tty1.service'), instanceOf('getty@tty1.service'), withInstance('getty@.service', 'tty2'), templateOf('a.service')])
    .toEqual(['getty@.service', 'tty1', 'getty@tty2.service', null]);
});

test('escaping goes both ways', () => {
  expect(escapeName('a/b c')).toBe('a-b\\x20c');
  expect(escapePath('/var/lib/my-data/')).toBe('var-lib-my\\x2ddata');
  expect(unescapeName('var-lib-my\\x2ddata')).toBe('var/lib/my-data');
});

test('specifiers', () => {
  const facts = { hostname: 'controller', machineId: 'm', bootId: 'b', kernel: '5.14' };
  expect(expandSpecifiers('%n %N %p %i %H %t %% %z', 'foo@bar.service', facts)).toBe('foo@bar.service foo@bar foo bar controller /run % %z');
});

test('patterns', () => {
  expect([matchesGlob('openstack-*', 'openstack-nova.service'), matchesGlob('a?.service', 'ab.service'), matchesGlob('[!a]*', 'abc'), matchesGlob('a.b', 'axb')])
    .toEqual([true, true, false, false]);
});
