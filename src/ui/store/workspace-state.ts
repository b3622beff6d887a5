// What the page draws of a lab at work. Plain data, changed only by the Workspace.
import type { Notebook, Session } from '../../course/engine.ts';
import type { Course } from '../../course/types.ts';
import type { StartFault, StartStep } from '../../lab/start.ts';
import type { Capability, EditorRequest, HostInfo, SnapshotFault, TerminalId, TerminalInfo } from '../../lab/lab.ts';
import type { Overview } from '../../lab/probe.ts';
import type { RowKey } from './overview-changes.ts';
import type { SaveState } from './saver.ts';
import type { Machines } from './settings.ts';

/** What has to happen before the first prompt, in order. */
export const BOOT_STEPS = ['saved', 'machines', 'terminals'] as const;
export type BootStep = (typeof BOOT_STEPS)[number];

export type Failure =
  /** The simulator could not be started. */
  | { readonly kind: 'start'; readonly detail: string }
  /** The real guest could not be started; each reason has its own words. */
  | { readonly kind: 'guest'; readonly fault: StartFault; readonly detail: string }
  /** It broke while running. */
  | { readonly kind: 'crash'; readonly detail: string }
  /** The saved lab cannot be used. */
  | { readonly kind: 'snapshot'; readonly reason: SnapshotFault };

export type Phase =
  | { readonly kind: 'starting'; readonly done: readonly BootStep[]; readonly steps?: readonly StartStep[] }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  /** Another tab works in this lab. */
  | { readonly kind: 'elsewhere' };

export interface WorkspaceState {
  readonly phase: Phase;
  readonly machines: Machines;
  /** The machines wait for a part of their disk that cannot be fetched. */
  readonly isStuck: boolean;
  /** Looked at while another tab works in it: nothing typed, nothing saved. */
  readonly isReadOnly: boolean;
  readonly hosts: readonly HostInfo[];
  readonly terminals: readonly TerminalInfo[];
  /** Terminals on screen, left to right: one, or two when split. */
  readonly shown: readonly TerminalId[];
  readonly active: TerminalId | null;
  readonly editors: Readonly<Record<TerminalId, EditorRequest>>;
  readonly overviews: Readonly<Record<string, Overview>>;
  readonly changes: Readonly<Record<string, ReadonlySet<RowKey>>>;
  readonly saving: SaveState;
  /** The browser refuses to keep anything. */
  readonly isStorageBroken: boolean;
  readonly canUndo: boolean;
  /** What these machines can do at all. */
  readonly offers: readonly Capability[];
  /** Grows when the world was replaced: terminals draw themselves anew. */
  readonly generation: number;
  /** What the page is doing to the lab right now (reset, import …), in words, or null. */
  readonly busy: string | null;
  readonly course: Course | null;
  /** Known as soon as the saved lab was looked for; the session's own is newer. */
  readonly notebook: Notebook | null;
  readonly session: Session | null;
  /** Prepared states of the machines, by name. */
  readonly scenes: readonly string[];
}

export const INITIAL_STATE: WorkspaceState = {
  phase: { kind: 'starting', done: [] },
  machines: 'simulated',
  isStuck: false,
  isReadOnly: false,
  hosts: [],
  terminals: [],
  shown: [],
  active: null,
  editors: {},
  overviews: {},
  changes: {},
  saving: 'saved',
  isStorageBroken: false,
  canUndo: false,
  offers: [],
  generation: 0,
  busy: null,
  course: null,
  notebook: null,
  session: null,
  scenes: [],
};
