import type { Routine } from '../program.ts';
import type { SignalName } from '../signals.ts';
import type { PropertySource } from './state.ts';

export type ActiveState = 'active' | 'inactive' | 'failed' | 'activating' | 'deactivating' | 'reloading';

/** `loaded`; no such file; a link to /dev/null; a file that systemd refuses (its reason is in `loadError`). */
export type LoadState = 'loaded' | 'not-found' | 'masked' | 'bad-setting' | 'error';

/** What `is-enabled` prints; the empty text where there is no unit file. */
export type UnitFileState =
  | 'enabled' | 'enabled-runtime' | 'linked' | 'linked-runtime' | 'alias' | 'masked' | 'masked-runtime' | 'static'
  | 'disabled' | 'indirect' | 'generated' | 'transient' | 'bad' | '';

/** One unit as systemd has it loaded. */
export interface Unit {
  /** The main name: an alias asked for is answered with the unit it stands for. */
  readonly name: string;
  readonly description: string;
  readonly loadState: LoadState;
  /** systemctl's words for why it is not loaded, e.g. `Unit x.service not found.`; null when loaded. */
  readonly loadError: string | null;
  readonly activeState: ActiveState;
  /** `running`, `dead`, `exited`, `failed`, `start`, `auto-restart` … */
  readonly subState: string;
  readonly unitFileState: UnitFileState;
  readonly preset: 'enabled' | 'disabled' | 'ignored' | '';
  readonly path: string | null;
  readonly dropIns: readonly string[];
  readonly documentation: readonly string[];
  /** Whether the files on disk changed since they were loaded (`daemon-reload` is needed). */
  readonly needsReload: boolean;
  readonly mainPid: number;
  readonly controlPid: number;
  /** `exit-code`, `signal`, `timeout`, `success` … */
  readonly result: string;
  /** Exit status (or the signal's number) of the last main process. */
  readonly exitCode: number;
  readonly sinceMs: number | null;
  readonly status: string;
  /** Whether it can be reloaded (has ExecReload=). */
  readonly canReload: boolean;
  /** The condition that was not met at the last start, or null. */
  readonly failedCondition: { readonly text: string; readonly atMs: number } | null;
  /** Commands run at the last start or stop, the main one apart. */
  readonly commands: readonly CommandRun[];
  readonly main: CommandRun | null;
  readonly restarts: number;
  /** Units whose socket or timer starts this one. */
  readonly triggeredBy: readonly string[];
  readonly triggers: readonly string[];
  /** A mount's device and place, a socket's address … what `status` shows under their own labels. */
  readonly facts: Readonly<Record<string, string>>;
}

/** One command of a unit and how it ended; `code` is null while it runs. */
export interface CommandRun {
  /** `ExecStart`, `ExecStartPre` … */
  readonly setting: string;
  readonly pid: number;
  readonly command: string;
  readonly startMs: number;
  readonly endMs: number | null;
  readonly code: 'exited' | 'killed' | 'dumped' | null;
  readonly status: number;
}

/** A unit file on disk, as `list-unit-files` shows it. */
export interface UnitFile {
  readonly name: string;
  readonly path: string;
  readonly state: UnitFileState;
  readonly preset: 'enabled' | 'disabled' | '';
}

export type JobKind = 'start' | 'stop' | 'restart' | 'try-restart' | 'reload' | 'reload-or-restart' | 'try-reload-or-restart';
export type JobMode = 'replace' | 'fail' | 'isolate' | 'ignore-dependencies';
export type JobResult =
  | 'done' | 'failed' | 'dependency' | 'timeout' | 'canceled' | 'skipped' | 'not-found' | 'masked' | 'invalid';

/** A job in the queue; `result` is null until it is finished. */
export interface Job {
  readonly id: number;
  readonly unit: string;
  readonly kind: 'start' | 'stop' | 'restart' | 'reload' | 'verify-active';
  readonly isRunning: boolean;
  readonly result: JobResult | null;
}

/** systemd refused a request: `message` is what systemctl prints after `Failed to start x.service: `. */
export class SystemdError extends Error {
  override readonly name = 'SystemdError';
  /** D-Bus's short name of the failure, e.g. `NoSuchUnit`, `UnitMasked`, `NotSupported`. */
  readonly kind: string;

  constructor(kind: string, message: string) {
    super(message);
    this.kind = kind;
  }
}

/** What enabling and its kin did to the links: the lines `Created symlink …`, `Removed "…".` are made of these. */
export interface InstallReport {
  readonly changes: readonly InstallChange[];
  /** Whether any of the units had an [Install] section. */
  readonly carriesInstallInfo: boolean;
}

export type InstallChange =
  | { readonly kind: 'symlink'; readonly path: string; readonly target: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'masked' | 'dangling' | 'missing'; readonly unit: string };

export type InstallVerb = 'enable' | 'disable' | 'reenable' | 'preset' | 'mask' | 'unmask' | 'link' | 'revert' | 'set-default';

/** Who is logged in where. */
export interface SessionInfo {
  readonly user: string;
  readonly uid: number;
  /** `pts/0`, or null. */
  readonly tty: string | null;
  /** `sshd`, `login`. */
  readonly service: string;
  /** The address of an ssh client, or null. */
  readonly from: string | null;
}

/** A session of systemd-logind. */
export interface Session extends SessionInfo {
  readonly id: string;
  readonly scope: string;
  readonly sinceMs: number;
}

/** PID 1 as systemctl, the page and the probes ask it. Jobs block until done, in virtual time. */
export interface Systemd {
  readonly version: string;
  unit(name: string): Unit;
  /** All units in memory, by name. */
  units(): readonly Unit[];
  unitFiles(): readonly UnitFile[];
  /** What `is-enabled` says of a name; '' when there is no file of that name. */
  unitFileState(name: string): UnitFileState;
  /** What `systemctl show` derives a unit's properties from. */
  propertySource(name: string): PropertySource;
  /** Dependencies of a kind, e.g. `Wants`, `Requires`, `WantedBy`, `After`. */
  dependencies(name: string, kind: string): readonly string[];

  start(name: string): Routine<JobResult>;
  stop(name: string): Routine<JobResult>;
  restart(name: string): Routine<JobResult>;
  reload(name: string): Routine<JobResult>;
  /** Puts a job with all it needs into the queue; throws SystemdError. */
  enqueue(kind: JobKind, name: string, mode?: JobMode): Job;
  /** A queued or lately finished job, or null. */
  job(id: number): Job | null;
  jobs(): readonly Job[];
  /** Waits until the job is finished. */
  finish(id: number): Routine<JobResult>;
  cancel(id: number): void;

  kill(name: string, signal: SignalName, whom?: 'main' | 'control' | 'all'): void;
  resetFailed(name?: string): void;
  daemonReload(): void;
  /** Changes links below /etc/systemd/system (or /run with `runtime`); throws SystemdError. */
  install(verb: InstallVerb, names: readonly string[], options?: { runtime?: boolean; force?: boolean }): InstallReport;
  setProperty(name: string, assignments: readonly string[], options?: { runtime?: boolean }): void;
  /** The unit that default.target leads to. */
  defaultTarget(): string;
  /** `running`, `degraded`, `starting`, `stopping`, `maintenance`. */
  systemState(): string;
  /** The unit that the process belongs to, or null. */
  unitOf(pid: number): string | null;
  /** Whether that is the account's password, as polkit's helper asks PAM. */
  authenticate(user: string, password: string): boolean;
  /** Stops everything; then the machine is off, or boots again. */
  shutdown(how: 'poweroff' | 'reboot' | 'halt'): void;
  readonly bootId: string;
  sessions(): readonly Session[];
  /** Next and last elapse of a timer unit, ms since the epoch. */
  timer(name: string): { readonly nextMs: number | null; readonly lastMs: number | null };
  /** A word about how long the last boot took, in ms: kernel, initrd, userspace and each unit's start. */
  bootTimes(): { readonly kernelMs: number; readonly initrdMs: number; readonly userspaceMs: number; readonly units: readonly (readonly [string, number])[] };
}
