import { assert } from '../../base/assert.ts';
import type { Host } from '../host/host.ts';
import type { PackageCatalogue } from '../host/package.ts';
import { prepareHost } from './base-image.ts';
import { makeCatalogue } from './catalogue.ts';
import { mirrorPages, type Page } from './mirrors.ts';
import { PROFILES } from './profiles/index.ts';

/** A distribution's release at work: its packages, its mirrors, its fresh machines. */
export interface Distribution {
  readonly catalogue: PackageCatalogue;
  readonly pages: (host: string, target: string) => Page | null;
  /** Lays the disk of the profile's host with that id: a machine before it is switched on. */
  readonly prepare: (host: Host) => void;
}

const made = new Map<string, Distribution>();

/** The distribution of that name, e.g. `centos-stream-9`; made once. */
export function distribution(name: string): Distribution {
  const known = made.get(name);
  if (known !== undefined) return known;
  const profile = PROFILES[name];
  assert(profile !== undefined, `no profile ${name}`);
  const catalogue = makeCatalogue(profile);
  const fresh: Distribution = {
    catalogue,
    pages: mirrorPages(profile),
    prepare(host) {
      const spec = profile.hosts.find(({ id }) => id === host.id);
      assert(spec !== undefined, `no host ${host.id} in ${name}`);
      prepareHost(profile, spec, host, catalogue);
    },
  };
  made.set(name, fresh);
  return fresh;
}
