// Jobs: what has to start and stop for a request, in which order, and how each job ends (systemd's transactions).
import type { Core } from './core.ts';
import type { JobState, UnitState } from './state.ts';
import { SystemdError, type JobKind, type JobMode, type JobResult } from './systemd.ts';
import { flag, allSettings } from './unit-config.ts';
import { typeOf } from './unit-name.ts';

const REQUIRING = ['Requires', 'BindsTo'] as const;
const KEPT_FINISHED = 200;

/** Acts on units: what the queue runs. */
export interface UnitActions {
  start(unit: UnitState): void;
  stop(unit: UnitState): void;
  reload(unit: UnitState): void;
  canReload(unit: UnitState): boolean;
}

type Planned = { readonly unit: UnitState; kind: JobState['kind']; isAnchor: boolean };

const isUp = (unit: UnitState): boolean => unit.active === 'active' || unit.active === 'reloading';
const isDown = (unit: UnitState): boolean => unit.active === 'inactive' || unit.active === 'failed';

/** The queue of one host. */
export class JobQueue {
  readonly #core: Core;
  readonly #actions: UnitActions;
  jobs: JobState[] = [];
  nextId = 1;
  /** Job → jobs it waits for; null when it has to be found anew. */
  #blockers: Map<number, JobState[]> | null = null;

  constructor(core: Core, actions: UnitActions) {
    this.#core = core;
    this.#actions = actions;
  }

  get(id: number): JobState | null {
    return this.jobs.find((job) => job.id === id) ?? null;
  }

  pending(): JobState[] {
    return this.jobs.filter((job) => job.result === null);
  }

  of(unit: UnitState): JobState | null {
    return unit.job === null ? null : this.get(unit.job);
  }

  /** Plans a request and all it needs, puts the jobs into the queue; throws SystemdError when it cannot be. */
  enqueue(kind: JobKind, unit: UnitState, mode: JobMode): JobState {
    const actual = this.#collapse(kind, unit);
    if (actual === null) return this.#finishedAtOnce(unit, 'start');
    const plan = new Map<string, Planned>();
    const deep = mode !== 'ignore-dependencies';
    if (actual === 'stop') this.#planStop(plan, unit, deep);
    else if (actual === 'reload') plan.set(unit.name, { unit, kind: 'reload', isAnchor: true });
    else {
      this.#planStart(plan, unit, actual, deep);
      if (mode === 'isolate') this.#planIsolation(plan);
    }
    if (mode === 'fail') this.#refuseDestruction(plan, unit, actual);
    const jobs = [...plan.values()].map((planned) => this.#install(planned, planned.unit === unit));
    this.#core.post(() => this.run());
    return jobs.find((job) => job.unit === unit.name) ?? this.#finishedAtOnce(unit, actual);
  }

  /** What a request comes down to; null when there is nothing to do. */
  #collapse(kind: JobKind, unit: UnitState): JobState['kind'] | null {
    this.#requireLoaded(kind, unit);
    const wantsReload = kind === 'reload' || (kind === 'reload-or-restart' || kind === 'try-reload-or-restart') && this.#actions.canReload(unit);
    if (kind === 'reload' && !this.#actions.canReload(unit)) {
      throw new SystemdError('JobTypeNotApplicable', `Job type reload is not applicable for unit ${unit.name}.`);
    }
    if (kind.startsWith('try-') && isDown(unit)) return null;
    if (kind === 'reload' || wantsReload && isUp(unit)) return 'reload';
    if (kind === 'start' || kind === 'stop') return kind;
    return isDown(unit) && unit.sub !== 'auto-restart' ? 'start' : 'restart';
  }

  #requireLoaded(kind: JobKind, unit: UnitState): void {
    const { loadState, loadError } = unit.config;
    if (kind === 'stop') {
      if (loadState === 'not-found' && isDown(unit)) throw new SystemdError('NoSuchUnit', `Unit ${unit.name} not loaded.`);
      return;
    }
    if (loadState === 'loaded') return;
    const kinds = { 'not-found': 'NoSuchUnit', masked: 'UnitMasked', 'bad-setting': 'BadUnitSetting', error: 'LoadFailed' } as const;
    throw new SystemdError(kinds[loadState], loadError ?? '');
  }

  // ── planning

  #planStart(plan: Map<string, Planned>, unit: UnitState, kind: 'start' | 'restart' | 'verify-active', deep: boolean): void {
    if (plan.has(unit.name)) return;
    plan.set(unit.name, { unit, kind, isAnchor: false });
    if (!deep) return;
    const { dependencies } = unit.config;
    for (const relation of REQUIRING) {
      for (const name of dependencies[relation] ?? []) this.#planRequired(plan, name);
    }
    for (const name of dependencies['Requisite'] ?? []) {
      const other = this.#core.load(name);
      if (!isUp(other) && !plan.has(name)) plan.set(name, { unit: other, kind: 'verify-active', isAnchor: false });
    }
    for (const name of dependencies['Wants'] ?? []) this.#planWanted(plan, name);
    for (const name of dependencies['Conflicts'] ?? []) {
      const other = this.#core.units.get(name);
      if (other !== undefined && !isDown(other)) this.#planStop(plan, other, true);
    }
    if (kind === 'restart') this.#planDependents(plan, unit, 'restart');
  }

  #planRequired(plan: Map<string, Planned>, name: string): void {
    const other = this.#core.load(name);
    if (isUp(other) && this.of(other) === null) return;
    this.#requireLoaded('start', other);
    this.#planStart(plan, other, 'start', true);
  }

  /** A wanted unit that cannot be started is left out. */
  #planWanted(plan: Map<string, Planned>, name: string): void {
    const other = this.#core.load(name);
    if (other.config.loadState !== 'loaded' || isUp(other) && this.of(other) === null || plan.has(other.name)) return;
    const trial = new Map(plan);
    try {
      this.#planStart(trial, other, 'start', true);
    } catch (error) {
      if (error instanceof SystemdError) return;
      throw error;
    }
    for (const [key, planned] of trial) plan.set(key, planned);
  }

  #planStop(plan: Map<string, Planned>, unit: UnitState, deep: boolean): void {
    if (plan.has(unit.name) && plan.get(unit.name)?.kind === 'stop') return;
    plan.set(unit.name, { unit, kind: 'stop', isAnchor: false });
    if (deep) this.#planDependents(plan, unit, 'stop');
  }

  /** Those that require the unit, are bound to it or are part of it go down (or round) with it. */
  #planDependents(plan: Map<string, Planned>, unit: UnitState, kind: 'stop' | 'restart'): void {
    for (const other of this.#core.units.values()) {
      if (plan.has(other.name) || isDown(other)) continue;
      const isTied = ['Requires', 'BindsTo', 'Requisite', 'PartOf'].some((relation) => other.config.dependencies[relation]?.includes(unit.name) === true);
      if (!isTied) continue;
      plan.set(other.name, { unit: other, kind, isAnchor: false });
      this.#planDependents(plan, other, kind);
    }
  }

  #planIsolation(plan: Map<string, Planned>): void {
    for (const other of this.#core.units.values()) {
      const spared = flag(other.config, 'Unit.IgnoreOnIsolate', ['slice', 'device', 'scope', 'mount', 'automount', 'swap'].includes(typeOf(other.name) ?? ''));
      if (!plan.has(other.name) && !isDown(other) && !spared && !this.#isNeeded(other, plan)) {
        plan.set(other.name, { unit: other, kind: 'stop', isAnchor: false });
      }
    }
  }

  /** Whether something that stays wants the unit (it was up already and so is not in the plan). */
  #isNeeded(unit: UnitState, plan: ReadonlyMap<string, Planned>): boolean {
    const kept = new Set([...plan.values()].filter((planned) => planned.kind !== 'stop').map((planned) => planned.unit.name));
    const queue = [...kept];
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      const dependencies = this.#core.units.get(name)?.config.dependencies ?? {};
      for (const next of ['Requires', 'Wants', 'BindsTo'].flatMap((relation) => dependencies[relation] ?? [])) {
        if (next === unit.name) return true;
        if (!kept.has(next)) {
          kept.add(next);
          queue.push(next);
        }
      }
    }
    return false;
  }

  #refuseDestruction(plan: ReadonlyMap<string, Planned>, unit: UnitState, kind: string): void {
    for (const planned of plan.values()) {
      const old = this.of(planned.unit);
      if (old === null || old.kind === planned.kind) continue;
      throw new SystemdError('TransactionIsDestructive', `Transaction for ${unit.name}/${kind} is destructive (${planned.unit.name} has '${old.kind}' job queued, but '${planned.kind}' is included in transaction).`);
    }
  }

  #install(planned: Planned, isAnchor: boolean): JobState {
    const { unit, kind } = planned;
    const old = this.of(unit);
    if (old !== null && (old.kind === kind || old.kind === 'restart' && kind === 'start')) return old;
    if (old !== null) this.finish(old, 'canceled');
    const job: JobState = { id: this.nextId++, unit: unit.name, kind, isRunning: false, result: null, isAnchor, beganMs: this.#core.runner.nowMs() };
    this.jobs.push(job);
    unit.job = job.id;
    this.#blockers = null;
    return job;
  }

  #finishedAtOnce(unit: UnitState, kind: JobState['kind']): JobState {
    const job: JobState = { id: this.nextId++, unit: unit.name, kind, isRunning: false, result: 'done', isAnchor: true, beganMs: this.#core.runner.nowMs() };
    this.jobs.push(job);
    return job;
  }

  // ── running

  /** Starts every job that waits for nothing any more. */
  run(): void {
    for (let changed = true; changed;) {
      changed = false;
      for (const job of this.pending()) {
        if (job.isRunning || job.result !== null || !this.#mayRun(job)) continue;
        this.#begin(job);
        changed = true;
      }
      changed = this.#breakCycle(changed);
    }
    if (this.jobs.length > 2 * KEPT_FINISHED) {
      const done = this.jobs.filter((job) => job.result !== null).slice(-KEPT_FINISHED);
      this.jobs = this.jobs.filter((job) => job.result === null || done.includes(job));
    }
  }

  /** Jobs that wait for each other in a ring: the first goes ahead. */
  #breakCycle(changed: boolean): boolean {
    const pending = this.pending();
    const first = pending[0];
    if (changed || first === undefined || pending.some((job) => job.isRunning)) return changed;
    this.#core.log.say(first.unit, 3, `${first.unit}: Found ordering cycle on ${first.unit}/${first.kind}`);
    this.#begin(first);
    return true;
  }

  #mayRun(job: JobState): boolean {
    this.#blockers ??= this.#findBlockers();
    return (this.#blockers.get(job.id) ?? []).every((other) => other.result !== null);
  }

  /** Which jobs have to be finished before which: ordering dependencies, stops before starts. */
  #findBlockers(): Map<number, JobState[]> {
    const pending = new Map(this.pending().map((job) => [job.unit, job]));
    const blockers = new Map<number, JobState[]>();
    for (const { later, earlier } of this.#ordered(pending)) {
      const laterStops = later.kind === 'stop' || later.kind === 'restart';
      const [first, second] = laterStops ? [later, earlier] : [earlier, later];
      blockers.set(second.id, [...(blockers.get(second.id) ?? []), first]);
    }
    return blockers;
  }

  *#ordered(pending: ReadonlyMap<string, JobState>): Generator<{ later: JobState; earlier: JobState }> {
    for (const job of pending.values()) {
      const unit = this.#core.units.get(job.unit);
      if (unit === undefined) continue;
      for (const name of unit.config.dependencies['After'] ?? []) {
        const earlier = pending.get(name);
        if (earlier !== undefined) yield { later: job, earlier };
      }
      for (const name of unit.config.dependencies['Before'] ?? []) {
        const later = pending.get(name);
        if (later !== undefined) yield { later, earlier: job };
      }
      if (typeOf(unit.name) === 'target') yield* this.#pulledIn(job, unit, pending);
    }
  }

  /** A target is reached after what it pulls in, unless one of them says otherwise (default dependencies). */
  *#pulledIn(job: JobState, target: UnitState, pending: ReadonlyMap<string, JobState>): Generator<{ later: JobState; earlier: JobState }> {
    if (!flag(target.config, 'Unit.DefaultDependencies', true)) return;
    for (const name of ['Wants', 'Requires'].flatMap((relation) => target.config.dependencies[relation] ?? [])) {
      const earlier = pending.get(name);
      const unit = this.#core.units.get(name);
      if (earlier === undefined || unit === undefined || !flag(unit.config, 'Unit.DefaultDependencies', true)) continue;
      if (unit.config.dependencies['After']?.includes(target.name) !== true) yield { later: job, earlier };
    }
  }

  #begin(job: JobState): void {
    const unit = this.#core.units.get(job.unit);
    if (unit === undefined) return this.finish(job, 'canceled');
    job.isRunning = true;
    if (job.kind === 'verify-active') return this.finish(job, isUp(unit) ? 'done' : 'dependency');
    if (job.kind === 'start') return this.#beginStart(job, unit);
    if (job.kind === 'reload') return this.#beginReload(job, unit);
    if (isDown(unit)) return this.#down(job);
    this.#actions.stop(unit);
    if (job.result === null && job.isRunning && unit.active === 'deactivating') this.#core.log.beginning(unit, 'stop', job.id);
  }

  #beginStart(job: JobState, unit: UnitState): void {
    if (isUp(unit)) return this.finish(job, 'done', true);
    if (unit.active === 'activating' && unit.sub !== 'auto-restart') return;
    this.#actions.start(unit);
    if (job.result === null && job.isRunning && unit.active === 'activating') this.#core.log.beginning(unit, 'start', job.id);
  }

  #beginReload(job: JobState, unit: UnitState): void {
    if (unit.active !== 'active') {
      this.#core.log.say(unit.name, 4, `${unit.name}: Unit cannot be reloaded because it is inactive.`);
      return this.finish(job, 'invalid');
    }
    this.#actions.reload(unit);
    if (job.result === null) this.#core.log.beginning(unit, 'reload', job.id);
  }

  /** The unit of a stop or restart job is down. */
  #down(job: JobState): void {
    if (job.kind === 'stop') return this.finish(job, 'done', true);
    job.kind = 'start';
    job.isRunning = false;
    this.#blockers = null;
    this.#core.post(() => this.run());
  }

  /** A unit changed its state: its job may be at its end. */
  changed(unit: UnitState, wasDown: boolean): void {
    const job = this.of(unit);
    if (job === null || !job.isRunning) return;
    const { active } = unit;
    if (job.kind === 'start') {
      if (active === 'active' || active === 'reloading') this.finish(job, 'done');
      else if (active === 'failed') this.finish(job, 'failed');
      else if (active === 'inactive' && !unit.willRestart) this.finish(job, 'done');
    } else if (job.kind === 'stop' && isDown(unit)) this.finish(job, 'done');
    else if (job.kind === 'restart' && isDown(unit)) {
      if (!wasDown) this.#core.log.finished(unit, 'stop', 'done', job.id);
      this.#down(job);
    } else if (job.kind === 'reload') {
      if (active === 'active') this.finish(job, unit.reloadResult === 'success' ? 'done' : 'failed');
      else if (isDown(unit)) this.finish(job, active === 'failed' ? 'failed' : 'done');
    }
  }

  /** Ends a job; a failed start takes those with it that require the unit. */
  finish(job: JobState, result: JobResult, isSilent = false): void {
    if (job.result !== null) return;
    job.result = result;
    job.isRunning = false;
    const unit = this.#core.units.get(job.unit);
    if (unit?.job === job.id) unit.job = null;
    if (unit !== undefined && !isSilent && result !== 'canceled') this.#core.log.finished(unit, job.kind, result, job.id);
    if (result !== 'done' && (job.kind === 'start' || job.kind === 'verify-active')) this.#failDependents(job.unit);
    if (unit !== undefined && job.kind === 'start' && result === 'dependency') this.#onFailure(unit);
    this.#core.post(() => this.run());
  }

  #failDependents(name: string): void {
    for (const other of this.pending()) {
      const dependencies = this.#core.units.get(other.unit)?.config.dependencies ?? {};
      const needs = ['Requires', 'BindsTo', 'Requisite'].some((relation) => dependencies[relation]?.includes(name) === true);
      if (other.kind === 'start' && needs) this.finish(other, 'dependency');
    }
  }

  #onFailure(unit: UnitState): void {
    for (const name of allSettings(unit.config, 'Unit.OnFailure').flatMap((value) => value.split(/\s+/))) this.#core.trigger(name, 'start');
  }
}
