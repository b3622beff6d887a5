import type { World } from './world.ts';

/** The clock outside: the page's, or a stand-in. */
export interface Wall {
  /** Milliseconds since the epoch. */
  nowMs(): number;
  /** Calls back in `ms`; returns how to take that back. */
  later(ms: number, call: () => void): () => void;
}

/** Work of any length takes at most this long of the student's time, in ms. */
const MOST_WORK_MS = 3000;
/** A pause after which the machines count as having come to rest although timers go on. */
const REST_MS = 30;

/**
 * Lets virtual time pass. With a wall clock it follows it, and plays work faster; without one it runs as fast as it
 * can after each input until the machines are at rest.
 */
export class Pacer {
  readonly #world: World;
  readonly #wall: Wall | null;
  readonly #exclusive: (job: () => Promise<void>) => Promise<void>;
  /** `hasMoved`: something happened by itself meanwhile. */
  readonly #onRest: (hasMoved: boolean) => void;
  /** Virtual minus wall time. */
  #offsetMs = 0;
  #cancel: (() => void) | null = null;
  #isStopped = true;

  constructor(world: World, wall: Wall | null, exclusive: (job: () => Promise<void>) => Promise<void>, onRest: (hasMoved: boolean) => void) {
    this.#world = world;
    this.#wall = wall;
    this.#exclusive = exclusive;
    this.#onRest = onRest;
  }

  start(): void {
    this.#isStopped = false;
    if (this.#wall === null) return;
    this.#offsetMs = this.#world.clock.nowMs() - this.#wall.nowMs();
    this.#plan();
  }

  stop(): void {
    this.#isStopped = true;
    this.#cancel?.();
    this.#cancel = null;
  }

  /** Something was typed: react at once, then go on with the clock. */
  async afterInput(limitMs: number): Promise<void> {
    if (this.#wall === null) {
      await this.#world.rest(limitMs);
      this.#onRest(true);
      return;
    }
    await this.#catchUp();
    this.#plan();
  }

  async #catchUp(): Promise<void> {
    const wall = this.#wall as Wall;
    const goalMs = wall.nowMs() + this.#offsetMs;
    await this.#world.settle();
    let hasMoved = false;
    for (let next = this.#world.next(); next !== null && next.atMs <= goalMs; next = this.#world.next()) {
      this.#world.advanceTo(next.atMs);
      await this.#world.settle();
      hasMoved = true;
    }
    this.#world.advanceTo(goalMs);
    if (this.#world.isQuiet()) this.#onRest(hasMoved);
  }

  #plan(): void {
    this.#cancel?.();
    this.#cancel = null;
    const next = this.#world.next();
    if (this.#isStopped || next === null || this.#wall === null) return;
    const awayMs = Math.max(0, next.atMs - this.#world.clock.nowMs());
    const waitMs = next.work === null ? awayMs : Math.min(awayMs, share(next.work));
    const isQuiet = this.#world.isQuiet();
    const dueMs = isQuiet ? Math.max(waitMs, REST_MS) : waitMs;
    this.#cancel = this.#wall.later(dueMs, () => {
      void this.#exclusive(async () => {
        if (this.#isStopped) return;
        this.#offsetMs += awayMs - waitMs;
        await this.#catchUp();
        this.#plan();
      });
    });
  }
}

/** How long a piece of work takes of the student's time. */
function share({ shareMs, totalMs }: { shareMs: number; totalMs: number }): number {
  return totalMs <= 0 ? 0 : (shareMs / totalMs) * Math.min(totalMs, MOST_WORK_MS);
}
