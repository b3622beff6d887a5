import { SysError } from '../../../host/errors.ts';
import type { Sys } from '../../../host/sys.ts';

const RPM_DATABASE = '/var/lib/rpm/rpmdb.sqlite';
const UNKNOWN = '23.0.2';

/** keystone's version, as the installed package names it. */
export function versionOf(sys: Sys): string {
  try {
    const stored = (sys.readBlob(RPM_DATABASE) ?? {}) as { packages?: readonly string[] };
    const line = stored.packages?.find((each) => /^openstack-keystone-\d/.test(each));
    return line?.slice('openstack-keystone-'.length).replace(/^\d+:/, '').split('-')[0] ?? UNKNOWN;
  } catch (error) {
    if (error instanceof SysError) return UNKNOWN;
    throw error;
  }
}
