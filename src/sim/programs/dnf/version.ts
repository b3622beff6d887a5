// dnf: package management as dnf 4.14 and rpm 4.16 do it. Knows packages only through repositories and the rpm database.
import { compareEvr, type Evr } from '../../../base/rpm-version.ts';
import type { PackageSpec } from '../../host/package.ts';

export const evrOf = (spec: PackageSpec): Evr =>
  ({ epoch: spec.epoch ?? 0, version: spec.version, release: spec.release });

/** As dnf shows it: the epoch only when it is not 0. */
export const evrText = (spec: PackageSpec): string =>
  `${(spec.epoch ?? 0) === 0 ? '' : `${spec.epoch}:`}${spec.version}-${spec.release}`;

/** `name-[epoch:]version-release.arch`: dnf's way, and a package's key in the catalogue. */
export const nevra = (spec: PackageSpec): string => `${spec.name}-${evrText(spec)}.${spec.arch}`;

/** `name-version-release.arch`: rpm's way, and the file's name without `.rpm`. */
export const nvra = (spec: PackageSpec): string => `${spec.name}-${spec.version}-${spec.release}.${spec.arch}`;

/** Newest last. */
export const byEvr = (left: PackageSpec, right: PackageSpec): number => compareEvr(evrOf(left), evrOf(right));

/** Order of libdnf's package lists: name, then version, then arch. */
export const byNevra = (left: PackageSpec, right: PackageSpec): number =>
  (left.name < right.name ? -1 : left.name > right.name ? 1 : 0) || byEvr(left, right)
  || (left.arch < right.arch ? -1 : left.arch > right.arch ? 1 : 0);
