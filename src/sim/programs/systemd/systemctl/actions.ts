// systemctl start, stop, restart, reload and their kin, kill, reset-failed, isolate.
import type { Routine } from '../../../host/program.ts';
import { signalNamed } from '../../../host/signals.ts';
import { SystemdError, type JobKind, type JobMode, type JobResult } from '../../../host/systemd/systemd.ts';
import { isGlob, mangleName, matchesGlob } from '../../../host/systemd/unit-name.ts';
import type { Call } from './options.ts';
import { authorize, refusalStatus, refusalText } from './polkit.ts';
import { mangle, RELOAD_WARNING } from './status.ts';

/** Verb → the job it asks for. */
export const JOB_VERBS: Readonly<Record<string, JobKind>> = {
  start: 'start', stop: 'stop', restart: 'restart', reload: 'reload', 'try-restart': 'try-restart', condrestart: 'try-restart',
  'reload-or-restart': 'reload-or-restart', 'force-reload': 'reload-or-restart', 'try-reload-or-restart': 'try-reload-or-restart',
  'reload-or-try-restart': 'try-reload-or-restart',
};

const EXIT_OF: Readonly<Record<string, number>> = {
  NoSuchUnit: 5, JobTypeNotApplicable: 3, LoadFailed: 6, OnlyByDependency: 4, NoIsolation: 4, TransactionIsDestructive: 4,
};
const IS_CLEAR = ['NoSuchUnit', 'UnitMasked', 'JobTypeNotApplicable'];

/** The units that an argument means for a job: a pattern only those in memory. */
function* targets(call: Call, kind: JobKind): Routine<string[]> {
  const { sys, screen, args, verb } = call;
  if (args.some(isGlob) && kind === 'start' && !call.options.showsAll) {
    screen.warn(`Warning: systemctl ${verb} called with a glob pattern.\nHint: unit globs expand to loaded units, so ${verb} will usually have no effect.\n`
      + '      Passing --all will also load units which are pulled in by other units.\n      See systemctl(1) for more details.');
  }
  return args.flatMap((arg) => (isGlob(arg)
    ? sys.systemd.units().map((unit) => unit.name).filter((name) => matchesGlob(mangleName(arg).name, name)) : [mangle(screen, arg)]));
}

/** Runs a verb on all its units at once and waits for the jobs. */
export function* runJobs(call: Call, kind: JobKind, mode: JobMode = call.options.mode): Routine<number> {
  const names = yield* targets(call, kind);
  return yield* runOn(call, kind, names, mode);
}

export function* runOn(call: Call, kind: JobKind, names: readonly string[], mode: JobMode = 'replace'): Routine<number> {
  const { sys, screen, options } = call;
  const jobs: { id: number; name: string }[] = [];
  let exit = 0;
  for (const name of names) {
    const permission = yield* authorize(call, 'manage-units', `Authentication is required to ${kind} '${name}'.`);
    if (permission !== 'granted') {
      screen.error(`Failed to ${kind} ${name}: ${refusalText(permission)}\n${SEE(name)}`);
      exit = refusalStatus(permission);
      continue;
    }
    if (sys.systemd.units().find((unit) => unit.name === name)?.needsReload === true) screen.warn(RELOAD_WARNING(name));
    try {
      jobs.push({ id: sys.systemd.enqueue(kind, name, mode).id, name });
    } catch (error) {
      if (!(error instanceof SystemdError)) throw error;
      screen.error(`Failed to ${kind} ${name}: ${error.message}${IS_CLEAR.includes(error.kind) ? '' : `\n${SEE(name)}`}`);
      exit = EXIT_OF[error.kind] ?? 1;
    }
  }
  yield* screen.flushPlain();
  if (options.waitsNot) return exit;
  if (jobs.length > 0) yield* sys.sleep(BUS_MS);
  for (const { id, name } of jobs) {
    const job = sys.systemd.job(id);
    const result = yield* sys.systemd.finish(id);
    const failure = explain(call, job?.unit ?? name, result);
    if (failure !== null) {
      if (!options.isQuiet) screen.error(failure);
      exit = 1;
    }
  }
  return exit;
}

/** How long PID 1's answer takes. */
const BUS_MS = 14;

const SEE = (name: string): string => `See system logs and 'systemctl status ${name}' for details.`;

const REASONS: Readonly<Record<string, string>> = {
  resources: 'of unavailable resources or another system error', protocol: 'the service did not take the steps required by its unit configuration',
  timeout: 'a timeout was exceeded', 'exit-code': 'the control process exited with error code', signal: 'a fatal signal was delivered to the control process',
  'core-dump': 'a fatal signal was delivered causing the control process to dump core', watchdog: 'the service failed to send watchdog ping',
};

/** What systemctl says of a job that did not succeed; null when it did. */
function explain({ sys }: Call, name: string, result: JobResult): string | null {
  switch (result) {
    case 'done': case 'skipped': return null;
    case 'canceled': return `Job for ${name} canceled.`;
    case 'timeout': return `Job for ${name} timed out.`;
    case 'dependency': return `A dependency job for ${name} failed. See 'journalctl -xe' for details.`;
    case 'invalid': return `${name} is not active, cannot reload.`;
    case 'not-found': return `Unit ${name} not found.`;
    case 'masked': return `Unit ${name} is masked.`;
    case 'failed': {
      const reason = REASONS[sys.systemd.unit(name).result];
      const see = `See "systemctl status ${name}" and "journalctl -xeu ${name}" for details.`;
      return `Job for ${name} failed${reason === undefined ? '' : ` because ${reason}`}.\n${see}`;
    }
  }
}

export function* isolate(call: Call): Routine<number> {
  return yield* runOn(call, 'start', [mangleTarget(call, call.args[0] ?? '')], 'isolate');
}

const mangleTarget = ({ screen }: Call, arg: string): string => (arg.includes('.') ? arg : mangle(screen, `${arg}.target`));

export function* kill(call: Call): Routine<number> {
  const { sys, screen, options, args } = call;
  const signal = signalNamed(options.signal);
  if (signal === null) {
    screen.error(`Failed to parse signal string ${options.signal}.`);
    return 1;
  }
  for (const arg of args) {
    const name = mangle(screen, arg);
    const permission = yield* authorize(call, 'manage-units', `Authentication is required to send a UNIX signal to the processes of '${name}'.`);
    if (permission !== 'granted') {
      screen.error(`Failed to kill unit ${name}: ${refusalText(permission)}`);
      return refusalStatus(permission);
    }
    try {
      sys.systemd.kill(name, signal, options.killWhom);
    } catch (error) {
      if (!(error instanceof SystemdError)) throw error;
      screen.error(`Failed to kill unit ${name}: ${error.message}`);
      return 1;
    }
  }
  return 0;
}

export function* resetFailed(call: Call): Routine<number> {
  const { sys, screen, args } = call;
  const permission = yield* authorize(call, 'manage-units', 'Authentication is required to reset the "failed" state of units.');
  if (permission !== 'granted') {
    screen.error(`Failed to ${args.length === 0 ? 'execute operation' : `reset failed state of unit ${mangle(screen, args[0] ?? '')}`}: ${refusalText(permission)}`);
    return refusalStatus(permission);
  }
  if (args.length === 0) sys.systemd.resetFailed();
  for (const arg of args) {
    const name = mangle(screen, arg);
    try {
      sys.systemd.resetFailed(name);
    } catch (error) {
      if (!(error instanceof SystemdError)) throw error;
      screen.error(`Failed to reset failed state of unit ${name}: ${error.message}`);
      return 1;
    }
  }
  return 0;
}

export function* daemonReload(call: Call): Routine<number> {
  const { sys, screen } = call;
  const permission = yield* authorize(call, 'reload-daemon', 'Authentication is required to reload the systemd state.');
  if (permission !== 'granted') {
    screen.error(`Reload daemon failed: ${refusalText(permission)}`);
    return refusalStatus(permission);
  }
  sys.systemd.daemonReload();
  yield* sys.sleep(120);
  return 0;
}

/** systemctl reboot, poweroff, halt. */
export function* power(call: Call): Routine<number> {
  const { sys, screen, verb } = call;
  const how = verb === 'reboot' || verb === 'halt' ? verb : 'poweroff';
  const permission = yield* authorize(call, `login1.${how}`, `Authentication is required to ${how === 'poweroff' ? 'power off' : how} the system.`);
  if (permission !== 'granted') {
    screen.error(`Failed to ${how === 'poweroff' ? 'power off' : how} system via logind: ${refusalText(permission)}`);
    return refusalStatus(permission);
  }
  sys.systemd.shutdown(how);
  return 0;
}
