import fc from 'fast-check';
import { expect, test } from 'vitest';
import { match, restore } from './long-range.ts';

test('what was matched is restored, whatever it says', () => {
  const piece = fc.string({ minLength: 1, maxLength: 200 });
  fc.assert(fc.property(fc.array(piece, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 90 }), (pieces, times) => {
    const text = Array.from({ length: times * 20 }, (_, index) => pieces[index % pieces.length] ?? '').join('');
    expect(restore(match(text))).toBe(text);
  }), { numRuns: 200 });
});

test('a text that is far away and said again is not written again', () => {
  const block = Array.from({ length: 2000 }, (_, index) => `line ${index * 7919}`).join('\n');
  const { literals } = match(`${block}${'-'.repeat(100)}${block}`);
  expect(literals.length).toBeLessThan(block.length * 1.1);
});
