// A lab at work: starts it, keeps it saved, passes on what the person does. The page draws `store`, and calls the rest.
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CourseProgress, Notebook } from '../../course/engine.ts';
import { readNotebook } from '../../course/progress/notebook.ts';
import type { Course } from '../../course/types.ts';
import { SnapshotError, type Lab, type LabEvent, type TerminalId } from '../../lab/lab.ts';
import type { Answer, Probe } from '../../lab/probe.ts';
import { StartError, type StartStep } from '../../lab/start.ts';
import type { RunningLab, StartLab } from './running-lab.ts';
import { packLab, unpackLab } from './lab-file.ts';
import { readOverviews } from './overview-changes.ts';
import { Saver } from './saver.ts';
import type { Machines } from './settings.ts';
import { takeTabLock, type TabLock } from './tab-lock.ts';
import type { SavedLab, Vault } from './vault.ts';
import { WorkspaceTerminals } from './workspace-terminals.ts';
import { openStepOf } from './open-step.ts';
import { INITIAL_STATE, type BootStep, type Failure, type WorkspaceState } from './workspace-state.ts';

/** What a workspace needs from outside. */
export interface WorkspaceOptions {
  /** Names the saved lab: a course's id, or `free`. */
  readonly key: string;
  readonly vault: Vault;
  readonly startLab: StartLab;
  readonly machines: Machines;
  /** null: free play. */
  readonly course: Course | null;
}

const PAUSE_MS = 400;
const NO_PROGRESS: CourseProgress = { lessons: {}, next: null };
/** The first prompt comes first: what saves and what looks at the machines is fetched after it. */
const FIRST_MS = 700;

export class Workspace {
  readonly key: string;
  readonly store: StoreApi<WorkspaceState>;
  readonly terminals: WorkspaceTerminals;
  readonly #options: WorkspaceOptions;
  readonly #saver: Saver;
  #running: RunningLab | null = null;
  #stops: (() => void)[] = [];
  #lock: TabLock | null = null;
  #pause: ReturnType<typeof setTimeout> | undefined;
  /** Nothing was saved or looked at since the start. */
  #isFirst = true;
  /** Steps whose start is in the vault already. */
  readonly #begun = new Set<string>();
  #looking: Promise<void> | null = null;
  #wantsLook = false;
  /** As saved last, until the lesson engine knows better. */
  #progress: CourseProgress | null = null;

  constructor(options: WorkspaceOptions) {
    this.key = options.key;
    this.#options = options;
    this.store = createStore<WorkspaceState>(() => ({ ...INITIAL_STATE, course: options.course, machines: options.machines }));
    this.terminals = new WorkspaceTerminals(this.store, () => this.#lab, () => this.#saveSoon());
    this.#saver = new Saver(
      () => this.#write(),
      (saving) => this.#set({ saving }),
    );
  }

  get #lab(): Lab {
    if (this.#running === null) throw new Error('the lab is not running');
    return this.#running.lab;
  }

  /** Starts the lab where it was left. `takesOver`: even if another tab works in it. */
  async start(takesOver = false): Promise<void> {
    this.#set({ phase: { kind: 'starting', done: [] }, isReadOnly: false });
    this.#lock = await takeTabLock(this.key, takesOver, () => void this.#stop({ kind: 'elsewhere' }));
    if (this.#lock === null) this.#set({ phase: { kind: 'elsewhere' } });
    else await this.#boot();
  }

  /** Starts the lab to look at while another tab works in it. */
  async look(): Promise<void> {
    this.#set({ phase: { kind: 'starting', done: [] }, isReadOnly: true });
    await this.#boot();
  }

  /** Starts from the beginning of the course (or of free play), forgetting what was saved. */
  async startAnew(): Promise<void> {
    await this.#options.vault.remove(this.key).catch(() => undefined);
    this.#begun.clear();
    this.#progress = null;
    await this.#stop({ kind: 'starting', done: [] });
    await this.start(true);
  }

  async close(): Promise<void> {
    await this.#running?.setHidden?.(true).catch(() => undefined);
    await this.#saver.save();
    await this.#stop({ kind: 'starting', done: [] });
  }

  /** Ends without saving: everything was erased. */
  async abandon(): Promise<void> {
    this.#saver.stop();
    await this.#stop({ kind: 'starting', done: [] });
  }

  async #boot(): Promise<void> {
    this.#isFirst = true;
    try {
      const saved = await this.#readSaved();
      const notebook = this.#notebook(saved);
      this.#progress = saved?.progress ?? null;
      this.#set({ notebook });
      this.#bootStep('saved');
      const { machines, startLab } = this.#options;
      this.#running = await startLab({ machines, snapshot: saved?.snapshot ?? null, onStep: (step) => this.#startStep(step) });
      this.#stops.push(this.#running.onCrash((detail) => void this.#fail({ kind: 'crash', detail })));
      this.#stops.push(await this.#lab.on((event) => this.#hear(event)), this.#running.onStuck?.(() => this.#set({ isStuck: true })) ?? (() => undefined));
      this.#set({ offers: this.#lab.offers });
      this.#bootStep('machines');
      await this.terminals.openMissing();
      this.#bootStep('terminals');
      this.#set({ phase: { kind: 'ready' } });
      await Promise.all([this.#openSession(notebook), this.#afterFirst()]);
      void this.save();
    } catch (error) {
      await this.#fail(failureOf(error, this.#options.machines));
    }
  }

  /** Looks at the machines once the prompt had time to be drawn. */
  async #afterFirst(): Promise<void> {
    await new Promise((resolve) => {
      setTimeout(resolve, FIRST_MS);
    });
    this.#isFirst = false;
    if (this.#running !== null) await this.#refresh();
  }

  async #readSaved(): Promise<SavedLab | null> {
    try {
      return await this.#options.vault.read(this.key);
    } catch {
      this.#set({ isStorageBroken: true });
      return null;
    }
  }

  /** The saved notebook, or a new one; null in free play. */
  #notebook(saved: SavedLab | null): Notebook | null {
    const { course } = this.#options;
    return course === null ? null : readNotebook(saved?.notebook ?? null, course, newSeed());
  }

  async #openSession(notebook: Notebook | null): Promise<void> {
    const { course } = this.#options;
    if (course === null || notebook === null) return;
    const { watchedSession } = await import('./watched-session.ts');
    const { session, stop } = await watchedSession({ course, lab: this.#lab, notebook, before: this.#isSlow ? this.#progress ?? NO_PROGRESS : null }, () => void this.save());
    this.#stops.push(stop);
    this.#set({ session, scenes: await this.#lab.scenes() });
  }

  #hear(event: LabEvent): void {
    if (event.kind === 'output') this.terminals.print(event.terminal, event.text);
    else if (event.kind === 'editor') {
      const { [event.terminal]: _, ...others } = this.store.getState().editors;
      this.#set({ editors: event.request === null ? others : { ...others, [event.terminal]: event.request } });
    } else if (event.kind === 'settled') {
      // A crash in between is told by the crash itself.
      if (this.#isFirst) return;
      void this.#look();
      if (this.#running?.savePauseMs === undefined) void this.save();
      else this.#saveSoon();
    } else if (event.kind === 'closed') void this.terminals.forget(event.terminal);
    else if (event.kind === 'replaced') void this.#replaced().catch(() => undefined);
  }

  async #replaced(): Promise<void> {
    await this.terminals.openMissing();
    this.#set({ generation: this.store.getState().generation + 1 });
    await this.#refresh();
    await this.save();
  }

  /** Whether the machines answer slowly, and are asked as little as can be. */
  get #isSlow(): boolean {
    return this.#running?.savePauseMs !== undefined;
  }

  /** Looks at the machines; what happens during a look is looked at once after it. */
  #look(): Promise<void> {
    this.#wantsLook = true;
    this.#looking ??= this.#lookUntilStill().finally(() => { this.#looking = null; });
    return this.#looking;
  }

  async #lookUntilStill(): Promise<void> {
    while (this.#wantsLook && this.#running !== null) {
      this.#wantsLook = false;
      await this.#refresh().catch(() => undefined);
    }
  }

  async #refresh(): Promise<void> {
    // Slow machines answer the lesson's questions first; the panel then finds most of its own answered.
    if (this.#isSlow) await whenChecked(this.store);
    const { hosts, overviews } = this.store.getState();
    const seen = await readOverviews(this.#lab, hosts.map(({ name }) => name), overviews);
    const history = await this.#lab.history();
    this.#set({ ...seen, canUndo: history.length > 0 && this.#lab.offers.includes('undo') });
  }

  /** What the machines say to a question of the page's own. */
  async ask(probe: Probe): Promise<Answer> {
    return this.#lab.ask(probe);
  }

  /** What a terminal shows, as a stream. */
  async screen(terminal: TerminalId): Promise<string> {
    return this.#lab.screen(terminal);
  }

  /** Saves now; does nothing while only looking. */
  async save(): Promise<void> {
    if (this.#lock?.isHeld() === true && this.#running !== null) await this.#saver.save();
  }

  /** After a pause in typing: half a command line is worth keeping too. */
  #saveSoon(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.save(), this.#running?.savePauseMs ?? PAUSE_MS);
  }

  async #write(): Promise<void> {
    const saved = await this.#pack();
    if (this.#lock?.isHeld() !== true) return;
    try {
      await this.#options.vault.write(this.key, saved);
      await this.#keepStart(saved);
      this.#set({ isStorageBroken: false });
    } catch (error) {
      this.#set({ isStorageBroken: true });
      throw error;
    }
  }

  async #pack(): Promise<SavedLab> {
    const snapshot = await this.#lab.save();
    const { session, notebook } = this.store.getState();
    const state = session?.state();
    return {
      format: 1, savedAtMs: Date.now(), snapshot,
      notebook: state?.notebook ?? notebook, progress: state?.progress ?? this.#progress,
    };
  }

  /** The first save in which a step is open is where that step starts. */
  async #keepStart(saved: SavedLab): Promise<void> {
    const { session } = this.store.getState();
    if (session === null || session.state().isChecking) return;
    const step = openStepOf(session);
    if (step === null || this.#begun.has(step)) return;
    this.#begun.add(step);
    // A real machine is large: only the open step's start is kept.
    if (this.#options.machines !== 'simulated') await this.#options.vault.removeStarts(this.key, '');
    if ((await this.#options.vault.readStart(this.key, step)) === null) {
      await this.#options.vault.writeStart(this.key, step, saved.snapshot);
    }
  }

  // Going back, and elsewhere.

  async undo(): Promise<boolean> {
    if (this.store.getState().isReadOnly) return false;
    this.#set({ editors: {} });
    return this.#lab.undo();
  }

  /** Puts the machines where `lesson` starts. `forgets`: lessons whose steps forget how they began, that one and the later ones. */
  async restart(lesson: string, forgets: readonly string[], words: string): Promise<void> {
    const { session, isReadOnly } = this.store.getState();
    if (session === null || isReadOnly) return;
    await this.#busy(words, async () => {
      for (const id of forgets) await this.#forgetStarts(`${id}#`);
      await session.restart(lesson);
    });
  }

  /** Puts the machines where a step ends; false when no machines were prepared for it. */
  async skip(step: string, words: string): Promise<boolean> {
    const { session, isReadOnly } = this.store.getState();
    if (session === null || isReadOnly) return false;
    let isDone = false;
    await this.#busy(words, async () => { isDone = await session.skip(step); });
    return isDone;
  }

  async #forgetStarts(prefix: string): Promise<void> {
    for (const step of [...this.#begun]) if (step.startsWith(prefix)) this.#begun.delete(step);
    await this.#options.vault.removeStarts(this.key, prefix).catch(() => undefined);
  }

  /** Brings back the machines as `step` found them; false when that is not known. */
  async resetStep(step: string, words: string): Promise<boolean> {
    const snapshot = await this.#options.vault.readStart(this.key, step).catch(() => null);
    if (snapshot === null) return false;
    await this.#busy(words, () => this.#lab.restore(snapshot));
    return true;
  }

  /** The lab as a `.handstack` file: as it is now, or as it was saved last when it does not run. */
  async exportFile(): Promise<string | null> {
    const isRunning = this.store.getState().phase.kind === 'ready';
    const saved = isRunning ? await this.#pack() : await this.#options.vault.read(this.key).catch(() => null);
    return saved === null ? null : packLab(this.key, saved);
  }

  /** Goes on with a lab from a file. Throws LabFileError, or SnapshotError when its machines cannot be used. */
  async importFile(text: string, words: string): Promise<void> {
    const { saved } = unpackLab(text);
    await this.#busy(words, async () => {
      await this.#lab.restore(saved.snapshot);
      await this.#forgetStarts('');
      this.store.getState().session?.close();
      await this.#openSession(this.#notebook(saved));
    });
    await this.save();
  }

  async #busy(words: string, work: () => Promise<void>): Promise<void> {
    this.#set({ busy: words, editors: {} });
    try {
      await work();
    } finally {
      this.#set({ busy: null });
    }
  }

  async #fail(failure: Failure): Promise<void> {
    await this.#stop({ kind: 'failed', failure });
  }

  async #stop(phase: WorkspaceState['phase']): Promise<void> {
    for (const stop of this.#stops.splice(0)) stop();
    clearTimeout(this.#pause);
    const running = this.#running;
    this.#running = null;
    this.#lock?.release();
    this.#lock = null;
    this.#set({ ...INITIAL_STATE, course: this.#options.course, machines: this.#options.machines, phase });
    await running?.lab.close().catch(() => undefined);
  }

  #bootStep(step: BootStep): void {
    const { phase } = this.store.getState();
    if (phase.kind === 'starting') this.#set({ phase: { ...phase, done: [...phase.done, step] } });
  }

  #startStep(step: StartStep): void {
    const { phase } = this.store.getState();
    if (phase.kind !== 'starting') return;
    const known = phase.steps ?? [];
    const isKnown = known.some(({ id }) => id === step.id);
    this.#set({ phase: { ...phase, steps: isKnown ? known.map((each) => (each.id === step.id ? step : each)) : [...known, step] } });
  }

  /** The tab came into view or went out of it: what is not saved is saved, and real machines stand still while nobody looks. */
  async setHidden(isHidden: boolean): Promise<void> {
    // First: machines that stand still are saved at once.
    await this.#running?.setHidden?.(isHidden && document.visibilityState === 'hidden');
    if (isHidden) await this.save();
  }

  /** Asks again for what the machines wait for. */
  async retry(): Promise<void> {
    this.#set({ isStuck: false });
    await this.#running?.retry?.();
  }

  #set(change: Partial<WorkspaceState>): void {
    this.store.setState(change);
  }
}

/** Resolves when no check is being asked. */
async function whenChecked(store: StoreApi<WorkspaceState>): Promise<void> {
  // The session hears of the same event a moment later.
  await Promise.resolve();
  const { session } = store.getState();
  if (session?.state().isChecking !== true) return;
  await new Promise<void>((resolve) => {
    const off = session.on(() => {
      if (session.state().isChecking) return;
      off();
      resolve();
    });
  });
}

/** Each attempt draws its own passwords. */
const newSeed = (): number => crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;

function failureOf(error: unknown, machines: Machines): Failure {
  if (error instanceof SnapshotError) return { kind: 'snapshot', reason: error.reason };
  if (error instanceof StartError) return { kind: 'guest', fault: error.fault, detail: error.detail };
  const detail = error instanceof Error ? error.message : String(error);
  if (machines === 'simulated') return { kind: 'start', detail };
  // The emulator itself says nothing better when it cannot have the memory that was free a moment ago.
  return { kind: 'guest', fault: /unreachable|memory|allocat/i.test(detail) ? 'memory' : 'stuck', detail };
}

