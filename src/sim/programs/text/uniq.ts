import { Failure, command } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { LineReader } from '../../host/line-reader.ts';
import { curly, shellQuote } from '../../host/quote.ts';

function countOf(args: ParsedOptions, name: string, what: string): number {
  const text = args.last(name);
  if (text === null) return 0;
  if (!/^\d+$/.test(text)) throw new Failure(`${text}: invalid number of ${what}`);
  return Number(text);
}

/** What of a line is compared. */
function keyOf(args: ParsedOptions): (line: string) => string {
  const fields = countOf(args, 'f', 'fields to skip');
  const chars = countOf(args, 's', 'bytes to skip');
  const most = args.has('w') ? countOf(args, 'w', 'bytes to compare') : Infinity;
  return (line) => {
    let key = line;
    for (let index = 0; index < fields; index += 1) key = key.replace(/^[ \t]*[^ \t]*/, '');
    key = key.slice(chars, most === Infinity ? undefined : chars + most);
    return args.has('i') ? key.toLowerCase() : key;
  };
}

/** uniq(1). */
export const uniq = command({
  name: 'uniq',
  usage: ['[OPTION]... [INPUT [OUTPUT]]'],
  summary: 'Leaves out lines that equal the one before; -c counts, -d only repeated ones, -u only single ones.',
  version: 'uniq (GNU coreutils) 8.32',
  options: {
    short: 'cdDf:is:uw:z',
    long: {
      count: 'c', repeated: 'd', 'all-repeated=?': 'D', 'skip-fields=': 'f', 'group=?': 'group', 'ignore-case': 'i', 'skip-chars=': 's', unique: 'u',
      'check-chars=': 'w', 'zero-terminated': 'z',
    },
  },
  notModelled: ['group'],
  *run(sys, args) {
    const [input = '-', output = '-', extra] = args.operands;
    if (extra !== undefined) throw new UsageError(`extra operand ${curly(extra)}`);
    const key = keyOf(args);
    let [fd, to] = [0, 1];
    try {
      if (input !== '-') fd = sys.open(input, { read: true });
      if (output !== '-') to = sys.open(output, { write: true, create: true, truncate: true });
    } catch (error) {
      throw new Failure(`${shellQuote(fd === 0 && input !== '-' ? input : output)}: ${strerror(error)}`);
    }
    const separator = args.has('z') ? '\0' : '\n';
    const reader = new LineReader(sys, fd, separator);
    let group: string[] = [];
    const show = (): string => {
      const [first] = group;
      if (first === undefined) return '';
      const isWanted = args.has('d') || args.has('D') ? group.length > 1 && !args.has('u') : !args.has('u') || group.length === 1;
      if (!isWanted) return '';
      const count = args.has('c') ? `${String(group.length).padStart(7)} ` : '';
      return (args.has('D') ? group : [first]).map((line) => count + line + separator).join('');
    };
    for (;;) {
      const raw = yield* reader.next();
      const line = raw?.endsWith(separator) === true ? raw.slice(0, -1) : raw;
      if (line !== null && group[0] !== undefined && key(line) === key(group[0])) {
        group.push(line);
        continue;
      }
      yield* sys.write(to, show());
      if (line === null) return 0;
      group = [line];
    }
  },
});
