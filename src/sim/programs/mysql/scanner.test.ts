import { expect, test } from 'vitest';
import { commandOf, newScan, scanLine, type Found } from './scanner.ts';

function scan(...lines: readonly string[]): { found: Found[]; buffer: string; quote: string; isComment: boolean } {
  const state = newScan();
  const found = lines.flatMap((line) => [...scanLine(state, line)]);
  return { found, buffer: state.buffer, quote: state.quote, isComment: state.isComment };
}

const texts = (found: readonly Found[]): string[] => found.map((each) => (each.kind === 'statement' ? each.text : each.kind === 'command' ? `\\${each.name} ${each.argument}` : each.letter));

test('statements end at the delimiter, quotes and comments hide it', () => {
  expect(texts(scan("SELECT ';' , \"a;\", `b;` /* ; */ ; SELECT 2; -- ;").found)).toEqual(["SELECT ';' , \"a;\", `b;`   ", 'SELECT 2']);
});

test('an open quote goes on to the next line and keeps backslashes', () => {
  expect(scan("SELECT 'a", '\\c')).toEqual({ found: [], buffer: "SELECT 'a\n\\c\n", quote: "'", isComment: false });
});

test('a backslash at the end of a line is dropped', () => {
  expect(texts(scan("GRANT ALL ON a.* TO 'b'@'c' \\", "IDENTIFIED BY 'd';").found)).toEqual(["GRANT ALL ON a.* TO 'b'@'c' \nIDENTIFIED BY 'd'"]);
});

test('letters are commands, with what stands after some', () => {
  expect(texts(scan('SELECT 1\\G', '\\u keystone; SELECT 2;').found)).toEqual(['\\ego SELECT 1', '\\use keystone', 'SELECT 2']);
  expect(scan('\\z').found).toEqual([{ kind: 'unknown', letter: 'z' }]);
});

test('command words stand first on a line, without a delimiter', () => {
  expect(commandOf('use keystone', ';')).toEqual({ name: 'use', argument: 'keystone' });
  expect(commandOf('exit;', ';')).toBeNull();
  expect(commandOf('exit now', ';')).toBeNull();
  expect(commandOf('delimiter ;', '//')).toEqual({ name: 'delimiter', argument: ';' });
  expect(texts(scan('exit;').found)).toEqual(['\\exit ']);
});

test('a comment stays open', () => {
  expect(scan('SELECT /* open')).toEqual({ found: [], buffer: 'SELECT \n', quote: '', isComment: true });
});
