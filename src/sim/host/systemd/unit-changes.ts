// How units go up and down, and what that does to others. Knows nothing of how jobs are ordered.
import { unmetCondition } from './conditions.ts';
import type { Core } from './core.ts';
import type { JobQueue } from './jobs.ts';
import { describe } from './messages.ts';
import type { ServiceDriver } from './service.ts';
import { ACTIVE_OF, type UnitState } from './state.ts';
import { SystemdError } from './systemd.ts';
import { nextElapse } from './timers.ts';
import { triggeredUnit } from './unit-config.ts';
import { typeOf } from './unit-name.ts';
import type { UnitTable } from './unit-table.ts';

/** The low-level state in which a unit that is no service is up. */
const UP: Readonly<Record<string, string>> = {
  target: 'active', slice: 'active', socket: 'listening', mount: 'mounted', timer: 'waiting', path: 'waiting', device: 'plugged',
  automount: 'waiting', scope: 'running', swap: 'active',
};

/** Starts and stops units; services by their driver, the other types here. */
export class UnitChanges {
  readonly #core: Core;
  readonly #table: UnitTable;
  readonly #services: ServiceDriver;
  readonly #queue: () => JobQueue;

  constructor(core: Core, table: UnitTable, services: ServiceDriver, queue: () => JobQueue) {
    this.#core = core;
    this.#table = table;
    this.#services = services;
    this.#queue = queue;
  }

  start(unit: UnitState): void {
    const unmet = unmetCondition(unit.config, 'Condition', this.#core.runner.files, this.#core.facts());
    if (unmet !== null) return this.#skip(unit, unmet);
    const asserted = unmetCondition(unit.config, 'Assert', this.#core.runner.files, this.#core.facts());
    if (asserted !== null) return this.#refuse(unit, asserted);
    if (typeOf(unit.name) === 'service') return this.#services.start(unit);
    this.enter(unit, UP[typeOf(unit.name) ?? ''] ?? 'active');
    if (typeOf(unit.name) === 'timer') this.armTimer(unit);
  }

  #skip(unit: UnitState, unmet: string): void {
    unit.failedCondition = { text: unmet, atMs: this.#core.runner.nowMs() };
    this.#core.log.say(unit.name, 6, `${describe(unit.config)} was skipped because of an unmet condition check (${unmet}).`);
    const job = this.#queue().of(unit);
    if (job !== null) this.#queue().finish(job, 'done', true);
  }

  #refuse(unit: UnitState, unmet: string): void {
    this.#core.log.say(unit.name, 4, `Starting of ${describe(unit.config)} unsupported: ${unmet} was not met.`);
    const job = this.#queue().of(unit);
    if (job !== null) this.#queue().finish(job, 'failed', true);
  }

  stop(unit: UnitState): void {
    if (typeOf(unit.name) === 'service') return this.#services.stop(unit);
    if (unit.timeout !== null) this.#core.runner.cancel(unit.timeout);
    unit.timeout = null;
    if (typeOf(unit.name) === 'scope') for (const pid of this.#core.pidsOf(unit.name)) this.#core.runner.kill(pid, 'SIGTERM');
    this.enter(unit, 'dead');
  }

  /** Moves a unit to another low-level state and tells its jobs and those that depend on it. */
  enter(unit: UnitState, sub: string): void {
    const before = unit.active;
    const after = ACTIVE_OF[sub] ?? 'inactive';
    const now = this.#core.runner.nowMs();
    const wasDown = before === 'inactive' || before === 'failed';
    const isDown = after === 'inactive' || after === 'failed';
    const wasUp = before === 'active' || before === 'reloading';
    const isUp = after === 'active' || after === 'reloading';
    unit.sub = sub;
    unit.active = after;
    if (wasDown && !isDown) {
      unit.inactiveExitMs = now;
      unit.shownFromSeq = Number(unit.facts['shownFrom'] ?? this.#core.log.lastSeq());
      delete unit.facts['shownFrom'];
    }
    if (!wasDown && isDown) unit.inactiveEnterMs = now;
    if (isUp && !wasUp) unit.activeEnterMs = now;
    if (!isUp && wasUp) unit.activeExitMs = now;
    this.#queue().changed(unit, wasDown);
    if (!wasDown && isDown) this.#wentDown(unit);
    if (isUp !== wasUp) this.#mirror(unit, isUp);
    this.#core.post(() => this.#queue().run());
  }

  #wentDown(unit: UnitState): void {
    this.#core.log.consumed(unit.name, unit.cpuMs);
    this.#table.disturb();
    for (const other of this.#table.all()) {
      const isBound = other.config.dependencies['BindsTo']?.includes(unit.name) === true;
      if (isBound && other.active === 'active') this.trigger(other.name, 'stop');
    }
    if (unit.active === 'failed' && !unit.willRestart) {
      for (const name of unit.config.dependencies['OnFailure'] ?? []) {
        this.#core.log.say(unit.name, 5, `${unit.name}: Triggering OnFailure= dependencies.`);
        this.trigger(name, 'start');
      }
    }
  }

  /** Sockets, paths and timers show whether the unit they start is up. */
  #mirror(unit: UnitState, isUp: boolean): void {
    for (const other of this.#table.units.values()) {
      const type = typeOf(other.name) ?? '';
      if (other.active !== 'active' || !['socket', 'path'].includes(type) || triggeredUnit(other.config) !== unit.name) continue;
      other.sub = isUp ? 'running' : UP[type] ?? 'active';
    }
  }

  /** Starts, restarts or stops a unit on systemd's own account, after what is being done now. */
  trigger(name: string, kind: 'start' | 'restart' | 'stop'): void {
    this.#core.post(() => {
      try {
        this.#queue().enqueue(kind, this.#core.load(name), 'replace');
      } catch (error) {
        if (!(error instanceof SystemdError)) throw error;
        this.#core.log.say(name, 4, `${name}: Failed to enqueue ${kind} job, ignoring: ${error.message}`);
      }
    });
  }

  // ── timers

  /** Sets a timer unit's clock to when it elapses next. */
  armTimer(unit: UnitState): void {
    const next = nextElapse(unit, this.#table.units.get(triggeredUnit(unit.config)) ?? null, this.#core.runner.nowMs(), this.#core.runner.bootMs);
    if (unit.timeout !== null) this.#core.runner.cancel(unit.timeout);
    unit.timeout = next === null ? null : this.#core.runner.later(next - this.#core.runner.nowMs(), { kind: 'elapse', unit: unit.name });
    unit.facts['nextMs'] = next === null ? '' : String(next);
  }

  /** A timer unit's time has come. */
  elapse(unit: UnitState): void {
    unit.timeout = null;
    unit.facts['lastMs'] = String(this.#core.runner.nowMs());
    this.trigger(triggeredUnit(unit.config), 'start');
    this.#core.post(() => this.armTimer(unit));
  }

  /** When a timer unit elapses next and last did. */
  timer(name: string): { readonly nextMs: number | null; readonly lastMs: number | null } {
    const facts = this.#table.units.get(name)?.facts ?? {};
    const time = (text: string | undefined): number | null => (text === undefined || text === '' ? null : Number(text));
    return { nextMs: time(facts['nextMs']), lastMs: time(facts['lastMs']) };
  }
}
