import type { Json } from '../../base/json.ts';
import type { Message } from '../protocol/message.ts';
import type { Dice } from '../time/dice.ts';
import type { Credentials, InodeType, Stat } from './inode.ts';
import type { Journal } from './journal.ts';
import type { Network } from './network.ts';
import type { PackageCatalogue } from './package.ts';
import type { ProcessInfo } from './process.ts';
import type { Routine } from './program.ts';
import type { SignalName } from './signals.ts';
import type { Systemd } from './systemd/systemd.ts';
import type { Accounts } from './accounts.ts';
import type { TtyMode } from './tty.ts';

export interface OpenFlags {
  readonly read?: boolean;
  readonly write?: boolean;
  readonly append?: boolean;
  readonly create?: boolean;
  readonly truncate?: boolean;
  readonly exclusive?: boolean;
  /** Permission bits of a new file before the umask; default 0o666. */
  readonly mode?: number;
}

export interface SpawnOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** The child's descriptors as numbers of ours; default {0: 0, 1: 1, 2: 2}. */
  readonly fds?: Readonly<Record<number, number>>;
  /** Process group to join; 0 makes a new one led by the child; default: ours. */
  readonly group?: number;
  /** Ids of the child (needs uid 0); default ours. */
  readonly as?: Credentials;
  /** Leaves the session and the terminal (setsid). */
  readonly newSession?: boolean;
  /** With `newSession`: the terminal (`/dev/pts/1`) that becomes the new session's, the child in its foreground. */
  readonly terminal?: string;
  /** The kernel's name of it (PR_SET_NAME); default: the file's name. */
  readonly name?: string;
  /** How many threads ps shows; default one. */
  readonly threads?: number;
  /** Signals that the child ignores from the start (nohup). */
  readonly ignore?: readonly SignalName[];
}

export interface WaitStatus {
  readonly pid: number;
  readonly kind: 'exited' | 'signaled' | 'stopped' | 'continued';
  /** Exit status, or the signal's number. */
  readonly status: number;
}

/** Our end of a connection: an id to hand back to `call` and `close`. */
export interface Socket {
  readonly id: number;
  /** What the server said first (MySQL's handshake), or null. */
  readonly greeting: Message | null;
  /** The server's address as we reached it. */
  readonly remote: { readonly address: string; readonly port: number } | { readonly path: string };
  readonly local: { readonly address: string; readonly port: number } | null;
  /** The process that accepted it, on this host (SO_PEERCRED); null for one elsewhere. */
  readonly peerPid: number | null;
}

export interface ListenOptions {
  /** tcp address: `0.0.0.0`, `::` (both families), or one of the host's own. */
  readonly address?: string;
  readonly port?: number;
  /** Or a unix socket's path. */
  readonly path?: string;
  readonly protocol?: 'tcp' | 'udp';
  readonly backlog?: number;
}

/**
 * All that a program may ask of its host. Paths may be relative to `cwd`. Functions that return a Routine may block
 * and are called with `yield*`; the others answer at once. Every failure is a thrown SysError.
 */
export interface Sys {
  // ── who am I
  readonly pid: number;
  readonly ppid: number;
  readonly hostname: string;
  readonly argv: readonly string[];
  /** The environment: exported variables only. Change it through `setEnv`. */
  readonly env: Readonly<Record<string, string>>;
  setEnv(name: string, value: string | null): void;
  readonly credentials: Credentials;
  /** getuid(2): who started this process; `credentials.uid` is the effective one, which a set-user-ID file changes. */
  readonly realUid: number;
  /** setresuid/setresgid/setgroups at once; EPERM unless uid 0. */
  setCredentials(as: Credentials): void;
  readonly accounts: Accounts;
  readonly cwd: string;
  chdir(path: string): void;
  /** Sets the mask and returns the old one. */
  umask(mask?: number): number;

  // ── descriptors
  open(path: string, flags: OpenFlags): number;
  close(fd: number): void;
  /** Makes `to` a copy of `from`. */
  dup(from: number, to: number): void;
  /** The open descriptors, ascending. */
  descriptors(): number[];
  /** A pipe: [read end, write end]. */
  pipe(): [number, number];
  /** A file without a name, in memory (memfd): what is written by whoever holds it is read once, by whoever reads first; never blocks. */
  memoryFile(): number;
  /** Up to `max` characters, at least one; '' at the end. From a terminal: a line (canonical) or what keys there are (raw). */
  read(fd: number, max?: number): Routine<string>;
  /** A line with its newline; the last may lack it; null at the end. Reads no further than the newline where it can. */
  readLine(fd: number): Routine<string | null>;
  readAll(fd: number): Routine<string>;
  /** Writes all; blocks while a pipe is full. A pipe without reader: SIGPIPE, then EPIPE. */
  write(fd: number, text: string): Routine<void>;
  /** Whether `read` would answer at once (data, or the end). */
  hasInput(fd: number): boolean;
  /** lseek(2) on a regular file, in bytes; returns the new position. ESPIPE on others. */
  seek(fd: number, offset: number, from: 'start' | 'current' | 'end'): number;
  statFd(fd: number): Stat;

  // ── files by path (regular files never block)
  readFile(path: string): string;
  writeFile(path: string, text: string, options?: { append?: boolean; mode?: number }): void;
  readBlob(path: string): Json | undefined;
  /** Stores structured content; `sizeBytes` is what ls shows. Creates the file with `mode`. */
  writeBlob(path: string, blob: Json, options?: { sizeBytes?: number; mode?: number }): void;
  exists(path: string): boolean;
  stat(path: string): Stat;
  lstat(path: string): Stat;
  /** Whether we may read / write / execute it (access(2) with effective ids). */
  access(path: string, want: 'read' | 'write' | 'execute'): boolean;
  /** Names without `.` and `..`, sorted bytewise. */
  readDirectory(path: string): string[];
  readLink(path: string): string;
  /** The absolute path without links. */
  realPath(path: string): string;
  mkdir(path: string, mode?: number): void;
  mknod(path: string, type: InodeType, mode?: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
  link(existing: string, path: string): void;
  symlink(target: string, path: string): void;
  chmod(path: string, mode: number): void;
  chown(path: string, uid: number, gid: number, options?: { follow?: boolean }): void;
  setTimes(path: string, atimeMs: number, mtimeMs: number): void;
  /** Grows with every change of the file system. */
  readonly filesVersion: number;

  // ── processes
  /** Runs the file at `path` (absolute or relative, no $PATH look-up). ENOENT, EACCES, ENOEXEC as execve(2). */
  spawn(path: string, argv: readonly string[], options?: SpawnOptions): Routine<number>;
  /** A child that goes on in our own code with copies of our descriptors (a sub-shell). */
  fork(run: (sys: Sys) => Routine<number>, options?: SpawnOptions): number;
  /** Replaces this process by the program at `path`; ends with its status. Only failures return (as SysError). */
  exec(path: string, argv: readonly string[], options?: SpawnOptions): Routine<never>;
  /** Waits for a child (-1: any) to end, or with `untraced` to stop. ECHILD without children. */
  wait(pid: number, options?: { untraced?: boolean }): Routine<WaitStatus>;
  /** The same without waiting: null when nothing has changed. */
  poll(pid: number, options?: { untraced?: boolean }): WaitStatus | null;
  /** Negative pid: the group. ESRCH, EPERM. */
  kill(pid: number, signal: SignalName): void;
  /** Signals to catch: they interrupt a waiting call with EINTR and are then found by `takeSignals`. */
  catchSignals(signals: readonly SignalName[]): void;
  ignoreSignals(signals: readonly SignalName[]): void;
  takeSignals(): SignalName[];
  processes(): readonly ProcessInfo[];
  /** Renames the process as `ps` shows it (setproctitle); `memoryMb` and `threads` are what ps/status report. */
  describe(as: { title?: string; memoryMb?: number; threads?: number }): void;
  /** Ends this process from anywhere inside it. */
  exit(status: number): never;

  // ── terminal
  isTty(fd: number): boolean;
  /** `/dev/pts/0`; ENOTTY when the descriptor is no terminal. */
  ttyName(fd: number): string;
  /** Columns and rows of the terminal; ENOTTY. */
  ttySize(fd: number): { columns: number; rows: number };
  ttyMode(fd: number): TtyMode;
  setTtyMode(fd: number, mode: Partial<TtyMode>): void;
  /** A new pseudo-terminal: the master's descriptor (write keys, read the screen) and the terminal's name. */
  openPty(size: { columns: number; rows: number }, options?: { hasEditor?: boolean }): { master: number; name: string };
  /** Changes the size of the terminal or of a master's terminal. */
  setTtySize(fd: number, size: { columns: number; rows: number }): void;
  /** What programs on a master's terminal asked of the editor since the last call; null: it is closed. */
  takeEdits(master: number): (EditRequest | null)[];
  answerEdit(master: number, result: EditResult): void;
  /** Our session's terminal's foreground group (tcsetpgrp). */
  setForeground(group: number): void;
  readonly group: number;
  setGroup(pid: number, group: number): void;
  /** setpriority(2): EPERM for others' processes, EACCES for going below without being root. */
  setNice(pid: number, nice: number): void;
  /** Asks who shows this terminal to open its editor; the answer is what the person did. ENOTTY without one. */
  edit(request: EditRequest): Routine<EditResult>;
  /** The editor is done: the terminal is shown again. */
  closeEditor(): void;

  // ── time and chance
  nowMs(): number;
  /** Host's boot time, ms since the epoch. */
  readonly bootMs: number;
  /** Waits; follows the wall clock in the page. */
  sleep(ms: number): Routine<void>;
  /** Works: takes `ms` on the host's clock, but in the page no more than its share (of `totalMs`) of three seconds. */
  work(ms: number, totalMs?: number): Routine<void>;
  readonly dice: Dice;
  /** Waits for something outside the simulation, as code loaded when first needed. */
  external<T>(promise: Promise<T>): Routine<T>;

  // ── talking to others
  readonly network: Network;
  /** Opens a connection. ECONNREFUSED, ETIMEDOUT, EHOSTUNREACH, EAI_NONAME; a unix path also ENOENT, EACCES. */
  connect(
    to: { host: string; port: number; protocol?: 'tcp' | 'udp' } | { path: string }, options?: { timeoutMs?: number },
  ): Routine<Socket>;
  /** Sends a message, waits for the reply. ECONNRESET when the peer is gone, ETIMEDOUT. */
  call(socket: Socket, message: Message): Routine<Message>;
  closeSocket(socket: Socket): void;
  /** Makes a byte stream; the peer of a connection that is told `id` takes the other end. */
  offerStream(): { id: number; fd: number };
  /** The other end of a stream that the peer offered. ENOTCONN. */
  takeStream(id: number): number;
  /** Sends one echo request: the round trip in ms, or the SysError that ping shows. */
  ping(address: string): Routine<number>;
  /** Opens a listener for `handlers`; EADDRINUSE, EADDRNOTAVAIL, EACCES (port below 1024 and not root). */
  listen(options: ListenOptions): void;
  unlisten(options: ListenOptions): void;
  /** Lets a child accept on our listener (a socket it inherited); several take turns. EINVAL when we have no such listener. */
  shareListener(options: ListenOptions, child: number): void;

  // ── being a daemon
  /**
   * Tells systemd that we are up (sd_notify READY=1) and reacts through the program's `handlers` until ended.
   * `state` is the daemon's memory: plain data, saved with the machine, lost on restart.
   */
  serve(state: Json, options?: { status?: string }): Routine<number>;
  /** sd_notify READY=1 of a daemon that goes on in its own loop instead of serving. */
  notifyReady(): void;
  readonly state: Json;
  setState(state: Json): void;
  /** The `Status:` line of `systemctl status`. */
  notifyStatus(status: string): void;
  setTimer(inMs: number, note: Json): void;
  cancelTimers(): void;

  // ── the machine
  readonly systemd: Systemd;
  readonly journal: Journal;
  /** syslog(3): a line in the journal under our name and pid. `priority` 0–7, default 6. */
  log(message: string, options?: { priority?: number; identifier?: string }): void;
  /** A key–value store of the running kernel and its modules (sysctl, SELinux mode, firewall tables). */
  readonly kernel: KernelTables;
  /** What package names stand for (the tables of sim/packages, loaded when first needed): use with `sys.external`. */
  packages(): Promise<PackageCatalogue>;

  /**
   * An interactive shell's word that a typed line has ended with `exit`: the terminal's record of commands. `variables` are
   * those that say how clients of a cloud log in.
   */
  reportCommand(line: string, exit: number, variables: readonly ReportedVariable[]): void;

  // ── being resumed
  /**
   * Says: "until I run again I can be made anew from this". The machine can be saved exactly while every process is
   * at a checkpoint or serves; `run(sys, state)` is called with what `state()` returned at that moment.
   */
  checkpoint(state: () => Json): void;
}

export interface KernelTables {
  get(key: string): Json | undefined;
  set(key: string, value: Json | undefined): void;
}

/** A variable as a shell tells of it. */
export interface ReportedVariable {
  readonly name: string;
  readonly value: string;
  readonly isExported: boolean;
}

export interface EditRequest {
  readonly editor: 'vim' | 'nano';
  readonly path: string;
  /** The file's text; null for a new file. */
  readonly text: string | null;
  readonly isReadOnly: boolean;
  /** Status line to show at the start, e.g. `"/etc/hosts" [readonly] 5L, 120B`. */
  readonly message: string;
  /** Line to start at, from 1. */
  readonly line?: number;
}

/** What the person did: wants the text written (the program answers with an EditRequest again), or leaves. */
export type EditResult =
  | { readonly kind: 'write'; readonly path: string; readonly text: string; readonly isForced: boolean; readonly leaves: boolean }
  | { readonly kind: 'leave' };
