import type { CommandRecord, EditorAction, EditorRequest, TerminalInfo } from '../lab/lab.ts';
import { Emitter } from '../base/emitter.ts';
import type { Host } from './host/host.ts';
import { TtyFile, type OpenFile } from './host/open-file.ts';
import type { Routine } from './host/program.ts';
import type { EditRequest } from './host/sys.ts';
import type { Tty } from './host/tty.ts';

/** How much of a terminal's stream is kept to draw it again, in characters. */
const SCREEN_CHARACTERS = 24_000;

export type TerminalEvent =
  | { readonly kind: 'output'; readonly terminal: string; readonly text: string }
  | { readonly kind: 'editor'; readonly terminal: string; readonly request: EditorRequest | null }
  | { readonly kind: 'command'; readonly record: CommandRecord }
  | { readonly kind: 'closed'; readonly terminal: string };

/** A terminal as it is saved. */
export interface TerminalData {
  readonly id: string;
  readonly host: string;
  readonly tty: string;
  readonly leader: number;
  screen: string;
}

/** The windows onto the hosts' terminals: opens login shells, keeps what their screens got. */
export class Terminals {
  readonly events = new Emitter<TerminalEvent>();
  readonly #hosts: readonly Host[];
  readonly #hasEditor: boolean;
  #list: TerminalData[] = [];
  #nextId = 1;
  #stops: (() => void)[] = [];

  constructor(hosts: readonly Host[], hasEditor: boolean) {
    this.#hosts = hosts;
    this.#hasEditor = hasEditor;
    for (const host of hosts) this.#watch(host);
  }

  #watch(host: Host): void {
    this.#stops.push(
      host.kernel.commands.on((report) => {
        const terminal = this.#list.find((each) => each.host === host.id && each.tty === report.tty)?.id ?? '';
        const { user, cwd, line, exit, variables } = report;
        const atMs = host.shared.clock.nowMs();
        this.events.emit({ kind: 'command', record: { terminal, host: host.id, user, cwd, line, exit, atMs, ...(variables.length === 0 ? {} : { variables }) } });
      }),
      host.kernel.ended.on(({ pid }) => {
        const terminal = this.#list.find((each) => each.host === host.id && each.leader === pid);
        if (terminal !== undefined) this.#drop(host, terminal);
      }),
    );
  }

  #drop(host: Host, terminal: TerminalData): void {
    this.#list = this.#list.filter((each) => each !== terminal);
    const session = host.systemd?.sessions().find((each) => each.tty === terminal.tty);
    if (session !== undefined) host.systemd?.closeSession(session.scope);
    if (host.kernel.ttys.has(terminal.tty)) host.kernel.removeTty(terminal.tty);
    this.events.emit({ kind: 'closed', terminal: terminal.id });
  }

  #host(id: string): Host {
    const host = this.#hosts.find((each) => each.id === id);
    if (host === undefined) throw new Error(`no host ${id}`);
    return host;
  }

  /** Opens a terminal with a login shell of `user`. */
  *open(hostId: string, size: { columns: number; rows: number }, user: string): Routine<TerminalInfo> {
    const host = this.#host(hostId);
    const account = host.accounts.byName(user);
    if (account === null) throw new Error(`no user ${user} on ${hostId}`);
    const tty = host.kernel.openTty(size.columns, size.rows);
    const file: OpenFile = new TtyFile(tty);
    const shell = account.shell === '' ? '/bin/sh' : account.shell;
    const unit = host.systemd?.openSession({ user, uid: account.uid, tty: tty.data.name, service: 'login', from: null }) ?? null;
    const leader = yield* host.kernel.start({
      unit, path: shell, argv: [`-${shell.split('/').at(-1) ?? ''}`], tty: tty.data.name, cwd: account.home,
      as: host.accounts.credentialsOf(account), files: new Map([[0, file], [1, file], [2, file]]),
      env: {
        HOME: account.home, USER: account.name, LOGNAME: account.name, SHELL: shell, TERM: 'xterm-256color',
        PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin', LANG: 'en_US.UTF-8', MAIL: `/var/spool/mail/${account.name}`,
      },
    });
    tty.data.session = leader;
    tty.data.foreground = leader;
    const data: TerminalData = { id: `t${this.#nextId}`, host: hostId, tty: tty.data.name, leader, screen: '' };
    this.#nextId += 1;
    this.#list.push(data);
    this.#attach(tty, data);
    return this.#info(data, tty);
  }

  #attach(tty: Tty, data: TerminalData): void {
    tty.hasEditor = this.#hasEditor;
    tty.output.on((text) => {
      data.screen = trim(data.screen + text);
      this.events.emit({ kind: 'output', terminal: data.id, text });
    });
    tty.edits.on((request) => {
      this.events.emit({ kind: 'editor', terminal: data.id, request: request === null ? null : forPage(data.id, request) });
    });
  }

  #info(data: TerminalData, tty: Tty): TerminalInfo {
    return { id: data.id, host: data.host, columns: tty.data.columns, rows: tty.data.rows };
  }

  list(): TerminalInfo[] {
    return this.#list.map((data) => this.#info(data, this.#tty(data.id)));
  }

  #data(id: string): TerminalData {
    const data = this.#list.find((each) => each.id === id);
    if (data === undefined) throw new Error(`no terminal ${id}`);
    return data;
  }

  #tty(id: string): Tty {
    const data = this.#data(id);
    const tty = this.#host(data.host).kernel.ttys.get(data.tty);
    if (tty === undefined) throw new Error(`no terminal ${id}`);
    return tty;
  }

  has(id: string): boolean {
    return this.#list.some((each) => each.id === id);
  }

  screen(id: string): string {
    return this.#data(id).screen;
  }

  type(id: string, keys: string): void {
    this.#tty(id).type(keys);
  }

  resize(id: string, size: { columns: number; rows: number }): void {
    this.#tty(id).resize(size.columns, size.rows);
  }

  edit(id: string, action: EditorAction): void {
    this.#tty(id).editResult = action;
  }

  close(id: string): void {
    const data = this.#data(id);
    this.#host(data.host).kernel.hangUp(data.tty);
    this.#list = this.#list.filter((each) => each !== data);
  }

  toJSON(): { nextId: number; list: TerminalData[] } {
    return { nextId: this.#nextId, list: this.#list };
  }

  restore(saved: { nextId: number; list: TerminalData[] }): void {
    this.#nextId = saved.nextId;
    this.#list = saved.list.map((data) => ({ ...data }));
    for (const data of this.#list) this.#attach(this.#tty(data.id), data);
  }

  dispose(): void {
    for (const stop of this.#stops) stop();
  }
}

/** Keeps the end of a stream, cut at a line. */
function trim(screen: string): string {
  if (screen.length <= SCREEN_CHARACTERS * 1.5) return screen;
  const cut = screen.indexOf('\n', screen.length - SCREEN_CHARACTERS);
  return cut === -1 ? screen.slice(-SCREEN_CHARACTERS) : screen.slice(cut + 1);
}

function forPage(terminal: string, request: EditRequest): EditorRequest {
  const { editor, path, text, isReadOnly, message, line } = request;
  return { terminal, editor, path, text, isReadOnly, message, ...(line === undefined ? {} : { line }) };
}
