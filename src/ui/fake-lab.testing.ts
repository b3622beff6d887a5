// A small lab for the page's own tests: two hosts that echo, answer three commands and open an editor. Simulates
// nothing; what it prints is only there to be seen on a screen.
import { Emitter } from '../base/emitter.ts';
import type { CommandRecord, EditorAction, EditorRequest, Lab, LabEvent, TerminalInfo } from '../lab/lab.ts';
import type { Answer, Overview, Probe } from '../lab/probe.ts';

interface FakeState {
  readonly terminals: TerminalInfo[];
  readonly screens: Record<string, string>;
  readonly lines: Record<string, string>;
  readonly files: Record<string, string>;
  readonly history: CommandRecord[];
  isMariadbRunning: boolean;
}

const HOSTS = [
  { name: 'controller', address: '10.0.0.11', system: 'CentOS Stream 9' },
  { name: 'compute1', address: '10.0.0.31', system: 'CentOS Stream 9' },
];

const empty = (): FakeState => ({
  terminals: [],
  screens: {},
  lines: {},
  files: { '/etc/hosts': '127.0.0.1 localhost\n' },
  history: [],
  isMariadbRunning: false,
});

/** A fresh fake. `files` are there on every host; `fails` makes the named calls reject. */
export class FakeLab implements Lab {
  readonly offers = ['terminal', 'files', 'undo', 'mariadb', 'two-hosts'] as const;
  readonly typed: { terminal: string; keys: string }[] = [];
  readonly actions: EditorAction[] = [];
  readonly resets: string[] = [];
  restoreError: Error | null = null;
  #state = empty();
  #before: string[] = [];
  #revision = 0;
  readonly #events = new Emitter<LabEvent>();

  hosts = () => Promise.resolve(HOSTS);
  now = () => Promise.resolve(0);
  terminals = () => Promise.resolve([...this.#state.terminals]);
  screen = (terminal: string) => Promise.resolve(this.#state.screens[terminal] ?? '');
  resize = () => Promise.resolve(undefined);
  trace = () => Promise.resolve([]);
  history = () => Promise.resolve([...this.#state.history]);
  scenes = () => Promise.resolve(['antelope/bare', 'antelope/environment', 'antelope/mariadb', 'toy/one']);
  close = () => Promise.resolve(undefined);
  on = (listener: (event: LabEvent) => void) => Promise.resolve(this.#events.on(listener));
  save = () => Promise.resolve(new TextEncoder().encode(JSON.stringify(this.#state)));
  ask = (probe: Probe) => Promise.resolve(this.#answer(probe));
  askAll = (probes: readonly Probe[]) => Promise.resolve(probes.map((probe) => this.#answer(probe)));

  async openTerminal(host: string, size: { columns: number; rows: number }): Promise<TerminalInfo> {
    await Promise.resolve();
    const terminal = { id: `${host}-${String(this.#state.terminals.length + 1)}`, host, ...size };
    this.#state.terminals.push(terminal);
    this.#print(terminal.id, this.#prompt(terminal.id));
    return terminal;
  }

  async closeTerminal(id: string): Promise<void> {
    await Promise.resolve();
    const at = this.#state.terminals.findIndex((terminal) => terminal.id === id);
    if (at >= 0) this.#state.terminals.splice(at, 1);
  }

  async type(terminal: string, keys: string): Promise<void> {
    await Promise.resolve();
    this.typed.push({ terminal, keys });
    for (const key of keys) {
      if (key === '\r') this.#enter(terminal);
      else if (key === '\x7f') this.#erase(terminal);
      else if (key >= ' ') {
        this.#state.lines[terminal] = (this.#state.lines[terminal] ?? '') + key;
        this.#print(terminal, key);
      }
    }
  }

  async editorAction(terminal: string, action: EditorAction): Promise<void> {
    await Promise.resolve();
    this.actions.push(action);
    if (action.kind === 'write') this.#state.files[action.path] = action.text;
    const isOver = action.kind === 'leave' || action.leaves;
    const request: EditorRequest | null = isOver ? null : this.#request(terminal, action.path, `"${action.path}" written`);
    this.#events.emit({ kind: 'editor', terminal, request });
    if (isOver) this.#print(terminal, this.#prompt(terminal));
    this.#settle();
  }

  async restore(snapshot: Uint8Array): Promise<void> {
    await Promise.resolve();
    if (this.restoreError !== null) throw this.restoreError;
    this.#state = JSON.parse(new TextDecoder().decode(snapshot)) as FakeState;
    this.#events.emit({ kind: 'replaced' });
  }

  async undo(): Promise<boolean> {
    await Promise.resolve();
    const before = this.#before.pop();
    if (before === undefined) return false;
    this.#state = JSON.parse(before) as FakeState;
    this.#events.emit({ kind: 'replaced' });
    return true;
  }

  async reset(scene: string): Promise<void> {
    await Promise.resolve();
    this.resets.push(scene);
    this.#state = empty();
    this.#before = [];
    this.#events.emit({ kind: 'replaced' });
  }

  #prompt(terminal: string): string {
    return `[root@${this.#hostOf(terminal)} ~]# `;
  }

  #hostOf(terminal: string): string {
    return terminal.replace(/-\d+$/, '');
  }

  #print(terminal: string, text: string): void {
    this.#state.screens[terminal] = (this.#state.screens[terminal] ?? '') + text;
    this.#events.emit({ kind: 'output', terminal, text });
  }

  #erase(terminal: string): void {
    const line = this.#state.lines[terminal] ?? '';
    if (line === '') return;
    this.#state.lines[terminal] = line.slice(0, -1);
    this.#print(terminal, '\b \b');
  }

  #enter(terminal: string): void {
    this.#before.push(JSON.stringify(this.#state));
    const line = this.#state.lines[terminal] ?? '';
    this.#state.lines[terminal] = '';
    this.#print(terminal, '\r\n');
    const [name, path] = line.split(' ');
    const host = this.#hostOf(terminal);
    const record = { terminal, host, user: 'root', cwd: '/root', line, exit: 0, atMs: 0 };
    this.#state.history.push(record);
    if ((name === 'vi' || name === 'nano') && path !== undefined) {
      const request = { ...this.#request(terminal, path, `"${path}"`), editor: name === 'vi' ? 'vim' : 'nano' } as const;
      this.#events.emit({ kind: 'editor', terminal, request });
      return;
    }
    if (name === 'start') this.#state.isMariadbRunning = true;
    if (name === 'hostname') this.#print(terminal, `${host}\r\n`);
    this.#print(terminal, this.#prompt(terminal));
    this.#events.emit({ kind: 'command', record });
    this.#settle();
  }

  #request(terminal: string, path: string, message: string): EditorRequest {
    return { terminal, editor: 'vim', path, text: this.#state.files[path] ?? null, isReadOnly: false, message };
  }

  #settle(): void {
    this.#revision += 1;
    this.#events.emit({ kind: 'settled', revision: this.#revision });
  }

  #answer(probe: Probe): Answer {
    if (probe.kind === 'overview') return { kind: 'overview', overview: this.#overview(probe.host) };
    if (probe.kind === 'unit') {
      const active = this.#state.isMariadbRunning ? 'active' : 'inactive';
      return { kind: 'unit', load: 'loaded', active, sub: active === 'active' ? 'running' : 'dead', isEnabled: false };
    }
    return { kind: probe.kind, problem: 'the fake lab does not know' } as Answer;
  }

  #overview(host: string): Overview {
    const isRunning = host === 'controller' && this.#state.isMariadbRunning;
    const active = isRunning ? 'active' : 'inactive';
    return {
      host,
      address: HOSTS.find((each) => each.name === host)?.address ?? '',
      units: [
        { name: 'chronyd.service', active: 'active', sub: 'running', isEnabled: true },
        { name: 'sshd.service', active: 'active', sub: 'running', isEnabled: true },
        ...(host === 'controller' ? [{ name: 'mariadb.service', active, sub: isRunning ? 'running' : 'dead', isEnabled: false }] : []),
      ],
      listeners: [
        { address: '0.0.0.0', port: 22, protocol: 'tcp', program: 'sshd' },
        ...(isRunning ? [{ address: '*', port: 3306, protocol: 'tcp', program: 'mariadbd' }] : []),
      ],
      databases: isRunning ? [{ name: 'mysql', tables: 31 }, { name: 'keystone', tables: 0 }] : [],
      accounts: isRunning ? [{ user: 'root', host: 'localhost', grants: ['ALL PRIVILEGES ON *.*'] }] : [],
      databaseProblem: host === 'controller' && !isRunning ? 'MariaDB does not run' : null,
    };
  }
}
