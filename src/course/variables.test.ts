import { expect, it } from 'vitest';
import type { Course } from './types.ts';
import { fillIn, refusal, valuesOf } from './variables.ts';

const course = {
  values: { 'hosts.controller.ip': '10.0.0.11' },
  draws: [{ name: 'passwords.a', kind: 'password', label: '' }, { name: 'passwords.b', kind: 'password', label: '' }],
} as unknown as Course;

it('draws the same passwords for the same seed, others for another, all of them easy to type', () => {
  const seen = new Set<string>();
  for (let seed = 0; seed < 500; seed += 1) {
    const values = valuesOf(course, seed);
    expect(values).toEqual(valuesOf(course, seed));
    for (const name of ['passwords.a', 'passwords.b']) {
      expect(values[name]).toMatch(/^[a-z]+\d\d$/);
      expect(refusal(values[name] ?? '')).toBe(null);
      seen.add(values[name] ?? '');
    }
  }
  expect(seen.size).toBeGreaterThan(900);
});

it('lets the student choose what is drawn, and nothing else', () => {
  expect(valuesOf(course, 1, { 'passwords.a': 'mine', 'hosts.controller.ip': '1.2.3.4' })).toMatchObject({
    'passwords.a': 'mine', 'hosts.controller.ip': '10.0.0.11',
  });
  expect(refusal('a b c d')).toMatch(/Letters, digits/);
  expect(refusal('abc')).toBe('At least four characters.');
});

it('fills every text of plain data in, and leaves what it does not know', () => {
  expect(fillIn({ a: ['{{x}}{{y}}', 1, null], b: { c: '{{z}}' } }, { x: 'X', z: '{{x}}' })).toEqual({ a: ['X{{y}}', 1, null], b: { c: '{{x}}' } });
});
