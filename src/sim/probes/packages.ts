import { isNear } from '../../base/near.ts';
import type { Host } from '../host/host.ts';
import type { PackageCatalogue } from '../host/package.ts';
import { RPMDB, RpmDatabase, type Installed } from '../programs/dnf/rpmdb.ts';
import { byEvr, evrText } from '../programs/dnf/version.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { lookUp } from './machine.ts';

/** Databases by the stored data that they were read from: a change stores new data. */
const parsed = new WeakMap<object, readonly Installed[]>();

/** What rpm's database says is installed. */
export function installed(host: Host, catalogue: PackageCatalogue): readonly Installed[] {
  const blob = lookUp(host, RPMDB)?.blob;
  if (typeof blob !== 'object' || blob === null) return [];
  const known = parsed.get(blob) ?? RpmDatabase.parse(blob, catalogue).packages;
  parsed.set(blob, known);
  return known;
}

export async function answerPackage(host: Host, { name }: Asked<'package'>, world: World): Promise<AnswerTo<'package'>> {
  const all = installed(host, await world.plan.packages()).map(({ spec }) => spec);
  const mine = all.filter((spec) => spec.name === name).sort(byEvr).at(-1);
  const similar = all.filter((spec) => isNear(spec.name, name)).map((spec) => ({ name: spec.name, version: evrText(spec) }));
  return { kind: 'package', version: mine === undefined ? null : evrText(mine), similar };
}
