import type { Json } from '../../../../base/json.ts';
import { pythonJson } from '../../../../base/python.ts';
import type { Cell } from '../../../protocol/mysql.ts';
import type { Routine } from '../../../host/program.ts';
import type { Config } from '../../oslo/config.ts';
import type { Database } from '../../oslo/db.ts';
import { readJson, type Model, type Ref, sqlList, sqlValue } from './model.ts';
import { fromMicros, fromSqlTime, plainTime, sqlTime } from './times.ts';

/** Options of a user, by the ids under which the table keeps them. Source: identity/backends/resource_options.py. */
export const USER_OPTIONS: Readonly<Record<string, string>> = {
  1000: 'ignore_change_password_upon_first_use', 1001: 'ignore_password_expiry', 1002: 'ignore_lockout_failure_attempts',
  1003: 'lock_password', 1004: 'ignore_user_inactivity', MFAR: 'multi_factor_auth_rules', MFAE: 'multi_factor_auth_enabled',
};

/** What may be asked of a user in SQL. */
export const USER_FILTERS: Pick<Model, 'columns'> = { columns: { id: 64, domain_id: 64, enabled: 'flag', default_project_id: 64 } };

/** Names lie in a table of their own. */
export const NAME_FILTER: Pick<Model, 'columns'> = { columns: { name: 255 } };

export interface Password {
  readonly id: number;
  readonly hash: string | null;
  readonly createdMs: number;
  readonly expiresMs: number | null;
  readonly isSelfService: boolean;
}

/** A user with what belongs to it in other tables (identity/backends/sql_model.py). */
export interface User {
  readonly id: string;
  readonly name: string | null;
  readonly domainId: string;
  readonly isEnabled: boolean;
  readonly defaultProjectId: string | null;
  readonly extra: Ref;
  /** The row in local_user: null for users of other backends. */
  readonly localId: number | null;
  readonly failedCount: number;
  readonly failedAtMs: number | null;
  /** Oldest first; the last one counts. */
  readonly passwords: readonly Password[];
  readonly options: Ref;
}

const COLUMNS = 'u.id, u.domain_id, u.enabled, u.extra, u.default_project_id, u.created_at, u.last_active_at, '
  + 'l.id AS local_id, l.name, l.failed_auth_count, l.failed_auth_at';

/** Users that fulfil a condition on `u` (user) and `l` (local_user). */
export function* readUsers(db: Database, config: Config, nowMs: number, where: string, options: { join?: string; tail?: string } = {}): Routine<User[]> {
  const rows = yield* db.rows(`SELECT ${COLUMNS} FROM user u LEFT JOIN local_user l ON l.user_id = u.id${options.join ?? ''}`
    + `${where === '' ? '' : ` WHERE ${where}`}${options.tail ?? ' ORDER BY l.id'}`);
  if (rows.length === 0) return [];
  const isMany = rows.length > 20;
  const locals = rows.flatMap(({ local_id: id }) => (id === null || id === undefined ? [] : [Number(id)]));
  const passwords = locals.length === 0 ? [] : yield* db.rows('SELECT id, local_user_id, password_hash, created_at, created_at_int, expires_at, expires_at_int, self_service '
    + `FROM password${isMany ? '' : ` WHERE local_user_id IN ${sqlList(locals)}`}`);
  const given = yield* db.rows(`SELECT user_id, option_id, option_value FROM user_option${isMany ? '' : ` WHERE user_id IN ${sqlList(rows.map(({ id }) => id ?? null))}`}`);
  const otherNames = yield* foreignNames(db, rows.flatMap((row) => (row.local_id === null ? [row.id ?? ''] : [])));
  return rows.map((row) => {
    const set = Object.fromEntries(given.filter(({ user_id: id, option_id: option }) => id === row.id && USER_OPTIONS[option ?? ''] !== undefined)
      .map((option) => [USER_OPTIONS[option.option_id ?? ''] ?? '', readJson(option.option_value ?? null)]));
    return {
      id: row.id ?? '', name: row.name ?? otherNames.get(row.id ?? '') ?? null, domainId: row.domain_id ?? '',
      isEnabled: row.enabled === '1' && !isIdle(row, set, config, nowMs), defaultProjectId: row.default_project_id ?? null,
      extra: readJson(row.extra ?? null) as Ref | null ?? {}, localId: row.local_id === null ? null : Number(row.local_id),
      failedCount: Number(row.failed_auth_count ?? 0), failedAtMs: fromSqlTime(row.failed_auth_at ?? null),
      passwords: passwords.filter(({ local_user_id: id }) => id === row.local_id).map(readPassword).sort((a, b) => a.createdMs - b.createdMs), options: set,
    };
  }).sort((a, b) => passwordMs(a) - passwordMs(b));
}

/** SQLAlchemy orders the users by the time of their passwords, which it reads along. */
const passwordMs = ({ passwords }: User): number => passwords[0]?.createdMs ?? 0;

const readPassword = (row: Readonly<Record<string, Cell>>): Password => ({
  id: Number(row.id), hash: row.password_hash ?? null, createdMs: fromMicros(row.created_at_int ?? null) ?? 0,
  expiresMs: fromMicros(row.expires_at_int ?? null) ?? fromSqlTime(row.expires_at ?? null), isSelfService: row.self_service === '1',
});

/** Names of users that no local_user row names. */
function* foreignNames(db: Database, ids: readonly string[]): Routine<Map<string, string | null>> {
  if (ids.length === 0) return new Map();
  const federated = yield* db.rows(`SELECT user_id, display_name AS name FROM federated_user WHERE user_id IN ${sqlList(ids)}`);
  const other = yield* db.rows(`SELECT user_id, name FROM nonlocal_user WHERE user_id IN ${sqlList(ids)}`);
  return new Map([...federated, ...other].map((row) => [row.user_id ?? '', row.name ?? null]));
}

const DAY_MS = 86_400_000;

/** Whether `disable_user_account_days_inactive` has switched the account off. */
function isIdle(row: Readonly<Record<string, Cell>>, options: Ref, config: Config, nowMs: number): boolean {
  const days = config.get('security_compliance', 'disable_user_account_days_inactive');
  const last = fromSqlTime(row.last_active_at ?? null) ?? fromSqlTime(row.created_at ?? null);
  if (days === null || last === null || options.ignore_user_inactivity === true) return false;
  return Math.floor(nowMs / DAY_MS) - Math.floor(last / DAY_MS) >= Number(days);
}

/** The one user with this id, or null. */
export function* findUser(db: Database, config: Config, nowMs: number, id: string): Routine<User | null> {
  return (yield* readUsers(db, config, nowMs, `u.id = ${sqlValue(id)}`))[0] ?? null;
}

/** The one user of this name in a domain, or null. */
export function* findUserByName(db: Database, config: Config, nowMs: number, name: string, domainId: string): Routine<User | null> {
  const [user] = yield* readUsers(db, config, nowMs, `l.name = ${sqlValue(name)} AND l.domain_id = ${sqlValue(domainId)}`);
  return user ?? null;
}

/** When the password in force ends. */
export function passwordExpiry(user: User): number | null {
  return user.passwords.at(-1)?.expiresMs ?? null;
}

/** A user as the API shows it; with `hasExtra` as after an update, which tells what is kept beyond the columns once more. */
export function userRef(user: User, hasExtra = false): Ref {
  const { password: _password, tenants: _tenants, ...extra } = user.extra;
  const expiry = passwordExpiry(user);
  return {
    ...extra, id: user.id, name: user.name, domain_id: user.domainId, enabled: user.isEnabled,
    ...user.defaultProjectId === null ? {} : { default_project_id: user.defaultProjectId },
    password_expires_at: expiry === null ? null : plainTime(expiry), ...hasExtra ? { extra } : {}, options: user.options,
  };
}

/** Adds or changes options of a user by their names; null clears one. */
export function* writeUserOptions(db: Database, id: string, options: Json | undefined): Routine<void> {
  for (const [option, name] of Object.entries(USER_OPTIONS)) {
    const value = (options as Ref | undefined)?.[name];
    if (value === undefined) continue;
    yield* db.run(`DELETE FROM user_option WHERE user_id = ${sqlValue(id)} AND option_id = '${option}'`);
    if (value !== null) yield* db.run(`INSERT INTO user_option (user_id, option_id, option_value) VALUES (${sqlValue(id)}, '${option}', ${sqlValue(pythonJson(value))})`);
  }
}

/**
 * Makes a password the one in force: earlier ones end now, and no more of them are kept than history needs.
 * `hash` is null for a user who cannot log in by password.
 */
export function* writePassword(db: Database, user: Pick<User, 'localId' | 'passwords'>, hash: string | null, given: { nowMs: number; expiresMs: number | null; kept: number; isSelfService?: boolean }): Routine<void> {
  const micros = (ms: number): string => String(Math.round(ms * 1000));
  const [stale, kept] = [user.passwords.slice(0, -given.kept), user.passwords.slice(-given.kept)];
  if (stale.length > 0) yield* db.run(`DELETE FROM password WHERE id IN ${sqlList(stale.map(({ id }) => id))}`);
  const open = kept.filter(({ expiresMs }) => expiresMs === null || expiresMs > given.nowMs);
  if (open.length > 0) {
    yield* db.run(`UPDATE password SET expires_at = '${sqlTime(given.nowMs)}', expires_at_int = ${micros(given.nowMs)} WHERE id IN ${sqlList(open.map(({ id }) => id))}`);
  }
  const expires = given.expiresMs === null ? 'NULL, NULL' : `'${sqlTime(given.expiresMs)}', ${micros(given.expiresMs)}`;
  yield* db.run('INSERT INTO password (local_user_id, password_hash, self_service, created_at, created_at_int, expires_at, expires_at_int) '
    + `VALUES (${user.localId}, ${sqlValue(hash)}, ${given.isSelfService === true ? 1 : 0}, '${sqlTime(given.nowMs)}', ${micros(given.nowMs)}, ${expires})`);
}

/** Groups: their model has nothing beside its columns (identity/backends/sql_model.py). */
export const GROUP: Model = { table: 'group', kind: 'group', hasExtra: true, columns: { id: 64, name: 64, domain_id: 64, description: 'text' } };

/** The groups that a user is in. */
export function* groupIdsOf(db: Database, userId: string): Routine<string[]> {
  const rows = yield* db.rows(`SELECT group_id FROM user_group_membership WHERE user_id = ${sqlValue(userId)}`);
  return rows.map((row) => row.group_id ?? '');
}
