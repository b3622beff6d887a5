// renice (util-linux 2.37).
import { SysError, strerror } from '../../host/errors.ts';
import type { Program, Routine } from '../../host/program.ts';
import { err, out } from '../../host/stdio.ts';
import type { Sys } from '../../host/sys.ts';

export const renice: Program = {
  name: 'renice',
  *run(sys) {
    const args = sys.argv.slice(1);
    if (['-n', '--priority', '--relative'].includes(args[0] ?? '')) args.shift();
    const value = Number(args.shift());
    let kind: 'pid' | 'group' | 'user' = 'pid';
    if (Number.isNaN(value) || args.length === 0) {
      yield* err(sys, 'renice: invalid priority argument\nTry \'renice --help\' for more information.\n');
      return 1;
    }
    let status = 0;
    for (const arg of args) {
      if (arg === '-p' || arg === '--pid') kind = 'pid';
      else if (arg === '-g' || arg === '--pgrp') kind = 'group';
      else if (arg === '-u' || arg === '--user') kind = 'user';
      else status = Math.max(status, yield* reniceOne(sys, arg, kind, value));
    }
    return status;
  },
};

function* reniceOne(sys: Sys, word: string, kind: 'pid' | 'group' | 'user', value: number): Routine<number> {
  const id = kind === 'user' && !/^\d+$/.test(word) ? sys.accounts.byName(word)?.uid : Number(word);
  if (id === undefined || Number.isNaN(id)) {
    yield* err(sys, kind === 'user' ? `renice: unknown user ${word}\n` : `renice: bad ${kind === 'pid' ? 'process' : 'process group'} ID value: ${word}\n`);
    return 1;
  }
  const label = { pid: 'process ID', group: 'process group ID', user: 'user ID' }[kind];
  const targets = sys.processes().filter((process) => (kind === 'pid' ? process.pid : kind === 'group' ? process.group : process.uid) === id);
  const before = targets[0]?.nice ?? 0;
  try {
    if (targets.length === 0) throw new SysError('ESRCH');
    for (const target of targets) sys.setNice(target.pid, value);
  } catch (error) {
    yield* err(sys, `renice: failed to ${targets.length === 0 ? 'get' : 'set'} priority for ${id} (${label}): ${strerror(error)}\n`);
    return 1;
  }
  yield* out(sys, `${id} (${label}) old priority ${before}, new priority ${value}\n`);
  return 0;
}
