// PID 1 of one host: loads units, runs jobs, watches processes. Knows nothing of what the programs do.
import type { Json } from '../../../base/json.ts';
import { SysError } from '../errors.ts';
import { ROOT } from '../inode.ts';
import { checkPassword } from '../password-hash.ts';
import type { Routine } from '../program.ts';
import type { SignalName } from '../signals.ts';
import { bootLines, KERNEL_RELEASE, kernelCommandLine, SYSTEMD_VERSION } from './boot.ts';
import { unmetCondition, type MachineFacts } from './conditions.ts';
import type { Core } from './core.ts';
import { Installer, unitFileState } from './install.ts';
import { JobQueue } from './jobs.ts';
import type { UnitEvents, UnitRunner } from './manager.ts';
import { describe, ManagerLog } from './messages.ts';
import { commandsOf, ServiceDriver } from './service.ts';
import { Sessions } from './sessions.ts';
import { ACTIVE_OF, newUnit, type JobState, type PropertySource, type UnitState } from './state.ts';
import {
  SystemdError, type InstallReport, type InstallVerb, type Job, type JobKind, type JobMode, type JobResult, type Session,
  type SessionInfo, type Systemd, type Unit, type UnitFile, type UnitFileState,
} from './systemd.ts';
import { nextElapse } from './timers.ts';
import { formatSpan } from './time-span.ts';
import { allUnitFiles, dependenciesOf, unitView } from './unit-view.ts';
import { fingerprintOf, flag, loadUnit, refreshUnit, triggeredUnit, type UnitConfig } from './unit-config.ts';
import { isTemplate, typeOf, type SpecifierFacts } from './unit-name.ts';

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

/** The low-level state in which a unit that is no service is up. */
const UP: Readonly<Record<string, string>> = {
  target: 'active', slice: 'active', socket: 'listening', mount: 'mounted', timer: 'waiting', path: 'waiting', device: 'plugged',
  automount: 'waiting', scope: 'running', swap: 'active',
};

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
  readonly #units = new Map<string, UnitState>();
  readonly #core: Core;
  readonly #services: ServiceDriver;
  readonly #queue: JobQueue;
  readonly #sessions: Sessions;
  #todo: (() => void)[] = [];
  #isBusy = false;
  #wantsCollection = false;
  #bootId = '';
  #isBooted = false;
  #stopping: 'off' | 'reboot' | null = null;
  #startupMs = 0;
  #bootPid = 0;

  constructor(runner: UnitRunner) {
    this.#runner = runner;
    this.#log = new ManagerLog(runner.journal);
    this.#core = {
      runner, log: this.#log, units: this.#units, facts: () => this.#facts(), load: (name) => this.#load(name),
      enter: (unit, sub) => this.#enter(unit, sub), post: (act) => this.#post(act), pidsOf: (name) => this.#pidsOf(name),
      isStopping: (unit) => ['stop', 'restart'].includes(this.#queue.of(unit)?.kind ?? ''),
      trigger: (name, kind) => this.#trigger(name, kind), pidFloor: () => this.#pidFloor(),
    };
    this.#services = new ServiceDriver(this.#core);
    this.#sessions = new Sessions(this.#core);
    this.#queue = new JobQueue(this.#core, {
      start: (unit) => this.#startUnit(unit), stop: (unit) => this.#stopUnit(unit), reload: (unit) => this.#services.reload(unit),
      canReload: (unit) => this.#canReload(unit),
    });
  }

  get bootId(): string {
    return this.#bootId;
  }

  // ── what the kernel tells

  boot(): void {
    this.#units.clear();
    this.#queue.jobs = [];
    this.#isBooted = false;
    this.#stopping = null;
    this.#bootPid = 540;
    this.#bootId = this.#runner.dice.hex(32);
    bootLines(this.#runner.journal, this.#runner.hostname, this.#bootId);
    this.#work(() => {
      for (const [name, sub] of PERPETUAL) this.#enter(this.#load(name), sub);
      const target = this.#load('default.target');
      this.#log.say(null, 6, `Queued start job for default target ${describe(target.config)}.`);
      if (target.config.loadState === 'loaded') this.#queue.enqueue('start', target, 'replace');
      else this.#log.say(null, 3, `Failed to load default target: ${target.config.loadError ?? ''}`);
    });
  }

  onTimer(note: Json): void {
    const { kind, unit: name, pid = 0, status = 0 } = note as unknown as Note;
    if (kind === 'off') return this.#power();
    const unit = this.#units.get(name);
    if (unit === undefined) return;
    this.#work(() => {
      if (kind === 'timeout') this.#services.onTimeout(unit);
      else if (kind === 'restart') this.#services.onRestart(unit);
      else if (kind === 'gone') this.#services.onExit(unit, pid, 'exited', status);
      else this.#elapse(unit);
    });
  }

  onExit(pid: number, kind: 'exited' | 'signaled', status: number, cpuMs: number, unitName: string | null): void {
    this.#work(() => {
      const unit = [...this.#units.values()].find((each) => each.mainPid === pid || each.controlPid === pid)
        ?? (unitName === null ? undefined : this.#units.get(unitName));
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
    const own = [...this.#units.values()].find((unit) => unit.mainPid === pid || unit.controlPid === pid);
    return own ?? this.#units.get(this.unitOf(pid) ?? '');
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
    if (this.#wantsCollection) this.#collect();
    if (this.#queue.pending().length > 0) return;
    if (!this.#isBooted && this.#bootId !== '' && this.#stopping === null) this.#booted();
    if (this.#stopping !== null) this.#power();
  }

  #booted(): void {
    this.#isBooted = true;
    this.#startupMs = Math.max(this.#runner.nowMs() - this.#runner.bootMs, 1);
    const total = KERNEL_MS + INITRD_MS + this.#startupMs;
    this.#log.say(null, 6, `Startup finished in ${formatSpan(KERNEL_MS)} (kernel) + ${formatSpan(INITRD_MS)} (initrd) + `
      + `${formatSpan(this.#startupMs)} (userspace) = ${formatSpan(total)}.`, 'startupFinished');
  }

  /** Forgets units that are down and that nothing in memory names. */
  #collect(): void {
    this.#wantsCollection = false;
    const kept = new Set<string>();
    const queue = [...this.#units.values()].filter((unit) => unit.active !== 'inactive' || unit.job !== null).map((unit) => unit.name);
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const unit = this.#units.get(name);
      if (unit === undefined || kept.has(name)) continue;
      kept.add(name);
      for (const names of Object.values(unit.config.dependencies)) queue.push(...names);
      if (['timer', 'path', 'socket'].includes(typeOf(name) ?? '')) queue.push(triggeredUnit(unit.config));
    }
    for (const name of [...this.#units.keys()]) if (!kept.has(name)) this.#units.delete(name);
  }

  // ── units

  #specifiers(): SpecifierFacts {
    return { hostname: this.#runner.hostname, machineId: this.#machineId(), bootId: this.#bootId, kernel: KERNEL_RELEASE };
  }

  #machineId(): string {
    try {
      return this.#runner.files.readFile('/etc/machine-id', ROOT).trim();
    } catch (error) {
      if (error instanceof SysError) return '0'.repeat(32);
      throw error;
    }
  }

  #facts(): MachineFacts {
    return { hostname: this.#runner.hostname, kernelCommandLine, kernelVersion: KERNEL_RELEASE, isFirstBoot: false };
  }

  #read(name: string): UnitConfig {
    return loadUnit(this.#runner.files, name, this.#specifiers(), (complaint, about) => this.#log.say(about, complaint.priority, complaint.message));
  }

  /** The unit in memory, with all those it names; alias names lead to the unit they stand for. */
  #load(name: string): UnitState {
    const found = this.#units.get(name);
    if (found !== undefined && (found.config.loadState === 'loaded' || found.active !== 'inactive')) return found;
    const config = this.#read(name);
    const known = this.#units.get(config.name);
    if (known !== undefined) {
      if (known.config.loadState !== 'loaded') known.config = config;
      return known;
    }
    const unit = newUnit(config);
    this.#units.set(config.name, unit);
    this.#wantsCollection = true;
    const named = new Set(Object.values(config.dependencies).flat());
    if (['timer', 'path', 'socket'].includes(typeOf(name) ?? '') && config.loadState === 'loaded') named.add(triggeredUnit(config));
    for (const other of named) if (!this.#units.has(other)) this.#load(other);
    return unit;
  }

  /** The unit in memory, or as it would be if it were loaded now. */
  #peek(name: string): UnitState {
    const found = this.#units.get(name);
    if (found !== undefined && (found.config.loadState === 'loaded' || found.active !== 'inactive')) return found;
    const config = this.#read(name);
    return this.#units.get(config.name) ?? newUnit(config);
  }

  #pidsOf(name: string): number[] {
    return this.#runner.processes().filter((process) => process.unit === name && process.status !== 'Z').map((process) => process.pid);
  }

  #canReload(unit: UnitState): boolean {
    return commandsOf(unit.config, 'ExecReload').length > 0;
  }

  #startUnit(unit: UnitState): void {
    const unmet = unmetCondition(unit.config, 'Condition', this.#runner.files, this.#facts());
    if (unmet !== null) return this.#skip(unit, unmet);
    const asserted = unmetCondition(unit.config, 'Assert', this.#runner.files, this.#facts());
    if (asserted !== null) return this.#refuse(unit, asserted);
    if (typeOf(unit.name) === 'service') return this.#services.start(unit);
    this.#enter(unit, UP[typeOf(unit.name) ?? ''] ?? 'active');
    if (typeOf(unit.name) === 'timer') this.#armTimer(unit);
  }

  #skip(unit: UnitState, unmet: string): void {
    unit.failedCondition = { text: unmet, atMs: this.#runner.nowMs() };
    this.#log.say(unit.name, 6, `${describe(unit.config)} was skipped because of an unmet condition check (${unmet}).`);
    const job = this.#queue.of(unit);
    if (job !== null) this.#queue.finish(job, 'done', true);
  }

  #refuse(unit: UnitState, unmet: string): void {
    this.#log.say(unit.name, 4, `Starting of ${describe(unit.config)} unsupported: ${unmet} was not met.`);
    const job = this.#queue.of(unit);
    if (job !== null) this.#queue.finish(job, 'failed', true);
  }

  #stopUnit(unit: UnitState): void {
    if (typeOf(unit.name) === 'service') return this.#services.stop(unit);
    if (unit.timeout !== null) this.#runner.cancel(unit.timeout);
    unit.timeout = null;
    if (typeOf(unit.name) === 'scope') for (const pid of this.#pidsOf(unit.name)) this.#runner.kill(pid, 'SIGTERM');
    this.#enter(unit, 'dead');
  }

  #enter(unit: UnitState, sub: string): void {
    const before = unit.active;
    const after = ACTIVE_OF[sub] ?? 'inactive';
    const now = this.#runner.nowMs();
    const wasDown = before === 'inactive' || before === 'failed';
    const isDown = after === 'inactive' || after === 'failed';
    const wasUp = before === 'active' || before === 'reloading';
    const isUp = after === 'active' || after === 'reloading';
    unit.sub = sub;
    unit.active = after;
    if (wasDown && !isDown) {
      unit.inactiveExitMs = now;
      unit.shownFromSeq = Number(unit.facts['shownFrom'] ?? this.#log.lastSeq());
      delete unit.facts['shownFrom'];
    }
    if (!wasDown && isDown) unit.inactiveEnterMs = now;
    if (isUp && !wasUp) unit.activeEnterMs = now;
    if (!isUp && wasUp) unit.activeExitMs = now;
    this.#queue.changed(unit, wasDown);
    if (!wasDown && isDown) this.#wentDown(unit);
    if (isUp !== wasUp) this.#mirror(unit, isUp);
    this.#post(() => this.#queue.run());
  }

  #wentDown(unit: UnitState): void {
    this.#log.consumed(unit.name, unit.cpuMs);
    this.#wantsCollection = true;
    for (const other of [...this.#units.values()]) {
      const isBound = other.config.dependencies['BindsTo']?.includes(unit.name) === true;
      if (isBound && other.active === 'active') this.#trigger(other.name, 'stop');
    }
    if (unit.active === 'failed' && !unit.willRestart) {
      for (const name of unit.config.dependencies['OnFailure'] ?? []) {
        this.#log.say(unit.name, 5, `${unit.name}: Triggering OnFailure= dependencies.`);
        this.#trigger(name, 'start');
      }
    }
  }

  /** Sockets, paths and timers show whether the unit they start is up. */
  #mirror(unit: UnitState, isUp: boolean): void {
    for (const other of this.#units.values()) {
      const type = typeOf(other.name) ?? '';
      if (other.active !== 'active' || !['socket', 'path'].includes(type) || triggeredUnit(other.config) !== unit.name) continue;
      other.sub = isUp ? 'running' : UP[type] ?? 'active';
    }
  }

  #trigger(name: string, kind: 'start' | 'restart' | 'stop'): void {
    this.#post(() => {
      try {
        this.#queue.enqueue(kind, this.#load(name), 'replace');
      } catch (error) {
        if (!(error instanceof SystemdError)) throw error;
        this.#log.say(name, 4, `${name}: Failed to enqueue ${kind} job, ignoring: ${error.message}`);
      }
    });
  }

  // ── timers

  #armTimer(unit: UnitState): void {
    const next = nextElapse(unit, this.#units.get(triggeredUnit(unit.config)) ?? null, this.#runner.nowMs(), this.#runner.bootMs);
    if (unit.timeout !== null) this.#runner.cancel(unit.timeout);
    unit.timeout = next === null ? null : this.#runner.later(next - this.#runner.nowMs(), { kind: 'elapse', unit: unit.name });
    unit.facts['nextMs'] = next === null ? '' : String(next);
  }

  #elapse(unit: UnitState): void {
    unit.timeout = null;
    unit.facts['lastMs'] = String(this.#runner.nowMs());
    this.#trigger(triggeredUnit(unit.config), 'start');
    this.#post(() => this.#armTimer(unit));
  }

  timer(name: string): { readonly nextMs: number | null; readonly lastMs: number | null } {
    const facts = this.#units.get(name)?.facts ?? {};
    const time = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));
    return { nextMs: time(facts['nextMs']), lastMs: time(facts['lastMs']) };
  }

  // ── what programs ask

  unit(name: string): Unit {
    return unitView(this.#peek(name), this.#core, this.#specifiers());
  }

  units(): readonly Unit[] {
    return [...this.#units.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map((unit) => unitView(unit, this.#core, this.#specifiers()));
  }

  unitFiles(): readonly UnitFile[] {
    return allUnitFiles(this.#runner.files, this.#specifiers());
  }

  unitFileState(name: string): UnitFileState {
    return unitFileState(this.#runner.files, name, this.#specifiers());
  }

  propertySource(name: string): PropertySource {
    const state = this.#peek(name);
    const processes = this.#runner.processes().filter((process) => process.unit === state.name);
    const main = processes.find((process) => process.pid === state.mainPid);
    const isRunning = processes.length > 0;
    return {
      state, unit: unitView(state, this.#core, this.#specifiers()), bootMs: this.#runner.bootMs, uid: main?.uid ?? 0, gid: main?.gid ?? 0,
      memoryBytes: isRunning ? Math.round(processes.reduce((sum, process) => sum + process.memoryMb, 0) * 1_048_576) : null,
      tasks: isRunning ? processes.reduce((sum, process) => sum + process.threads, 0) : null,
      cpuMs: state.cpuMs + processes.reduce((sum, process) => sum + process.cpuMs, 0),
      reverse: (kind) => dependenciesOf(this.#units, state, kind),
    };
  }

  dependencies(name: string, kind: string): readonly string[] {
    return dependenciesOf(this.#units, this.#peek(name), kind);
  }

  enqueue(kind: JobKind, name: string, mode: JobMode = 'replace'): Job {
    if (isTemplate(name)) throw new SystemdError('InvalidArgs', `Unit name ${name} is missing the instance name.`);
    return this.#work(() => {
      const unit = this.#load(name);
      this.#requireManual(kind, unit, mode);
      return this.#queue.enqueue(kind, unit, mode);
    });
  }

  #requireManual(kind: JobKind, unit: UnitState, mode: JobMode): void {
    const refuses = (key: string): boolean => flag(unit.config, `Unit.${key}`, false);
    const isRefused = kind === 'stop' ? refuses('RefuseManualStop') : refuses('RefuseManualStart') || kind === 'restart' && refuses('RefuseManualStop');
    if (isRefused) {
      throw new SystemdError('OnlyByDependency', `Operation refused, unit ${unit.name} may be requested by dependency only (it is configured to refuse manual start/stop).`);
    }
    if (mode === 'isolate' && unit.config.loadState === 'loaded' && !flag(unit.config, 'Unit.AllowIsolate', false)) {
      throw new SystemdError('NoIsolation', 'Operation refused, unit may not be isolated.');
    }
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
    const unit = this.#units.get(name);
    if (unit === undefined) throw new SystemdError('NoSuchUnit', `Unit ${name} not loaded.`);
    if (whom === 'main' && unit.mainPid === 0) throw new SystemdError('NoSuchProcess', 'No main process to kill');
    if (whom === 'control' && unit.controlPid === 0) throw new SystemdError('NoSuchProcess', 'No control process to kill');
    const nameOf = (pid: number): string => this.#runner.processes().find((process) => process.pid === pid)?.name ?? 'n/a';
    const say = (what: string): void => this.#log.say(name, 6, `${name}: ${what} on client request.`);
    this.#work(() => {
      const victims = this.#pidsOf(name);
      for (const [pid, word] of [[unit.mainPid, 'main'], [unit.controlPid, 'control']] as const) {
        if (pid > 0 && (whom === word || whom === 'all')) {
          say(`Sent signal ${signal} to ${word} process ${pid} (${nameOf(pid)})`);
          this.#runner.kill(pid, signal);
        }
      }
      if (whom !== 'all') return;
      for (const pid of victims.filter((each) => each !== unit.mainPid && each !== unit.controlPid)) {
        say(`Sending signal ${signal} to process ${pid} (${nameOf(pid)})`);
        this.#runner.kill(pid, signal);
      }
    });
  }

  resetFailed(name?: string): void {
    const units = name === undefined ? [...this.#units.values()] : [this.#units.get(name)];
    this.#work(() => {
      for (const unit of units) {
        if (unit === undefined) throw new SystemdError('NoSuchUnit', `Unit ${name ?? ''} not loaded.`);
        unit.startTimes = [];
        unit.restarts = 0;
        unit.result = unit.active === 'failed' ? 'success' : unit.result;
        if (unit.active === 'failed') this.#enter(unit, 'dead');
      }
      this.#wantsCollection = true;
    });
  }

  daemonReload(): void {
    this.#work(() => {
      this.#log.say(null, 6, 'Reloading.');
      for (const unit of [...this.#units.values()]) {
        if (typeOf(unit.name) === 'scope') continue;
        const fresh = refreshUnit(this.#runner.files, unit.config) ?? this.#read(unit.name);
        unit.config = fresh.name === unit.name ? fresh : unit.config;
        // What the commands' results were is lost with the old lists of commands.
        unit.runs = unit.runs.filter((run) => run.code === null);
        if (unit.main !== null) unit.main = { ...unit.main, command: '' };
      }
      for (const unit of [...this.#units.values()]) {
        for (const name of Object.values(unit.config.dependencies).flat()) this.#load(name);
        if (typeOf(unit.name) === 'timer' && unit.active === 'active') this.#armTimer(unit);
      }
      this.#wantsCollection = true;
    });
  }

  install(verb: InstallVerb, names: readonly string[], options: { runtime?: boolean; force?: boolean } = {}): InstallReport {
    return new Installer(this.#runner.files, this.#specifiers()).run(verb, names, options);
  }

  setProperty(name: string, assignments: readonly string[], { runtime = false } = {}): void {
    const unit = this.#peek(name);
    if (unit.config.loadState !== 'loaded') throw new SystemdError('NoSuchUnit', `Unit ${name} not found.`);
    const type = typeOf(name) ?? 'service';
    const folder = `${runtime ? '/run' : '/etc'}/systemd/system.control`;
    const { files } = this.#runner;
    for (const each of [folder, `${folder}/${name}.d`]) if (files.find(each, { as: ROOT }).node === null) files.create(each, 'directory', 0o755, ROOT);
    for (const assignment of assignments) {
      const text = '# This is a drop-in unit file extension, created via "systemctl set-property"\n# or an equivalent operation. Do not edit.\n'
        + `[${type.charAt(0).toUpperCase()}${type.slice(1)}]\n${assignment}\n`;
      files.writeFile(`${folder}/${name}.d/50-${assignment.split('=')[0] ?? ''}.conf`, text, ROOT);
    }
    unit.config = this.#read(name);
  }

  defaultTarget(): string {
    return this.#peek('default.target').name;
  }

  systemState(): string {
    if (this.#stopping !== null) return 'stopping';
    if (!this.#isBooted) return 'starting';
    return [...this.#units.values()].some((unit) => unit.active === 'failed') ? 'degraded' : 'running';
  }

  unitOf(pid: number): string | null {
    return this.#runner.processes().find((process) => process.pid === pid)?.unit ?? null;
  }

  bootTimes(): { kernelMs: number; initrdMs: number; userspaceMs: number; units: readonly (readonly [string, number])[] } {
    const units = [...this.#units.values()].filter((unit) => unit.activeEnterMs !== null && unit.inactiveExitMs !== null)
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
      for (const unit of [...this.#units.values()]) {
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
    this.#bootId = '';
    this.#runner.power(how);
  }

  // ── saving

  toJSON(): Json {
    const units = [...this.#units.values()].map((unit) => ({ ...unit, config: this.#isUnchanged(unit) ? null : unit.config }));
    const saved: Saved = {
      bootId: this.#bootId, isBooted: this.#isBooted, stopping: this.#stopping, startupMs: this.#startupMs, nextJob: this.#queue.nextId,
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
    this.#bootId = saved.bootId;
    this.#isBooted = saved.isBooted;
    this.#stopping = saved.stopping;
    this.#startupMs = saved.startupMs;
    this.#queue.nextId = saved.nextJob;
    this.#sessions.nextId = saved.nextSession;
    this.#queue.jobs = saved.jobs.map((job) => ({ ...job }));
    this.#units.clear();
    for (const unit of saved.units) {
      const config = unit.config ?? loadUnit(this.#runner.files, unit.name, this.#specifiers(), () => undefined);
      this.#units.set(unit.name, { ...structuredCopy(unit), config });
    }
  }
}

/** A deep copy of plain data. */
const structuredCopy = <T>(data: T): T => JSON.parse(JSON.stringify(data)) as T;
