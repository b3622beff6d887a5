import { expect, test } from 'vitest';
import { hasGlob, matchesPattern, quotePattern } from './pattern.ts';

test('stars, brackets, classes, escapes', () => {
  const cases: [string, string, boolean][] = [
    ['a*c', 'abbc', true], ['a?c', 'ac', false], ['[a-c]x', 'bx', true], ['[!a-c]x', 'bx', false], ['[[:digit:]]*', '5x', true],
    ['[]a]', ']', true], ['[a', '[a', true], ['a\\*', 'a*', true], ['a\\*', 'ab', false], ['[a-]', '-', true], ['*.[ch]', 'x.h', true],
  ];
  expect(cases.map(([pattern, text]) => matchesPattern(pattern, text))).toEqual(cases.map(([, , isMatch]) => isMatch));
});

test('extended groups', () => {
  const cases: [string, string, boolean][] = [
    ['@(a|b)c', 'bc', true], ['+([0-9])', '123', true], ['+([0-9])', '', false], ['!(a*)', 'b', true], ['!(a*)', 'ab', false],
    ['?(x)y', 'y', true], ['*(ab|c)d', 'abcabd', true], ['!(*.c).h', 'x.h', true],
  ];
  expect(cases.map(([pattern, text]) => matchesPattern(pattern, text))).toEqual(cases.map(([, , isMatch]) => isMatch));
});

test('quoted text is never special', () => {
  expect(matchesPattern(quotePattern('a*[b]?(c)'), 'a*[b]?(c)')).toBe(true);
  expect(hasGlob(quotePattern('a*[b]?'), true)).toBe(false);
});
