import type { Json } from '../../../../base/json.ts';
import { isFlag, isPositional, isRequired, type Argument, type ParserSpec } from './argument.ts';
import { convert, defaultOf } from './convert.ts';
import { Options, type OptionWord } from './options.ts';
import { UsageError, nameOf, repr } from './words.ts';

export { UsageError, nameOf, repr } from './words.ts';

/** What was given, by dest; defaults filled in. */
export type Values = Record<string, Json>;

/** `-h` was met: the caller prints the help. */
export class HelpWanted extends Error {
  override readonly name = 'HelpWanted';
}

/** `--version` was met. */
export class VersionWanted extends Error {
  override readonly name = 'VersionWanted';
}

export interface ParseOptions {
  /** Gives back what is not known instead of failing (parse_known_args); for `openstack` itself. */
  readonly keepsUnknown?: boolean;
}

/** Parses as Python 3.11's argparse does. Throws UsageError, HelpWanted and VersionWanted. */
export function parseArguments(parser: ParserSpec, words: readonly string[], options: ParseOptions = {}): { values: Values; rest: string[] } {
  const { values, extras } = new Run(parser, words).parse();
  if (extras.length > 0 && options.keepsUnknown !== true) throw new UsageError(`unrecognized arguments: ${extras.join(' ')}`);
  return { values, rest: extras };
}

/** How many words an argument takes, as a pattern on `A` (word), `O` (option) and `-` (`--`). */
function nargsPattern(argument: Argument): string {
  const { nargs } = argument;
  const pattern = ((): string => {
    if (isFlag(argument)) return '(-*-*)';
    switch (nargs) {
      case '?': return '(-*A?-*)';
      case '*': return '(-*[A-]*)';
      case '+': return '(-*A[A-]*)';
      case '...': return '([-AO]*)';
      case 'A...': return '(-*A[-AO]*)';
      case undefined: case null: return '(-*A-*)';
      default: return `(-*${Array.from({ length: nargs }, () => 'A').join('-*')}-*)`;
    }
  })();
  return isPositional(argument) ? pattern : pattern.replaceAll('-*', '').replaceAll('-', '');
}

class Run {
  readonly #parser: ParserSpec;
  readonly #words: readonly string[];
  readonly #options: Options;
  readonly #values: Values = {};
  readonly #seen = new Set<Argument>();
  /** Seen with a value of their own: these exclude others. */
  readonly #given = new Set<Argument>();
  readonly #extras: string[] = [];
  readonly #found = new Map<number, OptionWord>();
  #pattern = '';
  #positionals: readonly Argument[];

  constructor(parser: ParserSpec, words: readonly string[]) {
    this.#parser = parser;
    this.#words = words;
    this.#options = new Options(parser.arguments);
    this.#positionals = parser.arguments.filter(isPositional);
    for (const argument of parser.arguments) {
      if (argument.action !== 'Help' && argument.action !== 'Version' && !(argument.dest in this.#values)) this.#values[argument.dest] = defaultOf(argument);
    }
  }

  parse(): { values: Values; extras: string[] } {
    this.#classify();
    const last = Math.max(-1, ...this.#found.keys());
    let at = 0;
    while (at <= last) {
      const next = this.#nextOption(at);
      if (at !== next) {
        const end = this.#consumePositionals(at);
        if (end > at) {
          at = end;
          continue;
        }
      }
      if (!this.#found.has(at)) {
        this.#extras.push(...this.#words.slice(at, next));
        at = next;
      }
      at = this.#consumeOption(at);
    }
    const stop = this.#consumePositionals(at);
    this.#extras.push(...this.#words.slice(stop));
    this.#checkRequired();
    return { values: this.#values, extras: this.#extras };
  }

  #classify(): void {
    let isAfterDashes = false;
    this.#words.forEach((word, index) => {
      if (!isAfterDashes && word === '--') {
        isAfterDashes = true;
        this.#pattern += '-';
        return;
      }
      const option = isAfterDashes ? null : this.#options.option(word);
      if (option !== null) this.#found.set(index, option);
      this.#pattern += option === null ? 'A' : 'O';
    });
  }

  #nextOption(from: number): number {
    return Math.min(...[...this.#found.keys()].filter((index) => index >= from));
  }

  #consumeOption(at: number): number {
    const found = this.#found.get(at) as OptionWord;
    if (found.argument === null) {
      this.#extras.push(this.#words[at] ?? '');
      return at + 1;
    }
    let { argument, flag, value } = found as OptionWord & { argument: Argument };
    const flags: Argument[] = [];
    while (value !== null) {
      const count = this.#count(argument, 'A');
      if (count === 1) {
        for (const each of flags) this.#take(each, []);
        this.#take(argument, [value]);
        return at + 1;
      }
      const next: Argument | null = count === 0 && flag[1] !== '-' && value !== '' ? this.#options.exact(`-${value[0] ?? ''}`) : null;
      if (next === null) throw new UsageError(`argument ${nameOf(argument)}: ignored explicit argument ${repr(value)}`);
      flags.push(argument);
      flag = `-${value[0] ?? ''}`;
      value = value.length > 1 ? value.slice(1) : null;
      argument = next;
    }
    const start = at + 1;
    const count = this.#count(argument, this.#pattern.slice(start));
    for (const each of flags) this.#take(each, []);
    this.#take(argument, this.#words.slice(start, start + count));
    return start + count;
  }

  /** How many of the words an option takes. Throws UsageError when they are too few. */
  #count(argument: Argument, pattern: string): number {
    const match = new RegExp(`^${nargsPattern(argument)}`).exec(pattern);
    if (match !== null) return (match[1] ?? '').length;
    throw new UsageError(`argument ${nameOf(argument)}: ${expected(argument)}`);
  }

  /** Hands words to as many positionals as fit, each taking what it can. */
  #consumePositionals(from: number): number {
    const pattern = this.#pattern.slice(from);
    for (let count = this.#positionals.length; count > 0; count -= 1) {
      const taken = this.#positionals.slice(0, count);
      const match = new RegExp(`^${taken.map(nargsPattern).join('')}`).exec(pattern);
      if (match === null) continue;
      let at = from;
      taken.forEach((argument, index) => {
        const end = at + (match[index + 1] ?? '').length;
        this.#take(argument, this.#words.slice(at, end));
        at = end;
      });
      this.#positionals = this.#positionals.slice(count);
      return at;
    }
    return from;
  }

  #take(argument: Argument, words: readonly string[]): void {
    this.#seen.add(argument);
    const dashes = argument.nargs === '...' || argument.nargs === 'A...' ? -1 : words.indexOf('--');
    const texts = dashes === -1 ? words : words.filter((_, index) => index !== dashes);
    const isDefault = isPositional(argument) && texts.length === 0 && (argument.nargs === '?' || argument.nargs === '*');
    if (isDefault) {
      if (argument.nargs === '*' && (this.#values[argument.dest] ?? null) === null) this.#values[argument.dest] = [];
      return;
    }
    const value = this.#valueOf(argument, texts);
    this.#given.add(argument);
    this.#checkExclusive(argument);
    if (argument.action === 'Help') throw new HelpWanted();
    if (argument.action === 'Version') throw new VersionWanted();
    this.#values[argument.dest] = value;
  }

  #valueOf(argument: Argument, texts: readonly string[]): Json {
    const { action = 'Store', dest } = argument;
    const before = this.#values[dest] ?? null;
    switch (action) {
      case 'StoreTrue': return true;
      case 'StoreFalse': return false;
      case 'StoreConst': return argument.const ?? null;
      case 'AppendConst': return [...(Array.isArray(before) ? before as readonly Json[] : []), argument.const ?? null];
      case 'Count': return Number(before ?? 0) + 1;
      case 'Help': case 'Version': return null;
      default: return convert(argument, texts, before);
    }
  }

  #checkExclusive(argument: Argument): void {
    for (const { dests } of this.#parser.exclusive) {
      if (!dests.includes(argument.dest)) continue;
      const other = this.#parser.arguments.find((each) => each !== argument && dests.includes(each.dest) && this.#given.has(each));
      if (other !== undefined) throw new UsageError(`argument ${nameOf(argument)}: not allowed with argument ${nameOf(other)}`);
    }
  }

  #checkRequired(): void {
    const missing = this.#parser.arguments.filter((argument) => !this.#seen.has(argument) && isRequired(argument)).map(nameOf);
    if (missing.length > 0) throw new UsageError(`the following arguments are required: ${missing.join(', ')}`);
    for (const group of this.#parser.exclusive.filter(({ required }) => required === true)) {
      const members = this.#parser.arguments.filter((argument) => group.dests.includes(argument.dest));
      if (members.some((member) => this.#given.has(member))) continue;
      throw new UsageError(`one of the arguments ${members.filter((member) => member.hidden !== true).map(nameOf).join(' ')} is required`);
    }
  }
}

function expected(argument: Argument): string {
  if (argument.nargs === '+') return 'expected at least one argument';
  if (argument.nargs === '?') return 'expected at most one argument';
  const count = typeof argument.nargs === 'number' ? argument.nargs : 1;
  return count === 1 ? 'expected one argument' : `expected ${count} arguments`;
}
