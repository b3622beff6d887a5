import { Failure, command } from '../../host/command.ts';
import { fromBytes, toBytes } from '../../../base/bytes.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { parseSize } from '../../host/human.ts';
import { LineReader } from '../../host/line-reader.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { eachInput } from './inputs.ts';

interface Plan {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** All but the last `count`. */
  readonly fromEnd: boolean;
  readonly separator: string;
}

function planOf(args: ParsedOptions): Plan {
  const unit = args.lastOf('c', 'n') === 'c' ? 'bytes' : 'lines';
  const digits = args.options.filter((each) => /^\d$/.test(each.name)).map((each) => each.name).join('');
  const text = args.last(unit === 'bytes' ? 'c' : 'n') ?? (digits === '' ? '10' : digits);
  const count = parseSize(text.replace(/^[-+]/, ''));
  if (count === null) throw new Failure(`invalid number of ${unit}: ${curly(text.replace(/^[-+]/, ''))}`);
  return { unit, count, fromEnd: text.startsWith('-'), separator: args.has('z') ? '\0' : '\n' };
}

function* firstLines(sys: Sys, fd: number, plan: Plan): Routine<void> {
  if (plan.fromEnd) {
    const lines = (yield* sys.readAll(fd)).split(new RegExp(`(?<=${plan.separator})`));
    const kept = lines.at(-1) === '' ? lines.slice(0, -1) : lines;
    yield* sys.write(1, kept.slice(0, Math.max(0, kept.length - plan.count)).join(''));
    return;
  }
  const reader = new LineReader(sys, fd, plan.separator);
  let shown = '';
  for (let count = 0; count < plan.count; count += 1) {
    if (!reader.hasLine) {
      yield* sys.write(1, shown);
      shown = '';
    }
    const line = yield* reader.next();
    if (line === null) break;
    shown += line;
  }
  yield* sys.write(1, shown);
}

function* firstBytes(sys: Sys, fd: number, plan: Plan): Routine<void> {
  if (plan.fromEnd) {
    const bytes = toBytes(yield* sys.readAll(fd));
    yield* sys.write(1, fromBytes(bytes.subarray(0, Math.max(0, bytes.length - plan.count))));
    return;
  }
  let left = plan.count;
  while (left > 0) {
    const bytes = toBytes(yield* sys.read(fd, Math.min(left, 65536)));
    if (bytes.length === 0) return;
    yield* sys.write(1, fromBytes(bytes.subarray(0, left)));
    left -= bytes.length;
  }
}

/** head(1). */
export const head = command({
  name: 'head',
  usage: ['[OPTION]... [FILE]...'],
  summary: 'Prints the first 10 lines of each FILE; -n NUM lines, -c NUM bytes, -NUM all but the last.',
  version: 'head (GNU coreutils) 8.32',
  options: {
    short: 'c:n:qvz0123456789',
    long: { 'bytes=': 'c', 'lines=': 'n', quiet: 'q', silent: 'q', verbose: 'v', 'zero-terminated': 'z' },
  },
  *run(sys, args) {
    const plan = planOf(args);
    const hasTitles = args.lastOf('q', 'v') === 'v' || (!args.has('q') && args.operands.length > 1);
    let isFirst = true;
    const words = {
      open: (name: string) => `cannot open ${shellQuoteAlways(name)} for reading`, read: (name: string) => `error reading ${shellQuoteAlways(name)}`,
    };
    const isOk = yield* eachInput(sys, args.operands, words, function* (fd, name) {
      if (hasTitles) yield* sys.write(1, `${isFirst ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`);
      isFirst = false;
      yield* plan.unit === 'lines' ? firstLines(sys, fd, plan) : firstBytes(sys, fd, plan);
    });
    return isOk ? 0 : 1;
  },
});
