import { expect, test } from 'vitest';
import { curly, quoteName, shellQuote, shellQuoteAlways } from './quote.ts';

test('names are quoted as coreutils quote them', () => {
  const names = ['plain', 'a b', "a'b", 'a"b', `a'"b`, 'a:b', '~a', 'a~', '', 'a\nb', '\nab', 'ab\n', '\udcff', 'a!', '{', '{a'];
  expect(names.map(shellQuote)).toEqual(['plain', "'a b'", `"a'b"`, `'a"b'`, `'a'\\''"b'`, "'a:b'", "'~a'", 'a~', "''",
    "'a'$'\\n''b'", "''$'\\n''ab'", "'ab'$'\\n'", "''$'\\377'", "'a!'", "'{'", '{a']);
  expect(quoteName('a:b')).toBe('a:b');
  expect(shellQuoteAlways('plain')).toBe("'plain'");
  expect(['a’b', 'a\nb', "a'b"].map(curly)).toEqual(['‘a\\’b’', '‘a\\nb’', "‘a'b’"]);
});
