import { SysError } from '../errors.ts';
import type { Sys } from '../sys.ts';

/** What the installed MariaDB was built as. */
export interface Build {
  /** `10.6.22`. */
  readonly number: string;
  /** `10.6.22-MariaDB`, as VERSION() says. */
  readonly version: string;
  /** version_comment, e.g. `MariaDB Server`. */
  readonly comment: string;
  /** For the client's first line: `Linux` and `x86_64`. */
  readonly system: string;
  /** Default path of the server's socket. */
  readonly socket: string;
  /** The default option groups that name a version: `mariadb-10.6`. */
  readonly series: string;
}

const RPM_DATABASE = '/var/lib/rpm/rpmdb.sqlite';
const UNKNOWN = '10.6.22';

/** The build of an installed package (MariaDB-server, MariaDB-client), as rpm's database names its version. */
export function buildOf(sys: Sys, packageName: string): Build {
  const number = installedVersion(sys, packageName) ?? UNKNOWN;
  return {
    number, version: `${number}-MariaDB`, comment: 'MariaDB Server', system: 'Linux', socket: '/var/lib/mysql/mysql.sock',
    series: number.split('.').slice(0, 2).join('.'),
  };
}

/** What was looked up in a list of packages: a list is never changed, only replaced. */
const known = new WeakMap<readonly string[], Map<string, string | null>>();

function installedVersion(sys: Sys, name: string): string | null {
  try {
    const { packages = [] } = (sys.readBlob(RPM_DATABASE) ?? {}) as { packages?: readonly string[] };
    const versions = known.get(packages) ?? new Map<string, string | null>();
    known.set(packages, versions);
    const seen = versions.get(name);
    if (seen !== undefined) return seen;
    const line = packages.find((each) => each.startsWith(`${name}-`) && /^\d/.test(each.slice(name.length + 1)));
    const version = line?.slice(name.length + 1).replace(/^\d+:/, '').split('-')[0] ?? null;
    versions.set(name, version);
    return version;
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}
