// A unit as others see it: made when asked.
import type { FileSystem } from '../file-system.ts';
import type { Core } from './core.ts';
import { presetOf, presetRules, unitFileState } from './install.ts';
import { commandsOf } from './service.ts';
import type { UnitState } from './state.ts';
import type { Unit, UnitFile } from './systemd.ts';
import { allSettings, dropInsOf, fingerprintOf, namesIn, setting, triggeredUnit, UNIT_PATHS } from './unit-config.ts';
import { templateOf, typeOf, instanceOf, type SpecifierFacts } from './unit-name.ts';

const REVERSE: Readonly<Record<string, string>> = {
  RequiredBy: 'Requires', WantedBy: 'Wants', BoundBy: 'BindsTo', ConsistsOf: 'PartOf', ConflictedBy: 'Conflicts', RequisiteOf: 'Requisite',
};
const MIRROR: Readonly<Record<string, string>> = { Before: 'After', After: 'Before' };

/** Names that stand in a relation to the unit, among the units in memory. */
export function dependenciesOf(units: ReadonlyMap<string, UnitState>, unit: UnitState, kind: string): readonly string[] {
  const own = unit.config.dependencies[kind] ?? [];
  const isTrigger = (name: string): boolean => ['timer', 'path', 'socket'].includes(typeOf(name) ?? '');
  if (kind === 'TriggeredBy') {
    return [...units.values()].filter((other) => isTrigger(other.name) && other.config.loadState === 'loaded' && triggeredUnit(other.config) === unit.name)
      .map((other) => other.name);
  }
  if (kind === 'Triggers') return isTrigger(unit.name) && unit.config.loadState === 'loaded' ? [triggeredUnit(unit.config)] : [];
  const reversed = REVERSE[kind] ?? MIRROR[kind];
  if (reversed === undefined) return own;
  const others = [...units.values()].filter((other) => other.config.dependencies[reversed]?.includes(unit.name) === true).map((other) => other.name);
  return [...new Set([...own, ...others])];
}

/** The moment of the last change that `status` shows after `since`. */
function sinceOf(unit: UnitState): number | null {
  switch (unit.active) {
    case 'active': case 'reloading': return unit.activeEnterMs;
    case 'inactive': case 'failed': return unit.inactiveEnterMs;
    case 'activating': return unit.inactiveExitMs;
    case 'deactivating': return unit.activeExitMs;
  }
}

/** Makes the view of a unit. */
export function unitView(unit: UnitState, core: Core, facts: SpecifierFacts): Unit {
  const { config } = unit;
  const { files } = core.runner;
  const description = setting(config, 'Unit.Description');
  const fileState = (): Unit['unitFileState'] => (config.path === null && config.loadState !== 'masked' ? '' : unitFileState(files, unit.name, facts));
  const hasPreset = (state: Unit['unitFileState']): boolean => !['static', 'generated', 'transient', 'alias', '', 'masked'].includes(state);
  return {
    name: unit.name, description: description === '' || config.loadState !== 'loaded' ? unit.name : description,
    loadState: config.loadState, loadError: config.loadError, activeState: unit.active, subState: unit.sub,
    // What has to be looked up on disk is looked up when asked for.
    get unitFileState() { return fileState(); },
    get preset() { return hasPreset(fileState()) ? presetOf(files, unit.name) : ''; },
    get needsReload() { return needsReload(unit, files); },
    get triggeredBy() { return dependenciesOf(core.units, unit, 'TriggeredBy'); },
    get triggers() { return dependenciesOf(core.units, unit, 'Triggers'); },
    path: config.path?.startsWith('/run/systemd/generator/') === true ? '/etc/fstab' : config.path,
    dropIns: config.dropIns, documentation: allSettings(config, 'Unit.Documentation').flatMap((value) => value.split(/\s+/)),
    mainPid: unit.mainPid, controlPid: unit.controlPid, result: unit.result, exitCode: unit.main?.status ?? 0, sinceMs: sinceOf(unit),
    status: unit.statusText, canReload: commandsOf(config, 'ExecReload').length > 0, failedCondition: unit.failedCondition,
    commands: unit.runs, main: unit.main, restarts: unit.restarts, facts: { ...factsOf(unit), ...timesOf(unit) },
  };
}

function needsReload(unit: UnitState, files: FileSystem): boolean {
  const { config } = unit;
  if (config.path === null || config.loadState !== 'loaded') return false;
  const now = dropInsOf(files, unit.name);
  return config.fingerprint !== fingerprintOf(files, config.path, config.dropIns) || now.some((path) => !config.dropIns.includes(path));
}

function factsOf(unit: UnitState): Record<string, string> {
  const facts: Record<string, string> = { ...unit.facts };
  if (typeOf(unit.name) === 'mount') {
    facts['Where'] = setting(unit.config, 'Mount.Where');
    facts['What'] = setting(unit.config, 'Mount.What');
  }
  const listens = ['Stream', 'Datagram', 'SequentialPacket', 'FIFO', 'Netlink'].flatMap((kind) =>
    allSettings(unit.config, `Socket.Listen${kind}`).map((value) => `${value} (${kind === 'SequentialPacket' ? 'SequentialPacket' : kind})`));
  if (listens.length > 0) facts['Listen'] = listens.join('\n');
  return facts;
}

/** Times that `status` needs besides `sinceMs`, and where its log lines begin. */
function timesOf(unit: UnitState): Record<string, string> {
  const times: Record<string, string> = { shownFromSeq: String(unit.shownFromSeq), cpuMs: String(unit.cpuMs) };
  if (unit.activeEnterMs !== null && unit.activeExitMs !== null && unit.activeExitMs >= unit.activeEnterMs) {
    times['durationMs'] = String(unit.activeExitMs - unit.activeEnterMs);
  }
  if (unit.job !== null) times['job'] = String(unit.job);
  return times;
}

/** Every unit file on disk, by name; the stronger folder's where a name is there twice. */
export function allUnitFiles(files: FileSystem, facts: SpecifierFacts): UnitFile[] {
  const found = new Map<string, string>();
  for (const folder of UNIT_PATHS) {
    for (const entry of namesIn(files, folder)) {
      if (typeOf(entry) !== null && !found.has(entry) && !(entry.includes('@') && instanceOf(entry) !== '' && templateOf(entry) === entry)) {
        found.set(entry, `${folder}/${entry}`);
      }
    }
  }
  const rules = presetRules(files);
  const hasPreset = (state: Unit['unitFileState']): boolean => ['enabled', 'disabled', 'indirect', 'masked', 'enabled-runtime', 'linked'].includes(state);
  return [...found].map(([name, path]) => ({
    name, path,
    get state() { return unitFileState(files, name, facts); },
    get preset() { return hasPreset(unitFileState(files, name, facts)) ? presetOf(files, name, rules) : ''; },
  }));
}
