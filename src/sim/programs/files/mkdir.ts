import { Failure, attempt, command, complain } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { applyMode, parseMode } from '../../host/mode.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

interface Plan {
  readonly parents: boolean;
  readonly verbose: boolean;
  /** Bits that `-m` asks for, or null. */
  readonly mode: number | null;
}

function* make(sys: Sys, path: string, plan: Plan): Routine<boolean> {
  if (plan.parents) return yield* makeWithParents(sys, path, plan);
  const isMade = yield* attempt(sys, `cannot create directory ${curly(path)}`, () => sys.mkdir(path, 0o777));
  if (isMade) yield* finish(sys, path, plan, plan.mode);
  return isMade;
}

function* finish(sys: Sys, path: string, plan: Plan, mode: number | null): Routine<void> {
  if (mode !== null) sys.chmod(path, mode);
  if (plan.verbose) yield* sys.write(1, `${sys.argv[0] ?? ''}: created directory ${shellQuoteAlways(path)}\n`);
}

function* makeWithParents(sys: Sys, path: string, plan: Plan): Routine<boolean> {
  const steps = [...path.matchAll(/[^/]+/g)].map((match) => path.slice(0, match.index + match[0].length));
  for (const [index, step] of steps.entries()) {
    try {
      if (sys.stat(step).type === 'directory') continue;
      yield* complain(sys, `cannot create directory ${curly(step)}: ${index === steps.length - 1 ? 'File exists' : 'Not a directory'}`);
      return false;
    } catch (error) {
      strerror(error);
    }
    if (!(yield* attempt(sys, `cannot create directory ${curly(step)}`, () => sys.mkdir(step, 0o777)))) return false;
    yield* finish(sys, step, plan, index === steps.length - 1 ? plan.mode : null);
  }
  return true;
}

/** mkdir(1). */
export const mkdir = command({
  name: 'mkdir',
  usage: ['[OPTION]... DIRECTORY...'],
  summary: 'Makes directories; -p makes missing parents too and accepts what is there.',
  version: 'mkdir (GNU coreutils) 8.32',
  options: { short: 'pm:vZ', long: { 'mode=': 'm', parents: 'p', verbose: 'v', 'context=?': 'Z' } },
  notModelled: ['Z'],
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    const wanted = args.last('m');
    const change = wanted === null ? null : parseMode(wanted);
    if (wanted !== null && change === null) throw new Failure(`invalid mode ${curly(wanted)}`);
    const mode = change === null ? null : applyMode(change, 0o777, { isDirectory: true, umask: sys.umask() });
    let status = 0;
    for (const path of args.operands) {
      if (!(yield* make(sys, path, { parents: args.has('p'), verbose: args.has('v'), mode }))) status = 1;
    }
    return status;
  },
});
