// For tests: a lab at rest, and commands run in it as a person or a script would.
import { ROOT } from './host/inode.ts';
import type { Host } from './host/host.ts';
import { SinkFile, SourceFile, TtyFile, type OpenFile } from './host/open-file.ts';
import { World, type Plan } from './world.ts';
import { antelope } from './plans.ts';

export interface RunOptions {
  readonly user?: string;
  readonly cwd?: string;
  /** Standard input; with `columns` it is typed, a line whenever the program waits for one. */
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Runs on a terminal of that width (24 rows); stdout is then the raw stream. */
  readonly columns?: number;
  /** Virtual time it may take, default an hour. */
  readonly limitMs?: number;
}

export interface RunResult {
  readonly stdout: string;
  readonly stderr: string;
  /** Exit status, 128 + signal, or null when it did not end in time (it was killed). */
  readonly exit: number | null;
}

/** A lab of two hosts after its boot. */
export class TestLab {
  readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  /** Runs `bash -c command` on a host and waits for its end. */
  async run(hostId: string, command: string, options: RunOptions = {}): Promise<RunResult> {
    return this.exec(hostId, ['/usr/bin/bash', '-c', command], options);
  }

  /** Runs one program file with arguments, without a shell. */
  async exec(hostId: string, argv: readonly string[], options: RunOptions = {}): Promise<RunResult> {
    const host = this.world.host(hostId);
    const account = host.accounts.byName(options.user ?? 'root');
    if (account === null) throw new Error(`no user ${options.user ?? 'root'}`);
    const output = { out: '', err: '' };
    const tty = options.columns === undefined ? null : host.kernel.openTty(options.columns, 24);
    tty?.output.on((text) => { output.out += text; });
    const screen = tty === null ? null : new TtyFile(tty);
    const files = new Map<number, OpenFile>([
      [0, screen ?? new SourceFile(options.stdin ?? '')],
      [1, screen ?? new SinkFile((text) => { output.out += text; })],
      [2, screen ?? new SinkFile((text) => { output.err += text; })],
    ]);
    const routine = host.kernel.start({
      path: argv[0] ?? '', argv, files, cwd: options.cwd ?? account.home, as: host.accounts.credentialsOf(account),
      tty: tty?.data.name ?? null,
      env: {
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', HOME: account.home, USER: account.name, LOGNAME: account.name,
        SHELL: account.shell, LANG: 'en_US.UTF-8', ...(tty === null ? {} : { TERM: 'xterm-256color' }), ...options.env,
      },
    });
    const pid = await this.#drive(routine);
    if (tty !== null) {
      tty.data.session = pid;
      tty.data.foreground = pid;
    }
    const ended = this.#watch(host, pid);
    if (tty !== null) await this.#type(host, tty.type.bind(tty), options.stdin ?? '', ended, () => waitsForKeys(host, tty.data.name));
    await this.world.runUntil(() => ended.exit !== null, options.limitMs ?? 3_600_000);
    const process = host.kernel.processes.get(pid);
    if (ended.exit === null && process !== undefined) host.kernel.deliver(process, 'SIGKILL');
    const exit = ended.exit;
    if (tty !== null) host.kernel.removeTty(tty.data.name);
    return { stdout: output.out, stderr: output.err, exit: exit === null || exit >= 0 ? exit : 128 - exit };
  }

  async #drive<T>(routine: Generator<unknown, T, void>): Promise<T> {
    for (;;) {
      const step = routine.next();
      if (step.done === true) return step.value;
      await this.world.settle();
    }
  }

  #watch(host: Host, pid: number): { exit: number | null } {
    const ended: { exit: number | null } = { exit: null };
    const process = host.kernel.processes.get(pid);
    const stop = host.kernel.ended.on((event) => {
      if (event.pid !== pid) return;
      const how = process?.ended;
      ended.exit = how?.kind === 'signaled' ? 128 + how.status : how?.status ?? 0;
      stop();
    });
    return ended;
  }

  async #type(
    _host: Host, type: (keys: string) => void, keys: string, ended: { exit: number | null }, isWaiting: () => boolean,
  ): Promise<void> {
    for (const piece of keys.split(/(?<=[\n\r])/)) {
      if (piece === '') continue;
      await this.world.runUntil(() => ended.exit !== null || isWaiting(), 3_600_000);
      if (ended.exit !== null) return;
      type(piece);
    }
  }
}

/** Whether the foreground of a terminal waits for a key: nothing of it runs, sleeps or works. */
function waitsForKeys(host: Host, ttyName: string): boolean {
  const tty = host.kernel.ttys.get(ttyName);
  if (tty === undefined) return false;
  if (tty.hasInput()) return false;
  return [...host.kernel.processes.values()].every((process) =>
    process.tty !== ttyName || process.ended !== null || process.isStopped
    || (process.wait !== null && process.wait.untilMs === undefined && process.wait.ready?.() !== true));
}

/** A fresh lab in the bare state of a plan. */
export async function startLab(options: { seed?: number; plan?: Plan } = {}): Promise<TestLab> {
  return new TestLab(await World.create(options.plan ?? antelope(), options.seed ?? 1));
}

/** Writes a file as root, making it if needed: for tests that need one in place. */
export function putFile(lab: TestLab, host: string, path: string, text: string, mode = 0o644): void {
  lab.world.host(host).files.writeFile(path, text, ROOT, mode);
}
