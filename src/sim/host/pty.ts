import { OpenFile } from './open-file.ts';
import type { EditRequest, EditResult } from './sys.ts';
import type { Tty } from './tty.ts';

/** The master end of a pseudo-terminal: writes are keys, reads are what the screen would show. */
export class PtyMaster extends OpenFile {
  readonly tty: Tty;
  readonly #hangUp: () => void;
  readonly #stop: readonly (() => void)[];
  #screen = '';
  #edits: (EditRequest | null)[] = [];

  constructor(tty: Tty, hangUp: () => void) {
    super();
    this.tty = tty;
    this.#hangUp = hangUp;
    this.#stop = [
      tty.output.on((text) => { this.#screen += text; }),
      tty.edits.on((request) => { this.#edits.push(request); }),
    ];
  }

  hasInput(): boolean {
    return this.#screen !== '' || this.#edits.length > 0 || this.tty.isHungUp;
  }

  take(max: number): string {
    const text = this.#screen.slice(0, max);
    this.#screen = this.#screen.slice(text.length);
    return text;
  }

  /** Requests for the editor since the last call; null: it is closed. */
  takeEdits(): (EditRequest | null)[] {
    const edits = this.#edits;
    this.#edits = [];
    return edits;
  }

  answerEdit(result: EditResult): void {
    this.tty.editResult = result;
  }

  hasRoom(): boolean {
    return true;
  }

  put(keys: string): string {
    this.tty.type(keys);
    return '';
  }

  override release(): void {
    for (const stop of this.#stop) stop();
    this.#hangUp();
  }
}
