import { expect, test } from 'vitest';
import { posixRegex } from './regex.ts';

const first = (pattern: string, text: string, extended = false): string | null => posixRegex(pattern, { extended }).exec(text)?.[0] ?? null;
const complaint = (pattern: string, extended = false): string => {
  try {
    posixRegex(pattern, { extended });
    return 'fine';
  } catch (error) {
    return (error as Error).message;
  }
};

test('basic expressions: GNU additions need a backslash, anchors only at the ends', () => {
  expect([first('a\\{2\\}', 'aaa'), first('a+', 'aa+'), first('a\\+', 'aaa'), first('\\(ab\\)\\1', 'xababx'), first('*a', 'b*a'), first('a^b$c', 'a^b$c'),
    first('^\\[database\\]', '[database]'), first('a\\|b', 'xb'), first('\\bfoo\\>', 'a foo b'), first('x{2}', 'x{2}')])
    .toEqual(['aa', 'a+', 'aaa', 'abab', '*a', 'a^b$c', '[database]', 'b', 'foo', 'x{2}']);
});

test('extended expressions', () => {
  expect([first('^#|^$', '', true), first('(vmx|svm)', 'a svm', true), first('[[:digit:]]{2,3}', 'a1234', true), first('a{', 'a{', true), first('[]a]+', 'x]a]', true),
    first('[^[:space:]]+', ' ab ', true), first('a.?c', 'abc', true), first('[a\\]+', 'a\\', true), first('[+--]', '-', true), first('é.', 'éa', true)])
    .toEqual(['', 'svm', '123', 'a{', ']a]', 'ab', 'abc', 'a\\', '-', 'éa']);
});

test('what is wrong is worded as glibc words it', () => {
  expect([complaint('(', true), complaint('\\('), complaint('\\)'), complaint('['), complaint('[a'), complaint('a\\'), complaint('a\\{1'), complaint('[b-a]'), complaint('[[:foo:]]'), complaint('\\1')])
    .toEqual(['Unmatched ( or \\(', 'Unmatched ( or \\(', 'Unmatched ) or \\)', 'Invalid regular expression', 'Unmatched [, [^, [:, [., or [=', 'Trailing backslash', 'Unmatched \\{', 'Invalid range end',
      'Invalid character class name', 'Invalid back reference']);
});
