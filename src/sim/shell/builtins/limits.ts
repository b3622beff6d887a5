import { Complaint } from '../flow.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';

/** The limits of a login on CentOS Stream 9 with 4 GB: soft and hard. */
const LIMITS: readonly (readonly [letter: string, text: string, unit: string, soft: string, hard: string])[] = [
  ['R', 'real-time non-blocking time', 'microseconds, -R', 'unlimited', 'unlimited'],
  ['c', 'core file size', 'blocks, -c', '0', 'unlimited'], ['d', 'data seg size', 'kbytes, -d', 'unlimited', 'unlimited'],
  ['e', 'scheduling priority', '-e', '0', '0'], ['f', 'file size', 'blocks, -f', 'unlimited', 'unlimited'],
  ['i', 'pending signals', '-i', '14956', '14956'], ['l', 'max locked memory', 'kbytes, -l', '64', '64'],
  ['m', 'max memory size', 'kbytes, -m', 'unlimited', 'unlimited'], ['n', 'open files', '-n', '1024', '524288'],
  ['p', 'pipe size', '512 bytes, -p', '8', '8'], ['q', 'POSIX message queues', 'bytes, -q', '819200', '819200'],
  ['r', 'real-time priority', '-r', '0', '0'], ['s', 'stack size', 'kbytes, -s', '8192', 'unlimited'],
  ['t', 'cpu time', 'seconds, -t', 'unlimited', 'unlimited'], ['u', 'max user processes', '-u', '14956', '14956'],
  ['v', 'virtual memory', 'kbytes, -v', 'unlimited', 'unlimited'], ['x', 'file locks', '-x', 'unlimited', 'unlimited'],
];

const ulimit: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'SHabcdefiklmnpqrstuvxPTR');
  const soft = (letter: string, initial: string): string => sh.limits.get(letter) ?? initial;
  if (letters.has('a')) {
    for (const [letter, text, unit, own, hard] of LIMITS) {
      const label = text.padEnd(Math.max(text.length + 1, 42 - unit.length - 2));
      yield* sh.out(`${label}(${unit}) ${letters.has('H') ? hard : soft(letter, own)}\n`);
    }
    return 0;
  }
  const chosen = [...letters].find((letter) => letter !== 'S' && letter !== 'H') ?? 'f';
  const limit = LIMITS.find(([letter]) => letter === chosen);
  if (limit === undefined) throw new Complaint('ulimit: cannot get limit: Invalid argument');
  const [letter, text, , own, hard] = limit;
  const [wanted] = operands;
  if (wanted === undefined) {
    yield* sh.out(`${letters.has('H') ? hard : soft(letter, own)}\n`);
    return 0;
  }
  setLimit(sh, letter, text, hard, wanted);
  return 0;
};

function setLimit(sh: Shell, letter: string, text: string, hard: string, wanted: string): void {
  if (!/^\d+$/.test(wanted) && !['unlimited', 'hard', 'soft'].includes(wanted)) throw new Complaint(`ulimit: ${wanted}: invalid number`);
  const value = wanted === 'hard' ? hard : wanted;
  const isAbove = hard !== 'unlimited' && (value === 'unlimited' || Number(value) > Number(hard));
  if (isAbove) throw new Complaint(`ulimit: ${text}: cannot modify limit: Operation not permitted`);
  if (wanted !== 'soft') sh.limits.set(letter, value);
}

const times: Builtin = function* (sh) {
  yield* sh.out('0m0.010s 0m0.005s\n0m0.000s 0m0.000s\n');
  return 0;
};

/** Limits and times of processes. */
export const LIMITS_AND_TIMES: Readonly<Record<string, Builtin>> = { ulimit, times };
