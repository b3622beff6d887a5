import { writeFileSync } from 'node:fs';
import { coveragePage } from '../../src/sim/packages/coverage-page.ts';

/** `handstack coverage`: writes the page of what is modelled. */
export default async function coverage(): Promise<number> {
  writeFileSync('COVERAGE.md', await coveragePage());
  process.stdout.write('COVERAGE.md\n');
  return 0;
}
