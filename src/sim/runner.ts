import type { Host } from './host/host.ts';
import { SinkFile, SourceFile, TtyFile, type OpenFile } from './host/open-file.ts';
import type { Routine } from './host/program.ts';
import { SIGNALS, type SignalName } from './host/signals.ts';
import type { Tty } from './host/tty.ts';
import type { World } from './world.ts';

export interface RunOptions {
  readonly user?: string;
  readonly cwd?: string;
  /** Standard input; with `columns` it is typed, a line whenever the program waits for one. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs on a terminal of that width (24 rows unless told); stdout is then the raw stream. */
  readonly columns?: number;
  readonly rows?: number;
  /** Virtual time it may take, default an hour; then, or when it waits for ever, it gets SIGINT. */
  readonly limitMs?: number;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status; minus the signal's number when a signal ended it; null when it could not be ended. */
  readonly exit: number | null;
}

/** The environment of a login as `user`, as PAM and the login shell's start files leave it. */
export function loginEnvironment(account: { name: string; home: string; shell: string }): Record<string, string> {
  return {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', HOME: account.home, USER: account.name,
    LOGNAME: account.name, SHELL: account.shell, LANG: 'en_US.UTF-8',
  };
}

/** Runs commands on a world's hosts from outside, as fast as it can: for `replay`, proofs and tests. */
export class Runner {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Runs `bash -c command` on a host and waits for its end. */
  run(hostId: string, command: string, options: RunOptions = {}): Promise<RunResult> {
    return this.exec(hostId, ['bash', '-c', command], options, '/usr/bin/bash');
  }

  /** Runs one program file with arguments, without a shell. */
  async exec(hostId: string, argv: readonly string[], options: RunOptions = {}, path = argv[0] ?? ''): Promise<RunResult> {
    const host = this.world.host(hostId);
    const account = host.accounts.byName(options.user ?? 'root');
    if (account === null) throw new Error(`no user ${options.user ?? 'root'} on ${hostId}`);
    const output = { out: '', err: '' };
    const tty = options.columns === undefined ? null : host.kernel.openTty(options.columns, options.rows ?? 24);
    tty?.output.on((text) => { output.out += text; });
    const pid = await this.drive(host.kernel.start({
      path, argv, files: openFiles(tty, options.stdin ?? '', output), cwd: options.cwd ?? account.home,
      as: host.accounts.credentialsOf(account), tty: tty?.data.name ?? null,
      env: { ...loginEnvironment(account), ...(tty === null ? {} : { TERM: 'xterm-256color' }), ...options.env },
    }));
    if (tty !== null) Object.assign(tty.data, { session: pid, foreground: pid });
    const ended = watch(host, pid);
    if (tty !== null) await this.#type(host, tty, options.stdin ?? '', ended);
    await this.#finish(host, pid, ended, options.limitMs ?? 3_600_000);
    if (tty !== null && host.kernel.ttys.has(tty.data.name)) host.kernel.removeTty(tty.data.name);
    return { stdout: output.out, stderr: output.err, exit: ended.exit };
  }

  /** Drives a routine of the host itself; its waits are the world's. */
  async drive<T>(routine: Routine<T>): Promise<T> {
    for (;;) {
      const step = routine.next();
      if (step.done === true) return step.value;
      await this.world.settle();
    }
  }

  /** Waits for the end; who waits for ever, or too long, is interrupted as by Ctrl-C, then killed. */
  async #finish(host: Host, pid: number, ended: { exit: number | null }, limitMs: number): Promise<void> {
    const isStuck = (): boolean => ended.exit !== null || this.#waitsForEver(host, pid);
    await this.world.runUntil(isStuck, limitMs);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGKILL'] satisfies SignalName[]) {
      if (ended.exit !== null) return;
      for (const process of [...host.kernel.processes.values()]) {
        if (process.session === pid) host.kernel.deliver(process, signal);
      }
      await this.world.runUntil(() => ended.exit !== null, 1000);
    }
  }

  /** Whether nothing of its session can go on by itself. */
  #waitsForEver(host: Host, pid: number): boolean {
    const session = [...host.kernel.processes.values()].filter((process) => process.session === pid && process.ended === null);
    return session.length > 0 && session.every((process) => process.isStopped
      || (process.wait !== null && process.wait.untilMs === undefined && process.wait.external === undefined
        && process.wait.ready?.() !== true))
      && host.systemd?.isBusy() !== true;
  }

  async #type(host: Host, tty: Tty, keys: string, ended: { exit: number | null }): Promise<void> {
    for (const piece of keys.split(/(?<=[\n\r])/)) {
      if (piece === '') continue;
      await this.world.runUntil(() => ended.exit !== null || this.waitsForKeys(host, tty.data.name), 3_600_000);
      if (ended.exit !== null) return;
      tty.type(piece);
    }
  }

  /** Whether all of a terminal's processes wait for a key: nothing runs, sleeps or works. */
  waitsForKeys(host: Host, ttyName: string): boolean {
    const tty = host.kernel.ttys.get(ttyName);
    if (tty === undefined || tty.hasInput()) return false;
    return [...host.kernel.processes.values()].every((process) =>
      process.tty !== ttyName || process.ended !== null || process.isStopped
      || (process.wait !== null && (process.wait.untilMs === undefined || process.wait.keys === true) && process.wait.ready?.() !== true));
  }
}

function openFiles(tty: Tty | null, stdin: string, output: { out: string; err: string }): Map<number, OpenFile> {
  if (tty !== null) {
    const screen = new TtyFile(tty);
    return new Map([[0, screen], [1, screen], [2, screen]]);
  }
  return new Map<number, OpenFile>([
    [0, new SourceFile(stdin)],
    [1, new SinkFile((text) => { output.out += text; })],
    [2, new SinkFile((text) => { output.err += text; })],
  ]);
}

function watch(host: Host, pid: number): { exit: number | null } {
  const ended: { exit: number | null } = { exit: null };
  const process = host.kernel.processes.get(pid);
  const stop = host.kernel.ended.on((event) => {
    if (event.pid !== pid) return;
    const how = process?.ended ?? { kind: 'signaled', status: SIGNALS.SIGKILL };
    ended.exit = how.kind === 'signaled' ? -how.status : how.status;
    stop();
  });
  return ended;
}
