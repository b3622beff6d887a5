// `keystone-manage bootstrap`: the first domain, project, user, roles, region and endpoints. What is there already stays.
import { calendar } from '../../../time/clock.ts';
import type { Routine } from '../../../host/program.ts';
import type { Parameters, Row } from '../../oslo/db.ts';
import { DbError } from '../../oslo/db-errors.ts';
import { emptyContext, newRequestId, type Logger } from '../../oslo/log.ts';
import type { PythonError } from '../../oslo/traceback.ts';
import { PasswordHasher } from '../passwords.ts';
import type { Tool } from './tool.ts';

const ROOT = '<<keystone.domain.root>>';
/** The option IMMU of role_option: a role that nobody may change or delete. */
const IMMUTABLE = 'IMMU';

/** What the command was told, by options or OS_BOOTSTRAP_* variables; the variables win. */
function wishesOf({ sys, parsed }: Tool): Readonly<Record<string, string | null>> {
  const names = ['username', 'password', 'project-name', 'role-name', 'service-name', 'admin-url', 'public-url', 'internal-url', 'region-id'];
  const defaults: Readonly<Record<string, string>> = { username: 'admin', 'project-name': 'admin', 'role-name': 'admin', 'service-name': 'keystone' };
  return Object.fromEntries(names.map((name): [string, string | null] => {
    const variable = sys.env[`OS_BOOTSTRAP_${name.toUpperCase().replaceAll('-', '_')}`];
    const given = parsed.values[`--bootstrap-${name}`];
    return [name, variable !== undefined && variable !== '' ? variable : typeof given === 'string' ? given : defaults[name] ?? null];
  }));
}

/** The sub-command. */
export function* bootstrap(tool: Tool): Routine<number> {
  const wishes = wishesOf(tool);
  if (wishes['password'] === null) {
    yield* tool.sys.write(1, 'ERROR: Either --bootstrap-password argument or OS_BOOTSTRAP_PASSWORD must be set.\n');
    return 1;
  }
  yield* new Bootstrapper(tool, wishes).run();
  return 0;
}

class Bootstrapper {
  readonly #tool: Tool;
  readonly #wishes: Readonly<Record<string, string | null>>;
  readonly #log: Logger;
  readonly #domain: string;

  constructor(tool: Tool, wishes: Readonly<Record<string, string | null>>) {
    this.#tool = tool;
    this.#wishes = wishes;
    this.#log = tool.log.logger('keystone.cmd.bootstrap');
    this.#domain = tool.config.text('identity', 'default_domain_id') ?? 'default';
  }

  *run(): Routine<void> {
    yield* this.#createDomain();
    const project = yield* this.#ensureProject();
    const user = yield* this.#ensureUser();
    const reader = yield* this.#ensureRole('reader');
    const member = yield* this.#ensureRole('member');
    yield* this.#imply(member, reader);
    const admin = yield* this.#ensureRole(this.#wish('role-name'));
    yield* this.#imply(admin, member);
    yield* this.#grant(user, project, admin);
    yield* this.#ensureRegion();
    yield* this.#ensureCatalogue();
  }

  #wish(name: string): string {
    return this.#wishes[name] ?? '';
  }

  #newId(): string {
    return this.#tool.sys.dice.uuid().replaceAll('-', '');
  }

  /** From the first thing on that keystone tells the world of, lines carry a request id. */
  #begin(): void {
    this.#tool.log.context ??= emptyContext(newRequestId(this.#tool.sys));
  }

  /** Runs an INSERT: false where such a row is there already. */
  *#insert(table: string, values: Parameters): Routine<boolean> {
    const names = Object.keys(values);
    const columns = names.map((name) => `\`${name}\``).join(', ');
    try {
      yield* this.#tool.db.run(`INSERT INTO \`${table}\` (${columns}) VALUES (${names.map((name) => `%(${name})s`).join(', ')})`, values);
      return true;
    } catch (error) {
      if (error instanceof DbError && error.isDuplicate) return false;
      throw error;
    }
  }

  *#find(sql: string, values: Parameters): Routine<Row | null> {
    return yield* this.#tool.db.row(sql, values);
  }

  *#createDomain(): Routine<void> {
    yield* this.#find(PROJECT_BY_NAME, { name_1: 'Default', domain_id_1: ROOT });
    const isNew = yield* this.#insert('project', {
      id: this.#domain, name: 'Default', extra: '{}', description: 'The default domain', enabled: true, domain_id: ROOT, parent_id: null, is_domain: true,
    });
    if (isNew) this.#begin();
    this.#log.info(isNew ? `Created domain ${this.#domain}` : `Domain ${this.#domain} already exists, skipping creation.`);
    this.#begin();
  }

  *#ensureProject(): Routine<string> {
    const [id, name] = [this.#newId(), this.#wish('project-name')];
    const isNew = yield* this.#insert('project', {
      id, name, extra: '{}', description: 'Bootstrap project for initializing the cloud.', enabled: true, domain_id: this.#domain, parent_id: this.#domain, is_domain: false,
    });
    this.#log.info(isNew ? `Created project ${name}` : `Project ${name} already exists, skipping creation.`);
    if (isNew) return id;
    return (yield* this.#find(PROJECT_BY_NAME, { name_1: name, domain_id_1: this.#domain }))?.['project_id'] ?? id;
  }

  *#ensureUser(): Routine<string> {
    const name = this.#wish('username');
    const found = yield* this.#find('SELECT local_user.id AS local_id, user.id AS id, user.enabled AS enabled FROM local_user JOIN user ON user.id = local_user.user_id '
      + 'WHERE local_user.name = %(name)s AND local_user.domain_id = %(domain_id)s', { name, domain_id: this.#domain });
    if (found !== null) return yield* this.#repairUser(name, found);
    const id = this.#newId();
    const missing: PythonError = { type: 'keystone.exception.UserNotFound', message: `Could not find user: ${name}.` };
    const hash = new PasswordHasher(this.#tool.config, this.#tool.log).hash(this.#wish('password'), this.#tool.sys.dice, missing);
    yield* this.#tool.db.transaction(function* (this: Bootstrapper) {
      yield* this.#insert('user', { id, extra: '{}', enabled: true, default_project_id: null, created_at: sqlTime(this.#tool.sys.nowMs()), last_active_at: null, domain_id: this.#domain });
      yield* this.#insert('local_user', { user_id: id, domain_id: this.#domain, name, failed_auth_count: 0, failed_auth_at: null });
      const local = yield* this.#find('SELECT local_user.id AS id FROM local_user WHERE local_user.user_id = %(id)s', { id });
      yield* this.#setPassword(Number(local?.['id'] ?? 0), hash);
    }.bind(this));
    yield* this.#tool.sys.work(330);
    this.#log.info(`Created user ${name}`);
    return id;
  }

  *#setPassword(localId: number, hash: string): Routine<void> {
    const now = this.#tool.sys.nowMs();
    yield* this.#insert('password', {
      local_user_id: localId, expires_at: null, self_service: false, password_hash: hash, created_at_int: Math.floor(now) * 1000 + this.#tool.sys.dice.between(0, 999),
      expires_at_int: null, created_at: sqlTime(now),
    });
  }

  /** A user that exists is enabled and gets the password, where either is different. */
  *#repairUser(name: string, user: Row): Routine<string> {
    const { sys, config, log, db } = this.#tool;
    this.#log.info(`User ${name} already exists, skipping creation.`);
    const [id, localId] = [user['id'] ?? '', Number(user['local_id'])];
    const isEnabled = user['enabled'] === '1';
    const password = yield* this.#find('SELECT password.password_hash AS password_hash FROM password WHERE password.local_user_id = %(id)s '
      + 'ORDER BY password.created_at_int DESC LIMIT 1', { id: localId });
    const hasher = new PasswordHasher(config, log);
    const isRight = hasher.isRight(this.#wish('password'), password?.['password_hash'] ?? null);
    if (!isRight) {
      yield* db.run('DELETE FROM password WHERE password.local_user_id = %(id)s', { id: localId });
      yield* this.#setPassword(localId, hasher.hash(this.#wish('password'), sys.dice));
      yield* this.#insert('revocation_event', { user_id: id, issued_before: sqlTime(sys.nowMs()), revoked_at: sqlTime(sys.nowMs()) });
    }
    if (!isEnabled) yield* db.run('UPDATE user SET enabled=%(enabled)s WHERE user.id = %(id)s', { enabled: true, id });
    if (!isRight || !isEnabled) this.#log.info(`Reset password for user ${name}.`);
    if (!isEnabled) this.#log.info(`Enabled user ${name}.`);
    return id;
  }

  *#ensureRole(name: string): Routine<string> {
    const id = this.#newId();
    const isImmutable = this.#tool.parsed.values['--no-immutable-roles'] !== true;
    const isNew = yield* this.#insert('role', { id, name, extra: '{}', domain_id: '<<null>>', description: null });
    if (!isNew) {
      this.#log.info(`Role ${name} exists, skipping creation.`);
      return (yield* this.#find('SELECT role.id AS id FROM role WHERE role.name = %(name)s AND role.domain_id = %(domain_id)s', { name, domain_id: '<<null>>' }))?.['id'] ?? id;
    }
    if (isImmutable) yield* this.#insert('role_option', { role_id: id, option_id: IMMUTABLE, option_value: 'true' });
    this.#log.info(`Created role ${name}`);
    if (!isImmutable) {
      this.#log.warning(`Role ${name} was created as a mutable role. It is recommended to make this role immutable by adding the 'immutable' resource `
        + 'option to this role, or re-running this command without --no-immutable-role.');
    }
    return id;
  }

  *#imply(prior: string, implied: string): Routine<void> {
    const isNew = yield* this.#insert('implied_role', { prior_role_id: prior, implied_role_id: implied });
    this.#log.info(isNew ? `Created implied role where ${prior} implies ${implied}` : `Implied role where ${prior} implies ${implied} exists, skipping creation.`);
  }

  *#grant(user: string, project: string, role: string): Routine<void> {
    const [userName, roleName, projectName] = [this.#wish('username'), this.#wish('role-name'), this.#wish('project-name')];
    const isNew = yield* this.#insert('assignment', { type: 'UserProject', actor_id: user, target_id: project, role_id: role, inherited: false });
    this.#log.info(isNew ? `Granted role ${roleName} on project ${projectName} to user ${userName}.` : `User ${userName} already has role ${roleName} on project ${projectName}.`);
    yield* this.#insert('system_assignment', { type: 'UserSystem', actor_id: user, target_id: 'system', role_id: role, inherited: false });
    this.#log.info(`Granted role ${roleName} on the system to user ${userName}.`);
  }

  *#ensureRegion(): Routine<void> {
    const id = this.#wishes['region-id'] ?? null;
    if (id === null) return;
    const isNew = yield* this.#insert('region', { id, description: '', parent_region_id: null, extra: '{}' });
    if (isNew && !/^[\da-f]{8}-?([\da-f]{4}-?){3}[\da-f]{12}$/i.test(id)) {
      this.#tool.log.logger('py.warnings').warning(`/usr/lib/python3.9/site-packages/pycadf/identifier.py:71: UserWarning: Invalid uuid: ${id}. `
        + 'To ensure interoperability, identifiers should be a valid uuid.\n  warnings.warn((\'Invalid uuid: %s. To ensure interoperability, \'\n');
    }
    this.#log.info(isNew ? `Created region ${id}` : `Region ${id} exists, skipping creation.`);
  }

  *#ensureCatalogue(): Routine<void> {
    const urls = ['public', 'internal', 'admin'].map((kind): [string, string | null] => [kind, this.#wishes[`${kind}-url`] ?? null]);
    if (urls.every(([, url]) => url === null || url === '')) return;
    const region = this.#wishes['region-id'] ?? null;
    const service = yield* this.#ensureService();
    const endpoints = yield* this.#tool.db.rows('SELECT endpoint.id AS id, endpoint.interface AS interface, endpoint.region_id AS region_id FROM endpoint '
      + 'WHERE endpoint.service_id = %(id)s', { id: service });
    for (const [kind, url] of urls) {
      if (url === null || url === '') continue;
      const known = endpoints.find((row) => row['interface'] === kind && (region === null || row['region_id'] === region));
      if (known === undefined) {
        yield* this.#insert('endpoint', { id: this.#newId(), legacy_endpoint_id: null, interface: kind, service_id: service, url, extra: '{}', enabled: true, region_id: region });
      } else yield* this.#tool.db.run('UPDATE endpoint SET url=%(url)s WHERE endpoint.id = %(id)s', { url, id: known['id'] ?? null });
      this.#log.info(known === undefined ? `Created ${kind} endpoint ${url}` : `${kind} endpoint updated`);
    }
  }

  *#ensureService(): Routine<string> {
    const found = yield* this.#find("SELECT service.id AS id FROM service WHERE service.type = %(type)s", { type: 'identity' });
    if (found !== null) return found['id'] ?? '';
    const id = this.#newId();
    yield* this.#insert('service', { id, type: 'identity', enabled: true, extra: `{"name": ${JSON.stringify(this.#wish('service-name'))}}` });
    return id;
  }
}

/** What keystone asks first of all; its text shows in the log where the table is missing. */
export const PROJECT_BY_NAME = 'SELECT project.id AS project_id, project.name AS project_name, project.domain_id AS project_domain_id, project.description AS '
  + 'project_description, project.enabled AS project_enabled, project.extra AS project_extra, project.parent_id AS project_parent_id, project.is_domain AS '
  + 'project_is_domain \nFROM project \nWHERE project.name = %(name_1)s AND project.domain_id = %(domain_id_1)s';

function sqlTime(ms: number): string {
  const { year, month, day, hour, minute, second } = calendar(ms);
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}
