// Loading a unit: its file, drop-ins, .wants and .requires folders, and the dependencies that come by themselves.
import { SysError } from '../errors.ts';
import type { FileSystem } from '../file-system.ts';
import { ROOT } from '../inode.ts';
import { splitPath } from '../path.ts';
import { parseExec, splitWords } from './exec-line.ts';
import { DEPENDENCY_KEYS } from './known-keys.ts';
import type { LoadState } from './systemd.ts';
import { parseSpan } from './time-span.ts';
import { expandSpecifiers, instanceOf, templateOf, typeOf, withInstance, type SpecifierFacts } from './unit-name.ts';
import { UNIT_PATHS, unitFolders } from './unit-folders.ts';
import { parseUnitText, type Assignment, type Complaint } from './unit-text.ts';

export { UNIT_PATHS } from './unit-folders.ts';

/** A unit as its files say. Plain data. */
export interface UnitConfig {
  readonly name: string;
  readonly loadState: LoadState;
  readonly loadError: string | null;
  readonly path: string | null;
  readonly dropIns: readonly string[];
  /** Paths and times of the files read, to see whether they changed since. */
  readonly fingerprint: string;
  /** `Section.Key` → values in order; an empty assignment has cleared what came before. */
  readonly settings: Readonly<Record<string, readonly string[]>>;
  /** `Wants`, `After` … → names of units, those of folders and the implied ones included. */
  readonly dependencies: Readonly<Record<string, readonly string[]>>;
}

/** The last value of a setting, or `fallback`. */
export const setting = (config: UnitConfig, key: string, fallback = ''): string => config.settings[key]?.at(-1) ?? fallback;
export const allSettings = (config: UnitConfig, key: string): readonly string[] => config.settings[key] ?? [];

/** yes/true/on/1 or no/false/off/0. */
export function flag(config: UnitConfig, key: string, fallback: boolean): boolean {
  const value = setting(config, key).toLowerCase();
  if (['yes', 'y', 'true', 't', 'on', '1'].includes(value)) return true;
  return ['no', 'n', 'false', 'f', 'off', '0'].includes(value) ? false : fallback;
}

/** A time span in ms; `0` and `infinity` of a timeout are Infinity. */
export function span(config: UnitConfig, key: string, fallbackMs: number): number {
  return parseSpan(setting(config, key)) ?? fallbackMs;
}

const exists = (files: FileSystem, path: string, follow = true): boolean => {
  try {
    return files.find(path, { as: ROOT, follow }).node !== null;
  } catch (error) {
    if (error instanceof SysError) return false;
    throw error;
  }
};

/** Names in a folder, sorted; none when it is not there. */
export function namesIn(files: FileSystem, path: string): string[] {
  return exists(files, path) ? [...files.readDirectory(path, ROOT)].sort() : [];
}

/** Where a name leads: a file, a mask, another name, nothing. */
export type UnitPlace =
  | { readonly kind: 'file'; readonly path: string; readonly name: string }
  | { readonly kind: 'masked'; readonly path: string }
  | { readonly kind: 'missing' };

/** Finds a unit's file. Links to other unit names are followed: `name` is then the other's. */
export function findUnit(files: FileSystem, name: string, depth = 0): UnitPlace {
  const { names } = unitFolders(files);
  const folder = UNIT_PATHS.find((each) => names.get(each)?.has(name) === true);
  if (folder !== undefined) return placeOf(files, name, `${folder}/${name}`, depth);
  const template = templateOf(name);
  if (template !== null && instanceOf(name) !== '') {
    const place = findUnit(files, template, depth + 1);
    return place.kind === 'file' ? { ...place, name: withInstance(place.name, instanceOf(name)) } : place;
  }
  return { kind: 'missing' };
}

function placeOf(files: FileSystem, name: string, path: string, depth: number): UnitPlace {
  const node = files.at(path, { as: ROOT, follow: false });
  if (node.type !== 'symlink') return node.content === '' ? { kind: 'masked', path } : { kind: 'file', path, name };
  if (node.content === '/dev/null') return { kind: 'masked', path };
  const target = splitPath(node.content).name;
  const isInstance = templateOf(name) === target;
  if (typeOf(target) !== null && target !== name && !isInstance && depth < 5) return findUnit(files, target, depth + 1);
  return exists(files, path) ? { kind: 'file', path: files.find(path, { as: ROOT }).path, name } : { kind: 'missing' };
}

/** Other names of a unit: links below the unit folders that lead to it. */
export const aliasesOf = (files: FileSystem, name: string): readonly string[] => unitFolders(files).aliases.get(name) ?? [];

/** The drop-in files of a unit in the order they apply: by file name, the stronger folder's where names are equal. */
export function dropInsOf(files: FileSystem, name: string): string[] {
  const template = templateOf(name);
  const type = typeOf(name) ?? 'service';
  const dashes = [...name.matchAll(/-/g)].map((match) => `${name.slice(0, match.index + 1)}.${type}`);
  const owners = [name, ...(template !== null ? [template] : []), ...dashes.reverse(), type];
  const byName = new Map<string, string>();
  const { names } = unitFolders(files);
  for (const folder of UNIT_PATHS) {
    for (const owner of owners) {
      if (names.get(folder)?.has(`${owner}.d`) !== true) continue;
      for (const file of namesIn(files, `${folder}/${owner}.d`)) {
        if (file.endsWith('.conf') && !byName.has(file)) byName.set(file, `${folder}/${owner}.d/${file}`);
      }
    }
  }
  return [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
}

/** What tells whether a unit's files are as they were when loaded. */
export function fingerprintOf(files: FileSystem, path: string | null, dropIns: readonly string[]): string {
  return [...(path === null ? [] : [path]), ...dropIns].map((each) => {
    const node = exists(files, each) ? files.at(each, { as: ROOT }) : null;
    return `${each}@${node === null ? 'gone' : node.mtimeMs}`;
  }).join(' ');
}

/** Units that folders `NAME.wants` and `NAME.requires` name. */
function linkedUnits(files: FileSystem, name: string, kind: 'wants' | 'requires'): string[] {
  const template = templateOf(name);
  const owners = template === null ? [name] : [name, template];
  const { names } = unitFolders(files);
  return UNIT_PATHS.flatMap((folder) => owners.filter((owner) => names.get(folder)?.has(`${owner}.${kind}`) === true).flatMap((owner) =>
    namesIn(files, `${folder}/${owner}.${kind}`).filter((entry) => typeOf(entry) !== null)));
}

const empty = (name: string, loadState: LoadState, loadError: string, path: string | null): UnitConfig =>
  ({ name, loadState, loadError, path, dropIns: [], fingerprint: '', settings: {}, dependencies: {} });

/** Loads a unit from disk; `complain` hears what is wrong with its files. */
export function loadUnit(
  files: FileSystem, asked: string, facts: SpecifierFacts, complain: (complaint: Complaint, name: string) => void,
): UnitConfig {
  const place = findUnit(files, asked);
  if (place.kind === 'masked') return empty(asked, 'masked', `Unit ${asked} is masked.`, place.path);
  if (place.kind === 'missing') {
    const dropIns = typeOf(asked) === 'service' || typeOf(asked) === null ? [] : dropInsOf(files, asked);
    const isImplied = ['slice', 'device', 'scope'].includes(typeOf(asked) ?? '');
    if (!isImplied) return empty(asked, 'not-found', `Unit ${asked} not found.`, null);
    return { ...empty(asked, 'loaded', '', null), loadError: null, dropIns };
  }
  return assemble(files, place.name, place.path, facts, complain);
}

/** The same unit where its files are as they were: only what other folders say of it is read anew. Null when they changed. */
export function refreshUnit(files: FileSystem, config: UnitConfig): UnitConfig | null {
  if (config.loadState !== 'loaded' || config.path === null) return null;
  const place = findUnit(files, config.name);
  if (place.kind !== 'file' || place.path !== config.path || place.name !== config.name) return null;
  const dropIns = [...new Set([config.name, ...aliasesOf(files, config.name)].flatMap((each) => dropInsOf(files, each)))];
  if (config.fingerprint !== fingerprintOf(files, config.path, dropIns)) return null;
  return withDependencies(files, { ...config, dependencies: {} });
}

function assemble(
  files: FileSystem, name: string, path: string, facts: SpecifierFacts,
  complain: (complaint: Complaint, name: string) => void,
): UnitConfig {
  const type = typeOf(name) ?? 'service';
  const dropIns = [...new Set([name, ...aliasesOf(files, name)].flatMap((each) => dropInsOf(files, each)))];
  const settings: Record<string, string[]> = {};
  for (const file of [path, ...dropIns]) {
    const parsed = parseUnitText(files.readFile(file, ROOT), file, type);
    for (const complaint of parsed.complaints) complain(complaint, name);
    if (parsed.isBroken && file === path) {
      const error = `Unit ${name} failed to load properly, please adjust/correct and reload service manager: Bad message`;
      return { ...empty(name, 'error', error, path), dropIns, fingerprint: fingerprintOf(files, path, dropIns) };
    }
    for (const each of parsed.assignments) put(settings, each, expandSpecifiers(each.value, name, facts));
  }
  const wrong = wrongSetting(files, name, path, dropIns, settings, complain);
  const base = { name, path, dropIns, fingerprint: fingerprintOf(files, path, dropIns), settings };
  if (wrong) {
    return { ...base, loadState: 'bad-setting', loadError: `Unit ${name} has a bad unit file setting.`, dependencies: {} };
  }
  return withDependencies(files, { ...base, loadState: 'loaded', loadError: null, dependencies: {} });
}

function put(settings: Record<string, string[]>, each: Assignment, value: string): void {
  const key = `${each.section}.${each.key}`;
  if (value === '') settings[key] = [];
  else (settings[key] ??= []).push(value);
}

/** What makes systemd refuse a service as a whole. */
function wrongSetting(
  files: FileSystem, name: string, path: string, dropIns: readonly string[], settings: Readonly<Record<string, readonly string[]>>,
  complain: (complaint: Complaint, name: string) => void,
): boolean {
  if (typeOf(name) !== 'service') return false;
  const say = (message: string): true => {
    complain({ priority: 3, message }, name);
    return true;
  };
  for (const [key, values] of Object.entries(settings)) {
    if (!key.startsWith('Service.Exec')) continue;
    for (const value of values) {
      const parsed = parseExec(value);
      if (typeof parsed === 'string' && parsed.startsWith('Neither')) {
        return say(`${whereIs(files, [path, ...dropIns], key.slice(8), value)}: ${parsed}`);
      }
    }
  }
  const starts = settings['Service.ExecStart'] ?? [];
  const type = settings['Service.Type']?.at(-1) ?? 'simple';
  if (starts.length === 0 && (settings['Service.ExecStop'] ?? []).length === 0 && settings['Unit.SuccessAction'] === undefined) {
    return say(`${name}: Service has no ExecStart=, ExecStop=, or SuccessAction=. Refusing.`);
  }
  if (starts.length === 0 && settings['Service.RemainAfterExit']?.at(-1) !== 'yes' && type !== 'oneshot') {
    return say(`${name}: Service has no ExecStart= setting, which is only allowed for RemainAfterExit=yes services. Refusing.`);
  }
  if (type !== 'oneshot' && starts.length > 1) {
    return say(`${name}: Service has more than one ExecStart= setting, which is only allowed for Type=oneshot services. Refusing.`);
  }
  return false;
}

function whereIs(files: FileSystem, paths: readonly string[], key: string, value: string): string {
  for (const path of paths) {
    const found = parseUnitText(files.readFile(path, ROOT), path, 'service').assignments
      .find((each) => each.key === key && each.value === value);
    if (found !== undefined) return `${found.path}:${found.line}`;
  }
  return `${paths[0] ?? ''}:1`;
}

function withDependencies(files: FileSystem, config: UnitConfig): UnitConfig {
  const dependencies: Record<string, Set<string>> = {};
  const add = (kind: string, ...names: readonly string[]): void => {
    const set = (dependencies[kind] ??= new Set());
    for (const name of names) if (name !== config.name) set.add(name);
  };
  for (const kind of DEPENDENCY_KEYS) {
    add(kind, ...allSettings(config, `Unit.${kind}`).flatMap((value) => splitWords(value) ?? []).filter((word) => typeOf(word) !== null));
  }
  add('Wants', ...linkedUnits(files, config.name, 'wants'));
  add('Requires', ...linkedUnits(files, config.name, 'requires'));
  implied(config, add);
  return {
    ...config,
    dependencies: Object.fromEntries(Object.entries(dependencies).filter(([, set]) => set.size > 0).map(([kind, set]) => [kind, [...set]])),
  };
}

/** Dependencies that systemd adds by itself, by type (systemd.special(7), "Default Dependencies" of each type). */
function implied(config: UnitConfig, add: (kind: string, ...names: readonly string[]) => void): void {
  const type = typeOf(config.name);
  const isDefault = flag(config, 'Unit.DefaultDependencies', true);
  if (type === 'service') impliedForService(config, add);
  if (type === 'timer' || type === 'path' || type === 'socket') add('Before', triggeredUnit(config));
  if (!isDefault) return;
  if (type === 'target') {
    if (config.name !== 'shutdown.target') add('Conflicts', 'shutdown.target');
    add('Before', 'shutdown.target');
  }
  if (type === 'service' || type === 'timer' || type === 'path' || type === 'socket') {
    add('Requires', 'sysinit.target');
    add('After', 'sysinit.target', ...(type === 'service' ? ['basic.target'] : []));
    add('Conflicts', 'shutdown.target');
    add('Before', 'shutdown.target', ...(type === 'service' ? [] : [`${type}s.target`]));
  }
  if (type === 'mount' && config.name !== '-.mount') {
    add('After', 'local-fs-pre.target');
    add('Before', 'local-fs.target', 'umount.target');
    add('Conflicts', 'umount.target');
  }
}

function impliedForService(config: UnitConfig, add: (kind: string, ...names: readonly string[]) => void): void {
  const slice = setting(config, 'Service.Slice', templateOf(config.name) === null ? 'system.slice'
    : `system-${config.name.slice(0, config.name.indexOf('@')).replaceAll('-', '\\x2d')}.slice`);
  add('Requires', slice);
  add('After', slice, 'systemd-journald.socket');
  if (flag(config, 'Service.PrivateTmp', false)) {
    add('Requires', '-.mount');
    add('Wants', 'tmp.mount');
    add('After', '-.mount', 'tmp.mount', 'systemd-tmpfiles-setup.service');
  }
  if (setting(config, 'Service.Type') === 'dbus' || setting(config, 'Service.BusName') !== '') {
    add('Requires', 'dbus.socket');
    add('After', 'dbus.socket');
  }
}

/** The unit that a timer, path or socket starts. */
export function triggeredUnit(config: UnitConfig): string {
  const type = typeOf(config.name) ?? 'service';
  const section = type.charAt(0).toUpperCase() + type.slice(1);
  const named = setting(config, type === 'socket' ? 'Socket.Service' : `${section}.Unit`);
  if (named !== '') return named;
  const isAccepting = type === 'socket' && flag(config, 'Socket.Accept', false);
  return `${config.name.slice(0, config.name.lastIndexOf('.'))}${isAccepting ? '@' : ''}.service`;
}
