import type { Interface, Route } from '../host/network.ts';
import type { ModuleStream, PackageGroupSet } from '../host/package.ts';
import type { Header, Origin } from './table.ts';

/** One repository as the mirrors of the simulated internet serve it. */
export interface MirroredRepository {
  /** Name of its index in the catalogue, unique over all profiles. */
  readonly index: string;
  /** Where it lies: `host/path` without scheme and slash at the end. */
  readonly at: readonly string[];
  /** `repo=` of its metalink; null when it has none. */
  readonly metalink: string | null;
  readonly origin: Origin;
  readonly packages: readonly Header[];
  readonly groups?: readonly PackageGroupSet[];
  readonly modules?: readonly ModuleStream[];
  /** Size of its metadata in bytes: what the progress line shows. */
  readonly metadataBytes: number;
}

/** A machine of the lab before its first boot. */
export interface HostSpec {
  readonly id: string;
  readonly hostname: string;
  readonly machineId: string;
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
}

/** A distribution's release as data: what is installed, what can be, and what the machines are. */
export interface Profile {
  readonly name: string;
  /** What `HostInfo.system` says. */
  readonly system: string;
  readonly installed: readonly Header[];
  /** Names that the image's maker asked for; the others are there as dependencies. */
  readonly userInstalled: ReadonlySet<string>;
  readonly origins: Readonly<Record<string, Origin>>;
  readonly repositories: readonly MirroredRepository[];
  readonly installedMs: number;
  readonly builtMs: number;
  readonly rootPassword: string;
  /** Units that the installer left off although their packages enable them (`firewall --disabled` in the kickstart file). */
  readonly unitsOff: readonly string[];
  readonly timeZone: string;
  readonly locale: string;
  readonly hosts: readonly HostSpec[];
}
