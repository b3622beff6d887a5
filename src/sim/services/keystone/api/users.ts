import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { readAppCredentials, removeAppCredentials } from '../store/application-credentials.ts';
import { effectiveAssignments } from '../store/assignments.ts';
import { condition, extraOf, type Filter, type Found, guarded, list, type Ref, remove, select, sqlList, sqlValue, textOf } from '../store/model.ts';
import { PROJECT, withDetails } from '../store/projects.ts';
import { parseIsoTime, sqlTime } from '../store/times.ts';
import { endTrusts } from '../store/trusts.ts';
import { GROUP, NAME_FILTER, readUsers, type User, USER_FILTERS, userRef, writePassword, writeUserOptions } from '../store/users.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { found, invalid, unauthorized } from './faults.ts';
import { checkPassword } from './login.ts';
import { withDomain } from './projects.ts';
import { revokeFor } from './revoke.ts';
import { type Table, validate } from './schema.ts';

export const USER_LIST_FILTERS = ['domain_id', 'enabled', 'idp_id', 'name', 'protocol_id', 'unique_id', 'password_expires_at'];

const COLUMNS = { id: 64, name: 255, domain_id: 64, password: 'text', enabled: 'flag', default_project_id: 64, password_expires_at: 'text', options: 'json', federated: 'json' } as const;

/** GET /v3/users */
export function* listUsers(call: Call): Routine<Answer> {
  const filters = call.filters(USER_LIST_FILTERS);
  const domainId = call.user.payload.domainId;
  const own: Filter[] = domainId === null || filters.some(({ name }) => name === 'domain_id') ? [] : [{ name: 'domain_id', value: domainId, comparator: 'equals', isCaseSensitive: false }];
  const users = yield* findUsers(call, [...filters, ...own], '');
  const refs = domainId === null ? users.refs : users.refs.filter((ref) => ref.domain_id === domainId);
  return ok(call.collection('users', { ...users, refs }, { limit: call.limit('identity') }));
}

/** Users by the conditions that SQL can apply, and those that are left. */
export function* findUsers(call: Call, filters: readonly Filter[], join: string): Routine<Found> {
  const nothing: Found = { refs: [], rest: [], isTruncated: false };
  if (filters.some(({ name }) => ['idp_id', 'protocol_id', 'unique_id'].includes(name))) return nothing;
  const expiries = filters.filter(({ name }) => name === 'password_expires_at');
  const others = filters.filter(({ name }) => name !== 'password_expires_at');
  const conditions = others.map((filter) => condition(USER_FILTERS, filter, 'u.') ?? condition(NAME_FILTER, filter, 'l.'));
  if (conditions.includes('never')) return nothing;
  const rest = others.filter((_, at) => conditions[at] === null);
  const where = [...conditions.filter((one) => one !== null), ...expiries.map(expiryCondition)].join(' AND ');
  const limit = rest.length > 0 ? null : call.limit('identity');
  const passwords = expiries.length === 0 ? '' : ' JOIN password p ON p.local_user_id = l.id';
  const users = yield* readUsers(call.db, call.app.config, call.reader.nowMs, where, { join: join + passwords, tail: limit === null ? '' : ` LIMIT ${limit + 1}` });
  const isTruncated = limit !== null && users.length > limit;
  return { refs: (isTruncated ? users.slice(0, limit) : users).map((user) => userRef(user)), rest, isTruncated };
}

const OPERATORS: Readonly<Record<string, string>> = { lt: '<', gt: '>', eq: '=', lte: '<=', gte: '>=', neq: '<>' };

/** `password_expires_at=lt:2026-11-20T00:00:00Z` */
function expiryCondition({ value }: Filter): string {
  const text = String(value);
  const [operator = '', time = ''] = text.slice(2, 4).includes(':') ? text.split(/:(.*)/s) : ['eq', text];
  const ms = parseIsoTime(time);
  if (ms === null) throw new KeystoneError('ValidationTimeStampError');
  if (OPERATORS[operator] === undefined) throw new KeystoneError('InvalidOperatorError', { _op: operator });
  return `p.expires_at ${OPERATORS[operator]} '${sqlTime(ms)}'`;
}

/** GET /v3/users/{user_id} */
export function* showUser(call: Call): Routine<Answer> {
  return ok(call.member('user', 'users', userRef(yield* call.reader.user(call.param('user_id')))));
}

/** POST /v3/users */
export function* createUser(call: Call): Routine<Answer> {
  validate('user_create', call.body('user'));
  const user = withDomain(call, normalised(call.body('user') as Table));
  if (user.password !== undefined) checkRules(call, user.password);
  yield* call.reader.domain(textOf(user.domain_id));
  yield* requireNoDomain(call, user.default_project_id);
  const id = yield* insertUser(call, { ...user, name: textOf(user.name).trim() });
  return created(call.member('user', 'users', userRef(yield* call.reader.user(id))));
}

function* insertUser(call: Call, user: Table): Routine<string> {
  const { db, reader, app } = call;
  const id = call.newId();
  const name = textOf(user.name);
  if ([...name].length > COLUMNS.name) throw new KeystoneError('StringLengthExceeded', { string: name, type: 'name', length: COLUMNS.name });
  const hash = typeof user.password === 'string' ? app.passwords.hash(user.password, app.sys.dice) : null;
  const domainId = sqlValue(user.domain_id);
  yield* db.transaction(() => guarded('user', { id, ...user }, function* () {
    yield* db.run('INSERT INTO user (id, extra, enabled, default_project_id, created_at, domain_id) VALUES '
      + `('${id}', ${sqlValue(extraOfUser(user))}, ${user.enabled === false ? 0 : 1}, ${sqlValue(user.default_project_id ?? null)}, '${sqlTime(reader.nowMs)}', ${domainId})`);
    const { insertId } = yield* db.run(`INSERT INTO local_user (user_id, domain_id, name) VALUES ('${id}', ${domainId}, ${sqlValue(name)})`);
    if (user.password !== undefined) yield* setPassword(call, { localId: insertId, passwords: [], options: user.options as Ref | undefined ?? {} }, hash, false);
    yield* writeUserOptions(db, id, user.options);
  }));
  return id;
}

const extraOfUser = (user: Table): Ref => extraOf({ table: 'user', kind: 'user', hasExtra: true, columns: COLUMNS }, user);

/** Writes a new password with the end that the security options give it. */
function* setPassword(call: Call, user: Pick<User, 'localId' | 'passwords' | 'options'>, hash: string | null, isSelfService: boolean): Routine<void> {
  const { config } = call.app;
  const { nowMs } = call.reader;
  const days = config.get('security_compliance', 'password_expires_days');
  const ends = days === null || Number(days) === 0 || user.options.ignore_password_expiry === true ? null : Math.floor((nowMs + Number(days) * 86_400_000) / 1000) * 1000;
  const mustChange = !isSelfService && config.flag('security_compliance', 'change_password_upon_first_use') && user.options.ignore_change_password_upon_first_use !== true;
  const kept = Math.max(config.number('security_compliance', 'unique_last_password_count'), 1);
  yield* writePassword(call.db, user, hash, { nowMs, expiresMs: mustChange ? nowMs : ends, kept, isSelfService });
}

/** The password's form, when `password_regex` asks for one. */
function checkRules(call: Call, password: Json): void {
  const pattern = call.app.config.text('security_compliance', 'password_regex');
  if (pattern === null || pattern === '') return;
  if (typeof password !== 'string') throw new KeystoneError('PasswordValidationError', { detail: 'Password must be a string type' });
  let isGood: boolean;
  try {
    isGood = new RegExp(`^(?:${pattern})`, 'u').test(password);
  } catch {
    call.app.log.logger('keystone.common.validation.validators').error(`Unable to validate password due to invalid regular expression - password_regex: ${pattern}`);
    throw new KeystoneError('PasswordValidationError', { detail: 'Unable to validate password due to invalid configuration' });
  }
  const detail = call.app.config.text('security_compliance', 'password_regex_description') ?? 'None';
  if (!isGood) throw new KeystoneError('PasswordRequirementsValidationError', { detail });
}

function* requireNoDomain(call: Call, projectId: Json | undefined): Routine<void> {
  if (typeof projectId !== 'string' || projectId === '') return;
  if ((yield* call.reader.project(projectId))?.is_domain === true) throw invalid(`User's default project ID cannot be a domain ID: ${projectId}`);
}

/** PATCH /v3/users/{user_id} */
export function* updateUser(call: Call): Routine<Answer> {
  const id = call.param('user_id');
  const old = yield* call.reader.user(id);
  validate('user_update', call.body('user'));
  const changes = call.body('user') as Table;
  call.requireSameId(changes, id);
  if (changes.domain_id !== undefined && changes.domain_id !== old.domainId) throw invalid('Cannot change Domain ID');
  if (changes.password !== undefined) checkRules(call, changes.password);
  yield* requireNoDomain(call, changes.default_project_id);
  yield* call.db.transaction(() => guarded('user', changes, () => writeChanges(call, old, changes)));
  const isSwitchedOff = changes.enabled === false && old.isEnabled;
  if (isSwitchedOff || (changes.password !== undefined && changes.password !== null)) yield* revokeFor(call, { userId: id });
  call.reader.forget();
  return ok(call.member('user', 'users', userRef(yield* call.reader.user(id), true)));
}

function* writeChanges(call: Call, old: User, changes: Table): Routine<void> {
  const { db } = call;
  const id = sqlValue(old.id);
  const extra = { ...old.extra, ...extraOfUser(changes) };
  const isEnabled = (changes.enabled ?? old.isEnabled) !== false;
  yield* db.run(`UPDATE user SET extra = ${sqlValue(extra)}, enabled = ${isEnabled ? 1 : 0}, `
    + `default_project_id = ${sqlValue((changes.default_project_id === undefined ? old.defaultProjectId : changes.default_project_id) ?? null)} WHERE id = ${id}`);
  if (isEnabled && old.localId !== null) yield* db.run(`UPDATE local_user SET failed_auth_count = 0, failed_auth_at = NULL WHERE user_id = ${id}`);
  if (typeof changes.name === 'string') yield* db.run(`UPDATE local_user SET name = ${sqlValue(changes.name.trim())} WHERE user_id = ${id}`);
  yield* writeUserOptions(db, old.id, changes.options);
  if (changes.password === undefined) return;
  const hash = typeof changes.password === 'string' ? call.app.passwords.hash(changes.password, call.app.sys.dice) : null;
  yield* setPassword(call, { ...old, options: { ...old.options, ...changes.options as Ref | undefined } }, hash, false);
}

/** DELETE /v3/users/{user_id}: with all that is theirs. */
export function* deleteUser(call: Call): Routine<Answer> {
  const id = call.param('user_id');
  yield* call.reader.user(id);
  yield* removeUser(call, id);
  return NO_CONTENT;
}

/** Removes a user, their grants, credentials, trusts and tokens. */
export function* removeUser(call: Call, id: string): Routine<void> {
  const { db } = call;
  yield* remove(db, { table: 'user_group_membership' }, { user_id: id });
  yield* remove(db, { table: 'user' }, { id });
  yield* db.run(`DELETE FROM assignment WHERE actor_id = ${sqlValue(id)} AND type IN ('UserProject', 'UserDomain')`);
  yield* remove(db, { table: 'system_assignment' }, { actor_id: id, type: 'UserSystem' });
  yield* remove(db, { table: 'credential' }, { user_id: id });
  yield* revokeFor(call, { userId: id });
  if ((yield* readAppCredentials(db, `user_id = ${sqlValue(id)}`)).length > 0) yield* removeAppCredentials(db, id);
  yield* remove(db, { table: 'access_rule' }, { user_id: id });
  yield* endTrusts(db, call.reader.nowMs, `(trustor_user_id = ${sqlValue(id)} OR trustee_user_id = ${sqlValue(id)})`);
}

/** POST /v3/users/{user_id}/password: one's own, with the old one. */
export function* changePassword(call: Call): Routine<Answer> {
  validate('password_change', call.body('user'));
  const { original_password: original, password } = call.body('user') as Table;
  const id = call.param('user_id');
  const user = yield* call.reader.findUser(id);
  if (user === null) throw unauthorized('Error when changing user password: Invalid user / password');
  yield* confirm(call, user, textOf(original));
  checkRules(call, password ?? null);
  if (user.options.lock_password === true) throw new KeystoneError('PasswordSelfServiceDisabled');
  requireAge(call, user);
  const count = call.app.config.number('security_compliance', 'unique_last_password_count');
  const isUsed = count > 0 && user.passwords.slice(-count).some(({ hash }) => call.app.passwords.isRight(textOf(password), hash));
  if (isUsed) throw new KeystoneError('PasswordHistoryValidationError', { unique_count: count });
  yield* setPassword(call, user, call.app.passwords.hash(textOf(password), call.app.sys.dice), true);
  yield* revokeFor(call, { userId: id });
  return NO_CONTENT;
}

/** The old password must be right; that it has expired does not matter here. */
function* confirm(call: Call, user: User, password: string): Routine<void> {
  try {
    yield* checkPassword(call, user, password);
  } catch (error) {
    if (!(error instanceof KeystoneError) || error.kind !== 'PasswordExpired') throw error;
  }
}

function requireAge(call: Call, user: User): void {
  const days = call.app.config.number('security_compliance', 'minimum_password_age');
  const last = user.passwords.at(-1);
  if (last?.isSelfService !== true) return;
  const leftMs = last.createdMs + days * 86_400_000 - call.reader.nowMs;
  if (leftMs > 0) throw new KeystoneError('PasswordAgeValidationError', { min_age_days: days, days_left: Math.floor(leftMs / 86_400_000) });
}

/** GET /v3/users/{user_id}/projects */
export function* listUserProjects(call: Call): Routine<Answer> {
  const rest = call.filters(['domain_id', 'enabled', 'name']);
  const { id } = yield* call.reader.user(call.param('user_id'));
  return ok(call.collection('projects', { refs: yield* projectsOf(call, id), rest, isTruncated: false }));
}

/** The projects in which a user has a role. */
export function* projectsOf(call: Call, userId: string): Routine<Ref[]> {
  const ids = [...new Set((yield* effectiveAssignments(call.db, { userId })).flatMap(({ projectId }) => (projectId === undefined ? [] : [projectId])))];
  return ids.length === 0 ? [] : yield* withDetails(call.db, yield* select(call.db, PROJECT, `id IN ${sqlList(ids)}`));
}

/** GET /v3/users/{user_id}/groups */
export function* listUserGroups(call: Call): Routine<Answer> {
  const id = call.param('user_id');
  found('user', id, yield* call.reader.findUser(id));
  const where = `id IN (SELECT group_id FROM user_group_membership WHERE user_id = ${sqlValue(id)})`;
  const groups = yield* list(call.db, GROUP, call.filters(['name']), { where, limit: call.limit('identity') });
  const domainId = call.user.payload.domainId;
  const refs = groups.refs.filter((ref) => domainId === null || ref.domain_id === domainId).map((ref) => ({ ...ref, membership_expires_at: null }));
  return ok(call.collection('groups', { ...groups, refs }));
}
