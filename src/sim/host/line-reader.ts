import type { Routine } from './program.ts';
import type { Sys } from './sys.ts';

const CHUNK = 65536;

/** Reads a descriptor line by line as it comes, so that endless input streams. */
export class LineReader {
  readonly #sys: Sys;
  readonly #fd: number;
  readonly #separator: string;
  #lines: string[] = [];
  #at = 0;
  #rest = '';
  #isAtEnd = false;

  constructor(sys: Sys, fd: number, separator = '\n') {
    this.#sys = sys;
    this.#fd = fd;
    this.#separator = separator;
  }

  /** The next line with its separator (the last may lack it), or null at the end. */
  *next(): Routine<string | null> {
    while (this.#at >= this.#lines.length) {
      if (this.#isAtEnd) {
        const last = this.#rest;
        this.#rest = '';
        return last === '' ? null : last;
      }
      yield* this.#fill();
    }
    return `${this.#lines[this.#at++] ?? ''}${this.#separator}`;
  }

  /** Whether `next` answers without waiting for more input. */
  get hasLine(): boolean {
    return this.#at < this.#lines.length || this.#isAtEnd;
  }

  *#fill(): Routine<void> {
    const text = yield* this.#sys.read(this.#fd, CHUNK);
    if (text === '') {
      this.#isAtEnd = true;
      return;
    }
    const parts = (this.#rest + text).split(this.#separator);
    this.#rest = parts.pop() ?? '';
    this.#lines = parts;
    this.#at = 0;
  }
}
