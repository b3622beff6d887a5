import { byteLength, fromBytes, toBytes } from '../../../base/bytes.ts';
import { Failure, command, complain, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { parseSize } from '../../host/human.ts';
import type { Routine } from '../../host/program.ts';
import { curly, shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

interface Plan {
  readonly unit: 'lines' | 'bytes';
  readonly count: number;
  /** From the `count`th on rather than the last `count`. */
  readonly fromStart: boolean;
  readonly separator: string;
  readonly follows: 'no' | 'descriptor' | 'name';
  readonly retries: boolean;
  readonly hasTitles: boolean;
  readonly sleepMs: number;
  readonly pid: number | null;
}

/** A file that is followed: how far it was shown, and which inode that was. Plain data, kept over a restore. */
interface Followed {
  readonly name: string;
  ino: number | null;
  offset: number;
}

function planOf(args: ParsedOptions): Plan {
  const unit = args.lastOf('c', 'n') === 'c' ? 'bytes' : 'lines';
  const text = args.last(unit === 'bytes' ? 'c' : 'n') ?? '10';
  const count = parseSize(text.replace(/^[-+]/, ''));
  if (count === null) throw new Failure(`invalid number of ${unit}: ${curly(text)}`);
  const follow = args.lastOf('f', 'F', 'follow');
  const seconds = args.last('s') ?? '1';
  if (!/^\d+(\.\d*)?$/.test(seconds)) throw new Failure(`invalid number of seconds: ${curly(seconds)}`);
  return {
    unit, count, fromStart: text.startsWith('+'), separator: args.has('z') ? '\0' : '\n',
    follows: follow === null ? 'no' : follow === 'F' || args.last('follow') === 'name' ? 'name' : 'descriptor',
    retries: follow === 'F' || args.has('retry'),
    hasTitles: args.lastOf('q', 'v') === 'v' || (!args.has('q') && args.operands.length > 1),
    sleepMs: Number(seconds) * 1000, pid: args.last('pid') === null ? null : Number(args.last('pid')),
  };
}

/** The part of a whole text that is shown. */
function ending(text: string, plan: Plan): string {
  if (plan.unit === 'bytes') {
    const bytes = toBytes(text);
    return fromBytes(plan.fromStart ? bytes.subarray(Math.max(0, plan.count - 1)) : bytes.subarray(Math.max(0, bytes.length - plan.count)));
  }
  const lines = text.split(new RegExp(`(?<=${plan.separator})`));
  if (plan.fromStart) return lines.slice(Math.max(0, plan.count - 1)).join('');
  return plan.count === 0 ? '' : lines.slice(-plan.count).join('');
}

const title = (name: string, isFirst: boolean): string => `${isFirst ? '' : '\n'}==> ${name === '-' ? 'standard input' : name} <==\n`;

/** One run of tail. */
class Tail {
  readonly #sys: Sys;
  readonly #plan: Plan;
  readonly followed: Followed[];
  #lastTitle: string | null = null;
  status = 0;

  constructor(sys: Sys, plan: Plan, followed: Followed[] = []) {
    this.#sys = sys;
    this.#plan = plan;
    this.followed = followed;
  }

  *show(name: string): Routine<void> {
    const fd = name === '-' ? 0 : yield* this.#open(name);
    if (fd === null) return;
    if (this.#plan.hasTitles) yield* this.#title(name);
    try {
      const stat = this.#sys.statFd(fd);
      const text = yield* this.#sys.readAll(fd);
      yield* this.#sys.write(1, ending(text, this.#plan));
      if (name !== '-' || stat.type === 'file') this.followed.push({ name, ino: stat.ino, offset: byteLength(text) });
    } catch (error) {
      if (!(error instanceof SysError) || error.errno !== 'EISDIR') throw error;
      yield* complain(this.#sys, `error reading ${shellQuoteAlways(name)}: ${error.text}`);
      if (this.#plan.follows !== 'no') yield* complain(this.#sys, `${name}: cannot follow end of this type of file; giving up on this name`);
      this.status = 1;
    } finally {
      if (fd !== 0) this.#sys.close(fd);
    }
  }

  *#open(name: string): Routine<number | null> {
    try {
      return this.#sys.open(name, { read: true });
    } catch (error) {
      yield* complain(this.#sys, `cannot open ${shellQuoteAlways(name)} for reading: ${strerror(error)}`);
      this.status = 1;
      if (this.#plan.retries) this.followed.push({ name, ino: null, offset: 0 });
      return null;
    }
  }

  *#title(name: string): Routine<void> {
    if (this.#lastTitle === name) return;
    yield* this.#sys.write(1, title(name, this.#lastTitle === null));
    this.#lastTitle = name;
  }

  /** Shows what is added to the files until it is ended, or the process of --pid is. */
  *follow(): Routine<number> {
    const { pid, sleepMs } = this.#plan;
    while (this.followed.length > 0) {
      this.#sys.checkpoint(() => this.followed.map((file) => ({ ...file })));
      yield* this.#change(pid === null ? null : sleepMs);
      for (const file of this.followed) yield* this.#look(file);
      if (pid !== null && !this.#sys.processes().some((each) => each.pid === pid)) return this.status;
    }
    yield* complain(this.#sys, 'no files remaining');
    return 1;
  }

  /** Waits until some file changes, as inotify(7) tells; looks again after `sleepMs` where it must watch a process, too. */
  *#change(sleepMs: number | null): Routine<void> {
    const seen = this.#sys.filesVersion;
    const ready = (): boolean => this.#sys.filesVersion !== seen;
    yield sleepMs === null ? { ready } : { ready, untilMs: this.#sys.nowMs() + sleepMs };
  }

  *#look(file: Followed): Routine<void> {
    const stat = statOrNull(this.#sys, file.name);
    const shown = shellQuoteAlways(file.name);
    if (stat === null) {
      if (file.ino !== null && this.#plan.follows === 'name') {
        yield* complain(this.#sys, `${shown} has become inaccessible: No such file or directory`);
        file.ino = null;
      }
      return;
    }
    if (stat.ino !== file.ino) {
      if (this.#plan.follows === 'descriptor' && file.ino !== null) return;
      yield* complain(this.#sys, `${shown} has ${file.ino === null ? 'appeared' : 'been replaced'};  following new file`);
      file.ino = stat.ino;
      file.offset = 0;
    }
    if (stat.sizeBytes < file.offset) {
      yield* complain(this.#sys, `${file.name}: file truncated`);
      file.offset = 0;
    }
    if (stat.sizeBytes === file.offset) return;
    const bytes = toBytes(this.#sys.readFile(file.name));
    if (this.#plan.hasTitles) yield* this.#title(file.name);
    yield* this.#sys.write(1, fromBytes(bytes.subarray(file.offset)));
    file.offset = bytes.length;
  }
}

/** The old form `tail -5`, `tail -5f`, `tail +5` becomes options. */
function withoutOldForm(args: readonly string[]): readonly string[] {
  const matched = /^([-+])(\d+)([bcl]?)(f?)$/.exec(args[0] ?? '');
  if (matched === null || (matched[1] === '+' && args.length > 2)) return args;
  const [, sign, count = '', unit, f] = matched;
  return [unit === 'c' ? '-c' : '-n', (sign === '+' ? '+' : '') + count, ...(f === 'f' ? ['-f'] : []), ...args.slice(1)];
}

/** tail(1). */
export const tail = command({
  name: 'tail',
  rewrite: withoutOldForm,
  usage: ['[OPTION]... [FILE]...'],
  summary: 'Prints the last 10 lines of each FILE; -n NUM lines, -c NUM bytes, +NUM from there on; -f goes on as files grow.',
  version: 'tail (GNU coreutils) 8.32',
  options: {
    short: 'c:n:fFqs:vz',
    long: {
      'bytes=': 'c', 'follow=?': 'follow', 'lines=': 'n', 'max-unchanged-stats=': 'unchanged', 'pid=': 'pid', quiet: 'q', silent: 'q', retry: 'retry',
      'sleep-interval=': 's', verbose: 'v', 'zero-terminated': 'z',
    },
  },
  *run(sys, args, resumed) {
    const plan = planOf(args);
    const tail = new Tail(sys, plan, (resumed as unknown as Followed[] | undefined) ?? []);
    if (resumed === undefined) {
      for (const name of args.operands.length === 0 ? ['-'] : args.operands) yield* tail.show(name);
    }
    if (plan.follows === 'no') return tail.status;
    // Following a pipe on standard input ends with it.
    if (tail.followed.length === 0 && tail.status === 0) return 0;
    return yield* tail.follow();
  },
});
