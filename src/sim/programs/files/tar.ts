import { byteLength } from '../../../base/bytes.ts';
import { Failure, command, complain, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { modeText } from '../../host/mode.ts';
import type { Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { globRegex } from './find-expression.ts';
import { loadGzip } from './gzip-code.ts';
import { packTar, unpackTar, type TarEntry } from './tar-format.ts';
import { below } from './walk.ts';

const FATAL = '\ntar: Error is not recoverable: exiting now';
const HINT = "Try 'tar --help' or 'tar --usage' for more information.";
const WITH_VALUE = 'fCTXbIgHVNK';

/** The old form, `tar czf x`: the first word's letters are options, their values follow in order. */
function withoutOldForm(args: readonly string[]): readonly string[] {
  const [first = '', ...rest] = args;
  if (first === '' || first.startsWith('-')) return args;
  const options: string[] = [];
  for (const letter of first) {
    options.push(`-${letter}`);
    if (!WITH_VALUE.includes(letter)) continue;
    const value = rest.shift();
    if (value === undefined) throw new UsageError(`Old option '${letter}' requires an argument.`, 2);
    options.push(value);
  }
  return [...options, ...rest];
}

/** Names that --exclude takes away. */
const excluded = (args: ParsedOptions): ((name: string) => boolean) => {
  const patterns = args.all('exclude').map((text) => globRegex(text, false));
  return (name) => patterns.some((each) => each.test(name) || each.test(name.replace(/^.*\//, '')) || each.test(name.replace(/^\.\//, '')));
};

class Writer {
  readonly entries: TarEntry[] = [];
  readonly #sys: Sys;
  readonly #verbose: number;
  readonly #isExcluded: (name: string) => boolean;
  readonly #verboseFd: number;
  #hasStripped = false;
  hasFailed = false;

  constructor(sys: Sys, args: ParsedOptions, verboseFd: number) {
    this.#sys = sys;
    this.#verbose = args.options.filter((each) => each.name === 'v').length;
    this.#isExcluded = excluded(args);
    this.#verboseFd = verboseFd;
  }

  *add(path: string, shown: string): Routine<void> {
    if (this.#isExcluded(shown)) return;
    try {
      const stat = this.#sys.lstat(path);
      let name = shown.replace(/^\/+/, '');
      if (name !== shown && !this.#hasStripped) {
        this.#hasStripped = true;
        yield* complain(this.#sys, "Removing leading `/' from member names");
      }
      if (name === '') name = './';
      if (stat.type === 'directory' && !name.endsWith('/')) name += '/';
      if (stat.type === 'socket' || stat.type === 'character' || stat.type === 'fifo') {
        yield* complain(this.#sys, `${shown}: ${stat.type === 'socket' ? 'socket ignored' : 'special file ignored'}`);
        return;
      }
      const entry: TarEntry = {
        name, mode: stat.mode, uid: stat.uid, gid: stat.gid, user: this.#sys.accounts.byUid(stat.uid)?.name ?? '', group: this.#sys.accounts.groupByGid(stat.gid)?.name ?? '',
        mtimeMs: stat.mtimeMs, type: stat.type, target: stat.type === 'symlink' ? this.#sys.readLink(path) : '', content: stat.type === 'file' ? this.#sys.readFile(path) : '',
      };
      this.entries.push(entry);
      if (this.#verbose > 0) yield* this.#sys.write(this.#verboseFd, this.#verbose > 1 ? longLine(this.#sys, entry) : `${shown.endsWith('/') || stat.type !== 'directory' ? shown : `${shown}/`}\n`);
      if (stat.type !== 'directory') return;
      for (const child of this.#sys.readDirectory(path)) yield* this.add(below(path, child), below(shown, child));
    } catch (error) {
      if (!(error instanceof SysError) || error.errno === 'EPIPE') throw error;
      yield* complain(this.#sys, `${shown}: Cannot ${error.errno === 'ENOENT' ? 'stat' : 'open'}: ${error.text}`);
      this.hasFailed = true;
    }
  }
}

function longLine(sys: Sys, entry: TarEntry): string {
  const owner = `${entry.user === '' ? entry.uid : entry.user}/${entry.group === '' ? entry.gid : entry.group}`;
  const size = String(byteLength(entry.content));
  const width = Math.max(1, 19 - owner.length - 1);
  const link = entry.type === 'symlink' ? ` -> ${entry.target}` : entry.type === 'link' ? ` link to ${entry.target}` : '';
  const type = entry.type === 'link' ? 'file' : entry.type;
  return `${modeText({ type, mode: entry.mode }).replace(/^-/, entry.type === 'link' ? 'h' : '-')} ${owner} ${size.padStart(width)} ${localTime(sys, '%Y-%m-%d %H:%M', entry.mtimeMs)} ${entry.name}${link}\n`;
}

function* create(sys: Sys, args: ParsedOptions, archive: string, packs: boolean): Routine<number> {
  if (args.operands.length === 0) throw new UsageError('Cowardly refusing to create an empty archive', 2);
  const writer = new Writer(sys, args, archive === '-' ? 2 : 1);
  const start = sys.cwd;
  const directory = args.last('C');
  if (directory !== null) enter(sys, directory);
  for (const path of args.operands) yield* writer.add(path, path);
  sys.chdir(start);
  const text = packTar(writer.entries);
  const data = packs ? (yield* sys.external(loadGzip())).pack(text, sys.nowMs()) : text;
  try {
    if (archive === '-') yield* sys.write(1, data);
    else sys.writeFile(archive, data, { mode: 0o666 });
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EPIPE') throw error;
    throw new Failure(`${archive}: Cannot open: ${error.text}${FATAL}`, 2);
  }
  if (!writer.hasFailed) return 0;
  yield* complain(sys, 'Exiting with failure status due to previous errors');
  return 2;
}

function enter(sys: Sys, directory: string): void {
  try {
    sys.chdir(directory);
  } catch (error) {
    throw new Failure(`${directory}: Cannot open: ${strerror(error)}${FATAL}`, 2);
  }
}

function* load(sys: Sys, archive: string): Routine<TarEntry[]> {
  let data: string;
  try {
    data = archive === '-' ? yield* sys.readAll(0) : sys.readFile(archive);
  } catch (error) {
    throw new Failure(`${archive}: Cannot ${strerror(error) === 'Is a directory' ? 'read' : 'open'}: ${strerror(error)}${FATAL}`, 2);
  }
  if (data.startsWith('\x1f\udc8b')) {
    const plain = (yield* sys.external(loadGzip())).unpack(data);
    if (plain === null) throw new Failure(`Child returned status 1${FATAL}`, 2);
    data = plain;
  }
  const entries = unpackTar(data);
  if (entries === null) throw new Failure(`This does not look like a tar archive\ntar: Exiting with failure status due to previous errors`, 2);
  return entries;
}

/** The entries that the operands ask for; complains of those that are not there. */
function* chosen(sys: Sys, entries: readonly TarEntry[], args: ParsedOptions): Routine<{ entries: TarEntry[]; isMissing: boolean }> {
  const wanted = args.operands.map((name) => name.replace(/\/+$/, ''));
  const isExcluded = excluded(args);
  const fits = (entry: TarEntry, name: string): boolean => entry.name.replace(/\/+$/, '') === name || entry.name.startsWith(`${name}/`)
    || (args.has('wildcards') && globRegex(name, false).test(entry.name));
  const found = entries.filter((entry) => !isExcluded(entry.name.replace(/\/+$/, '')) && (wanted.length === 0 || wanted.some((name) => fits(entry, name))));
  let isMissing = false;
  for (const [index, name] of wanted.entries()) {
    if (entries.some((entry) => fits(entry, name))) continue;
    yield* complain(sys, `${args.operands[index] ?? name}: Not found in archive`);
    isMissing = true;
  }
  return { entries: found, isMissing };
}

function makeParents(sys: Sys, path: string): void {
  const parts = path.split('/');
  for (let count = 1; count < parts.length; count += 1) {
    const parent = parts.slice(0, count).join('/');
    if (parent !== '' && statOrNull(sys, parent) === null) sys.mkdir(parent, 0o755);
  }
}

function extractOne(sys: Sys, entry: TarEntry, path: string, args: ParsedOptions): void {
  makeParents(sys, path.replace(/\/+$/, ''));
  const old = statOrNull(sys, path, { follow: false });
  if (entry.type === 'directory') {
    if (old === null) sys.mkdir(path.replace(/\/+$/, ''), entry.mode);
  } else {
    if (old !== null && old.type !== 'directory') sys.unlink(path);
    if (entry.type === 'symlink') sys.symlink(entry.target, path);
    else if (entry.type === 'link') sys.link(entry.target, path);
    else sys.writeFile(path, entry.content, { mode: entry.mode });
  }
  if (entry.type === 'symlink' || entry.type === 'link') return;
  const isRoot = sys.credentials.uid === 0;
  if (isRoot && !args.has('no-same-owner')) sys.chown(path, sys.accounts.byName(entry.user)?.uid ?? entry.uid, sys.accounts.groupByName(entry.group)?.gid ?? entry.gid);
  sys.chmod(path, isRoot || args.has('p') ? entry.mode : entry.mode & ~sys.umask());
  if (!args.has('m')) sys.setTimes(path, entry.mtimeMs, entry.mtimeMs);
}

function* extract(sys: Sys, args: ParsedOptions, archive: string): Routine<number> {
  const picked = yield* chosen(sys, yield* load(sys, archive), args);
  const directory = args.last('C');
  if (directory !== null) enter(sys, directory);
  const strip = Number(args.last('strip') ?? 0);
  const verbose = args.options.filter((each) => each.name === 'v').length;
  let hasFailed = picked.isMissing;
  for (const entry of picked.entries) {
    const path = entry.name.replace(/^\/+/, '').split('/').slice(strip).join('/');
    if (path === '') continue;
    if (verbose > 0) yield* sys.write(args.has('O') ? 2 : 1, verbose > 1 ? longLine(sys, entry) : `${entry.name}\n`);
    try {
      if (args.has('O')) yield* sys.write(1, entry.content);
      else extractOne(sys, entry, path, args);
    } catch (error) {
      if (!(error instanceof SysError) || error.errno === 'EPIPE') throw error;
      yield* complain(sys, `${entry.name}: Cannot ${entry.type === 'directory' ? 'mkdir' : 'open'}: ${error.text}`);
      hasFailed = true;
    }
  }
  if (!hasFailed) return 0;
  yield* complain(sys, 'Exiting with failure status due to previous errors');
  return 2;
}

function* list(sys: Sys, args: ParsedOptions, archive: string): Routine<number> {
  const picked = yield* chosen(sys, yield* load(sys, archive), args);
  for (const entry of picked.entries) yield* sys.write(1, args.has('v') ? longLine(sys, entry) : `${entry.name}\n`);
  if (!picked.isMissing) return 0;
  yield* complain(sys, 'Exiting with failure status due to previous errors');
  return 2;
}

/** tar(1) of GNU: create, extract and list, plain or with gzip. */
export const tar = command({
  name: 'tar', usage: ['[OPTION...] [FILE]...'], summary: 'Puts files into an archive (-c), takes them out (-x) or lists them (-t); -f names it, -z packs it with gzip.',
  version: 'tar (GNU tar) 1.34', isShortNamed: true, usageStatus: 64, hint: HINT, rewrite: withoutOldForm,
  options: {
    short: 'Acd:f:hI:jJkmOpPrtuvxzZaC:T:X:b:S',
    long: {
      create: 'c', extract: 'x', get: 'x', list: 't', append: 'r', update: 'u', 'file=': 'f', gzip: 'z', gunzip: 'z', bzip2: 'j', xz: 'J', zstd: 'zstd', 'auto-compress': 'a', verbose: 'v',
      'directory=': 'C', 'exclude=': 'exclude', 'strip-components=': 'strip', 'to-stdout': 'O', 'preserve-permissions': 'p', 'same-permissions': 'p', touch: 'm', 'no-same-owner': 'no-same-owner',
      'same-owner': 'same-owner', wildcards: 'wildcards', 'absolute-names': 'P', dereference: 'h', 'keep-old-files': 'k', 'files-from=': 'T', selinux: 'selinux', acls: 'acls', xattrs: 'xattrs',
    },
  },
  notModelled: ['A', 'Z', 'r', 'u', 'd', 'j', 'J', 'zstd', 'I', 'T', 'X', 'k', 'P', 'h'],
  *run(sys, args) {
    const modes = [...new Set(args.options.filter((each) => ['c', 'x', 't'].includes(each.name)).map((each) => each.name))];
    if (modes.length === 0) throw new UsageError("You must specify one of the '-Acdtrux', '--delete' or '--test-label' options", 2);
    if (modes.length > 1) throw new UsageError("You may not specify more than one '-Acdtrux', '--delete' or  '--test-label' option", 2);
    const archive = args.last('f') ?? '-';
    if (archive === '-' && modes[0] !== 'c' && sys.isTty(0)) throw new Failure(`Refusing to read archive contents from terminal (missing -f option?)${FATAL}`, 2);
    if (archive === '-' && modes[0] === 'c' && sys.isTty(1)) throw new Failure(`Refusing to write archive contents to terminal (missing -f option?)${FATAL}`, 2);
    if (modes[0] === 'c') return yield* create(sys, args, archive, args.has('z') || (args.has('a') && /\.t?gz$/.test(archive)));
    return yield* modes[0] === 'x' ? extract(sys, args, archive) : list(sys, args, archive);
  },
});
