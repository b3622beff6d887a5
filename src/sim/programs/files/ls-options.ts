import { Failure } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { curly } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

export type Layout = 'long' | 'columns' | 'across' | 'commas' | 'one';
export type SortBy = 'name' | 'none' | 'time' | 'size' | 'extension' | 'version';

/** All that ls's options decide. */
export interface LsPlan {
  readonly layout: Layout;
  readonly sort: SortBy;
  readonly reverse: boolean;
  readonly directoriesFirst: boolean;
  readonly hidden: 'none' | 'almost' | 'all';
  readonly asDirectory: boolean;
  readonly recursive: boolean;
  readonly follow: 'never' | 'named' | 'always';
  readonly time: 'mtimeMs' | 'atimeMs' | 'ctimeMs';
  readonly timeStyle: string;
  readonly sizes: 'bytes' | 'human' | 'si';
  readonly numeric: boolean;
  readonly owner: boolean;
  readonly group: boolean;
  readonly inode: boolean;
  readonly blocks: boolean;
  readonly indicator: 'none' | 'slash' | 'file-type' | 'classify';
  readonly color: boolean;
  readonly quoting: 'literal' | 'shell' | 'c' | 'escape';
  readonly hidesControls: boolean;
  readonly width: number;
  readonly ignored: readonly RegExp[];
}

export const LS_OPTIONS = {
  short: 'abcdfghiklmnopqrstuvw:xABCDFGHI:LNQRST:UXZ1',
  long: {
    all: 'a', 'almost-all': 'A', author: 'author', escape: 'b', 'block-size=': 'block-size', 'ignore-backups': 'B', 'color=?': 'color',
    directory: 'd', dired: 'D', classify: 'F', 'format=': 'format', 'full-time': 'full-time', 'group-directories-first': 'first', 'no-group': 'G',
    'human-readable': 'h', si: 'si', 'dereference-command-line': 'H', 'dereference-command-line-symlink-to-dir': 'H', 'hide=': 'hide',
    'hyperlink=?': 'hyperlink', 'indicator-style=': 'indicator', inode: 'i', 'ignore=': 'I', kibibytes: 'k', dereference: 'L',
    'numeric-uid-gid': 'n', literal: 'N', 'file-type': 'file-type', 'hide-control-chars': 'q', 'show-control-chars': 'show', 'quote-name': 'Q',
    'quoting-style=': 'quoting-style', reverse: 'r', recursive: 'R', size: 's', 'sort=': 'sort', 'time=': 'time', 'time-style=': 'time-style',
    'tabsize=': 'T', 'width=': 'w', context: 'Z',
  },
};

/** Checks a value against argmatch's list: groups of synonyms, the first the canonical one. */
function choose(option: string, value: string, groups: readonly (readonly string[])[]): string {
  for (const group of groups) if (group.includes(value)) return group[0] ?? value;
  const list = groups.map((group) => `  - ${group.map(curly).join(', ')}\n`).join('');
  throw new UsageError(`invalid argument ${curly(value)} for ${curly(option)}\nValid arguments are:\n${list.trimEnd()}`, 1);
}

const WHEN = [['always', 'yes', 'force'], ['never', 'no', 'none'], ['auto', 'tty', 'if-tty']];

function layoutOf(sys: Sys, args: ParsedOptions): Layout {
  const format = args.last('format');
  const last = args.lastOf('l', 'n', 'o', 'g', 'full-time', 'C', 'x', 'm', '1', 'format');
  if (last === 'format') {
    const word = choose('--format', format ?? '', [['verbose', 'long'], ['commas'], ['horizontal', 'across'], ['vertical'], ['single-column']]);
    return ({ verbose: 'long', commas: 'commas', horizontal: 'across', vertical: 'columns', 'single-column': 'one' } as const)[word as 'commas'];
  }
  // -1 does not undo a long format.
  const isLong = ['l', 'n', 'o', 'g', 'full-time'].some((name) => args.has(name));
  if (last === 'C') return 'columns';
  if (last === 'x') return 'across';
  if (last === 'm') return 'commas';
  if (isLong) return 'long';
  return last === '1' || !sys.isTty(1) ? 'one' : 'columns';
}

function sortOf(args: ParsedOptions, layout: Layout): SortBy {
  const last = args.lastOf('t', 'S', 'U', 'X', 'v', 'f', 'sort');
  if (last === 'sort') {
    const word = choose('--sort', args.last('sort') ?? '', [['none'], ['time'], ['size'], ['extension'], ['version'], ['width']]);
    return word === 'width' ? 'name' : word as SortBy;
  }
  if (last === null) return layout !== 'long' && (args.has('c') || args.has('u')) ? 'time' : 'name';
  return ({ t: 'time', S: 'size', U: 'none', X: 'extension', v: 'version', f: 'none' } as const)[last as 't'];
}

function timeOf(args: ParsedOptions): LsPlan['time'] {
  const last = args.lastOf('c', 'u', 'time');
  if (last === 'time') {
    const word = choose('--time', args.last('time') ?? '', [['atime', 'access', 'use'], ['ctime', 'status'], ['mtime', 'modification']]);
    return `${word}Ms` as LsPlan['time'];
  }
  return last === 'c' ? 'ctimeMs' : last === 'u' ? 'atimeMs' : 'mtimeMs';
}

function colorOf(sys: Sys, args: ParsedOptions): boolean {
  if (!args.has('color')) return false;
  const when = choose('--color', args.last('color') ?? 'always', WHEN);
  const isKnownTerminal = /^(xterm|linux|screen|tmux|vt|rxvt|ansi|konsole|putty|Eterm|cygwin|gnome)/.test(sys.env['TERM'] ?? '');
  if ((sys.env['LS_COLORS'] ?? '') === '' && (sys.env['COLORTERM'] ?? '') === '' && !isKnownTerminal) return false;
  return when === 'always' || (when === 'auto' && sys.isTty(1));
}

function indicatorOf(args: ParsedOptions): LsPlan['indicator'] {
  const last = args.lastOf('F', 'p', 'file-type', 'indicator');
  if (last === null) return 'none';
  if (last !== 'indicator') return ({ F: 'classify', p: 'slash', 'file-type': 'file-type' } as const)[last as 'F'];
  return choose('--indicator-style', args.last('indicator') ?? '', [['none'], ['slash'], ['file-type'], ['classify']]) as LsPlan['indicator'];
}

function widthOf(sys: Sys, args: ParsedOptions): number {
  const wanted = args.last('w');
  if (wanted !== null && !/^\d+$/.test(wanted)) throw new Failure(`invalid line width: ${curly(wanted)}`, 2);
  if (wanted !== null) return Number(wanted) === 0 ? Infinity : Number(wanted);
  if (sys.isTty(1)) return sys.ttySize(1).columns;
  const columns = Number(sys.env['COLUMNS'] ?? '');
  return columns > 0 ? columns : 80;
}

/** A shell pattern as -I and --hide take it. */
function patternOf(glob: string): RegExp {
  const source = glob.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.').replace(/\[!/g, '[^');
  return new RegExp(`^${source}$`, 's');
}

function timeStyleOf(sys: Sys, args: ParsedOptions): string {
  if (args.lastOf('full-time', 'time-style') === 'full-time') return 'full-iso';
  const style = (args.last('time-style') ?? sys.env['TIME_STYLE'] ?? 'locale').replace(/^posix-/, '');
  if (style.startsWith('+') || ['full-iso', 'long-iso', 'iso', 'locale'].includes(style)) return style;
  throw new UsageError(`invalid argument ${curly(style)} for ${curly('time style')}\nValid arguments are:\n  - [posix-]full-iso\n`
    + "  - [posix-]long-iso\n  - [posix-]iso\n  - [posix-]locale\n  - +FORMAT (e.g., +%H:%M) for a 'date'-style format");
}

function quotingOf(sys: Sys, args: ParsedOptions): LsPlan['quoting'] {
  const last = args.lastOf('N', 'Q', 'b', 'quoting-style');
  if (last === null) return sys.isTty(1) ? 'shell' : 'literal';
  if (last !== 'quoting-style') return ({ N: 'literal', Q: 'c', b: 'escape' } as const)[last as 'N'];
  const known = [['literal'], ['shell'], ['shell-always'], ['shell-escape'], ['shell-escape-always'], ['c'], ['c-maybe'], ['escape'], ['locale'], ['clocale']];
  const word = choose('--quoting-style', args.last('quoting-style') ?? '', known);
  return word.startsWith('shell') ? 'shell' : word === 'literal' || word === 'escape' ? word : 'c';
}

/** What the options ask for. */
export function lsPlan(sys: Sys, args: ParsedOptions): LsPlan {
  const layout = layoutOf(sys, args);
  const hidden = args.lastOf('a', 'A', 'f');
  const isTerminal = sys.isTty(1);
  return {
    layout, sort: sortOf(args, layout), reverse: args.has('r'), directoriesFirst: args.has('first'),
    hidden: hidden === null ? 'none' : hidden === 'A' ? 'almost' : 'all',
    asDirectory: args.has('d'), recursive: args.has('R'),
    follow: args.has('L') ? 'always' : args.has('H') || !(args.has('d') || layout === 'long' || args.has('F')) ? 'named' : 'never',
    time: timeOf(args), timeStyle: timeStyleOf(sys, args),
    sizes: args.lastOf('h', 'si') === 'h' ? 'human' : args.has('si') ? 'si' : 'bytes',
    numeric: args.has('n'), owner: !args.has('g'), group: !args.has('G') && !args.has('o'),
    inode: args.has('i'), blocks: args.has('s'), indicator: indicatorOf(args), color: colorOf(sys, args),
    quoting: quotingOf(sys, args), hidesControls: args.lastOf('q', 'show') === 'q' || (!args.has('show') && isTerminal),
    width: widthOf(sys, args), ignored: [...args.all('I'), ...args.all('hide'), ...(args.has('B') ? ['*~'] : [])].map(patternOf),
  };
}
