/** Nobody typed and nothing was printed for so long: then there is time for what can wait. */
const QUIET_MS = 1500;
/** What can wait does not wait longer: something may be printing or working all the time. */
const PATIENCE_MS = 60_000;
/** The same for what should not wait long. */
const PAUSE_PATIENCE_MS = 15_000;
/** Work that has begun stands still for no longer than this in all. */
const WAY_MS = 5000;
const WAY_LOOK_MS = 20;
const LOOK_MS = 100;

const slept = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

/** When the machines are free for what can wait: they share one processor, and a person or a check comes first. */
export class Quiet {
  readonly #nowMs: () => number;
  readonly #isIdle: () => boolean;
  #stirredMs = -Infinity;
  #urgent = 0;
  #patient = 0;
  #turn: Promise<unknown> = Promise.resolve();

  /** `isIdle`: no machine has anything to do. */
  constructor(nowMs: () => number, isIdle: () => boolean) {
    this.#nowMs = nowMs;
    this.#isIdle = isIdle;
  }

  /** A key was pressed, or something was printed. */
  stir(): void {
    this.#stirredMs = this.#nowMs();
  }

  /** Whether the lab itself does something on the machines at this moment. */
  get isDoing(): boolean {
    return this.#urgent + this.#patient > 0;
  }

  /** Does at once what somebody waits for. */
  async urgently<T>(job: () => Promise<T>): Promise<T> {
    this.#urgent += 1;
    try {
      return await job();
    } finally {
      this.#urgent -= 1;
    }
  }

  /** Does what can wait: one thing after the other, each when it is quiet. */
  patiently<T>(job: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(async () => {
      await this.#comes(PATIENCE_MS);
      this.#patient += 1;
      return job().finally(() => { this.#patient -= 1; });
    });
    this.#turn = mine.catch(() => undefined);
    return mine;
  }

  /** Does what waits for a pause, and not for other things that can wait: somebody may be about to leave. */
  async inPause<T>(job: () => Promise<T>): Promise<T> {
    await this.#comes(PAUSE_PATIENCE_MS);
    return job();
  }

  /** What long work awaits between its pieces: others have their turn, and a check that is under way comes first, for a while in all. */
  givingWay(): () => Promise<void> {
    let leftMs = WAY_MS;
    return async () => {
      await slept(0);
      for (; this.#urgent > 0 && leftMs > 0; leftMs -= WAY_LOOK_MS) await slept(WAY_LOOK_MS);
    };
  }

  async #comes(patienceMs: number): Promise<void> {
    const start = this.#nowMs();
    const isEarly = (): boolean => this.#urgent > 0 || this.#nowMs() - this.#stirredMs < QUIET_MS || !this.#isIdle();
    while (isEarly() && this.#nowMs() - start < patienceMs) await slept(LOOK_MS);
  }
}
