import { expect, test } from 'vitest';
import { parseIni } from './ini.ts';

test('sections, both separators, comments, quotes and continued lines', () => {
  const { entries, problems } = parseIni([
    '# a comment', 'debug = true', '[database]', 'connection = "mysql+pymysql://u:p;w@host/db"  ', 'a: b = c', 'list = one', '  two', '', '[token]', 'provider=fernet',
  ].join('\n'));
  expect(problems).toEqual([]);
  expect(entries).toEqual([
    { section: 'DEFAULT', key: 'debug', value: 'true', line: 2 },
    { section: 'database', key: 'connection', value: 'mysql+pymysql://u:p;w@host/db', line: 4 },
    { section: 'database', key: 'a', value: 'b = c', line: 5 },
    { section: 'database', key: 'list', value: 'one\ntwo', line: 6 },
    { section: 'token', key: 'provider', value: 'fernet', line: 10 },
  ]);
});

test('an inline comment belongs to the value, as in reality', () => {
  expect(parseIni('connection = x  #change password').entries[0]?.value).toBe('x  #change password');
});

test('what is no ini syntax is told as oslo.config tells it', () => {
  expect(parseIni('[database\nconnection\n = x\n').problems).toEqual([
    { line: 1, message: 'Invalid section (must end with ])', text: '[database' },
    { line: 2, message: "No ':' or '=' found in assignment", text: 'connection' },
    { line: 3, message: 'Unexpected continuation line', text: ' = x' },
  ]);
});

test('where sections are needed, the line after the first assignment without one is named', () => {
  expect(parseIni('# x\nconnection = a\n\n[database]\n', 'needed').problems).toEqual([
    { line: 3, message: 'Section must be started before assignment', text: null },
  ]);
});
