import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';

/** How much Python keeps back before it writes to a pipe or a file. */
const BUFFER = 8192;

/** Python's stdout: at once on a terminal, else kept back until there is enough or the program ends. */
export class Output {
  readonly isTerminal: boolean;
  readonly #sys: Sys;
  #kept = '';
  /** A file that takes the output meanwhile. */
  #file: number | null = null;

  constructor(sys: Sys) {
    this.#sys = sys;
    this.isTerminal = sys.isTty(1);
  }

  *write(text: string): Routine<void> {
    if (this.#file !== null) {
      yield* this.#sys.write(this.#file, text);
      return;
    }
    this.#kept += text;
    if (this.isTerminal || this.#kept.length >= BUFFER) yield* this.flush();
  }

  *flush(): Routine<void> {
    const text = this.#kept;
    this.#kept = '';
    if (text !== '') yield* this.#sys.write(1, text);
  }

  /** Long text on a terminal: through a pager, as autopage does; else as it is. */
  *page(text: string): Routine<void> {
    const isLong = this.isTerminal && this.#file === null && text.split('\n').length > this.#sys.ttySize(1).rows;
    const pager = (this.#sys.env['PAGER'] ?? '') || 'less';
    if (!isLong || pager === 'cat' || !this.#sys.exists(`/usr/bin/${pager}`)) {
      yield* this.write(text);
      return;
    }
    yield* this.flush();
    const [input, output] = this.#sys.pipe();
    const pid = yield* this.#sys.spawn(`/usr/bin/${pager}`, pager === 'less' ? [pager, '-R', '-X'] : [pager], { fds: { 0: input, 1: 1, 2: 2 } });
    this.#sys.close(input);
    this.#sys.ignoreSignals(['SIGPIPE']);
    try {
      yield* this.#sys.write(output, text);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
    this.#sys.close(output);
    yield* this.#sys.wait(pid);
  }

  /** Runs something with its output in a file: `> file` at the client's own prompt. */
  *into<T>(path: string, appends: boolean, run: () => Routine<T>): Routine<T | false> {
    try {
      this.#file = this.#sys.open(path, { write: true, create: true, append: appends, truncate: !appends });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* this.#sys.write(2, 'Failed to redirect output\n');
      return false;
    }
    const result = yield* run();
    this.#sys.close(this.#file);
    this.#file = null;
    return result;
  }
}
