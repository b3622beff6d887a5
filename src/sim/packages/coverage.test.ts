import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { COVERAGE } from './coverage.ts';
import { coveragePage, coveredPrograms } from './coverage-page.ts';

test('every program of the table has an entry, and every entry a program', async () => {
  const programs = await coveredPrograms();
  const entries = Object.entries(COVERAGE).flatMap(([group, names]) => Object.keys(names).map((name) => `${group} ${name}`));
  expect(entries.sort()).toEqual(programs.map(({ group, name }) => `${group} ${name}`).sort());
});

test('a program that refuses options is not called whole, and what is not exact says why', async () => {
  const programs = await coveredPrograms();
  const wrong = programs.filter(({ coverage, refused }) => (refused.length > 0 && coverage?.level !== 'not modelled parts')
    || (coverage?.level === 'exact' ? coverage.note !== '' : coverage?.note === '' && refused.length === 0));
  expect(wrong.map(({ name }) => name)).toEqual([]);
});

test('COVERAGE.md is up to date (npm run coverage writes it anew)', async () => {
  expect(readFileSync('COVERAGE.md', 'utf8')).toBe(await coveragePage());
});
