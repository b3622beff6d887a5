import type { Json } from '../../../../base/json.ts';
import { toBase64 } from '../../../../base/base64.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { accessRule, type AppCredential, readAppCredential, readAppCredentials } from '../store/application-credentials.ts';
import { condition, guarded, type Model, type Ref, remove, select, sqlList, sqlValue, textOf } from '../store/model.ts';
import { ROLE, withOptions } from '../store/roles.ts';
import { parseIsoTime, plainTime } from '../store/times.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok, type Target } from './call.ts';
import { forbidden, forbiddenAction, found, notAllowed } from './faults.ts';
import { heldRoles, roleIdByName } from './roles.ts';
import { type Table, validate } from './schema.ts';
import { isDelegated } from './token.ts';

const FILTERS: Pick<Model, 'columns'> = { columns: { id: 64, name: 255, description: 'text', user_id: 64, project_id: 64 } };
const RULE_FILTERS: Pick<Model, 'columns'> = { columns: { user_id: 64, service: 64, path: 128, method: 16 } };

/** As the API shows it. */
function* shown(call: Call, one: AppCredential, secret: string | null = null): Routine<Ref> {
  const roles = one.roleIds.length === 0 ? [] : yield* withOptions(call.db, yield* select(call.db, ROLE, `id IN ${sqlList(one.roleIds)}`));
  return {
    id: one.id, name: one.name, description: one.description, user_id: one.userId, project_id: one.projectId, system: one.system,
    expires_at: one.expiresMs === null ? null : plainTime(one.expiresMs), unrestricted: one.isUnrestricted, roles: roles,
    ...one.accessRules === null ? {} : { access_rules: one.accessRules }, ...secret === null ? {} : { secret },
  };
}

/** What is made by a token is not for tokens that came by delegation, but for application credentials themselves. */
function requireOwnToken(call: Call): void {
  if (call.user.payload.methods.includes('application_credential')) return;
  if (call.user.trust !== null || isDelegated(call.user)) throw forbidden('Cannot manage application credentials with a token issued via delegation.');
}

function requireUnrestricted(call: Call): void {
  if (call.user.appCredential !== null && call.user.appCredential.isUnrestricted !== true) {
    throw forbiddenAction("Using method 'application_credential' is not allowed for managing additional application credentials.");
  }
}

const linked = (call: Call, ref: Ref): Ref => ({ ...ref, links: { self: call.link(`application_credentials/${textOf(ref.id)}`) } });

/** The owner of the credential in the path, for policies. */
export function* ownerTarget(call: Call): Routine<Target> {
  const one = yield* readAppCredential(call.db, call.param('application_credential_id'));
  return one === null ? {} : { user_id: one.userId };
}

/** GET /v3/users/{user_id}/application_credentials */
export function* listAppCredentials(call: Call): Routine<Answer> {
  requireOwnToken(call);
  const filters = call.filters(['name']);
  const conditions = filters.map((filter) => condition(FILTERS, filter));
  const where = [`user_id = ${sqlValue(call.param('user_id'))}`, ...conditions.filter((one) => one !== null && one !== 'never')].join(' AND ');
  const all = conditions.includes('never') ? [] : yield* readAppCredentials(call.db, where);
  const refs: Ref[] = [];
  for (const one of all) refs.push(linked(call, yield* shown(call, one)));
  const rest = filters.filter((_, at) => conditions[at] === null);
  return ok(call.collection('application_credentials', { refs, rest, isTruncated: false }, { link: (ref) => ref }));
}

/** POST /v3/users/{user_id}/application_credentials: the secret is shown this once. */
export function* createAppCredential(call: Call): Routine<Answer> {
  const given = call.body('application_credential') as Table;
  validate('application_credential_create', given);
  requireOwnToken(call);
  requireUnrestricted(call);
  const { actor: user, payload } = call.user;
  if (user.id !== call.param('user_id')) throw forbiddenAction('Cannot create an application credential for another user.');
  const roleIds = yield* wantedRoles(call, given);
  const expiresMs = expiryOf(call, given.expires_at ?? null);
  const limit = call.app.config.number('application_credential', 'user_limit');
  if (limit >= 0 && (yield* readAppCredentials(call.db, `user_id = ${sqlValue(user.id)}`)).length >= limit) throw new KeystoneError('ApplicationCredentialLimitExceeded', { limit });
  const secret = typeof given.secret === 'string' && given.secret !== '' ? given.secret : newSecret(call);
  const one = { ...normalised(given), id: call.newId(), roleIds, expiresMs, secret, projectId: payload.projectId };
  yield* guarded('application_credential', { name: textOf(given.name) }, () => call.db.transaction(() => insertOne(call, one)));
  const made = found('application_credential', one.id, yield* readAppCredential(call.db, one.id));
  return created({ application_credential: linked(call, yield* shown(call, made, secret)) as Json });
}

const newSecret = (call: Call): string =>
  toBase64(Uint8Array.from({ length: 64 }, () => call.app.sys.dice.between(0, 255))).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** The roles asked for, or all of the token's; none that the token has not. */
function* wantedRoles(call: Call, given: Table): Routine<string[]> {
  const own = call.user.roles.map(({ id }) => id);
  const asked = (given.roles ?? []) as readonly { readonly id?: string; readonly name?: string }[];
  if (asked.length === 0) return own;
  const ids: string[] = [];
  for (const { id, name } of asked) ids.push(id ?? (yield* roleIdByName(call, name ?? '')));
  const held = yield* heldRoles(call, call.user.actor.id, call.user.payload.projectId);
  if (!ids.every((id) => own.includes(id) && held.has(id))) {
    throw new KeystoneError('ApplicationCredentialValidationError', { detail: 'Cannot create an application credential with unassigned role' });
  }
  return ids;
}

/** A time to come (utils.parse_expiration_date). */
export function expiryOf(call: Call, given: Json): number | null {
  if (typeof given !== 'string' || given === '') return null;
  const ms = parseIsoTime(given.endsWith('Z') ? given : `${given}Z`);
  if (ms === null) throw new KeystoneError('ValidationTimeStampError');
  if (ms < call.reader.nowMs) throw new KeystoneError('ValidationExpirationError');
  return ms;
}

interface NewOne {
  readonly id: string;
  readonly roleIds: readonly string[];
  readonly expiresMs: number | null;
  readonly secret: string;
  readonly projectId: string | null;
}

function* insertOne(call: Call, one: Table & NewOne): Routine<void> {
  const { db, app } = call;
  const values = [one.id, one.name, app.passwords.hash(one.secret, app.sys.dice), one.description ?? null, call.user.actor.id, one.projectId,
    one.expiresMs === null ? null : Math.round(one.expiresMs * 1000), null, one.unrestricted ?? null];
  const { insertId } = yield* db.run('INSERT INTO application_credential (id, name, secret_hash, description, user_id, project_id, expires_at, `system`, unrestricted) '
    + `VALUES (${values.map((value) => sqlValue(value ?? null)).join(', ')})`);
  for (const roleId of one.roleIds) yield* db.run(`INSERT INTO application_credential_role (application_credential_id, role_id) VALUES (${insertId}, ${sqlValue(roleId)})`);
  for (const rule of (one.access_rules ?? []) as readonly Table[]) {
    yield* db.run(`INSERT INTO application_credential_access_rule (application_credential_id, access_rule_id) VALUES (${insertId}, ${yield* ruleId(call, rule)})`);
  }
}

/** The row of an access rule: one that the user has already, or a new one. */
function* ruleId(call: Call, rule: Table): Routine<number> {
  const userId = sqlValue(call.user.actor.id);
  const same = rule.id !== undefined ? `external_id = ${sqlValue(rule.id)}`
    : `user_id = ${userId} AND service = ${sqlValue(rule.service)} AND path = ${sqlValue(rule.path)} AND method = ${sqlValue(rule.method)}`;
  const [known] = yield* call.db.rows(`SELECT id FROM access_rule WHERE ${same}`);
  if (known !== undefined) return Number(known.id);
  const values = [rule.id ?? call.newId(), call.user.actor.id, rule.service, rule.path, rule.method].map(sqlValue).join(', ');
  return (yield* call.db.run(`INSERT INTO access_rule (external_id, user_id, service, path, method) VALUES (${values})`)).insertId;
}

/** GET /v3/users/{user_id}/application_credentials/{application_credential_id} */
export function* showAppCredential(call: Call): Routine<Answer> {
  requireOwnToken(call);
  const id = call.param('application_credential_id');
  const one = found('application_credential', id, yield* readAppCredential(call.db, id));
  return ok({ application_credential: linked(call, yield* shown(call, one)) as Json });
}

/** DELETE /v3/users/{user_id}/application_credentials/{application_credential_id} */
export function* deleteAppCredential(call: Call): Routine<Answer> {
  requireOwnToken(call);
  requireUnrestricted(call);
  const id = call.param('application_credential_id');
  found('application_credential', id, yield* readAppCredential(call.db, id));
  yield* remove(call.db, { table: 'application_credential' }, { id });
  return NO_CONTENT;
}

/** GET /v3/users/{user_id}/access_rules */
export function* listAccessRules(call: Call): Routine<Answer> {
  requireOwnToken(call);
  const conditions = call.filters(['service', 'path', 'method']).map((filter) => condition(RULE_FILTERS, filter));
  if (conditions.includes('never')) return ok(call.collection('access_rules', []));
  const where = [`user_id = ${sqlValue(call.param('user_id'))}`, ...conditions.filter((one) => one !== null)].join(' AND ');
  const rows = yield* call.db.rows(`SELECT external_id, service, path, method FROM access_rule WHERE ${where}`);
  return ok(call.collection('access_rules', rows.map((row) => accessRule(row) as Ref)));
}

function* readRule(call: Call): Routine<Ref> {
  const id = call.param('access_rule_id');
  const [row] = yield* call.db.rows(`SELECT external_id, service, path, method FROM access_rule WHERE external_id = ${sqlValue(id)}`);
  return found('access_rule', id, row === undefined ? null : accessRule(row) as Ref);
}

/** GET /v3/users/{user_id}/access_rules/{access_rule_id} */
export function* showAccessRule(call: Call): Routine<Answer> {
  requireOwnToken(call);
  return ok(call.member('access_rule', 'access_rules', yield* readRule(call)));
}

/** DELETE /v3/users/{user_id}/access_rules/{access_rule_id}: not while a credential has it. */
export function* deleteAccessRule(call: Call): Routine<Answer> {
  requireOwnToken(call);
  const rule = yield* readRule(call);
  const used = yield* call.db.rows('SELECT x.access_rule_id FROM application_credential_access_rule x JOIN access_rule r ON r.id = x.access_rule_id '
    + `WHERE r.external_id = ${sqlValue(rule.id)} LIMIT 1`);
  if (used.length > 0) throw notAllowed('May not delete access rule in use');
  yield* remove(call.db, { table: 'access_rule' }, { external_id: textOf(rule.id) });
  return NO_CONTENT;
}
