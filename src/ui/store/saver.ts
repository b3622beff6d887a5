// Writes the newest state soon, one write at a time: requests made during a write become one more write after it.

export type SaveState = 'saved' | 'saving' | 'failed';

export class Saver {
  readonly #write: () => Promise<void>;
  readonly #tell: (state: SaveState) => void;
  #running: Promise<void> | null = null;
  #isWanted = false;
  #isStopped = false;

  constructor(write: () => Promise<void>, tell: (state: SaveState) => void) {
    this.#write = write;
    this.#tell = tell;
  }

  /** Asks for a write; resolves when everything asked for so far is written, or could not be. */
  save(): Promise<void> {
    if (this.#isStopped) return Promise.resolve();
    this.#isWanted = true;
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Writes nothing any more, not even what was asked for. */
  stop(): void {
    this.#isStopped = true;
    this.#isWanted = false;
  }

  async #run(): Promise<void> {
    this.#tell('saving');
    let isWritten = true;
    while (this.#isWanted) {
      this.#isWanted = false;
      isWritten = await this.#write().then(
        () => true,
        () => false,
      );
    }
    if (!this.#isStopped) this.#tell(isWritten ? 'saved' : 'failed');
  }
}
