// mysql: the clients of MariaDB. Knows nothing of the server but what it says on the wire.
import type { CnfOption } from '../../host/mysql/my-cnf.ts';
import { loadDefaults, optionName } from '../../host/mysql/my-cnf.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** `no`: a switch; `req`: needs a value; `opt`: may have one (only after `=`, or joined to the letter). */
export interface OptionSpec {
  readonly name: string;
  readonly short?: string;
  readonly takes: 'no' | 'req' | 'opt';
  /** The value must be a whole number. */
  readonly isNumber?: boolean;
  /** Real, but without an effect here. */
  readonly isIgnored?: boolean;
}

export interface Parsed {
  /** Values by name, in the order given; a switch that is off (`--skip-x`) is `0`. */
  readonly given: readonly { readonly name: string; readonly value: string | null }[];
  readonly operands: readonly string[];
  last(name: string): string | null;
  has(name: string): boolean;
  count(name: string): number;
}

/** The arguments are wrong: message for stderr and exit status (my_getopt's). */
export class OptionError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

const on = (name: string, short?: string): OptionSpec => ({ name, takes: 'no', ...(short === undefined ? {} : { short }) });
const needs = (name: string, short?: string): OptionSpec => ({ name, takes: 'req', ...(short === undefined ? {} : { short }) });
const number = (name: string, short?: string): OptionSpec => ({ ...needs(name, short), isNumber: true });
const ignored = (name: string, takes: OptionSpec['takes'] = 'no', short?: string): OptionSpec => ({ name, takes, isIgnored: true, ...(short === undefined ? {} : { short }) });

/** Options that all clients share. */
export const COMMON: readonly OptionSpec[] = [
  needs('host', 'h'), { name: 'password', short: 'p', takes: 'opt' }, number('port', 'P'), needs('socket', 'S'), needs('user', 'u'), needs('protocol'),
  on('help', '?'), on('version', 'V'), { name: 'verbose', short: 'v', takes: 'no' }, number('connect-timeout'), needs('default-character-set'),
  ignored('compress', 'no', 'C'), ignored('character-sets-dir', 'req'), ignored('ssl'), ignored('ssl-ca', 'req'), ignored('ssl-capath', 'req'), ignored('ssl-cert', 'req'),
  ignored('ssl-cipher', 'req'), ignored('ssl-key', 'req'), ignored('ssl-crl', 'req'), ignored('ssl-crlpath', 'req'), ignored('tls-version', 'req'),
  ignored('ssl-verify-server-cert'), ignored('plugin-dir', 'req'), ignored('default-auth', 'req'), ignored('debug', 'opt', '#'), ignored('debug-check'), ignored('debug-info'),
  on('print-defaults'),
];

export const optionTable = { on, needs, number, ignored };

class Collected implements Parsed {
  readonly given: { name: string; value: string | null }[] = [];
  readonly operands: string[] = [];

  last(name: string): string | null {
    return this.given.findLast((each) => each.name === name)?.value ?? null;
  }
  has(name: string): boolean {
    const found = this.given.findLast((each) => each.name === name);
    return found !== undefined && found.value !== '0';
  }
  count(name: string): number {
    return this.given.filter((each) => each.name === name).length;
  }
}

/** Reads option files and arguments as my_getopt does. Throws OptionError with `program: ` before its message. */
export function* parseOptions(sys: Sys, specs: readonly OptionSpec[], groups: readonly string[]): Routine<Parsed> {
  const program = sys.argv[0] ?? 'mysql';
  const defaults = loadDefaults(sys, groups, sys.argv.slice(1));
  for (const message of defaults.messages) yield* sys.write(2, `${message}\n`);
  if (defaults.isFatal) throw new OptionError('', 1);
  const parsed = new Collected();
  for (const option of defaults.options) fromFile(option, specs, parsed, program);
  fromArguments(defaults.rest, specs, parsed, program);
  return parsed;
}

interface Found { readonly spec: OptionSpec; readonly isOff: boolean; readonly isOn: boolean }

function find(name: string, specs: readonly OptionSpec[], program: string): Found | null {
  const exact = specs.find((spec) => spec.name === name);
  if (exact !== undefined) return { spec: exact, isOff: false, isOn: false };
  for (const [prefix, isOff] of [['skip-', true], ['disable-', true], ['enable-', false], ['no-', true]] as const) {
    const spec = name.startsWith(prefix) ? specs.find((each) => each.name === name.slice(prefix.length)) : undefined;
    if (spec !== undefined) return { spec, isOff, isOn: !isOff };
  }
  const begins = specs.filter((spec) => spec.name.startsWith(name));
  const [first] = begins;
  if (first === undefined || name === '') return null;
  if (begins.length > 1) throw new OptionError(`${program}: ambiguous option '--${name}' (${begins.map((spec) => spec.name).slice(0, 2).join(', ')})`, 4);
  return { spec: first, isOff: false, isOn: false };
}

function fromFile({ name, value }: CnfOption, specs: readonly OptionSpec[], parsed: Collected, program: string): void {
  const isLoose = name.startsWith('loose-');
  const found = find(isLoose ? name.slice(6) : name, specs, program);
  if (found === null) {
    if (isLoose) return;
    throw new OptionError(value === null ? `${program}: unknown option '--${name}'` : `${program}: unknown variable '${name}=${value}'`, value === null ? 2 : 7);
  }
  put(found, value, parsed, program, `--${name}`);
}

function put({ spec, isOff }: Found, value: string | null, parsed: Collected, program: string, shown: string): void {
  if (spec.takes === 'req' && value === null && !isOff) throw new OptionError(`${program}: option '${shown}' requires an argument`, 5);
  if (spec.isNumber === true && value !== null) checkNumber(spec.name, value, program);
  const isFalse = spec.takes === 'no' && value !== null && /^(0|off|false)$/i.test(value);
  parsed.given.push({ name: spec.name, value: isOff || isFalse ? '0' : spec.takes === 'no' ? null : value });
}

function checkNumber(name: string, value: string, program: string): void {
  const bad = /^\s*-?\d*\s*([^\s\dKMGTPEkmgtpe])/.exec(value)?.[1];
  if (bad === undefined) return;
  throw new OptionError(`Unknown suffix '${bad}' used for variable '${name}' (value '${value}'). Legal suffix characters are: K, M, G, T, P, E\n${program}: Error while setting value '${value}' to '${name}'`, 9);
}

function fromArguments(args: readonly string[], specs: readonly OptionSpec[], parsed: Collected, program: string): void {
  for (let index = 0; index < args.length; index += 1) {
    const arg = args[index] ?? '';
    if (arg === '--') {
      parsed.operands.push(...args.slice(index + 1));
      return;
    }
    if (arg.startsWith('--')) index += long(arg, args[index + 1], specs, parsed, program);
    else if (arg.startsWith('-') && arg !== '-') index += letters(arg.slice(1), args[index + 1], specs, parsed, program);
    else parsed.operands.push(arg);
  }
}

/** Returns how many further arguments were taken. */
function long(arg: string, next: string | undefined, specs: readonly OptionSpec[], parsed: Collected, program: string): number {
  const [written = '', ...rest] = arg.slice(2).split('=');
  const given = rest.length === 0 ? null : rest.join('=');
  const found = find(optionName(written), specs, program);
  if (found === null) throw new OptionError(given === null ? `${program}: unknown option '${arg}'` : `${program}: unknown variable '${arg.slice(2)}'`, given === null ? 2 : 7);
  if (found.spec.takes === 'req' && given === null && !found.isOff) {
    if (next === undefined) throw new OptionError(`${program}: option '--${written}' requires an argument`, 5);
    put(found, next, parsed, program, `--${written}`);
    return 1;
  }
  put(found, given, parsed, program, `--${written}`);
  return 0;
}

function letters(text: string, next: string | undefined, specs: readonly OptionSpec[], parsed: Collected, program: string): number {
  for (let at = 0; at < text.length; at += 1) {
    const letter = text.charAt(at);
    const spec = specs.find((each) => each.short?.includes(letter) === true);
    if (spec === undefined) throw new OptionError(`${program}: unknown option '-${letter}'`, 2);
    const found = { spec, isOff: false, isOn: false };
    const rest = text.slice(at + 1);
    if (spec.takes === 'no') {
      put(found, null, parsed, program, `-${letter}`);
      continue;
    }
    if (spec.takes === 'opt' || rest !== '') {
      put(found, rest === '' ? null : rest, parsed, program, `-${letter}`);
      return 0;
    }
    if (next === undefined) throw new OptionError(`${program}: option '-${letter}' requires an argument`, 5);
    put(found, next, parsed, program, `-${letter}`);
    return 1;
  }
  return 0;
}
