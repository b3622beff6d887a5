import { isNear } from '../../base/near.ts';
import type { Host } from '../host/host.ts';
import type { PackageCatalogue } from '../host/package.ts';
import { RPMDB, RpmDatabase, type Installed } from '../programs/dnf/rpmdb.ts';
import { byEvr, evrText } from '../programs/dnf/version.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { lookUp } from './machine.ts';

/** What rpm's database says is installed. */
export function installed(host: Host, catalogue: PackageCatalogue): readonly Installed[] {
  return RpmDatabase.parse(lookUp(host, RPMDB)?.blob, catalogue).packages;
}

export async function answerPackage(host: Host, { name }: Asked<'package'>, world: World): Promise<AnswerTo<'package'>> {
  const all = installed(host, await world.plan.packages()).map(({ spec }) => spec);
  const mine = all.filter((spec) => spec.name === name).sort(byEvr).at(-1);
  const similar = all.filter((spec) => isNear(spec.name, name)).map((spec) => ({ name: spec.name, version: evrText(spec) }));
  return { kind: 'package', version: mine === undefined ? null : evrText(mine), similar };
}
