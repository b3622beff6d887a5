/**
 * A command's options as getopt_long(3) takes them. `short` is its option string (`ab:c::`; a leading `+` stops at
 * the first operand, a leading `-` yields operands in place under the name ''). `long` maps a long name to the name
 * it is reported by: `{ all: 'a', 'width=': 'w', 'color=?': 'color' }` (`=` needs a value, `=?` may have one).
 */
export interface OptionTable {
  readonly short: string;
  readonly long?: Readonly<Record<string, string>>;
}

export interface ParsedOption {
  readonly name: string;
  readonly value: string | null;
}

export interface ParsedOptions {
  /** In the order given. */
  readonly options: readonly ParsedOption[];
  readonly operands: readonly string[];
  /** Whether an option was given. */
  has(name: string): boolean;
  /** The last value given for an option, or null. */
  last(name: string): string | null;
  /** All values given for an option. */
  all(name: string): string[];
  /** The one of `names` that was given last, or null: for options that override each other. */
  lastOf(...names: string[]): string | null;
}

/** The arguments are wrong; `message` is getopt's or the program's wording without the program's name. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** Exit status where it differs from the program's usual one for wrong calls. */
  readonly status: number | null;

  constructor(message: string, status: number | null = null) {
    super(message);
    this.status = status;
  }
}

type Need = 'none' | 'required' | 'optional';

interface LongOption {
  readonly name: string;
  readonly reported: string;
  readonly need: Need;
}

function longOptions(table: OptionTable): LongOption[] {
  return Object.entries(table.long ?? {}).map(([key, reported]) => {
    if (key.endsWith('=?')) return { name: key.slice(0, -2), reported, need: 'optional' };
    if (key.endsWith('=')) return { name: key.slice(0, -1), reported, need: 'required' };
    return { name: key, reported, need: 'none' };
  });
}

function shortNeed(short: string, letter: string): Need | null {
  const at = letter === ':' ? -1 : short.indexOf(letter);
  if (at === -1) return null;
  if (short.startsWith('::', at + 1)) return 'optional';
  return short[at + 1] === ':' ? 'required' : 'none';
}

function findLong(name: string, known: readonly LongOption[]): LongOption {
  const exact = known.find((each) => each.name === name);
  if (exact !== undefined) return exact;
  const candidates = known.filter((each) => each.name.startsWith(name));
  const [first] = candidates;
  if (first === undefined) throw new UsageError(`unrecognized option '--${name}'`);
  if (candidates.some((each) => each.reported !== first.reported || each.need !== first.need)) {
    const names = candidates.map((each) => `'--${each.name}'`).join(' ');
    throw new UsageError(`option '--${name}' is ambiguous; possibilities: ${names}`);
  }
  return first;
}

/** Parses one argument after the other; `at` is the next to look at. */
class Parser {
  readonly options: ParsedOption[] = [];
  readonly operands: string[] = [];
  readonly #args: readonly string[];
  readonly #short: string;
  readonly #long: readonly LongOption[];
  readonly #order: 'permute' | 'stop' | 'inPlace';
  #at = 0;

  constructor(args: readonly string[], table: OptionTable) {
    this.#args = args;
    this.#short = table.short.replace(/^[+-]/, '');
    this.#long = longOptions(table);
    this.#order = table.short.startsWith('+') ? 'stop' : table.short.startsWith('-') ? 'inPlace' : 'permute';
  }

  run(): void {
    while (this.#at < this.#args.length) {
      const arg = this.#args[this.#at++] ?? '';
      if (arg === '--') break;
      if (arg.startsWith('--')) this.#longOption(arg.slice(2));
      else if (arg.startsWith('-') && arg !== '-') this.#cluster(arg.slice(1));
      else if (this.#order === 'inPlace') this.options.push({ name: '', value: arg });
      else this.operands.push(arg);
      if (this.#order === 'stop' && this.operands.length > 0) break;
    }
    this.operands.push(...this.#args.slice(this.#at));
  }

  #longOption(text: string): void {
    const equals = text.indexOf('=');
    const name = equals === -1 ? text : text.slice(0, equals);
    const option = findLong(name, this.#long);
    let value = equals === -1 ? null : text.slice(equals + 1);
    if (option.need === 'none' && value !== null) {
      throw new UsageError(`option '--${option.name}' doesn't allow an argument`);
    }
    if (option.need === 'required') value ??= this.#next(`option '--${option.name}' requires an argument`);
    this.options.push({ name: option.reported, value });
  }

  #cluster(letters: string): void {
    for (let at = 0; at < letters.length; at += 1) {
      const letter = letters[at] ?? '';
      const need = shortNeed(this.#short, letter);
      if (need === null) throw new UsageError(`invalid option -- '${letter}'`);
      if (need === 'none') {
        this.options.push({ name: letter, value: null });
        continue;
      }
      const rest = letters.slice(at + 1);
      const value = rest !== '' ? rest
        : need === 'optional' ? null : this.#next(`option requires an argument -- '${letter}'`);
      this.options.push({ name: letter, value });
      return;
    }
  }

  #next(complaint: string): string {
    const value = this.#args[this.#at++];
    if (value === undefined) throw new UsageError(complaint);
    return value;
  }
}

/** Parses `args` (without the program's name) as glibc's getopt_long does; throws UsageError in its words. */
export function getopt(args: readonly string[], table: OptionTable): ParsedOptions {
  const parser = new Parser(args, table);
  parser.run();
  const { options, operands } = parser;
  return {
    options,
    operands,
    has: (name) => options.some((each) => each.name === name),
    last: (name) => options.findLast((each) => each.name === name)?.value ?? null,
    all: (name) => options.filter((each) => each.name === name).map((each) => each.value ?? ''),
    lastOf: (...names) => options.findLast((each) => names.includes(each.name))?.name ?? null,
  };
}
