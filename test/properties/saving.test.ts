import fc from 'fast-check';
import { expect, test } from 'vitest';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab, worldOf } from '../../src/sim/sim-lab.ts';
import { COMMANDS, bareLab, open } from './person.testing.ts';

const RUNS = Number(process.env['HANDSTACK_RUNS'] ?? 12);
const sessions = fc.array(fc.constantFrom(...COMMANDS), { minLength: 3, maxLength: 10 });

async function playAll(commands: readonly string[], isSavedAfter: (index: number) => boolean): Promise<{ world: unknown; screen: string }> {
  let lab = await bareLab();
  const terminal = await open(lab);
  for (const [index, command] of commands.entries()) {
    await lab.type(terminal, `${command.replaceAll('\n', '\r')}\r`);
    if (isSavedAfter(index)) lab = await SimLab.from(await lab.save(), { plan: antelope(), seed: 1, wall: null });
  }
  const has = (await lab.terminals()).some(({ id }) => id === terminal);
  return { world: await worldOf(await lab.save()), screen: has ? await lab.screen(terminal) : '' };
}

/** Where two worlds differ, as paths with both values. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  if (JSON.stringify(a) === JSON.stringify(b)) return [];
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return [`${path}: ${JSON.stringify(a)} → ${JSON.stringify(b)}`];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) => differences((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key], `${path}/${key}`)).slice(0, 20);
}

test('saving and restoring at any point changes nothing', async () => {
  await fc.assert(fc.asyncProperty(sessions, fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 4 }), async (commands, points) => {
    const straight = await playAll(commands, () => false);
    const interrupted = await playAll(commands, (index) => points.includes(index));
    expect(interrupted.screen).toBe(straight.screen);
    expect(differences(straight.world, interrupted.world)).toEqual([]);
  }), { numRuns: RUNS, seed: 7 });
}, 300_000);

test('same seed and same keys, same bytes', async () => {
  await fc.assert(fc.asyncProperty(sessions, fc.nat(), async (commands, seed) => {
    const once = await Promise.all([bareLab(seed), bareLab(seed)].map(async (made) => {
      const lab = await made;
      const terminal = await open(lab);
      for (const command of commands) await lab.type(terminal, `${command.replaceAll('\n', '\r')}\r`);
      return lab.save();
    }));
    expect(Buffer.compare(Buffer.from(once[0] as Uint8Array), Buffer.from(once[1] as Uint8Array))).toBe(0);
  }), { numRuns: RUNS, seed: 11 });
}, 300_000);

test('a tab killed in the middle of something goes on where it was', async () => {
  const lab = await bareLab();
  const terminal = await open(lab);
  await lab.type(terminal, 'cat > /tmp/note\rfirst li');
  const again = await SimLab.from(await lab.save(), { plan: antelope(), seed: 1, wall: null });
  await again.type(terminal, 'ne\r\x04cat /tmp/note\r');
  expect((await again.screen(terminal)).includes('\x1b[?2004l\rfirst line\r\n')).toBe(true);
});

test('undo takes back one command at a time, and what was done since is gone', async () => {
  const lab = await bareLab();
  const terminal = await open(lab);
  for (const command of ['echo one > /tmp/a', 'echo two > /tmp/a', 'rm -f /tmp/a']) await lab.type(terminal, `${command}\r`);
  const read = async (): Promise<unknown> => {
    const answer = await lab.ask({ kind: 'file', host: 'controller', path: '/tmp/a' });
    return answer.kind === 'file' ? answer.text ?? null : null;
  };
  expect(await lab.undo()).toBe(true);
  expect(await read()).toBe('two\n');
  expect(await lab.undo()).toBe(true);
  expect(await read()).toBe('one\n');
  expect((await lab.history()).map(({ line }) => line)).toEqual(['echo one > /tmp/a']);
});
