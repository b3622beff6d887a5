import { expect, test } from 'vitest';
import { Dice } from '../time/dice.ts';
import { startLab } from '../world.testing.ts';

const PIECES = [
  'echo', '$x', '${x', '}', '"', "'", '`', '$(', ')', '((', '))', '[[', ']]', '{', 'if', 'then', 'fi', 'for', 'in', 'do', 'done', 'case', 'esac',
  '|', '||', '&&', '&', ';', ';;', '<', '>', '>>', '<<E', '\n', 'E\n', '$((1+', 'x=1', 'a[', '0]=', ']', '(', '*', '?', '~', '!', '\\', '#',
  'func() {', 'while', 'true', 'false', 'read', 'cd', 'export', 'declare -A m', 'set --', '"$@"', '${a[@]', '@Q}', 'printf %s', 'eval', 'trap',
  '%', 'unset', 'local', '-', '=', '<(', '2>&1', 'exec 3<', 'test -f', 'jobs', 'kill', 'wait', 'fg', 'source', '.', 'return', 'exit', 'shift',
  '${!', '//', '/', '##', '%%', ':', ',', '^', '1', 'é', '日', '\x7f', '\udc80',
];

const KEYS = [
  ...'\x01\x02\x03\x05\x06\x07\x08\t\r\x0b\x0c\x0e\x10\x12\x13\x14\x15\x16\x17\x19\x1a\x1b\x7f\x1fyn ', '\x1b[A', '\x1b[B', '\x1b[C', '\x1b[D', '\x1b[200~',
  '\x1b[201~', '\x1b.', '\x1bb', '\x1bd', 'a', '日', 'e\u0301', 'echo ', 'ls ', '/et', '$H', '"', "'", '!!', '!', '^a^b', '\x1b[3~', '\x1bt', 'x'.repeat(50),
];

const pick = (dice: Dice, from: readonly string[]): string => from[dice.between(0, from.length - 1)] ?? '';

/** Runs asked for by RANDOM_RUNS; a few hundred in the test run. */
const RUNS = Number(process.env.RANDOM_RUNS ?? 300);

test('random command lines end, and never by a fault of the shell', async () => {
  const lab = await startLab();
  const dice = new Dice(Number(process.env.RANDOM_SEED ?? 1));
  for (let run = 0; run < RUNS; run += 1) {
    const line = Array.from({ length: dice.between(1, 12) }, () => pick(dice, PIECES) + (dice.next() < 0.6 ? ' ' : '')).join('');
    const { exit, stderr } = await lab.run('controller', line, { cwd: '/tmp', limitMs: 1000 });
    expect({ line, exit }).not.toEqual({ line, exit: 139 });
    expect(stderr).not.toContain('undefined');
  }
});

test('random keys at the prompt never break the line editor', async () => {
  const lab = await startLab();
  const dice = new Dice(Number(process.env.RANDOM_SEED ?? 1));
  for (let run = 0; run < RUNS / 30; run += 1) {
    const keys = Array.from({ length: 60 }, () => pick(dice, KEYS)).join('');
    const { exit } = await lab.exec('controller', ['/usr/bin/bash'], { columns: 40, stdin: keys, limitMs: 1000 });
    expect({ keys, exit }).not.toEqual({ keys, exit: 139 });
  }
});
