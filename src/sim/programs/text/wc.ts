import { byteLength } from '../../../base/bytes.ts';
import { command, complain } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuote, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { displayWidth } from '../../host/width.ts';

interface Counts {
  lines: number;
  words: number;
  chars: number;
  bytes: number;
  longest: number;
}

const nothing = (): Counts => ({ lines: 0, words: 0, chars: 0, bytes: 0, longest: 0 });

function* count(sys: Sys, fd: number): Routine<Counts> {
  const counts = nothing();
  let word = '';
  let line = '';
  for (;;) {
    const text = yield* sys.read(fd, 65536);
    if (text === '') break;
    counts.bytes += byteLength(text);
    counts.chars += [...text.replace(/[\uDC80-\uDCFF]/g, '')].length;
    const pieces = (word + text).split(/\s+/u);
    word = pieces.pop() ?? '';
    counts.words += pieces.filter((piece) => piece !== '').length;
    const lines = (line + text).split('\n');
    line = lines.pop() ?? '';
    counts.lines += lines.length;
    for (const each of lines) counts.longest = Math.max(counts.longest, displayWidth(each));
  }
  if (word !== '') counts.words += 1;
  counts.longest = Math.max(counts.longest, displayWidth(line));
  return counts;
}

const FIELDS = [['l', 'lines'], ['w', 'words'], ['m', 'chars'], ['c', 'bytes'], ['L', 'longest']] as const;

function columnsOf(args: ParsedOptions): (keyof Counts)[] {
  const wanted = FIELDS.filter(([name]) => args.has(name)).map(([, key]) => key);
  return wanted.length === 0 ? ['lines', 'words', 'bytes'] : wanted;
}

/** The width of the numbers: of all regular files' sizes together; 7 where a size is not known beforehand. */
function numberWidth(sys: Sys, names: readonly string[], columns: readonly unknown[]): number {
  if (names.length === 1 && columns.length === 1) return 1;
  let total = 0;
  let least = 1;
  for (const name of names) {
    try {
      const stat = name === '-' ? sys.statFd(0) : sys.stat(name);
      if (stat.type === 'file') total += stat.sizeBytes;
      else least = 7;
    } catch (error) {
      strerror(error);
    }
  }
  return Math.max(least, String(total).length);
}

/** wc(1). */
export const wc = command({
  name: 'wc',
  usage: ['[OPTION]... [FILE]...', '[OPTION]... --files0-from=F'],
  summary: 'Counts lines (-l), words (-w), characters (-m) and bytes (-c) of files, and their total.',
  version: 'wc (GNU coreutils) 8.32',
  options: { short: 'clLmw', long: { bytes: 'c', chars: 'm', lines: 'l', words: 'w', 'max-line-length': 'L', 'files0-from=': 'files0' } },
  notModelled: ['files0'],
  *run(sys, args) {
    const names = args.operands.length === 0 ? ['-'] : args.operands;
    const columns = columnsOf(args);
    const width = numberWidth(sys, names, columns);
    const line = (counts: Counts, name: string | null): string =>
      `${columns.map((key) => String(counts[key]).padStart(width)).join(' ')}${name === null ? '' : ` ${shellQuote(name)}`}\n`;
    const total = nothing();
    let status = 0;
    for (const name of names) {
      let counts = nothing();
      try {
        const fd = name === '-' ? 0 : sys.open(name, { read: true });
        try {
          counts = yield* count(sys, fd);
        } catch (error) {
          if (!(error instanceof SysError) || error.errno !== 'EISDIR') throw error;
          yield* complain(sys, `${shellQuote(name)}: ${error.text}`);
          status = 1;
        }
        if (fd !== 0) sys.close(fd);
      } catch (error) {
        yield* complain(sys, `${name === '' ? shellQuoteAlways(name) : shellQuote(name)}: ${strerror(error)}`);
        status = 1;
        continue;
      }
      yield* sys.write(1, line(counts, name === '-' && args.operands.length === 0 ? null : name));
      for (const key of ['lines', 'words', 'chars', 'bytes'] as const) total[key] += counts[key];
      total.longest = Math.max(total.longest, counts.longest);
    }
    if (names.length > 1) yield* sys.write(1, line(total, 'total'));
    return status;
  },
});
