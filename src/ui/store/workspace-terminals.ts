// The terminals of a workspace: what they print and take, and which are on screen.
import type { StoreApi } from 'zustand/vanilla';
import type { EditorAction, Lab, TerminalId } from '../../lab/lab.ts';
import * as terminalSet from './terminal-set.ts';
import type { WorkspaceState } from './workspace-state.ts';

/** Before a screen has measured itself. */
const FIRST_SIZE = { columns: 80, rows: 24 };

export class WorkspaceTerminals {
  readonly store: StoreApi<WorkspaceState>;
  readonly #lab: () => Lab;
  readonly #outputs = new Map<TerminalId, Set<(text: string) => void>>();

  readonly #onTyped: () => void;

  constructor(store: StoreApi<WorkspaceState>, lab: () => Lab, onTyped: () => void) {
    this.store = store;
    this.#lab = lab;
    this.#onTyped = onTyped;
  }

  /** Takes over the lab's terminals; a host without one gets one. */
  async openMissing(): Promise<void> {
    const hosts = await this.#lab().hosts();
    this.#set({ hosts });
    let terminals = await this.#lab().terminals();
    const missing = hosts.filter((host) => !terminals.some((terminal) => terminal.host === host.name));
    for (const host of missing) terminals = [...terminals, await this.#lab().openTerminal(host.name, FIRST_SIZE)];
    this.#set(terminalSet.withTerminals(this.store.getState(), terminals));
  }

  /** Text that the lab printed. */
  print(terminal: TerminalId, text: string): void {
    for (const listener of this.#outputs.get(terminal) ?? []) listener(text);
  }

  /** Calls `listener` with what `terminal` prints from now on, after giving it the screen as it stands. */
  listen(terminal: TerminalId, listener: (text: string) => void): () => void {
    let isOver = false;
    const held = this.#outputs.get(terminal) ?? new Set();
    this.#outputs.set(terminal, held);
    void this.#lab().screen(terminal).then(
      (screen) => {
        // Answers and events come in order: what was printed before is in `screen`, what comes now is not.
        if (isOver) return;
        listener(screen);
        held.add(listener);
      },
      () => undefined,
    );
    return () => {
      isOver = true;
      held.delete(listener);
    };
  }

  type(terminal: TerminalId, keys: string): void {
    if (this.store.getState().isReadOnly) return;
    void this.#lab().type(terminal, keys).catch(() => undefined);
    this.#onTyped();
  }

  resize(terminal: TerminalId, size: { columns: number; rows: number }): void {
    void this.#lab().resize(terminal, size).catch(() => undefined);
  }

  editorAction(terminal: TerminalId, action: EditorAction): void {
    if (!this.store.getState().isReadOnly) void this.#lab().editorAction(terminal, action).catch(() => undefined);
  }

  select(terminal: TerminalId): void {
    this.#set(terminalSet.select(this.store.getState(), terminal));
  }

  async open(host: string): Promise<void> {
    const terminal = await this.#lab().openTerminal(host, FIRST_SIZE);
    this.#set(terminalSet.add(this.store.getState(), terminal));
  }

  async close(terminal: TerminalId): Promise<void> {
    await this.#lab().closeTerminal(terminal);
    await this.forget(terminal);
  }

  /** A terminal has ended; the last one is followed by fresh ones. */
  async forget(terminal: TerminalId): Promise<void> {
    this.#set(terminalSet.remove(this.store.getState(), terminal));
    if (this.store.getState().terminals.length === 0) await this.openMissing();
  }

  /** Two terminals side by side, or one again. */
  async toggleSplit(): Promise<void> {
    const state = this.store.getState();
    if (state.shown.length > 1) {
      this.#set(terminalSet.unsplit(state));
      return;
    }
    const host = state.terminals.find((terminal) => terminal.id === state.active)?.host ?? state.hosts[0]?.name;
    const other = state.terminals.find((terminal) => terminal.id !== state.active);
    if (other !== undefined) this.#set(terminalSet.splitWith(state, other.id));
    else if (host !== undefined) {
      const terminal = await this.#lab().openTerminal(host, FIRST_SIZE);
      const now = this.store.getState();
      this.#set(terminalSet.splitWith({ ...now, terminals: [...now.terminals, terminal] }, terminal.id));
    }
  }

  /** Types a lesson's command into a terminal of `host`, and Enter after each line. */
  async run(host: string, text: string): Promise<TerminalId> {
    const id = terminalSet.terminalOf(this.store.getState(), host)?.id;
    const terminal = id ?? (await this.#lab().openTerminal(host, FIRST_SIZE)).id;
    if (id === undefined) this.#set(terminalSet.withTerminals(this.store.getState(), await this.#lab().terminals()));
    this.select(terminal);
    for (const line of text.replace(/\n$/, '').split('\n')) await this.#lab().type(terminal, `${line}\r`);
    return terminal;
  }

  #set(change: Partial<WorkspaceState>): void {
    this.store.setState(change);
  }
}
