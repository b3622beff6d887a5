import type { Routine } from '../program.ts';

export type ActiveState = 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating' | 'reloading';

/** One unit as systemd has it loaded. */
export interface Unit {
  readonly name: string;
  readonly description: string;
  /** `loaded`, `not-found`, `masked`, `bad-setting`, `error`. */
  readonly loadState: string;
  readonly activeState: ActiveState;
  /** `running`, `dead`, `exited`, `failed`, `start`, `auto-restart` … */
  readonly subState: string;
  readonly unitFileState: string;
  readonly path: string | null;
  readonly dropIns: readonly string[];
  readonly mainPid: number;
  /** `exit-code`, `signal`, `timeout`, `success` … */
  readonly result: string;
  readonly exitCode: number;
  readonly sinceMs: number | null;
  readonly status: string;
}

export type JobResult = 'done' | 'failed' | 'dependency' | 'timeout' | 'canceled' | 'not-found' | 'masked' | 'invalid';

/** PID 1 as systemctl and the probes ask it. Jobs block until done, in virtual time. */
export interface Systemd {
  unit(name: string): Unit;
  units(): readonly Unit[];
  start(name: string): Routine<JobResult>;
  stop(name: string): Routine<JobResult>;
  restart(name: string): Routine<JobResult>;
  reload(name: string): Routine<JobResult>;
  daemonReload(): void;
}
