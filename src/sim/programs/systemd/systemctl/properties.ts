// The properties of a unit in the order in which `systemctl show` prints them (systemd 252, from recordings).
import type { ExecLine } from '../../../host/systemd/exec-line.ts';
import { commandsOf, serviceType } from '../../../host/systemd/service.ts';
import type { PropertySource, UnitState } from '../../../host/systemd/state.ts';
import type { CommandRun } from '../../../host/systemd/systemd.ts';
import { formatSpan } from '../../../host/systemd/time-span.ts';
import { allSettings, flag, setting, span } from '../../../host/systemd/unit-config.ts';
import { typeOf } from '../../../host/systemd/unit-name.ts';

type Property = readonly [string, string];

/** A time as `systemctl` fills it in, in its own time zone. */
export const timeMark = (ms: number): string => `@@${ms}@@`;

const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
const times = (name: string, ms: number | null, bootMs: number): Property[] => [
  [name, ms === null ? '' : timeMark(ms)], [`${name}Monotonic`, ms === null ? '0' : String(Math.max(0, Math.round((ms - bootMs) * 1000)))],
];

/** All properties of a unit. */
export function propertiesOf(source: PropertySource): readonly Property[] {
  const type = typeOf(source.state.name);
  return [...(type === 'service' ? serviceProperties(source) : []), ...unitProperties(source)];
}

function serviceProperties({ state, ...facts }: PropertySource): Property[] {
  const { config, main } = state;
  const isLoaded = config.loadState === 'loaded';
  const timeout = (key: string, fallback: number): string => formatSpan(span(config, `Service.${key}`, span(config, 'Service.TimeoutSec', fallback)));
  const startDefault = isLoaded && serviceType(config) === 'oneshot' ? Infinity : 90_000;
  return [
    ...(isLoaded ? [['Type', serviceType(config)] as const] : []), ['ExitType', setting(config, 'Service.ExitType', 'main')],
    ['Restart', setting(config, 'Service.Restart', 'no')],
    ['NotifyAccess', setting(config, 'Service.NotifyAccess', isLoaded && serviceType(config) === 'notify' ? 'main' : 'none')],
    ['RestartUSec', formatSpan(span(config, 'Service.RestartSec', 100))],
    ['TimeoutStartUSec', timeout('TimeoutStartSec', startDefault)], ['TimeoutStopUSec', timeout('TimeoutStopSec', 90_000)],
    ['TimeoutAbortUSec', timeout('TimeoutStopSec', 90_000)], ['TimeoutStartFailureMode', 'terminate'], ['TimeoutStopFailureMode', 'terminate'],
    ['RuntimeMaxUSec', formatSpan(span(config, 'Service.RuntimeMaxSec', Infinity))], ['RuntimeRandomizedExtraUSec', '0'],
    ['WatchdogUSec', isLoaded ? formatSpan(span(config, 'Service.WatchdogSec', 0)) : 'infinity'], ['WatchdogTimestampMonotonic', '0'],
    ['RootDirectoryStartOnly', 'no'], ['RemainAfterExit', yesNo(flag(config, 'Service.RemainAfterExit', false))],
    ['GuessMainPID', yesNo(flag(config, 'Service.GuessMainPID', true))], ['MainPID', String(state.mainPid)],
    ['ControlPID', String(state.controlPid)], ['FileDescriptorStoreMax', '0'], ['NFileDescriptorStore', '0'],
    ...(state.statusText === '' ? [] : [['StatusText', state.statusText] as const]), ['StatusErrno', '0'],
    ['Result', state.result], ['ReloadResult', state.reloadResult], ['CleanResult', 'success'],
    ['UID', state.mainPid > 0 ? String(facts.uid) : '[not set]'], ['GID', state.mainPid > 0 ? String(facts.gid) : '[not set]'],
    ['NRestarts', String(state.restarts)], ['OOMPolicy', setting(config, 'Service.OOMPolicy', 'stop')],
    ...times('ExecMainStartTimestamp', main?.startMs ?? null, facts.bootMs),
    ...(main?.endMs == null ? [['ExecMainExitTimestampMonotonic', '0'] as const] : times('ExecMainExitTimestamp', main.endMs, facts.bootMs)),
    ['ExecMainPID', String(main?.pid ?? 0)], ['ExecMainCode', main?.code == null ? '0' : main.code === 'exited' ? '1' : '2'],
    ['ExecMainStatus', String(main?.status ?? 0)],
    ...['ExecCondition', 'ExecStartPre', 'ExecStart', 'ExecStartPost', 'ExecReload', 'ExecStop', 'ExecStopPost'].flatMap((key) => execProperties(state, key)),
    ['Slice', 'system.slice'], ['ControlGroup', state.active === 'active' ? `/system.slice/${state.name}` : ''],
    ['MemoryCurrent', facts.memoryBytes === null ? '[not set]' : String(facts.memoryBytes)], ['MemoryAvailable', 'infinity'],
    ['CPUUsageNSec', `${Math.round(facts.cpuMs)}000000`], ['TasksCurrent', facts.tasks === null ? '[not set]' : String(facts.tasks)],
    ['IPIngressBytes', '[no data]'], ['IPIngressPackets', '[no data]'], ['IPEgressBytes', '[no data]'], ['IPEgressPackets', '[no data]'],
    ['Delegate', 'no'], ['CPUAccounting', 'yes'], ['CPUWeight', '[not set]'], ['MemoryAccounting', 'yes'], ['TasksAccounting', 'yes'], ['TasksMax', setting(config, 'Service.TasksMax')],
    ...listed(state, 'Environment', 'Service.Environment'), ...files(state),
    ['UMask', setting(config, 'Service.UMask', '0022')], ...limits(state),
    ['WorkingDirectory', setting(config, 'Service.WorkingDirectory')], ['StandardInput', 'null'],
    ['StandardOutput', setting(config, 'Service.StandardOutput', 'journal')], ['StandardError', setting(config, 'Service.StandardError', 'inherit')],
    ['User', setting(config, 'Service.User')], ['Group', setting(config, 'Service.Group')],
    ['PrivateTmp', yesNo(flag(config, 'Service.PrivateTmp', false))],
    ['RuntimeDirectory', allSettings(config, 'Service.RuntimeDirectory').join(' ')],
    ['KillMode', setting(config, 'Service.KillMode', 'control-group')], ['KillSignal', '15'], ['SendSIGKILL', yesNo(flag(config, 'Service.SendSIGKILL', true))],
    ['SendSIGHUP', yesNo(flag(config, 'Service.SendSIGHUP', false))],
  ];
}

const listed = (state: UnitState, name: string, key: string): Property[] =>
  allSettings(state.config, key).length === 0 ? [] : [[name, allSettings(state.config, key).join(' ')]];

const files = (state: UnitState): Property[] => allSettings(state.config, 'Service.EnvironmentFile')
  .map((value) => ['EnvironmentFiles', `${value.replace(/^-/, '')} (ignore_errors=${yesNo(value.startsWith('-'))})`]);

const limits = (state: UnitState): Property[] => [
  ['LimitNOFILE', setting(state.config, 'Service.LimitNOFILE', '524288')], ['LimitNPROC', setting(state.config, 'Service.LimitNPROC', '31041')],
];

function execProperties(state: UnitState, key: string): Property[] {
  return commandsOf(state.config, key).flatMap((line) => {
    const run = key === 'ExecStart' ? state.main : state.runs.findLast((each) => each.setting === key) ?? null;
    const tail = runText(run?.command === line.argv.join(' ') ? run : null);
    const flags = [line.ignoresFailure ? 'ignore-failure' : '', line.isPrivileged ? 'privileged' : ''].filter((word) => word !== '').join(' ');
    return [
      [key, `{ path=${line.path} ; argv[]=${argvText(line)} ; ignore_errors=${yesNo(line.ignoresFailure)} ; ${tail} }`],
      [`${key}Ex`, `{ path=${line.path} ; argv[]=${argvText(line)} ; flags=${flags} ; ${tail} }`],
    ] as const;
  });
}

const argvText = (line: ExecLine): string => line.argv.join(' ');

function runText(run: CommandRun | null): string {
  if (run === null) return 'start_time=[n/a] ; stop_time=[n/a] ; pid=0 ; code=(null) ; status=0/0';
  const stop = run.endMs === null ? 'n/a' : timeMark(run.endMs);
  return `start_time=[${timeMark(run.startMs)}] ; stop_time=[${stop}] ; pid=${run.pid} ; code=${run.code ?? '(null)'} ; status=${run.status}${run.code === null ? '/0' : ''}`;
}

function unitProperties({ state, unit, ...facts }: PropertySource): Property[] {
  const { config } = state;
  const relation = (name: string): Property[] => {
    const names = [...(config.dependencies[name] ?? facts.reverse(name))];
    return names.length === 0 ? [] : [[name, names.join(' ')]];
  };
  return [
    ['Id', state.name], ['Names', state.name],
    ...['Requires', 'Requisite', 'Wants', 'BindsTo', 'PartOf', 'RequiredBy', 'WantedBy', 'BoundBy', 'ConsistsOf', 'Conflicts', 'ConflictedBy', 'Before', 'After', 'OnFailure', 'Triggers', 'TriggeredBy'].flatMap(relation),
    ...(unit.documentation.length === 0 ? [] : [['Documentation', unit.documentation.join(' ')] as const]),
    ['Description', unit.description], ['LoadState', unit.loadState], ['ActiveState', unit.activeState], ['FreezerState', 'running'],
    ['SubState', unit.subState],
    ...(unit.path === null ? [] : [['FragmentPath', unit.path] as const]),
    ...(unit.dropIns.length === 0 ? [] : [['DropInPaths', unit.dropIns.join(' ')] as const]),
    ...(unit.unitFileState === '' ? [] : [['UnitFileState', unit.unitFileState] as const]),
    ...(unit.preset === '' ? [] : [['UnitFilePreset', unit.preset] as const]),
    ...times('StateChangeTimestamp', unit.sinceMs, facts.bootMs), ...times('InactiveExitTimestamp', state.inactiveExitMs, facts.bootMs),
    ...times('ActiveEnterTimestamp', state.activeEnterMs, facts.bootMs), ...times('ActiveExitTimestamp', state.activeExitMs, facts.bootMs),
    ...times('InactiveEnterTimestamp', state.inactiveEnterMs, facts.bootMs),
    ['CanStart', yesNo(unit.loadState === 'loaded')], ['CanStop', yesNo(unit.loadState === 'loaded' || unit.activeState === 'active')],
    ['CanReload', yesNo(unit.canReload)], ['CanIsolate', yesNo(flag(config, 'Unit.AllowIsolate', false))],
    ['StopWhenUnneeded', yesNo(flag(config, 'Unit.StopWhenUnneeded', false))], ['RefuseManualStart', yesNo(flag(config, 'Unit.RefuseManualStart', false))],
    ['RefuseManualStop', yesNo(flag(config, 'Unit.RefuseManualStop', false))], ['AllowIsolate', yesNo(flag(config, 'Unit.AllowIsolate', false))],
    ['DefaultDependencies', yesNo(flag(config, 'Unit.DefaultDependencies', true))], ['OnFailureJobMode', 'replace'],
    ['NeedDaemonReload', yesNo(unit.needsReload)], ['JobTimeoutUSec', 'infinity'],
    ['ConditionResult', yesNo(state.failedCondition === null && state.inactiveExitMs !== null)], ['AssertResult', yesNo(state.inactiveExitMs !== null)],
    ...(unit.loadError === null ? [] : [['LoadError', `org.freedesktop.systemd1.${unit.loadState === 'not-found' ? 'NoSuchUnit' : unit.loadState === 'masked' ? 'UnitMasked' : 'BadUnitSetting'} "${unit.loadError}"`] as const]),
    ['Transient', 'no'], ['Perpetual', 'no'], ['StartLimitIntervalUSec', formatSpan(span(config, 'Unit.StartLimitIntervalSec', 10_000))],
    ['StartLimitBurst', setting(config, 'Unit.StartLimitBurst', '5')], ['StartLimitAction', 'none'],
    ['FailureAction', 'none'], ['SuccessAction', 'none'],
    ...(state.invocation === '' ? [] : [['InvocationID', state.invocation] as const]), ['CollectMode', 'inactive'],
  ];
}
