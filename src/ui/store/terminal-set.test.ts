import { expect, test } from 'vitest';
import { add, remove, select, splitWith, terminalOf, unsplit, withTerminals } from './terminal-set.ts';

const terminal = (id: string, host = 'controller') => ({ id, host, columns: 80, rows: 24 });
const none = { terminals: [], shown: [], active: null };
const three = withTerminals(none, [terminal('a'), terminal('b', 'compute1'), terminal('c')]);

test('the first terminal is shown and active', () => {
  expect(withTerminals(none, [])).toEqual(none);
  expect([three.shown, three.active]).toEqual([['a'], 'a']);
});

test('selecting puts a terminal into the active pane, or only makes it active', () => {
  expect(select(three, 'b').shown).toEqual(['b']);
  const split = splitWith(three, 'b');
  expect([split.shown, split.active]).toEqual([['a', 'b'], 'b']);
  expect([select(split, 'a').shown, select(split, 'a').active]).toEqual([['a', 'b'], 'a']);
  expect(select(split, 'c').shown).toEqual(['a', 'c']);
  expect(unsplit(split).shown).toEqual(['b']);
});

test('a new terminal is shown; one that goes makes room for another', () => {
  const four = add(three, terminal('d', 'compute1'));
  expect([four.shown, four.active]).toEqual([['d'], 'd']);
  const left = remove(four, 'd');
  expect([left.terminals.map(({ id }) => id), left.shown, left.active]).toEqual([['a', 'b', 'c'], ['a'], 'a']);
  expect(remove(withTerminals(none, [terminal('a')]), 'a')).toEqual(none);
});

test('what is gone after undo is no longer shown', () => {
  expect(withTerminals(splitWith(three, 'c'), [terminal('a'), terminal('b', 'compute1')])).toMatchObject({ shown: ['a'], active: 'a' });
});

test('a command for a host goes to its active terminal, else to one on screen, else to any', () => {
  expect(terminalOf(select(three, 'c'), 'controller')?.id).toBe('c');
  expect(terminalOf(splitWith(select(three, 'c'), 'b'), 'controller')?.id).toBe('c');
  expect(terminalOf(select(three, 'b'), 'controller')?.id).toBe('a');
  expect(terminalOf(three, 'block1')).toBeNull();
});
