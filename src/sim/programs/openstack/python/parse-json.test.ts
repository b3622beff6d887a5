import { expect, test } from 'vitest';
import { JsonError, parseJson } from './parse-json.ts';

test.each([
  ['', 'Expecting value: line 1 column 1 (char 0)'],
  ['[1,]', 'Expecting value: line 1 column 4 (char 3)'],
  ['{"a":1,}', 'Expecting property name enclosed in double quotes: line 1 column 8 (char 7)'],
  ['{a:1}', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['[1 2]', "Expecting ',' delimiter: line 1 column 4 (char 3)"],
  ['{"a" 1}', "Expecting ':' delimiter: line 1 column 6 (char 5)"],
  ['"abc', 'Unterminated string starting at: line 1 column 1 (char 0)'],
  ['"\\x"', 'Invalid \\escape: line 1 column 2 (char 1)'],
  ['"\\u12"', 'Invalid \\uXXXX escape: line 1 column 3 (char 2)'],
  ['"a\nb"', 'Invalid control character at: line 1 column 3 (char 2)'],
  ['nul', 'Expecting value: line 1 column 1 (char 0)'],
  ['[1]x', 'Extra data: line 1 column 4 (char 3)'],
  ['-', 'Expecting value: line 1 column 1 (char 0)'],
  ['{"a":', 'Expecting value: line 1 column 6 (char 5)'],
  ['[', 'Expecting value: line 1 column 2 (char 1)'],
  ['{', 'Expecting property name enclosed in double quotes: line 1 column 2 (char 1)'],
  ['\n\n [1,\n x]', 'Expecting value: line 4 column 2 (char 8)'],
  ['"\\', 'Unterminated string starting at: line 1 column 1 (char 0)'],
  ['01', 'Extra data: line 1 column 2 (char 1)'],
])('Python 3.11 says of %j: %s', (text, message) => {
  expect(() => parseJson(text)).toThrow(new JsonError(message));
});

test('what is JSON', () => {
  expect(parseJson('  {"a": [1, 2.5e1, {"b": null}], "c": "\\u00e9\\n", "d": true} ')).toEqual({ a: [1, 25, { b: null }], c: 'é\n', d: true });
});
