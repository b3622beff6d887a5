import { Failure, command, complain, statOrNull } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { applyMode, parseMode } from '../../host/mode.ts';
import { splitPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { copyTree, type CopyPlan } from './copy.ts';
import { pairsOf } from './targets.ts';

const PLAN: CopyPlan = {
  recursive: false, overwrites: 'yes', force: true, onlyNewer: false, follow: 'always', keepsMode: false, keepsOwner: false,
  keepsTimes: false, makes: 'copy', backup: false, verbose: false,
};

interface Attributes {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

function attributesOf(sys: Sys, args: ParsedOptions): Attributes {
  const wanted = args.last('m') ?? '755';
  const change = parseMode(wanted);
  if (change === null) throw new Failure(`invalid mode ${curly(wanted)}`);
  const [owner, group] = [args.last('o'), args.last('g')];
  const uid = owner === null ? -1 : sys.accounts.byName(owner)?.uid ?? (/^\d+$/.test(owner) ? Number(owner) : null);
  if (uid === null) throw new Failure(`invalid user ${curly(owner ?? '')}`);
  const gid = group === null ? -1 : sys.accounts.groupByName(group)?.gid ?? (/^\d+$/.test(group) ? Number(group) : null);
  if (gid === null) throw new Failure(`invalid group ${curly(group ?? '')}`);
  return { mode: applyMode(change, 0, { isDirectory: false, umask: 0 }), uid, gid };
}

function* dress(sys: Sys, path: string, how: Attributes): Routine<boolean> {
  try {
    if (how.uid !== -1 || how.gid !== -1) sys.chown(path, how.uid, how.gid);
    sys.chmod(path, how.mode);
    return true;
  } catch (error) {
    yield* complain(sys, `cannot change ownership of ${shellQuoteAlways(path)}: ${strerror(error)}`);
    return false;
  }
}

/** Makes a directory with all that is missing above it. */
function* makeDirectories(sys: Sys, path: string, verbose: boolean): Routine<boolean> {
  const steps = [...path.matchAll(/[^/]+/g)].map((match) => path.slice(0, match.index + match[0].length));
  for (const step of steps) {
    if (statOrNull(sys, step)?.type === 'directory') continue;
    try {
      sys.mkdir(step, 0o755);
    } catch (error) {
      yield* complain(sys, `cannot create directory ${shellQuoteAlways(step)}: ${strerror(error)}`);
      return false;
    }
    if (verbose) yield* sys.write(1, `${sys.argv[0] ?? 'install'}: creating directory ${shellQuoteAlways(step)}\n`);
  }
  return true;
}

function* installFile(sys: Sys, from: string, to: string, args: ParsedOptions, how: Attributes): Routine<boolean> {
  if (args.has('D') && !(yield* makeDirectories(sys, splitPath(to).directory, args.has('v')))) return false;
  if (statOrNull(sys, from)?.type === 'directory') {
    yield* complain(sys, `omitting directory ${shellQuoteAlways(from)}`);
    return false;
  }
  if (!(yield* copyTree(sys, from, to, { ...PLAN, verbose: args.has('v'), backup: args.has('b'), keepsTimes: args.has('p') }, true))) return false;
  return yield* dress(sys, to, how);
}

/** install(1). */
export const install = command({
  name: 'install',
  usage: ['[OPTION]... [-T] SOURCE DEST', '[OPTION]... SOURCE... DIRECTORY', '[OPTION]... -t DIRECTORY SOURCE...', '[OPTION]... -d DIRECTORY...'],
  summary: 'Copies files and sets their mode (755) and owner; -d makes directories.',
  version: 'install (GNU coreutils) 8.32',
  options: {
    short: 'bcCsDdg:m:o:pt:TvS:Z',
    long: {
      'backup=?': 'b', compare: 'C', directory: 'd', 'group=': 'g', 'mode=': 'm', 'no-target-directory': 'T', 'owner=': 'o', 'preserve-timestamps': 'p',
      strip: 's', 'suffix=': 'S', 'target-directory=': 't', verbose: 'v', 'context=?': 'Z',
    },
  },
  notModelled: ['C', 's', 'S', 'Z'],
  *run(sys, args) {
    const how = attributesOf(sys, args);
    let isOk = true;
    if (args.has('d')) {
      if (args.operands.length === 0) throw new UsageError('missing file operand');
      for (const path of args.operands) {
        if (!(yield* makeDirectories(sys, path, args.has('v'))) || !(yield* dress(sys, path, how))) isOk = false;
      }
    } else {
      for (const [from, to] of pairsOf(sys, args)) {
        if (!(yield* installFile(sys, from, to, args, how))) isOk = false;
      }
    }
    return isOk ? 0 : 1;
  },
});
