import { Failure, command, complain, statOrNull } from '../../host/command.ts';
import { SysError, strerror } from '../../host/errors.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { LineReader } from '../../host/line-reader.ts';
import { splitPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { Sed, type SedStreams } from './sed-run.ts';
import { SedParser, type SedCommand } from './sed-script.ts';

const SUFFIX = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** Input files one after the other, output to standard output or into the file's new content. */
class Streams implements SedStreams {
  readonly #sys: Sys;
  readonly #separator: string;
  readonly #files: string[];
  readonly #written = new Map<string, string>();
  #reader: LineReader | null = null;
  #fd: number | null = null;
  #ahead: string | null = null;
  #pending = '';
  /** The last line printed had no end in its file: it gets one when more follows. */
  #lacksEnd = false;
  /** Where -i collects the new text; null writes to standard output. */
  collected: string | null = null;
  fileName = '-';
  status = 0;

  constructor(sys: Sys, files: readonly string[], separator: string) {
    this.#sys = sys;
    this.#files = [...files];
    this.#separator = separator;
  }

  *#fetch(): Routine<string | null> {
    for (;;) {
      if (this.#reader === null) {
        const name = this.#files.shift();
        if (name === undefined) return null;
        yield* this.#open(name);
        continue;
      }
      if (!this.#reader.hasLine) yield* this.flush();
      const line = yield* this.#reader.next();
      if (line !== null) return line;
      if (this.#fd !== null && this.#fd !== 0) this.#sys.close(this.#fd);
      this.#reader = null;
    }
  }

  *#open(name: string): Routine<void> {
    try {
      if (name !== '-' && statOrNull(this.#sys, name)?.type === 'directory') {
        yield* complain(this.#sys, `read error on ${name}: Is a directory`);
        this.status = 4;
        return;
      }
      this.#fd = name === '-' ? 0 : this.#sys.open(name, { read: true });
      this.#reader = new LineReader(this.#sys, this.#fd, this.#separator);
      this.fileName = name;
    } catch (error) {
      yield* this.flush();
      yield* complain(this.#sys, `can't read ${name}: ${strerror(error)}`);
      this.status = 2;
    }
  }

  *next(): Routine<string | null> {
    const line = this.#ahead ?? (yield* this.#fetch());
    this.#ahead = null;
    return line;
  }

  *isLast(): Routine<boolean> {
    this.#ahead ??= yield* this.#fetch();
    return this.#ahead === null;
  }

  *print(text: string, isLine = false): Routine<void> {
    const lead = this.#lacksEnd ? this.#separator : '';
    this.#lacksEnd = isLine && !text.endsWith(this.#separator);
    if (this.collected !== null) {
      this.collected += lead + text;
      return;
    }
    this.#pending += lead + text;
    if (this.#pending.length > 16384) yield* this.flush();
  }

  *flush(): Routine<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') yield* this.#sys.write(1, text);
  }

  *write(file: string, text: string): Routine<void> {
    if (file === '/dev/stdout') {
      yield* this.print(text);
      return;
    }
    if (file === '/dev/stderr') {
      yield* this.#sys.write(2, text);
      return;
    }
    const all = (this.#written.get(file) ?? '') + text;
    this.#written.set(file, all);
    try {
      this.#sys.writeFile(file, all);
    } catch (error) {
      throw new Failure(`couldn't open file ${file}: ${strerror(error)}`, 4);
    }
  }

  readFile(file: string): string {
    try {
      return this.#sys.readFile(file);
    } catch (error) {
      strerror(error);
      return '';
    }
  }
}

interface Plan {
  readonly commands: SedCommand[];
  readonly files: readonly string[];
  readonly isQuiet: boolean;
  readonly separator: string;
  readonly suffix: string | null;
}

function planOf(sys: Sys, args: ParsedOptions): Plan {
  const extended = args.has('E') || args.has('r');
  const given = args.options.filter((each) => each.name === 'e' || each.name === 'f');
  const script = given.length === 0 ? args.operands[0] : given.map(({ name, value }) => {
    if (name === 'e') return value ?? '';
    try {
      return sys.readFile(value ?? '').replace(/\n$/, '');
    } catch (error) {
      throw new Failure(`couldn't open file ${value ?? ''}: ${strerror(error)}`, 4);
    }
  }).join('\n');
  if (script === undefined) throw new UsageError('');
  const commands = new SedParser(script, extended).parse();
  const files = given.length === 0 ? args.operands.slice(1) : args.operands;
  return {
    commands, files, isQuiet: args.has('n') || /^#n\n/.test(script), separator: args.has('z') ? '\0' : '\n',
    suffix: args.has('i') ? args.last('i') ?? '' : null,
  };
}

/** -i: the new text goes to a temporary file beside the old one and takes its name, mode and owner. */
function* editInPlace(sys: Sys, path: string, plan: Plan): Routine<number> {
  const stat = statOrNull(sys, path);
  if (stat === null) {
    yield* complain(sys, `can't read ${path}: No such file or directory`);
    return 2;
  }
  if (stat.type !== 'file') {
    yield* complain(sys, `couldn't edit ${path}: not a regular file`);
    return 4;
  }
  const { directory } = splitPath(path);
  const temporary = `${directory === '.' ? '.' : directory}/sed${Array.from({ length: 6 }, () => SUFFIX.charAt(sys.dice.between(0, SUFFIX.length - 1))).join('')}`.replace(/^\/\//, '/');
  const streams = new Streams(sys, [path], plan.separator);
  streams.collected = '';
  if (!sys.access(path, 'read')) {
    yield* complain(sys, `can't read ${path}: Permission denied`);
    return 2;
  }
  try {
    sys.close(sys.open(temporary, { write: true, create: true, exclusive: true, mode: 0o600 }));
  } catch (error) {
    throw new Failure(`couldn't open temporary file ${temporary}: ${strerror(error)}`, 4);
  }
  const status = yield* new Sed(plan.commands, streams, plan.isQuiet, plan.separator).run();
  // What q leaves unread is kept.
  for (let rest = yield* streams.next(); status !== null && rest !== null; rest = yield* streams.next()) streams.collected += rest;
  sys.writeFile(temporary, streams.collected);
  try {
    sys.chown(temporary, stat.uid, stat.gid);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
  sys.chmod(temporary, stat.mode);
  if (plan.suffix !== null && plan.suffix !== '') sys.rename(path, plan.suffix.includes('*') ? `${directory}/${plan.suffix.replaceAll('*', splitPath(path).name)}` : path + plan.suffix);
  sys.rename(temporary, path);
  return status ?? 0;
}

/** sed(1) of GNU. */
export const sed = command({
  name: 'sed', usage: ['[OPTION]... {script-only-if-no-other-script} [input-file]...'],
  summary: 'Changes lines by a script: s/regex/text/, d, p, a, i, c and more; -i changes the files themselves.',
  version: 'sed (GNU sed) 4.8', isShortNamed: true,
  hint: 'Usage: sed [OPTION]... {script-only-if-no-other-script} [input-file]...\n',
  options: {
    short: 'bsnrzuEe:f:l:i::Vh',
    long: {
      binary: 'b', regexp_extended: 'E', 'regexp-extended': 'E', debug: 'debug', 'in-place=?': 'i', 'expression=': 'e', 'file=': 'f', 'line-length=': 'l',
      'null-data': 'z', 'zero-terminated': 'z', quiet: 'n', posix: 'p', silent: 'n', sandbox: 'S', separate: 's', unbuffered: 'u', 'follow-symlinks': 'F',
    },
  },
  notModelled: ['debug', 'l'],
  *run(sys, args) {
    const plan = planOf(sys, args);
    if (plan.suffix !== null) {
      let worst = 0;
      for (const path of plan.files) {
        for (const each of plan.commands) each.state.isOpen = false;
        worst = Math.max(worst, yield* editInPlace(sys, path, plan));
      }
      if (plan.files.length === 0) throw new Failure('no input files', 1);
      return worst;
    }
    const groups = args.has('s') ? plan.files.map((file) => [file]) : [plan.files.length === 0 ? ['-'] : plan.files];
    let worst = 0;
    for (const files of groups) {
      const streams = new Streams(sys, files, plan.separator);
      const sedRun = new Sed(plan.commands, streams, plan.isQuiet, plan.separator);
      sedRun.restart();
      const status = yield* sedRun.run();
      yield* streams.flush();
      if (status !== null) return status;
      worst = Math.max(worst, streams.status);
    }
    return worst;
  },
});
