import { expect, test } from 'vitest';
import { answerSave, helpRows, leaving, NO_PROMPT, parseLine, question } from './nano.ts';

test('leaving asks only when something would be lost', () => {
  expect(leaving(false)).toBe('leave');
  expect(leaving(true)).toEqual({ kind: 'save' });
});

test('Y asks for the name, N leaves, other keys are no answer', () => {
  expect(answerSave('y', '/etc/hosts')).toEqual({ kind: 'write', leaves: true, text: '/etc/hosts' });
  expect(answerSave('N', '/etc/hosts')).toBe('leave');
  expect(answerSave('Escape', '/etc/hosts')).toBeNull();
});

test('questions are worded as nano words them', () => {
  expect(question({ kind: 'save' })).toBe('Save modified buffer? ');
  expect(question({ kind: 'write', leaves: true, text: 'x' })).toBe('File Name to Write: ');
  expect(question({ kind: 'search', text: '', last: 'pool' })).toBe('Search [pool]: ');
  expect(question(NO_PROMPT)).toBe('');
});

test('a line, or a line and a column', () => {
  expect(parseLine('12')).toEqual({ line: 12, column: 1 });
  expect(parseLine(' 3, 7')).toEqual({ line: 3, column: 7 });
  expect(parseLine('x')).toBeNull();
});

test('the help rows follow the question', () => {
  expect(helpRows(NO_PROMPT).map(([keys]) => keys)).toEqual(['^G', '^O', '^W', '^K', '^T', '^C', '^X', '^R', '^\\', '^U', '^J', '^_']);
  expect(helpRows({ kind: 'save' })).toEqual([['Y', 'Yes'], ['N', 'No'], ['^C', 'Cancel']]);
});
