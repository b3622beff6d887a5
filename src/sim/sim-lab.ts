// sim: the simulated cloud. Knows nothing of lessons or of the page.
import { Emitter } from '../base/emitter.ts';
import type { Json } from '../base/json.ts';
import type {
  Capability, CommandRecord, EditorAction, HostInfo, Lab, LabEvent, Snapshot, TerminalId, TerminalInfo,
} from '../lab/lab.ts';
import type { Answer, Probe } from '../lab/probe.ts';
import type { Hop } from '../lab/trace.ts';
import type { Routine } from './host/program.ts';
import { Pacer, type Wall } from './pacer.ts';
import { shiftTimes } from './shift.ts';
import { pack, unpack, type Input, type LabData } from './snapshot.ts';
import { Terminals, type TerminalEvent } from './terminals.ts';
import { freezeWorld, thawWorld, World, WORLD_VERSION, type FrozenWorld, type Plan } from './world.ts';

/** Where prepared starts come from; a scene that is not there yet is null. */
export interface SceneSource {
  names(): Promise<readonly string[]>;
  load(name: string): Promise<Snapshot | null>;
}

export interface SimLabOptions {
  readonly plan: Plan;
  readonly seed?: number;
  /** The wall clock to follow; null runs as fast as it can. */
  readonly wall?: Wall | null;
  readonly scenes?: SceneSource;
  /** Whether somebody shows the terminals who can open an editor in their place. */
  readonly hasEditor?: boolean;
}

/** Reading the machines' state: loaded with the first question. */
const reader = async (): Promise<typeof import('./probes.ts')> => import('./probes.ts');

const OFFERS: readonly Capability[] = ['terminal', 'files', 'undo', 'trace', 'mariadb', 'keystone', 'two-hosts'];
const UNDO_STEPS = 40;
const LETTERS = /^[^\x00-\x1f\x7f]+$/;
const HISTORY_LINES = 500;
/** Without a wall clock: how long (virtual) a typed command may take before `type` comes back all the same. */
const FAST_LIMIT_MS = 3_600_000;

/** A lab's data as texts: what is kept for undo and for the next save, cheap to make, shares what did not change. */
interface Kept {
  readonly lab: string;
  readonly world: FrozenWorld;
}

const keep = (data: LabData, world: FrozenWorld): Kept => ({ lab: JSON.stringify({ ...data, world: null }), world });

const parse = ({ lab, world }: Kept): LabData => ({ ...JSON.parse(lab) as LabData, world: thawWorld(world) });

/** Lab over a simulated World: in the page inside a Worker, in tests and the command line directly. */
export class SimLab implements Lab {
  readonly offers = OFFERS;
  readonly #options: SimLabOptions;
  readonly #events = new Emitter<LabEvent>();
  #world: World;
  #terminals: Terminals;
  #pacer: Pacer;
  #scene: string;
  #history: CommandRecord[] = [];
  #base: Kept | null = null;
  #inputs: Input[] = [];
  #undo: Kept[] = [];
  #hasCommand = false;
  /** Keys since the last command: they are no state to come back to, undo gives an empty prompt. */
  #hasKeys = false;
  /** Letters on a command line since the last rest: nothing that a probe could see, not worth a snapshot. */
  #isTyping = false;
  /** The base is the lab as it is now. */
  #isBaseNow = false;
  #revision = 0;
  #isDirty = true;
  /** One thing at a time: each call waits for the one before. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: SimLabOptions, world: World, scene: string) {
    this.#options = options;
    this.#world = world;
    this.#scene = scene;
    this.#terminals = this.#makeTerminals(world);
    this.#pacer = this.#makePacer(world);
  }

  /** A lab in the bare state of its plan. */
  static async create(options: SimLabOptions): Promise<SimLab> {
    const world = await World.create(startingNow(options), options.seed ?? 1);
    const lab = new SimLab(options, world, `${options.plan.name}/bare`);
    lab.#rested(true);
    lab.#pacer.start();
    return lab;
  }

  /** A lab from bytes. Throws SnapshotError. */
  static async from(snapshot: Snapshot, options: SimLabOptions): Promise<SimLab> {
    const data = await unpack(snapshot);
    const world = await World.fromJSON(options.plan, data.world);
    const lab = new SimLab(options, world, data.scene);
    await lab.#adopt(data);
    lab.#pacer.start();
    return lab;
  }

  /** A lab at the start of a scene, as if it had been made just now; a bare one is made where none is prepared. */
  static async fromScene(scene: string, options: SimLabOptions): Promise<SimLab> {
    const data = await sceneData(scene, options);
    // Nobody changed the machines: opening a terminal or giving it its size calls no daemon; code comes with the first key.
    const isAsleep = scene === `${options.plan.name}/bare`;
    const lab = new SimLab(options, await World.fromJSON(options.plan, data.world, isAsleep), scene);
    await lab.#adopt(data);
    lab.#pacer.start();
    return lab;
  }

  #makeTerminals(world: World): Terminals {
    const terminals = new Terminals(world.hosts, this.#options.hasEditor ?? false);
    terminals.events.on((event) => { this.#onTerminal(event); });
    return terminals;
  }

  #makePacer(world: World): Pacer {
    return new Pacer(world, this.#options.wall ?? null, (job) => this.#exclusive(job), (hasMoved) => { this.#rested(hasMoved); });
  }

  #onTerminal(event: TerminalEvent): void {
    this.#isDirty = true;
    if (event.kind === 'command') {
      this.#history = [...this.#history.map((each) => withoutVariables(each, event.record)), event.record].slice(-HISTORY_LINES);
      this.#hasCommand = true;
    }
    this.#events.emit(event);
  }

  #exclusive<T>(job: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(job, job);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  // ── what goes in

  async #input(input: Input): Promise<TerminalInfo | null> {
    if (input.kind !== 'open' && input.kind !== 'resize') await this.#world.wake();
    this.#inputs.push(input);
    this.#isDirty = true;
    this.#isBaseNow = false;
    this.#isTyping = input.kind === 'type' && LETTERS.test(input.keys);
    if (input.kind === 'type') this.#hasKeys = true;
    const info = await this.#apply(input);
    await this.#pacer.afterInput(FAST_LIMIT_MS);
    return info;
  }

  async #apply(input: Input): Promise<TerminalInfo | null> {
    if (input.kind === 'open') {
      const { host, columns, rows, user } = input;
      return await this.#drive(this.#terminals.open(host, { columns, rows }, user));
    }
    if (!this.#terminals.has(input.terminal)) return null;
    if (input.kind === 'type') this.#terminals.type(input.terminal, input.keys);
    else if (input.kind === 'resize') this.#terminals.resize(input.terminal, input);
    else if (input.kind === 'edit') this.#terminals.edit(input.terminal, input.action);
    else this.#terminals.close(input.terminal);
    return null;
  }

  async #drive<T>(routine: Routine<T>): Promise<T> {
    for (;;) {
      const step = routine.next();
      if (step.done === true) return step.value;
      await this.#world.settle();
    }
  }

  openTerminal(host: string, size: { columns: number; rows: number }, user = 'root'): Promise<TerminalInfo> {
    return this.#exclusive(async () => {
      const info = await this.#input({ atMs: this.#world.clock.nowMs(), kind: 'open', host, ...size, user });
      if (info === null) throw new Error('terminal was not opened');
      return info;
    });
  }

  async type(terminal: TerminalId, keys: string): Promise<void> {
    await this.#exclusive(() => this.#input({ atMs: this.#world.clock.nowMs(), kind: 'type', terminal, keys }));
  }

  async resize(terminal: TerminalId, { columns, rows }: { columns: number; rows: number }): Promise<void> {
    await this.#exclusive(() => this.#input({ atMs: this.#world.clock.nowMs(), kind: 'resize', terminal, columns, rows }));
  }

  async closeTerminal(terminal: TerminalId): Promise<void> {
    await this.#exclusive(() => this.#input({ atMs: this.#world.clock.nowMs(), kind: 'close', terminal }));
  }

  async editorAction(terminal: TerminalId, action: EditorAction): Promise<void> {
    await this.#exclusive(() => this.#input({ atMs: this.#world.clock.nowMs(), kind: 'edit', terminal, action }));
  }

  // ── what comes out

  hosts(): Promise<readonly HostInfo[]> {
    return Promise.resolve(this.#world.hosts.map((host) => ({
      name: host.id, system: 'CentOS Stream 9',
      address: host.network.interfaces.find((each) => each.name === 'eth0')?.addresses[0]?.split('/')[0] ?? '',
    })));
  }

  now(): Promise<number> {
    return Promise.resolve(this.#world.clock.nowMs());
  }

  terminals(): Promise<readonly TerminalInfo[]> {
    return Promise.resolve(this.#terminals.list());
  }

  screen(terminal: TerminalId): Promise<string> {
    return Promise.resolve(this.#terminals.screen(terminal));
  }

  ask(probe: Probe): Promise<Answer> {
    return this.#exclusive(async () => (await reader()).answer(this.#world, this.#history, probe));
  }

  askAll(probes: readonly Probe[]): Promise<readonly Answer[]> {
    return this.#exclusive(async () => {
      const { answer } = await reader();
      const answers: Answer[] = [];
      for (const probe of probes) answers.push(await answer(this.#world, this.#history, probe));
      return answers;
    });
  }

  trace(since?: string): Promise<readonly Hop[]> {
    const hops = this.#world.wire.hops;
    const index = since === undefined ? -1 : hops.findLastIndex((hop) => hop.id === since);
    return Promise.resolve(hops.slice(index + 1));
  }

  history(): Promise<readonly CommandRecord[]> {
    return Promise.resolve(this.#history);
  }

  // ── rest, save, restore

  /** The machines came to rest: a new base to save from, and a step to come back to. */
  #rested(hasMoved: boolean): void {
    if (!this.#isDirty && !hasMoved) return;
    if (hasMoved) this.#isBaseNow = false;
    if (this.#isTyping && !this.#hasCommand && !hasMoved) return;
    this.#isDirty = false;
    if (this.#world.canSave()) {
      this.#base = keep(this.#data([], null), this.#world.freeze());
      this.#isBaseNow = true;
      this.#inputs = [];
      if (this.#hasCommand || this.#undo.length === 0) this.#undo = [...this.#undo, this.#base].slice(-UNDO_STEPS);
      else if (!this.#hasKeys) this.#undo[this.#undo.length - 1] = this.#base;
      if (this.#hasCommand) this.#hasKeys = false;
      this.#hasCommand = false;
    }
    this.#revision += 1;
    this.#events.emit({ kind: 'settled', revision: this.#revision });
  }

  #data(inputs: readonly Input[], world: Json = this.#world.toJSON()): LabData {
    return {
      version: WORLD_VERSION, plan: this.#options.plan.name, scene: this.#scene, nowMs: this.#world.clock.nowMs(),
      world, terminals: this.#terminals.toJSON(), history: this.#history, inputs,
    };
  }

  save(): Promise<Snapshot> {
    return this.#exclusive(() => {
      const nowMs = this.#world.clock.nowMs();
      if (this.#base !== null && this.#isBaseNow) return pack(parse(this.#base));
      if (this.#base === null || this.#world.canSave()) return pack(this.#data([]));
      return pack({ ...parse(this.#base), ...(this.#inputs.length === 0 ? {} : { nowMs, inputs: this.#inputs }) });
    });
  }

  restore(snapshot: Snapshot): Promise<void> {
    return this.#exclusive(async () => {
      await this.#replace(await unpack(snapshot));
      this.#undo = this.#base === null ? [] : [this.#base];
      this.#events.emit({ kind: 'replaced' });
    });
  }

  async #replace(data: LabData, kept?: Kept): Promise<void> {
    const world = await World.fromJSON(this.#options.plan, data.world);
    this.#pacer.stop();
    this.#terminals.dispose();
    this.#world = world;
    this.#scene = data.scene;
    this.#terminals = this.#makeTerminals(world);
    this.#pacer = this.#makePacer(world);
    await this.#adopt(data, kept);
    this.#pacer.start();
  }

  /** Takes over terminals and history, and does again what had been done since the world was saved. */
  async #adopt(data: LabData, kept?: Kept): Promise<void> {
    this.#history = [...data.history];
    this.#terminals.restore(data.terminals);
    await this.#world.settle();
    this.#base = kept ?? keep({ ...data, inputs: [] }, freezeWorld(data.world));
    this.#inputs = [];
    if (data.inputs.length === 0) {
      this.#restoredWhole();
      return;
    }
    for (const input of data.inputs) {
      await this.#world.runUntil(() => false, input.atMs - this.#world.clock.nowMs());
      this.#inputs.push(input);
      await this.#apply(input);
      await this.#world.settle();
    }
    await this.#world.runUntil(() => false, data.nowMs - this.#world.clock.nowMs());
    this.#isDirty = true;
    this.#hasCommand = false;
    this.#hasKeys = false;
    this.#rested(true);
  }

  /** The world is just what the base says: nothing to save anew. */
  #restoredWhole(): void {
    this.#isBaseNow = true;
    this.#isDirty = false;
    this.#hasCommand = false;
    this.#hasKeys = false;
    if (this.#undo.length === 0 && this.#base !== null) this.#undo = [this.#base];
    this.#revision += 1;
    this.#events.emit({ kind: 'settled', revision: this.#revision });
  }

  undo(): Promise<boolean> {
    return this.#exclusive(async () => {
      // A command that is still under way is taken back alone.
      const isUnderWay = this.#inputs.length > 0 && !this.#world.canSave();
      const before = this.#undo.at(isUnderWay ? -1 : -2);
      if (before === undefined) return false;
      const rest = this.#undo.slice(0, isUnderWay ? -1 : -2);
      await this.#replace(parse(before), before);
      this.#undo = [...rest, before];
      this.#events.emit({ kind: 'replaced' });
      return true;
    });
  }

  async scenes(): Promise<readonly string[]> {
    return [...new Set([`${this.#options.plan.name}/bare`, ...await this.#options.scenes?.names() ?? []])];
  }

  reset(scene: string): Promise<void> {
    return this.#exclusive(async () => {
      await this.#replace(await sceneData(scene, this.#options));
      this.#undo = this.#base === null ? [] : [this.#base];
      this.#events.emit({ kind: 'replaced' });
    });
  }

  on(listener: (event: LabEvent) => void): Promise<() => void> {
    return Promise.resolve(this.#events.on(listener));
  }

  close(): Promise<void> {
    this.#pacer.stop();
    this.#terminals.dispose();
    return Promise.resolve();
  }

  /** The simulated world itself: for the command line and tests, which run commands outside of terminals and so change it. */
  get world(): World {
    this.#isBaseNow = false;
    return this.#world;
  }
}

/** The data of a scene, moved to the wall clock's time where there is one. */
async function sceneData(scene: string, options: SimLabOptions): Promise<LabData> {
  const prepared = await options.scenes?.load(scene) ?? null;
  if (prepared !== null) return startedNow({ ...await unpack(prepared), scene }, options);
  if (scene !== `${options.plan.name}/bare`) throw new Error(`no scene ${scene}`);
  const world = await World.create(startingNow(options), options.seed ?? 1);
  return {
    version: WORLD_VERSION, plan: options.plan.name, scene, nowMs: world.clock.nowMs(), world: world.toJSON(),
    terminals: { nextId: 1, list: [] }, history: [], inputs: [],
  };
}

function startedNow(data: LabData, { wall }: SimLabOptions): LabData {
  if (wall === null || wall === undefined) return data;
  return shiftTimes(data as unknown as Json, wall.nowMs() - data.nowMs) as unknown as LabData;
}

/** A fresh world starts at the wall clock's time where there is one. */
function startingNow({ plan, wall }: SimLabOptions): Plan {
  return wall === null || wall === undefined ? plan : { ...plan, startMs: wall.nowMs() };
}

/** A snapshot's world as data, for tests that compare worlds. */
export const worldOf = async (snapshot: Snapshot): Promise<Json> => (await unpack(snapshot)).world;

/** A terminal's variables are worth keeping as they are now, not as they were. */
function withoutVariables(record: CommandRecord, newer: CommandRecord): CommandRecord {
  if (record.variables === undefined || record.terminal !== newer.terminal) return record;
  const { variables: _, ...rest } = record;
  return rest;
}
