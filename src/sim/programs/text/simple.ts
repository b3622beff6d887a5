import { command, ownName } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { Program, Routine } from '../../host/program.ts';
import { curly, shellQuote, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { LineReader } from '../../host/line-reader.ts';
import { UsageError } from '../../host/getopt.ts';
import { eachInput } from './inputs.ts';

const constant = (name: string, status: number): Program => ({
  name,
  *run() {
    return status;
  },
});

/** true(1). */
export const trueProgram = constant('true', 0);
/** false(1). */
export const falseProgram = constant('false', 1);

/** yes(1): its words, for ever. */
export const yes = command({
  name: 'yes', usage: ['[STRING]...'], summary: 'Prints a line of its arguments (or y) again and again.', version: 'yes (GNU coreutils) 8.32',
  options: { short: '+' },
  *run(sys, args) {
    const line = `${args.operands.length === 0 ? 'y' : args.operands.join(' ')}\n`;
    const block = line.repeat(Math.max(1, Math.floor(8192 / line.length)));
    for (;;) yield* sys.write(1, block);
  },
});

/** printenv(1). */
export const printenv = command({
  name: 'printenv', usage: ['[OPTION]... [VARIABLE]...'], summary: 'Prints environment variables, all or those named.', version: 'printenv (GNU coreutils) 8.32',
  options: { short: '+0', long: { null: '0' } }, usageStatus: 2,
  *run(sys, args) {
    const end = args.has('0') ? '\0' : '\n';
    if (args.operands.length === 0) {
      yield* sys.write(1, Object.entries(sys.env).map(([name, value]) => `${name}=${value}${end}`).join(''));
      return 0;
    }
    const found = args.operands.flatMap((name) => (sys.env[name] === undefined ? [] : [sys.env[name]]));
    yield* sys.write(1, found.map((value) => value + end).join(''));
    return found.length === args.operands.length ? 0 : 1;
  },
});

/** tee(1). */
export const tee = command({
  name: 'tee', usage: ['[OPTION]... [FILE]...'], summary: 'Copies standard input to standard output and to files; -a appends.', version: 'tee (GNU coreutils) 8.32',
  options: { short: 'aip', long: { append: 'a', 'ignore-interrupts': 'i', 'output-error=?': 'p' } },
  *run(sys, args) {
    if (args.has('i')) sys.ignoreSignals(['SIGINT']);
    const files: number[] = [];
    let status = 0;
    for (const name of args.operands) {
      try {
        const isAppending = args.has('a');
        files.push(sys.open(name, { write: true, create: true, append: isAppending, truncate: !isAppending }));
      } catch (error) {
        yield* sys.write(2, `${ownName(sys, { name: 'tee' })}: ${shellQuote(name)}: ${strerror(error)}\n`);
        status = 1;
      }
    }
    for (;;) {
      const text = yield* sys.read(0, 65536);
      if (text === '') return status;
      for (const fd of [1, ...files]) yield* sys.write(fd, text);
    }
  },
});

/** Calls `change` for every line (without its newline) of all inputs and prints what it answers, as it comes. */
function lineFilter(name: string, summary: string, change: (line: string) => string): Program {
  return command({
    name, usage: ['[FILE]...'], summary, options: { short: '' }, version: `${name} from util-linux 2.37.4`,
    *run(sys, args) {
      const words = { open: (file: string) => `cannot open ${file}`, read: (file: string) => file };
      const isOk = yield* eachInput(sys, args.operands, words, (fd) => filterLines(sys, fd, change));
      return isOk ? 0 : 1;
    },
  });
}

function* filterLines(sys: Sys, fd: number, change: (line: string) => string): Routine<void> {
  const reader = new LineReader(sys, fd);
  let shown = '';
  for (;;) {
    if (!reader.hasLine || shown.length > 16384) {
      yield* sys.write(1, shown);
      shown = '';
    }
    const line = yield* reader.next();
    if (line === null) break;
    shown += line.endsWith('\n') ? `${change(line.slice(0, -1))}\n` : change(line);
  }
  yield* sys.write(1, shown);
}

/** rev(1). */
export const rev = lineFilter('rev', 'Turns every line round, last sign first.', (line) => [...line].reverse().join(''));

/** tac(1). */
export const tac = command({
  name: 'tac', usage: ['[OPTION]... [FILE]...'], summary: 'Prints files with their last line first.', version: 'tac (GNU coreutils) 8.32',
  options: { short: 'brs:', long: { before: 'b', regex: 'r', 'separator=': 's' } }, notModelled: ['b', 'r'],
  *run(sys, args) {
    const separator = args.last('s') ?? '\n';
    const words = { open: (name: string) => `failed to open ${shellQuoteAlways(name)} for reading`, read: (name: string) => `${shellQuote(name)}: read error` };
    const isOk = yield* eachInput(sys, args.operands, words, function* (fd) {
      const parts = (yield* sys.readAll(fd)).split(separator);
      const last = parts.pop() ?? '';
      yield* sys.write(1, last + parts.reverse().map((part) => part + separator).join(''));
    });
    return isOk ? 0 : 1;
  },
});

/** sync(1): all is on the disk already. */
export const sync = command({
  name: 'sync', usage: ['[OPTION] [FILE]...'], summary: 'Writes what is still in memory to the disk.', version: 'sync (GNU coreutils) 8.32',
  options: { short: 'df', long: { data: 'd', 'file-system': 'f' } },
  *run(sys, args) {
    let status = 0;
    for (const name of args.operands) {
      try {
        sys.stat(name);
      } catch (error) {
        yield* sys.write(2, `sync: error opening ${shellQuote(name)}: ${strerror(error)}\n`);
        status = 1;
      }
    }
    return status;
  },
});

const UNIT_S: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86400 };

/** Seconds of `5`, `0.5`, `2m`, `infinity`; null when it is no time. Shared by sleep and timeout. */
export function parseSeconds(text: string): number | null {
  if (/^inf(inity)?$/i.test(text)) return Infinity;
  const matched = /^(\d+\.?\d*|\.\d+)([smhd]?)$/.exec(text);
  return matched === null ? null : Number(matched[1]) * (UNIT_S[matched[2] ?? ''] ?? 1);
}

/** sleep(1). */
export const sleep = command({
  name: 'sleep', usage: ['NUMBER[SUFFIX]...'], summary: 'Waits for that many seconds (or m, h, d), all arguments together.', version: 'sleep (GNU coreutils) 8.32',
  options: { short: '+' },
  *run(sys, args, resumed) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    let seconds = 0;
    const wrong: string[] = [];
    for (const operand of args.operands) {
      const value = parseSeconds(operand);
      if (value === null) wrong.push(`invalid time interval ${curly(operand)}`);
      else seconds += value;
    }
    if (wrong.length > 0) throw new UsageError(wrong.join(`\n${ownName(sys, { name: 'sleep' })}: `));
    const endMs = typeof resumed === 'number' ? resumed : sys.nowMs() + seconds * 1000;
    sys.checkpoint(() => endMs);
    if (endMs > sys.nowMs()) yield* sys.sleep(Math.min(endMs - sys.nowMs(), 3_000_000_000_000));
    return 0;
  },
});
