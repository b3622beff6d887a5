/** One parsed option: its canonical name (short letter, or long name without one) and its argument. */
export interface Option {
  readonly name: string;
  readonly value: string;
}

export interface Parsed {
  readonly options: readonly Option[];
  readonly operands: readonly string[];
  /** glibc's complaint without the program's name, or null. */
  readonly error: string | null;
}

export interface LongOption {
  /** What `Option.name` will be. */
  readonly name: string;
  readonly takes?: 'argument' | 'optional';
}

interface Specification {
  readonly short: string;
  readonly long: Readonly<Record<string, LongOption>>;
  /** Stop at the first operand (a leading `+` of getopt). */
  readonly stopsEarly?: boolean;
}

/** getopt_long(3) with permutation. `short` is its string, e.g. `tulnf:`; long options by their spelling. */
export function getopt(args: readonly string[], specification: Specification): Parsed {
  const options: Option[] = [];
  const operands: string[] = [];
  const rest = [...args];
  let error: string | null = null;
  while (rest.length > 0 && error === null) {
    const argument = rest.shift() as string;
    if (argument === '--') {
      operands.push(...rest.splice(0));
    } else if (argument.startsWith('--')) {
      error = takeLong(argument, specification, rest, options);
    } else if (argument.startsWith('-') && argument !== '-') {
      error = takeShort(argument, specification.short, rest, options);
    } else if (specification.stopsEarly === true) {
      operands.push(argument, ...rest.splice(0));
    } else {
      operands.push(argument);
    }
  }
  return { options, operands, error };
}

function takeShort(argument: string, short: string, rest: string[], options: Option[]): string | null {
  for (let index = 1; index < argument.length; index += 1) {
    const letter = argument.charAt(index);
    const at = letter === ':' ? -1 : short.indexOf(letter);
    if (at === -1) return `invalid option -- '${letter}'`;
    if (short.charAt(at + 1) !== ':') {
      options.push({ name: letter, value: '' });
      continue;
    }
    const attached = argument.slice(index + 1);
    const isOptional = short.charAt(at + 2) === ':';
    const value = attached !== '' || isOptional ? attached : rest.shift();
    if (value === undefined) return `option requires an argument -- '${letter}'`;
    options.push({ name: letter, value });
    return null;
  }
  return null;
}

function takeLong(
  argument: string, { long }: Specification, rest: string[], options: Option[],
): string | null {
  const [spelling = '', ...values] = argument.slice(2).split('=');
  const given = values.length === 0 ? null : values.join('=');
  const candidates = long[spelling] === undefined ? Object.keys(long).filter((name) => name.startsWith(spelling)) : [spelling];
  const distinct = new Set(candidates.map((name) => long[name]?.name));
  if (candidates.length === 0) return `unrecognized option '--${spelling}'`;
  if (distinct.size > 1) {
    return `option '--${spelling}' is ambiguous; possibilities: ${candidates.map((name) => `'--${name}'`).join(' ')}`;
  }
  const full = candidates[0] ?? spelling;
  const option = long[full] as LongOption;
  if (option.takes === undefined && given !== null) return `option '--${full}' doesn't allow an argument`;
  const value = given ?? (option.takes === 'argument' ? rest.shift() : '');
  if (value === undefined) return `option '--${full}' requires an argument`;
  options.push({ name: option.name, value });
  return null;
}

/** Whether an option was given. */
export const has = (parsed: Parsed, name: string): boolean => parsed.options.some((option) => option.name === name);

/** The last value of an option, or null. */
export const valueOf = (parsed: Parsed, name: string): string | null =>
  parsed.options.findLast((option) => option.name === name)?.value ?? null;

/** The plain form of `-x value` programs: `letters` as getopt's string, no long options. */
export const getoptShort = (args: readonly string[], short: string): Parsed => getopt(args, { short, long: {} });
