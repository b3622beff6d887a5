import { SysError } from '../host/errors.ts';
import type { Routine } from '../host/program.ts';
import { SIGNALS } from '../host/signals.ts';
import type { WaitStatus } from '../host/sys.ts';
import { Discard } from './flow.ts';
import { type Job, jobStatus, signalText } from './jobs.ts';
import type { Shell } from './shell.ts';

/** `$?` of an ended process: its status, or 128 and the signal. */
export const statusOf = (news: WaitStatus): number => (news.kind === 'exited' ? news.status : 128 + news.status);

/** Waits for a process; signals that come meanwhile are kept for their traps. */
export function* waitForNews(
  sh: Shell, pid: number, isUntraced: boolean, beforeWait?: () => void,
): Routine<WaitStatus | null> {
  for (;;) {
    try {
      beforeWait?.();
      return yield* sh.sys.wait(pid, { untraced: isUntraced });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      if (error.errno === 'ECHILD') return null;
      sh.pendingTraps.push(...sh.sys.takeSignals());
    }
  }
}

/** Waits for a child of the shell's own (a sub-shell); its status. */
export function* waitForChild(sh: Shell, pid: number): Routine<number> {
  const news = yield* waitForNews(sh, pid, false);
  return news === null ? 127 : statusOf(news);
}

/** Writes down what became of one of a job's processes. */
export function recordNews(job: Job, news: WaitStatus): void {
  if (news.kind === 'stopped') {
    job.state = 'stopped';
    job.isNotified = false;
    return;
  }
  if (news.kind === 'continued') {
    job.state = 'running';
    return;
  }
  job.statuses[String(news.pid)] = statusOf(news);
  if (news.kind === 'signaled' && news.pid === job.pids.at(-1)) job.signal = news.status;
  if (!job.pids.every((pid) => String(pid) in job.statuses)) return;
  job.state = 'done';
  job.isNotified = false;
}

/** Looks, without waiting, what became of all jobs. */
export function pollJobs(sh: Shell): void {
  for (const job of sh.jobs.list) {
    if (sh.jobs.foreign.has(job)) continue;
    for (const pid of job.pids) {
      if (String(pid) in job.statuses) continue;
      const news = poll(sh, pid);
      if (news !== null) recordNews(job, news);
    }
  }
}

function poll(sh: Shell, pid: number): WaitStatus | null {
  try {
    return sh.sys.poll(pid, { untraced: true });
  } catch (error) {
    if (error instanceof SysError) return { pid, kind: 'exited', status: 127 };
    throw error;
  }
}

/** Tells a person of jobs that stopped or ended; forgets the ended ones. */
export function* notifyJobs(sh: Shell): Routine<void> {
  pollJobs(sh);
  const news = sh.jobs.list.filter((job) => job.state !== 'running' && !job.isNotified && !sh.jobs.foreign.has(job));
  // What `kill` has just ended is heard of one prompt later, as its death takes a moment.
  const lines = news.filter((job) => !sh.jobs.dying.has(job)).map((job) => {
    job.isNotified = true;
    return `${sh.jobs.lineOf(job)}\n`;
  });
  for (const job of [...sh.jobs.list]) if (job.state === 'done' && !sh.jobs.dying.has(job)) sh.jobs.remove(job);
  sh.jobs.dying.clear();
  for (const line of lines) yield* sh.err(line);
}

/** Whether this shell runs its pipelines as jobs of the terminal. */
export const hasJobControl = (sh: Shell): boolean => sh.options.has('monitor') && sh.subshellDepth === 0;

/** Waits in the foreground until a job ends or stops; takes the terminal back. */
export function* waitForeground(sh: Shell, job: Job): Routine<number> {
  const isControlled = hasJobControl(sh);
  for (const pid of job.pids) {
    if (String(pid) in job.statuses) continue;
    const news = yield* waitForNews(sh, pid, isControlled, sh.isTopRunning ? () => sh.waitState?.(job) : undefined);
    if (news === null) job.statuses[String(pid)] = 127;
    else recordNews(job, news);
    if (job.state === 'stopped') break;
  }
  if (isControlled) takeTerminal(sh);
  if (job.state === 'stopped') return yield* onStop(sh, job);
  job.isNotified = true;
  yield* onEnd(sh, job, isControlled);
  sh.pipeStatus = job.pids.map((pid) => job.statuses[String(pid)] ?? 0);
  if (isControlled && sh.isInteractive) yield* notifyJobs(sh);
  return jobStatus(job);
}

/** Makes the shell the foreground again and the terminal ready for typing. */
export function takeTerminal(sh: Shell): void {
  if (!sh.sys.isTty(0)) return;
  sh.sys.setForeground(sh.sys.group);
  sh.sys.setTtyMode(0, { canonical: true, echo: true, signals: true });
}

function* onStop(sh: Shell, job: Job): Routine<number> {
  const listed = sh.jobs.list.includes(job) ? job : sh.jobs.add(job);
  listed.isBackground = true;
  listed.isNotified = true;
  sh.jobs.touch(listed);
  yield* sh.err(`\n${sh.jobs.lineOf(listed)}\n`);
  return 128 + SIGNALS.SIGTSTP;
}

/** Says how a foreground job died, as bash does: a new line after Ctrl-C, the signal's name otherwise. */
function* onEnd(sh: Shell, job: Job, isControlled: boolean): Routine<void> {
  const { signal } = job;
  if (signal === 0 || signal === SIGNALS.SIGPIPE) return;
  if (signal === SIGNALS.SIGINT) {
    if (isControlled) yield* sh.err('\n');
    // A script whose command was interrupted is interrupted as well; an interactive line is given up.
    if (sh.isInteractive) throw new Discard(130, null);
    return;
  }
  if (isControlled || signal === SIGNALS.SIGTERM) yield* sh.err(`${signalText(signal)}\n`);
  else yield* reportDeath(sh, job);
}

/** In a script: which process died of which signal. */
export function* reportDeath(sh: Shell, job: Job): Routine<void> {
  const isQuiet = [0, SIGNALS.SIGINT, SIGNALS.SIGPIPE, SIGNALS.SIGTERM].includes(job.signal);
  if (isQuiet || sh.subshellDepth > 0 || sh.isInteractive) return;
  const pid = String(job.pids.at(-1)).padStart(5);
  yield* sh.complain(`${pid} ${signalText(job.signal).padEnd(23)} ${job.text}`);
}
