import { Failure, command, complain, confirm, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { normalize, joinPath, splitPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { below } from './walk.ts';

/** Where the link at `path` finds `target`, as a relative path (-r). */
function relativeTo(sys: Sys, target: string, path: string): string {
  const from = normalize(joinPath(sys.cwd, splitPath(path).directory)).split('/').filter((part) => part !== '');
  const to = normalize(joinPath(sys.cwd, target)).split('/').filter((part) => part !== '');
  let same = 0;
  while (same < from.length && from[same] === to[same]) same += 1;
  return [...from.slice(same).map(() => '..'), ...to.slice(same)].join('/') || '.';
}

function* clearPlace(sys: Sys, target: string, path: string, args: ParsedOptions): Routine<boolean> {
  const old = statOrNull(sys, path, { follow: false });
  if (old === null) return true;
  if (args.has('i') && !(yield* confirm(sys, `${sys.argv[0] ?? 'ln'}: replace ${shellQuoteAlways(path)}? `))) return false;
  if (!args.has('f') && !args.has('i')) return true;
  if (old.type === 'directory') throw new Failure(`${path}: cannot overwrite directory`);
  if (statOrNull(sys, target, { follow: false })?.ino === old.ino && (!args.has('s') || sys.realPath(target) === sys.realPath(path))) {
    throw new Failure(`${shellQuoteAlways(target)} and ${shellQuoteAlways(path)} are the same file`);
  }
  sys.unlink(path);
  return true;
}

function* makeLink(sys: Sys, target: string, path: string, args: ParsedOptions): Routine<boolean> {
  const isSoft = args.has('s');
  const [place, goal] = [shellQuoteAlways(path), shellQuoteAlways(target)];
  try {
    if (!isSoft) {
      const source = sys.lstat(target);
      if (source.type === 'directory') {
        yield* complain(sys, `${target}: hard link not allowed for directory`);
        return false;
      }
    }
  } catch (error) {
    yield* complain(sys, `failed to access ${goal}: ${strerror(error)}`);
    return false;
  }
  try {
    if (!(yield* clearPlace(sys, target, path, args))) return true;
    if (isSoft) sys.symlink(args.has('r') ? relativeTo(sys, target, path) : target, path);
    else sys.link(target, path);
  } catch (error) {
    if (error instanceof Failure) {
      yield* complain(sys, error.message);
      return false;
    }
    const exists = error instanceof SysError && error.errno === 'EEXIST';
    const what = isSoft ? `failed to create symbolic link ${place}` : `failed to create hard link ${place}${exists ? '' : ` => ${goal}`}`;
    yield* complain(sys, `${what}: ${strerror(error)}`);
    return false;
  }
  if (args.has('v')) yield* sys.write(1, `${place} ${isSoft ? '->' : '=>'} ${goal}\n`);
  return true;
}

function isDirectory(sys: Sys, path: string, args: ParsedOptions): boolean {
  const stat = statOrNull(sys, path, { follow: !args.has('n') });
  return stat?.type === 'directory';
}

/** Pairs of target and link that the operands ask for. */
function pairsOf(sys: Sys, args: ParsedOptions): [string, string][] {
  const into = args.last('t');
  const names = args.operands;
  const [first, second] = names;
  if (first === undefined) throw new UsageError('missing file operand');
  const place = (directory: string, target: string): [string, string] => [target, below(directory, splitPath(target).name)];
  if (into !== null) {
    if (!isDirectory(sys, into, args)) throw new Failure(`target ${shellQuoteAlways(into)} is not a directory`);
    return names.map((target) => place(into, target));
  }
  if (second === undefined) return [place('.', first)];
  const last = names.at(-1) ?? '';
  if (names.length === 2 && (args.has('T') || !isDirectory(sys, last, args))) return [[first, last]];
  if (args.has('T')) throw new UsageError(`extra operand ${curly(names[2] ?? '')}`);
  if (!isDirectory(sys, last, args)) throw new Failure(`target ${shellQuoteAlways(last)}: ${statOrNull(sys, last) === null ? 'No such file or directory' : 'Not a directory'}`);
  return names.slice(0, -1).map((target) => place(last, target));
}

/** ln(1). */
export const ln = command({
  name: 'ln',
  usage: ['[OPTION]... [-T] TARGET LINK_NAME', '[OPTION]... TARGET', '[OPTION]... TARGET... DIRECTORY', '[OPTION]... -t DIRECTORY TARGET...'],
  summary: 'Makes hard links, with -s symbolic links.',
  version: 'ln (GNU coreutils) 8.32',
  options: {
    short: 'bdFfinrsS:t:TvLP',
    long: {
      'backup=?': 'b', directory: 'd', force: 'f', interactive: 'i', logical: 'L', 'no-dereference': 'n', physical: 'P', relative: 'r',
      symbolic: 's', 'suffix=': 'S', 'target-directory=': 't', 'no-target-directory': 'T', verbose: 'v',
    },
  },
  notModelled: ['b', 'S'],
  *run(sys, args) {
    let status = 0;
    for (const [target, path] of pairsOf(sys, args)) {
      if (!(yield* makeLink(sys, target, path, args))) status = 1;
    }
    return status;
  },
});
