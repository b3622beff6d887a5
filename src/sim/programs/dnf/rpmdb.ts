import type { Json } from '../../../base/json.ts';
import type { PackageCatalogue, PackageSpec } from '../../host/package.ts';
import type { Sys } from '../../host/sys.ts';
import { byNevra, nevra } from './version.ts';

export const RPMDB = '/var/lib/rpm/rpmdb.sqlite';

/** Why a package is there, as libdnf keeps it: asked for, a dependency, a weak one, by a group, by rpm alone. */
export type Reason = 'user' | 'dependency' | 'weak' | 'group' | 'unknown';

/** One installed package. */
export interface Installed {
  readonly spec: PackageSpec;
  readonly installedMs: number;
  readonly reason: Reason;
  /** Id of the repository it came from, with rpm `""`. */
  readonly from: string;
}

/** A key that rpm trusts. */
export interface TrustedKey {
  /** Last 16 hex digits of the fingerprint, lower case. */
  readonly id: string;
  readonly user: string;
  readonly importedMs: number;
}

const REASONS: Readonly<Record<string, Reason>> = { u: 'user', d: 'dependency', w: 'weak', g: 'group', '?': 'unknown' };
const LETTERS = Object.fromEntries(Object.entries(REASONS).map(([letter, reason]) => [reason, letter]));

/**
 * The rpm database with what dnf keeps beside it (reason, repository). In the file a package is one line,
 * `nevra seconds reason repository`: all else stands in the catalogue.
 */
export class RpmDatabase {
  readonly packages: Installed[];
  readonly keys: TrustedKey[];

  constructor(packages: readonly Installed[] = [], keys: readonly TrustedKey[] = []) {
    this.packages = [...packages];
    this.keys = [...keys];
  }

  static parse(blob: Json | undefined, catalogue: PackageCatalogue): RpmDatabase {
    const stored = (blob ?? {}) as { packages?: readonly string[]; keys?: readonly (readonly [string, string, number])[] };
    const packages = (stored.packages ?? []).flatMap((line): Installed[] => {
      const [key = '', seconds = '0', letter = '?', from = ''] = line.split(' ');
      const spec = catalogue.package(key);
      return spec === null ? [] : [{ spec, installedMs: Number(seconds) * 1000, reason: REASONS[letter] ?? 'unknown', from }];
    });
    return new RpmDatabase(packages, (stored.keys ?? []).map(([id, user, seconds]) => ({ id, user, importedMs: seconds * 1000 })));
  }

  /** Reads the host's database; an unreadable or missing one is empty. */
  static load(sys: Sys, catalogue: PackageCatalogue): RpmDatabase {
    try {
      return RpmDatabase.parse(sys.readBlob(RPMDB), catalogue);
    } catch {
      return new RpmDatabase();
    }
  }

  toJson(): Json {
    return {
      packages: this.packages.map(({ spec, installedMs, reason, from }) =>
        `${nevra(spec)} ${Math.floor(installedMs / 1000)} ${LETTERS[reason]} ${from}`),
      keys: this.keys.map(({ id, user, importedMs }) => [id, user, Math.floor(importedMs / 1000)]),
    };
  }

  save(sys: Sys): void {
    sys.writeBlob(RPMDB, this.toJson(), { sizeBytes: this.sizeBytes(), mode: 0o644 });
  }

  sizeBytes(): number {
    return 4096 * (64 + this.packages.length * 9);
  }

  /** All versions of a name (kernels can have several). */
  named(name: string): Installed[] {
    return this.packages.filter(({ spec }) => spec.name === name);
  }

  find(key: string): Installed | null {
    return this.packages.find(({ spec }) => nevra(spec) === key) ?? null;
  }

  sorted(): Installed[] {
    return [...this.packages].sort((left, right) => byNevra(left.spec, right.spec));
  }

  add(installed: Installed): void {
    this.packages.push(installed);
  }

  remove(spec: PackageSpec): void {
    const key = nevra(spec);
    const index = this.packages.findIndex((each) => nevra(each.spec) === key);
    if (index !== -1) this.packages.splice(index, 1);
  }

  trusts(keyId: string): boolean {
    return this.keys.some(({ id }) => id === keyId);
  }
}
