import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { effectiveAssignments, readAssignments } from '../store/assignments.ts';
import { removeAppCredentials } from '../store/application-credentials.ts';
import { guarded, insert, list, type Ref, remove, select, sqlList, sqlValue, textOf, update } from '../store/model.ts';
import { writeImmutable } from '../store/projects.ts';
import { findRole, ROLE, withOptions } from '../store/roles.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { found, invalid } from './faults.ts';
import { requireMutable } from './projects.ts';
import { type Table, validate } from './schema.ts';

/** The role with this id; 404 when there is none. */
export function* readRole(call: Call, id: string): Routine<Ref> {
  return found('role', id, yield* findRole(call.db, id));
}

/** Reads the role in the path and asks the policy for it: roles of a domain have policies of their own. */
function* permitted(call: Call, verb: string): Routine<Ref> {
  const id = call.param('role_id');
  const role = yield* findRole(call.db, id);
  if (role?.domain_id) call.enforce(`identity:${verb}_domain_role`, { role });
  else call.enforce(`identity:${verb}_role`, role === null ? {} : { role });
  return found('role', id, role);
}

/** GET /v3/roles */
export function* listRoles(call: Call): Routine<Answer> {
  const domainId = call.arg('domain_id');
  call.enforce(domainId ? 'identity:list_domain_roles' : 'identity:list_roles', {}, ['name', 'domain_id']);
  const filters = call.filters(['name', 'domain_id']);
  if (!domainId) filters.push({ name: 'domain_id', value: null, comparator: 'equals', isCaseSensitive: false });
  const limit = call.limit('role');
  const roles = yield* list(call.db, ROLE, filters, { limit });
  return ok(call.collection('roles', { ...roles, refs: yield* withOptions(call.db, roles.refs) }, { limit }));
}

/** GET /v3/roles/{role_id} */
export function* showRole(call: Call): Routine<Answer> {
  return ok(call.member('role', 'roles', yield* permitted(call, 'get')));
}

/** POST /v3/roles */
export function* createRole(call: Call): Routine<Answer> {
  const given = call.body('role') as Table;
  call.enforce(given.domain_id ? 'identity:create_domain_role' : 'identity:create_role');
  validate('role_create', given);
  const { options, ...role } = normalised({ ...given, id: call.newId() });
  const ref = yield* guarded('role', role, () => call.db.transaction(function* () {
    const made = yield* insert(call.db, ROLE, role);
    yield* writeImmutable(call.db, 'role', textOf(role.id), options);
    return made;
  }));
  return created(call.member('role', 'roles', (yield* withOptions(call.db, [ref]))[0] ?? ref));
}

/** PATCH /v3/roles/{role_id} */
export function* updateRole(call: Call): Routine<Answer> {
  const { options: _options, ...old } = yield* permitted(call, 'update');
  const id = call.param('role_id');
  const changes = call.body('role') as Table;
  validate('role_update', changes);
  call.requireSameId(changes, id);
  requireMutable('update', 'role', { ...old, options: _options }, changes);
  if (changes.domain_id !== undefined && changes.domain_id !== old.domain_id) throw invalid('Update of `domain_id` is not allowed.');
  const { options, ...own } = changes;
  const ref = yield* guarded('role', changes, () => update(call.db, ROLE, id, { ...old, ...own }));
  yield* writeImmutable(call.db, 'role', id, options);
  return ok(call.member('role', 'roles', (yield* withOptions(call.db, [ref]))[0] ?? ref));
}

/** DELETE /v3/roles/{role_id}: with its grants. */
export function* deleteRole(call: Call): Routine<Answer> {
  const role = yield* permitted(call, 'delete');
  const id = textOf(role.id);
  requireMutable('delete', 'role', role);
  yield* call.db.run(`DELETE FROM assignment WHERE role_id = ${sqlValue(id)}`);
  yield* call.db.run(`DELETE FROM system_assignment WHERE role_id = ${sqlValue(id)}`);
  for (const { userId, projectId } of yield* readAssignments(call.db, { roleId: id })) {
    if (userId !== undefined && projectId !== undefined) yield* removeAppCredentials(call.db, userId, projectId);
  }
  yield* remove(call.db, ROLE, { id });
  return NO_CONTENT;
}

const brief = (call: Call, role: Ref): Json => ({ id: role.id ?? null, links: { self: call.link(`/roles/${textOf(role.id)}`) }, name: role.name ?? null });

/** The roles that an inference speaks of, for the policy and for the answer. */
export function* impliedTarget(call: Call): Routine<{ prior_role: Json; implied_role?: Json }> {
  const prior = yield* readRole(call, call.param('prior_role_id'));
  const next = call.params.implied_role_id;
  return { prior_role: prior, ...next === undefined ? {} : { implied_role: (yield* readRole(call, next)) } };
}

/** GET /v3/roles/{prior_role_id}/implies */
export function* listImplied(call: Call): Routine<Answer> {
  const id = call.param('prior_role_id');
  const prior = yield* readRole(call, id);
  const rows = yield* call.db.rows(`SELECT implied_role_id FROM implied_role WHERE prior_role_id = ${sqlValue(id)}`);
  const roles = rows.length === 0 ? [] : yield* select(call.db, ROLE, `id IN ${sqlList(rows.map((row) => row.implied_role_id ?? ''))}`);
  const inference = { prior_role: brief(call, prior), implies: roles.map((role) => brief(call, role)) };
  return ok({ role_inference: inference, links: { self: call.link(`/roles/${id}/implies`) } });
}

/** GET and HEAD /v3/roles/{prior_role_id}/implies/{implied_role_id} */
export function* showImplied(call: Call): Routine<Answer> {
  const body = yield* inference(call);
  return call.request.method === 'HEAD' ? NO_CONTENT : ok(body);
}

function* inference(call: Call): Routine<Json> {
  const { prior_role_id: prior = '', implied_role_id: next = '' } = call.params;
  const rows = yield* call.db.rows(`SELECT 1 AS one FROM implied_role WHERE prior_role_id = ${sqlValue(prior)} AND implied_role_id = ${sqlValue(next)}`);
  if (rows.length === 0) throw new KeystoneError('ImpliedRoleNotFound', { prior_role_id: prior, implied_role_id: next });
  const [priorRole, impliedRole] = [yield* readRole(call, prior), yield* readRole(call, next)];
  return { role_inference: { prior_role: brief(call, priorRole), implies: brief(call, impliedRole) }, links: { self: call.link(`/roles/${prior}/implies/${next}`) } };
}

/** PUT /v3/roles/{prior_role_id}/implies/{implied_role_id} */
export function* createImplied(call: Call): Routine<Answer> {
  const { prior_role_id: prior = '', implied_role_id: next = '' } = call.params;
  const [priorRole, impliedRole] = [yield* readRole(call, prior), yield* readRole(call, next)];
  const prohibited = call.app.config.get('assignment', 'prohibited_implied_role') as readonly string[];
  if (prohibited.includes(textOf(impliedRole.name))) throw new KeystoneError('InvalidImpliedRole', { role_id: next });
  if (!priorRole.domain_id && impliedRole.domain_id) throw new KeystoneError('InvalidImpliedRole', { role_id: next }, 'Global role cannot imply a domain-specific role');
  yield* guarded('implied_role', {}, () => call.db.run(`INSERT INTO implied_role (prior_role_id, implied_role_id) VALUES (${sqlValue(prior)}, ${sqlValue(next)})`));
  return created(yield* inference(call));
}

/** DELETE /v3/roles/{prior_role_id}/implies/{implied_role_id} */
export function* deleteImplied(call: Call): Routine<Answer> {
  const { prior_role_id: prior = '', implied_role_id: next = '' } = call.params;
  const count = yield* remove(call.db, { table: 'implied_role' }, { prior_role_id: prior, implied_role_id: next });
  if (count === 0) throw new KeystoneError('ImpliedRoleNotFound', { prior_role_id: prior, implied_role_id: next });
  return NO_CONTENT;
}

/** GET /v3/role_inferences */
export function* listInferences(call: Call): Routine<Answer> {
  const rules = yield* call.db.rows('SELECT prior_role_id, implied_role_id FROM implied_role');
  const roles = new Map((yield* select(call.db, ROLE)).map((role) => [role.id, role]));
  const priors = [...new Set(rules.map((rule) => rule.prior_role_id ?? ''))];
  const inferences = priors.map((prior) => ({
    prior_role: brief(call, roles.get(prior) ?? { id: prior }),
    implies: rules.filter((rule) => rule.prior_role_id === prior).map((rule) => brief(call, roles.get(rule.implied_role_id ?? '') ?? {})),
  }));
  return ok({ role_inferences: inferences });
}

/** A role by its name, as trusts and application credentials name it; 404 or 400 when it is none or several. */
export function* roleIdByName(call: Call, name: string): Routine<string> {
  const roles = yield* select(call.db, ROLE, `name = ${sqlValue(name)}`);
  if (roles.length === 0) throw new KeystoneError('RoleNotFound', {}, `Role ${name} is not defined`);
  if (roles.length > 1) throw new KeystoneError('AmbiguityError', { resource: 'role', name });
  return textOf(roles[0]?.id);
}

/** The ids of the roles that a user has in a project, effectively. */
export function* heldRoles(call: Call, userId: string, projectId: string | null, keepsDomainRoles = false): Routine<Set<string>> {
  return new Set((yield* effectiveAssignments(call.db, { userId, projectId, keepsDomainRoles })).map(({ roleId }) => roleId));
}
