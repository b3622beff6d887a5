import { attempt, command } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import { splitPath } from '../../host/path.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

interface Plan {
  readonly verbose: boolean;
  readonly ignoresNonEmpty: boolean;
}

function* remove(sys: Sys, path: string, plan: Plan): Routine<boolean> {
  if (plan.verbose) yield* sys.write(1, `${sys.argv[0] ?? ''}: removing directory, ${shellQuoteAlways(path)}\n`);
  let isIgnored = false;
  const isRemoved = yield* attempt(sys, `failed to remove ${shellQuoteAlways(path)}`, () => {
    try {
      sys.rmdir(path);
    } catch (error) {
      isIgnored = plan.ignoresNonEmpty && error instanceof SysError && error.errno === 'ENOTEMPTY';
      if (!isIgnored) throw error;
    }
  });
  return isRemoved && !isIgnored;
}

/** rmdir(1). */
export const rmdir = command({
  name: 'rmdir',
  usage: ['[OPTION]... DIRECTORY...'],
  summary: 'Removes empty directories; -p their parents too.',
  version: 'rmdir (GNU coreutils) 8.32',
  options: { short: 'pv', long: { parents: 'p', verbose: 'v', 'ignore-fail-on-non-empty': 'i' } },
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    const plan = { verbose: args.has('v'), ignoresNonEmpty: args.has('i') };
    let status = 0;
    for (const operand of args.operands) {
      let path = operand;
      let goesOn = yield* remove(sys, path, plan);
      if (!goesOn && !plan.ignoresNonEmpty) status = 1;
      while (goesOn && args.has('p')) {
        path = splitPath(path).directory;
        if (path === '.' || path === '/') break;
        goesOn = yield* remove(sys, path, plan);
        if (!goesOn) status = 1;
      }
    }
    return status;
  },
});
