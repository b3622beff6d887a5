import { beforeAll, expect, it } from 'vitest';
import { startLab, type TestLab } from '../../world.testing.ts';

let lab: TestLab;
beforeAll(async () => { lab = await startLab(); });

it.each([
  ['timeout 1 sleep 5', '', 124],
  ['timeout -k 2 1 bash -c "trap : TERM; while :; do sleep 1; done"', '', 137],
  ['timeout -k 2 1 bash -c "trap \'exit 3\' TERM; while :; do sleep 1; done"', '', 124],
  ['timeout -v -k 2 1 bash -c "trap : TERM; while :; do sleep 1; done"',
    'timeout: sending signal TERM to command ‘bash’\ntimeout: sending signal KILL to command ‘bash’\n', 137],
  ['timeout -k x 1 true', "timeout: invalid time interval ‘x’\nTry 'timeout --help' for more information.\n", 125],
  ['timeout -k 1 5 false', '', 1],
])('%s', async (line, stderr, exit) => {
  expect(await lab.run('controller', line)).toEqual({ stdout: '', stderr, exit });
});
