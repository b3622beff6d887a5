// Which terminals a lab has on screen: tabs, the split, the active one. Pure functions over the workspace's state.
import type { TerminalId, TerminalInfo } from '../../lab/lab.ts';
import type { WorkspaceState } from './workspace-state.ts';

type TerminalPart = Pick<WorkspaceState, 'terminals' | 'shown' | 'active'>;

/** Takes over the lab's own list, keeping what is still there on screen. */
export function withTerminals(state: TerminalPart, terminals: readonly TerminalInfo[]): TerminalPart {
  const isThere = (id: TerminalId): boolean => terminals.some((terminal) => terminal.id === id);
  const kept = state.shown.filter(isThere);
  const first = terminals[0]?.id;
  const shown = kept.length > 0 ? kept : first === undefined ? [] : [first];
  const active = state.active !== null && shown.includes(state.active) ? state.active : (shown[0] ?? null);
  return { terminals, shown, active };
}

/** Puts a terminal on screen in the active pane, or only makes it active when it is already there. */
export function select(state: TerminalPart, id: TerminalId): TerminalPart {
  if (state.shown.includes(id)) return { ...state, active: id };
  const shown = state.shown.length === 0 ? [id] : state.shown.map((each) => (each === state.active ? id : each));
  return { ...state, shown, active: id };
}

/** Adds a new terminal in the active pane. */
export function add(state: TerminalPart, terminal: TerminalInfo): TerminalPart {
  return select({ ...state, terminals: [...state.terminals, terminal] }, terminal.id);
}

/** Takes a terminal away; its pane shows another one that is not on screen, or closes. */
export function remove(state: TerminalPart, id: TerminalId): TerminalPart {
  const terminals = state.terminals.filter((terminal) => terminal.id !== id);
  const spare = terminals.find((terminal) => !state.shown.includes(terminal.id))?.id;
  const shown = state.shown.flatMap((each) => (each !== id ? [each] : spare === undefined ? [] : [spare]));
  const active = state.active === id ? (spare ?? shown[0] ?? null) : state.active;
  return withTerminals({ ...state, shown, active }, terminals);
}

/** Shows `id` beside the active terminal. */
export function splitWith(state: TerminalPart, id: TerminalId): TerminalPart {
  const first = state.shown.find((each) => each !== id);
  return first === undefined ? { ...state, shown: [id], active: id } : { ...state, shown: [first, id], active: id };
}

/** Only the active terminal stays on screen. */
export function unsplit(state: TerminalPart): TerminalPart {
  return { ...state, shown: state.active === null ? [] : [state.active] };
}

/** The terminal of `host` to type a command into: the active one, one on screen, any. */
export function terminalOf(state: TerminalPart, host: string): TerminalInfo | null {
  const ofHost = state.terminals.filter((terminal) => terminal.host === host);
  const rank = (id: TerminalId): number => (id === state.active ? 0 : state.shown.includes(id) ? 1 : 2);
  return ofHost.toSorted((a, b) => rank(a.id) - rank(b.id))[0] ?? null;
}
