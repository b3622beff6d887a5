import { expect, test } from 'vitest';
import { toBuffer, toFile } from './buffer.ts';

test('the last newline is not a line of its own, and is put back', () => {
  expect(toBuffer('a\nb\n')).toBe('a\nb');
  expect(toFile('a\nb', 'a\nb\n')).toBe('a\nb\n');
  expect(toBuffer('a\n\n')).toBe('a\n');
  expect(toFile('a\n', 'a\n\n')).toBe('a\n\n');
});

test('a file without a last newline gets one', () => {
  expect(toFile(toBuffer('a'), 'a')).toBe('a\n');
});

test('a new or empty file stays empty; one empty line stays one', () => {
  expect([toBuffer(null), toFile('', null), toFile('', ''), toFile('', '\n')]).toEqual(['', '', '', '\n']);
});
