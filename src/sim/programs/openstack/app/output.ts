import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';

/** How much Python keeps back before it writes to a pipe or a file. */
const BUFFER = 8192;

/** Python's stdout: at once on a terminal, else kept back until there is enough or the program ends. */
export class Output {
  readonly #sys: Sys;
  readonly #isTerminal: boolean;
  #kept = '';

  constructor(sys: Sys) {
    this.#sys = sys;
    this.#isTerminal = sys.isTty(1);
  }

  *write(text: string): Routine<void> {
    this.#kept += text;
    if (this.#isTerminal || this.#kept.length >= BUFFER) yield* this.flush();
  }

  *flush(): Routine<void> {
    const text = this.#kept;
    this.#kept = '';
    if (text !== '') yield* this.#sys.write(1, text);
  }
}
