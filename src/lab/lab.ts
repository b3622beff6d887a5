// lab: THE SEAM. What the page, the lessons and the command line know of running machines. Knows nothing of how they
// are made: the simulated cloud (sim) and the v86 guest (v86) are two implementations.
import type { ShellVariable } from './identity.ts';
import type { Answer, Probe } from './probe.ts';
import type { Hop } from './trace.ts';

export interface HostInfo {
  readonly name: string;
  /** The address of its management interface. */
  readonly address: string;
  /** What it says it is, e.g. `CentOS Stream 9`. */
  readonly system: string;
}

export type TerminalId = string;

export interface TerminalInfo {
  readonly id: TerminalId;
  readonly host: string;
  readonly columns: number;
  readonly rows: number;
}

/** A program asks for the editor in the terminal's place. `text` is null for a new file. */
export interface EditorRequest {
  readonly terminal: TerminalId;
  readonly editor: 'vim' | 'nano';
  readonly path: string;
  readonly text: string | null;
  readonly isReadOnly: boolean;
  /** The status line at the start, as the editor words it; after a write, what became of it. */
  readonly message: string;
  readonly line?: number;
}

export type EditorAction =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly isForced: boolean; readonly leaves: boolean }
  | { readonly kind: 'leave' };

/** A finished line of a student's shell. */
export interface CommandRecord {
  readonly terminal: TerminalId;
  readonly host: string;
  readonly user: string;
  readonly cwd: string;
  readonly line: string;
  readonly exit: number;
  readonly atMs: number;
  /** The shell's OS_* variables after it, which say how clients of a cloud log in; only on the last line of a terminal. */
  readonly variables?: readonly ShellVariable[];
}

export type LabEvent =
  /** Text for a terminal's screen. */
  | { readonly kind: 'output'; readonly terminal: TerminalId; readonly text: string }
  /** The editor opens (a request), answers a write (another request) or closes (null). */
  | { readonly kind: 'editor'; readonly terminal: TerminalId; readonly request: EditorRequest | null }
  /** A command ended. */
  | { readonly kind: 'command'; readonly record: CommandRecord }
  /** The machines came to rest after something changed: time to ask probes again and to save. */
  | { readonly kind: 'settled'; readonly revision: number }
  /** A terminal's shell ended (logout). */
  | { readonly kind: 'closed'; readonly terminal: TerminalId }
  /** The world was replaced (restore, undo, reset): draw all terminals anew from `screens`. */
  | { readonly kind: 'replaced' };

/** What a lab can do; a lesson's `needs` must be among a lab's offers. */
export type Capability = 'terminal' | 'files' | 'undo' | 'trace' | 'mariadb' | 'keystone' | 'two-hosts';

/** A lab as bytes: versioned, compressed, made by `save`. */
export type Snapshot = Uint8Array;

export interface Lab {
  readonly offers: readonly Capability[];
  hosts(): Promise<readonly HostInfo[]>;
  now(): Promise<number>;

  /** Opens a login shell of root (or `user`) in a new terminal. */
  openTerminal(host: string, size: { columns: number; rows: number }, user?: string): Promise<TerminalInfo>;
  terminals(): Promise<readonly TerminalInfo[]>;
  /** The terminal's screen and scrollback as a stream that draws it. */
  screen(terminal: TerminalId): Promise<string>;
  /** Keys, as a terminal sends them. Resolves when they were taken, not when the command ends. */
  type(terminal: TerminalId, keys: string): Promise<void>;
  resize(terminal: TerminalId, size: { columns: number; rows: number }): Promise<void>;
  closeTerminal(terminal: TerminalId): Promise<void>;
  editorAction(terminal: TerminalId, action: EditorAction): Promise<void>;

  ask(probe: Probe): Promise<Answer>;
  /** Asks many at once; answers in the same order. */
  askAll(probes: readonly Probe[]): Promise<readonly Answer[]>;
  /** Hops after the one with id `since`. */
  trace(since?: string): Promise<readonly Hop[]>;
  /** Commands typed so far, oldest first. */
  history(): Promise<readonly CommandRecord[]>;

  save(): Promise<Snapshot>;
  /** Throws SnapshotError when the bytes are damaged or of a version that cannot be upgraded. */
  restore(snapshot: Snapshot): Promise<void>;
  /** Takes back the last command; false when there is none. */
  undo(): Promise<boolean>;
  /** Starts a scene anew, by name, e.g. `antelope/bare`. */
  reset(scene: string): Promise<void>;
  scenes(): Promise<readonly string[]>;

  on(listener: (event: LabEvent) => void): Promise<() => void>;
  close(): Promise<void>;
}

/** A host has no room for another terminal. */
export class TerminalsError extends Error {
  override readonly name = 'TerminalsError';
  readonly host: string;
  /** How many it can have. */
  readonly most: number;

  constructor(host: string, most: number) {
    super(`terminals: ${host}: ${String(most)}`);
    this.host = host;
    this.most = most;
  }

  /** The error that a message stands for, as it comes out of a Worker; null for another message. */
  static from(message: string): TerminalsError | null {
    const [, host = '', most] = /^terminals: (.+): (\d+)$/.exec(message) ?? [];
    return most === undefined ? null : new TerminalsError(host, Number(most));
  }
}

/** Why a snapshot cannot be used. `other-image`: its machine belongs to another build of the guest's image. */
export type SnapshotFault = 'damaged' | 'newer-version' | 'unknown-version' | 'other-image';

/** A snapshot that cannot be used; `reason` is for the person. */
export class SnapshotError extends Error {
  override readonly name = 'SnapshotError';
  readonly reason: SnapshotFault;

  constructor(reason: SnapshotFault) {
    super(`snapshot: ${reason}`);
    this.reason = reason;
  }
}
