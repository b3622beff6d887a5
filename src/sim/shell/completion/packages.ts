import { SysError } from '../../host/errors.ts';
import { indexNamed } from '../../host/package-file.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** rpm's database: its packages are lines that begin with `name-[epoch:]version-release.arch`. */
const DATABASE = '/var/lib/rpm/rpmdb.sqlite';
const CACHE = '/var/cache/dnf';

function orNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

/** Names of installed packages. */
export function installedPackages(sys: Sys): string[] {
  const blob = orNull(() => sys.readBlob(DATABASE)) as { packages?: readonly string[] } | null | undefined;
  return (blob?.packages ?? []).map((line) => (line.split(' ')[0] ?? '').replace(/-[^-]*-[^-]*$/, ''));
}

/** Names of packages in the repositories whose metadata dnf has in its cache. */
export function* availablePackages(sys: Sys): Routine<string[]> {
  const files = (orNull(() => sys.readDirectory(CACHE)) ?? []).filter((name) => name.endsWith('.solv'));
  const indexes = files.map((name) => indexNamed(orNull(() => sys.readFile(`${CACHE}/${name}`)) ?? ''));
  if (indexes.every((index) => index === null)) return [];
  const catalogue = yield* sys.external(sys.packages());
  return indexes.flatMap((index) => (index === null ? [] : catalogue.repository(index)?.packages.map((spec) => spec.name) ?? []));
}
