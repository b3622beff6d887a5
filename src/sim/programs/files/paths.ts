import { Failure, command, complain, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { joinPath, normalize, splitPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuote } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

/** basename(1). */
export const basename = command({
  name: 'basename', usage: ['NAME [SUFFIX]', 'OPTION... NAME...'], summary: 'Prints the last part of a path, without SUFFIX.', version: 'basename (GNU coreutils) 8.32',
  options: { short: '+as:z', long: { multiple: 'a', 'suffix=': 's', zero: 'z' } },
  *run(sys, args) {
    const [first, second, third] = args.operands;
    if (first === undefined) throw new UsageError('missing operand');
    const isMany = args.has('a') || args.has('s');
    if (!isMany && third !== undefined) throw new UsageError(`extra operand ${curly(third)}`);
    const suffix = args.last('s') ?? (isMany ? '' : second ?? '');
    for (const path of isMany ? args.operands : [first]) {
      const name = path === '' ? '' : splitPath(path).name;
      const short = suffix !== '' && name !== suffix && name.endsWith(suffix) ? name.slice(0, -suffix.length) : name;
      yield* sys.write(1, short + (args.has('z') ? '\0' : '\n'));
    }
    return 0;
  },
});

/** dirname(1). */
export const dirname = command({
  name: 'dirname', usage: ['[OPTION] NAME...'], summary: 'Prints a path without its last part.', version: 'dirname (GNU coreutils) 8.32', options: { short: '+z', long: { zero: 'z' } },
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    for (const path of args.operands) {
      const directory = splitPath(path).directory.replace(/(.)\/+$/, '$1');
      yield* sys.write(1, (path === '' ? '.' : directory) + (args.has('z') ? '\0' : '\n'));
    }
    return 0;
  },
});

/** pwd(1) of coreutils (bash has its own). */
export const pwd = command({
  name: 'pwd', usage: ['[OPTION]...'], summary: 'Prints the current directory.', version: 'pwd (GNU coreutils) 8.32', options: { short: 'LP', long: { logical: 'L', physical: 'P' } },
  *run(sys, args) {
    if (args.operands.length > 0) yield* complain(sys, 'ignoring non-option arguments');
    const logical = args.lastOf('L', 'P') === 'L' ? sys.env['PWD'] : undefined;
    yield* sys.write(1, `${logical !== undefined && statOrNull(sys, logical)?.ino === sys.stat('.').ino ? logical : sys.realPath('.')}\n`);
    return 0;
  },
});

/** The path without links; how much of it must be there is what `missing` says. */
function canonical(sys: Sys, path: string, missing: 'none' | 'last' | 'all', physical = true): string {
  if (!physical) return normalize(joinPath(sys.cwd, path));
  try {
    return sys.realPath(path);
  } catch (error) {
    if (!(error instanceof SysError) || missing === 'none' || (missing === 'last' && error.errno !== 'ENOENT')) throw error;
    const link = statOrNull(sys, path, { follow: false })?.type === 'symlink' ? sys.readLink(path) : null;
    const { directory, name } = splitPath(path);
    if (link !== null) return canonical(sys, joinPath(directory, link), missing);
    if (path === '/' || path === '.') return path;
    const parent = canonical(sys, directory, missing === 'last' ? 'none' : 'all');
    return normalize(`${parent}/${name}`);
  }
}

/** readlink(1). */
export const readlink = command({
  name: 'readlink', usage: ['[OPTION]... FILE...'], summary: 'Prints what a link points to; -f the path without any links.', version: 'readlink (GNU coreutils) 8.32',
  options: { short: 'efmnqsvz', long: { canonicalize: 'f', 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', 'no-newline': 'n', quiet: 'q', silent: 'q', verbose: 'v', zero: 'z' } },
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    const mode = args.lastOf('e', 'f', 'm');
    const end = args.has('n') && args.operands.length === 1 ? '' : args.has('z') ? '\0' : '\n';
    let status = 0;
    for (const path of args.operands) {
      try {
        const text = mode === null ? sys.readLink(path) : canonical(sys, path, mode === 'e' ? 'none' : mode === 'f' ? 'last' : 'all');
        yield* sys.write(1, text + end);
      } catch (error) {
        const text = strerror(error);
        if (args.has('v')) yield* complain(sys, `${shellQuote(path)}: ${text}`);
        status = 1;
      }
    }
    return status;
  },
});

/** The way from one absolute path to another. */
function relative(from: string, to: string): string {
  const [a, b] = [from, to].map((path) => path.split('/').filter((part) => part !== '')) as [string[], string[]];
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  return [...a.slice(same).map(() => '..'), ...b.slice(same)].join('/') || '.';
}

function* resolved(sys: Sys, path: string, args: ParsedOptions): Routine<string | null> {
  const missing = args.lastOf('e', 'm') === 'e' ? 'none' : args.has('m') ? 'all' : 'last';
  try {
    return canonical(sys, path, missing, !args.has('s'));
  } catch (error) {
    if (!args.has('q')) yield* complain(sys, `${shellQuote(path)}: ${strerror(error)}`);
    return null;
  }
}

/** realpath(1). */
export const realpath = command({
  name: 'realpath', usage: ['[OPTION]... FILE...'], summary: 'Prints the absolute path without links.', version: 'realpath (GNU coreutils) 8.32',
  options: {
    short: 'eLmPqsz',
    long: { 'canonicalize-existing': 'e', 'canonicalize-missing': 'm', logical: 'L', physical: 'P', quiet: 'q', 'relative-to=': 'to', 'relative-base=': 'base', strip: 's', 'no-symlinks': 's', zero: 'z' },
  },
  notModelled: ['base'],
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    const to = args.last('to');
    let status = 0;
    for (const path of args.operands) {
      const text = yield* resolved(sys, path, args);
      if (text === null) status = 1;
      else yield* sys.write(1, (to === null ? text : relative(canonical(sys, to, 'all'), text)) + (args.has('z') ? '\0' : '\n'));
    }
    return status;
  },
});

const RANDOM = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** mktemp(1). */
export const mktemp = command({
  name: 'mktemp', usage: ['[OPTION]... [TEMPLATE]'], summary: 'Makes a file (-d: a directory) with a new name.', version: 'mktemp (GNU coreutils) 8.32',
  options: { short: 'dp:qtuV', long: { directory: 'd', 'dry-run': 'u', quiet: 'q', 'suffix=': 'suffix', 'tmpdir=?': 'tmpdir' } },
  *run(sys, args) {
    const [template = 'tmp.XXXXXXXXXX', extra] = args.operands;
    if (extra !== undefined) throw new UsageError('too many templates');
    const matched = /^(.*?)(X+)([^X/]*)$/s.exec(template);
    if (matched === null || (matched[2] ?? '').length < 3) throw new Failure(`too few X's in template ${curly(template)}`);
    const inTemporary = args.operands.length === 0 || args.has('p') || args.has('tmpdir') || args.has('t');
    const directory = args.last('p') ?? args.last('tmpdir') ?? sys.env['TMPDIR'] ?? '/tmp';
    const random = Array.from(matched[2] ?? '', () => RANDOM.charAt(sys.dice.between(0, RANDOM.length - 1))).join('');
    const name = `${matched[1] ?? ''}${random}${matched[3] ?? ''}${args.last('suffix') ?? ''}`;
    const path = inTemporary ? `${directory.replace(/\/+$/, '')}/${name}` : name;
    try {
      if (args.has('d')) sys.mkdir(path, 0o700);
      else if (!args.has('u')) sys.close(sys.open(path, { write: true, create: true, exclusive: true, mode: 0o600 }));
    } catch (error) {
      const shown = inTemporary ? `${directory.replace(/\/+$/, '')}/${template}` : template;
      if (args.has('q')) return 1;
      throw new Failure(`failed to create ${args.has('d') ? 'directory' : 'file'} via template ${curly(shown)}: ${strerror(error)}`);
    }
    yield* sys.write(1, `${path}\n`);
    return 0;
  },
});
