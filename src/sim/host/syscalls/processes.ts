import { SysError } from '../errors.ts';
import { kernelThreads } from '../kernel-threads.ts';
import { ExitNow } from '../kernel.ts';
import { normalize } from '../path.ts';
import type { Process, ProcessInfo } from '../process.ts';
import type { Routine } from '../program.ts';
import type { SignalName } from '../signals.ts';
import type { SpawnOptions, Sys, WaitStatus } from '../sys.ts';
import { PathCalls } from './paths.ts';

/** Starts, ends and looks at processes. */
export class ProcessCalls extends PathCalls {
  *spawn(path: string, argv: readonly string[], options: SpawnOptions = {}): Routine<number> {
    const as = options.as ?? this.credentials;
    if (options.as !== undefined && this.credentials.uid !== 0) throw new SysError('EPERM');
    const cwd = options.cwd === undefined ? this.cwd : normalize(this.absolute(options.cwd));
    const loaded = yield* this.os.load(path, argv, as, cwd);
    const child = this.#child(loaded.argv, loaded.path, { ...options, as: loaded.as, cwd });
    child.realUid = options.as?.uid ?? this.realUid;
    child.program = loaded.program.name;
    child.routine = loaded.program.run(this.os.sysOf(child));
    return child.pid;
  }

  fork(run: (sys: Sys) => Routine<number>, options: SpawnOptions = {}): number {
    const fds = options.fds ?? Object.fromEntries(this.descriptors().map((fd) => [fd, fd]));
    const child = this.#child(this.argv, this.self.path, { ...options, fds });
    child.name = this.self.name;
    child.program = this.self.program;
    child.routine = run(this.os.sysOf(child));
    return child.pid;
  }

  #child(argv: readonly string[], path: string, options: SpawnOptions): Process {
    const mine = this.self;
    const pid = this.os.takePid();
    const isNew = options.newSession === true;
    const child = this.os.make({
      pid, argv, path, ppid: mine.pid, as: options.as ?? mine.as, realUid: options.as?.uid ?? mine.realUid, env: { ...(options.env ?? mine.env) },
      cwd: options.cwd ?? mine.cwd, umask: mine.umask, nice: mine.nice, unit: mine.unit, cause: mine.cause,
      tty: isNew ? null : mine.tty, session: isNew ? pid : mine.session,
      group: isNew || options.group === 0 ? pid : options.group ?? mine.group,
      ignored: [...mine.ignored, ...(options.ignore ?? [])], ...(options.name === undefined ? {} : { name: options.name }),
      threads: options.threads ?? 1,
    });
    if (isNew && options.terminal !== undefined) this.#giveTerminal(child, options.terminal);
    for (const [fd, from] of Object.entries(options.fds ?? { 0: 0, 1: 1, 2: 2 })) {
      const file = mine.files.get(from);
      if (file !== undefined) this.os.install(child, Number(fd), file);
    }
    return child;
  }

  #giveTerminal(child: Process, path: string): void {
    const name = path.replace('/dev/', '');
    const tty = this.os.ttys.get(name);
    if (tty === undefined) throw new SysError('ENOENT');
    child.tty = name;
    tty.data.session = child.pid;
    tty.data.foreground = child.pid;
  }

  *exec(path: string, argv: readonly string[], options: SpawnOptions = {}): Routine<never> {
    const process = this.self;
    const loaded = yield* this.os.load(path, argv, options.as ?? this.credentials, this.cwd);
    if (options.as !== undefined) this.setCredentials(options.as);
    process.as = loaded.as;
    if (options.env !== undefined) process.env = { ...options.env };
    Object.assign(process, {
      argv: loaded.argv, path: loaded.path, program: loaded.program.name, title: null, caught: [],
      name: (path.split('/').at(-1) ?? '').slice(0, 15),
    });
    process.routine = loaded.program.run(this.os.sysOf(process));
    process.wait = null;
    return yield* this.os.serveOn();
  }

  *wait(pid: number, options: { untraced?: boolean } = {}): Routine<WaitStatus> {
    for (;;) {
      const status = this.poll(pid, options);
      if (status !== null) return status;
      yield { ready: () => this.#hasNews(pid, options.untraced === true) };
    }
  }

  #hasNews(pid: number, isUntraced: boolean): boolean {
    for (const child of this.os.processes.values()) {
      if (child.ppid !== this.pid) continue;
      if (pid !== -1 && child.pid !== pid && !(pid < -1 && child.group === -pid)) continue;
      if (child.ended !== null || (isUntraced && child.news !== null)) return true;
    }
    return false;
  }

  poll(pid: number, options: { untraced?: boolean } = {}): WaitStatus | null {
    return this.os.poll(this.self, pid, options.untraced === true);
  }

  kill(pid: number, signal: SignalName): void {
    const targets = [...this.os.processes.values()].filter((each) =>
      each.ended === null && (pid < 0 ? each.group === -pid : each.pid === pid));
    if (targets.length === 0) throw new SysError('ESRCH');
    const { uid } = this.credentials;
    const allowed = targets.filter((each) => uid === 0 || each.as.uid === uid);
    if (allowed.length === 0) throw new SysError('EPERM');
    for (const target of allowed) this.os.deliver(target, signal);
  }

  catchSignals(signals: readonly SignalName[]): void {
    this.self.caught = [...signals];
  }

  ignoreSignals(signals: readonly SignalName[]): void {
    this.self.ignored = [...signals];
  }

  takeSignals(): SignalName[] {
    const signals = this.self.pendingSignals;
    this.self.pendingSignals = [];
    this.self.interrupt = false;
    return signals;
  }

  processes(): readonly ProcessInfo[] {
    const own = [...this.os.processes.values()].map((process) => this.os.info(process));
    return [...own, ...kernelThreads(this.bootMs)].sort((a, b) => a.pid - b.pid);
  }

  describe(as: { title?: string; memoryMb?: number; threads?: number }): void {
    Object.assign(this.self, as);
  }

  exit(status: number): never {
    throw new ExitNow('exited', status & 0xff);
  }
}
