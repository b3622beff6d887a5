import { Emitter } from '../base/emitter.ts';
import {
  SnapshotError, TerminalsError, type Capability, type CommandRecord, type EditorAction, type HostInfo, type Lab, type LabEvent, type Snapshot, type TerminalId,
  type TerminalInfo,
} from '../lab/lab.ts';
import type { Answer, Probe } from '../lab/probe.ts';
import { StartError, type StartStep } from '../lab/start.ts';
import type { Hop } from '../lab/trace.ts';
import { Activity } from './activity.ts';
import { breath, deflated, deltaOf, inflated, withDelta, type Breath } from './delta.ts';
import { Editors } from './editing.ts';
import type { GuestFiles } from './files.ts';
import { Guest, MOST_TERMINALS } from './guest.ts';
import type { Hardware, StartMachine } from './machine.ts';
import { readManifest } from './manifest.ts';
import { Outside } from './outside.ts';
import { TYPE, readFrame, readPacket } from './packets.ts';
import type { Asking } from './probes.ts';
import { Quiet } from './quiet.ts';
import { SceneLoader, type OnStep } from './scenes.ts';
import { packGuestLab, unpackGuestLab, type GuestLabData, type SavedHost } from './snapshot.ts';
import { Terminal, type SavedTerminal, type TerminalHooks } from './terminal.ts';

export interface V86LabOptions {
  readonly files: GuestFiles;
  readonly startMachine: StartMachine;
  /** v86's WebAssembly, compiled. */
  readonly wasm: () => Promise<WebAssembly.Module>;
  /** Which guest of the image. */
  readonly guest: string;
  readonly scene: string;
  /** A saved lab to go on with, or null. */
  readonly snapshot: Snapshot | null;
  readonly nowMs: () => number;
  /** Hears how far the start has come. */
  readonly onStep?: OnStep;
  /** A part of the disk could not be fetched: the machine stands still until `retry`. */
  readonly onFault?: (error: unknown) => void;
  /** Keep unpacked scenes in memory, for many restores. */
  readonly keepsScenes?: boolean;
}

const HISTORY_LINES = 500;
/** The machines rest when nothing was printed for so long after keys; after a command sooner. */
const QUIET_MS = 1500;
const AFTER_COMMAND_MS = 60;
/** A machine that works has not come to rest, whatever it prints: it is looked at so often, and not for ever. */
const WORKING_MS = 300;
const WORKING_LIMIT_MS = 15_000;

/** The guests that run, and what is common to them. */
interface Parts {
  readonly hardware: Hardware;
  readonly loader: SceneLoader;
}

/** Lab over real Linux guests: in the page inside a Worker, in tests directly. */
export class V86Lab implements Lab {
  readonly offers: readonly Capability[];
  readonly #options: V86LabOptions;
  readonly #parts: Parts;
  readonly #events = new Emitter<LabEvent>();
  readonly #guests = new Map<string, Guest>();
  readonly #outside: Outside;
  readonly #editors = new Editors((terminal, request) => { this.#events.emit({ kind: 'editor', terminal, request }); });
  readonly #starting = new Map<string, Promise<Guest>>();
  /** Terminals whose host is being switched on. */
  readonly #opening = new Map<TerminalId, Promise<void>>();
  #terminals = new Map<TerminalId, Terminal>();
  #scene: string;
  #history: CommandRecord[] = [];
  #nextId = 1;
  #revision = 0;
  readonly #activity: Activity;
  readonly #quiet: Quiet;
  #isHidden = false;
  #settle: ReturnType<typeof setTimeout> | null = null;
  #settlePatienceMs = 0;
  /** Saving, restoring and starting happen one after the other. */
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(options: V86LabOptions, parts: Parts) {
    this.#options = options;
    this.#parts = parts;
    this.#scene = options.scene;
    this.#outside = new Outside(options.nowMs);
    this.#quiet = new Quiet(options.nowMs, () => this.#isIdle());
    this.#activity = new Activity(options.nowMs);
    this.offers = parts.hardware.image.offers;
  }

  /** A lab with its first host running. Throws StartError, SnapshotError. */
  static async create(options: V86LabOptions): Promise<V86Lab> {
    const lab = new V86Lab(options, await partsOf(options));
    if (options.snapshot === null) await lab.#begin(options.scene);
    else await lab.#adopt(await readyToStart(unpackGuestLab(options.snapshot)));
    return lab;
  }

  get #plan(): Hardware['image']['hosts'] {
    return this.#parts.hardware.image.hosts;
  }

  readonly #step: OnStep = (step: StartStep) => { this.#options.onStep?.(step); };

  #exclusive<T>(job: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(job, job);
    this.#turn = next.catch(() => undefined);
    return next;
  }

  // ── machines

  async #begin(scene: string): Promise<void> {
    const { loader } = this.#parts;
    // Fetched first: if that fails, the machines that run go on.
    const prepared = await loader.lab(scene, this.#step);
    if (prepared !== null) return this.#adopt(prepared);
    loader.state(scene);
    await this.#switchOff();
    this.#scene = scene;
    this.#history = [];
    this.#terminals = new Map();
    const [first] = this.#plan;
    if (first !== undefined) await this.#guest(first.name);
  }

  /** The guest of a host; starts it when it is off. */
  #guest(host: string): Promise<Guest> {
    const running = this.#guests.get(host);
    if (running !== undefined) return Promise.resolve(running);
    const starting = this.#starting.get(host) ?? this.#start(host, null).finally(() => { this.#starting.delete(host); });
    this.#starting.set(host, starting);
    return starting;
  }

  /** `base`: the scene's state, unpacked, if a caller has it; it stays as it is. */
  async #start(host: string, saved: SavedHost | null, base: Uint8Array | null = null): Promise<Guest> {
    const { loader, hardware } = this.#parts;
    const isFirst = host === this.#plan[0]?.name;
    const begun = saved ?? (isFirst ? null : await loader.other(this.#scene, host, this.#step));
    const raw = base ?? await loader.load(this.#scene, this.#step);
    const step = { id: `machine-${host}`, says: `Let ${host} go on from there` };
    this.#step({ ...step, state: 'running' });
    const { startMachine, nowMs, onFault } = this.#options;
    const machine = await startMachine({ hardware, state: begun === null ? raw : withDelta(begun.delta, raw), onFault: (error) => { onFault?.(error); } });
    const guest = Guest.on(machine, { host, nowMs, lines: begun?.lines ?? { taken: [], waiting: loader.state(this.#scene).shells } });
    guest.machine.onFrame((frame) => { this.#carry(host, frame); });
    this.#guests.set(host, guest);
    if (this.#isHidden) await guest.setRunning(false);
    this.#step({ ...step, state: 'done' });
    // Whoever asks next hears what is wrong.
    void this.#rehearse(guest).catch(() => undefined);
    return guest;
  }

  /** The cable between the hosts and their gateway. */
  #carry(from: string, frame: Uint8Array): void {
    const answer = this.#outside.receive(frame);
    if (answer !== null) {
      this.#guests.get(from)?.machine.receiveFrame(answer);
      this.#packetFor(from);
    }
    for (const [host, guest] of this.#guests) if (host !== from) guest.machine.receiveFrame(frame);
    const { type, body } = readFrame(frame);
    const to = type === TYPE.ipv4 ? readPacket(body)?.to : undefined;
    const owner = this.#plan.find(({ address }) => address === to);
    if (owner !== undefined) this.#packetFor(owner.name);
  }

  /** A question may go over the network itself: that is not what changes a host. */
  #packetFor(host: string): void {
    if (!this.#quiet.isDoing) this.#activity.stir(host);
  }

  async #switchOff(): Promise<void> {
    await Promise.allSettled(this.#starting.values());
    const all = [...this.#guests.values()];
    this.#guests.clear();
    await Promise.all(all.map((guest) => guest.close()));
  }

  /** Stops the machines while nobody looks, and lets them go on with the right time. */
  async setHidden(isHidden: boolean): Promise<void> {
    this.#isHidden = isHidden;
    await Promise.all([...this.#guests.values()].map((guest) => guest.setRunning(!isHidden)));
  }

  /** Fetches again what of the disks could not be fetched. */
  retry(): void {
    for (const guest of this.#guests.values()) guest.machine.retry();
  }

  // ── terminals

  hosts(): Promise<readonly HostInfo[]> {
    const { system } = this.#parts.hardware.image;
    return Promise.resolve(this.#plan.map(({ name, address }) => ({ name, address, system })));
  }

  now(): Promise<number> {
    return Promise.resolve(this.#options.nowMs());
  }

  async openTerminal(host: string, size: { columns: number; rows: number }, user = 'root'): Promise<TerminalInfo> {
    if (!this.#plan.some(({ name }) => name === host)) throw new Error(`no host ${host}`);
    // A host that is off has as many lines as one that runs.
    const isFull = [...this.#terminals.values()].filter((each) => each.host === host).length >= MOST_TERMINALS;
    if (isFull) throw new TerminalsError(host, MOST_TERMINALS);
    const id = `t${this.#nextId}`;
    this.#nextId += 1;
    const terminal = new Terminal({ id, host, user, ...size }, this.#hooks(id, host));
    const guest = this.#guests.get(host);
    if (guest !== undefined) await terminal.open(guest);
    else terminal.print(`${host} is switched off, to spare this computer. Press a key to switch it on.\r\n`);
    this.#terminals.set(id, terminal);
    return terminal.info();
  }

  #hooks(id: TerminalId, host: string): TerminalHooks {
    return {
      output: (text) => {
        this.#stir(host);
        this.#events.emit({ kind: 'output', terminal: id, text });
        // After a command its prompt is the last word.
        if (this.#settle !== null && this.#settlePatienceMs > 0) this.#settleSoon(QUIET_MS);
      },
      edit: (call) => {
        const guest = this.#guests.get(host);
        if (call === null || guest === undefined) this.#editors.end(id);
        else void this.#editors.begin(id, guest.agent, call).catch(() => { this.#terminals.get(id)?.endEdit(); });
      },
      command: (record) => {
        this.#stir(host);
        const full = { ...record, atMs: this.#options.nowMs() };
        this.#history = [...this.#history.map((each) => withoutOldVariables(each, full)), full].slice(-HISTORY_LINES);
        this.#events.emit({ kind: 'command', record: full });
        this.#settleSoon(AFTER_COMMAND_MS, 0);
      },
      closed: () => {
        this.#editors.end(id);
        this.#terminals.delete(id);
        this.#events.emit({ kind: 'closed', terminal: id });
      },
    };
  }

  #stir(host: string): void {
    this.#activity.stir(host);
    this.#quiet.stir();
  }

  /** Tells that the machines have come to rest, after `ms`, and when they have nothing to do or `patienceMs` are over. */
  #settleSoon(ms: number, patienceMs = WORKING_LIMIT_MS): void {
    if (this.#settle !== null) clearTimeout(this.#settle);
    this.#settlePatienceMs = patienceMs;
    this.#settle = setTimeout(() => {
      if (patienceMs > 0 && !this.#isIdle()) this.#settleSoon(WORKING_MS, patienceMs - WORKING_MS);
      else this.#settled();
    }, ms);
  }

  #isIdle(): boolean {
    return [...this.#guests.values()].every((guest) => guest.isIdle);
  }

  #settled(): void {
    this.#settle = null;
    this.#revision += 1;
    this.#events.emit({ kind: 'settled', revision: this.#revision });
  }

  terminals(): Promise<readonly TerminalInfo[]> {
    return Promise.resolve([...this.#terminals.values()].map((terminal) => terminal.info()));
  }

  screen(terminal: TerminalId): Promise<string> {
    return Promise.resolve(this.#terminals.get(terminal)?.screen ?? '');
  }

  async type(terminal: TerminalId, keys: string): Promise<void> {
    const found = this.#terminals.get(terminal);
    if (found === undefined) return;
    this.#stir(found.host);
    // Its prompt may be there before it is wholly open: keys stay in the order in which they were pressed.
    if (!found.isAttached || this.#opening.has(terminal)) await this.#switchOn(found);
    // A key alone only switched the host on.
    else this.#settleSoon(QUIET_MS);
    if (found.isAttached) found.type(keys);
  }

  /** The first key in the terminal of a host that is off starts it; keys that come meanwhile wait. */
  #switchOn(terminal: Terminal): Promise<void> {
    const opening = this.#opening.get(terminal.id) ?? this.#openLate(terminal).finally(() => { this.#opening.delete(terminal.id); });
    this.#opening.set(terminal.id, opening);
    return opening;
  }

  async #openLate(terminal: Terminal): Promise<void> {
    terminal.print(`${terminal.host} is starting …\r\n`);
    try {
      await terminal.open(await this.#guest(terminal.host));
    } catch (error) {
      // The other host goes on; here nobody but the terminal can tell.
      terminal.print(`${terminal.host} did not start: ${whyOff(error)}. Press a key to try again.\r\n`);
    }
  }

  async resize(terminal: TerminalId, size: { columns: number; rows: number }): Promise<void> {
    await this.#terminals.get(terminal)?.resize(size);
  }

  async closeTerminal(terminal: TerminalId): Promise<void> {
    const found = this.#terminals.get(terminal);
    this.#terminals.delete(terminal);
    // A machine that does not answer keeps its shell; the tab is gone all the same.
    await found?.close().catch(() => undefined);
  }

  /** The guest's own vim and nano draw in the terminal; `edit` asks for the page's editor. */
  async editorAction(terminal: TerminalId, action: EditorAction): Promise<void> {
    const host = this.#terminals.get(terminal)?.host;
    if (host !== undefined) this.#stir(host);
    if (!await this.#editors.act(terminal, action)) return;
    this.#editors.end(terminal);
    this.#terminals.get(terminal)?.endEdit();
  }

  // ── questions

  async ask(probe: Probe): Promise<Answer> {
    const [answer] = await this.askAll([probe]);
    if (answer === undefined) throw new Error('no answer');
    return answer;
  }

  /** The page's overview of a host is asked for after each command, and can wait for what else is asked. */
  async askAll(probes: readonly Probe[]): Promise<readonly Answer[]> {
    const { answerAll } = await import('./probes.ts');
    const [urgent, patient] = [probes.filter(({ kind }) => kind !== 'overview'), probes.filter(({ kind }) => kind === 'overview')];
    const [first, second] = await Promise.all([
      urgent.length === 0 ? [] : this.#quiet.urgently(() => answerAll(urgent, this.#asking(null))),
      answerAll(patient, this.#asking((job) => this.#quiet.patiently(job))),
    ]);
    const answers = new Map([...urgent.map((probe, index) => [probe, first[index]] as const), ...patient.map((probe, index) => [probe, second[index]] as const)]);
    return probes.flatMap((probe) => answers.get(probe) ?? []);
  }

  #asking(patiently: Asking['patiently']): Asking {
    const guestOf = (host: string): Guest | null => this.#guests.get(host) ?? null;
    return { hosts: this.#plan, history: this.#history, guestOf, activityOf: (host) => this.#activity.of(host), nowMs: this.#options.nowMs(), patiently };
  }

  /** Asks what checks will ask, when there is time for it, so that they have their answers within a second. */
  async #rehearse(guest: Guest): Promise<void> {
    const { answerAll, rehearsal } = await import('./probes.ts');
    for (const probe of rehearsal(guest.host)) {
      await answerAll([probe], this.#asking((job) => this.#quiet.patiently(job)));
      if (this.#guests.get(guest.host) !== guest) return;
    }
  }

  /** Real hosts do not tell what crosses between them. */
  trace(_since?: string): Promise<readonly Hop[]> {
    return Promise.resolve([]);
  }

  history(): Promise<readonly CommandRecord[]> {
    return Promise.resolve(this.#history);
  }

  // ── save and restore

  /** In a pause, for a machine stands still while it is saved; at once when nobody looks. */
  save(): Promise<Snapshot> {
    const saved = (pause: Breath): Promise<Snapshot> => this.#exclusive(() => this.#packed((delta) => deflated(delta, pause), pause));
    return this.#isHidden ? saved(breath) : this.#quiet.inPause(() => saved(this.#quiet.givingWay()));
  }

  /**
   * The lab as the file of a prepared scene: nobody's terminal is open, root's shells wait as in the first scene, and nothing
   * is deflated (vm-images/PROTOCOL.md).
   */
  saveScene(): Promise<Snapshot> {
    return this.#exclusive(async () => {
      for (const terminal of this.#terminals.values()) await terminal.close();
      this.#terminals.clear();
      const { shells } = this.#parts.loader.state(this.#scene);
      for (const guest of this.#guests.values()) await guest.tidy(shells);
      return this.#packed((delta) => Promise.resolve(delta));
    });
  }

  async #packed(squeeze: (delta: Uint8Array) => Promise<Uint8Array>, pause: Breath = breath): Promise<Snapshot> {
    const { loader, hardware } = this.#parts;
    const hosts: SavedHost[] = [];
    const index = await loader.index(this.#scene);
    for (const [host, guest] of this.#guests) {
      await pause();
      hosts.push({ host, lines: guest.lines, delta: await squeeze(await deltaOf(await guest.save(), index, pause)) });
    }
    return packGuestLab({
      guest: this.#options.guest, disk: hardware.image.disk.hash, sceneState: loader.state(this.#scene).hash, scene: this.#scene,
      history: this.#history, terminals: [...this.#terminals.values()].map((terminal) => terminal.toJSON()), nextId: this.#nextId, hosts,
    });
  }

  restore(snapshot: Snapshot): Promise<void> {
    return this.#exclusive(async () => {
      await this.#adopt(await readyToStart(unpackGuestLab(snapshot)));
      this.#events.emit({ kind: 'replaced' });
    });
  }

  /** Starts the hosts of a saved lab, whose deltas are plain. */
  async #adopt(data: GuestLabData): Promise<void> {
    this.#parts.loader.check(data.scene, data.disk, data.sceneState);
    await this.#switchOff();
    this.#scene = data.scene;
    this.#history = [...data.history];
    this.#nextId = data.nextId;
    this.#terminals = new Map(data.terminals.map((saved): [string, Terminal] => [saved.id, this.#revived(saved)]));
    const base = await this.#parts.loader.load(data.scene, this.#step);
    for (const saved of data.hosts) {
      const guest = await this.#start(saved.host, saved, base);
      for (const terminal of this.#terminals.values()) if (terminal.host === saved.host && terminal.line !== null) terminal.resume(guest);
    }
  }

  #revived(saved: SavedTerminal): Terminal {
    return Terminal.from(saved, this.#hooks(saved.id, saved.host));
  }

  /** Not offered: going back a step would mean to keep a whole machine for each. */
  undo(): Promise<boolean> {
    return Promise.resolve(false);
  }

  reset(scene: string): Promise<void> {
    return this.#exclusive(async () => {
      await this.#begin(scene);
      this.#events.emit({ kind: 'replaced' });
    });
  }

  scenes(): Promise<readonly string[]> {
    return Promise.resolve(Object.keys(this.#parts.hardware.image.scenes));
  }

  on(listener: (event: LabEvent) => void): Promise<() => void> {
    return Promise.resolve(this.#events.on(listener));
  }

  async close(): Promise<void> {
    if (this.#settle !== null) clearTimeout(this.#settle);
    await this.#switchOff();
  }
}

/** Why a host did not start, for its terminal. */
function whyOff(error: unknown): string {
  if (!(error instanceof StartError)) return error instanceof Error ? error.message : String(error);
  const { fault, detail } = error;
  if (fault === 'memory') return 'the browser has no memory left for a second machine';
  return fault === 'download' ? 'its state could not be fetched' : detail;
}

/** A terminal's variables are worth keeping as they are now, not as they were. */
function withoutOldVariables(record: CommandRecord, newer: CommandRecord): CommandRecord {
  if (record.variables === undefined || record.terminal !== newer.terminal) return record;
  const { variables: _, ...rest } = record;
  return rest;
}

/** A snapshot's lab with its deltas plain, as a prepared scene has them. Throws SnapshotError. */
async function readyToStart(data: GuestLabData): Promise<GuestLabData> {
  try {
    return { ...data, hosts: await Promise.all(data.hosts.map(async (saved) => ({ ...saved, delta: await inflated(saved.delta) }))) };
  } catch {
    throw new SnapshotError('damaged');
  }
}

/** What a start goes through, told at once so that the whole way can be seen. */
const STEPS = {
  image: 'Look for the image', emulator: 'Load the emulator', state: 'Fetch the machine as it stands after booting', unpack: 'Unpack it',
} as const;

/** What all machines of the image share. Throws StartError. */
async function partsOf({ files, wasm, guest, onStep, keepsScenes }: V86LabOptions): Promise<Parts> {
  for (const [id, says] of Object.entries(STEPS)) onStep?.({ id, says, state: id === 'image' ? 'running' : 'waiting' });
  const manifest = await readManifest(files);
  const image = manifest.guests[guest];
  if (image === undefined) throw new StartError('missing-image', `the image holds no guest ${guest}`);
  onStep?.({ id: 'image', says: STEPS.image, state: 'done' });
  onStep?.({ id: 'emulator', says: STEPS.emulator, state: 'running' });
  const [module, bios, vgaBios] = await Promise.all([wasm(), files.read(manifest.bios), files.read(manifest.vgaBios)]);
  onStep?.({ id: 'emulator', says: STEPS.emulator, state: 'done' });
  const hardware = { image, module, bios, vgaBios };
  return { hardware, loader: new SceneLoader(hardware, files, keepsScenes === true) };
}
