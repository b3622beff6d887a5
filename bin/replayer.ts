// Runs recorded commands in a lab. A record of an interactive session (`[name] …`) is typed into a shell that stays
// open under that name; any other is run by itself, on a terminal when it was recorded on one.
import { Runner, loginEnvironment } from '../src/sim/runner.ts';
import { TtyFile } from '../src/sim/host/open-file.ts';
import type { Tty } from '../src/sim/host/tty.ts';
import type { World } from '../src/sim/world.ts';
import { plain } from './plain.ts';

/** A record of the recordings, as far as replaying needs it. */
export interface Recorded {
  readonly id: string;
  readonly host: string;
  readonly user?: string;
  readonly cwd?: string;
  readonly cmd: string;
  readonly stdin?: string;
  readonly env?: string;
  readonly env_note?: string;
  readonly pty?: boolean;
  readonly columns?: number;
}

/** The same record with the lab's answer in the place of the recorded one. */
export type Answered = Recorded & {
  readonly stdout: string;
  readonly stdout_plain?: string;
  readonly stderr: string;
  readonly exit: number | null;
};

const SESSION = /^\[([^\]]+)\] /;
const HOUR_MS = 3_600_000;
const PAUSE_MS = 1000;

interface Session {
  readonly tty: Tty;
  readonly pid: number;
  output: string;
}

/** The recordings' terminals: 120 columns by 40 rows, the others by 24. */
const rowsOf = (record: Recorded): number => (record.columns === 120 ? 40 : 24);

export class Replayer {
  readonly #runner: Runner;
  readonly #sessions = new Map<string, Session>();

  constructor(world: World) {
    this.#runner = new Runner(world);
  }

  /** Runs one record, after those before it. */
  async answer(record: Recorded): Promise<Answered> {
    const user = record.user ?? 'root';
    if (this.#runner.world.host(record.host).accounts.byName(user) === null) {
      const stderr = `su: user ${user} does not exist or the user entry does not contain all the required fields\n`;
      return { ...record, stdout: '', stderr, exit: 1 };
    }
    const session = SESSION.exec(record.cmd);
    if (session !== null && record.pty === true) return this.#type(session[1] ?? '', record);
    const env = this.#environment(record);
    const result = await this.#runner.run(record.host, record.cmd, {
      env, ...(record.user === undefined ? {} : { user: record.user }), ...(record.cwd === undefined ? {} : { cwd: record.cwd }),
      ...(record.stdin === undefined ? {} : { stdin: record.stdin }), ...(record.pty === true ? { columns: record.columns ?? 80, rows: rowsOf(record) } : {}),
    });
    // A person takes a second between two commands.
    await this.#runner.world.runUntil(() => false, PAUSE_MS);
    return { ...record, ...result, ...(record.pty === true ? { stdout_plain: plain(result.stdout) } : {}) };
  }

  /** The variables that sourcing an openrc file gives, changed as the note says: `…; OS_PASSWORD=wrong; unset OS_USERNAME`. */
  #environment(record: Recorded): Record<string, string> {
    const [source = '', ...changes] = (record.env_note ?? '').split(/; (?=unset [A-Z]|[A-Z_]+=)/);
    const variables = this.#sourced(record, source);
    for (const change of changes.flatMap((each) => each.split(/, (?=[A-Z_]+=)/))) {
      const [, unset, name = '', value = ''] = /^(unset )?([A-Z_]+)=?(.*)$/s.exec(change) ?? [];
      if (unset === undefined) variables[name] = value;
      else delete variables[name];
    }
    return variables;
  }

  #sourced(record: Recorded, source: string): Record<string, string> {
    const name = record.env ?? /\b(admin|demo)\b/.exec(source)?.[1] ?? 'none';
    if (name === 'none') return {};
    const { files } = this.#runner.world.host(record.host);
    const text = files.readFile(`/root/${name}-openrc`, { uid: 0, gid: 0, groups: [0] });
    return Object.fromEntries([...text.matchAll(/^\s*export\s+(\w+)=["']?([^"'\n]*)["']?/gm)].map(([, key = '', value = '']) => [key, value]));
  }

  async #type(name: string, record: Recorded): Promise<Answered> {
    const world = this.#runner.world;
    let session = this.#sessions.get(name);
    if (session === undefined) {
      session = await this.#open(name, record);
      this.#sessions.set(name, session);
    }
    const { tty, pid } = session;
    if (record.stdin !== undefined) tty.type(record.stdin.replaceAll('\n', '\r'));
    const host = world.host(record.host);
    const isAtRest = (): boolean => !host.kernel.processes.has(pid) || this.#runner.waitsForKeys(host, tty.data.name);
    await world.runUntil(isAtRest, HOUR_MS);
    const stdout = session.output;
    session.output = '';
    return { ...record, stdout, stdout_plain: plain(stdout), stderr: '', exit: null };
  }

  async #open(name: string, record: Recorded): Promise<Session> {
    const host = this.#runner.world.host(record.host);
    const account = host.accounts.byName(record.user ?? 'root');
    if (account === null) throw new Error(`no user ${record.user ?? 'root'}`);
    const tty = host.kernel.openTty(record.columns ?? 80, 24);
    const screen = new TtyFile(tty);
    const pid = await this.#runner.drive(host.kernel.start({
      path: '/usr/bin/bash', argv: [name.includes('login') ? '-bash' : 'bash'], cwd: record.cwd ?? account.home,
      as: host.accounts.credentialsOf(account), tty: tty.data.name, files: new Map([[0, screen], [1, screen], [2, screen]]),
      env: { ...loginEnvironment(account), TERM: 'xterm-256color' },
    }));
    Object.assign(tty.data, { session: pid, foreground: pid });
    const session: Session = { tty, pid, output: '' };
    tty.output.on((text) => { session.output += text; });
    return session;
  }
}
