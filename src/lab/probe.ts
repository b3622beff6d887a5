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
  /** Would this login work, from this host? */
  | { readonly kind: 'login'; readonly host: string; readonly from: string; readonly user: string; readonly password: string; readonly database?: string }
  | { readonly kind: 'rows'; readonly host: string; readonly database: string; readonly sql: string }
  /** Which lines that match (a regular expression) were run? */
  | { readonly kind: 'history'; readonly host?: string; readonly pattern: string }
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
  | { readonly kind: 'file'; readonly type: string | null; readonly owner?: string; readonly group?: string; readonly mode?: string; readonly text?: string; readonly target?: string }
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
  | { readonly kind: 'overview'; readonly overview: Overview }
);

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
