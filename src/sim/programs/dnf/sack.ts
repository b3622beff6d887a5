import type { PackageGroupSet, PackageSpec, ModuleStream } from '../../host/package.ts';
import { meets, ownsPath, parseRelation, providesOf, satisfies, type Relation } from './relation.ts';
import type { Installed, RpmDatabase } from './rpmdb.ts';
import { byEvr, byNevra, evrText, nevra } from './version.ts';

/** A package as a repository (or the command line) offers it. */
export interface Available {
  readonly spec: PackageSpec;
  readonly repository: string;
  readonly priority: number;
}

/** One repository whose metadata was loaded. */
export interface LoadedRepository {
  readonly id: string;
  readonly priority: number;
  readonly packages: readonly PackageSpec[];
  readonly groups: readonly PackageGroupSet[];
  readonly modules: readonly ModuleStream[];
}

/** `*`, `?` and `[…]` as fnmatch(3) matches them, the whole text. */
export function globToRegExp(glob: string, flags = ''): RegExp {
  const body = glob.replace(/[.+^${}()|\\]/g, '\\$&').replace(/\*/g, '.*').replace(/\?/g, '.').replace(/\[!/g, '[^');
  try {
    return new RegExp(`^${body}$`, `s${flags}`);
  } catch {
    return new RegExp(`^${glob.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`, `s${flags}`);
  }
}

export const isGlob = (text: string): boolean => /[*?[]/.test(text);

/** What is installed and what could be, for one run of dnf. */
export class Sack {
  readonly database: RpmDatabase;
  readonly available: Available[];
  readonly repositories: readonly LoadedRepository[];
  /** Providers by the provided name, made when first asked. */
  #providers: Map<string, Available[]> | null = null;

  constructor(database: RpmDatabase, repositories: readonly LoadedRepository[], isExcluded: (spec: PackageSpec, repository: string) => boolean) {
    this.database = database;
    this.repositories = repositories;
    this.available = repositories.flatMap(({ id, priority, packages }) =>
      packages.filter((spec) => !isExcluded(spec, id)).map((spec) => ({ spec, repository: id, priority })));
  }

  get installed(): readonly Installed[] {
    return this.database.packages;
  }

  /** Adds a package file given on the command line. */
  addCommandLine(spec: PackageSpec): Available {
    const entry = { spec, repository: '@commandline', priority: 99 };
    this.available.push(entry);
    this.#providers = null;
    return entry;
  }

  /** Available packages that satisfy a dependency, best first: higher priority, then newest. */
  providers(wanted: Relation): Available[] {
    this.#providers ??= index(this.available);
    const named = (this.#providers.get(wanted.name) ?? []).filter(({ spec }) => providesOf(spec).some((each) => meets(each, wanted)));
    const owning = wanted.name.startsWith('/') ? this.available.filter(({ spec }) => ownsPath(spec, wanted.name)) : [];
    return [...new Set([...named, ...owning])].sort(bestFirst(wanted.name));
  }

  installedProviders(wanted: Relation): Installed[] {
    return this.installed.filter(({ spec }) => satisfies(spec, wanted));
  }

  /** Newest available version of each name and architecture, repositories of better priority first. */
  latest(): Available[] {
    const best = new Map<string, Available>();
    for (const each of this.available) {
      const key = `${each.spec.name}.${each.spec.arch}`;
      const known = best.get(key);
      if (known === undefined || each.priority < known.priority || (each.priority === known.priority && byEvr(each.spec, known.spec) > 0)) best.set(key, each);
    }
    return [...best.values()];
  }

  /** Installed packages with a newer available version, and that version. */
  upgrades(): { readonly old: Installed; readonly next: Available }[] {
    return this.latest().flatMap((next) => {
      const olds = this.database.named(next.spec.name).filter(({ spec }) => spec.arch === next.spec.arch || spec.arch === 'noarch' || next.spec.arch === 'noarch');
      const newest = olds.sort((left, right) => byEvr(left.spec, right.spec)).at(-1);
      return newest !== undefined && byEvr(newest.spec, next.spec) < 0 ? [{ old: newest, next }] : [];
    });
  }
}

const bestFirst = (name: string) => (left: Available, right: Available): number =>
  left.priority - right.priority
  || Number(right.spec.name === name) - Number(left.spec.name === name)
  || (left.spec.name === right.spec.name ? byEvr(right.spec, left.spec) : left.spec.name < right.spec.name ? -1 : 1);

function index(available: readonly Available[]): Map<string, Available[]> {
  const map = new Map<string, Available[]>();
  for (const each of available) {
    for (const name of new Set(providesOf(each.spec).map((provided) => provided.name))) {
      const list = map.get(name);
      if (list === undefined) map.set(name, [each]);
      else list.push(each);
    }
  }
  return map;
}

/** The ways in which a package can be named on the command line (hawkey's nevra forms). */
function forms(spec: PackageSpec): string[] {
  const epoch = spec.epoch ?? 0;
  const version = `${spec.version}-${spec.release}`;
  const withEpoch = `${epoch}:${version}`;
  return [
    spec.name, `${spec.name}.${spec.arch}`, `${spec.name}-${spec.version}`, `${spec.name}-${version}`, `${spec.name}-${version}.${spec.arch}`,
    `${spec.name}-${withEpoch}`, `${spec.name}-${withEpoch}.${spec.arch}`, `${spec.name}-${epoch}:${spec.version}`,
  ];
}

/** Whether a subject (name, nevra or glob of either) names this package. */
export function isNamed(spec: PackageSpec, subject: string): boolean {
  if (!isGlob(subject)) return forms(spec).includes(subject);
  const pattern = globToRegExp(subject);
  return forms(spec).some((form) => pattern.test(form));
}

/** Packages that a subject means: by name, else by what they provide, else by a file they own. */
export function matching<T extends { readonly spec: PackageSpec }>(packages: readonly T[], subject: string, options: { readonly provides?: boolean } = {}): T[] {
  const named = packages.filter(({ spec }) => isNamed(spec, subject));
  if (named.length > 0 || options.provides === false) return named;
  const providing = packages.filter(({ spec }) => isProviding(spec, subject));
  if (providing.length > 0) return providing;
  if (!/^[*/]/.test(subject)) return [];
  const pattern = globToRegExp(subject);
  return packages.filter(({ spec }) => filePaths(spec).some((path) => pattern.test(path)));
}

/** All paths of a package. */
export const filePaths = (spec: PackageSpec): string[] =>
  [...(spec.files ?? []).map((file) => file.path), ...Object.keys(spec.programs ?? {})].sort();

function isProviding(spec: PackageSpec, subject: string): boolean {
  if (isGlob(subject)) {
    const pattern = globToRegExp(subject);
    return providesOf(spec).some(({ name }) => pattern.test(name));
  }
  const wanted = parseRelation(subject);
  return providesOf(spec).some((provided) => meets(provided, wanted));
}

/** For listing: `name.arch`, version, repository. */
export const listed = (spec: PackageSpec): [string, string] => [`${spec.name}.${spec.arch}`, evrText(spec)];

export const sameBuild = (left: PackageSpec, right: PackageSpec): boolean => nevra(left) === nevra(right);

/** Each package once, by name and architecture, newest build. */
export function uniqueByName(specs: readonly PackageSpec[]): PackageSpec[] {
  const best = new Map<string, PackageSpec>();
  for (const spec of specs) {
    const key = `${spec.name}.${spec.arch}`;
    const known = best.get(key);
    if (known === undefined || byEvr(known, spec) < 0) best.set(key, spec);
  }
  return [...best.values()].sort(byNevra);
}
