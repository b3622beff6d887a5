import type { Json } from '../base/json.ts';
import { freezeFiles, thawFiles, type FrozenFiles } from './host/file-system.ts';
import { Host, type InitProcess, type Shared } from './host/host.ts';
import { KEPT_APART, loadHost, saveHost, wakeHost } from './host/saving.ts';
import type { Registry } from './host/program.ts';
import type { PackageCatalogue } from './host/package.ts';
import type { UnitRunner } from './host/systemd/manager.ts';
import { HostUnitRunner } from './host/unit-runner.ts';
import { Agenda } from './time/agenda.ts';
import { Clock } from './time/clock.ts';
import { Dice } from './time/dice.ts';
import type { Outside } from './wire/outside.ts';
import { Wire } from './wire/wire.ts';

/** A world at rest as texts: the disks inode by inode, the journals entry by entry, and everything else. */
export interface FrozenWorld {
  readonly rest: string;
  readonly hosts: readonly FrozenHost[];
}

interface FrozenHost {
  readonly files: FrozenFiles;
  readonly journal: readonly string[];
}

type Parts = { readonly [key: string]: Json; readonly hosts: { readonly [key: string]: Json }[] };

/** Saved data as `World.freeze` gives it. */
export function freezeWorld(world: Json): FrozenWorld {
  const data = world as Parts;
  const rest = JSON.stringify({ ...data, hosts: data.hosts.map((host) => ({ ...host, ...KEPT_APART })) });
  const hosts = data.hosts.map(({ files = null, journal }) => ({
    files: freezeFiles(files), journal: (journal as readonly Json[]).map((entry) => JSON.stringify(entry)),
  }));
  return { rest, hosts };
}

/** The data that `World.toJSON` would have given. */
export function thawWorld({ rest, hosts }: FrozenWorld): Json {
  const data = JSON.parse(rest) as Parts;
  const thaw = ({ files, journal }: FrozenHost) => ({ files: thawFiles(files), journal: JSON.parse(`[${journal.join(',')}]`) as Json });
  return { ...data, hosts: data.hosts.map((host, index) => ({ ...host, ...thaw(hosts[index] as FrozenHost) })) };
}

/** What a world is made of: everything but its state. Found again by name when a saved world is restored. */
export interface Plan {
  /** e.g. `antelope`. */
  readonly name: string;
  readonly startMs: number;
  readonly registry: Registry;
  readonly packages: () => Promise<PackageCatalogue>;
  /** The world around: DNS names and machines that are not ours. */
  readonly outside: (clock: Clock) => Outside;
  readonly hosts: readonly HostPlan[];
  /** PID 1 of a host. */
  readonly init: (runner: UnitRunner) => InitProcess;
}

export interface HostPlan {
  readonly id: string;
  /** Lays the first disk, sets interfaces and kernel tables: a machine before it is switched on. */
  readonly prepare: (host: Host) => void | Promise<void>;
}

/** Version of saved worlds; raise it when the form of their data changes, and teach `upgrade` the step. */
export const WORLD_VERSION = 1;

/** The hosts, the wire, the clock: runs until quiet, saves and restores. Same seed and same input, same bytes. */
export class World {
  readonly plan: Plan;
  readonly clock: Clock;
  readonly wire: Wire;
  hosts: Host[] = [];
  readonly #agenda = new Agenda();
  readonly #dice: Dice;
  readonly #shared: Shared;
  /** The code of serving daemons is not loaded yet. */
  #isAsleep = false;

  private constructor(plan: Plan, seed: number) {
    this.plan = plan;
    this.clock = new Clock(plan.startMs);
    this.#dice = new Dice(seed);
    this.wire = new Wire(() => this.hosts, this.clock, plan.outside(this.clock));
    const { clock, wire } = this;
    this.#shared = { clock, carrier: wire, registry: plan.registry, packages: plan.packages, agenda: this.#agenda, dice: this.#dice };
    this.hosts = plan.hosts.map(({ id }) => new Host(id, this.#shared));
  }

  /** A new world: disks laid, hosts switched on. */
  static async create(plan: Plan, seed: number): Promise<World> {
    const world = new World(plan, seed);
    for (const [index, { prepare }] of plan.hosts.entries()) {
      const host = world.hosts[index] as Host;
      await prepare(host);
      world.#attachInit(host);
      host.init.boot();
    }
    await world.rest(120_000);
    return world;
  }

  #attachInit(host: Host): void {
    const path = '/usr/lib/systemd/systemd';
    host.kernel.make({ pid: 1, ppid: 0, path, argv: [path, '--switched-root', '--system', '--deserialize', '31'], memoryMb: 16 });
    const runner = new HostUnitRunner(host, (how) => this.#power(host, how));
    host.systemd = this.plan.init(runner);
  }

  /** The end of the power: processes, sockets and kernel tables are gone, the disk stays. */
  #power(host: Host, how: 'off' | 'reboot'): void {
    for (const name of [...host.kernel.ttys.keys()]) host.kernel.hangUp(name);
    for (const process of [...host.kernel.processes.values()]) {
      if (process.pid !== 1) host.kernel.end(process, 'signaled', 9);
    }
    host.kernel.processes.clear();
    this.#agenda.cancelAll(`${host.id}:systemd`);
    host.systemd = null;
    for (const key of [...host.tables.keys()]) if (key !== 'kernel.hostname') host.tables.delete(key);
    for (const each of host.network.interfaces) if (each.name !== 'lo') each.isUp = how === 'reboot';
    if (how === 'off') return;
    host.kernel.nextPid = 2;
    host.bootMs = this.clock.nowMs();
    this.#attachInit(host);
    host.init.boot();
  }

  host(id: string): Host {
    const host = this.hosts.find((each) => each.id === id);
    if (host === undefined) throw new Error(`no host ${id}`);
    return host;
  }

  // ── running

  /** Runs all that can go on at this moment of virtual time; waits for what comes from outside the simulation. */
  async settle(): Promise<void> {
    await this.#wakeForDue();
    this.#takeDue();
    for (let isMoving = true; isMoving;) {
      isMoving = false;
      for (const { kernel } of this.hosts) {
        isMoving = kernel.stepAll() || isMoving;
        while (kernel.externals.size > 0) {
          await Promise.race(kernel.externals);
          kernel.stepAll();
        }
      }
      await this.#wakeForDue();
      isMoving = this.#takeDue() || isMoving;
    }
  }

  /** Loads the code of daemons that `fromJSON` left asleep: before anything is done that could reach one. */
  async wake(): Promise<void> {
    if (!this.#isAsleep) return;
    this.#isAsleep = false;
    for (const host of this.hosts) await wakeHost(host);
  }

  async #wakeForDue(): Promise<void> {
    const due = this.#isAsleep ? this.#agenda.peek() : null;
    if (due !== null && due.atMs <= this.clock.nowMs()) await this.wake();
  }

  #takeDue(): boolean {
    let hasTaken = false;
    for (;;) {
      const due = this.#agenda.takeDue(this.clock.nowMs());
      if (due === null) return hasTaken;
      hasTaken = true;
      const [id = '', kind, pid] = due.owner.split(':');
      const host = this.host(id);
      if (kind === 'systemd') host.systemd?.onTimer(due.note);
      else host.kernel.onTimer(Number(pid), due.note);
    }
  }

  /** The next moment at which something happens by itself, and whether it is work that may be played faster. */
  next(): { atMs: number; work: { shareMs: number; totalMs: number } | null } | null {
    let next: { atMs: number; work: { shareMs: number; totalMs: number } | null } | null = null;
    const appointment = this.#agenda.peek();
    if (appointment !== null) next = { atMs: appointment.atMs, work: null };
    for (const host of this.hosts) {
      const wake = host.kernel.nextWakeMs();
      if (wake !== null && (next === null || wake.atMs < next.atMs)) next = { atMs: wake.atMs, work: wake.wait.work ?? null };
    }
    return next;
  }

  advanceTo(atMs: number): void {
    this.clock.advanceTo(atMs);
  }

  /** Runs as fast as it can until `isDone`, or nothing is left to do within `limitMs` of virtual time. */
  async runUntil(isDone: () => boolean, limitMs: number): Promise<boolean> {
    const endMs = this.clock.nowMs() + limitMs;
    for (;;) {
      await this.settle();
      if (isDone()) return true;
      const next = this.next();
      if (next === null || next.atMs > endMs) {
        this.advanceTo(Math.min(endMs, next?.atMs ?? this.clock.nowMs()));
        return false;
      }
      this.advanceTo(next.atMs);
    }
  }

  /** Whether no program is at work: each serves, or waits at a checkpoint, or waits for a key. */
  isQuiet(): boolean {
    return this.hosts.every((host) => [...host.kernel.processes.values()].every((process) =>
      process.ended !== null || process.routine === null || process.isServing || process.isStopped
      || (process.wait !== null && process.wait.untilMs === undefined && process.wait.ready?.() !== true)
      || process.checkpoint !== null) && host.systemd?.isBusy() !== true);
  }

  /** Runs as fast as it can until quiet. */
  async rest(limitMs: number): Promise<boolean> {
    return this.runUntil(() => this.isQuiet(), limitMs);
  }

  // ── saving

  /** Whether `toJSON` would lose nothing: every process serves or is at a checkpoint. */
  canSave(): boolean {
    return this.hosts.every((host) => [...host.kernel.processes.values()].every((process) =>
      process.routine === null || process.isServing || process.checkpoint !== null))
      && this.hosts.every((host) => host.systemd?.isBusy() !== true);
  }

  /** The whole world as plain data. Call only when `canSave`. */
  toJSON(): Json {
    return this.#json(this.hosts.map((host) => saveHost(host)));
  }

  /** The same as texts; what has not changed since the last freezing is shared with it. */
  freeze(): FrozenWorld {
    const rest = JSON.stringify(this.#json(this.hosts.map((host) => saveHost(host, KEPT_APART))));
    return { rest, hosts: this.hosts.map((host) => ({ files: host.files.freeze(), journal: host.journal.freeze() })) };
  }

  #json(hosts: Json[]): Json {
    return {
      version: WORLD_VERSION, plan: this.plan.name, nowMs: this.clock.nowMs(), dice: this.#dice.state,
      agenda: this.#agenda.toJSON() as unknown as Json, wire: this.wire.toJSON(),
      hosts,
    };
  }

  /** A saved world. `isAsleep`: the code of its daemons comes with `wake`, or with the first appointment. */
  static async fromJSON(plan: Plan, data: Json, isAsleep = false): Promise<World> {
    const saved = data as unknown as {
      nowMs: number; dice: number; agenda: ReturnType<Agenda['toJSON']>; wire: Json; hosts: Json[];
    };
    const world = new World(plan, saved.dice);
    world.#isAsleep = isAsleep;
    world.clock.advanceTo(saved.nowMs);
    world.#agenda.restore(saved.agenda);
    world.wire.restore(saved.wire);
    for (const [index, host] of world.hosts.entries()) {
      world.#attachInit(host);
      await loadHost(host, saved.hosts[index] as Json, isAsleep);
    }
    return world;
  }
}
