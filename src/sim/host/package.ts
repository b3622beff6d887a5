/** One file, directory or link that a package brings. Without `content`, `target` or `isDirectory`: an empty file. */
export interface PayloadFile {
  readonly path: string;
  readonly content?: string;
  /** Permission bits; default 0644 for files, 0755 for directories. */
  readonly mode?: number;
  /** Owner's name; default root. Its account comes from `users` of this package or one it requires. */
  readonly owner?: string;
  readonly group?: string;
  /** Makes it a symlink to this. */
  readonly target?: string;
  readonly isDirectory?: boolean;
  /** `%config(noreplace)`: kept when changed (.rpmnew on update, .rpmsave on removal); listed by `rpm -qc`. */
  readonly isConfig?: boolean;
  /** `%doc`: listed by `rpm -qd`. */
  readonly isDoc?: boolean;
  /** `%ghost`: owned and removed by the package, but not made by installing it. */
  readonly isGhost?: boolean;
}

/** An account that a package makes before its files come (%pre). Its group of the same name is made with `gid`. */
export interface PackageUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly gecos?: string;
  readonly home?: string;
  readonly shell?: string;
  /** Supplementary groups; they must exist. */
  readonly groups?: readonly string[];
}

export interface PackageGroup {
  readonly name: string;
  readonly gid: number;
}

/** What a package does besides bringing files, as data. Each shows as "Running scriptlet:" where the real one does. */
export type Scriptlet =
  /** %systemd_post, _preun and _postun: preset on install, disable and stop on removal; `restarts` on update. */
  | { readonly kind: 'systemd'; readonly units: readonly string[]; readonly restarts?: boolean }
  /** %post and %postun of a library: nothing to see but their lines. */
  | { readonly kind: 'ldconfig' }
  /** `alternatives --install link name path priority`. */
  | { readonly kind: 'alternatives'; readonly link: string; readonly name: string; readonly path: string; readonly priority: number }
  /** Runs a program of the host at that moment as root; what it prints is shown. `when` is rpm's: on install and update, or removal. */
  | { readonly kind: 'run'; readonly when: 'pre' | 'post' | 'preun' | 'postun' | 'posttrans'; readonly argv: readonly string[] };

/** What lies inside a package, whatever its version. */
export interface Payload {
  readonly files?: readonly PayloadFile[];
  readonly users?: readonly PackageUser[];
  readonly groups?: readonly PackageGroup[];
  readonly scripts?: readonly Scriptlet[];
}

/** A package as its header and payload say. `release` holds the dist tag; `epoch` is 0 when absent. */
export interface PackageSpec extends Payload {
  readonly name: string;
  readonly epoch?: number;
  readonly version: string;
  readonly release: string;
  readonly arch: 'x86_64' | 'noarch';
  /** Id of the repository it comes from, as its repository file names it (`baseos`, `appstream`, `mariadb`). */
  readonly repository: string;
  readonly summary: string;
  readonly description?: string;
  readonly license: string;
  readonly url?: string;
  readonly sizeBytes: number;
  readonly installedBytes: number;
  /** Requirements as rpm words them: `httpd-mmn = 20120211x8664`, `python3dist(oslo-db)`, `/bin/sh`. */
  readonly requires: readonly string[];
  readonly recommends?: readonly string[];
  /** Besides `name = version-release`. */
  readonly provides?: readonly string[];
  readonly conflicts?: readonly string[];
  readonly obsoletes?: readonly string[];
  /** Name-version-release of the source package, without `.src.rpm`. */
  readonly source?: string;
  readonly vendor?: string;
  readonly packager?: string;
  readonly buildHost?: string;
  readonly buildTimeMs?: number;
  /** Key id (last 16 hex digits) that signed it; null when unsigned. */
  readonly signedBy?: string | null;
  /** Names of the programs that the package brings: path → program name of the registry. */
  readonly programs?: Readonly<Record<string, { readonly program: string; readonly mode?: number }>>;
}

/** A repository's metadata as a mirror serves it. */
export interface RepositoryContent {
  readonly packages: readonly PackageSpec[];
  readonly groups: readonly PackageGroupSet[];
  readonly modules: readonly ModuleStream[];
  /** When the metadata was made. */
  readonly builtMs: number;
}

/** A comps group or environment. */
export interface PackageGroupSet {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly isEnvironment?: boolean;
  readonly isVisible?: boolean;
  /** Packages, or for an environment the ids of its groups. */
  readonly mandatory: readonly string[];
  readonly defaults?: readonly string[];
  readonly optional?: readonly string[];
}

/** One stream of a module. */
export interface ModuleStream {
  readonly name: string;
  readonly stream: string;
  readonly isDefault?: boolean;
  readonly profiles: readonly string[];
  readonly defaultProfile?: string;
  readonly summary: string;
}

/**
 * Finds what the bytes of a package or of a repository's metadata stand for. A downloaded rpm and a repository's
 * index hold only names (as a program file holds its program's name), so disks and snapshots stay small.
 */
export interface PackageCatalogue {
  /** By `name-[epoch:]version-release.arch`; null when no such package was ever built. */
  package(nevra: string): PackageSpec | null;
  /** By the name that an index file holds. */
  repository(index: string): RepositoryContent | null;
}
