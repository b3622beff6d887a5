import { Failure, command, complain } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Stat } from '../../host/inode.ts';
import { applyMode, parseMode, permissionText, type ModeChange } from '../../host/mode.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { visitTree } from './walk.ts';

const OPTIONS = {
  short: 'Rcfvr::w::x::X::s::t::u::g::o::a::,::+::=::0::1::2::3::4::5::6::7::',
  long: {
    changes: 'c', recursive: 'R', 'no-preserve-root': 'root', 'preserve-root': 'keep', quiet: 'f', 'reference=': 'reference',
    silent: 'f', verbose: 'v',
  },
};

const octal = (mode: number): string => `${mode.toString(8).padStart(4, '0')} (${permissionText(mode)})`;

/** The mode may stand among the options (`chmod -x f`): those letters are collected as one symbolic mode. */
function splitMode(args: ParsedOptions): { mode: string | null; files: readonly string[] } {
  const dashed = args.options.filter((each) => each.name.length === 1 && !/[Rcfv]/.test(each.name));
  if (dashed.length > 0) return { mode: dashed.map((each) => `-${each.name}${each.value ?? ''}`).join(','), files: args.operands };
  if (args.has('reference')) return { mode: null, files: args.operands };
  return { mode: args.operands[0] ?? null, files: args.operands.slice(1) };
}

function changeOf(sys: Sys, args: ParsedOptions): { change: ModeChange; files: readonly string[] } {
  const { mode, files } = splitMode(args);
  const reference = args.last('reference');
  if (mode === null && reference === null) throw new UsageError('missing operand');
  if (files.length === 0) throw new UsageError(`missing operand after ${curly(mode ?? '')}`);
  if (reference !== null) {
    try {
      return { change: { octal: sys.stat(reference).mode, digits: 5 }, files };
    } catch (error) {
      throw new Failure(`failed to get attributes of ${shellQuoteAlways(reference)}: ${strerror(error)}`);
    }
  }
  const change = parseMode(mode ?? '');
  if (change === null) throw new UsageError(`invalid mode: ${curly(mode ?? '')}`);
  return { change, files };
}

function* changeOne(sys: Sys, path: string, stat: Stat, change: ModeChange, args: ParsedOptions): Routine<boolean> {
  if (stat.type === 'symlink' && args.has('R')) return true;
  const old = stat.type === 'symlink' ? sys.stat(path) : stat;
  const mode = applyMode(change, old.mode, { isDirectory: old.type === 'directory', umask: sys.umask() });
  const shown = shellQuoteAlways(path);
  try {
    sys.chmod(path, mode);
  } catch (error) {
    if (!args.has('f')) yield* complain(sys, `changing permissions of ${shown}: ${strerror(error)}`);
    return false;
  }
  if (mode !== old.mode && (args.has('v') || args.has('c'))) yield* sys.write(1, `mode of ${shown} changed from ${octal(old.mode)} to ${octal(mode)}\n`);
  else if (args.has('v')) yield* sys.write(1, `mode of ${shown} retained as ${octal(mode)}\n`);
  return true;
}

/** chmod(1). */
export const chmod = command({
  name: 'chmod',
  usage: ['[OPTION]... MODE[,MODE]... FILE...', '[OPTION]... OCTAL-MODE FILE...', '[OPTION]... --reference=RFILE FILE...'],
  summary: 'Changes the permission bits of files; -R of all that is below directories.',
  version: 'chmod (GNU coreutils) 8.32',
  options: OPTIONS,
  *run(sys, args) {
    const { change, files } = changeOf(sys, args);
    let status = 0;
    for (const path of files) {
      try {
        sys.stat(path);
      } catch (error) {
        if (!args.has('f')) yield* complain(sys, `cannot access ${shellQuoteAlways(path)}: ${strerror(error)}`);
        status = 1;
        continue;
      }
      if (!(yield* visitTree(sys, path, { recursive: args.has('R'), lastly: false }, (at, stat) => changeOne(sys, at, stat, change, args)))) status = 1;
    }
    return status;
  },
});
