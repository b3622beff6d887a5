import { fromBytes, toBytes } from '../../../base/bytes.ts';
import { command } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { LineReader } from '../../host/line-reader.ts';
import type { Routine } from '../../host/program.ts';
import { curly } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { PLAIN_WORDS, eachInput } from './inputs.ts';

type Range = readonly [number, number];

function rangeOf(text: string, isField: boolean): Range {
  const what = isField ? 'field' : 'byte/character position';
  const matched = /^(\d*)(-?)(\d*)$/.exec(text);
  if (matched === null) throw new UsageError(`invalid ${isField ? 'field' : 'byte or character'} ${isField ? 'value' : 'position'} ${curly(text.replace(/^\d*-?/, '') || text)}`);
  const [, low = '', dash = '', high = ''] = matched;
  if (low === '' && high === '' ) throw new UsageError(dash === '' ? `invalid ${isField ? 'field' : 'byte or character'} ${isField ? 'value' : 'position'} ${curly(text)}` : 'invalid range with no endpoint: -');
  const start = low === '' ? 1 : Number(low);
  const end = dash === '' ? start : high === '' ? Infinity : Number(high);
  if (start === 0 || end === 0) throw new UsageError(isField ? 'fields are numbered from 1' : `${what}s are numbered from 1`);
  if (end < start) throw new UsageError('invalid decreasing range');
  return [start, end];
}

interface Plan {
  readonly kind: 'b' | 'c' | 'f';
  readonly isPicked: (position: number) => boolean;
  readonly ranges: readonly Range[];
  readonly delimiter: string;
  readonly between: string | null;
  readonly onlyDelimited: boolean;
  readonly separator: string;
}

function planOf(args: ParsedOptions): Plan {
  const kinds = args.options.filter((each) => /^[bcf]$/.test(each.name));
  const [first] = kinds;
  if (first === undefined) throw new UsageError('you must specify a list of bytes, characters, or fields');
  if (kinds.length > 1) throw new UsageError('only one list may be specified');
  const kind = first.name as Plan['kind'];
  const delimiter = args.last('d');
  if (delimiter !== null && [...delimiter].length > 1) throw new UsageError('the delimiter must be a single character');
  if (delimiter !== null && kind !== 'f') throw new UsageError('an input delimiter may be specified only when operating on fields');
  if (args.has('s') && kind !== 'f') throw new UsageError('suppressing non-delimited lines makes sense\n\tonly when operating on fields');
  const ranges = (first.value ?? '').split(/[,\s]/).map((text) => rangeOf(text, kind === 'f'));
  const isListed = (position: number): boolean => ranges.some(([low, high]) => position >= low && position <= high);
  return {
    kind, ranges, isPicked: args.has('complement') ? (position) => !isListed(position) : isListed,
    delimiter: delimiter === '' ? '\0' : delimiter ?? '\t', between: args.last('output-delimiter'),
    onlyDelimited: args.has('s'), separator: args.has('z') ? '\0' : '\n',
  };
}

/** The part of a line that is printed; null when the line is left out. */
function cutLine(line: string, plan: Plan): string | null {
  if (plan.kind === 'f') {
    const fields = line.split(plan.delimiter);
    if (fields.length === 1) return plan.onlyDelimited ? null : line;
    return fields.filter((_, index) => plan.isPicked(index + 1)).join(plan.between ?? plan.delimiter);
  }
  // GNU's cut counts bytes for -c, too.
  const bytes = toBytes(line);
  if (plan.between === null) return fromBytes(bytes.filter((_, index) => plan.isPicked(index + 1)));
  const runs: number[][] = [];
  for (const [index, byte] of bytes.entries()) {
    if (!plan.isPicked(index + 1)) continue;
    const continues = index > 0 && plan.isPicked(index) && !plan.ranges.some(([low]) => low === index + 1);
    if (continues) runs.at(-1)?.push(byte);
    else runs.push([byte]);
  }
  return runs.map((run) => fromBytes(Uint8Array.from(run))).join(plan.between);
}

function* cutInput(sys: Sys, fd: number, plan: Plan): Routine<void> {
  const reader = new LineReader(sys, fd, plan.separator);
  let shown = '';
  for (;;) {
    if (!reader.hasLine || shown.length > 16384) {
      yield* sys.write(1, shown);
      shown = '';
    }
    const raw = yield* reader.next();
    if (raw === null) break;
    const line = cutLine(raw.endsWith(plan.separator) ? raw.slice(0, -1) : raw, plan);
    if (line !== null) shown += line + plan.separator;
  }
  yield* sys.write(1, shown);
}

/** cut(1). */
export const cut = command({
  name: 'cut',
  usage: ['OPTION... [FILE]...'],
  summary: 'Prints parts of each line: fields (-f, between -d), or bytes and characters (-b, -c).',
  version: 'cut (GNU coreutils) 8.32',
  options: {
    short: 'b:c:d:f:nsz',
    long: {
      'bytes=': 'b', 'characters=': 'c', 'delimiter=': 'd', 'fields=': 'f', complement: 'complement', 'only-delimited': 's',
      'output-delimiter=': 'output-delimiter', 'zero-terminated': 'z',
    },
  },
  *run(sys, args) {
    const plan = planOf(args);
    const isOk = yield* eachInput(sys, args.operands, PLAIN_WORDS, (fd) => cutInput(sys, fd, plan));
    return isOk ? 0 : 1;
  },
});
