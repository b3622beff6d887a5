// How a service starts, runs, reloads and stops: systemd's state machine of services (systemd.service(5)).
import { signalNamed, SIGNALS, type SignalName } from '../signals.ts';
import type { Core } from './core.ts';
import { parseExec, type ExecLine } from './exec-line.ts';
import { ResourceFailure, removeRuntimeFolders, spawnCommand } from './spawn.ts';
import type { UnitState } from './state.ts';
import type { CommandRun } from './systemd.ts';
import { ACTIVE_OF } from './state.ts';
import { allSettings, flag, setting, span, type UnitConfig } from './unit-config.ts';

const DEFAULT_TIMEOUT_MS = 90_000;
/** From a failed exec to the moment that PID 1 hears of it. */
const FAILED_EXEC_MS = 12;

export const commandsOf = (config: UnitConfig, key: string): readonly ExecLine[] =>
  allSettings(config, `Service.${key}`).flatMap((value) => {
    const parsed = parseExec(value);
    return typeof parsed === 'string' ? [] : parsed;
  });

export const serviceType = (config: UnitConfig): string =>
  setting(config, 'Service.Type', commandsOf(config, 'ExecStart').length === 0 ? 'oneshot' : setting(config, 'Service.BusName') === '' ? 'simple' : 'dbus');

const timeoutOf = (config: UnitConfig, which: 'Start' | 'Stop'): number => {
  const fallback = which === 'Start' && serviceType(config) === 'oneshot' ? Infinity : DEFAULT_TIMEOUT_MS;
  const value = span(config, `Service.Timeout${which}Sec`, span(config, 'Service.TimeoutSec', fallback));
  return value === 0 ? Infinity : value;
};

/** Whether an end counts as clean (systemd.service(5), SuccessExitStatus=). */
function isClean(config: UnitConfig, code: 'exited' | 'killed', status: number, isDaemon: boolean): boolean {
  const extra = allSettings(config, 'Service.SuccessExitStatus').flatMap((value) => value.split(/\s+/));
  if (code === 'exited') return status === 0 || extra.includes(String(status));
  const clean = isDaemon ? ['SIGHUP', 'SIGINT', 'SIGTERM', 'SIGPIPE'] : [];
  return [...clean, ...extra].some((name) => SIGNALS[(name.startsWith('SIG') ? name : `SIG${name}`) as SignalName] === status);
}

/** Drives the services of one host. */
export class ServiceDriver {
  readonly #core: Core;

  constructor(core: Core) {
    this.#core = core;
  }

  /** Begins a start; answers false when the start limit forbids it. */
  start(unit: UnitState): void {
    if (this.#isOverLimit(unit)) {
      this.#core.log.say(unit.name, 4, `${unit.name}: Start request repeated too quickly.`);
      if (unit.result === 'success') unit.result = 'start-limit-hit';
      unit.willRestart = false;
      return this.#dead(unit, 'success', false);
    }
    if (!unit.isAutoRestart) unit.restarts = 0;
    unit.isAutoRestart = false;
    unit.willRestart = false;
    unit.result = 'success';
    unit.reloadResult = 'success';
    unit.runs = [];
    unit.main = null;
    unit.mainPid = 0;
    unit.statusText = '';
    unit.cpuMs = 0;
    unit.failedCondition = null;
    unit.invocation = this.#core.runner.dice.hex(32);
    this.#next(unit, 'ExecCondition', 0, () => this.#next(unit, 'ExecStartPre', 0, () => this.#main(unit, 0)));
  }

  #isOverLimit(unit: UnitState): boolean {
    const { config } = unit;
    const interval = span(config, 'Unit.StartLimitIntervalSec', span(config, 'Service.StartLimitInterval', span(config, 'Unit.StartLimitInterval', 10_000)));
    const burst = Number(setting(config, 'Unit.StartLimitBurst', setting(config, 'Service.StartLimitBurst', '5')));
    const now = this.#core.runner.nowMs();
    if (interval === 0 || burst === 0) return false;
    unit.startTimes = unit.startTimes.filter((at) => at > now - interval);
    if (unit.startTimes.length >= burst) return true;
    unit.startTimes.push(now);
    return false;
  }

  stop(unit: UnitState): void {
    if (unit.sub === 'auto-restart') {
      this.#disarm(unit);
      unit.willRestart = false;
      return this.#core.enter(unit, 'dead');
    }
    if (ACTIVE_OF[unit.sub] === 'deactivating' || unit.sub === 'dead' || unit.sub === 'failed') return;
    if (ACTIVE_OF[unit.sub] === 'activating') return this.#signal(unit, 'stop-sigterm', 'success');
    this.#stop(unit, 'success');
  }

  reload(unit: UnitState): void {
    unit.reloadResult = 'success';
    this.#enterControl(unit, 'reload', 'ExecReload', 0);
  }

  /** A child ended. Answers whether it was one of this unit's own. */
  onExit(unit: UnitState, pid: number, code: 'exited' | 'killed', status: number): void {
    if (pid === unit.mainPid) this.#mainEnded(unit, code, status);
    else if (pid === unit.controlPid) this.#controlEnded(unit, code, status);
    else this.#othersEnded(unit);
  }

  onReady(unit: UnitState, pid: number): void {
    const type = serviceType(unit.config);
    if (unit.sub !== 'start') return;
    if (type === 'forking') {
      if (pid === unit.controlPid) {
        unit.runs = unit.runs.map((run) => (run.pid === pid ? { ...run, endMs: this.#core.runner.nowMs(), code: 'exited', status: 0 } : run));
      }
      unit.controlPid = 0;
      unit.mainPid = pid;
      unit.main = { setting: 'ExecStart', pid, command: '', startMs: this.#core.runner.nowMs(), endMs: null, code: null, status: 0 };
      this.#startPost(unit);
    } else if ((type === 'notify' || type === 'dbus') && (pid === unit.mainPid || setting(unit.config, 'Service.NotifyAccess') === 'all')) {
      this.#startPost(unit);
    }
  }

  onTimeout(unit: UnitState): void {
    unit.timeout = null;
    const { log } = this.#core;
    const warn = (what: string): void => log.say(unit.name, 4, `${unit.name}: ${what}`);
    switch (unit.sub) {
      case 'condition': case 'start-pre': case 'start': case 'start-post':
        warn(`${unit.sub} operation timed out. Terminating.`);
        return this.#signal(unit, 'stop-sigterm', 'timeout');
      case 'reload':
        warn('Reload operation timed out. Killing reload process.');
        this.#core.runner.kill(unit.controlPid, 'SIGKILL');
        unit.reloadResult = 'timeout';
        return;
      case 'stop': warn('Stopping timed out. Terminating.'); return this.#signal(unit, 'stop-sigterm', 'timeout');
      case 'stop-post': warn('State \'stop-post\' timed out. Terminating.'); return this.#signal(unit, 'final-sigterm', 'timeout');
      case 'stop-sigterm': case 'final-sigterm': {
        const next = unit.sub === 'stop-sigterm' ? 'stop-sigkill' : 'final-sigkill';
        if (flag(unit.config, 'Service.SendSIGKILL', true)) {
          warn(`State '${unit.sub}' timed out. Killing.`);
          return this.#signal(unit, next, 'timeout');
        }
        warn(`State '${unit.sub}' timed out. Skipping SIGKILL.`);
        return this.#afterKill(unit, 'timeout');
      }
      case 'stop-sigkill': case 'final-sigkill': return this.#dead(unit, 'timeout', true);
      case 'running': warn('Service reached runtime time limit. Stopping.'); return this.#stop(unit, 'timeout');
      default: return;
    }
  }

  /** The time of an automatic restart has come. */
  onRestart(unit: UnitState): void {
    unit.restart = null;
    if (unit.sub !== 'auto-restart') return;
    unit.restarts += 1;
    this.#core.log.say(unit.name, 6, `${unit.name}: Scheduled restart job, restart counter is at ${unit.restarts}.`, 'restartScheduled', { N_RESTARTS: String(unit.restarts) });
    unit.isAutoRestart = true;
    this.#core.trigger(unit.name, 'restart');
  }

  // ── starting

  /** Runs the commands of `key` one after the other, then `then`. */
  #next(unit: UnitState, key: string, index: number, then: () => void): void {
    if (commandsOf(unit.config, key).length > index) this.#enterControl(unit, key === 'ExecCondition' ? 'condition' : 'start-pre', key, index);
    else then();
  }

  #enterControl(unit: UnitState, sub: string, key: string, index: number): void {
    const line = commandsOf(unit.config, key)[index];
    if (line === undefined) return;
    unit.step = { setting: key, index };
    const pid = this.#spawn(unit, line, key);
    if (pid === null) return;
    unit.controlPid = pid;
    if (unit.sub !== sub) {
      this.#arm(unit, timeoutOf(unit.config, sub.startsWith('stop') ? 'Stop' : 'Start'));
      this.#core.enter(unit, sub);
    }
  }

  #main(unit: UnitState, index: number): void {
    const lines = commandsOf(unit.config, 'ExecStart');
    const line = lines[index];
    const type = serviceType(unit.config);
    if (line === undefined) return this.#startPost(unit);
    unit.step = { setting: 'ExecStart', index };
    const pid = this.#spawn(unit, line, 'ExecStart');
    if (pid === null) return;
    if (type === 'forking') unit.controlPid = pid;
    else unit.mainPid = pid;
    if (type === 'simple' || type === 'idle' || type === 'exec') return this.#startPost(unit);
    if (unit.sub === 'start') return;
    this.#arm(unit, timeoutOf(unit.config, 'Start'));
    this.#core.enter(unit, 'start');
  }

  /** Forks a command; null when PID 1 could not even try (the unit is then failing). */
  #spawn(unit: UnitState, line: ExecLine, key: string): number | null {
    const { runner } = this.#core;
    const extra: Record<string, string> = unit.mainPid > 0 && key !== 'ExecStart' ? { MAINPID: String(unit.mainPid) } : {};
    if (key === 'ExecStopPost' || key === 'ExecStop') Object.assign(extra, { SERVICE_RESULT: unit.result });
    try {
      const spawned = spawnCommand(this.#core, unit, line, extra);
      const pid = typeof spawned === 'number' ? spawned : spawned.pid;
      const run: CommandRun = { setting: key, pid, command: line.argv.join(' '), startMs: runner.nowMs(), endMs: null, code: null, status: 0 };
      if (key === 'ExecStart' && serviceType(unit.config) !== 'forking') unit.main = run;
      else unit.runs = [...unit.runs.filter((each) => each.setting !== key || each.endMs === null || key === 'ExecStartPre'), run];
      if (typeof spawned !== 'number') {
        this.#core.post(() => spawned.explain());
        if (spawned.saidAtOnce) unit.facts['shownFrom'] = String(unit.shownFromSeq);
        runner.later(FAILED_EXEC_MS, { kind: 'gone', unit: unit.name, pid, status: spawned.status });
      }
      return pid;
    } catch (error) {
      if (!(error instanceof ResourceFailure)) throw error;
      this.#core.log.say(unit.name, 4, `${unit.name}: ${error.message}`);
      this.#core.log.say(unit.name, 4, `${unit.name}: Failed to run 'start' task: ${error.message.replace(/^.*: /, '')}`);
      this.#dead(unit, 'resources', true);
      return null;
    }
  }

  #startPost(unit: UnitState): void {
    this.#disarm(unit);
    if (commandsOf(unit.config, 'ExecStartPost').length > 0) return this.#enterControl(unit, 'start-post', 'ExecStartPost', 0);
    this.#running(unit, 'success');
  }

  #running(unit: UnitState, result: string): void {
    this.#disarm(unit);
    unit.controlPid = 0;
    if (unit.result === 'success') unit.result = result;
    if (unit.result !== 'success') return this.#signal(unit, 'stop-sigterm', unit.result);
    if (unit.mainPid > 0) {
      const limit = span(unit.config, 'Service.RuntimeMaxSec', Infinity);
      if (limit !== Infinity) this.#arm(unit, limit);
      return this.#core.enter(unit, 'running');
    }
    if (flag(unit.config, 'Service.RemainAfterExit', false)) return this.#core.enter(unit, 'exited');
    this.#stop(unit, 'success');
  }

  // ── ends

  #mainEnded(unit: UnitState, code: 'exited' | 'killed', status: number): void {
    unit.mainPid = 0;
    const line = commandsOf(unit.config, 'ExecStart')[unit.step?.setting === 'ExecStart' ? unit.step.index : 0];
    const type = serviceType(unit.config);
    const clean = isClean(unit.config, code, status, type !== 'oneshot') || line?.ignoresFailure === true;
    const result = clean ? 'success' : code === 'exited' ? 'exit-code' : status === SIGNALS.SIGABRT || status === SIGNALS.SIGSEGV ? 'core-dump' : 'signal';
    const shown = result === 'core-dump' ? 'dumped' : code;
    if (unit.main !== null) unit.main = { ...unit.main, endMs: this.#core.runner.nowMs(), code: shown, status };
    this.#core.log.exited(unit.name, 'Main', 'ExecStart', clean, shown, status);
    if (result !== 'success' && unit.result === 'success') unit.result = result;
    this.#afterMain(unit, result);
  }

  #afterMain(unit: UnitState, result: string): void {
    const type = serviceType(unit.config);
    switch (unit.sub) {
      case 'start':
        if (type === 'oneshot') {
          const next = (unit.step?.index ?? 0) + 1;
          if (result !== 'success') return this.#signal(unit, 'final-sigterm', result);
          return this.#main(unit, next);
        }
        return this.#signal(unit, 'stop-sigterm', result === 'success' ? 'protocol' : result);
      case 'running': return this.#running(unit, result);
      case 'stop': if (unit.controlPid === 0) this.#afterStop(unit, result); return;
      case 'stop-sigterm': case 'stop-sigkill': case 'final-sigterm': case 'final-sigkill': return this.#othersEnded(unit);
      default: return;
    }
  }

  #controlEnded(unit: UnitState, code: 'exited' | 'killed', status: number): void {
    const pid = unit.controlPid;
    unit.controlPid = 0;
    const step = unit.step ?? { setting: 'ExecStart', index: 0 };
    const line = commandsOf(unit.config, step.setting)[step.index];
    const clean = isClean(unit.config, code, status, false) || line?.ignoresFailure === true;
    const result = clean ? 'success' : code === 'exited' ? 'exit-code' : 'signal';
    unit.runs = unit.runs.map((run) => (run.pid === pid ? { ...run, endMs: this.#core.runner.nowMs(), code, status } : run));
    const isCondition = step.setting === 'ExecCondition';
    if (!isCondition) this.#core.log.exited(unit.name, 'Control', step.setting, clean, code, status);
    if (unit.sub === 'reload') return this.#afterReload(unit, step, result);
    if (isCondition && !clean && code === 'exited' && status < 255) return this.#dead(unit, 'exec-condition', false);
    if (result !== 'success' && unit.result === 'success') unit.result = result;
    this.#afterControl(unit, step, result);
  }

  #afterControl(unit: UnitState, step: { setting: string; index: number }, result: string): void {
    const more = commandsOf(unit.config, step.setting).length > step.index + 1;
    const goOn = result === 'success' && more && unit.sub !== 'stop-sigterm' && unit.sub !== 'final-sigterm';
    if (goOn && step.setting !== 'ExecStart') return this.#enterControl(unit, unit.sub, step.setting, step.index + 1);
    switch (unit.sub) {
      case 'condition': return this.#next(unit, 'ExecStartPre', 0, () => this.#main(unit, 0));
      case 'start-pre': return result === 'success' ? this.#main(unit, 0) : this.#signal(unit, 'final-sigterm', result);
      case 'start': return this.#afterFork(unit, result);
      case 'start-post': return result === 'success' ? this.#running(unit, 'success') : this.#stop(unit, result);
      case 'stop': return this.#afterStop(unit, result);
      case 'stop-post': return this.#signal(unit, 'final-sigterm', result);
      default: return this.#othersEnded(unit);
    }
  }

  /** The parent of a forking daemon ended: the eldest of what it left is the main process. */
  #afterFork(unit: UnitState, result: string): void {
    if (result !== 'success') return this.#signal(unit, 'stop-sigterm', result);
    const [eldest] = this.#core.pidsOf(unit.name);
    if (eldest !== undefined) {
      unit.mainPid = eldest;
      unit.main = { setting: 'ExecStart', pid: eldest, command: '', startMs: this.#core.runner.nowMs(), endMs: null, code: null, status: 0 };
    }
    this.#startPost(unit);
  }

  #afterReload(unit: UnitState, step: { setting: string; index: number }, result: string): void {
    if (result !== 'success') unit.reloadResult = result;
    else if (commandsOf(unit.config, step.setting).length > step.index + 1) return this.#enterControl(unit, 'reload', step.setting, step.index + 1);
    this.#running(unit, 'success');
  }

  #othersEnded(unit: UnitState): void {
    if (!/^(stop|final)-sig/.test(unit.sub)) return;
    if (this.#core.pidsOf(unit.name).length === 0) this.#afterKill(unit, 'success');
  }

  // ── stopping

  #stop(unit: UnitState, result: string): void {
    if (unit.result === 'success') unit.result = result;
    if (commandsOf(unit.config, 'ExecStop').length > 0) return this.#enterControl(unit, 'stop', 'ExecStop', 0);
    this.#signal(unit, 'stop-sigterm', result);
  }

  /** ExecStop= is done: what still runs gets the signal. */
  #afterStop(unit: UnitState, result: string): void {
    this.#signal(unit, 'stop-sigterm', result);
  }

  #signal(unit: UnitState, sub: string, result: string): void {
    if (unit.result === 'success') unit.result = result;
    this.#disarm(unit);
    const victims = this.#victims(unit, sub);
    if (victims.length === 0) return this.#afterKill(unit, result, sub);
    this.#arm(unit, timeoutOf(unit.config, 'Stop'));
    this.#core.enter(unit, sub);
    const isKill = sub.endsWith('sigkill');
    const signal = isKill ? 'SIGKILL' : signalNamed(setting(unit.config, 'Service.KillSignal', 'SIGTERM')) ?? 'SIGTERM';
    for (const pid of victims) {
      if (isKill) this.#core.log.say(unit.name, 5, `${unit.name}: Killing process ${pid} (${this.#nameOf(pid)}) with signal SIGKILL.`);
      this.#core.runner.kill(pid, signal);
      if (flag(unit.config, 'Service.SendSIGHUP', false)) this.#core.runner.kill(pid, 'SIGHUP');
    }
  }

  #nameOf(pid: number): string {
    return this.#core.runner.processes().find((process) => process.pid === pid)?.name ?? 'n/a';
  }

  /** Whom the signal is for, by KillMode=. */
  #victims(unit: UnitState, sub: string): number[] {
    const mode = setting(unit.config, 'Service.KillMode', 'control-group');
    const all = this.#core.pidsOf(unit.name);
    const own = [unit.mainPid, unit.controlPid].filter((pid) => pid > 0 && all.includes(pid));
    if (mode === 'none') return [];
    if (mode === 'process') return own;
    if (mode === 'mixed' && !sub.endsWith('sigkill') && own.length > 0) return own;
    return all;
  }

  #afterKill(unit: UnitState, result: string, sub: string = unit.sub): void {
    this.#disarm(unit);
    if (sub.startsWith('final')) return this.#dead(unit, result, true);
    if (commandsOf(unit.config, 'ExecStopPost').length > 0) return this.#enterControl(unit, 'stop-post', 'ExecStopPost', 0);
    this.#signal(unit, 'final-sigterm', result);
  }

  #dead(unit: UnitState, result: string, mayRestart: boolean): void {
    this.#disarm(unit);
    if (unit.result === 'success') unit.result = result;
    unit.controlPid = 0;
    unit.mainPid = 0;
    unit.step = null;
    const { log } = this.#core;
    if (unit.result === 'exec-condition') log.say(unit.name, 6, `${unit.name}: Skipped due to 'exec-condition'.`);
    else log.ended(unit);
    const restarts = mayRestart && !this.#core.isStopping(unit) && this.#shallRestart(unit);
    removeRuntimeFolders(this.#core, unit);
    unit.willRestart = restarts;
    this.#core.enter(unit, unit.result === 'success' || unit.result === 'exec-condition' ? 'dead' : 'failed');
    if (!restarts) return;
    unit.restart = this.#core.runner.later(span(unit.config, 'Service.RestartSec', 100), { kind: 'restart', unit: unit.name });
    this.#core.enter(unit, 'auto-restart');
  }

  #shallRestart(unit: UnitState): boolean {
    const mode = setting(unit.config, 'Service.Restart', 'no');
    const prevented = allSettings(unit.config, 'Service.RestartPreventExitStatus').flatMap((value) => value.split(/\s+/));
    if (unit.main?.endMs !== null && prevented.includes(String(unit.main?.status ?? ''))) return false;
    const { result } = unit;
    const by: Readonly<Record<string, boolean>> = {
      always: true, 'on-success': result === 'success', 'on-failure': result !== 'success',
      'on-abnormal': !['success', 'exit-code'].includes(result), 'on-abort': ['signal', 'core-dump'].includes(result),
      'on-watchdog': result === 'watchdog',
    };
    return by[mode] ?? false;
  }

  #arm(unit: UnitState, ms: number): void {
    this.#disarm(unit);
    if (ms !== Infinity) unit.timeout = this.#core.runner.later(ms, { kind: 'timeout', unit: unit.name });
  }

  #disarm(unit: UnitState): void {
    if (unit.timeout !== null) this.#core.runner.cancel(unit.timeout);
    unit.timeout = null;
    if (unit.restart !== null && unit.sub === 'auto-restart') {
      this.#core.runner.cancel(unit.restart);
      unit.restart = null;
    }
  }
}
