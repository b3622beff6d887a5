import type { Json } from '../../../base/json.ts';
import type { Dice } from '../../time/dice.ts';
import type { Accounts } from '../accounts.ts';
import type { FileSystem } from '../file-system.ts';
import type { Credentials } from '../inode.ts';
import type { Journal } from '../journal.ts';
import type { ProcessInfo } from '../process.ts';
import type { SignalName } from '../signals.ts';
import type { SessionInfo } from './systemd.ts';

/** A process that PID 1 wants: all plain data. */
export interface UnitSpawn {
  readonly unit: string;
  readonly path: string;
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly as: Credentials;
  readonly umask: number;
  /** Where descriptor 1 and 2 go; 0 is /dev/null. `journal` is a JournalStream (journal-stream.ts). */
  readonly stdout: UnitOutput;
  readonly stderr: UnitOutput;
  /** SYSLOG_IDENTIFIER of what it prints. */
  readonly identifier: string;
  /** The lowest pid it may get (a boot's gaps); null: the next. */
  readonly pidAtLeast: number | null;
}

export type UnitOutput =
  | { readonly kind: 'journal' }
  | { readonly kind: 'null' }
  | { readonly kind: 'file'; readonly path: string; readonly mode: 'write' | 'append' | 'truncate' };

/** What PID 1 needs of the kernel. Ends and readiness come back by SystemdManager's `on…` methods. */
export interface UnitRunner {
  readonly files: FileSystem;
  readonly accounts: Accounts;
  readonly journal: Journal;
  readonly dice: Dice;
  readonly hostname: string;
  readonly bootMs: number;
  nowMs(): number;
  /** Makes a child of PID 1, in a session of its own; throws SysError as execve(2) fails. */
  spawn(order: UnitSpawn): number;
  /** Takes a pid for a child that ends before it runs anything (a missing program file, an unknown user). */
  nextPid(): number;
  /** Sends a signal; nothing happens when the process is gone. */
  kill(pid: number, signal: SignalName): void;
  processes(): readonly ProcessInfo[];
  /** Calls `onTimer(note)` in `inMs`; the id is for `cancel`. Saved with the machine. */
  later(inMs: number, note: Json): number;
  cancel(id: number): void;
  /** The end of the power or a new boot: all processes, sockets and terminals are gone, the files stay. */
  power(how: 'off' | 'reboot'): void;
}

/** What the kernel tells PID 1. `SystemdManager` (system-manager.ts) implements it and `Systemd`. */
export interface UnitEvents {
  /** The machine was switched on: starts default.target, and writes the boot's journal. */
  boot(): void;
  onTimer(note: Json): void;
  /** A process whose parent was PID 1 (adopted orphans too) ended; it is reaped already. `unit`: its control group. */
  onExit(pid: number, kind: 'exited' | 'signaled', status: number, cpuMs: number, unit: string | null): void;
  /** A process called `sys.serve` (READY=1; a forking daemon's parent exits). */
  onReady(pid: number): void;
  /** STATUS= text. */
  onStatus(pid: number, status: string): void;
  /** Whether a job is under way (a unit starts or stops). */
  isBusy(): boolean;
  /** A login: makes `session-N.scope` for the processes of a terminal or an ssh connection and answers its name. */
  openSession(of: SessionInfo): string;
  /** The session's last process is gone. */
  closeSession(scope: string): void;
  toJSON(): Json;
  restore(data: Json): void;
}
