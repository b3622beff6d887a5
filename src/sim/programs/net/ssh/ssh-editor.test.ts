import { expect, test } from 'vitest';
import { TtyFile } from '../../../host/open-file.ts';
import type { EditRequest } from '../../../host/sys.ts';
import { startLab } from '../../../world.testing.ts';

test("the editor of another host opens in this terminal's place", async () => {
  const lab = await startLab();
  const { kernel } = lab.world.host('controller');
  const tty = kernel.openTty(100, 30);
  tty.hasEditor = true;
  const edits: (EditRequest | null)[] = [];
  tty.edits.on((request) => { edits.push(request); });
  const file = new TtyFile(tty);
  const starting = kernel.start({
    path: '/usr/bin/ssh', argv: ['ssh', '-o', 'StrictHostKeyChecking=no', '10.0.0.31'], files: new Map([[0, file], [1, file], [2, file]]),
    tty: tty.data.name, env: { HOME: '/root', TERM: 'xterm' },
  });
  let step = starting.next();
  for (; step.done !== true; step = starting.next()) await lab.world.settle();
  tty.data.session = step.value;
  tty.data.foreground = step.value;
  const type = async (keys: string): Promise<void> => {
    tty.type(keys);
    await lab.world.runUntil(() => false, 3000);
  };
  await lab.world.runUntil(() => false, 1000);
  await type('handstack\r');
  await type('vi /tmp/x\r');
  tty.editResult = { kind: 'write', path: '/tmp/x', text: 'over ssh\n', isForced: false, leaves: true };
  await lab.world.runUntil(() => false, 2000);
  expect(edits.map((request) => request?.path ?? null)).toEqual(['/tmp/x', null]);
  expect((await lab.run('compute1', 'cat /tmp/x')).stdout).toBe('over ssh\n');
});
