import type { MachineFacts } from './conditions.ts';
import type { ManagerLog } from './messages.ts';
import type { UnitRunner } from './manager.ts';
import type { UnitState } from './state.ts';

/** What the parts of PID 1 share. */
export interface Core {
  readonly runner: UnitRunner;
  readonly log: ManagerLog;
  readonly units: Map<string, UnitState>;
  facts(): MachineFacts;
  /** The unit in memory, loaded if need be. */
  load(name: string): UnitState;
  /** Moves a unit to another low-level state and tells its jobs and those that depend on it. */
  enter(unit: UnitState, sub: string): void;
  /** Does `act` after what is being done now. */
  post(act: () => void): void;
  /** Whether a job to stop (or to stop and start) the unit is waiting or running. */
  isStopping(unit: UnitState): boolean;
  /** Ids of live processes of the unit. */
  pidsOf(name: string): number[];
  /** The lowest pid that the next process may get, or null. */
  pidFloor(): number | null;
  /** Starts a unit on systemd's own account (a timer, OnFailure=, an automatic restart). */
  trigger(name: string, kind: 'start' | 'restart' | 'stop'): void;
}
