// time: Clock, Agenda, Dice, Ids: the only sources of time, chance and identity. Knows nothing of hosts.

/** Virtual time in milliseconds since the Unix epoch (UTC). Only the world's loop moves it forward. */
export class Clock {
  #nowMs: number;
  #aheadMs = 0;

  constructor(nowMs: number) {
    this.#nowMs = nowMs;
  }

  /** Now, including the time that the handler now running has spent so far. */
  nowMs(): number {
    return this.#nowMs + this.#aheadMs;
  }

  /** Moves time forward; never back. */
  advanceTo(nowMs: number): void {
    if (nowMs > this.#nowMs) this.#nowMs = nowMs;
  }

  /** Inside a run-to-completion handler: time passes for it and whom it asks, not yet for the others. */
  spend(ms: number): void {
    this.#aheadMs += ms;
  }

  /** How far the running handler is ahead, in ms. */
  aheadMs(): number {
    return this.#aheadMs;
  }

  setAheadMs(ms: number): void {
    this.#aheadMs = ms;
  }
}

/** Date parts (UTC) of a virtual time; the one place that turns milliseconds into a calendar. */
export function calendar(ms: number): {
  year: number; month: number; day: number; hour: number; minute: number; second: number; ms: number; weekday: number;
} {
  const date = new Date(ms);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    ms: date.getUTCMilliseconds(),
    weekday: date.getUTCDay(),
  };
}

/** Milliseconds since the epoch of a UTC calendar time. */
export function fromCalendar(year: number, month: number, day: number, hour = 0, minute = 0, second = 0): number {
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
