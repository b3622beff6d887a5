import { command, complain, confirm, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Stat } from '../../host/inode.ts';
import { permissionText } from '../../host/mode.ts';
import { splitPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { pairsOf } from './targets.ts';

function* fail(sys: Sys, message: string): Routine<boolean> {
  yield* complain(sys, message);
  return false;
}

/** The question before `to` is replaced, or null when none is asked. */
function question(sys: Sys, to: string, old: Stat, args: ParsedOptions): string | null {
  const name = sys.argv[0] ?? 'mv';
  const wins = args.lastOf('i', 'f', 'n');
  if (wins === 'i') return `${name}: overwrite ${shellQuoteAlways(to)}? `;
  if (wins === 'f' || old.type === 'symlink' || !sys.isTty(0) || sys.access(to, 'write')) return null;
  return `${name}: replace ${shellQuoteAlways(to)}, overriding mode ${old.mode.toString(8).padStart(4, '0')} (${permissionText(old.mode)})? `;
}

/** null: go on; else the outcome. */
function* obstacle(sys: Sys, from: string, stat: Stat, to: string, old: Stat, args: ParsedOptions): Routine<boolean | null> {
  const [source, target] = [shellQuoteAlways(from), shellQuoteAlways(to)];
  if (old.ino === stat.ino) return yield* fail(sys, `${source} and ${target} are the same file`);
  if (args.lastOf('i', 'f', 'n') === 'n') return true;
  if (args.has('u') && old.mtimeMs >= stat.mtimeMs) return true;
  if (old.type === 'directory' && stat.type !== 'directory') return yield* fail(sys, `cannot overwrite directory ${target} with non-directory`);
  if (stat.type === 'directory' && old.type !== 'directory') return yield* fail(sys, `cannot overwrite non-directory ${target} with directory ${source}`);
  const asked = question(sys, to, old, args);
  if (asked !== null && !(yield* confirm(sys, asked))) return true;
  if (args.has('b')) sys.rename(to, `${to}~`);
  return null;
}

/** Why the rename failed, as mv says it. */
function explain(error: unknown, from: string, to: string): string {
  const [source, target] = [shellQuoteAlways(from), shellQuoteAlways(to)];
  if (error instanceof SysError && error.errno === 'EINVAL') return `cannot move ${source} to a subdirectory of itself, ${target}`;
  return `cannot move ${source} to ${target}: ${strerror(error)}`;
}

function* moveOne(sys: Sys, from: string, to: string, args: ParsedOptions): Routine<boolean> {
  let stat: Stat;
  try {
    stat = sys.lstat(from);
  } catch (error) {
    return yield* fail(sys, `cannot stat ${shellQuoteAlways(from)}: ${strerror(error)}`);
  }
  const old = statOrNull(sys, to, { follow: false });
  const stopped = old === null ? null : yield* obstacle(sys, from, stat, to, old, args);
  if (stopped !== null) return stopped;
  if (/^\.\.?$/.test(splitPath(from).name)) return yield* fail(sys, `cannot move ${shellQuoteAlways(from)} to ${shellQuoteAlways(to)}: Device or resource busy`);
  if (to.endsWith('/') && stat.type !== 'directory') return yield* fail(sys, `cannot move ${shellQuoteAlways(from)} to ${shellQuoteAlways(to)}: Not a directory`);
  try {
    sys.rename(from.replace(/(.)\/+$/, '$1'), to.replace(/(.)\/+$/, '$1'));
  } catch (error) {
    return yield* fail(sys, explain(error, from, to));
  }
  if (args.has('v')) yield* sys.write(1, `renamed ${shellQuoteAlways(from)} -> ${shellQuoteAlways(to)}\n`);
  return true;
}

/** mv(1). */
export const mv = command({
  name: 'mv',
  usage: ['[OPTION]... [-T] SOURCE DEST', '[OPTION]... SOURCE... DIRECTORY', '[OPTION]... -t DIRECTORY SOURCE...'],
  summary: 'Renames files, or moves them into a directory.',
  version: 'mv (GNU coreutils) 8.32',
  options: {
    short: 'bfint:uvS:TZ',
    long: {
      'backup=?': 'b', context: 'Z', force: 'f', interactive: 'i', 'no-clobber': 'n', 'no-target-directory': 'T', 'strip-trailing-slashes': 'strip',
      'suffix=': 'S', 'target-directory=': 't', update: 'u', verbose: 'v',
    },
  },
  notModelled: ['S', 'Z'],
  *run(sys, args) {
    let status = 0;
    for (const [from, to] of pairsOf(sys, args)) {
      if (!(yield* moveOne(sys, from, to, args))) status = 1;
    }
    return status;
  },
});
