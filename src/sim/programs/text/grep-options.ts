import { Failure } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { RegexError, regexSource } from '../../host/regex.ts';
import { strerror } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';

/** All that grep's options decide. */
export interface GrepPlan {
  readonly pattern: RegExp;
  readonly inverts: boolean;
  readonly output: 'lines' | 'count' | 'with-match' | 'without-match' | 'quiet';
  readonly onlyMatching: boolean;
  readonly names: 'always' | 'never' | 'when-many';
  readonly numbers: boolean;
  readonly offsets: boolean;
  readonly before: number;
  readonly after: number;
  readonly most: number;
  readonly color: boolean;
  readonly silent: boolean;
  readonly recursive: 'no' | 'own' | 'follow';
  readonly separator: string;
  readonly nameEnd: string | null;
  readonly label: string;
  readonly asText: 'text' | 'binary' | 'skip';
  readonly include: readonly RegExp[];
  readonly exclude: readonly RegExp[];
  readonly excludeDirectories: readonly RegExp[];
  readonly skipsDirectories: boolean;
}

export const GREP_OPTIONS = {
  short: '0123456789EFGPe:f:iwxzsvVm:bnHhoqaId:D:rRLlcA:B:C:TUZyu',
  long: {
    'extended-regexp': 'E', 'fixed-strings': 'F', 'basic-regexp': 'G', 'perl-regexp': 'P', 'regexp=': 'e', 'file=': 'f', 'ignore-case': 'i',
    'no-ignore-case': 'case', 'word-regexp': 'w', 'line-regexp': 'x', 'null-data': 'z', 'no-messages': 's', 'invert-match': 'v', 'max-count=': 'm',
    'byte-offset': 'b', 'line-number': 'n', 'line-buffered': 'line-buffered', 'with-filename': 'H', 'no-filename': 'h', 'label=': 'label',
    'only-matching': 'o', quiet: 'q', silent: 'q', 'binary-files=': 'binary-files', text: 'a', 'directories=': 'd', 'devices=': 'D', recursive: 'r',
    'dereference-recursive': 'R', 'include=': 'include', 'exclude=': 'exclude', 'exclude-from=': 'exclude-from', 'exclude-dir=': 'exclude-dir',
    'files-without-match': 'L', 'files-with-matches': 'l', count: 'c', 'initial-tab': 'T', null: 'Z', 'before-context=': 'B', 'after-context=': 'A',
    'context=': 'C', 'color=?': 'color', 'colour=?': 'color', binary: 'U',
  },
};

/** The last context length for `which` (A or B): -A/-B win over -C, -NUM is -C. */
function context(args: ParsedOptions, which: 'A' | 'B'): number {
  const digits = args.options.filter((each) => /^\d$/.test(each.name)).map((each) => each.name).join('');
  const text = args.last(which) ?? args.last('C') ?? (digits === '' ? null : digits);
  if (text === null) return 0;
  if (!/^\d+$/.test(text)) throw new Failure(`${text}: invalid context length argument`, 2);
  return Number(text);
}

/** A shell pattern of --include and its like; matched against a file's last name. */
function glob(text: string): RegExp {
  const source = text.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.').replace(/\[!/g, '[^');
  return new RegExp(`^${source}$`, 's');
}

function patternTexts(sys: Sys, args: ParsedOptions, operand: string | undefined): string[] {
  if (!args.has('e') && !args.has('f')) return (operand ?? '').split('\n');
  const fromFiles = args.all('f').flatMap((path) => {
    try {
      const text = sys.readFile(path);
      return text === '' ? [] : text.replace(/\n$/, '').split('\n');
    } catch (error) {
      throw new Failure(`${path}: ${strerror(error)}`, 2);
    }
  });
  return [...args.all('e').flatMap((text) => text.split('\n')), ...fromFiles];
}

function sourceOf(text: string, syntax: string): string {
  if (syntax === 'F') return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
  if (syntax === 'P') return text;
  if (/^\[:[a-z]+:\]$/.test(text)) throw new Failure('character class syntax is [[:space:]], not [:space:]', 2);
  try {
    return regexSource(text, { extended: syntax === 'E' });
  } catch (error) {
    if (error instanceof RegexError) throw new Failure(error.message, 2);
    throw error;
  }
}

function compile(sys: Sys, args: ParsedOptions, operand: string | undefined, preset: string): RegExp {
  const syntax = args.lastOf('E', 'F', 'G', 'P') ?? preset;
  const texts = patternTexts(sys, args, operand);
  let source = texts.length === 0 ? '(?!)' : texts.map((text) => sourceOf(text, syntax)).join('|');
  if (args.has('x')) source = `^(?:${source})$`;
  else if (args.has('w')) source = `(?<![\\p{L}\\p{N}_])(?:${source})(?![\\p{L}\\p{N}_])`;
  const ignoresCase = args.lastOf('i', 'y', 'case') !== null && args.lastOf('i', 'y', 'case') !== 'case';
  try {
    return new RegExp(source, `gu${ignoresCase ? 'i' : ''}`);
  } catch {
    throw new Failure('Invalid regular expression', 2);
  }
}

function outputOf(args: ParsedOptions): GrepPlan['output'] {
  if (args.has('q')) return 'quiet';
  const list = args.lastOf('l', 'L');
  if (list !== null) return list === 'l' ? 'with-match' : 'without-match';
  return args.has('c') ? 'count' : 'lines';
}

/** What the options ask for; `operand` is the pattern where no -e or -f gives one, `preset` the syntax (G, E, F). */
export function grepPlan(sys: Sys, args: ParsedOptions, operand: string | undefined, preset: string): GrepPlan {
  const recursion = args.lastOf('r', 'R', 'd');
  const color = args.last('color');
  const most = args.last('m');
  if (most !== null && !/^-?\d+$/.test(most)) throw new Failure('invalid max count', 2);
  const binary = args.lastOf('a', 'I', 'binary-files');
  return {
    pattern: compile(sys, args, operand, preset), inverts: args.has('v'), output: outputOf(args), onlyMatching: args.has('o'),
    names: args.lastOf('H', 'h') === 'H' ? 'always' : args.has('h') ? 'never' : 'when-many',
    numbers: args.has('n'), offsets: args.has('b'), before: context(args, 'B'), after: context(args, 'A'),
    most: most === null || Number(most) < 0 ? Infinity : Number(most),
    color: args.has('color') && (color === null || color === 'always' || (color === 'auto' && sys.isTty(1) && sys.env['TERM'] !== 'dumb')),
    silent: args.has('s'),
    recursive: recursion === 'R' ? 'follow' : recursion === 'r' || (recursion === 'd' && args.last('d') === 'recurse') ? 'own' : 'no',
    separator: args.has('z') ? '\0' : '\n', nameEnd: args.has('Z') ? '\0' : null, label: args.last('label') ?? '(standard input)',
    asText: binary === 'a' || args.last('binary-files') === 'text' ? 'text' : binary === 'I' || args.last('binary-files') === 'without-match' ? 'skip' : 'binary',
    include: args.all('include').map(glob), exclude: args.all('exclude').map(glob), excludeDirectories: args.all('exclude-dir').map((each) => glob(each.replace(/\/+$/, ''))),
    skipsDirectories: args.last('d') === 'skip',
  };
}
