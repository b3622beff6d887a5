import { SIGNALS } from '../host/signals.ts';

export type JobState = 'running' | 'stopped' | 'done';

/** A pipeline that the shell started: its processes and what became of them. */
export interface Job {
  readonly id: number;
  readonly group: number;
  readonly pids: readonly number[];
  /** Exit status of each ended process (128 + signal), by pid. */
  readonly statuses: Record<string, number>;
  /** Signal that ended the last process, or 0. */
  signal: number;
  state: JobState;
  readonly text: string;
  isBackground: boolean;
  /** The state has been told to the person. */
  isNotified: boolean;
  /** The directory it was started in, where that is not the shell's. */
  readonly cwd: string;
}

/** The text that jobs shows for the end by a signal. */
const ENDINGS: Readonly<Record<string, string>> = {
  SIGHUP: 'Hangup', SIGINT: 'Interrupt', SIGQUIT: 'Quit', SIGILL: 'Illegal instruction', SIGTRAP: 'Trace/breakpoint trap',
  SIGABRT: 'Aborted', SIGBUS: 'Bus error', SIGFPE: 'Floating point exception', SIGKILL: 'Killed', SIGUSR1: 'User defined signal 1',
  SIGSEGV: 'Segmentation fault', SIGUSR2: 'User defined signal 2', SIGPIPE: 'Broken pipe', SIGALRM: 'Alarm clock',
  SIGTERM: 'Terminated',
};

/** How bash words a death by signal number. */
export function signalText(number: number): string {
  const name = Object.entries(SIGNALS).find(([, own]) => own === number)?.[0] ?? '';
  return ENDINGS[name] ?? `Signal ${String(number)}`;
}

/** The status of a job: of its last process. */
export const jobStatus = (job: Job): number => job.statuses[String(job.pids.at(-1))] ?? 0;

/** `Running`, `Done`, `Exit 3`, `Terminated`. */
export function stateText(job: Job): string {
  if (job.state === 'running') return 'Running';
  if (job.state === 'stopped') return 'Stopped';
  if (job.signal !== 0) return signalText(job.signal);
  const status = jobStatus(job);
  return status === 0 ? 'Done' : `Exit ${String(status)}`;
}

/** The jobs of one shell; the current one (`%+`) and the one before it (`%-`). */
export class JobTable {
  list: Job[] = [];
  /** Ids, the most recent last. */
  recent: number[] = [];
  /** Jobs that the builtin `kill` sent a signal since the last prompt. */
  readonly dying = new Set<Job>();
  /** Jobs of the shell this one was forked from. */
  foreign: ReadonlySet<Job> = new Set();

  add(job: Omit<Job, 'id'>): Job {
    const id = Math.max(0, ...this.list.map((each) => each.id)) + 1;
    const added = { ...job, id };
    this.list.push(added);
    return added;
  }

  remove(job: Job): void {
    this.list = this.list.filter((each) => each !== job);
    this.recent = this.recent.filter((id) => id !== job.id);
  }

  touch(job: Job): void {
    this.recent = [...this.recent.filter((id) => id !== job.id), job.id];
  }

  /** `+`: the last stopped job, else the last one used; `-`: the next in that order. */
  #ranked(): Job[] {
    const order = (job: Job): number => this.recent.indexOf(job.id);
    const stopped = this.list.filter((job) => job.state === 'stopped').sort((a, b) => order(b) - order(a));
    const others = this.list.filter((job) => job.state !== 'stopped').sort((a, b) => order(b) - order(a));
    return [...stopped, ...others];
  }

  get current(): Job | null {
    return this.#ranked()[0] ?? null;
  }

  get previous(): Job | null {
    return this.#ranked()[1] ?? null;
  }

  markOf(job: Job): string {
    return job === this.current ? '+' : job === this.previous ? '-' : ' ';
  }

  /** The job that `%1`, `%+`, `%name`, `%?text` means; null for none, `ambiguous` for several. */
  find(spec: string): Job | null | 'ambiguous' {
    const body = spec.startsWith('%') ? spec.slice(1) : spec;
    if (body === '' || body === '+' || body === '%') return this.current;
    if (body === '-') return this.previous ?? this.current;
    if (/^\d+$/.test(body)) return this.list.find((job) => job.id === Number(body)) ?? null;
    const found = body.startsWith('?')
      ? this.list.filter((job) => job.text.includes(body.slice(1)))
      : this.list.filter((job) => job.text.startsWith(body));
    return found.length > 1 ? 'ambiguous' : found[0] ?? null;
  }

  ofPid(pid: number): Job | null {
    return this.list.find((job) => job.pids.includes(pid)) ?? null;
  }

  /** A sub-shell still lists its parent's jobs, but cannot wait for them: they are not its children. */
  forSubshell(): JobTable {
    const table = new JobTable();
    table.list = [...this.list];
    table.recent = [...this.recent];
    table.foreign = new Set(this.list);
    return table;
  }

  /** `[1]+  Running                 sleep 100 &`. */
  lineOf(job: Job, isLong = false): string {
    const pid = isLong ? `${String(job.pids[0]).padStart(5)} ` : ' ';
    const mark = `[${String(job.id)}]${this.markOf(job)} `;
    const tail = job.state === 'running' ? ' &' : '';
    return `${mark}${pid}${stateText(job).padEnd(24)}${job.text}${tail}`;
  }
}
