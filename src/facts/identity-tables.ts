// facts: what raw facts of a machine mean: keystone's rows, a token's bytes, a file to be sourced. Knows nothing of where they
// come from: the simulated hosts and the real guests are read by their own labs, and both are understood here.
import type { CatalogEndpoint, CatalogService, Identity, IdentityProject, IdentityUser, RoleAssignment } from '../lab/identity.ts';

/** The database that keystone's tables are in. */
export const DATABASE = 'keystone';

/** Why nothing can be told. */
export interface Problem {
  readonly problem: string;
  readonly why?: string;
}

/** What is wrong when the tables are not there; null when they are. `tables`: names in the database, null without it. */
export function missingTables(host: string, tables: readonly string[] | null): Problem | null {
  if (tables === null) return { problem: `there is no database \`${DATABASE}\` on \`${host}\``, why: '`CREATE DATABASE keystone` makes it.' };
  return tables.includes('local_user') ? null : { problem: 'the database `keystone` has no tables of keystone yet', why: '`keystone-manage db_sync` makes them.' };
}

/** The tables that are looked at, and what of them (keystone's schema of 2023.1). */
export const COLUMNS = {
  project: ['id', 'name', 'domain_id', 'enabled', 'description', 'is_domain'],
  user: ['id', 'enabled'],
  local_user: ['id', 'user_id', 'name', 'domain_id'],
  password: ['id', 'local_user_id', 'password_hash', 'created_at_int'],
  role: ['id', 'name'],
  implied_role: ['prior_role_id', 'implied_role_id'],
  group: ['id', 'name'],
  assignment: ['type', 'actor_id', 'target_id', 'role_id', 'inherited'],
  system_assignment: ['type', 'actor_id', 'target_id', 'role_id', 'inherited'],
  service: ['id', 'type', 'enabled', 'extra'],
  endpoint: ['id', 'interface', 'url', 'region_id', 'enabled', 'service_id'],
  region: ['id'],
  revocation_event: ['user_id', 'project_id', 'domain_id', 'trust_id', 'role_id', 'audit_id', 'audit_chain_id', 'issued_before'],
} as const;

export type TableName = keyof typeof COLUMNS;

/** A row by column. */
export type Row = Readonly<Record<string, string | null>>;

/** The domain that holds all domains; nobody is ever shown it. */
const ROOT_DOMAIN = '<<keystone.domain.root>>';

/** Keystone's tables, made into what a person knows. */
export class IdentityTables {
  readonly #read: (table: TableName) => readonly Row[];
  readonly #known = new Map<TableName, readonly Row[]>();

  constructor(read: (table: TableName) => readonly Row[]) {
    this.#read = read;
  }

  /** All rows of a table; each is read once. */
  rows(table: TableName): readonly Row[] {
    const rows = this.#known.get(table) ?? this.#read(table);
    this.#known.set(table, rows);
    return rows;
  }

  domains(): Identity['domains'] {
    return byName(this.rows('project').filter((row) => row.is_domain === '1' && row.id !== ROOT_DOMAIN))
      .map((row) => ({ id: row.id ?? '', name: row.name ?? '', isEnabled: row.enabled === '1' }));
  }

  users(): readonly IdentityUser[] {
    const domainOf = namesOf(this.domains());
    return byName(this.rows('local_user')).flatMap((local) => {
      const user = this.rows('user').find(({ id }) => id === local.user_id);
      return user === undefined ? [] : [{ id: user.id ?? '', name: local.name ?? '', domain: domainOf(local.domain_id), isEnabled: user.enabled !== '0' }];
    });
  }

  projects(): readonly IdentityProject[] {
    const domainOf = namesOf(this.domains());
    return byName(this.rows('project').filter((row) => row.is_domain === '0')).map((row) => ({
      id: row.id ?? '', name: row.name ?? '', domain: domainOf(row.domain_id), isEnabled: row.enabled !== '0', description: row.description ?? '',
    }));
  }

  roles(): Identity['roles'] {
    const nameOf = namesOf(this.rows('role'));
    return byName(this.rows('role')).map((row) => ({
      id: row.id ?? '', name: row.name ?? '',
      implies: this.rows('implied_role').filter((each) => each.prior_role_id === row.id).map((each) => nameOf(each.implied_role_id)),
    }));
  }

  /** Assignments with names in place of ids; what refers to nothing keeps its id. */
  assignments(): readonly RoleAssignment[] {
    const [roles, users, groups, targets] = [namesOf(this.rows('role')), namesOf(this.users()), namesOf(this.rows('group')), namesOf(this.rows('project'))];
    return [...this.rows('assignment'), ...this.rows('system_assignment')].map((row) => {
      const [actorKind, scope] = kindsOf(row.type ?? '');
      const target = scope === 'system' ? 'all' : targets(row.target_id);
      const actor = actorKind === 'user' ? users(row.actor_id) : groups(row.actor_id);
      return { role: roles(row.role_id), actor, actorKind, scope, target, isInherited: row.inherited === '1' };
    });
  }

  services(): readonly CatalogService[] {
    return sortedBy(this.rows('service'), 'type').map((row) => ({ id: row.id ?? '', type: row.type ?? '', name: nameIn(row.extra), isEnabled: row.enabled === '1' }));
  }

  endpoints(): readonly CatalogEndpoint[] {
    const services = this.services();
    return this.rows('endpoint').flatMap((row) => {
      const service = services.find(({ id }) => id === row.service_id);
      return service === undefined ? [] : [{
        id: row.id ?? '', service: service.type, interface: row.interface ?? '', region: row.region_id ?? null, url: row.url ?? '', isEnabled: row.enabled === '1',
      }];
    }).sort((a, b) => compared(a.service, b.service));
  }

  regions(): readonly string[] {
    return sortedBy(this.rows('region'), 'id').map((row) => row.id ?? '');
  }

  all(): Identity {
    return {
      domains: this.domains(), users: this.users(), projects: this.projects(), roles: this.roles(), assignments: this.assignments(),
      services: this.services(), endpoints: this.endpoints(), regions: this.regions(),
    };
  }

  /** The hash of the newest password of a user; null when there is none. */
  passwordHash(userId: string): string | null {
    const mine = this.rows('local_user').filter((row) => row.user_id === userId).map(({ id }) => id);
    const hashes = this.rows('password').filter((row) => mine.includes(row.local_user_id));
    const age = (row: Row): readonly number[] => [Number(row.created_at_int), Number(row.id)];
    return hashes.toSorted((a, b) => ((age(a)[0] ?? 0) - (age(b)[0] ?? 0)) || ((age(a)[1] ?? 0) - (age(b)[1] ?? 0))).at(-1)?.password_hash ?? null;
  }
}

/** As MariaDB sorts: without regard to capital letters. */
const compared = (a: string, b: string): number => (a.toLowerCase() === b.toLowerCase() ? 0 : a.toLowerCase() < b.toLowerCase() ? -1 : 1);
const sortedBy = (rows: readonly Row[], column: string): readonly Row[] => rows.toSorted((a, b) => compared(a[column] ?? '', b[column] ?? ''));
const byName = (rows: readonly Row[]): readonly Row[] => sortedBy(rows, 'name');

const namesOf = (rows: readonly { readonly id?: string | null; readonly name?: string | null }[]) => (id: string | null | undefined): string =>
  rows.find((row) => row.id === id)?.name ?? id ?? '';

function kindsOf(type: string): readonly ['user' | 'group', RoleAssignment['scope']] {
  const actor = type.startsWith('Group') ? 'group' : 'user';
  return [actor, type.endsWith('System') ? 'system' : type.endsWith('Domain') ? 'domain' : 'project'];
}

/** The name of a service is in its JSON of extras. */
function nameIn(extra: string | null | undefined): string {
  try {
    const parsed = JSON.parse(extra ?? '{}') as { name?: unknown };
    return typeof parsed.name === 'string' ? parsed.name : '';
  } catch {
    return '';
  }
}
