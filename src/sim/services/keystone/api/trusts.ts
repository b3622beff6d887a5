import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { guarded, type Ref, select, sqlList, sqlValue, textOf } from '../store/model.ts';
import { ROLE, withOptions } from '../store/roles.ts';
import { isoTime, sqlTime } from '../store/times.ts';
import { endTrusts, readTrust, readTrustChain, readTrusts, type Trust } from '../store/trusts.ts';
import { expiryOf } from './app-credentials.ts';
import { type Answer, type Call, created, NO_CONTENT, ok, type Target } from './call.ts';
import { forbidden, forbiddenAction, found, invalid, notFound } from './faults.ts';
import { readProject } from './projects.ts';
import { revokeFor } from './revoke.ts';
import { heldRoles, readRole, roleIdByName } from './roles.ts';
import { type Table, validate } from './schema.ts';
import { isDelegated } from './token.ts';

function* read(call: Call): Routine<Trust> {
  const id = call.param('trust_id');
  return found('trust', id, yield* readTrust(call.db, call.reader.nowMs, id));
}

const plain = (trust: Trust): Ref => ({
  id: trust.id, trustor_user_id: trust.trustorId, trustee_user_id: trust.trusteeId, project_id: trust.projectId, impersonation: trust.impersonation,
  expires_at: trust.expiresMs === null ? null : isoTime(trust.expiresMs), remaining_uses: trust.remainingUses, deleted_at: null,
  redelegated_trust_id: trust.redelegatedTrustId, redelegation_count: trust.redelegationCount,
});

/** The trust in the path, for policies; 404 when there is none. */
export function* trustTarget(call: Call): Routine<Target> {
  return { trust: plain(yield* read(call)) };
}

/** A trust as the API shows it, with its roles. */
function* shown(call: Call, trust: Trust): Routine<Ref> {
  const roles = trust.roleIds.length === 0 ? [] : yield* withOptions(call.db, yield* select(call.db, ROLE, `id IN ${sqlList(trust.roleIds)}`));
  return { roles: roles.map((role) => call.linked('roles', role)), ...plain(trust), roles_links: { self: call.link(`/${trust.id}/roles`), next: null, previous: null } };
}

function requireOwnToken(call: Call): void {
  if (isDelegated(call.user)) throw forbiddenAction('Delegated tokens cannot manage trusts.');
}

/** GET /v3/OS-TRUST/trusts */
export function* listTrusts(call: Call): Routine<Answer> {
  const [trustor, trustee] = [call.arg('trustor_user_id'), call.arg('trustee_user_id')];
  if (trustor) call.enforce('identity:list_trusts_for_trustor', { trust: { trustor_user_id: trustor } });
  else if (trustee) call.enforce('identity:list_trusts_for_trustee', { trust: { trustee_user_id: trustee } });
  else call.enforce('identity:list_trusts');
  requireOwnToken(call);
  const where = trustor ? `trustor_user_id = ${sqlValue(trustor)}` : trustee ? `trustee_user_id = ${sqlValue(trustee)}` : '1 = 1';
  const trusts = trustor || trustee || call.query.length === 0 ? yield* readTrusts(call.db, where) : [];
  return ok(call.collection('trusts', trusts.map(plain), { path: 'OS-TRUST/trusts' }));
}

/** GET /v3/OS-TRUST/trusts/{trust_id} */
export function* showTrust(call: Call): Routine<Answer> {
  requireOwnToken(call);
  return ok(call.member('trust', 'OS-TRUST/trusts', yield* shown(call, yield* read(call))));
}

/** POST /v3/OS-TRUST/trusts */
export function* createTrust(call: Call): Routine<Answer> {
  const trust = call.body('trust') as Table;
  call.enforce('identity:create_trust', { trust: trust as Json });
  validate('trust_create', trust);
  requireOwnToken(call);
  const roles = (trust.roles ?? []) as readonly { readonly id?: string; readonly name?: string }[];
  if (trust.project_id && roles.length === 0) throw forbiddenAction('At least one role should be specified');
  if (call.user.actor.id !== trust.trustor_user_id) throw forbiddenAction('The authenticated user should match the trustor');
  yield* call.reader.user(textOf(trust.trustee_user_id));
  const roleIds: string[] = [];
  for (const { id, name } of roles) roleIds.push(id ?? (yield* roleIdByName(call, name ?? '')));
  yield* requireRoles(call, trust, roleIds);
  const expiresMs = expiryOf(call, trust.expires_at ?? null);
  const depth = redelegation(call, trust);
  const id = call.newId();
  yield* guarded('trust', { id }, () => call.db.transaction(() => insertTrust(call, id, trust, { roleIds, expiresMs, depth })));
  const [made] = yield* readTrusts(call.db, `id = '${id}'`);
  return created(call.member('trust', 'OS-TRUST/trusts', yield* shown(call, found('trust', id, made ?? null))));
}

function* requireRoles(call: Call, trust: Table, roleIds: readonly string[]): Routine<void> {
  const projectId = typeof trust.project_id === 'string' && trust.project_id !== '' ? trust.project_id : null;
  if (projectId !== null) yield* readProject(call, projectId);
  const source = call.user.trust;
  const trustorId = source === null ? textOf(trust.trustor_user_id) : (yield* readTrustChain(call.db, source)).at(-1)?.trustorId ?? '';
  const held = projectId === null ? new Set<string>() : yield* heldRoles(call, trustorId, projectId, true);
  const lacking = roleIds.find((id) => !held.has(id));
  if (lacking !== undefined) throw notFound('role', lacking);
}

/** How often the trust may be handed on; 0 when it may not (trust/core.py, create_trust). */
function redelegation(call: Call, trust: Table): number {
  const most = call.app.config.number('trust', 'max_redelegation_count');
  const wanted = typeof trust.redelegation_count === 'number' ? trust.redelegation_count : null;
  const uses = trust.remaining_uses ?? null;
  if (trust.allow_redelegation !== true || wanted === 0) {
    if (uses !== null && Number(uses) <= 0) throw invalid('remaining_uses must be a positive integer or null.');
    return 0;
  }
  if (wanted !== null && wanted > most) throw forbidden(`Requested redelegation depth of ${wanted} is greater than allowed ${most}`);
  if (uses !== null) throw invalid('remaining_uses must not be set if redelegation is allowed');
  return wanted ?? most;
}

function* insertTrust(call: Call, id: string, trust: Table, more: { roleIds: readonly string[]; expiresMs: number | null; depth: number }): Routine<void> {
  const { roleIds, expiresMs, depth } = more;
  const values = [id, trust.trustor_user_id, trust.trustee_user_id, trust.project_id || null, trust.impersonation === true,
    expiresMs === null ? null : sqlTime(expiresMs), expiresMs === null ? null : Math.round(expiresMs * 1000), trust.remaining_uses ?? null, call.user.trust?.id ?? null, depth, { roles: roleIds.map((roleId) => ({ id: roleId })) }];
  yield* call.db.run('INSERT INTO trust (id, trustor_user_id, trustee_user_id, project_id, impersonation, expires_at, expires_at_int, remaining_uses, redelegated_trust_id, redelegation_count, extra) '
    + `VALUES (${values.map((value) => sqlValue(value ?? null)).join(', ')})`);
  for (const roleId of roleIds) yield* call.db.run(`INSERT INTO trust_role (trust_id, role_id) VALUES ('${id}', ${sqlValue(roleId)})`);
}

/** DELETE /v3/OS-TRUST/trusts/{trust_id}: and those handed on from it. */
export function* deleteTrust(call: Call): Routine<Answer> {
  requireOwnToken(call);
  yield* end(call, (yield* read(call)).id);
  return NO_CONTENT;
}

function* end(call: Call, id: string): Routine<void> {
  for (const child of yield* readTrusts(call.db, `redelegated_trust_id = ${sqlValue(id)}`)) yield* end(call, child.id);
  yield* endTrusts(call.db, call.reader.nowMs, `id = ${sqlValue(id)}`);
  yield* revokeFor(call, { trustId: id });
}

/** GET /v3/OS-TRUST/trusts/{trust_id}/roles */
export function* listTrustRoles(call: Call): Routine<Answer> {
  requireOwnToken(call);
  const { roles, roles_links: links } = yield* shown(call, yield* read(call));
  return ok({ roles: roles ?? null, links: links ?? null });
}

/** GET and HEAD /v3/OS-TRUST/trusts/{trust_id}/roles/{role_id} */
export function* showTrustRole(call: Call): Routine<Answer> {
  requireOwnToken(call);
  const trust = yield* read(call);
  const id = call.param('role_id');
  if (!trust.roleIds.includes(id)) throw new KeystoneError('RoleNotFound', { role_id: id });
  return ok(call.member('role', 'roles', yield* readRole(call, id)));
}

