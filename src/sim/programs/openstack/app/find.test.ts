import { expect, test } from 'vitest';
import { COMMANDS } from '../commands.ts';
import { findCommand } from './find.ts';
import { distance, suggestions } from './suggest.ts';

test('the longest command wins, words may be shortened, options end it', () => {
  expect(findCommand(['user', 'list', '--long'])).toMatchObject({ spec: { command: 'user list' }, rest: ['--long'] });
  expect(findCommand(['use', 'li'])?.spec.command).toBe('user list');
  expect(findCommand(['user', 'password', 'set', 'x'])).toMatchObject({ spec: { command: 'user password set' }, rest: ['x'] });
  expect(findCommand(['usr', 'list'])).toBeNull();
});

test('near commands are those the real client names', () => {
  const names = COMMANDS.map(({ command }) => command);
  expect(suggestions('usr', names)).toEqual(['user create', 'user delete', 'user list', 'user password set', 'user set', 'user show']);
  expect(suggestions('projct', names)).toEqual(['project cleanup', 'project create', 'project delete', 'project list', 'project purge', 'project set', 'project show']);
  expect(suggestions('--versoin', names)).toEqual(['versions show']);
  expect(distance('abc', 'abc')).toBe(0);
});
