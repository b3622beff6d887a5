import { attempt, command, complain, confirm, statOrNull } from '../../host/command.ts';
import { SysError } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Stat } from '../../host/inode.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { fileKind } from './file-kind.ts';

interface Plan {
  readonly asks: 'always' | 'never' | 'when-protected';
  readonly force: boolean;
  readonly recursive: boolean;
  readonly directories: boolean;
  readonly verbose: boolean;
}

function planOf(sys: Sys, args: ParsedOptions): Plan {
  const last = args.lastOf('i', 'f', 'I', 'interactive');
  const when = args.last('interactive');
  const always = last === 'i' || (last === 'interactive' && (when === null || when === 'always' || when === 'yes'));
  const never = last === 'f' || (last === 'interactive' && (when === 'never' || when === 'no' || when === 'none'));
  return {
    asks: always ? 'always' : never || !sys.isTty(0) ? 'never' : 'when-protected',
    force: args.has('f'), recursive: args.has('r') || args.has('R'), directories: args.has('d'), verbose: args.has('v'),
  };
}

/** Whether rm asks before it removes this: with -i, or on a terminal where it could not be written. */
function mustAsk(sys: Sys, path: string, stat: Stat, plan: Plan): boolean {
  if (plan.asks === 'always') return true;
  return plan.asks === 'when-protected' && stat.type !== 'symlink' && !sys.access(path, 'write');
}

const shield = (sys: Sys, path: string, stat: Stat): string =>
  (stat.type !== 'symlink' && !sys.access(path, 'write') ? 'write-protected ' : '');

/** What became of a name; `kept`: the person said no, which is no failure but keeps the directories above. */
type Outcome = 'removed' | 'kept' | 'failed';

function* removeTree(sys: Sys, path: string, plan: Plan): Routine<Outcome> {
  const stat = sys.lstat(path);
  const shown = shellQuoteAlways(path);
  const question = (what: string): string => `${sys.argv[0] ?? 'rm'}: ${what} ${shield(sys, path, stat)}directory ${shown}? `;
  let names: string[] = [];
  if (!(yield* attempt(sys, `cannot remove ${shown}`, () => { names = sys.readDirectory(path); }))) return 'failed';
  const asks = mustAsk(sys, path, stat, plan);
  if (asks && names.length > 0 && !(yield* confirm(sys, question('descend into')))) return 'kept';
  let outcome: Outcome = 'removed';
  for (const child of names) {
    const its = yield* remove(sys, path.endsWith('/') ? path + child : `${path}/${child}`, plan);
    if (its === 'failed' || (its === 'kept' && outcome === 'removed')) outcome = its;
  }
  if (outcome !== 'removed') return outcome;
  if (asks && !(yield* confirm(sys, question('remove')))) return 'kept';
  return yield* unlinkNow(sys, path, stat, plan);
}

function* unlinkNow(sys: Sys, path: string, stat: Stat, plan: Plan): Routine<Outcome> {
  const shown = shellQuoteAlways(path);
  const isDirectory = stat.type === 'directory';
  if (!(yield* attempt(sys, `cannot remove ${shown}`, () => (isDirectory ? sys.rmdir(path) : sys.unlink(path))))) return 'failed';
  if (plan.verbose) yield* sys.write(1, `removed ${isDirectory ? 'directory ' : ''}${shown}\n`);
  return 'removed';
}

function* remove(sys: Sys, path: string, plan: Plan): Routine<Outcome> {
  const shown = shellQuoteAlways(path);
  let stat: Stat;
  try {
    stat = sys.lstat(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (plan.force && (error.errno === 'ENOENT' || error.errno === 'ENOTDIR')) return 'removed';
    yield* complain(sys, `cannot remove ${shown}: ${error.text}`);
    return 'failed';
  }
  if (stat.type === 'directory' && plan.recursive) return yield* removeTree(sys, path, plan);
  if (stat.type === 'directory' && !plan.directories) {
    yield* complain(sys, `cannot remove ${shown}: Is a directory`);
    return 'failed';
  }
  const question = `${sys.argv[0] ?? 'rm'}: remove ${shield(sys, path, stat)}${fileKind(stat)} ${shown}? `;
  if (mustAsk(sys, path, stat, plan) && !(yield* confirm(sys, question))) return 'kept';
  return yield* unlinkNow(sys, path, stat, plan);
}

/** Whether `/`, `.` and `..` are protected from being removed: says so. */
function* refuse(sys: Sys, path: string, plan: Plan, keepsRoot: boolean): Routine<boolean> {
  if (!plan.recursive) return false;
  if (/(^|\/)\.\.?\/*$/.test(path)) {
    yield* complain(sys, `refusing to remove '.' or '..' directory: skipping ${shellQuoteAlways(path)}`);
    return true;
  }
  const stat = statOrNull(sys, path, { follow: false });
  if (!keepsRoot || stat === null || stat.type !== 'directory' || sys.realPath(path) !== '/') return false;
  const same = path === '/' ? '' : ` (same as '/')`;
  yield* complain(sys, `it is dangerous to operate recursively on ${shellQuoteAlways(path)}${same}`);
  yield* complain(sys, 'use --no-preserve-root to override this failsafe');
  return true;
}

/** rm(1). */
export const rm = command({
  name: 'rm',
  usage: ['[OPTION]... [FILE]...'],
  summary: 'Removes files; -r directories with all that is in them, -i asks, -f never asks nor minds missing ones.',
  version: 'rm (GNU coreutils) 8.32',
  options: {
    short: 'dfirvIR',
    long: {
      force: 'f', 'interactive=?': 'interactive', 'one-file-system': 'x', 'no-preserve-root': 'root',
      'preserve-root=?': 'keep', recursive: 'r', dir: 'd', verbose: 'v',
    },
  },
  *run(sys, args) {
    const plan = planOf(sys, args);
    if (args.operands.length === 0) {
      if (plan.force) return 0;
      throw new UsageError('missing operand');
    }
    if (args.has('I') && (args.operands.length > 3 || plan.recursive)) {
      const count = args.operands.length;
      const question = `${sys.argv[0] ?? 'rm'}: remove ${count} argument${count === 1 ? '' : 's'}${plan.recursive ? ' recursively' : ''}? `;
      if (!(yield* confirm(sys, question))) return 0;
    }
    let status = 0;
    for (const path of args.operands) {
      if ((yield* refuse(sys, path, plan, !args.has('root'))) || (yield* remove(sys, path, plan)) === 'failed') status = 1;
    }
    return status;
  },
});
