import { Failure, command, complain } from '../../host/command.ts';
import { mountOf, mounts, type Mount } from '../../host/disks.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { diskKib, humanSize, parseSize } from '../../host/human.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { below } from './walk.ts';

/** How sizes are shown: in blocks of that many bytes, or for people. */
function sizer(args: ParsedOptions): (kib: number) => string {
  const last = args.lastOf('h', 'H', 'si', 'k', 'm', 'b', 'B');
  if (last === 'h') return (kib) => (kib === 0 ? '0' : humanSize(kib * 1024));
  if (last === 'H' || last === 'si') return (kib) => (kib === 0 ? '0' : humanSize(kib * 1024, 1000));
  const text = last === 'B' ? args.last('B') ?? '1K' : last === 'm' ? '1M' : '1K';
  const block = parseSize(/^\d/.test(text) ? text : `1${text}`);
  if (block === null || block === 0) throw new Failure(`invalid -B argument ${curly(text)}`);
  return (kib) => String(Math.ceil((kib * 1024) / block)) + (/^[A-Z]/.test(text) ? text : '');
}

interface DuPlan {
  readonly show: (kib: number, bytes: number) => string;
  readonly maxDepth: number;
  readonly all: boolean;
  readonly exclude: readonly RegExp[];
}

interface Sum {
  kib: number;
  bytes: number;
}

class DiskUsage {
  readonly #sys: Sys;
  readonly #plan: DuPlan;
  status = 0;

  constructor(sys: Sys, plan: DuPlan) {
    this.#sys = sys;
    this.#plan = plan;
  }

  *add(path: string, depth: number): Routine<Sum | null> {
    try {
      const stat = this.#sys.lstat(path);
      const sum: Sum = { kib: diskKib(stat), bytes: stat.type === 'file' || stat.type === 'directory' || stat.type === 'symlink' ? stat.sizeBytes : 0 };
      if (stat.type === 'directory') yield* this.#children(path, depth, sum);
      if (depth === 0 || (depth <= this.#plan.maxDepth && (stat.type === 'directory' || this.#plan.all))) yield* this.#sys.write(1, `${this.#plan.show(sum.kib, sum.bytes)}\t${path}\n`);
      return sum;
    } catch (error) {
      yield* complain(this.#sys, `cannot access ${shellQuoteAlways(path)}: ${strerror(error)}`);
      this.status = 1;
      return null;
    }
  }

  *#children(path: string, depth: number, sum: Sum): Routine<void> {
    let names: string[] = [];
    try {
      names = this.#sys.readDirectory(path);
    } catch (error) {
      yield* complain(this.#sys, `cannot read directory ${shellQuoteAlways(path)}: ${strerror(error)}`);
      this.status = 1;
    }
    for (const name of names) {
      if (this.#plan.exclude.some((each) => each.test(name))) continue;
      const inner = yield* this.add(below(path, name), depth + 1);
      sum.kib += inner?.kib ?? 0;
      sum.bytes += inner?.bytes ?? 0;
    }
  }
}

/** du(1). */
export const du = command({
  name: 'du', usage: ['[OPTION]... [FILE]...', '[OPTION]... --files0-from=F'], summary: 'Shows how much room files and directories take; -s only the sums, -h for people.',
  version: 'du (GNU coreutils) 8.32',
  options: {
    short: '0abB:cd:DHhklLmPsSt:xX:',
    long: {
      all: 'a', 'apparent-size': 'apparent', 'block-size=': 'B', bytes: 'b', total: 'c', 'max-depth=': 'd', 'human-readable': 'h', si: 'si', summarize: 's', 'exclude=': 'exclude',
      null: '0', 'one-file-system': 'x', 'separate-dirs': 'S', dereference: 'L', 'no-dereference': 'P', 'count-links': 'l', time: 'time', 'threshold=': 't', 'files0-from=': 'files0', inodes: 'inodes',
    },
  },
  notModelled: ['D', 'l', 'S', 't', 'time', 'files0', 'inodes', 'X'],
  *run(sys, args) {
    const depth = args.last('d');
    if (depth !== null && !/^\d+$/.test(depth)) throw new Failure(`invalid maximum depth ${curly(depth)}`);
    if (args.has('s') && args.has('a')) throw new Failure('cannot both summarize and show all entries');
    const blocks = sizer(args);
    const apparent = args.has('apparent') || args.has('b');
    const show = (kib: number, bytes: number): string => (args.has('b') && !args.has('h') ? String(bytes) : blocks(apparent ? bytes / 1024 : kib));
    const glob = (text: string): RegExp => new RegExp(`^${text.replace(/[.+^${}()|\\]/g, '\\$&').replaceAll('*', '.*').replaceAll('?', '.')}$`);
    const plan = { show, maxDepth: args.has('s') ? 0 : depth === null ? Infinity : Number(depth), all: args.has('a'), exclude: args.all('exclude').map(glob) };
    const usage = new DiskUsage(sys, plan);
    const total: Sum = { kib: 0, bytes: 0 };
    for (const path of args.operands.length === 0 ? ['.'] : args.operands) {
      const sum = yield* usage.add(path, 0);
      total.kib += sum?.kib ?? 0;
      total.bytes += sum?.bytes ?? 0;
    }
    if (args.has('c')) yield* sys.write(1, `${show(total.kib, total.bytes)}\ttotal\n`);
    return usage.status;
  },
});

function dfRow(mount: Mount, args: ParsedOptions, size: (kib: number) => string): string[] {
  const used = args.has('i') ? mount.usedInodes : mount.usedKib;
  const all = args.has('i') ? mount.inodes : mount.sizeKib;
  const show = args.has('i') ? (count: number): string => (args.has('h') ? humanSize(count) : String(count)) : size;
  const percent = all === 0 ? '-' : `${Math.ceil((used * 100) / all)}%`;
  return [mount.source, ...(args.has('T') ? [mount.type] : []), show(all), show(used), show(all - used), percent, mount.target];
}

/** df(1). */
export const df = command({
  name: 'df', usage: ['[OPTION]... [FILE]...'], summary: 'Shows how full the file systems are; -h for people.', version: 'df (GNU coreutils) 8.32',
  options: {
    short: 'aB:hHiklmPTt:vx:',
    long: {
      all: 'a', 'block-size=': 'B', 'human-readable': 'h', si: 'H', inodes: 'i', local: 'l', 'no-sync': 'nosync', 'output=?': 'output', portability: 'P', sync: 'sync', total: 'total', 'type=': 't',
      'print-type': 'T', 'exclude-type=': 'x',
    },
  },
  notModelled: ['output', 'total'],
  *run(sys, args) {
    const size = sizer(args);
    let status = 0;
    const chosen: Mount[] = [];
    for (const path of args.operands) {
      try {
        const device = mounts(sys).find((each) => each.source === path && path.startsWith('/'));
        chosen.push(device ?? mountOf(sys, sys.realPath(path)));
      } catch (error) {
        yield* complain(sys, `${path}: ${strerror(error)}`);
        status = 1;
      }
    }
    if (args.operands.length > 0 && chosen.length === 0) return status;
    const list = (args.operands.length > 0 ? chosen : mounts(sys)).filter((each) => (!args.has('t') || args.all('t').includes(each.type)) && !args.all('x').includes(each.type));
    if (list.length === 0) throw new Failure('no file systems processed');
    const isHuman = args.has('h') || args.has('H');
    const sizeTitle = args.has('i') ? 'Inodes' : isHuman ? 'Size' : args.has('P') ? '1024-blocks' : args.has('m') ? '1M-blocks' : args.has('B') ? `${args.last('B') ?? ''}-blocks` : '1K-blocks';
    const titles = ['Filesystem', ...(args.has('T') ? ['Type'] : []), sizeTitle, args.has('i') ? 'IUsed' : 'Used', args.has('i') ? 'IFree' : isHuman ? 'Avail' : 'Available', args.has('i') ? 'IUse%' : args.has('P') ? 'Capacity' : 'Use%', 'Mounted on'];
    const rows = [titles, ...list.map((mount) => dfRow(mount, args, size))];
    const isLeft = (column: number): boolean => column === 0 || (args.has('T') && column === 1);
    const widths = titles.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length), column === 0 ? 14 : isLeft(column) ? 4 : 5 - (column === titles.length - 2 ? 1 : 0)));
    const line = (row: readonly string[]): string => row.map((text, column) =>
      (column === titles.length - 1 ? text : isLeft(column) ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0))).join(' ');
    yield* sys.write(1, rows.map((row) => `${line(row)}\n`).join(''));
    return status;
  },
});
