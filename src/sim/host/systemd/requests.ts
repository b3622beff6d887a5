// What programs ask of PID 1 about one unit.
import type { FileSystem } from '../file-system.ts';
import { ROOT } from '../inode.ts';
import type { SignalName } from '../signals.ts';
import type { Core } from './core.ts';
import type { PropertySource, UnitState } from './state.ts';
import { SystemdError, type JobKind, type JobMode, type Unit } from './systemd.ts';
import { flag } from './unit-config.ts';
import { typeOf } from './unit-name.ts';
import type { UnitTable } from './unit-table.ts';
import { dependenciesOf } from './unit-view.ts';

/** Refuses what a unit's file says may not be asked for by hand. Throws SystemdError. */
export function requireManual(kind: JobKind, unit: UnitState, mode: JobMode): void {
  const refuses = (key: string): boolean => flag(unit.config, `Unit.${key}`, false);
  const isRefused = kind === 'stop' ? refuses('RefuseManualStop') : refuses('RefuseManualStart') || kind === 'restart' && refuses('RefuseManualStop');
  if (isRefused) {
    throw new SystemdError('OnlyByDependency', `Operation refused, unit ${unit.name} may be requested by dependency only (it is configured to refuse manual start/stop).`);
  }
  if (mode === 'isolate' && unit.config.loadState === 'loaded' && !flag(unit.config, 'Unit.AllowIsolate', false)) {
    throw new SystemdError('NoIsolation', 'Operation refused, unit may not be isolated.');
  }
}

/** `systemctl kill`: a signal to the unit's main, control or all processes. */
export function killUnit({ runner, log, units, pidsOf }: Core, name: string, signal: SignalName, whom: 'main' | 'control' | 'all'): void {
  const unit = units.get(name);
  if (unit === undefined) throw new SystemdError('NoSuchUnit', `Unit ${name} not loaded.`);
  if (whom === 'main' && unit.mainPid === 0) throw new SystemdError('NoSuchProcess', 'No main process to kill');
  if (whom === 'control' && unit.controlPid === 0) throw new SystemdError('NoSuchProcess', 'No control process to kill');
  const nameOf = (pid: number): string => runner.processes().find((process) => process.pid === pid)?.name ?? 'n/a';
  const say = (what: string): void => log.say(name, 6, `${name}: ${what} on client request.`);
  const victims = pidsOf(name);
  for (const [pid, word] of [[unit.mainPid, 'main'], [unit.controlPid, 'control']] as const) {
    if (pid > 0 && (whom === word || whom === 'all')) {
      say(`Sent signal ${signal} to ${word} process ${pid} (${nameOf(pid)})`);
      runner.kill(pid, signal);
    }
  }
  if (whom !== 'all') return;
  for (const pid of victims.filter((each) => each !== unit.mainPid && each !== unit.controlPid)) {
    say(`Sending signal ${signal} to process ${pid} (${nameOf(pid)})`);
    runner.kill(pid, signal);
  }
}

/** `systemctl set-property`: a drop-in file for each assignment. */
export function setProperty(files: FileSystem, table: UnitTable, name: string, assignments: readonly string[], isForRuntime: boolean): void {
  const unit = table.peek(name);
  if (unit.config.loadState !== 'loaded') throw new SystemdError('NoSuchUnit', `Unit ${name} not found.`);
  const type = typeOf(name) ?? 'service';
  const folder = `${isForRuntime ? '/run' : '/etc'}/systemd/system.control`;
  for (const each of [folder, `${folder}/${name}.d`]) if (files.find(each, { as: ROOT }).node === null) files.create(each, 'directory', 0o755, ROOT);
  for (const assignment of assignments) {
    const text = '# This is a drop-in unit file extension, created via "systemctl set-property"\n# or an equivalent operation. Do not edit.\n'
      + `[${type.charAt(0).toUpperCase()}${type.slice(1)}]\n${assignment}\n`;
    files.writeFile(`${folder}/${name}.d/50-${assignment.split('=')[0] ?? ''}.conf`, text, ROOT);
  }
  unit.config = table.read(name);
}

/** What a unit's properties are derived from. */
export function propertySource({ runner, units }: Core, state: UnitState, unit: Unit): PropertySource {
  const processes = runner.processes().filter((process) => process.unit === state.name);
  const main = processes.find((process) => process.pid === state.mainPid);
  const isRunning = processes.length > 0;
  return {
    state, unit, bootMs: runner.bootMs, uid: main?.uid ?? 0, gid: main?.gid ?? 0,
    memoryBytes: isRunning ? Math.round(processes.reduce((sum, process) => sum + process.memoryMb, 0) * 1_048_576) : null,
    tasks: isRunning ? processes.reduce((sum, process) => sum + process.threads, 0) : null,
    cpuMs: state.cpuMs + processes.reduce((sum, process) => sum + process.cpuMs, 0),
    reverse: (kind) => dependenciesOf(units, state, kind),
  };
}
