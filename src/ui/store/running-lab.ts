import type { Capability, Lab, Snapshot } from '../../lab/lab.ts';
import type { StartStep } from '../../lab/start.ts';
import type { Machines } from './settings.ts';

/** A lab, and the word when the machinery under it breaks. */
export interface RunningLab {
  readonly lab: Lab;
  /** `listener` gets the reason, for the error screen; returns the function that stops it. */
  onCrash(listener: (reason: string) => void): () => void;
  /** Tells that the machines wait for a file that cannot be fetched; `retry` asks for it again. */
  readonly onStuck?: (listener: () => void) => () => void;
  readonly retry?: () => Promise<void>;
  /** Lets the machines stand still while nobody looks. */
  readonly setHidden?: (isHidden: boolean) => Promise<void>;
  /** How long nothing should happen before a save, in milliseconds, where a save costs much. */
  readonly savePauseMs?: number;
}

/** Which machines to start. */
export interface StartRequest {
  readonly machines: Machines;
  /** A saved lab to go on with, or null for a fresh one. */
  readonly snapshot: Snapshot | null;
  /** Hears how far the start has come, step by step, where it takes long. */
  readonly onStep: (step: StartStep) => void;
}

export type StartLab = (request: StartRequest) => Promise<RunningLab>;

/** A real guest as it is served beside the page. */
export interface GuestOffer {
  readonly machines: Machines;
  readonly title: string;
  readonly system: string;
  readonly memoryMb: number;
  /** What is fetched before its first prompt. */
  readonly bytes: number;
  readonly offers: readonly Capability[];
  /** Its prepared scenes, and what is fetched for each. */
  readonly scenes: Readonly<Record<string, number>>;
}
