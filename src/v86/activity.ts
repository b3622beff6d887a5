/** What happened last on each host: a key, a word on a screen, or a packet for it. */
export class Activity {
  readonly #nowMs: () => number;
  readonly #last = new Map<string, { readonly revision: number; readonly atMs: number }>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  stir(host: string): void {
    this.#last.set(host, { revision: this.of(host).revision + 1, atMs: this.#nowMs() });
  }

  /** A number that grows with each thing that happens there, and for how long nothing has. */
  of(host: string): { readonly revision: number; readonly restMs: number } {
    const { revision, atMs } = this.#last.get(host) ?? { revision: 0, atMs: -Infinity };
    return { revision, restMs: this.#nowMs() - atMs };
  }
}
