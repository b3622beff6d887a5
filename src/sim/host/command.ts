import { SysError, strerror } from './errors.ts';
import type { OptionTable, ParsedOptions } from './getopt.ts';
import { UsageError, getopt } from './getopt.ts';
import type { Json } from '../../base/json.ts';
import type { Stat } from './inode.ts';
import type { Program, Routine } from './program.ts';
import type { Sys } from './sys.ts';

/** Ends a program with `name: message` on stderr (no usage hint); without a message all has been said. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}

/** A command that takes options as GNU programs do. */
export interface Command {
  readonly name: string;
  /** What follows `Usage: NAME`, a form per entry. */
  readonly usage: readonly string[];
  /** One sentence in our own words, for --help. */
  readonly summary: string;
  /** The answer to --version's first line, e.g. `ls (GNU coreutils) 8.32`. */
  readonly version?: string;
  readonly options: OptionTable;
  /** Options that the real program has and we do not model, by the name they are reported under. */
  readonly notModelled?: readonly string[];
  /** Exit status of a wrong call, default 1. */
  readonly usageStatus?: number;
  /** Shows its name without folders in messages (grep, find, util-linux); coreutils show argv[0] as it is. */
  readonly isShortNamed?: boolean;
  /** The line after a usage message (which alone is shown when UsageError has none); default `Try 'NAME --help' for more information.` */
  readonly hint?: string;
  /** A wrong call shows the whole help (iproute2). */
  readonly isHelpShown?: boolean;
  /** Turns old forms of the arguments (`tail -5`) into options. */
  rewrite?(args: readonly string[]): readonly string[];
  run(sys: Sys, args: ParsedOptions, resumed?: Json): Routine<number>;
}

/** The name that messages of this run begin with. */
export function ownName(sys: Sys, spec: { readonly name: string; readonly isShortNamed?: boolean }): string {
  const called = sys.argv[0] ?? spec.name;
  return spec.isShortNamed === true ? called.replace(/^.*\//, '') : called;
}

/** Writes `NAME: message` to stderr, NAME as the program was called. */
export const complain = (sys: Sys, message: string): Routine<void> => sys.write(2, `${sys.argv[0] ?? ''}: ${message}\n`);

/** Does `use`; false after a SysError, which is reported as `NAME: message: strerror`. */
export function* attempt(sys: Sys, message: string, use: () => void): Routine<boolean> {
  try {
    use();
    return true;
  } catch (error) {
    yield* complain(sys, `${message}: ${strerror(error)}`);
    return false;
  }
}

/** stat or lstat, or null where there is nothing (or nothing we may see). */
export function statOrNull(sys: Sys, path: string, options: { follow: boolean } = { follow: true }): Stat | null {
  try {
    return options.follow ? sys.stat(path) : sys.lstat(path);
  } catch (error) {
    strerror(error);
    return null;
  }
}

/** Asks on stderr and reads the answer from standard input; yes when it begins with y or Y. */
export function* confirm(sys: Sys, question: string): Routine<boolean> {
  yield* sys.write(2, question);
  const answer = yield* sys.readLine(0);
  return /^[yY]/.test(answer ?? '');
}

/** Makes a program of a command: parses the options, words wrong calls, answers --help and --version. */
export function command(spec: Command): Program {
  return {
    name: spec.name,
    notModelled: (spec.notModelled ?? []).map((name) => shownOption(spec.options, name)),
    *run(sys, resumed) {
      const name = ownName(sys, spec);
      try {
        const given = sys.argv.slice(1);
        const args = getopt(spec.rewrite?.(given) ?? given, withStandard(spec.options));
        const first = args.options.find((each) => each.name === '-help' || each.name === '-version');
        if (first?.name === '-help') return yield* tell(sys, helpText(spec, name));
        if (first?.name === '-version') return yield* tell(sys, `${spec.version ?? `${spec.name} (handstack)`}\n`);
        yield* refuseNotModelled(sys, spec, args);
        return yield* spec.run(sys, args, resumed);
      } catch (error) {
        return yield* report(sys, spec, name, error);
      }
    },
  };
}

function withStandard(options: OptionTable): OptionTable {
  return { ...options, long: { ...options.long, help: '-help', version: '-version' } };
}

function* tell(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

/** An option as a person types it, by the name it is reported by: `-Z`, else the long name that stands for it. */
export function shownOption({ short, long = {} }: OptionTable, name: string): string {
  if (name.length === 1 && short.includes(name)) return `-${name}`;
  const typed = Object.keys(long).find((key) => long[key] === name) ?? name;
  return `--${typed.replace(/=\??$/, '')}`;
}

function* refuseNotModelled(sys: Sys, spec: Command, args: ParsedOptions): Routine<void> {
  const option = args.options.find((each) => spec.notModelled?.includes(each.name) === true);
  if (option === undefined) return;
  yield* sys.write(2, `handstack: ${spec.name}: option ${shownOption(spec.options, option.name)} is not modelled\n`);
  sys.exit(spec.usageStatus ?? 1);
}

function* report(sys: Sys, spec: Command, name: string, error: unknown): Routine<number> {
  if (error instanceof UsageError) {
    const lead = error.message === '' ? '' : `${name}: ${error.message}\n`;
    yield* sys.write(2, spec.isHelpShown === true ? `${lead}${helpText(spec, name)}` : `${lead}${spec.hint ?? `Try '${name} --help' for more information.`}\n`);
    return error.status ?? spec.usageStatus ?? 1;
  }
  if (error instanceof Failure) {
    if (error.message !== '') yield* sys.write(2, `${name}: ${error.message}\n`);
    return error.status;
  }
  if (error instanceof SysError && error.errno !== 'EPIPE' && error.errno !== 'EINTR') {
    yield* sys.write(2, `${name}: write error: ${error.text}\n`);
    return spec.usageStatus ?? 1;
  }
  throw error;
}

function helpText(spec: Command, name: string): string {
  const forms = spec.usage.map((form, index) => `${index === 0 ? 'Usage:' : '  or: '} ${`${name} ${form}`.trimEnd()}\n`);
  const longs = Object.keys(spec.options.long ?? {}).map((key) => `--${key.replace(/=\??$/, (mark) => (mark === '=' ? '=…' : '[=…]'))}`);
  const shorts = [...spec.options.short.replace(/[+:-]/g, '')].map((letter) => `-${letter}`);
  return `${forms.join('')}${spec.summary}\n\nOptions: ${[...shorts, ...longs, '--help', '--version'].join(' ')}\n`;
}
