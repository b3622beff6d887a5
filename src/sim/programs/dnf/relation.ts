import type { PackageSpec } from '../../host/package.ts';
import { compareEvr, compareVersions, parseEvr, type Evr } from '../../../base/rpm-version.ts';
import { evrText } from './version.ts';

/** A dependency as rpm writes it: `name`, `name >= 1.2`, a path, or a boolean expression kept as text. */
export interface Relation {
  readonly name: string;
  readonly operator: '' | '=' | '<' | '>' | '<=' | '>=';
  readonly evr: Evr | null;
  readonly text: string;
}

const FORM = /^(\S+)\s+(<=|>=|=|<|>)\s+(\S+)$/;
const parsed = new Map<string, Relation>();

export function parseRelation(text: string): Relation {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const match = FORM.exec(text);
  const relation: Relation = match === null
    ? { name: text, operator: '', evr: null, text }
    : { name: match[1] ?? '', operator: match[2] as Relation['operator'], evr: parseEvr(match[3] ?? ''), text };
  parsed.set(text, relation);
  return relation;
}

/** Whether what `provided` offers meets `wanted` (rpm: an unversioned provide meets only an unversioned wish). */
export function meets(provided: Relation, wanted: Relation): boolean {
  if (provided.name !== wanted.name) return false;
  if (wanted.evr === null || wanted.operator === '') return true;
  if (provided.evr === null) return false;
  const order = compareLoosely(provided.evr, wanted.evr);
  return (wanted.operator.includes('=') && order === 0)
    || (wanted.operator.includes('<') && order < 0) || (wanted.operator.includes('>') && order > 0);
}

/** Without a release on either side, releases do not count. */
function compareLoosely(left: Evr, right: Evr): number {
  if (left.release !== '' && right.release !== '') return compareEvr(left, right);
  if (left.epoch !== right.epoch) return left.epoch < right.epoch ? -1 : 1;
  return compareVersions(left.version, right.version);
}

const provided = new WeakMap<PackageSpec, Relation[]>();

/** All that a package provides: its own name, its arch name, and what it lists. */
export function providesOf(spec: PackageSpec): readonly Relation[] {
  const known = provided.get(spec);
  if (known !== undefined) return known;
  const relations = listProvides(spec);
  provided.set(spec, relations);
  return relations;
}

function listProvides(spec: PackageSpec): Relation[] {
  const evr = evrText(spec);
  const own = [`${spec.name} = ${evr}`, ...(spec.arch === 'noarch' ? [] : [`${spec.name}(x86-64) = ${evr}`])];
  return [...new Set([...own, ...(spec.provides ?? [])])].sort().map(parseRelation);
}

/** Whether a package owns the file or directory (or program) `path`. */
export const ownsPath = (spec: PackageSpec, path: string): boolean =>
  spec.programs?.[path] !== undefined || (spec.files ?? []).some((file) => file.path === path);

/** Whether the package satisfies the relation, by a provide or, for a path, by a file. */
export const satisfies = (spec: PackageSpec, wanted: Relation): boolean =>
  providesOf(spec).some((each) => meets(each, wanted)) || (wanted.name.startsWith('/') && ownsPath(spec, wanted.name));
