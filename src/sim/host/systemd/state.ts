// What PID 1 remembers: plain data.
import type { ActiveState, CommandRun, JobResult, Unit } from './systemd.ts';
import type { UnitConfig } from './unit-config.ts';

/** One unit in memory. Times in ms since the epoch. */
export interface UnitState {
  readonly name: string;
  config: UnitConfig;
  active: ActiveState;
  /** systemd's low-level state: `running`, `start-pre`, `stop-sigterm` … */
  sub: string;
  result: string;
  reloadResult: string;
  mainPid: number;
  controlPid: number;
  main: CommandRun | null;
  runs: CommandRun[];
  /** The command that is running out of a list: its setting and place. */
  step: { setting: string; index: number } | null;
  inactiveExitMs: number | null;
  activeEnterMs: number | null;
  activeExitMs: number | null;
  inactiveEnterMs: number | null;
  /** The journal's last number before the unit left `inactive`: `status` shows what came after. */
  shownFromSeq: number;
  /** Ids of appointments. */
  timeout: number | null;
  restart: number | null;
  restarts: number;
  /** Starts within the limit's interval. */
  startTimes: number[];
  statusText: string;
  /** Of processes that have ended, since the last start. */
  cpuMs: number;
  job: number | null;
  failedCondition: { text: string; atMs: number } | null;
  willRestart: boolean;
  /** The restart under way is systemd's own: its counter goes on. */
  isAutoRestart: boolean;
  invocation: string;
  facts: Record<string, string>;
}

/** One job. */
export interface JobState {
  readonly id: number;
  readonly unit: string;
  kind: 'start' | 'stop' | 'restart' | 'reload' | 'verify-active';
  isRunning: boolean;
  result: JobResult | null;
  /** A dependency's failure does not matter to those who merely want it. */
  readonly isAnchor: boolean;
  readonly beganMs: number;
}

export const newUnit = (config: UnitConfig): UnitState => ({
  name: config.name, config, active: 'inactive', sub: 'dead', result: 'success', reloadResult: 'success', mainPid: 0, controlPid: 0,
  main: null, runs: [], step: null, inactiveExitMs: null, activeEnterMs: null, activeExitMs: null, inactiveEnterMs: null,
  shownFromSeq: 0, timeout: null, restart: null, restarts: 0, startTimes: [], statusText: '', cpuMs: 0, job: null,
  failedCondition: null, willRestart: false, isAutoRestart: false, invocation: '', facts: {},
});

/** A low-level state's high-level one (`systemctl --state=help` lists them). */
export const ACTIVE_OF: Readonly<Record<string, ActiveState>> = {
  dead: 'inactive', failed: 'failed', condition: 'activating', 'start-pre': 'activating', start: 'activating',
  'start-post': 'activating', 'auto-restart': 'activating', running: 'active', exited: 'active', active: 'active', mounted: 'active',
  listening: 'active', waiting: 'active', elapsed: 'active', plugged: 'active', reload: 'reloading', stop: 'deactivating',
  'stop-sigterm': 'deactivating', 'stop-sigkill': 'deactivating', 'stop-post': 'deactivating', 'final-sigterm': 'deactivating',
  'final-sigkill': 'deactivating', abandoned: 'active',
};

/** What a unit's properties are derived from. */
export interface PropertySource {
  readonly state: UnitState;
  readonly unit: Unit;
  readonly bootMs: number;
  readonly memoryBytes: number | null;
  readonly tasks: number | null;
  readonly cpuMs: number;
  readonly uid: number;
  readonly gid: number;
  readonly reverse: (kind: string) => readonly string[];
}
