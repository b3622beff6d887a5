// dnf: package management as dnf 4.14 and rpm 4.16 do it. Knows packages only through repositories and the rpm database.
import type { PackageSpec } from '../../host/package.ts';

/** Epoch, version and release. */
export interface Evr {
  readonly epoch: number;
  readonly version: string;
  readonly release: string;
}

const SEGMENT = /\d+|[A-Za-z]+|~|\^/g;

/** rpmvercmp: -1, 0 or 1 (rpm's lib/rpmvercmp.c; `~` sorts before anything, `^` after the end). */
export function compareVersions(left: string, right: string): number {
  if (left === right) return 0;
  const mine = left.match(SEGMENT) ?? [];
  const others = right.match(SEGMENT) ?? [];
  for (let index = 0; index < Math.max(mine.length, others.length); index += 1) {
    const order = compareSegments(mine[index], others[index]);
    if (order !== 0) return order;
  }
  return 0;
}

function compareSegments(one: string | undefined, two: string | undefined): number {
  if (one === two) return 0;
  if (one === '~') return -1;
  if (two === '~') return 1;
  if (one === undefined) return -1;
  if (two === undefined) return 1;
  if (one === '^') return -1;
  if (two === '^') return 1;
  const isNumber = /^\d/.test(one);
  if (isNumber !== /^\d/.test(two)) return isNumber ? 1 : -1;
  if (!isNumber) return one < two ? -1 : 1;
  const mine = one.replace(/^0+/, '');
  const other = two.replace(/^0+/, '');
  if (mine.length !== other.length) return mine.length < other.length ? -1 : 1;
  return mine === other ? 0 : mine < other ? -1 : 1;
}

export function compareEvr(left: Evr, right: Evr): number {
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  return compareVersions(left.version, right.version) || compareVersions(left.release, right.release);
}

/** `1:2.3-4.el9` or `2.3-4.el9`; the release may be missing (as in `requires`). */
export function parseEvr(text: string): Evr {
  const colon = text.indexOf(':');
  const rest = colon === -1 ? text : text.slice(colon + 1);
  const dash = rest.lastIndexOf('-');
  return {
    epoch: colon === -1 ? 0 : Number(text.slice(0, colon)) || 0,
    version: dash === -1 ? rest : rest.slice(0, dash),
    release: dash === -1 ? '' : rest.slice(dash + 1),
  };
}

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
