// PID 1 of one host: loads units, runs jobs, watches processes. Knows nothing of what the programs do.
import type { Json } from '../../../base/json.ts';
import { ROOT } from '../inode.ts';
import { checkPassword } from '../password-hash.ts';
import type { Routine } from '../program.ts';
import type { SignalName } from '../signals.ts';
import { bootLines, SYSTEMD_VERSION } from './boot.ts';
import type { Core } from './core.ts';
import { Installer, unitFileState } from './install.ts';
import { JobQueue } from './jobs.ts';
import type { UnitEvents, UnitRunner } from './manager.ts';
import { describe, ManagerLog } from './messages.ts';
import { killUnit, propertySource, requireManual, setProperty } from './requests.ts';
import { commandsOf, ServiceDriver } from './service.ts';
import { Sessions } from './sessions.ts';
import type { JobState, PropertySource, UnitState } from './state.ts';
import {
  SystemdError, type InstallReport, type InstallVerb, type Job, type JobKind, type JobMode, type JobResult, type Session,
  type SessionInfo, type Systemd, type Unit, type UnitFile, type UnitFileState,
} from './systemd.ts';
import { formatSpan } from './time-span.ts';
import { allUnitFiles, dependenciesOf, unitView } from './unit-view.ts';
import { UnitChanges } from './unit-changes.ts';
import { fingerprintOf, loadUnit, refreshUnit, type UnitConfig } from './unit-config.ts';
import { isTemplate, typeOf } from './unit-name.ts';
import { UnitTable } from './unit-table.ts';

/** What is saved of PID 1. A unit's settings are left out where its files still say the same. */
interface Saved {
  readonly bootId: string;
  readonly isBooted: boolean;
  readonly stopping: 'off' | 'reboot' | null;
  readonly startupMs: number;
  readonly nextJob: number;
  readonly nextSession: number;
  readonly jobs: readonly JobState[];
  readonly units: readonly (Omit<UnitState, 'config'> & { readonly config: UnitConfig | null })[];
}

interface Note {
  readonly kind: 'timeout' | 'restart' | 'gone' | 'elapse' | 'off';
  readonly unit: string;
  readonly pid?: number;
  readonly status?: number;
}

/** Units that are there from the first moment and never go. */
const PERPETUAL: readonly (readonly [string, string])[] = [
  ['-.slice', 'active'], ['system.slice', 'active'], ['user.slice', 'active'], ['init.scope', 'running'], ['-.mount', 'mounted'],
];

const KERNEL_MS = 1_127;
const INITRD_MS = 2_845;
const SHUTDOWN_LIMIT_MS = 90_000;

/** PID 1. The kernel calls its `on…` methods; programs see it as `sys.systemd`. */
export class SystemdManager implements Systemd, UnitEvents {
  readonly version = SYSTEMD_VERSION;
  readonly #runner: UnitRunner;
  readonly #log: ManagerLog;
  readonly #table: UnitTable;
  readonly #core: Core;
  readonly #services: ServiceDriver;
  readonly #changes: UnitChanges;
  readonly #queue: JobQueue;
  readonly #sessions: Sessions;
  #todo: (() => void)[] = [];
  #isBusy = false;
  #isBooted = false;
  #stopping: 'off' | 'reboot' | null = null;
  #startupMs = 0;
  #bootPid = 0;

  constructor(runner: UnitRunner) {
    this.#runner = runner;
    this.#log = new ManagerLog(runner.journal);
    this.#table = new UnitTable(runner, this.#log);
    this.#core = {
      runner, log: this.#log, units: this.#table.units, facts: () => this.#table.facts(), load: (name) => this.#table.load(name),
      enter: (unit, sub) => this.#changes.enter(unit, sub), post: (act) => this.#post(act), pidsOf: (name) => this.#pidsOf(name),
      isStopping: (unit) => ['stop', 'restart'].includes(this.#queue.of(unit)?.kind ?? ''),
      trigger: (name, kind) => this.#changes.trigger(name, kind), pidFloor: () => this.#pidFloor(),
    };
    this.#services = new ServiceDriver(this.#core);
    this.#sessions = new Sessions(this.#core);
    this.#changes = new UnitChanges(this.#core, this.#table, this.#services, () => this.#queue);
    this.#queue = new JobQueue(this.#core, {
      start: (unit) => this.#changes.start(unit), stop: (unit) => this.#changes.stop(unit), reload: (unit) => this.#services.reload(unit),
      canReload: (unit) => commandsOf(unit.config, 'ExecReload').length > 0,
    });
  }

  get bootId(): string {
    return this.#table.bootId;
  }

  // ── what the kernel tells

  boot(): void {
    this.#table.units.clear();
    this.#queue.jobs = [];
    this.#isBooted = false;
    this.#stopping = null;
    this.#bootPid = 540;
    this.#table.bootId = this.#runner.dice.hex(32);
    bootLines(this.#runner.journal, this.#runner.hostname, this.#table.bootId);
    this.#work(() => {
      for (const [name, sub] of PERPETUAL) this.#changes.enter(this.#table.load(name), sub);
      const target = this.#table.load('default.target');
      this.#log.say(null, 6, `Queued start job for default target ${describe(target.config)}.`);
      if (target.config.loadState === 'loaded') this.#queue.enqueue('start', target, 'replace');
      else this.#log.say(null, 3, `Failed to load default target: ${target.config.loadError ?? ''}`);
    });
  }

  onTimer(note: Json): void {
    const { kind, unit: name, pid = 0, status = 0 } = note as unknown as Note;
    if (kind === 'off') return this.#power();
    const unit = this.#table.get(name);
    if (unit === undefined) return;
    this.#work(() => {
      if (kind === 'timeout') this.#services.onTimeout(unit);
      else if (kind === 'restart') this.#services.onRestart(unit);
      else if (kind === 'gone') this.#services.onExit(unit, pid, 'exited', status);
      else this.#changes.elapse(unit);
    });
  }

  onExit(pid: number, kind: 'exited' | 'signaled', status: number, cpuMs: number, unitName: string | null): void {
    this.#work(() => {
      const unit = this.#table.all().find((each) => each.mainPid === pid || each.controlPid === pid)
        ?? (unitName === null ? undefined : this.#table.get(unitName));
      if (unit === undefined) return;
      unit.cpuMs += cpuMs;
      if (typeOf(unit.name) === 'service') this.#services.onExit(unit, pid, kind === 'exited' ? 'exited' : 'killed', status);
    });
  }

  onReady(pid: number): void {
    const unit = this.#unitWith(pid);
    if (unit !== undefined) this.#work(() => this.#services.onReady(unit, pid));
  }

  onStatus(pid: number, status: string): void {
    const unit = this.#unitWith(pid);
    if (unit !== undefined) unit.statusText = status;
  }

  isBusy(): boolean {
    return this.#queue.pending().length > 0;
  }

  openSession(of: SessionInfo): string {
    return this.#work(() => this.#sessions.open(of));
  }

  closeSession(scope: string): void {
    this.#work(() => this.#sessions.close(scope));
  }

  sessions(): readonly Session[] {
    return this.#sessions.all();
  }

  /** While the machine boots, pids have gaps: of udev's workers, generators and the like. */
  #pidFloor(): number | null {
    if (this.#isBooted) return null;
    this.#bootPid += this.#runner.dice.between(1, 19);
    return this.#bootPid;
  }

  #unitWith(pid: number): UnitState | undefined {
    const own = this.#table.all().find((unit) => unit.mainPid === pid || unit.controlPid === pid);
    return own ?? this.#table.get(this.unitOf(pid) ?? '');
  }

  // ── one thing after the other

  /** Does `act` and all that it brings about. Calls that come meanwhile wait their turn. */
  #work<T>(act: () => T): T {
    if (this.#isBusy) {
      let answer: T | undefined;
      this.#todo.push(() => { answer = act(); });
      return answer as T;
    }
    this.#isBusy = true;
    try {
      const answer = act();
      for (let next = this.#todo.shift(); next !== undefined; next = this.#todo.shift()) next();
      this.#settle();
      return answer;
    } finally {
      this.#isBusy = false;
    }
  }

  #post(act: () => void): void {
    this.#todo.push(act);
  }

  #settle(): void {
    this.#table.collect();
    if (this.#queue.pending().length > 0) return;
    if (!this.#isBooted && this.#table.bootId !== '' && this.#stopping === null) this.#booted();
    if (this.#stopping !== null) this.#power();
  }

  #booted(): void {
    this.#isBooted = true;
    this.#startupMs = Math.max(this.#runner.nowMs() - this.#runner.bootMs, 1);
    const total = KERNEL_MS + INITRD_MS + this.#startupMs;
    this.#log.say(null, 6, `Startup finished in ${formatSpan(KERNEL_MS)} (kernel) + ${formatSpan(INITRD_MS)} (initrd) + `
      + `${formatSpan(this.#startupMs)} (userspace) = ${formatSpan(total)}.`, 'startupFinished');
  }

  // ── units

  #pidsOf(name: string): number[] {
    return this.#runner.processes().filter((process) => process.unit === name && process.status !== 'Z').map((process) => process.pid);
  }

  // ── what programs ask

  timer(name: string): { readonly nextMs: number | null; readonly lastMs: number | null } {
    return this.#changes.timer(name);
  }

  unit(name: string): Unit {
    return unitView(this.#table.peek(name), this.#core, this.#table.specifiers());
  }

  units(): readonly Unit[] {
    return this.#table.all().sort((a, b) => (a.name < b.name ? -1 : 1)).map((unit) => unitView(unit, this.#core, this.#table.specifiers()));
  }

  unitFiles(): readonly UnitFile[] {
    return allUnitFiles(this.#runner.files, this.#table.specifiers());
  }

  unitFileState(name: string): UnitFileState {
    return unitFileState(this.#runner.files, name, this.#table.specifiers());
  }

  propertySource(name: string): PropertySource {
    const state = this.#table.peek(name);
    return propertySource(this.#core, state, unitView(state, this.#core, this.#table.specifiers()));
  }

  dependencies(name: string, kind: string): readonly string[] {
    return dependenciesOf(this.#table.units, this.#table.peek(name), kind);
  }

  enqueue(kind: JobKind, name: string, mode: JobMode = 'replace'): Job {
    if (isTemplate(name)) throw new SystemdError('InvalidArgs', `Unit name ${name} is missing the instance name.`);
    return this.#work(() => {
      const unit = this.#table.load(name);
      requireManual(kind, unit, mode);
      return this.#queue.enqueue(kind, unit, mode);
    });
  }

  job(id: number): Job | null {
    return this.#queue.get(id);
  }

  jobs(): readonly Job[] {
    return this.#queue.pending();
  }

  *finish(id: number): Routine<JobResult> {
    const result = (): JobResult | null => {
      const job = this.#queue.get(id);
      return job === null ? 'done' : job.result;
    };
    while (result() === null) yield { ready: () => result() !== null };
    return result() ?? 'done';
  }

  cancel(id: number): void {
    const job = this.#queue.get(id);
    if (job !== null) this.#work(() => this.#queue.finish(job, 'canceled'));
  }

  start(name: string): Routine<JobResult> {
    return this.#request('start', name);
  }

  stop(name: string): Routine<JobResult> {
    return this.#request('stop', name);
  }

  restart(name: string): Routine<JobResult> {
    return this.#request('restart', name);
  }

  reload(name: string): Routine<JobResult> {
    return this.#request('reload', name);
  }

  *#request(kind: JobKind, name: string): Routine<JobResult> {
    try {
      return yield* this.finish(this.enqueue(kind, name).id);
    } catch (error) {
      if (!(error instanceof SystemdError)) throw error;
      return error.kind === 'NoSuchUnit' ? 'not-found' : error.kind === 'UnitMasked' ? 'masked' : 'invalid';
    }
  }

  kill(name: string, signal: SignalName, whom: 'main' | 'control' | 'all' = 'all'): void {
    this.#work(() => killUnit(this.#core, name, signal, whom));
  }

  resetFailed(name?: string): void {
    const units = name === undefined ? this.#table.all() : [this.#table.get(name)];
    this.#work(() => {
      for (const unit of units) {
        if (unit === undefined) throw new SystemdError('NoSuchUnit', `Unit ${name ?? ''} not loaded.`);
        unit.startTimes = [];
        unit.restarts = 0;
        unit.result = unit.active === 'failed' ? 'success' : unit.result;
        if (unit.active === 'failed') this.#changes.enter(unit, 'dead');
      }
      this.#table.disturb();
    });
  }

  daemonReload(): void {
    this.#work(() => {
      this.#log.say(null, 6, 'Reloading.');
      for (const unit of this.#table.all()) {
        if (typeOf(unit.name) === 'scope') continue;
        const fresh = refreshUnit(this.#runner.files, unit.config) ?? this.#table.read(unit.name);
        unit.config = fresh.name === unit.name ? fresh : unit.config;
        // What the commands' results were is lost with the old lists of commands.
        unit.runs = unit.runs.filter((run) => run.code === null);
        if (unit.main !== null) unit.main = { ...unit.main, command: '' };
      }
      for (const unit of this.#table.all()) {
        for (const name of Object.values(unit.config.dependencies).flat()) this.#table.load(name);
        if (typeOf(unit.name) === 'timer' && unit.active === 'active') this.#changes.armTimer(unit);
      }
      this.#table.disturb();
    });
  }

  install(verb: InstallVerb, names: readonly string[], options: { runtime?: boolean; force?: boolean } = {}): InstallReport {
    return new Installer(this.#runner.files, this.#table.specifiers()).run(verb, names, options);
  }

  setProperty(name: string, assignments: readonly string[], { runtime = false } = {}): void {
    setProperty(this.#runner.files, this.#table, name, assignments, runtime);
  }

  defaultTarget(): string {
    return this.#table.peek('default.target').name;
  }

  systemState(): string {
    if (this.#stopping !== null) return 'stopping';
    if (!this.#isBooted) return 'starting';
    return this.#table.all().some((unit) => unit.active === 'failed') ? 'degraded' : 'running';
  }

  unitOf(pid: number): string | null {
    return this.#runner.processes().find((process) => process.pid === pid)?.unit ?? null;
  }

  bootTimes(): { kernelMs: number; initrdMs: number; userspaceMs: number; units: readonly (readonly [string, number])[] } {
    const units = this.#table.all().filter((unit) => unit.activeEnterMs !== null && unit.inactiveExitMs !== null)
      .map((unit) => [unit.name, (unit.activeEnterMs ?? 0) - (unit.inactiveExitMs ?? 0)] as const);
    return { kernelMs: KERNEL_MS, initrdMs: INITRD_MS, userspaceMs: this.#startupMs, units };
  }

  authenticate(user: string, password: string): boolean {
    const field = this.#runner.files.readFile('/etc/shadow', ROOT).split('\n').find((line) => line.startsWith(`${user}:`))?.split(':')[1];
    return field !== undefined && checkPassword(password, field);
  }

  // ── the end

  shutdown(how: 'poweroff' | 'reboot' | 'halt'): void {
    if (this.#stopping !== null) return;
    this.#stopping = how === 'reboot' ? 'reboot' : 'off';
    this.#runner.later(SHUTDOWN_LIMIT_MS, { kind: 'off', unit: '' });
    this.#work(() => {
      this.#sessions.announce(how);
      for (const unit of this.#table.all()) {
        const stays = PERPETUAL.some(([name]) => name === unit.name) || ['device', 'mount', 'slice', 'swap', 'automount'].includes(typeOf(unit.name) ?? '');
        if (unit.active !== 'inactive' && unit.active !== 'failed' && !stays) this.#queue.enqueue('stop', unit, 'ignore-dependencies');
      }
    });
  }

  #power(): void {
    const how = this.#stopping;
    if (how === null) return;
    this.#stopping = null;
    this.#isBooted = true;
    this.#log.say(null, 6, 'Shutting down.');
    this.#table.bootId = '';
    this.#runner.power(how);
  }

  // ── saving

  toJSON(): Json {
    const units = this.#table.all().map((unit) => ({ ...unit, config: this.#isUnchanged(unit) ? null : unit.config }));
    const saved: Saved = {
      bootId: this.#table.bootId, isBooted: this.#isBooted, stopping: this.#stopping, startupMs: this.#startupMs, nextJob: this.#queue.nextId,
      nextSession: this.#sessions.nextId, jobs: this.#queue.jobs.filter((job) => job.result === null), units,
    };
    return saved as unknown as Json;
  }

  #isUnchanged(unit: UnitState): boolean {
    const { config } = unit;
    return config.path !== null && config.fingerprint === fingerprintOf(this.#runner.files, config.path, config.dropIns);
  }

  restore(data: Json): void {
    const saved = data as unknown as Saved;
    this.#table.bootId = saved.bootId;
    this.#isBooted = saved.isBooted;
    this.#stopping = saved.stopping;
    this.#startupMs = saved.startupMs;
    this.#queue.nextId = saved.nextJob;
    this.#sessions.nextId = saved.nextSession;
    this.#queue.jobs = saved.jobs.map((job) => ({ ...job }));
    this.#table.units.clear();
    for (const unit of saved.units) {
      const config = unit.config ?? loadUnit(this.#runner.files, unit.name, this.#table.specifiers(), () => undefined);
      this.#table.units.set(unit.name, { ...structuredCopy(unit), config });
    }
  }
}

/** A deep copy of plain data. */
const structuredCopy = <T>(data: T): T => JSON.parse(JSON.stringify(data)) as T;
