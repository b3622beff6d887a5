import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Runner } from '../../src/sim/runner.ts';
import type { SimLab } from '../../src/sim/sim-lab.ts';
import { startLab } from '../../src/sim/world.testing.ts';
import { bareLab, keys, lines, open } from './person.testing.ts';

/** 2,000 in the test run; `HANDSTACK_FUZZ=100000 npx vitest run test/properties/fuzz` on demand. */
const LINES = Number(process.env['HANDSTACK_FUZZ'] ?? 2000);

test(`${LINES} random command lines never break the simulator`, async () => {
  let lab: Runner = await startLab();
  let used = 0;
  await fc.assert(fc.asyncProperty(lines, async (line) => {
    used += 1;
    if (used % 200 === 0) lab = await startLab();
    const result = await lab.run('controller', line, { limitMs: 30_000, stdin: 'one\ntwo\n' });
    expect(typeof result.stdout).toBe('string');
    expect(result.exit, `no end: ${line}`).not.toBeNull();
  }), { numRuns: LINES, seed: 5, endOnFailure: true });
}, 1_800_000);

test('random keys at a prompt never break the simulator, and the prompt can be had back', async () => {
  let lab: SimLab = await bareLab();
  let terminal = await open(lab);
  let used = 0;
  await fc.assert(fc.asyncProperty(keys, async (burst) => {
    used += 1;
    const isGone = !(await lab.terminals()).some(({ id }) => id === terminal);
    if (used % 50 === 0) lab = await bareLab();
    if (isGone || used % 50 === 0) terminal = await open(lab);
    await lab.type(terminal, burst);
  }), { numRuns: Math.ceil(LINES / 10), seed: 13, endOnFailure: true });
}, 1_800_000);
