import { writeFileSync } from 'node:fs';
import { allProgramFiles } from '../../src/sim/packages/program-groups.ts';
import { rowOf } from '../../src/sim/packages/program-table.ts';

/** `handstack program-table`: writes the table of programs from the groups' FILES. */
export default async function programTable(): Promise<number> {
  const rows = (await allProgramFiles()).map(({ group, file }) => JSON.stringify(rowOf(group, file)));
  writeFileSync('src/sim/packages/program-table.json', `[\n${rows.join(',\n')}\n]\n`);
  process.stdout.write(`${rows.length} programs\n`);
  return 0;
}
