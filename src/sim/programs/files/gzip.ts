import { byteLength } from '../../../base/bytes.ts';
import { command, confirm, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { loadGzip } from './gzip-code.ts';

type Code = Awaited<ReturnType<typeof loadGzip>>;
type Mode = 'pack' | 'unpack' | 'list' | 'test';

const MAGIC = '\x1f\udc8b';

function* fail(sys: Sys, name: string, message: string): Routine<number> {
  yield* sys.write(2, `${name}: ${message}\n`);
  return 1;
}

/** The name of the result, or why there is none. */
function resultName(path: string, mode: Mode, suffix: string): string | null {
  if (mode === 'pack') return path.endsWith(suffix) ? null : path + suffix;
  if (/\.(tgz|taz)$/.test(path)) return path.replace(/\.t[ga]z$/, '.tar');
  return path.endsWith(suffix) && path.length > suffix.length ? path.slice(0, -suffix.length) : null;
}

function* oneFile(sys: Sys, given: string, mode: Mode, args: ParsedOptions, isStdout: boolean, code: Code): Routine<number> {
  const name = 'gzip';
  const suffix = args.last('S') ?? '.gz';
  const path = mode !== 'pack' && statOrNull(sys, given) === null && statOrNull(sys, given + suffix) !== null ? given + suffix : given;
  let text: string;
  try {
    const stat = sys.stat(path);
    if (stat.type === 'directory') return (yield* fail(sys, name, `${path} is a directory -- ignored`)) + 1;
    text = sys.readFile(path);
  } catch (error) {
    return yield* fail(sys, name, `${mode === 'pack' ? path : /\.gz$/.test(path) ? path : `${path}.gz`}: ${strerror(error)}`);
  }
  const target = resultName(path, mode, suffix);
  if (!isStdout && target === null && (mode === 'pack' || mode === 'unpack')) {
    return (yield* fail(sys, name, mode === 'pack' ? `${path} already has ${suffix} suffix -- unchanged` : `${path}: unknown suffix -- ignored`)) * (mode === 'pack' ? 0 : 2);
  }
  const stat = sys.stat(path);
  if (mode !== 'pack' && !text.startsWith(MAGIC)) return yield* fail(sys, `\n${name}`, `${path}: not in gzip format`);
  const result = mode === 'pack' ? code.pack(text, stat.mtimeMs) : code.unpack(text);
  if (result === null) return yield* fail(sys, name, `${path}: unexpected end of file`);
  if (mode === 'test') return 0;
  if (mode === 'list') {
    const [packed, plain] = [byteLength(text), byteLength(result)];
    yield* sys.write(1, `${String(packed).padStart(19)} ${String(plain).padStart(19)} ${`${(plain === 0 ? 0 : ((plain - packed) * 100) / plain).toFixed(1)}%`.padStart(6)} ${target ?? path}\n`);
    return 0;
  }
  if (isStdout) {
    yield* sys.write(1, result);
    return 0;
  }
  return yield* replace(sys, name, path, target ?? '', result, args);
}

function* replace(sys: Sys, name: string, path: string, target: string, result: string, args: ParsedOptions): Routine<number> {
  const stat = sys.stat(path);
  if (statOrNull(sys, target) !== null && !args.has('f')) {
    if (!sys.isTty(0)) return (yield* fail(sys, name, `${target} already exists;\tnot overwritten`)) + 1;
    if (!(yield* confirm(sys, `${name}: ${target} already exists; do you wish to overwrite (y or n)? `))) {
      yield* sys.write(2, '\tnot overwritten\n');
      return 2;
    }
  }
  try {
    sys.writeFile(target, result, { mode: stat.mode });
    sys.chmod(target, stat.mode);
    sys.setTimes(target, stat.atimeMs, stat.mtimeMs);
    if (sys.credentials.uid === 0) sys.chown(target, stat.uid, stat.gid);
    if (!args.has('k')) sys.unlink(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return yield* fail(sys, name, `${target}: ${error.text}`);
  }
  if (args.has('v')) yield* sys.write(2, `${path}:\t${args.has('k') ? 'created' : '-- replaced with'} ${target}\n`);
  return 0;
}

function zipper(name: 'gzip' | 'gunzip' | 'zcat'): Program {
  return command({
    name, usage: ['[OPTION]... [FILE]...'], summary: name === 'gzip' ? 'Packs files (FILE becomes FILE.gz); -d unpacks them.' : 'Unpacks files that gzip packed.',
    version: 'gzip 1.12', isShortNamed: true,
    options: {
      short: 'acdfhklLnNqrS:tvV123456789',
      long: { stdout: 'c', 'to-stdout': 'c', decompress: 'd', uncompress: 'd', force: 'f', keep: 'k', list: 'l', 'no-name': 'n', name: 'N', quiet: 'q', recursive: 'r', 'suffix=': 'S', test: 't', verbose: 'v', fast: '1', best: '9' },
    },
    notModelled: ['r'],
    *run(sys, args) {
      const code = yield* sys.external(loadGzip());
      const mode: Mode = args.has('l') ? 'list' : args.has('t') ? 'test' : name !== 'gzip' || args.has('d') ? 'unpack' : 'pack';
      if (mode === 'list') yield* sys.write(1, '         compressed        uncompressed  ratio uncompressed_name\n');
      let status = 0;
      for (const path of args.operands.length === 0 ? ['-'] : args.operands) {
        if (path !== '-') {
          status = Math.max(status, yield* oneFile(sys, path, mode, args, name === 'zcat' || args.has('c'), code));
          continue;
        }
        if (mode === 'pack' && sys.isTty(1) && !args.has('f')) {
          yield* sys.write(2, 'gzip: compressed data not written to a terminal. Use -f to force compression.\nFor help, type: gzip -h\n');
          return 1;
        }
        const text = yield* sys.readAll(0);
        const result = mode === 'pack' ? code.pack(text, sys.nowMs()) : text.startsWith(MAGIC) ? code.unpack(text) : null;
        if (result === null) return yield* fail(sys, '\ngzip', 'stdin: not in gzip format');
        yield* sys.write(1, result);
      }
      return status;
    },
  });
}

export const gzip = zipper('gzip');
export const gunzip = zipper('gunzip');
export const zcat = zipper('zcat');
