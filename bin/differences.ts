/** Differences between simulator and real guest that are as they must be. Each explains narrow lines of a few commands. */
export interface Reason {
  /** The commands it is about. */
  readonly command: RegExp;
  /** Lines that only the simulator prints, as `normalised` makes them. */
  readonly simulated?: RegExp;
  /** Lines that only the real guest prints. */
  readonly real?: RegExp;
  /** Exit statuses: simulated, real. */
  readonly exit?: readonly [number, number];
  /** The same lines in another order. */
  readonly isOrder?: true;
  readonly reason: string;
}

export const REASONS: readonly Reason[] = [
];
