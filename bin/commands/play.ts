import { parseArgs } from 'node:util';
import type { Wall } from '../../src/sim/pacer.ts';
import { antelope } from '../../src/sim/plans.ts';
import { SimLab } from '../../src/sim/sim-lab.ts';
import { labIn } from '../scenes.ts';

const WALL: Wall = {
  nowMs: () => Date.now(),
  later(ms, call) {
    const timer = setTimeout(call, ms);
    return () => { clearTimeout(timer); };
  },
};

/** `handstack play [--scene NAME] [--host HOST] [--user USER]`: a login shell of a fresh lab in your own terminal. */
export default async function play(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { scene: { type: 'string', default: 'antelope/bare' }, host: { type: 'string', default: 'controller' }, user: { type: 'string', default: 'root' } },
  });
  if (!process.stdin.isTTY) {
    process.stderr.write('handstack play needs a terminal; to run commands from a file use handstack replay.\n');
    return 2;
  }
  const snapshot = await (await labIn(values.scene)).save();
  const lab = await SimLab.from(snapshot, { plan: antelope(), wall: WALL });
  const size = (): { columns: number; rows: number } => ({ columns: process.stdout.columns, rows: process.stdout.rows });
  const ended = new Promise<void>((resolve) => {
    void lab.on((event) => {
      if (event.kind === 'output') process.stdout.write(event.text);
      if (event.kind === 'closed') resolve();
    });
  });
  const { id } = await lab.openTerminal(values.host, size(), values.user);
  process.stdin.setRawMode(true);
  process.stdin.on('data', (keys: Buffer) => { void lab.type(id, keys.toString('utf8')); });
  process.stdout.on('resize', () => { void lab.resize(id, size()); });
  await ended;
  process.stdin.setRawMode(false);
  process.stdin.pause();
  await lab.close();
  return 0;
}
