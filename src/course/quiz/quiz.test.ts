import { describe, expect, it } from 'vitest';
import { judgeQuiz, shuffled } from './judge.ts';
import type { Quiz } from './types.ts';

const order: Quiz = {
  id: 'q', kind: 'order', asks: '?', because: 'so it is',
  items: ['a', 'b', 'b', 'c'].map((says) => ({ says, because: `why ${says}` })),
};
const fill: Quiz = {
  id: 'f', kind: 'fill', asks: '?', because: 'good', before: '$', after: '', answer: 'ip a', accepts: ['ip a(ddr(ess)?)?'],
  mistakes: [{ matches: 'ifconfig', because: 'That is the old tool.' }],
};

describe('judging answers', () => {
  it('several: all right ones and no others', () => {
    const quiz: Quiz = {
      id: 's', kind: 'several', asks: '?', because: '',
      options: [{ says: '1', right: true, because: 'x' }, { says: '2', right: false, because: 'y' }, { says: '3', right: true, because: 'z' }],
    };
    expect(judgeQuiz(quiz, { kind: 'options', chosen: [2, 0] }).isRight).toBe(true);
    expect(judgeQuiz(quiz, { kind: 'options', chosen: [0] }).parts.map((part) => part.isRight)).toEqual([true, true, false]);
    expect(judgeQuiz(quiz, { kind: 'options', chosen: [0, 1, 2] }).isRight).toBe(false);
  });

  it('order: equal items may change places', () => {
    expect(judgeQuiz(order, { kind: 'sequence', sequence: [0, 2, 1, 3] }).isRight).toBe(true);
    expect(judgeQuiz(order, { kind: 'sequence', sequence: [1, 0, 2, 3] }).parts.map((part) => part.isRight)).toEqual([false, false, true, true]);
    expect(judgeQuiz(order, { kind: 'sequence', sequence: [] }).isRight).toBe(false);
  });

  it('match: by right-hand sides', () => {
    const quiz: Quiz = { id: 'm', kind: 'match', asks: '?', because: '', pairs: [{ left: 'l', right: 'r', because: 'b' }, { left: 'k', right: 's', because: 'c' }] };
    expect(judgeQuiz(quiz, { kind: 'sequence', sequence: [0, 1] }).isRight).toBe(true);
    expect(judgeQuiz(quiz, { kind: 'sequence', sequence: [1, 0] }).parts).toEqual([{ isRight: false, because: 'b' }, { isRight: false, because: 'c' }]);
  });

  it('fill: blanks do not matter, known mistakes are explained', () => {
    expect(judgeQuiz(fill, { kind: 'text', text: '  ip   addr ' }).isRight).toBe(true);
    expect(judgeQuiz(fill, { kind: 'text', text: 'ifconfig' }).parts).toEqual([{ isRight: false, because: 'That is the old tool.' }]);
    expect(judgeQuiz(fill, { kind: 'text', text: 'ls' }).parts).toEqual([{ isRight: false, because: 'It is `ip a`.' }]);
  });
});

describe('repairing a file', () => {
  const quiz: Quiz = {
    id: 'r', kind: 'repair', asks: '?', because: '', shown: '[database]\nconection = x\n[tokens]\nprovider = fernet\n',
    faults: [
      { line: 2, because: 'two n', accepts: ['connection ?= ?x'], answer: 'connection = x', mistakes: [] },
      { line: 3, because: 'one token', accepts: ['\\[token\\]'], answer: '[token]', mistakes: [{ matches: '\\[tokens\\]', because: 'still there' }] },
    ],
  };
  const parts = (text: string) => judgeQuiz(quiz, { kind: 'text', text }).parts.map(({ isRight, because }) => `${String(isRight)} ${because}`);

  it('judges fault by fault', () => {
    expect(parts('[database]\nconnection=x\n[token]\nprovider =  fernet')).toEqual(['true two n', 'true one token']);
    expect(parts('[database]\nconection = x\n[tokens]\nprovider = fernet')).toEqual(['false It is `connection = x`.', 'false still there']);
  });

  it('minds what was right before', () => {
    expect(parts('[database]\nconnection = x\n[token]\nprovider = uuid'))
      .toEqual(['true two n', 'true one token', 'false Line 4 was right as it stood: `provider = fernet`.']);
    expect(parts('[database]')).toEqual(['false The file has 4 lines, yours has 1: none has to be added or taken away.']);
  });
});

describe('shuffling', () => {
  it('is a permutation, the same for the same seed, never the solution', () => {
    for (let seed = 0; seed < 200; seed += 1) {
      const shown = shuffled(order, seed);
      expect([...shown].sort()).toEqual([0, 1, 2, 3]);
      expect(shown).toEqual(shuffled(order, seed));
      expect(shown).not.toEqual([0, 1, 2, 3]);
    }
  });
});
