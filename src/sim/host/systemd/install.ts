// Enabling, masking and presets: the links below /etc/systemd/system (systemctl(1), "Unit File Commands").
import { SysError } from '../errors.ts';
import type { FileSystem } from '../file-system.ts';
import { ROOT, type Inode } from '../inode.ts';
import { splitPath } from '../path.ts';
import { splitWords } from './exec-line.ts';
import { SystemdError, type InstallChange, type InstallReport, type InstallVerb, type UnitFileState } from './systemd.ts';
import { findUnit, namesIn, UNIT_PATHS } from './unit-config.ts';
import { instanceOf, isGlob, isTemplate, matchesGlob, templateOf, typeOf, withInstance, expandSpecifiers, type SpecifierFacts } from './unit-name.ts';
import { unitFolders } from './unit-folders.ts';
import { parseUnitText } from './unit-text.ts';

const ETC = '/etc/systemd/system';
const RUN = '/run/systemd/system';

/** The [Install] section of a unit file. */
export interface InstallInfo {
  readonly wantedBy: readonly string[];
  readonly requiredBy: readonly string[];
  readonly alias: readonly string[];
  readonly also: readonly string[];
  readonly defaultInstance: string;
}

const nodeAt = (files: FileSystem, path: string): Inode | null => {
  try {
    return files.find(path, { as: ROOT, follow: false }).node;
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
};

/** Reads the [Install] section; specifiers are filled in for `name`. */
export function installInfo(files: FileSystem, path: string, name: string, facts: SpecifierFacts): InstallInfo {
  const lines = parseUnitText(files.readFile(path, ROOT), path, typeOf(name) ?? 'service').assignments.filter((each) => each.section === 'Install');
  const list = (key: string): string[] => lines.filter((each) => each.key === key)
    .flatMap((each) => splitWords(each.value) ?? []).map((word) => expandSpecifiers(word, name, facts));
  return {
    wantedBy: list('WantedBy'), requiredBy: list('RequiredBy'), alias: list('Alias'), also: list('Also'),
    defaultInstance: list('DefaultInstance').at(-1) ?? '',
  };
}

const hasInstall = (info: InstallInfo): boolean => info.wantedBy.length + info.requiredBy.length + info.alias.length > 0;

/** What `systemctl is-enabled` says of a name; '' when there is no such file. */
export function unitFileState(files: FileSystem, name: string, facts: SpecifierFacts): UnitFileState {
  const mask = maskOf(files, name);
  if (mask !== null) return mask;
  const place = findUnit(files, name);
  if (place.kind !== 'file') return place.kind === 'masked' ? 'masked' : '';
  if (place.path.startsWith('/run/systemd/generator/')) return 'generated';
  if (place.path.startsWith('/run/systemd/transient/')) return 'transient';
  if (place.name !== name && !isTemplate(name)) return 'alias';
  if (isTemplate(name) && place.name !== name) return 'alias';
  const info = installInfo(files, place.path, name, facts);
  if (isLinked(files, ETC, name, info)) return 'enabled';
  if (isLinked(files, RUN, name, info)) return 'enabled-runtime';
  const own = nodeAt(files, `${ETC}/${name}`);
  if (own?.type === 'symlink' && !UNIT_PATHS.some((folder) => own.content.startsWith(`${folder}/`))) return 'linked';
  if (hasInstall(info)) return 'disabled';
  return info.also.length > 0 ? 'indirect' : 'static';
}

function maskOf(files: FileSystem, name: string): UnitFileState | null {
  for (const [folder, state] of [[ETC, 'masked'], [RUN, 'masked-runtime'], ['/usr/lib/systemd/system', 'masked']] as const) {
    if (unitFolders(files).names.get(folder)?.has(name) !== true) continue;
    const node = nodeAt(files, `${folder}/${name}`);
    if (node?.type === 'symlink' && node.content === '/dev/null') return state;
    if (node !== null) return null;
  }
  return null;
}

/** Whether a link in a .wants or .requires folder (or an alias) enables the unit. */
function isLinked(files: FileSystem, base: string, name: string, info: InstallInfo): boolean {
  const folders = [...unitFolders(files).names.get(base) ?? []].filter((entry) => /\.(wants|requires|upholds)$/.test(entry));
  const isHit = (entry: string): boolean => entry === name || isTemplate(name) && templateOf(entry) === name && instanceOf(entry) !== '';
  if (folders.some((folder) => namesIn(files, `${base}/${folder}`).some(isHit))) return true;
  return info.alias.some((alias) => {
    const node = nodeAt(files, `${base}/${alias}`);
    return node?.type === 'symlink' && splitPath(node.content).name === name;
  });
}

/** One line of a preset file. */
interface PresetRule {
  readonly isOn: boolean;
  readonly pattern: string;
}

/** The rules of all preset files in order. */
export function presetRules(files: FileSystem): readonly PresetRule[] {
  const byName = new Map<string, string>();
  for (const folder of ['/etc/systemd/system-preset', '/run/systemd/system-preset', '/usr/lib/systemd/system-preset']) {
    for (const file of namesIn(files, folder)) if (file.endsWith('.preset') && !byName.has(file)) byName.set(file, `${folder}/${file}`);
  }
  const paths = [...byName].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, path]) => path);
  return paths.flatMap((path) => files.readFile(path, ROOT).split('\n')).flatMap((line) => {
    const [verb, pattern = ''] = line.trim().split(/\s+/);
    return verb === 'enable' || verb === 'disable' ? [{ isOn: verb === 'enable', pattern }] : [];
  });
}

/** What the presets say: the first rule that matches, else enable. */
export function presetOf(files: FileSystem, name: string, rules = presetRules(files)): 'enabled' | 'disabled' {
  const names = [name, templateOf(name) ?? name];
  const rule = rules.find(({ pattern }) => (isGlob(pattern) ? names.some((each) => matchesGlob(pattern, each)) : names.includes(pattern)));
  return rule?.isOn === false ? 'disabled' : 'enabled';
}

/** Changes the links; throws SystemdError in the words that systemctl shows after `Failed to enable unit: `. */
export class Installer {
  readonly #files: FileSystem;
  readonly #facts: SpecifierFacts;

  constructor(files: FileSystem, facts: SpecifierFacts) {
    this.#files = files;
    this.#facts = facts;
  }

  run(verb: InstallVerb, names: readonly string[], { runtime = false, force = false } = {}): InstallReport {
    const base = runtime ? RUN : ETC;
    switch (verb) {
      case 'enable': return this.#enable(names, base, force);
      case 'disable': return this.#disable(names, base);
      case 'reenable': return this.#both(names, base);
      case 'preset': return this.#preset(names, base);
      case 'mask': return { changes: names.flatMap((name) => this.#mask(name, base, force)), carriesInstallInfo: true };
      case 'unmask': return { changes: names.flatMap((name) => this.#unmask(name, base)), carriesInstallInfo: true };
      case 'link': return { changes: names.flatMap((path) => this.#link(path, `${base}/${splitPath(path).name}`, force)), carriesInstallInfo: true };
      case 'revert': return { changes: names.flatMap((name) => this.#revert(name)), carriesInstallInfo: true };
      case 'set-default': return this.#setDefault(names[0] ?? '');
    }
  }

  #place(name: string): string {
    const place = findUnit(this.#files, name);
    if (place.kind === 'masked') throw new SystemdError('UnitMasked', `Unit file ${place.path} is masked.`);
    if (place.kind === 'missing') throw new SystemdError('NoSuchUnit', `Unit file ${name} does not exist.`);
    if (place.name !== name) {
      throw new SystemdError('UnitLinked', `Refusing to operate on alias name or linked unit file: ${name}`);
    }
    return place.path;
  }

  #both(names: readonly string[], base: string): InstallReport {
    const removed = this.#disable(names, base);
    const made = this.#enable(names, base, false);
    return { changes: [...removed.changes, ...made.changes], carriesInstallInfo: made.carriesInstallInfo };
  }

  #enable(names: readonly string[], base: string, force: boolean): InstallReport {
    const changes: InstallChange[] = [];
    let carriesInstallInfo = false;
    const queue = [...names];
    const places = names.map((name) => this.#place(name));
    const seen = new Set<string>();
    for (let name = queue.shift(); name !== undefined; name = queue.shift()) {
      if (seen.has(name)) continue;
      seen.add(name);
      const path = names.includes(name) ? places[names.indexOf(name)] ?? '' : this.#placeOrNull(name);
      if (path === null) continue;
      const info = installInfo(this.#files, path, name, this.#facts);
      carriesInstallInfo ||= hasInstall(info) || info.also.length > 0;
      queue.push(...info.also);
      changes.push(...this.#apply(name, path, info, base, force));
    }
    return { changes, carriesInstallInfo };
  }

  #placeOrNull(name: string): string | null {
    const place = findUnit(this.#files, name);
    return place.kind === 'file' ? place.path : null;
  }

  #apply(name: string, path: string, info: InstallInfo, base: string, force: boolean): InstallChange[] {
    const own = isTemplate(name) ? (info.defaultInstance === '' ? null : withInstance(name, info.defaultInstance)) : name;
    if (own === null && info.wantedBy.length + info.requiredBy.length > 0) {
      throw new SystemdError('InvalidArgs', `Cannot enable unit ${name}: a template needs an instance name.`);
    }
    return [
      ...info.alias.flatMap((alias) => this.#link(path, `${base}/${alias}`, force)),
      ...info.wantedBy.flatMap((target) => this.#link(path, `${base}/${target}.wants/${own ?? name}`, force)),
      ...info.requiredBy.flatMap((target) => this.#link(path, `${base}/${target}.requires/${own ?? name}`, force)),
    ];
  }

  #link(target: string, path: string, force: boolean): InstallChange[] {
    const { directory } = splitPath(path);
    if (nodeAt(this.#files, directory) === null) this.#files.create(directory, 'directory', 0o755, ROOT);
    const old = nodeAt(this.#files, path);
    if (old?.type === 'symlink' && old.content === target) return [];
    if (old !== null && old.type !== 'symlink') throw new SystemdError('UnitExists', `File ${path} already exists.`);
    if (old !== null && !force && !path.includes('.wants/') && old.content !== '/dev/null' && splitPath(path).name !== 'default.target') {
      throw new SystemdError('UnitExists', `File ${path} already exists and is a symlink to ${old.content}.`);
    }
    const changes: InstallChange[] = [];
    if (old !== null) {
      this.#files.unlink(path, ROOT);
      if (splitPath(path).name === 'default.target') changes.push({ kind: 'unlink', path });
    }
    this.#files.create(path, 'symlink', 0o777, ROOT, target);
    return [...changes, { kind: 'symlink', path, target }];
  }

  #disable(names: readonly string[], base: string): InstallReport {
    const all = new Set(names);
    let carriesInstallInfo = false;
    for (const name of names) {
      const place = findUnit(this.#files, name);
      if (place.kind === 'missing' && this.#linksTo(new Set([name]), base).length === 0) {
        throw new SystemdError('NoSuchUnit', `Unit file ${name} does not exist.`);
      }
      if (place.kind !== 'file') continue;
      const info = installInfo(this.#files, place.path, name, this.#facts);
      carriesInstallInfo ||= hasInstall(info) || info.also.length > 0;
      for (const also of info.also) all.add(also);
    }
    const changes = this.#linksTo(all, base).map((path) => this.#unlink(path));
    return { changes, carriesInstallInfo };
  }

  #unlink(path: string): InstallChange {
    this.#files.unlink(path, ROOT);
    const { directory } = splitPath(path);
    if (/\.(wants|requires)$/.test(directory) && namesIn(this.#files, directory).length === 0) this.#files.rmdir(directory, ROOT);
    return { kind: 'unlink', path };
  }

  /** Links below `base` that are named after one of the units or lead to one. Masks are spared. */
  #linksTo(names: ReadonlySet<string>, base: string): string[] {
    const isHit = (entry: string, node: Inode | null): boolean => {
      if (node?.type !== 'symlink' || node.content === '/dev/null') return false;
      return [entry, splitPath(node.content).name].some((each) => names.has(each) || names.has(templateOf(entry) ?? ''));
    };
    return namesIn(this.#files, base).flatMap((entry) => {
      const path = `${base}/${entry}`;
      if (!/\.(wants|requires|upholds)$/.test(entry)) return entry !== 'default.target' && isHit(entry, nodeAt(this.#files, path)) ? [path] : [];
      return namesIn(this.#files, path).filter((each) => isHit(each, nodeAt(this.#files, `${path}/${each}`))).map((each) => `${path}/${each}`);
    });
  }

  #preset(names: readonly string[], base: string): InstallReport {
    const places = names.map((name) => [name, this.#place(name)] as const);
    const changes = places.flatMap(([name]) =>
      (presetOf(this.#files, name) === 'enabled' ? this.#enable([name], base, true) : this.#disable([name], base)).changes);
    return { changes, carriesInstallInfo: true };
  }

  #mask(name: string, base: string, force: boolean): InstallChange[] {
    const missing: InstallChange[] = findUnit(this.#files, name).kind === 'missing' ? [{ kind: 'missing', unit: name }] : [];
    return [...missing, ...this.#link('/dev/null', `${base}/${name}`, force)];
  }

  #unmask(name: string, base: string): InstallChange[] {
    const path = `${base}/${name}`;
    const node = nodeAt(this.#files, path);
    if (node?.type === 'symlink' && node.content === '/dev/null') return [this.#unlink(path)];
    return findUnit(this.#files, name).kind === 'missing' ? [{ kind: 'missing', unit: name }] : [];
  }

  /** Removes drop-ins, overriding copies and masks of a unit that the system brings. */
  #revert(name: string): InstallChange[] {
    const changes: InstallChange[] = [];
    for (const base of ['/etc/systemd/system.control', ETC, RUN]) {
      const dropIns = `${base}/${name}.d`;
      if (nodeAt(this.#files, dropIns) !== null) {
        for (const file of namesIn(this.#files, dropIns)) {
          this.#files.unlink(`${dropIns}/${file}`, ROOT);
          changes.push({ kind: 'unlink', path: `${dropIns}/${file}` });
        }
        this.#files.rmdir(dropIns, ROOT);
        changes.push({ kind: 'unlink', path: dropIns });
      }
      const isVendor = nodeAt(this.#files, `/usr/lib/systemd/system/${name}`) !== null;
      if (isVendor && nodeAt(this.#files, `${base}/${name}`) !== null) changes.push(this.#unlink(`${base}/${name}`));
    }
    return changes;
  }

  #setDefault(name: string): InstallReport {
    const place = findUnit(this.#files, name);
    if (typeOf(name) !== 'target') throw new SystemdError('InvalidArgs', 'Invalid argument');
    if (place.kind === 'missing') throw new SystemdError('NoSuchUnit', `Unit file ${name} does not exist.`);
    if (place.kind === 'masked') throw new SystemdError('UnitMasked', `Unit file ${place.path} is masked.`);
    return { changes: this.#link(place.path, `${ETC}/default.target`, true), carriesInstallInfo: true };
  }
}
