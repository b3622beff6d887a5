import { expect, test } from 'vitest';
import { compareEnglish } from './collate.ts';

test('names are ordered as sort(1) orders them in en_US', () => {
  const names = ['zz', '_x', 'File2', 'file1', 'Desktop', '.bashrc', 'B', 'b', '.b', 'abd', 'abc', 'ab-c', 'AB', 'Ab', 'aB', 'ab', 'a_b',
    'a.b', 'a-b', 'a b', 'a2', 'a10', 'a1', 'A', 'a', '.a'];
  expect(names.sort(compareEnglish).join(' ')).toBe(
    '.a a A a1 a10 a2 a b a-b a.b a_b ab aB Ab AB ab-c abc abd .b b B .bashrc Desktop file1 File2 _x zz');
});
