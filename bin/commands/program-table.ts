import { writeFileSync } from 'node:fs';
import { allProgramFiles } from '../../src/sim/packages/program-groups.ts';
import { cellOf } from '../../src/sim/packages/program-table.ts';

/** `handstack program-table`: writes the table of programs from the groups' FILES. */
export default async function programTable(): Promise<number> {
  const table: Record<string, Record<string, string[]>> = {};
  const all = await allProgramFiles();
  for (const { group, file } of all) ((table[group] ??= {})[file.package] ??= []).push(cellOf(file));
  writeFileSync('src/sim/packages/program-table.json', `${JSON.stringify(table, null, 1)}\n`);
  process.stdout.write(`${all.length} programs\n`);
  return 0;
}
