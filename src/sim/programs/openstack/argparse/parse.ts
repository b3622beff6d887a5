import type { Json } from '../../../../base/json.ts';
import { isFlag, isPositional, isRequired, metavarOf, type Argument, type ParserSpec } from './argument.ts';
import { convert } from './convert.ts';

/** What was given, by dest; defaults filled in. */
export type Values = Record<string, Json>;

/** A line that does not fit: argparse prints the usage, then `PROG: error: MESSAGE`, and exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** `-h` was met: the caller prints the help. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted';
}

export interface ParseOptions {
  /** Gives back what is not known instead of failing (parse_known_args); for `openstack` itself. */
  readonly keepsUnknown?: boolean;
  /** Stops at the first word that is no option and gives back the rest. */
  readonly stopsAtWord?: boolean;
}

/** Parses as Python 3.11's argparse does. Throws UsageError and HelpWanted. */
export function parseArguments(parser: ParserSpec, words: readonly string[], options: ParseOptions = {}): { values: Values; rest: string[] } {
  return new Run(parser, options).parse(words);
}

const NEGATIVE_NUMBER = /^-\d+$|^-\d*\.\d+$/;

/** What an argument calls itself in errors (argparse's _get_action_name). */
export function nameOf(argument: Argument): string {
  if (argument.flags !== undefined) return argument.flags.join('/');
  return typeof argument.metavar === 'string' ? argument.metavar : argument.dest;
}

class Run {
  readonly #parser: ParserSpec;
  readonly #options: ParseOptions;
  readonly #values: Values = {};
  readonly #seen = new Set<Argument>();
  readonly #unknown: string[] = [];
  #positionals: Argument[];

  constructor(parser: ParserSpec, options: ParseOptions) {
    this.#parser = parser;
    this.#options = options;
    this.#positionals = parser.arguments.filter(isPositional);
    for (const argument of parser.arguments) if (!(argument.dest in this.#values)) this.#values[argument.dest] = defaultOf(argument);
  }

  parse(words: readonly string[]): { values: Values; rest: string[] } {
    let index = 0;
    let pending: string[] = [];
    let isAfterDashes = false;
    while (index < words.length) {
      const word = words[index] ?? '';
      if (isAfterDashes) {
        pending.push(word);
        index += 1;
      } else if (word === '--') {
        isAfterDashes = true;
        index += 1;
      } else {
        const option = this.#option(word);
        if (option === null) {
          if (this.#options.stopsAtWord === true) return this.#finish([...pending], words.slice(index));
          pending.push(word);
          index += 1;
        } else {
          pending = this.#takePositionals(pending, false);
          index = this.#takeOption(option, words, index);
        }
      }
    }
    return this.#finish(pending, []);
  }

  #finish(pending: readonly string[], stopped: readonly string[]): { values: Values; rest: string[] } {
    const left = this.#takePositionals([...pending], true);
    this.#checkRequired();
    const rest = [...this.#unknown, ...left, ...stopped];
    if (rest.length > 0 && this.#options.keepsUnknown !== true && stopped.length === 0) {
      throw new UsageError(`unrecognized arguments: ${rest.join(' ')}`);
    }
    return { values: this.#values, rest };
  }

  /** Which option a word is: null for a positional; `argument: null` for something that only looks like an option. */
  #option(word: string): { argument: Argument | null; flag: string; value: string | null } | null {
    if (!word.startsWith('-') || word === '-') return null;
    const exact = this.#find(word);
    if (exact !== null) return { argument: exact, flag: word, value: null };
    const equals = word.indexOf('=');
    if (equals > 0) {
      const flag = word.slice(0, equals);
      const known = this.#find(flag);
      if (known !== null) return { argument: known, flag, value: word.slice(equals + 1) };
    }
    const fits = this.#prefixed(word);
    if (fits.length > 1) throw new UsageError(`ambiguous option: ${word} could match ${fits.map(({ flag }) => flag).join(', ')}`);
    const [only] = fits;
    if (only !== undefined) return only;
    if (NEGATIVE_NUMBER.test(word) || word.includes(' ')) return null;
    return { argument: null, flag: word, value: null };
  }

  #find(flag: string): Argument | null {
    return this.#parser.arguments.find((argument) => argument.flags?.includes(flag) === true) ?? null;
  }

  /** Options that a shortened one may mean; `-fjson` is `-f` with its value. */
  #prefixed(word: string): { argument: Argument; flag: string; value: string | null }[] {
    const all = this.#parser.arguments.flatMap((argument) => (argument.flags ?? []).map((flag) => ({ argument, flag })));
    if (word.startsWith('--')) {
      const [prefix = '', ...after] = word.split('=');
      const value = after.length === 0 ? null : after.join('=');
      return all.filter(({ flag }) => flag.startsWith(prefix)).map((each) => ({ ...each, value }));
    }
    const short = word.slice(0, 2);
    return all.flatMap(({ argument, flag }): { argument: Argument; flag: string; value: string | null }[] => {
      if (flag === short) return [{ argument, flag, value: word.slice(2) }];
      return flag.startsWith(word) ? [{ argument, flag, value: null }] : [];
    });
  }

  #takeOption(option: { argument: Argument | null; flag: string; value: string | null }, words: readonly string[], at: number): number {
    const { argument, value } = option;
    if (argument === null) {
      this.#unknown.push(words[at] ?? '');
      return at + 1;
    }
    if (isFlag(argument)) return this.#takeFlag(argument, option.flag, value, words, at);
    if (value !== null) {
      if (typeof argument.nargs === 'number' && argument.nargs > 1) throw new UsageError(`argument ${nameOf(argument)}: expected ${argument.nargs} arguments`);
      this.#store(argument, [value]);
      return at + 1;
    }
    const following = this.#following(words, at + 1);
    const count = countFor(argument, following.length);
    if (count === null) throw new UsageError(`argument ${nameOf(argument)}: ${expected(argument)}`);
    this.#store(argument, following.slice(0, count));
    return at + 1 + count;
  }

  /** `-vd` gives both flags; a flag with a value is an error. */
  #takeFlag(argument: Argument, flag: string, value: string | null, words: readonly string[], at: number): number {
    this.#store(argument, []);
    if (value === null) return at + 1;
    const isShort = flag.length === 2 && flag.startsWith('-') && !(words[at] ?? '').includes('=');
    const next = isShort && value !== '' ? this.#option(`-${value}`) : null;
    if (next?.argument == null) throw new UsageError(`argument ${nameOf(argument)}: ignored explicit argument ${repr(value)}`);
    return this.#takeOption(next, words, at);
  }

  /** Words after `from` that are no options. */
  #following(words: readonly string[], from: number): string[] {
    const out: string[] = [];
    for (const word of words.slice(from)) {
      if (word === '--' || this.#option(word) !== null) break;
      out.push(word);
    }
    return out;
  }

  /** Hands words to positionals, as many as fit; at the end those that may be empty are filled too. */
  #takePositionals(words: string[], isEnd: boolean): string[] {
    let left = words;
    while (this.#positionals.length > 0) {
      const argument = this.#positionals[0] as Argument;
      const later = this.#positionals.slice(1).reduce((sum, each) => sum + least(each), 0);
      const available = Math.max(0, left.length - later);
      const isGreedy = argument.nargs === '*' || argument.nargs === '+' || argument.nargs === '...';
      if (left.length === 0 && (!isEnd || least(argument) > 0)) break;
      if (left.length < least(argument)) break;
      const wants = isGreedy ? available : argument.nargs === '?' ? Math.min(1, available) : typeof argument.nargs === 'number' ? argument.nargs : 1;
      this.#positionals = this.#positionals.slice(1);
      if (wants > 0) this.#store(argument, left.slice(0, wants));
      else if (isEnd) this.#seen.add(argument);
      left = left.slice(wants);
    }
    return left;
  }

  #store(argument: Argument, texts: readonly string[]): void {
    const { action = 'Store', dest } = argument;
    if (action === 'Help') throw new HelpWanted();
    this.#checkExclusive(argument);
    this.#seen.add(argument);
    if (action === 'StoreTrue') this.#values[dest] = true;
    else if (action === 'StoreFalse') this.#values[dest] = false;
    else if (action === 'StoreConst') this.#values[dest] = argument.const ?? null;
    else if (action === 'Version') this.#values[dest] = true;
    else if (action === 'Count') this.#values[dest] = Number(this.#values[dest] ?? 0) + 1;
    else this.#values[dest] = convert(argument, texts, this.#values[dest] ?? null);
  }

  #checkExclusive(argument: Argument): void {
    for (const { dests } of this.#parser.exclusive) {
      if (!dests.includes(argument.dest)) continue;
      const other = [...this.#seen].find((each) => each !== argument && dests.includes(each.dest) && !isPositional(each));
      if (other !== undefined) throw new UsageError(`argument ${nameOf(argument)}: not allowed with argument ${nameOf(other)}`);
    }
  }

  #checkRequired(): void {
    const missing = this.#parser.arguments.filter((argument) => !this.#seen.has(argument) && isRequired(argument)).map(nameOf);
    if (missing.length > 0) throw new UsageError(`the following arguments are required: ${missing.join(', ')}`);
    for (const group of this.#parser.exclusive.filter(({ required }) => required === true)) {
      const members = this.#parser.arguments.filter((argument) => group.dests.includes(argument.dest));
      if (members.some((member) => this.#seen.has(member))) continue;
      throw new UsageError(`one of the arguments ${members.filter((member) => member.hidden !== true).map(nameOf).join(' ')} is required`);
    }
  }
}

const least = (argument: Argument): number =>
  argument.nargs === '?' || argument.nargs === '*' || argument.nargs === '...' ? 0 : typeof argument.nargs === 'number' ? argument.nargs : 1;

function countFor(argument: Argument, available: number): number | null {
  if (argument.nargs === '*') return available;
  if (argument.nargs === '+') return available > 0 ? available : null;
  if (argument.nargs === '?') return Math.min(1, available);
  const count = typeof argument.nargs === 'number' ? argument.nargs : 1;
  return available >= count ? count : null;
}

function expected(argument: Argument): string {
  if (argument.nargs === '+') return 'expected at least one argument';
  if (argument.nargs === '?') return 'expected at most one argument';
  const count = typeof argument.nargs === 'number' ? argument.nargs : 1;
  return count === 1 ? 'expected one argument' : `expected ${count} arguments`;
}

/** Python's repr of a string. */
export const repr = (text: string): string => (text.includes("'") && !text.includes('"') ? `"${text}"` : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);

function defaultOf(argument: Argument): Json {
  if (argument.default !== undefined) return argument.default;
  if (argument.action === 'StoreTrue') return false;
  if (argument.action === 'Append' || argument.action === 'AppendConst') return argument.flags === undefined ? null : [];
  return null;
}

/** The names shown for the values of an argument: for messages of the commands themselves. */
export const valueName = (argument: Argument): string => metavarOf(argument).join(' ');
