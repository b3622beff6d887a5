import { describe, expect, test } from 'vitest';
import { asVimSays, decide, isFailure } from './ex.ts';

const clean = { path: '/etc/hosts', isModified: false };
const changed = { path: '/etc/hosts', isModified: true };
const write = (change: object) => ({ kind: 'write', path: '/etc/hosts', isForced: false, leaves: false, ...change });

describe('writing', () => {
  test.each([
    ['write', '', write({})],
    ['write', '!', write({ isForced: true })],
    ['write', ' /tmp/copy', write({ path: '/tmp/copy' })],
    ['write', '! /tmp/copy', write({ path: '/tmp/copy', isForced: true })],
    ['wq', '', write({ leaves: true })],
    ['wq', '!', write({ leaves: true, isForced: true })],
    ['xit', '', write({ leaves: true })],
    ['update', '', write({})],
  ])(':%s%s in a changed buffer', (name, rest, expected) => {
    expect(decide(name, rest, changed)).toEqual(expected);
  });

  test(':x and :update leave a clean file alone', () => {
    expect(decide('xit', '', clean)).toEqual({ kind: 'leave' });
    expect(decide('update', '', clean)).toEqual({ kind: 'say', text: '' });
  });

  test('what is not modelled says so', () => {
    expect(decide('write', ' !sudo tee %', changed)).toEqual({ kind: 'say', text: 'handstack: vim: writing to a command is not modelled' });
    expect(decide('write', ' >>other', changed)).toEqual({ kind: 'say', text: 'handstack: vim: appending to a file is not modelled' });
  });
});

test('leaving asks for a bang when something would be lost', () => {
  expect(decide('quit', '', clean)).toEqual({ kind: 'leave' });
  expect(decide('quit', '', changed)).toEqual({ kind: 'say', text: 'E37: No write since last change (add ! to override)' });
  expect(decide('quit', '!', changed)).toEqual({ kind: 'leave' });
  expect(decide('quit', ' now', clean)).toEqual({ kind: 'say', text: 'E488: Trailing characters: now' });
});

test("the component's messages are worded as vim words them", () => {
  expect(asVimSays('Not an editor command ":foo"')).toBe('E492: Not an editor command: foo');
  expect(asVimSays('No match found zzz')).toBe('E486: Pattern not found: zzz');
  expect(asVimSays('2 lines yanked')).toBe('2 lines yanked');
});

test('a message that says that nothing was written', () => {
  const failures = ['"/etc/hosts" E212: Can\'t open file for writing', "E45: 'readonly' option is set (add ! to override)", 'Error writing /etc/hosts: Permission denied'];
  expect(failures.map(isFailure)).toEqual([true, true, true]);
  expect(isFailure('"/etc/hosts" 3L, 51B written')).toBe(false);
});
