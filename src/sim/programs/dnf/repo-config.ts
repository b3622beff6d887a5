import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';

/** What reading the configuration needs of a host. */
export type ConfigReader = Pick<Sys, 'readFile' | 'readDirectory'>;

/** A repository as the files in /etc/yum.repos.d and the command line say. Values are raw text with variables filled in. */
export interface Repository {
  readonly id: string;
  readonly file: string;
  name: string;
  isEnabled: boolean;
  baseurls: string[];
  metalink: string | null;
  mirrorlist: string | null;
  gpgCheck: boolean;
  gpgKeys: string[];
  skipIfUnavailable: boolean;
  /** Seconds; -1: never. */
  metadataExpire: number;
  priority: number;
  excludes: string[];
}

/** dnf.conf's [main] as far as it changes what dnf does. */
export interface MainConfig {
  gpgCheck: boolean;
  best: boolean;
  cleanRequirements: boolean;
  installOnlyLimit: number;
  skipIfUnavailable: boolean;
  assumeYes: boolean;
  defaultYes: boolean;
  keepCache: boolean;
  excludes: string[];
  installWeakDeps: boolean;
  metadataExpire: number;
  reposDir: readonly string[];
  cacheDir: string;
  releasever: string | null;
}

export interface DnfConfig {
  readonly main: MainConfig;
  readonly repositories: Repository[];
  readonly variables: Readonly<Record<string, string>>;
  /** What dnf says of broken files while it reads them. */
  readonly warnings: readonly string[];
}

/** A section of an ini file: option → value, with its line. */
interface Section {
  readonly name: string;
  readonly options: Map<string, string>;
}

/** A file that libdnf's ConfigParser refuses. `reason` is the text after the path. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/** Reads an ini file as libdnf does: `;` and `#` comments, values continued by indented lines. */
export function parseIni(text: string, path: string): Section[] {
  const sections: Section[] = [];
  let last: string | null = null;
  for (const [index, line] of text.split('\n').entries()) {
    const number = index + 1;
    if (line.trim() === '' || /^[#;]/.test(line)) continue;
    const current = sections.at(-1);
    if (/^\s/.test(line)) {
      if (current === undefined || last === null) throw new ConfigError(`Parsing file "${path}" failed: Parsing file '${path}' failed: IniParser: Illegal continuation line at line ${number}`);
      current.options.set(last, `${current.options.get(last) ?? ''}\n${line.trim()}`);
      continue;
    }
    if (line.startsWith('[')) {
      const end = line.indexOf(']');
      if (end === -1) throw new ConfigError(`Parsing file "${path}" failed: Parsing file '${path}' failed: IniParser: Missing ']' at line ${number}`);
      if (end === 1) throw new ConfigError(`Parsing file "${path}" failed: Parsing file '${path}' failed: IniParser: Empty section name at line ${number}`);
      sections.push({ name: line.slice(1, end), options: new Map() });
      last = null;
      continue;
    }
    if (current === undefined) throw new ConfigError(`Parsing file "${path}" failed: Parsing file '${path}' failed: IniParser: Missing section header at line ${number}`);
    const equals = line.indexOf('=');
    if (equals === -1) throw new ConfigError(`Parsing file "${path}" failed: Parsing file '${path}' failed: IniParser: Missing '=' at line ${number}`);
    last = line.slice(0, equals).trim();
    if (last === '') throw new ConfigError(`Parsing file "${path}" failed: Parsing file '${path}' failed: IniParser: Missing key at line ${number}`);
    current.options.set(last, line.slice(equals + 1).trim());
  }
  return sections;
}

const isTrue = (value: string): boolean => /^(1|yes|true|on)$/i.test(value);
const words = (value: string): string[] => value.split(/[\s,]+/).filter((each) => each !== '');

/** `48h`, `6h`, `never`, seconds. */
export function parseSeconds(value: string): number {
  if (value === 'never' || value === '-1') return -1;
  const match = /^(\d+(?:\.\d+)?)([smhd]?)$/.exec(value.trim());
  if (match === null) return 172_800;
  return Number(match[1]) * ({ s: 1, m: 60, h: 3600, d: 86_400 }[match[2] ?? ''] ?? 1);
}

const REPOS_DIRS = ['/etc/yum.repos.d', '/etc/yum/repos.d', '/etc/distro.repos.d'];

/** Reads dnf.conf, the variables and all repository files. */
export function readConfig(sys: ConfigReader, options: { readonly config?: string; readonly releasever?: string | null } = {}): DnfConfig {
  const warnings: string[] = [];
  const main = readMain(sys, options.config ?? '/etc/dnf/dnf.conf');
  main.releasever = options.releasever ?? detectRelease(sys);
  const variables = readVariables(sys, main.releasever);
  const repositories: Repository[] = [];
  for (const folder of main.reposDir) {
    for (const file of repositoryFiles(listing(sys, folder))) {
      readRepositories(sys, `${folder}/${file}`, main, variables, repositories, warnings);
    }
  }
  return { main, repositories, variables, warnings };
}

/** Files in dnf's order: `centos.repo` comes before `centos-addons.repo`. */
const repositoryFiles = (names: readonly string[]): string[] =>
  names.filter((name) => name.endsWith('.repo')).map((name) => name.slice(0, -5)).sort().map((name) => `${name}.repo`);

function listing(sys: ConfigReader, folder: string): string[] {
  try {
    return sys.readDirectory(folder);
  } catch (error) {
    if (error instanceof SysError) return [];
    throw error;
  }
}

export function readOr(sys: ConfigReader, path: string, otherwise: string): string {
  try {
    return sys.readFile(path);
  } catch (error) {
    if (error instanceof SysError) return otherwise;
    throw error;
  }
}

function readMain(sys: ConfigReader, path: string): MainConfig {
  const options = parseIni(readOr(sys, path, ''), path).find(({ name }) => name === 'main')?.options ?? new Map<string, string>();
  const get = (name: string): string => options.get(name) ?? '';
  const flag = (name: string, otherwise: boolean): boolean => (options.has(name) ? isTrue(get(name)) : otherwise);
  return {
    gpgCheck: flag('gpgcheck', false), best: flag('best', false), cleanRequirements: flag('clean_requirements_on_remove', true),
    installOnlyLimit: Number(get('installonly_limit')) || 3, skipIfUnavailable: flag('skip_if_unavailable', false),
    assumeYes: flag('assumeyes', false), defaultYes: flag('defaultyes', false), keepCache: flag('keepcache', false),
    excludes: words(`${get('exclude')} ${get('excludepkgs')}`), installWeakDeps: flag('install_weak_deps', true),
    metadataExpire: options.has('metadata_expire') ? parseSeconds(get('metadata_expire')) : 172_800,
    reposDir: options.has('reposdir') ? words(get('reposdir')) : REPOS_DIRS, cacheDir: get('cachedir') || '/var/cache/dnf', releasever: null,
  };
}

/** The version of what provides system-release: VERSION_ID of os-release. */
function detectRelease(sys: ConfigReader): string | null {
  return /^VERSION_ID="?([^"\n]*)"?$/m.exec(readOr(sys, '/etc/os-release', ''))?.[1] ?? null;
}

function readVariables(sys: ConfigReader, releasever: string | null): Record<string, string> {
  const variables: Record<string, string> = { basearch: 'x86_64', arch: 'x86_64' };
  if (releasever !== null) variables['releasever'] = releasever;
  for (const folder of ['/etc/yum/vars', '/etc/dnf/vars']) {
    for (const name of listing(sys, folder)) variables[name] = readOr(sys, `${folder}/${name}`, '').trim();
  }
  return variables;
}

/** Fills in `$name` and `${name}`; unknown ones stay. */
export const substitute = (text: string, variables: Readonly<Record<string, string>>): string =>
  text.replace(/\$\{(\w+)\}|\$(\w+)/g, (whole, braced: string | undefined, plain: string | undefined) => variables[braced ?? plain ?? ''] ?? whole);

function readRepositories(
  sys: ConfigReader, path: string, main: MainConfig, variables: Readonly<Record<string, string>>, into: Repository[], warnings: string[],
): void {
  let sections: Section[];
  try {
    sections = parseIni(readOr(sys, path, ''), path);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    warnings.push(`Warning: failed loading '${path}', skipping.`);
    return;
  }
  for (const { name, options } of sections) {
    if (name === 'main') continue;
    const bad = /[^A-Za-z0-9\-_.:]/.exec(name);
    if (bad !== null) {
      warnings.push(`Warning: Bad id for repo: ${name}, byte = ${bad[0]} ${bad.index}`);
      continue;
    }
    const repository = makeRepository(substitute(name, variables), path, options, main, variables);
    if (!options.has('name')) warnings.push(`Repository '${name}' is missing name in configuration, using id.`);
    const at = into.findIndex((each) => each.id === repository.id);
    if (at === -1) into.push(repository);
    else {
      warnings.push(`Repository ${repository.id} is listed more than once in the configuration`);
      into[at] = repository;
    }
  }
}

function makeRepository(
  id: string, file: string, options: ReadonlyMap<string, string>, main: MainConfig, variables: Readonly<Record<string, string>>,
): Repository {
  const get = (name: string): string => substitute(options.get(name) ?? '', variables);
  const flag = (name: string, otherwise: boolean): boolean => (options.has(name) ? isTrue(get(name)) : otherwise);
  const text = (name: string): string | null => (get(name) === '' ? null : get(name));
  return {
    id, file, name: get('name') || id, isEnabled: flag('enabled', true), baseurls: words(get('baseurl')),
    metalink: text('metalink'), mirrorlist: text('mirrorlist'), gpgCheck: flag('gpgcheck', main.gpgCheck), gpgKeys: words(get('gpgkey')),
    skipIfUnavailable: flag('skip_if_unavailable', main.skipIfUnavailable),
    metadataExpire: options.has('metadata_expire') ? parseSeconds(get('metadata_expire')) : main.metadataExpire,
    priority: Number(get('priority')) || 99, excludes: words(`${get('exclude')} ${get('excludepkgs')}`),
  };
}

/** Applies one `--setopt repo.option=value`; false when the option is not one of a repository. */
export function setRepositoryOption(repository: Repository, option: string, value: string): boolean {
  switch (option) {
    case 'enabled': repository.isEnabled = isTrue(value); return true;
    case 'gpgcheck': repository.gpgCheck = isTrue(value); return true;
    case 'skip_if_unavailable': repository.skipIfUnavailable = isTrue(value); return true;
    case 'baseurl': repository.baseurls = words(value); return true;
    case 'gpgkey': repository.gpgKeys = words(value); return true;
    case 'name': repository.name = value; return true;
    case 'metalink': repository.metalink = value; return true;
    case 'mirrorlist': repository.mirrorlist = value; return true;
    case 'metadata_expire': repository.metadataExpire = parseSeconds(value); return true;
    case 'priority': repository.priority = Number(value); return true;
    case 'exclude': case 'excludepkgs': repository.excludes.push(...words(value)); return true;
    default: return false;
  }
}

/** The same for [main]. */
export function setMainOption(main: MainConfig, option: string, value: string): boolean {
  switch (option) {
    case 'gpgcheck': main.gpgCheck = isTrue(value); return true;
    case 'best': main.best = isTrue(value); return true;
    case 'assumeyes': main.assumeYes = isTrue(value); return true;
    case 'defaultyes': main.defaultYes = isTrue(value); return true;
    case 'keepcache': main.keepCache = isTrue(value); return true;
    case 'clean_requirements_on_remove': main.cleanRequirements = isTrue(value); return true;
    case 'install_weak_deps': main.installWeakDeps = isTrue(value); return true;
    case 'skip_if_unavailable': main.skipIfUnavailable = isTrue(value); return true;
    case 'exclude': case 'excludepkgs': main.excludes.push(...words(value)); return true;
    case 'installonly_limit': main.installOnlyLimit = Number(value); return true;
    case 'metadata_expire': main.metadataExpire = parseSeconds(value); return true;
    case 'tsflags': case 'timeout': case 'retries': case 'fastestmirror': case 'max_parallel_downloads': case 'deltarpm':
    case 'strict': case 'obsoletes': case 'color': case 'sslverify': case 'ip_resolve': return true;
    default: return false;
  }
}
