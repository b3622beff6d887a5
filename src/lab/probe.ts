import type { CatalogEndpoint, CatalogService, CloudLogin, Identity, IdentityProject, IdentityUser, RoleAssignment, ShellVariable, TokenReport } from './identity.ts';

/**
 * A question about the lab, as data: a closed union, so that every lab must answer every kind. Grown together with
 * `Answer`: kind by kind, both carry the same `kind`.
 */
export type Probe =
  | { readonly kind: 'file'; readonly host: string; readonly path: string }
  | { readonly kind: 'package'; readonly host: string; readonly name: string }
  | { readonly kind: 'repository'; readonly host: string; readonly id: string }
  | { readonly kind: 'updates'; readonly host: string }
  | { readonly kind: 'unit'; readonly host: string; readonly name: string }
  | { readonly kind: 'port'; readonly host: string; readonly port: number; readonly protocol?: 'tcp' | 'udp' }
  | { readonly kind: 'resolves'; readonly host: string; readonly name: string }
  /** Can `host` reach `to` (a name) at all, or a port of it? */
  | { readonly kind: 'reaches'; readonly host: string; readonly to: string; readonly port?: number }
  /** Time sources that chronyd of `host` uses, and the ones chrony.conf names. */
  | { readonly kind: 'time-sources'; readonly host: string }
  | { readonly kind: 'option'; readonly host: string; readonly path: string; readonly section: string; readonly name: string }
  | { readonly kind: 'database'; readonly host: string; readonly name: string }
  /** The account `user`@`from` (exactly that) and what it may do in `database`; with `password`, whether that is its password. */
  | { readonly kind: 'grant'; readonly host: string; readonly user: string; readonly from: string; readonly database: string; readonly password?: string }
  /** Would this login work, from this host? From the host itself it comes by the socket, or by its `name` over the network. */
  | { readonly kind: 'login'; readonly host: string; readonly from: string; readonly user: string; readonly password: string; readonly database?: string; readonly byName?: boolean }
  | { readonly kind: 'rows'; readonly host: string; readonly database: string; readonly sql: string }
  /** Which lines that match (a regular expression) were run? */
  | { readonly kind: 'history'; readonly host?: string; readonly pattern: string }
  /** An option that holds a database's URL, and whether the login it describes would work from this host. */
  | { readonly kind: 'connection'; readonly host: string; readonly path: string; readonly section: string; readonly name: string }
  /** A directory of Fernet keys. */
  | { readonly kind: 'keys'; readonly host: string; readonly path: string }
  /** httpd's configuration as its files say it now. */
  | { readonly kind: 'httpd'; readonly host: string }
  /** The processes of a unit, and when these files changed last. */
  | { readonly kind: 'processes'; readonly host: string; readonly unit: string; readonly files?: readonly string[] }
  /** Keystone's tables in the MariaDB of `host`. */
  | { readonly kind: 'user'; readonly host: string; readonly name: string; readonly domain?: string; readonly password?: string }
  | { readonly kind: 'project'; readonly host: string; readonly name: string; readonly domain?: string }
  | { readonly kind: 'role'; readonly host: string; readonly name: string }
  | { readonly kind: 'assignment'; readonly host: string; readonly user: string }
  | { readonly kind: 'service'; readonly host: string; readonly type: string }
  | { readonly kind: 'endpoint'; readonly host: string; readonly service: string }
  | { readonly kind: 'region'; readonly host: string; readonly name: string }
  | { readonly kind: 'identity'; readonly host: string }
  /** Would keystone of `host` accept this token, and what does it stand for? */
  | { readonly kind: 'token'; readonly host: string; readonly token: string }
  /** A file of OS_* variables to be sourced, and whether they would get a token. */
  | { readonly kind: 'openrc'; readonly host: string; readonly path: string }
  /** The OS_* variables of each terminal's shell after its last command, and whether they would get a token. */
  | { readonly kind: 'environment'; readonly host: string }
  /** Everything the cloud panel shows of one host. */
  | { readonly kind: 'overview'; readonly host: string };

export type ProbeKind = Probe['kind'];

/** A fact's origin, for "why?": a file and line, a unit, an account. */
export interface Source {
  readonly host: string;
  readonly path?: string;
  readonly line?: number;
  readonly text?: string;
}

/**
 * What was seen. `problem` is set when the question could not be answered at all (MariaDB does not run, no such host);
 * `why` is then the reason, as far as it is known. Both are sentences for a learner, `code` in backquotes.
 */
export type Answer = {
  readonly kind: ProbeKind;
  readonly problem?: string;
  readonly why?: string;
} & (
  /** `target`: what a symbolic link says, `leadsTo`: what is there (null: nothing). */
  | { readonly kind: 'file'; readonly type: string | null; readonly owner?: string; readonly group?: string; readonly mode?: string; readonly text?: string; readonly target?: string; readonly leadsTo?: string | null }
  /** `similar`: installed packages whose names differ little (capital letters, a slip). */
  | { readonly kind: 'package'; readonly version: string | null; readonly similar: readonly { readonly name: string; readonly version: string }[] }
  /**
   * `isEnabled` null: no such repository. `url` with $releasever and the like filled in, `error`: why its metadata cannot
   * be loaded, `others`: ids of all repositories, `strays`: files beside the .repo files that dnf does not read.
   */
  | { readonly kind: 'repository'; readonly isEnabled: boolean | null; readonly url?: string; readonly file?: string; readonly checksSignatures?: boolean; readonly keyUrl?: string; readonly error?: string; readonly others: readonly string[]; readonly strays: readonly string[] }
  | { readonly kind: 'updates'; readonly pending: readonly string[] }
  | { readonly kind: 'unit'; readonly load: string; readonly active: string; readonly sub: string; readonly isEnabled: boolean; readonly result?: string }
  | { readonly kind: 'port'; readonly listeners: readonly { readonly address: string; readonly program: string }[]; readonly isBlocked?: boolean }
  /** `others`: lines of /etc/hosts that come near (the same address, a name that differs little, a broken line). */
  | { readonly kind: 'resolves'; readonly address: string | null; readonly source?: Source; readonly others?: readonly Source[] }
  | { readonly kind: 'reaches'; readonly isReached: boolean; readonly address?: string; readonly error?: string; readonly arrivedAt?: string }
  | { readonly kind: 'time-sources'; readonly configured: readonly { readonly directive: string; readonly name: string; readonly options: string; readonly line: number }[]; readonly used: readonly { readonly name: string; readonly isReachable: boolean }[] }
  | { readonly kind: 'option'; readonly value: string | null; readonly source?: Source; readonly elsewhere?: readonly { readonly section: string; readonly line: number; readonly value: string }[] }
  | { readonly kind: 'database'; readonly exists: boolean; readonly similar: readonly string[]; readonly tables: readonly string[] }
  | { readonly kind: 'grant'; readonly account: boolean; readonly privileges: readonly string[]; readonly hasAll: boolean; readonly accounts: readonly { readonly user: string; readonly host: string; readonly grants: readonly string[] }[]; readonly isPassword?: boolean }
  | { readonly kind: 'login'; readonly isAccepted: boolean; readonly account?: string; readonly code?: number; readonly error?: string }
  | { readonly kind: 'rows'; readonly columns: readonly string[]; readonly rows: readonly (readonly (string | null)[])[]; readonly error?: string }
  | { readonly kind: 'history'; readonly lines: readonly { readonly host: string; readonly line: string; readonly exit: number }[] }
  /** `parts` null: no URL. `broken`: the line at which a reader of the file gives up. `login`: how the database answers. */
  | { readonly kind: 'connection'; readonly value: string | null; readonly source?: Source; readonly elsewhere?: readonly OptionElsewhere[]; readonly broken?: { readonly line: number; readonly message: string; readonly text: string }; readonly parts?: UrlParts | null; readonly login?: { readonly isAccepted: boolean; readonly account?: string; readonly code?: number; readonly error?: string; readonly why?: string } }
  /** `directory` null: not there. `siblings`: other directories of keys beside it. */
  | { readonly kind: 'keys'; readonly directory: FileFacts | null; readonly keys: readonly (FileFacts & { readonly name: string; readonly isKey: boolean })[]; readonly siblings: readonly string[] }
  | { readonly kind: 'httpd'; readonly config: HttpdConfig | null }
  | { readonly kind: 'processes'; readonly processes: readonly { readonly pid: number; readonly ppid: number; readonly user: string; readonly title: string; readonly startMs: number }[]; readonly files: readonly { readonly path: string; readonly changedMs: number }[] }
  /** `others`: what there is instead. */
  | { readonly kind: 'user'; readonly user: IdentityUser | null; readonly isPassword?: boolean; readonly others: readonly IdentityUser[] }
  | { readonly kind: 'project'; readonly project: IdentityProject | null; readonly others: readonly IdentityProject[] }
  | { readonly kind: 'role'; readonly isThere: boolean; readonly others: readonly string[] }
  | { readonly kind: 'assignment'; readonly isUser: boolean; readonly assignments: readonly RoleAssignment[] }
  | { readonly kind: 'service'; readonly services: readonly CatalogService[] }
  | { readonly kind: 'endpoint'; readonly services: readonly CatalogService[]; readonly endpoints: readonly CatalogEndpoint[] }
  | { readonly kind: 'region'; readonly regions: readonly string[] }
  | { readonly kind: 'identity'; readonly identity: Identity | null }
  | { readonly kind: 'token'; readonly report: TokenReport | null }
  | { readonly kind: 'openrc'; readonly isThere: boolean; readonly variables: readonly ShellVariable[]; readonly faults: readonly { readonly line: number; readonly text: string; readonly says: string }[]; readonly login: CloudLogin }
  | { readonly kind: 'environment'; readonly shells: readonly { readonly terminal: string; readonly user: string; readonly variables: readonly ShellVariable[]; readonly login: CloudLogin }[] }
  | { readonly kind: 'overview'; readonly overview: Overview }
);

interface OptionElsewhere {
  readonly section: string;
  readonly line: number;
  readonly value: string;
}

/** A database's URL, taken apart as SQLAlchemy does. */
export interface UrlParts {
  readonly driver: string;
  readonly user: string;
  readonly password: string;
  readonly host: string;
  readonly port: number | null;
  readonly database: string;
}

/** Who may do what with a file; `mode` in four octal digits. */
export interface FileFacts {
  readonly type: string;
  readonly owner: string;
  readonly group: string;
  readonly mode: string;
}

/** httpd's configuration: what it says of itself, where it listens, which programs it serves. */
export interface HttpdConfig {
  /** Why httpd would not start with it, as httpd words it, with the file and line. */
  readonly error: string | null;
  readonly errorAt: Source | null;
  readonly serverName: { readonly value: string; readonly source: Source } | null;
  readonly listens: readonly { readonly port: number; readonly source: Source }[];
  readonly applications: readonly { readonly port: number | null; readonly path: string; readonly script: string; readonly user: string; readonly source: Source }[];
  /** Whether the running httpd started before its files were last changed. */
  readonly isOutdated: boolean;
}

/** One host for the cloud panel. */
export interface Overview {
  readonly host: string;
  readonly address: string;
  readonly units: readonly { readonly name: string; readonly active: string; readonly sub: string; readonly isEnabled: boolean }[];
  readonly listeners: readonly { readonly address: string; readonly port: number; readonly protocol: string; readonly program: string }[];
  readonly databases: readonly { readonly name: string; readonly tables: number }[];
  readonly accounts: readonly { readonly user: string; readonly host: string; readonly grants: readonly string[] }[];
  /** The database's trouble in one line, or null. */
  readonly databaseProblem: string | null;
}
