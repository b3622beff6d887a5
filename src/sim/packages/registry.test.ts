import { expect, test } from 'vitest';
import { allProgramFiles } from './program-groups.ts';
import { PROGRAM_TABLE } from './program-table.ts';
import { makeRegistry } from './registry.ts';

test('the table names what the groups bring (npm run program-table writes it anew)', async () => {
  const files = await allProgramFiles();
  const brought = files.map(({ group, file }) => ({
    group, name: file.program.name, path: file.path, package: file.package, mode: file.mode ?? 0o755,
  }));
  const sorted = (places: readonly { group: string; path: string }[]): unknown[] => [...places].sort((a, b) => (`${a.group} ${a.path}` < `${b.group} ${b.path}` ? -1 : 1));
  expect(sorted(PROGRAM_TABLE)).toEqual(sorted(brought));
});

test('no path is brought twice', () => {
  const paths = PROGRAM_TABLE.map(({ path, package: owner }) => `${owner} ${path}`);
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([]);
});

test('every program can be loaded by its name', async () => {
  const registry = makeRegistry();
  for (const { name } of PROGRAM_TABLE) expect((await registry.find(name))?.name).toBe(name);
  expect(registry.find('nosuch')).toBeNull();
});
