import type { Lab } from '../../lab/lab.ts';

/** A lab, and the word when the machinery under it breaks. */
export interface RunningLab {
  readonly lab: Lab;
  /** `listener` gets the reason, for the error screen; returns the function that stops it. */
  onCrash(listener: (reason: string) => void): () => void;
}
