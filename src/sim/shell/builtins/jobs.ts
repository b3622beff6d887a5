import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { SIGNALS, signalNamed, type SignalName } from '../../host/signals.ts';
import { Complaint } from '../flow.ts';
import { type Job, jobStatus } from '../jobs.ts';
import type { Shell } from '../shell.ts';
import { handleSignals } from '../traps.ts';
import { pollJobs, recordNews, reportDeath, statusOf, waitForeground } from '../wait.ts';
import { signalList } from './control.ts';
import type { Builtin } from './index.ts';
import { parseOptions } from './options.ts';

/** The job a specification means; complains in the builtin's name. */
function findJob(sh: Shell, command: string, spec: string | undefined): Job {
  pollJobs(sh);
  const job = sh.jobs.find(spec ?? '%+');
  if (job === 'ambiguous') throw new Complaint(`${command}: ${spec ?? ''}: ambiguous job spec`);
  if (job === null) throw new Complaint(`${command}: ${spec ?? 'current'}: no such job`);
  return job;
}

const jobs: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'lnprsx');
  pollJobs(sh);
  const chosen = operands.length === 0 ? [...sh.jobs.list] : operands.map((spec) => findJob(sh, 'jobs', spec));
  for (const job of chosen) {
    if (letters.has('r') && job.state !== 'running') continue;
    if (letters.has('s') && job.state !== 'stopped') continue;
    if (letters.has('n') && job.isNotified) continue;
    yield* sh.out(letters.has('p') ? `${String(job.pids[0])}\n` : `${sh.jobs.lineOf(job, letters.has('l'))}\n`);
    job.isNotified = true;
  }
  for (const job of [...sh.jobs.list]) if (job.state === 'done' && chosen.includes(job)) sh.jobs.remove(job);
  return 0;
};

function needControl(sh: Shell, command: string): void {
  if (!sh.options.has('monitor')) throw new Complaint(`${command}: no job control`);
}

/** A job that has already ended cannot be taken up again. */
function findLive(sh: Shell, command: string, spec: string | undefined): Job {
  const job = findJob(sh, command, spec);
  if (job.state !== 'done') return job;
  sh.jobs.remove(job);
  throw new Complaint(`${command}: job has terminated`);
}

const fg: Builtin = function* (sh, words) {
  needControl(sh, 'fg');
  const job = findLive(sh, 'fg', words[1]);
  yield* sh.out(`${job.text}\n`);
  sh.sys.setForeground(job.group);
  job.isBackground = false;
  sh.jobs.touch(job);
  resume(sh, job);
  try {
    return yield* waitForeground(sh, job);
  } finally {
    if (job.state === 'done') sh.jobs.remove(job);
  }
};

function resume(sh: Shell, job: Job): void {
  job.state = 'running';
  try {
    sh.sys.kill(-job.group, 'SIGCONT');
    for (const pid of job.pids) sh.sys.poll(pid, { untraced: true });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

const bg: Builtin = function* (sh, words) {
  needControl(sh, 'bg');
  for (const spec of words.length > 1 ? words.slice(1) : [undefined]) {
    const job = findLive(sh, 'bg', spec);
    if (job.state === 'running') {
      yield* sh.complain(`bg: job ${String(job.id)} already in background`);
      continue;
    }
    job.isBackground = true;
    yield* sh.out(`[${String(job.id)}]${sh.jobs.markOf(job)} ${job.text} &\n`);
    resume(sh, job);
  }
  return 0;
};

/** Waits until a job has ended; a trapped signal ends the waiting with 128 + its number. */
function* waitJob(sh: Shell, job: Job): Routine<number> {
  while (job.state === 'running') {
    const pid = job.pids.find((each) => !(String(each) in job.statuses)) ?? -1;
    try {
      recordNews(job, yield* sh.sys.wait(pid));
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      if (error.errno === 'ECHILD') job.statuses[String(pid)] = 127;
      if (error.errno === 'ECHILD' && job.pids.every((each) => String(each) in job.statuses)) job.state = 'done';
      if (error.errno === 'EINTR') return yield* interrupted(sh);
    }
  }
  yield* reportDeath(sh, job);
  return jobStatus(job);
}

function* interrupted(sh: Shell): Routine<number> {
  const signals = sh.sys.takeSignals();
  sh.pendingTraps.push(...signals);
  const number = SIGNALS[signals[0] ?? 'SIGINT'];
  yield* handleSignals(sh);
  return 128 + number;
}

const wait: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'fnp:');
  pollJobs(sh);
  if (letters.has('n')) return yield* waitNext(sh);
  if (operands.length === 0) {
    for (const job of sh.jobs.list.filter((each) => !sh.jobs.foreign.has(each))) {
      if (job.state === 'running') {
        const status = yield* waitJob(sh, job);
        if (job.state === 'running') return status;
      }
      if (!sh.isInteractive) sh.jobs.remove(job);
    }
    return 0;
  }
  let status = 0;
  for (const spec of operands) status = yield* waitOperand(sh, spec);
  return status;
};

function* waitOperand(sh: Shell, spec: string): Routine<number> {
  if (!spec.startsWith('%') && !/^\d+$/.test(spec)) throw new Complaint(`wait: \`${spec}': not a pid or valid job spec`);
  const job = spec.startsWith('%') ? findJob(sh, 'wait', spec) : sh.jobs.ofPid(Number(spec));
  if (job !== null) {
    const status = yield* waitJob(sh, job);
    const own = spec.startsWith('%') ? status : job.statuses[spec] ?? status;
    if (job.state === 'done' && !sh.isInteractive) job.isNotified = true;
    return own;
  }
  const pid = Number(spec);
  try {
    return statusOf(yield* sh.sys.wait(pid));
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'ECHILD') throw error;
    throw new Complaint(`wait: pid ${spec} is not a child of this shell`, 127);
  }
}

function* waitNext(sh: Shell): Routine<number> {
  for (;;) {
    const ended = sh.jobs.list.find((job) => job.state === 'done');
    if (ended !== undefined) {
      sh.jobs.remove(ended);
      return jobStatus(ended);
    }
    if (!sh.jobs.list.some((job) => job.state === 'running' && !sh.jobs.foreign.has(job))) return 127;
    try {
      const news = yield* sh.sys.wait(-1);
      const job = sh.jobs.ofPid(news.pid);
      if (job !== null) recordNews(job, news);
    } catch (error) {
      if (error instanceof SysError && error.errno === 'EINTR') return yield* interrupted(sh);
      throw error;
    }
  }
}

/** The signal of `-9`, `-TERM`, `-s KILL`, and where the operands begin. */
function signalOf(words: readonly string[]): { signal: SignalName | 'probe'; at: number } {
  const [, first = ''] = words;
  const isNamed = first === '-s' || first === '-n';
  const spec = isNamed ? words[2] : /^-./.test(first) && first !== '--' ? first.slice(1) : undefined;
  if (isNamed && spec === undefined) throw new Complaint(`kill: ${first}: option requires an argument`);
  if (spec === undefined) return { signal: 'SIGTERM', at: first === '--' ? 2 : 1 };
  const at = (isNamed ? 3 : 2) + (words[isNamed ? 3 : 2] === '--' ? 1 : 0);
  if (spec === '0') return { signal: 'probe', at };
  const signal = signalNamed(spec);
  if (signal === null) throw new Complaint(`kill: ${spec}: invalid signal specification`);
  return { signal, at };
}

const kill: Builtin = function* (sh, words) {
  if (words[1] === '-l' || words[1] === '-L') return yield* listSignals(sh, words.slice(2));
  if (words.length < 2) {
    yield* sh.err('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
    return 2;
  }
  const { signal, at } = signalOf(words);
  if (words.length <= at) {
    yield* sh.err('kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]\n');
    return 2;
  }
  let status = 0;
  for (const target of words.slice(at)) {
    try {
      killOne(sh, target, signal);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      yield* sh.complain(error.message);
      status = 1;
    }
  }
  // What was killed tells its parent at once; the shell hears of it before the next prompt.
  yield* sh.sys.sleep(0);
  return status;
};

function killOne(sh: Shell, target: string, signal: SignalName | 'probe'): void {
  if (!target.startsWith('%') && !/^-?\d+$/.test(target)) {
    throw new Complaint(`kill: ${target}: arguments must be process or job IDs`);
  }
  const job = target.startsWith('%') ? findJob(sh, 'kill', target) : null;
  const isOwnGroup = job !== null && sh.options.has('monitor');
  const victim = job ?? sh.jobs.ofPid(Number(target));
  if (victim !== null && victim.state === 'running' && signal !== 'probe') sh.jobs.dying.add(victim);
  const pids = job === null ? [Number(target)] : isOwnGroup ? [-job.group] : job.pids;
  for (const pid of pids) {
    try {
      if (signal === 'probe') probe(sh, pid);
      else sh.sys.kill(pid, signal);
      // A stopped job gets what it was sent only when it runs.
      if (job?.state === 'stopped' && (signal === 'SIGTERM' || signal === 'SIGHUP')) sh.sys.kill(pid, 'SIGCONT');
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      if (job === null || error.errno !== 'ESRCH') throw new Complaint(`kill: (${target}) - ${error.text}`);
    }
  }
}

function probe(sh: Shell, pid: number): void {
  if (!sh.sys.processes().some((process) => process.pid === pid)) throw new SysError('ESRCH');
}

function* listSignals(sh: Shell, specs: readonly string[]): Routine<number> {
  if (specs.length === 0) {
    yield* sh.out(signalList());
    return 0;
  }
  for (const spec of specs) {
    const number = Number(spec) > 128 ? Number(spec) - 128 : Number(spec);
    const name = signalNamed(/^\d+$/.test(spec) ? String(number) : spec);
    if (name === null) throw new Complaint(`kill: ${spec}: invalid signal specification`);
    yield* sh.out(/^\d+$/.test(spec) ? `${name.slice(3)}\n` : `${String(SIGNALS[name])}\n`);
  }
  return 0;
}

const disown: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'ahr');
  yield* [];
  const chosen = operands.length > 0 ? operands.map((spec) => (/^\d+$/.test(spec) ? sh.jobs.ofPid(Number(spec)) : null) ?? findJob(sh, 'disown', spec))
    : letters.has('a') || letters.has('r') ? sh.jobs.list.filter((job) => !letters.has('r') || job.state === 'running') : [findJob(sh, 'disown', undefined)];
  if (!letters.has('h')) for (const job of chosen) sh.jobs.remove(job);
  return 0;
};

/** Job control. */
export const JOBS: Readonly<Record<string, Builtin>> = { jobs, fg, bg, wait, kill, disown };
