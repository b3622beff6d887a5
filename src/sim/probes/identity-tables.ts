// probes: keystone's own tables, read from the database server's state. Knows the schema (services/keystone/tables.ts).
import type { CatalogEndpoint, CatalogService, Identity, IdentityProject, IdentityUser, RoleAssignment } from '../../lab/identity.ts';
import type { Host } from '../host/host.ts';
import { tablesOf, type Problem } from './mariadb.ts';
import type { Tables } from './tables.ts';

const DATABASE = 'keystone';
/** The domain that holds all domains; nobody is ever shown it. */
const ROOT_DOMAIN = '<<keystone.domain.root>>';

type Row = Readonly<Record<string, string | null>>;

/** Keystone's tables on a host, or why there are none. */
export async function identityOf(host: Host): Promise<IdentityTables | Problem> {
  const tables = await tablesOf(host);
  if ('problem' in tables) return tables;
  if (!tables.databases().some(({ name }) => name === DATABASE)) {
    return { problem: `there is no database \`${DATABASE}\` on \`${host.id}\``, why: '`CREATE DATABASE keystone` makes it.' };
  }
  if (!tables.tableNames(DATABASE).includes('local_user')) {
    return { problem: 'the database `keystone` has no tables of keystone yet', why: '`keystone-manage db_sync` makes them.' };
  }
  return new IdentityTables(tables);
}

/** Reads each table when first asked. */
export class IdentityTables {
  readonly #tables: Tables;

  constructor(tables: Tables) {
    this.#tables = tables;
  }

  rows(sql: string): readonly Row[] {
    const { columns, rows } = this.#tables.select(DATABASE, sql);
    return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
  }

  /** Domain names by id. */
  domains(): Identity['domains'] {
    return this.rows('SELECT id, name, enabled FROM project WHERE is_domain = 1 ORDER BY name')
      .filter(({ id }) => id !== ROOT_DOMAIN).map((row) => ({ id: row.id ?? '', name: row.name ?? '', isEnabled: row.enabled === '1' }));
  }

  users(): readonly IdentityUser[] {
    const nameOf = this.#domainNames();
    return this.rows('SELECT u.id, l.name, l.domain_id, u.enabled FROM local_user l JOIN user u ON u.id = l.user_id ORDER BY l.name')
      .map((row) => ({ id: row.id ?? '', name: row.name ?? '', domain: nameOf(row.domain_id), isEnabled: row.enabled !== '0' }));
  }

  projects(): readonly IdentityProject[] {
    const nameOf = this.#domainNames();
    return this.rows('SELECT id, name, domain_id, enabled, description FROM project WHERE is_domain = 0 ORDER BY name').map((row) => ({
      id: row.id ?? '', name: row.name ?? '', domain: nameOf(row.domain_id), isEnabled: row.enabled !== '0', description: row.description ?? '',
    }));
  }

  roles(): Identity['roles'] {
    const rows = this.rows('SELECT id, name FROM role ORDER BY name');
    const implied = this.rows('SELECT prior_role_id, implied_role_id FROM implied_role');
    const nameOf = (id: string | null | undefined): string => rows.find((row) => row.id === id)?.name ?? '';
    return rows.map((row) => ({
      id: row.id ?? '', name: row.name ?? '',
      implies: implied.filter((each) => each.prior_role_id === row.id).map((each) => nameOf(each.implied_role_id)),
    }));
  }

  /** Assignments with names in place of ids; what refers to nothing keeps its id. */
  assignments(): readonly RoleAssignment[] {
    const roles = namesOf(this.rows('SELECT id, name FROM role'));
    const users = namesOf(this.users());
    const groups = namesOf(this.rows('SELECT id, name FROM `group`'));
    const targets = namesOf(this.rows('SELECT id, name FROM project'));
    const rows = [...this.rows('SELECT * FROM assignment'), ...this.rows('SELECT * FROM system_assignment')];
    return rows.map((row) => {
      const [actorKind, scope] = kindsOf(row.type ?? '');
      const target = scope === 'system' ? 'all' : targets(row.target_id);
      const actor = actorKind === 'user' ? users(row.actor_id) : groups(row.actor_id);
      return { role: roles(row.role_id), actor, actorKind, scope, target, isInherited: row.inherited === '1' };
    });
  }

  services(): readonly CatalogService[] {
    return this.rows('SELECT id, type, enabled, extra FROM service ORDER BY type').map((row) => ({
      id: row.id ?? '', type: row.type ?? '', name: nameIn(row.extra), isEnabled: row.enabled === '1',
    }));
  }

  endpoints(): readonly CatalogEndpoint[] {
    return this.rows('SELECT e.id, e.interface, e.url, e.region_id, e.enabled, s.type FROM endpoint e JOIN service s ON s.id = e.service_id ORDER BY s.type')
      .map((row) => ({
        id: row.id ?? '', service: row.type ?? '', interface: row.interface ?? '', region: row.region_id ?? null, url: row.url ?? '',
        isEnabled: row.enabled === '1',
      }));
  }

  regions(): readonly string[] {
    return this.rows('SELECT id FROM region ORDER BY id').map((row) => row.id ?? '');
  }

  all(): Identity {
    return {
      domains: this.domains(), users: this.users(), projects: this.projects(), roles: this.roles(), assignments: this.assignments(),
      services: this.services(), endpoints: this.endpoints(), regions: this.regions(),
    };
  }

  /** The hash of the newest password of a user; null when there is none. */
  passwordHash(userId: string): string | null {
    const rows = this.rows('SELECT l.user_id, p.password_hash FROM password p JOIN local_user l ON l.id = p.local_user_id ORDER BY p.created_at_int, p.id');
    return rows.findLast((row) => row.user_id === userId)?.password_hash ?? null;
  }

  #domainNames(): (id: string | null | undefined) => string {
    return namesOf(this.domains());
  }
}

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
