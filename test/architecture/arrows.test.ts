import { cruise, type ICruiseResult } from 'dependency-cruiser';
import { readFileSync, readdirSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { BANNED, PURE, SIBLINGS, ZONES } from './zones.ts';

const OPTIONS = { doNotFollow: { path: 'node_modules' }, exclude: { path: '\\.(test|testing)\\.tsx?$' }, tsPreCompilationDeps: true };

let imports: { from: string; to: string; npm: boolean }[];
beforeAll(async () => {
  const { output } = await cruise(['src'], OPTIONS);
  imports = (output as ICruiseResult).modules.flatMap((module) => module.dependencies.map((dependency) => ({
    from: module.source, to: dependency.resolved, npm: dependency.dependencyTypes.some((type) => type.startsWith('npm')),
  })));
}, 120_000);

function zoneOf(path: string): string | null {
  const fits = Object.entries(ZONES).filter(([, zone]) => new RegExp(zone.path).test(path));
  return fits.sort(([, a], [, b]) => b.path.length - a.path.length)[0]?.[0] ?? null;
}

test('every import follows the arrows', () => {
  expect(imports.length).toBeGreaterThan(2000);
  const wrong = imports.filter(({ from, to, npm }) => {
    const name = zoneOf(from);
    if (name === null) return false;
    const zone = ZONES[name];
    if (zone === undefined) return true;
    if (npm || to.includes('node_modules') || !to.startsWith('src/')) {
      const bare = to.replace(/^.*node_modules\//, '');
      return !(zone.packages ?? []).some((each) => new RegExp(`^${each}(/|$)`).test(bare));
    }
    return !new RegExp(zone.path).test(to) && !zone.may.some((each) => new RegExp(each).test(to));
  });
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('siblings never import each other', () => {
  const wrong = imports.filter(({ from, to }) => SIBLINGS.some((pattern) => {
    const mine = new RegExp(pattern).exec(from)?.[1];
    const theirs = new RegExp(pattern).exec(to)?.[1];
    return mine !== undefined && theirs !== undefined && mine !== theirs && theirs !== 'oslo';
  }));
  expect(wrong.map(({ from, to }) => `${from} → ${to}`)).toEqual([]);
});

test('pure code takes time, chance and identity only from handles', () => {
  const files = PURE.flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => `${folder}/${name}`))
    .filter((file) => file.endsWith('.ts') && !/\.(test|testing)\.ts$/.test(file));
  expect(files.length).toBeGreaterThan(40);
  const wrong = files.flatMap((file) => {
    const code = readFileSync(file, 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '');
    return BANNED.filter(({ pattern, except }) => except?.includes(file) !== true && pattern.test(code))
      .map(({ pattern, instead }) => `${file}: ${String(pattern)}: use ${instead}`);
  });
  expect(wrong).toEqual([]);
});
