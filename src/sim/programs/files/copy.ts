import { complain, confirm, statOrNull } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { Stat } from '../../host/inode.ts';
import { joinPath, normalize } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { below } from './walk.ts';

/** How cp and install copy. */
export interface CopyPlan {
  readonly recursive: boolean;
  readonly overwrites: 'yes' | 'no' | 'asks';
  readonly force: boolean;
  readonly onlyNewer: boolean;
  /** Follow links: never, those named on the command line, always. */
  readonly follow: 'never' | 'named' | 'always';
  readonly keepsMode: boolean;
  readonly keepsOwner: boolean;
  readonly keepsTimes: boolean;
  readonly makes: 'copy' | 'hard link' | 'symbolic link';
  readonly backup: boolean;
  readonly verbose: boolean;
}

/** Says `NAME: message` and answers false: this one failed, the others go on. */
function* fail(sys: Sys, message: string): Routine<boolean> {
  yield* complain(sys, message);
  return false;
}

function keep(sys: Sys, from: Stat, to: string, plan: CopyPlan): void {
  if (plan.keepsOwner) {
    try {
      sys.chown(to, from.uid, from.gid, { follow: false });
    } catch (error) {
      // cp -p keeps the owner where it may and says nothing where it may not.
      strerror(error);
    }
  }
  if (from.type === 'symlink') return;
  if (plan.keepsMode) sys.chmod(to, from.mode);
  if (plan.keepsTimes) sys.setTimes(to, from.atimeMs, from.mtimeMs);
}

function* content(sys: Sys, path: string, stat: Stat): Routine<string> {
  if (stat.type === 'file') return sys.readFile(path);
  const fd = sys.open(path, { read: true });
  const text = yield* sys.readAll(fd);
  sys.close(fd);
  return text;
}

function writeCopy(sys: Sys, from: string, stat: Stat, to: string, text: string, mode: number): void {
  const blob = stat.type === 'file' ? sys.readBlob(from) : undefined;
  if (blob === undefined) sys.writeFile(to, text, { mode });
  else sys.writeBlob(to, blob, { sizeBytes: stat.sizeBytes, mode });
}

function* copyFile(sys: Sys, from: string, stat: Stat, to: string, old: Stat | null, plan: CopyPlan): Routine<boolean> {
  let text: string;
  try {
    text = yield* content(sys, from, stat);
  } catch (error) {
    return yield* fail(sys, `cannot open ${shellQuoteAlways(from)} for reading: ${strerror(error)}`);
  }
  if (old === null && statOrNull(sys, to, { follow: false })?.type === 'symlink') {
    return yield* fail(sys, `not writing through dangling symlink ${shellQuoteAlways(to)}`);
  }
  try {
    if (to.endsWith('/') && old === null) sys.lstat(`${to.replace(/\/+$/, '')}/.`);
    writeCopy(sys, from, stat, to, text, stat.mode & 0o777);
  } catch (error) {
    if (!(plan.force && old !== null)) {
      const isSlash = to.endsWith('/') && strerror(error) === 'No such file or directory';
      return yield* fail(sys, `cannot create regular file ${shellQuoteAlways(to)}: ${isSlash ? 'Not a directory' : strerror(error)}`);
    }
    try {
      sys.unlink(to);
      writeCopy(sys, from, stat, to, text, stat.mode & 0o777);
    } catch (second) {
      return yield* fail(sys, `cannot remove ${shellQuoteAlways(to)}: ${strerror(second)}`);
    }
  }
  keep(sys, stat, to, plan);
  return true;
}

function* copyLink(sys: Sys, from: string, stat: Stat, to: string, plan: CopyPlan): Routine<boolean> {
  try {
    if (statOrNull(sys, to, { follow: false }) !== null) sys.unlink(to);
    if (plan.makes === 'hard link') sys.link(from, to);
    else sys.symlink(plan.makes === 'symbolic link' ? from : sys.readLink(from), to);
  } catch (error) {
    return yield* fail(sys, `cannot create ${plan.makes === 'hard link' ? 'hard link' : 'symbolic link'} ${shellQuoteAlways(to)}: ${strerror(error)}`);
  }
  if (plan.makes === 'copy') keep(sys, stat, to, plan);
  return true;
}

function* copyDirectory(sys: Sys, from: string, stat: Stat, to: string, old: Stat | null, plan: CopyPlan): Routine<boolean> {
  const [source, target] = [normalize(joinPath(sys.cwd, from)), normalize(joinPath(sys.cwd, to))];
  if (target === source || target.startsWith(source === '/' ? '/' : `${source}/`)) {
    return yield* fail(sys, `cannot copy a directory, ${shellQuoteAlways(from)}, into itself, ${shellQuoteAlways(to)}`);
  }
  let names: string[];
  try {
    names = sys.readDirectory(from);
  } catch (error) {
    return yield* fail(sys, `cannot access ${shellQuoteAlways(from)}: ${strerror(error)}`);
  }
  try {
    if (old === null) sys.mkdir(to, (stat.mode & 0o7777) | 0o700);
  } catch (error) {
    return yield* fail(sys, `cannot create directory ${shellQuoteAlways(to)}: ${strerror(error)}`);
  }
  if (old === null && plan.verbose) yield* sys.write(1, `${shellQuoteAlways(from)} -> ${shellQuoteAlways(to)}\n`);
  let isOk = true;
  for (const name of names) {
    if (!(yield* copyTree(sys, below(from, name), below(to, name), plan, false))) isOk = false;
  }
  if (old === null && (stat.mode & 0o700) !== 0o700) sys.chmod(to, stat.mode & ~sys.umask());
  keep(sys, stat, to, plan);
  return isOk;
}

/** What stands in the way of writing `to`; null when it may be written, else whether that is a success. */
function* obstacle(sys: Sys, from: string, stat: Stat, to: string, old: Stat, plan: CopyPlan): Routine<boolean | null> {
  const [source, target] = [shellQuoteAlways(from), shellQuoteAlways(to)];
  if (plan.overwrites === 'no' && old.type !== 'directory') return true;
  if (old.ino === stat.ino && stat.type !== 'directory' && plan.makes === 'copy') return yield* fail(sys, `${source} and ${target} are the same file`);
  if (old.type === 'directory' && stat.type !== 'directory') return yield* fail(sys, `cannot overwrite directory ${target} with non-directory`);
  if (stat.type === 'directory' && old.type !== 'directory') return yield* fail(sys, `cannot overwrite non-directory ${target} with directory ${source}`);
  if (stat.type === 'directory') return null;
  if (plan.onlyNewer && old.mtimeMs >= stat.mtimeMs) return true;
  if (plan.overwrites === 'asks' && !(yield* confirm(sys, `${sys.argv[0] ?? 'cp'}: overwrite ${target}? `))) return true;
  if (plan.makes !== 'copy' && !plan.force) return yield* fail(sys, `cannot create ${plan.makes} ${target}${plan.makes === 'hard link' ? ` to ${source}` : ''}: File exists`);
  if (plan.backup) sys.rename(to, `${to}~`);
  return null;
}

/** Copies `from` to the name `to` itself; answers whether all went well. */
export function* copyTree(sys: Sys, from: string, to: string, plan: CopyPlan, isNamed: boolean): Routine<boolean> {
  const follows = plan.follow === 'always' || (plan.follow === 'named' && isNamed);
  let stat: Stat;
  try {
    stat = follows ? sys.stat(from) : sys.lstat(from);
  } catch (error) {
    return yield* fail(sys, `cannot stat ${shellQuoteAlways(from)}: ${strerror(error)}`);
  }
  if (stat.type === 'directory' && !plan.recursive) return yield* fail(sys, `-r not specified; omitting directory ${shellQuoteAlways(from)}`);
  const old = statOrNull(sys, to, { follow: stat.type !== 'symlink' });
  const stopped = old === null ? null : yield* obstacle(sys, from, stat, to, old, plan);
  if (stopped !== null) return stopped;
  if (stat.type === 'directory') return yield* copyDirectory(sys, from, stat, to, old, plan);
  const isCopied = stat.type === 'symlink' || plan.makes !== 'copy'
    ? yield* copyLink(sys, from, stat, to, plan) : yield* copyFile(sys, from, stat, to, old, plan);
  if (isCopied && plan.verbose) yield* sys.write(1, `${shellQuoteAlways(from)} -> ${shellQuoteAlways(to)}\n`);
  return isCopied;
}
