import { Emitter } from '../../base/emitter.ts';
import type { Json } from '../../base/json.ts';
import { SysError } from './errors.ts';
import type { Host } from './host.ts';
import { ROOT, type Credentials } from './inode.ts';
import { DeviceFile, TtyFile, type OpenFile } from './open-file.ts';
import type { Process, ProcessInfo } from './process.ts';
import { programNamed, type Program, type Routine, type Wait } from './program.ts';
import { SIGNALS, defaultAction, type SignalName } from './signals.ts';
import type { ReportedVariable, Sys, WaitStatus } from './sys.ts';
import { ProcessSys } from './process-sys.ts';
import { Tty } from './tty.ts';
import { joinPath } from './path.ts';

/** Thrown inside a routine to end its process at once. */
export class ExitNow extends Error {
  readonly status: number;
  readonly kind: 'exited' | 'signaled';

  constructor(kind: 'exited' | 'signaled', status: number) {
    super(`process ends: ${kind} ${status}`);
    this.kind = kind;
    this.status = status;
  }
}

/** How to make a process that no other process asked for (a login shell, a unit's main process). */
export interface NewProcess {
  readonly path: string;
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly as?: Credentials;
  readonly files?: ReadonlyMap<number, OpenFile>;
  readonly unit?: string | null;
  readonly tty?: string | null;
  readonly ppid?: number;
}

/** A line that ended in an interactive shell. */
export interface CommandReport {
  readonly pid: number;
  readonly tty: string | null;
  readonly user: string;
  readonly cwd: string;
  readonly line: string;
  readonly exit: number;
  readonly variables: readonly ReportedVariable[];
}

/** A host's process table and scheduler: steps each process in order of pid whenever what it waits for has come. */
export class Kernel {
  readonly processes = new Map<number, Process>();
  readonly ttys = new Map<string, Tty>();
  readonly ended = new Emitter<{ pid: number; tty: string | null; isLeader: boolean }>();
  readonly commands = new Emitter<CommandReport>();
  /** What the world must wait for before anything goes on (code to load, the editor in the page). */
  readonly externals = new Set<Promise<unknown>>();
  readonly host: Host;
  /** 1 is systemd's. */
  nextPid = 2;
  #running: Process | null = null;
  /** Who is still to be stepped in a round that something outside interrupted. */
  #round: Process[] = [];
  readonly #programs = new Map<string, Program>();

  constructor(host: Host) {
    this.host = host;
  }

  /** The process whose code runs at this moment, or null. */
  get runningPid(): number | null {
    return this.#running?.pid ?? null;
  }

  get nowMs(): number {
    return this.host.shared.clock.nowMs();
  }

  takePid(): number {
    this.nextPid += 1;
    return this.nextPid - 1;
  }

  process(pid: number): Process {
    const process = this.processes.get(pid);
    if (process === undefined) throw new SysError('ESRCH');
    return process;
  }

  // ── making processes

  /** A blank process record; `routine` and `files` are filled in by the caller. */
  make(from: Partial<Process> & { pid: number; argv: readonly string[]; path: string }): Process {
    const process: Process = {
      ppid: 0, group: from.pid, session: from.pid, as: ROOT, realUid: from.as?.uid ?? 0, title: null,
      name: (from.path.split('/').at(-1) ?? '').slice(0, 15),
      env: {}, cwd: '/', umask: 0o022, files: new Map(), tty: null, program: '', routine: null, wait: null,
      interrupt: false, checkpoint: null, isServing: false, state: null, caught: [], ignored: [], pendingSignals: [],
      isStopped: false, ended: null, news: null, stopSignal: 0, startMs: this.nowMs, cpuMs: 0, memoryMb: 3,
      threads: 1, nice: 0, unit: null, cause: null, ...from,
    };
    this.processes.set(process.pid, process);
    return process;
  }

  /** Finds the behaviour of the file at `path`, and the ids it runs with. ENOENT, EACCES, ENOEXEC. Follows `#!` lines. */
  *load(
    path: string, argv: readonly string[], as: Credentials, cwd: string, depth = 0,
  ): Routine<{ program: Program; argv: readonly string[]; path: string; as: Credentials }> {
    const files = this.host.files;
    const found = files.find(joinPath(cwd, path), { as });
    const node = found.node;
    if (node === null) throw new SysError('ENOENT');
    if (node.type !== 'file' || !files.allowed(node, 1, as)) throw new SysError('EACCES');
    const content = files.contentOf(node);
    const shebang = /^#![ \t]*(\S+)(?:[ \t]+([^\n]*\S))?/.exec(content);
    if (shebang !== null && depth < 5) {
      const [, interpreter = '', option] = shebang;
      const rest = option === undefined ? [path] : [option, path];
      return yield* this.load(interpreter, [interpreter, ...rest, ...argv.slice(1)], as, cwd, depth + 1);
    }
    const name = programNamed(content);
    const program = name === null ? null : yield* this.find(name);
    if (program === null) throw new SysError('ENOEXEC');
    return { program, argv, path: found.path, as: (node.mode & 0o4000) === 0 ? as : { ...as, uid: node.uid } };
  }

  /** The program of that name, loaded when first needed. */
  *find(name: string): Routine<Program | null> {
    const known = this.#programs.get(name);
    if (known !== undefined) return known;
    const found = this.host.shared.registry.find(name);
    if (found === null) return null;
    const program = found instanceof Promise ? yield* this.external(found) : found;
    this.#programs.set(name, program);
    return program;
  }

  /** A program whose code is here already (a restored daemon's). */
  know(program: Program): void {
    this.#programs.set(program.name, program);
  }

  /** The routine of a daemon that serves already. */
  *serveOn(): Routine<never> {
    for (;;) yield { ready: () => false };
  }

  *external<T>(promise: Promise<T>): Routine<T> {
    let outcome: { value: T } | { error: unknown } | null = null;
    const settled = promise.then((value) => { outcome = { value }; }, (error: unknown) => { outcome = { error }; });
    this.externals.add(settled);
    void settled.then(() => this.externals.delete(settled));
    yield { external: settled, ready: () => outcome !== null };
    const done = outcome as { value: T } | { error: unknown } | null;
    if (done === null) throw new SysError('EINTR');
    if ('error' in done) throw done.error;
    return done.value;
  }

  /** Starts a process of the host itself. Failures of exec are thrown as SysError. */
  *start(order: NewProcess): Routine<number> {
    const { program, argv, path, as } = yield* this.load(order.path, order.argv, order.as ?? ROOT, order.cwd ?? '/');
    const pid = this.takePid();
    const process = this.make({
      pid, argv, path, ppid: order.ppid ?? 1, as, realUid: order.as?.uid ?? 0, env: { ...order.env }, cwd: order.cwd ?? '/',
      unit: order.unit ?? null, tty: order.tty ?? null, program: program.name,
    });
    for (const [fd, file] of order.files ?? []) this.install(process, fd, file);
    process.routine = program.run(this.sysOf(process));
    return pid;
  }

  install(process: Process, fd: number, file: OpenFile): void {
    this.closeFile(process, fd);
    file.references += 1;
    process.files.set(fd, file);
  }

  closeFile(process: Process, fd: number): boolean {
    const file = process.files.get(fd);
    if (file === undefined) return false;
    process.files.delete(fd);
    file.references -= 1;
    if (file.references === 0) file.release();
    return true;
  }

  openDevice(name: string, process: Process): OpenFile {
    if (name === 'tty') {
      const tty = process.tty === null ? undefined : this.ttys.get(process.tty);
      if (tty === undefined) throw new SysError('EIO');
      return new TtyFile(tty);
    }
    const pts = this.ttys.get(name);
    return pts === undefined ? new DeviceFile(name, this.host.shared.dice) : new TtyFile(pts);
  }

  /** A new terminal `pts/N`; its line discipline sends signals to its foreground group. */
  openTty(columns: number, rows: number): Tty {
    let number = 0;
    while (this.ttys.has(`pts/${number}`)) number += 1;
    const tty = new Tty(`pts/${number}`, columns, rows);
    this.attachTty(tty);
    const { node } = this.host.files.find('/dev/pts', { as: ROOT });
    if (node !== null) {
      this.host.files.create(`/dev/${tty.data.name}`, 'character', 0o620, ROOT, tty.data.name);
    }
    return tty;
  }

  attachTty(tty: Tty): void {
    this.ttys.set(tty.data.name, tty);
    tty.onSignal = (signal) => {
      for (const process of [...this.processes.values()]) {
        if (process.tty === tty.data.name && process.group === tty.data.foreground) this.deliver(process, signal);
      }
    };
  }

  /** The person closed the window: its session is hung up. */
  hangUp(name: string): void {
    const tty = this.ttys.get(name);
    if (tty === undefined) return;
    tty.isHungUp = true;
    for (const process of [...this.processes.values()]) {
      if (process.tty === name) {
        this.deliver(process, 'SIGHUP');
        this.deliver(process, 'SIGCONT');
      }
    }
    this.removeTty(name);
  }

  removeTty(name: string): void {
    this.ttys.delete(name);
    const { node } = this.host.files.find(`/dev/${name}`, { as: ROOT });
    if (node !== null) this.host.files.unlink(`/dev/${name}`, ROOT);
  }

  // ── running

  /**
   * Steps every process that can go on, once; false when none could. Where one waits for something outside (code that
   * is loaded), nobody else goes on either, and the next call continues with it: loading changes no order.
   */
  stepAll(): boolean {
    let hasStepped = false;
    const round = this.#round.length > 0 ? this.#round : [...this.processes.values()];
    this.#round = [];
    for (const [index, process] of round.entries()) {
      if (!this.#canStep(process)) continue;
      this.#step(process);
      hasStepped = true;
      if (process.wait?.external !== undefined) {
        this.#round = round.slice(index);
        return true;
      }
    }
    return hasStepped;
  }

  #canStep(process: Process): boolean {
    if (process.routine === null || process.isStopped || process.ended !== null) return false;
    const { wait } = process;
    if (wait === null || process.interrupt) return true;
    return wait.ready?.() === true || (wait.untilMs !== undefined && wait.untilMs <= this.nowMs);
  }

  #step(process: Process): void {
    const routine = process.routine as Routine<number>;
    const isInterrupted = process.interrupt && process.wait !== null;
    // Coming back from loading is no work of the machine.
    if (process.wait?.external === undefined) process.cpuMs += 1;
    process.interrupt = false;
    process.wait = null;
    process.checkpoint = null;
    const before = this.#running;
    this.#running = process;
    try {
      const step = isInterrupted ? routine.throw(new SysError('EINTR')) : routine.next();
      if (process.routine !== routine || process.ended !== null) return;
      if (step.done === true) this.end(process, 'exited', step.value & 0xff);
      else process.wait = step.value;
    } catch (error) {
      this.#fail(process, error);
    } finally {
      this.#running = before;
    }
  }

  /** A SysError nobody caught ends the process with status 1; anything else is our own bug. */
  #fail(process: Process, error: unknown): void {
    if (error instanceof ExitNow) this.end(process, error.kind, error.status);
    else if (error instanceof SysError) this.end(process, 'exited', 1);
    else {
      this.end(process, 'signaled', SIGNALS.SIGSEGV);
      throw error;
    }
  }

  /** The earliest time at which a process wants to go on, or null. */
  nextWakeMs(): { atMs: number; wait: Wait } | null {
    let next: { atMs: number; wait: Wait } | null = null;
    for (const process of this.processes.values()) {
      const untilMs = process.wait?.untilMs;
      if (untilMs === undefined || process.isStopped || process.wait === null) continue;
      if (next === null || untilMs < next.atMs) next = { atMs: untilMs, wait: process.wait };
    }
    return next;
  }

  // ── ending

  end(process: Process, kind: 'exited' | 'signaled', status: number): void {
    if (process.ended !== null) return;
    process.ended = { kind, status };
    const { routine } = process;
    process.routine = null;
    process.wait = null;
    if (routine !== null && process !== this.#running) closeQuietly(routine);
    for (const fd of [...process.files.keys()]) this.closeFile(process, fd);
    this.host.network.closeAll(process.pid);
    this.host.shared.carrier.hangUp(this.host, process);
    this.host.shared.agenda.cancelAll(this.owner(process.pid));
    this.#leaveFamily(process);
    const isLeader = process.session === process.pid && process.tty !== null;
    this.ended.emit({ pid: process.pid, tty: process.tty, isLeader });
  }

  #leaveFamily(process: Process): void {
    for (const child of this.processes.values()) {
      if (child.ppid !== process.pid) continue;
      child.ppid = 1;
      if (child.ended !== null) this.processes.delete(child.pid);
    }
    const parent = this.processes.get(process.ppid);
    const { kind, status } = process.ended as { kind: 'exited' | 'signaled'; status: number };
    if (parent === undefined || parent.pid === 1 || parent.ended !== null) {
      this.processes.delete(process.pid);
      this.host.systemd?.onExit(process.pid, kind, status, process.cpuMs, process.unit);
    } else this.deliver(parent, 'SIGCHLD');
  }

  /** Name under which a process's timers stand in the agenda. */
  owner(pid: number): string {
    return `${this.host.id}:pid:${pid}`;
  }

  // ── signals

  /** Gives `process` a signal: caught, ignored, or its default action. */
  deliver(process: Process, signal: SignalName): void {
    if (process.ended !== null || process.pid === 1) return;
    if (signal === 'SIGCONT' && process.isStopped) {
      process.isStopped = false;
      process.news = 'continued';
    }
    const isForced = signal === 'SIGKILL' || signal === 'SIGSTOP';
    if (!isForced && process.ignored.includes(signal)) return;
    if (!isForced && process.caught.includes(signal)) {
      if (process.isServing) this.#serveSignal(process, signal);
      else {
        process.pendingSignals.push(signal);
        process.interrupt = true;
      }
      return;
    }
    this.#byDefault(process, signal);
  }

  #byDefault(process: Process, signal: SignalName): void {
    const action = defaultAction(signal);
    if (action === 'stop') {
      process.isStopped = true;
      process.news = 'stopped';
      process.stopSignal = SIGNALS[signal];
      const parent = this.processes.get(process.ppid);
      if (parent !== undefined) this.deliver(parent, 'SIGCHLD');
    } else if (action === 'terminate') {
      if (process === this.#running) throw new ExitNow('signaled', SIGNALS[signal]);
      this.end(process, 'signaled', SIGNALS[signal]);
    }
  }

  #serveSignal(process: Process, signal: SignalName): void {
    const handler = this.#programs.get(process.program)?.handlers?.signal;
    if (handler === undefined) return;
    const status = this.runNow(handler(this.sysOf(process), signal));
    if (status !== null) this.end(process, 'exited', status);
  }

  // ── daemons

  /** Behaviour of a serving process. */
  handlersOf(process: Process): Program['handlers'] {
    return this.#programs.get(process.program)?.handlers;
  }

  sysOf(process: Process): Sys {
    return new ProcessSys(this, process);
  }

  onTimer(pid: number, note: Json): void {
    const process = this.processes.get(pid);
    if (process === undefined || process.ended !== null || process.isStopped) return;
    const handler = this.handlersOf(process)?.timer;
    if (handler === undefined) return;
    try {
      this.runNow(handler(this.sysOf(process), note));
    } catch (error) {
      this.#fail(process, error);
    }
  }

  /**
   * Runs a routine to its end at once: what it sleeps is counted as time it spent (Clock.spend) and forgotten
   * afterwards, so that others go on from the moment it was called.
   */
  runNow<T>(routine: Routine<T>): T {
    const { clock } = this.host.shared;
    const ahead = clock.aheadMs();
    try {
      for (;;) {
        const step = routine.next();
        if (step.done === true) return step.value;
        const { untilMs, ready } = step.value;
        if (ready?.() === true) continue;
        if (untilMs === undefined) throw new Error('a handler that runs at once must not wait');
        clock.spend(Math.max(0, untilMs - clock.nowMs()));
      }
    } finally {
      clock.setAheadMs(ahead);
    }
  }

  // ── asking

  /** What wait(2) would tell `parent` of its child `pid` (-1: any), or null. Takes an ended child off the table. */
  poll(parent: Process, pid: number, isUntraced: boolean): WaitStatus | null {
    const children = [...this.processes.values()].filter((child) =>
      child.ppid === parent.pid && (pid === -1 || child.pid === pid || (pid < -1 && child.group === -pid)));
    if (children.length === 0) throw new SysError('ECHILD');
    for (const child of children) {
      if (child.ended !== null) {
        this.processes.delete(child.pid);
        return { pid: child.pid, ...child.ended };
      }
      if (isUntraced && child.news !== null) {
        const kind = child.news;
        child.news = null;
        return { pid: child.pid, kind, status: child.stopSignal };
      }
    }
    return null;
  }

  info(process: Process): ProcessInfo {
    const tty = process.tty === null ? undefined : this.ttys.get(process.tty);
    return {
      pid: process.pid, ppid: process.ppid, group: process.group, session: process.session,
      uid: process.as.uid, gid: process.as.gid, argv: process.title === null ? process.argv : [process.title],
      name: process.name, path: process.path, env: process.env, cwd: process.cwd,
      status: process.ended !== null ? 'Z' : process.isStopped ? 'T' : process === this.#running ? 'R' : 'S',
      startMs: process.startMs, cpuMs: process.cpuMs, tty: process.tty,
      isForeground: tty !== undefined && tty.data.foreground === process.group,
      memoryMb: process.memoryMb, threads: process.threads, nice: process.nice, unit: process.unit,
    };
  }

  report(process: Process, line: string, exit: number, variables: readonly ReportedVariable[]): void {
    const user = this.host.accounts.byUid(process.as.uid)?.name ?? String(process.as.uid);
    this.commands.emit({ pid: process.pid, tty: process.tty, user, cwd: process.cwd, line, exit, variables });
  }
}

function closeQuietly(routine: Routine<number>): void {
  try {
    let step = routine.return(0);
    for (let tries = 0; step.done !== true && tries < 100; tries += 1) step = routine.next();
  } catch (error) {
    if (!(error instanceof SysError) && !(error instanceof ExitNow)) throw error;
  }
}
