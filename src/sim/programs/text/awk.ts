import { Failure, command } from '../../host/command.ts';
import { strerror } from '../../host/errors.ts';
import { UsageError } from '../../host/getopt.ts';
import { LineReader } from '../../host/line-reader.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { parseAwk } from './awk/parse.ts';
import { Awk, type AwkInput } from './awk/run.ts';

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', '\\': '\\', r: '\r', '"': '"' };
const unescape = (text: string): string => text.replace(/\\(.)/g, (whole, sign: string) => ESCAPES[sign] ?? whole);

/** Files and `name=value` words one after the other; standard input where there is no file. */
class Operands implements AwkInput {
  readonly #sys: Sys;
  readonly #words: string[];
  #reader: LineReader | null = null;
  #separator = '\n';
  #fd = 0;
  #hasOpened = false;
  awk: Awk | null = null;
  status = 0;

  constructor(sys: Sys, words: readonly string[]) {
    this.#sys = sys;
    this.#words = [...words];
  }

  *next(separator: string): Routine<string | null> {
    for (;;) {
      if (this.#reader === null && !(yield* this.#open(separator))) return null;
      const reader = this.#reader as LineReader;
      if (!reader.hasLine) yield* this.#flush();
      const record = separator === '' ? yield* this.#paragraph(reader) : yield* reader.next();
      if (record !== null) return record.endsWith(this.#separator) && separator !== '' ? record.slice(0, -this.#separator.length) : record;
      this.skipFile();
    }
  }

  /** RS="": records are parted by empty lines. */
  *#paragraph(reader: LineReader): Routine<string | null> {
    const lines: string[] = [];
    for (;;) {
      const line = yield* reader.next();
      if (line === null) return lines.length === 0 ? null : lines.join('\n');
      const text = line.replace(/\n$/, '');
      if (text !== '') lines.push(text);
      else if (lines.length > 0) return lines.join('\n');
    }
  }

  *#flush(): Routine<void> {
    if (this.awk !== null) yield* this.awk.flush();
  }

  *#open(separator: string): Routine<boolean> {
    for (;;) {
      const word = this.#words.shift();
      if (word === undefined && this.#hasOpened) return false;
      const assignment = word === undefined ? null : /^([A-Za-z_]\w*)=(.*)$/s.exec(word);
      if (assignment !== null) {
        this.awk?.set(assignment[1] ?? '', { text: unescape(assignment[2] ?? '') });
        continue;
      }
      this.#hasOpened = true;
      const name = word ?? '-';
      try {
        if (name !== '-' && this.#sys.stat(name).type === 'directory') {
          yield* this.#sys.write(2, `awk: warning: command line argument \`${name}' is a directory: skipped\n`);
          continue;
        }
        this.#fd = name === '-' ? 0 : this.#sys.open(name, { read: true });
      } catch (error) {
        yield* this.#flush();
        yield* this.#sys.write(2, `awk: fatal: cannot open file \`${name}' for reading: ${strerror(error)}\n`);
        this.status = 2;
        return false;
      }
      this.#separator = separator === '' ? '\n' : separator;
      this.#reader = new LineReader(this.#sys, this.#fd, this.#separator);
      this.awk?.set('FILENAME', word === undefined ? '' : name);
      this.awk?.set('FNR', 0);
      return true;
    }
  }

  skipFile(): void {
    if (this.#fd !== 0) this.#sys.close(this.#fd);
    this.#fd = 0;
    this.#reader = null;
  }
}

function awkProgram(name: 'awk' | 'gawk'): Program {
  return command({
    name, usage: ["[-F fs] [-v var=value] 'program' [file ...]", '[-F fs] [-v var=value] -f progfile [file ...]'],
    summary: 'Runs a small program for each line: pattern { action }.', version: 'GNU Awk 5.1.0, API: 3.0', isShortNamed: true, usageStatus: 1,
    hint: "Usage: awk [POSIX or GNU style options] -f progfile [--] file ...\nUsage: awk [POSIX or GNU style options] [--] 'program' file ...",
    options: { short: '+F:f:v:bcCd::D::e:E:ghi:l:L::MnNo::OpPrsStV', long: { 'field-separator=': 'F', 'file=': 'f', 'assign=': 'v', posix: 'P', 'source=': 'e', traditional: 'c', 're-interval': 'r' } },
    notModelled: ['b', 'c', 'C', 'd', 'D', 'E', 'g', 'i', 'l', 'L', 'M', 'n', 'N', 'o', 'p', 'P', 'S'],
    *run(sys, args) {
      const files = args.all('f').map((path) => {
        try {
          return sys.readFile(path);
        } catch (error) {
          throw new Failure(`fatal: cannot open source file \`${path}' for reading: ${strerror(error)}`, 2);
        }
      });
      const given = [...files, ...args.all('e')];
      const [first] = args.operands;
      if (given.length === 0 && first === undefined) throw new UsageError('');
      const program = parseAwk(given.length === 0 ? first ?? '' : given.join('\n'));
      const words = given.length === 0 ? args.operands.slice(1) : args.operands;
      const input = new Operands(sys, words);
      const awk = new Awk(sys, program, input);
      input.awk = awk;
      awk.setArguments(['awk', ...words]);
      const separator = args.last('F');
      if (separator !== null) awk.set('FS', separator === 't' ? '\t' : unescape(separator));
      for (const text of args.all('v')) {
        const at = text.indexOf('=');
        if (at === -1) throw new Failure(`fatal: \`${text}' argument to \`-v' not in \`var=value' form`, 2);
        awk.set(text.slice(0, at), { text: unescape(text.slice(at + 1)) });
      }
      try {
        const status = yield* awk.run();
        return status === 0 ? input.status : status;
      } catch (error) {
        if (error instanceof Failure) yield* awk.flush();
        throw error;
      }
    },
  });
}

/** awk(1): gawk's language, without its debugger, extensions and network. */
export const awk = awkProgram('awk');
export const gawk = awkProgram('gawk');
