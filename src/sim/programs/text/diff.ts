import { command, complain } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import type { Stat } from '../../host/inode.ts';
import { splitPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import { quoteName } from '../../host/quote.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { contextFormat, linesOf, normalFormat, unifiedFormat } from './diff-format.ts';
import { changesBetween } from './diff-lines.ts';
import { readOperand } from './inputs.ts';

interface Plan {
  readonly style: 'normal' | 'unified' | 'context' | 'brief';
  readonly context: number;
  readonly recursive: boolean;
  readonly newFile: boolean;
  readonly reportsSame: boolean;
  readonly same: (left: string, right: string) => boolean;
  readonly labels: readonly string[];
  readonly color: boolean;
  /** What -r shows before each pair. */
  readonly command: string;
  readonly skipsBlankLines: boolean;
}

/** 0 the same, 1 different, 2 trouble. */
type Status = 0 | 1 | 2;

const worse = (left: Status, right: Status): Status => Math.max(left, right) as Status;

function planOf(sys: Sys, args: ParsedOptions): Plan {
  const normal = (line: string): string => {
    let text = args.has('w') ? line.replace(/\s+/g, '') : args.has('b') ? line.replace(/\s+/g, ' ').trimEnd() : args.has('Z') ? line.trimEnd() : line;
    if (args.has('i')) text = text.toLowerCase();
    return text;
  };
  const isPlain = !['w', 'b', 'Z', 'i'].some((name) => args.has(name));
  const style = args.lastOf('u', 'U', 'c', 'C', 'q', 'normal');
  const color = args.last('color');
  return {
    style: args.has('q') ? 'brief' : style === 'u' || style === 'U' ? 'unified' : style === 'c' || style === 'C' ? 'context' : 'normal',
    context: Number(args.last('U') ?? args.last('C') ?? 3), recursive: args.has('r'), newFile: args.has('N'), reportsSame: args.has('s'),
    same: isPlain ? (left, right) => left === right : (left, right) => normal(left) === normal(right),
    labels: args.all('L'), skipsBlankLines: args.has('B'),
    color: args.has('color') && (color === null || color === 'auto' ? sys.isTty(1) : color === 'always'),
    command: sys.argv.filter((word) => word.startsWith('-') && word !== '-').map((word) => ` ${word}`).join(''),
  };
}

function* fail(sys: Sys, name: string, error: unknown): Routine<Status> {
  yield* complain(sys, `${name}: ${strerror(error)}`);
  return 2;
}

const stamp = (sys: Sys, stat: Stat | null): string => localTime(sys, '%Y-%m-%d %H:%M:%S.%N %z', stat?.mtimeMs ?? (stat === null ? 0 : sys.nowMs()));

function painted(text: string, style: Plan['style']): string {
  const code = (line: string): string | null => {
    if (style === 'unified') return /^(---|\+\+\+) /.test(line) ? '1' : line.startsWith('@@') ? '36' : line.startsWith('+') ? '32' : line.startsWith('-') ? '31' : null;
    return line.startsWith('<') ? '31' : line.startsWith('>') ? '32' : null;
  };
  return text.split(/(?<=\n)/).map((line) => {
    const paint = code(line);
    return paint === null ? line : `\x1b[${paint}m${line.replace(/\n$/, '')}\x1b[0m\n`;
  }).join('');
}

function* compareFiles(sys: Sys, a: string, b: string, plan: Plan, isNested: boolean): Routine<Status> {
  const texts: string[] = [];
  const stats: (Stat | null)[] = [];
  let status: Status = 0;
  for (const name of [a, b]) {
    try {
      texts.push(yield* readOperand(sys, name));
      stats.push(name === '-' ? sys.statFd(0) : sys.stat(name));
    } catch (error) {
      if (!plan.newFile || strerror(error) !== 'No such file or directory') status = yield* fail(sys, name, error);
      texts.push('');
      stats.push(null);
    }
  }
  if (status === 2) return 2;
  const [left = '', right = ''] = texts;
  const isBinary = /\0/.test(left) || /\0/.test(right);
  if (left === right) {
    if (plan.reportsSame) yield* sys.write(1, `Files ${a} and ${b} are identical\n`);
    return 0;
  }
  if (isBinary || plan.style === 'brief') {
    yield* sys.write(1, isBinary && plan.style !== 'brief' ? `Binary files ${a} and ${b} differ\n` : `Files ${a} and ${b} differ\n`);
    return isBinary && plan.style !== 'brief' ? 1 : 1;
  }
  const [x, y] = [linesOf(left), linesOf(right)];
  // A last line without newline differs from the same one with it.
  const mark = (file: typeof x): string[] => (file.hasEnd ? [...file.lines] : [...file.lines.slice(0, -1), `${file.lines.at(-1) ?? ''}\n`]);
  let changes = changesBetween(mark(x), mark(y), plan.same);
  if (plan.skipsBlankLines) changes = changes.filter((each) => [...x.lines.slice(each.a0, each.a1), ...y.lines.slice(each.b0, each.b1)].some((line) => line !== ''));
  if (changes.length === 0) return 0;
  const head = isNested ? `diff${plan.command} ${quoteName(a)} ${quoteName(b)}\n` : '';
  const title = (sign: string, index: 0 | 1, name: string): string => `${sign} ${plan.labels[index] ?? `${name}\t${stamp(sys, stats[index] ?? null)}`}\n`;
  const body = plan.style === 'unified' ? title('---', 0, a) + title('+++', 1, b) + unifiedFormat(x, y, changes, plan.context)
    : plan.style === 'context' ? title('***', 0, a) + title('---', 1, b) + contextFormat(x, y, changes, plan.context) : normalFormat(x, y, changes);
  yield* sys.write(1, head + (plan.color ? painted(body, plan.style) : body));
  return 1;
}

const typeName = (stat: Stat): string => {
  if (stat.type === 'file') return stat.sizeBytes === 0 ? 'regular empty file' : 'regular file';
  return { directory: 'directory', symlink: 'symbolic link', character: 'character special file', fifo: 'fifo', socket: 'socket' }[stat.type];
};

function* compareDirectories(sys: Sys, a: string, b: string, plan: Plan): Routine<Status> {
  let status: Status = 0;
  const names = (path: string): string[] => sys.readDirectory(path);
  let lists: [string[], string[]];
  try {
    lists = [names(a), names(b)];
  } catch (error) {
    return yield* fail(sys, a, error);
  }
  const [left, right] = lists;
  for (const name of [...new Set([...left, ...right])].sort()) {
    const [x, y] = [`${a.replace(/\/$/, '')}/${name}`, `${b.replace(/\/$/, '')}/${name}`];
    if (!left.includes(name) || !right.includes(name)) {
      if (plan.newFile) status = worse(status, yield* compareFiles(sys, x, y, plan, true));
      else {
        yield* sys.write(1, `Only in ${left.includes(name) ? a : b}: ${name}\n`);
        status = worse(status, 1);
      }
      continue;
    }
    status = worse(status, yield* compareEntries(sys, x, y, plan));
  }
  return status;
}

function* compareEntries(sys: Sys, x: string, y: string, plan: Plan): Routine<Status> {
  const [p, q] = [sys.stat(x), sys.stat(y)];
  if (p.type === 'directory' && q.type === 'directory') {
    if (plan.recursive) return yield* compareDirectories(sys, x, y, plan);
    yield* sys.write(1, `Common subdirectories: ${x} and ${y}\n`);
    return 0;
  }
  if (p.type !== q.type) {
    yield* sys.write(1, `File ${x} is a ${typeName(p)} while file ${y} is a ${typeName(q)}\n`);
    return 1;
  }
  return yield* compareFiles(sys, x, y, plan, true);
}

/** diff(1): normal, unified and context output. */
export const diff = command({
  name: 'diff', usage: ['[OPTION]... FILES'], summary: 'Compares files line by line; -u unified, -r whole directories, -q only whether they differ.',
  version: 'diff (GNU diffutils) 3.7', isShortNamed: true, usageStatus: 2, hint: "diff: Try 'diff --help' for more information.",
  options: {
    short: '0123456789abBcC:dD:eEfF:hHiI:lL:nNpPqrsS:tTuU:vwW:x:X:yZ',
    long: {
      brief: 'q', 'report-identical-files': 's', context: 'c', 'context=?': 'C', unified: 'u', 'unified=?': 'U', normal: 'normal', 'side-by-side': 'y', recursive: 'r',
      'new-file': 'N', 'ignore-case': 'i', 'ignore-space-change': 'b', 'ignore-all-space': 'w', 'ignore-blank-lines': 'B', 'ignore-trailing-space': 'Z', text: 'a',
      'label=': 'L', 'color=?': 'color', minimal: 'd', 'ignore-matching-lines=': 'I', 'exclude=': 'x', 'width=': 'W', ed: 'e',
    },
  },
  notModelled: ['y', 'e', 'E', 'f', 'F', 'n', 'I', 'x', 'X', 'D', 'l', 'p', 'P', 'S', 't', 'T'],
  *run(sys, args) {
    const plan = planOf(sys, args);
    const [a, b, extra] = args.operands;
    if (a === undefined || b === undefined) throw new UsageError(`missing operand after '${a ?? 'diff'}'`);
    if (extra !== undefined) throw new UsageError(`extra operand '${extra}'`);
    const isDirectory = (name: string): boolean => {
      try {
        return name !== '-' && sys.stat(name).type === 'directory';
      } catch (error) {
        strerror(error);
        return false;
      }
    };
    const [first, second] = [isDirectory(a), isDirectory(b)];
    if (first && second) return yield* compareDirectories(sys, a, b, plan);
    if (first) return yield* compareFiles(sys, `${a.replace(/\/$/, '')}/${splitPath(b).name}`, b, plan, false);
    if (second) return yield* compareFiles(sys, a, `${b.replace(/\/$/, '')}/${splitPath(a).name}`, plan, false);
    return yield* compareFiles(sys, a, b, plan, false);
  },
});
