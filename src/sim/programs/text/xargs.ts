import { Failure, command, complain } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import { UsageError, type ParsedOptions } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import { runCommand } from '../../host/run-command.ts';
import { shellQuote } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

const MOST_CHARS = 131_072;

/** Splits input into words: blanks part them, quotes and backslashes keep them together. */
function words(text: string): string[] {
  const found: string[] = [];
  let word: string | null = null;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] ?? '';
    if (sign === "'" || sign === '"') {
      const end = text.indexOf(sign, at + 1);
      if (end === -1 || text.slice(at, end).includes('\n')) {
        throw new Failure(`unmatched ${sign === '"' ? 'double' : 'single'} quote; by default quotes are special to xargs unless you use the -0 option`);
      }
      word = (word ?? '') + text.slice(at + 1, end);
      at = end;
    } else if (sign === '\\') {
      at += 1;
      word = (word ?? '') + (text[at] ?? '');
    } else if (/[ \t\n]/.test(sign)) {
      if (word !== null) found.push(word);
      word = null;
    } else word = (word ?? '') + sign;
  }
  if (word !== null) found.push(word);
  return found;
}

function* items(sys: Sys, args: ParsedOptions, isByLine: boolean): Routine<string[]> {
  const file = args.last('a');
  const text = file === null ? yield* sys.readAll(0) : sys.readFile(file);
  const delimiter = args.has('0') ? '\0' : args.last('d')?.replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\0', '\0') ?? null;
  if (delimiter !== null) return text === '' ? [] : (text.endsWith(delimiter) ? text.slice(0, -1) : text).split(delimiter);
  if (isByLine) return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trimStart()]));
  const end = args.last('E');
  const all = words(text);
  const at = end === null ? -1 : all.indexOf(end);
  return at === -1 ? all : all.slice(0, at);
}

/** A positive number given to an option. */
function numberOf(args: ParsedOptions, name: string): number | null {
  const text = args.last(name);
  if (text === null) return null;
  if (!/^-?\d+$/.test(text)) throw new UsageError(`invalid number "${text}" for -${name} option`);
  if (Number(text) < 1 && name !== 'P') throw new UsageError(`value ${text} for -${name} option should be >= 1`);
  return Number(text);
}

/** Groups of arguments, one per run. */
function batches(all: readonly string[], most: number, isByLine: boolean): string[][] {
  const groups: string[][] = [];
  let length = 0;
  for (const item of all) {
    const parts = isByLine ? words(item) : [item];
    const last = groups.at(-1);
    const size = parts.join(' ').length + 1;
    if (last === undefined || last.length + (isByLine ? 0 : 1) > most || length + size > MOST_CHARS) {
      groups.push([...parts]);
      length = size;
    } else {
      last.push(...parts);
      length += size;
    }
  }
  return groups;
}

/** Runs one command; answers what it means for xargs' own status, null to stop at once. */
function* runOne(sys: Sys, argv: readonly string[], traces: boolean, stdin: number): Routine<{ status: number; stops: boolean }> {
  if (traces) yield* sys.write(2, `${argv.map(shellQuote).join(' ')}\n`);
  try {
    const ended = yield* runCommand(sys, argv, { fds: { 0: stdin, 1: 1, 2: 2 } });
    if (ended.kind === 'signaled') {
      yield* complain(sys, `${argv[0] ?? ''}: terminated by signal ${ended.status}`);
      return { status: 125, stops: true };
    }
    if (ended.status === 255) {
      yield* complain(sys, `${argv[0] ?? ''}: exited with status 255; aborting`);
      return { status: 124, stops: true };
    }
    return { status: ended.status === 0 ? 0 : 123, stops: false };
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* complain(sys, `${argv[0] ?? ''}: ${strerror(error)}`);
    return { status: error.errno === 'ENOENT' ? 127 : 126, stops: true };
  }
}

/** xargs(1) of findutils. */
export const xargs = command({
  name: 'xargs', usage: ['[OPTION]... COMMAND [INITIAL-ARGS]...'], summary: 'Runs COMMAND with arguments read from standard input (echo by default).',
  version: 'xargs (GNU findutils) 4.8.0', isShortNamed: true,
  options: {
    short: '+0a:E:e::i::I:l::L:n:prs:txP:d:o',
    long: {
      null: '0', 'arg-file=': 'a', 'delimiter=': 'd', 'eof=?': 'E', 'replace=?': 'i', 'max-lines=?': 'l', 'max-args=': 'n', interactive: 'p', 'no-run-if-empty': 'r',
      'max-chars=': 's', verbose: 't', exit: 'x', 'max-procs=': 'P', 'show-limits': 'limits', 'open-tty': 'o',
    },
  },
  notModelled: ['p', 'limits', 'o'],
  *run(sys, args) {
    const replace = args.has('I') ? args.last('I') : args.has('i') ? args.last('i') ?? '{}' : null;
    const lines = numberOf(args, 'L') ?? (args.has('l') ? Number(args.last('l') ?? 1) : null);
    const most = numberOf(args, 'n') ?? Infinity;
    numberOf(args, 'P');
    const initial = args.operands.length === 0 ? ['echo'] : args.operands;
    const all = yield* items(sys, args, replace !== null || lines !== null);
    const runs = replace !== null ? all.map((item) => initial.map((word) => word.replaceAll(replace, item)))
      : lines !== null ? Array.from({ length: Math.ceil(all.length / lines) }, (_, index) => [...initial, ...all.slice(index * lines, (index + 1) * lines).flatMap(words)])
      : batches(all, most, false).map((group) => [...initial, ...group]);
    if (runs.length === 0 && !args.has('r') && replace === null) runs.push([...initial]);
    const stdin = args.has('a') ? 0 : sys.open('/dev/null', { read: true });
    let worst = 0;
    for (const argv of runs) {
      const { status, stops } = yield* runOne(sys, argv, args.has('t'), stdin);
      worst = Math.max(worst, status);
      if (stops) return status;
    }
    return worst;
  },
});
