import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLab, type TestLab } from '../world.testing.ts';

const FOLDER = join(import.meta.dirname, '../../../test/bash');
const REAL = '/bin/bash';
const ENV = { LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8', HOME: '/root' };

const snippets = readdirSync(FOLDER).filter((name) => name.endsWith('.txt')).flatMap((name) =>
  readFileSync(join(FOLDER, name), 'utf8').split(/^%%\n/m).map((text, index) => ({ id: `${name}:${String(index + 1)}`, text })));

/** Runs every snippet in the machine's bash, one process starting them all. */
const DRIVER = `cd "$1" || exit 1
for file in *.sh; do
  (cd work && "$0" -c "$(cat "../$file")" > "../$file.out" 2> /dev/null < /dev/null; echo $? > "../$file.exit")
done`;

// Each snippet runs in our shell and in the machine's own bash; what they print and how they end must be the same.
describe.skipIf(!existsSync(REAL))('against real bash', () => {
  let lab: TestLab;
  let folder: string;
  beforeAll(async () => {
    lab = await startLab();
    folder = mkdtempSync(join(tmpdir(), 'bash-'));
    mkdirSync(join(folder, 'work'));
    for (const { id, text } of snippets) writeFileSync(join(folder, `${id}.sh`), text);
    spawnSync(REAL, ['-c', DRIVER, REAL, folder], { env: { PATH: '/usr/bin:/bin', ...ENV } });
  }, 120_000);
  afterAll(() => { rmSync(folder, { recursive: true }); });

  test('there are at least 300 snippets', () => {
    expect(snippets.length).toBeGreaterThanOrEqual(300);
  });

  test.each(snippets)('$id', async ({ id, text }) => {
    const stdout = readFileSync(join(folder, `${id}.sh.out`), 'utf8');
    const exit = Number(readFileSync(join(folder, `${id}.sh.exit`), 'utf8'));
    const ours = await lab.run('controller', text, { cwd: '/tmp', env: ENV, limitMs: 60_000 });
    expect({ text, stdout: ours.stdout, exit: ours.exit }).toEqual({ text, stdout, exit });
  });
});
