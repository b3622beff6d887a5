import type { Json } from '../../base/json.ts';
import type { Credentials } from './inode.ts';
import type { OpenFile } from './open-file.ts';
import type { Routine, Wait } from './program.ts';
import type { SignalName } from './signals.ts';

/** What `ps` can know of a process. */
export interface ProcessInfo {
  readonly pid: number;
  readonly ppid: number;
  readonly group: number;
  readonly session: number;
  readonly uid: number;
  readonly gid: number;
  readonly argv: readonly string[];
  /** The kernel's name of it (comm): the file's name, at most 15 characters. */
  readonly name: string;
  readonly path: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
  /** R running, S sleeping, T stopped, Z zombie, I an idle thread of the kernel. */
  readonly status: 'R' | 'S' | 'T' | 'Z' | 'I';
  readonly startMs: number;
  readonly cpuMs: number;
  /** `pts/0`, or null. */
  readonly tty: string | null;
  /** Whether it is in its terminal's foreground group. */
  readonly isForeground: boolean;
  readonly memoryMb: number;
  readonly threads: number;
  /** -20 (first) to 19. */
  readonly nice: number;
  /** The unit whose control group it is in, e.g. `mariadb.service`. */
  readonly unit: string | null;
}

/** One process of the kernel's table. Everything but `routine`, `wait` and `files` is plain data. */
export interface Process {
  readonly pid: number;
  ppid: number;
  group: number;
  session: number;
  as: Credentials;
  /** Who started it: differs from `as.uid` in a set-user-ID program (su, sudo, passwd). */
  realUid: number;
  argv: readonly string[];
  title: string | null;
  name: string;
  path: string;
  env: Record<string, string>;
  cwd: string;
  umask: number;
  files: Map<number, OpenFile>;
  tty: string | null;
  program: string;
  routine: Routine<number> | null;
  wait: Wait | null;
  /** Thrown into the routine at its next step. */
  interrupt: boolean;
  checkpoint: (() => Json) | null;
  isServing: boolean;
  state: Json;
  caught: SignalName[];
  ignored: SignalName[];
  pendingSignals: SignalName[];
  isStopped: boolean;
  /** Set when it ended and its parent has not waited yet. */
  ended: { kind: 'exited' | 'signaled'; status: number } | null;
  /** A stop or continuation that the parent has not been told of. */
  news: 'stopped' | 'continued' | null;
  stopSignal: number;
  startMs: number;
  cpuMs: number;
  memoryMb: number;
  threads: number;
  nice: number;
  unit: string | null;
  /** The hop or command that made it act: parent of the hops it causes. */
  cause: string | null;
}
