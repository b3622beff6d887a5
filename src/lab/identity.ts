// What a cloud's identity service keeps, and what it makes of a login or a token, as plain data.

/** Everything that keystone's tables hold and a person may want to see. Domains are given by name. */
export interface Identity {
  readonly domains: readonly { readonly id: string; readonly name: string; readonly isEnabled: boolean }[];
  readonly users: readonly IdentityUser[];
  readonly projects: readonly IdentityProject[];
  readonly roles: readonly { readonly id: string; readonly name: string; readonly implies: readonly string[] }[];
  readonly assignments: readonly RoleAssignment[];
  readonly services: readonly CatalogService[];
  readonly endpoints: readonly CatalogEndpoint[];
  readonly regions: readonly string[];
}

export interface IdentityUser {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly isEnabled: boolean;
}

export interface IdentityProject {
  readonly id: string;
  readonly name: string;
  readonly domain: string;
  readonly isEnabled: boolean;
  readonly description: string;
}

/** Who has which role where. `target` names a project or domain; it is `all` for the system. */
export interface RoleAssignment {
  readonly role: string;
  readonly actor: string;
  readonly actorKind: 'user' | 'group';
  readonly scope: 'project' | 'domain' | 'system';
  readonly target: string;
  readonly isInherited: boolean;
}

export interface CatalogService {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly isEnabled: boolean;
}

export interface CatalogEndpoint {
  readonly id: string;
  /** The service's type, e.g. `identity`. */
  readonly service: string;
  readonly interface: string;
  readonly region: string | null;
  readonly url: string;
  readonly isEnabled: boolean;
}

/** How far a login with OS_* variables would come: the step at which it ends, `done` when a token would be issued. */
export type LoginStep = 'variables' | 'url' | 'name' | 'port' | 'httpd' | 'keystone' | 'domain' | 'user' | 'password' | 'project' | 'role' | 'done';

export interface CloudLogin {
  readonly step: LoginStep;
  /** What is wrong, in a sentence without its full stop; missing when a token would be issued. */
  readonly error?: string;
  readonly why?: string;
  /** The roles that the token would carry. */
  readonly roles?: readonly string[];
}

/** A variable of a shell or of a file that is sourced; `line` counts from 1. */
export interface ShellVariable {
  readonly name: string;
  readonly value: string;
  readonly isExported: boolean;
  readonly line?: number;
}

/** What a token says of itself and what keystone says of it now. */
export interface TokenReport {
  readonly isValid: boolean;
  /** Why keystone refuses it, a sentence; null for a good one. */
  readonly refusal: string | null;
  readonly why?: string;
  /** The key file that signed it; null when none of those in the repository did. */
  readonly keyFile: string | null;
  /** The key's part in the repository: the primary one signs new tokens, `secondary` ones only check, the staged one is next. */
  readonly keyRole: 'primary' | 'secondary' | 'staged' | null;
  readonly keyRepository: string;
  readonly user: { readonly id: string; readonly name: string | null; readonly domain: string | null } | null;
  readonly scope: { readonly kind: 'project' | 'domain' | 'system' | 'trust' | 'unscoped'; readonly id: string | null; readonly name: string | null } | null;
  readonly roles: readonly string[];
  readonly methods: readonly string[];
  /** Lab's time, in milliseconds. */
  readonly issuedMs: number | null;
  readonly expiresMs: number | null;
  readonly nowMs: number;
  readonly auditIds: readonly string[];
}
