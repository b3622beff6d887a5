// Grants: who has a role on a project, a domain or the system. One set of handlers for all the paths they have.
import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { KeystoneError } from '../exceptions.ts';
import { removeAppCredentials } from '../store/application-credentials.ts';
import { type Ref, select, sqlList, sqlValue, textOf } from '../store/model.ts';
import { ROLE, withOptions } from '../store/roles.ts';
import { userRef } from '../store/users.ts';
import { type Answer, type Call, NO_CONTENT, ok, type Target } from './call.ts';
import { invalid } from './faults.ts';
import { readGroup } from './groups.ts';
import { readProject } from './projects.ts';
import { readRole } from './roles.ts';

/** What a grant's path says. */
interface Grant {
  readonly type: string;
  readonly actorId: string;
  readonly targetId: string;
  readonly isInherited: boolean;
}

function grantOf({ params, path }: Call): Grant {
  const actor = params.user_id === undefined ? 'Group' : 'User';
  const target = params.project_id !== undefined ? 'Project' : params.domain_id !== undefined ? 'Domain' : 'System';
  return {
    type: actor + target, actorId: params.user_id ?? params.group_id ?? '', targetId: params.project_id ?? params.domain_id ?? 'system',
    isInherited: path.endsWith('/inherited_to_projects'),
  };
}

/** The target of a grant's policy; 404 for what is not there. */
export const grantTarget = (call: Call): Routine<Target> => partsOf(call, 'strict');
/** The same, but a user or group that is gone can still lose a grant. */
export const revokeTarget = (call: Call): Routine<Target> => partsOf(call, 'lenient');
/** The paths of OS-INHERIT find out later that something is not there. */
export const inheritTarget = (call: Call): Routine<Target> => partsOf(call, 'blank');

function* partsOf(call: Call, mode: 'strict' | 'lenient' | 'blank'): Routine<Target> {
  const { role_id: roleId, user_id: userId, group_id: groupId, domain_id: domainId, project_id: projectId } = call.params;
  const target: Record<string, Json> = {};
  const readers: (readonly [string, string | undefined, (id: string) => Routine<Ref>])[] = [
    ['role', roleId, (id) => readRole(call, id)], ['user', userId, (id) => readUserRef(call, id)], ['group', groupId, (id) => readGroup(call, id)],
    ['domain', domainId, (id) => call.reader.domain(id)], ['project', projectId, (id) => readProject(call, id)],
  ];
  for (const [name, id, read] of readers) {
    if (id === undefined) continue;
    const isOptional = mode === 'blank' || (mode === 'lenient' && (name === 'user' || name === 'group'));
    const part = isOptional ? yield* orNull(() => read(id)) : yield* read(id);
    if (part !== null) target[name] = part;
  }
  return target;
}

function* readUserRef(call: Call, id: string): Routine<Ref> {
  return userRef(yield* call.reader.user(id));
}

/** Null in place of a 404. */
export function* orNull<T>(read: () => Routine<T>): Routine<T | null> {
  try {
    return yield* read();
  } catch (error) {
    if (error instanceof KeystoneError && error.status === 404) return null;
    throw error;
  }
}

const tableOf = ({ type }: Grant): string => (type.endsWith('System') ? 'system_assignment' : 'assignment');

function whereOf(call: Call, { type, actorId, targetId, isInherited }: Grant): string {
  const types = type.endsWith('System') ? '' : ` AND type IN ${sqlList(type.endsWith('Domain') ? ['UserDomain', 'GroupDomain'] : ['UserProject', 'GroupProject'])}`;
  const role = call.params.role_id === undefined ? '' : ` AND role_id = ${sqlValue(call.params.role_id)}`;
  return `actor_id = ${sqlValue(actorId)} AND target_id = ${sqlValue(targetId)}${types}${role} AND inherited = ${isInherited ? 1 : 0}`;
}

/** GET …/roles: the roles granted directly. */
export function* listGrants(call: Call): Routine<Answer> {
  const grant = grantOf(call);
  yield* requireTarget(call);
  const rows = yield* call.db.rows(`SELECT role_id FROM ${tableOf(grant)} WHERE ${whereOf(call, grant)}`);
  const roles = rows.length === 0 ? [] : yield* select(call.db, ROLE, `id IN ${sqlList(rows.map((row) => row.role_id ?? ''))}`);
  return ok(call.collection('roles', yield* withOptions(call.db, roles)));
}

function* requireTarget(call: Call): Routine<void> {
  const { domain_id: domainId, project_id: projectId } = call.params;
  if (domainId !== undefined) yield* call.reader.domain(domainId);
  if (projectId !== undefined) yield* readProject(call, projectId);
}

/** GET and HEAD …/roles/{role_id} */
export function* checkGrant(call: Call): Routine<Answer> {
  const grant = grantOf(call);
  if (!grant.type.endsWith('System')) yield* readRole(call, call.param('role_id'));
  yield* requireTarget(call);
  const rows = yield* call.db.rows(`SELECT role_id FROM ${tableOf(grant)} WHERE ${whereOf(call, grant)}`);
  if (rows.length === 0) throw noGrant(call, grant);
  return NO_CONTENT;
}

const noGrant = (call: Call, { actorId, targetId }: Grant): KeystoneError =>
  new KeystoneError('RoleAssignmentNotFound', { role_id: call.param('role_id'), actor_id: actorId, target_id: targetId });

/** PUT …/roles/{role_id}: a second time changes nothing. */
export function* createGrant(call: Call): Routine<Answer> {
  const grant = grantOf(call);
  const role = yield* readRole(call, call.param('role_id'));
  yield* requireTarget(call);
  yield* requireFittingRole(call, role);
  yield* call.db.run(`INSERT IGNORE INTO ${tableOf(grant)} (type, actor_id, target_id, role_id, inherited) VALUES `
    + `(${[grant.type, grant.actorId, grant.targetId, textOf(role.id)].map(sqlValue).join(', ')}, ${grant.isInherited ? 1 : 0})`);
  return NO_CONTENT;
}

/** A domain's own role is for that domain's projects. */
function* requireFittingRole(call: Call, role: Ref): Routine<void> {
  const { project_id: projectId, domain_id: domainId } = call.params;
  if (!role.domain_id) return;
  if (projectId === undefined && domainId === undefined) {
    throw invalid(`Role ${textOf(role.id)} is a domain-specific role. Unable to use a domain-specific role in a system assignment.`);
  }
  if (projectId !== undefined && (yield* readProject(call, projectId)).domain_id !== role.domain_id) {
    throw new KeystoneError('DomainSpecificRoleMismatch', { role_id: textOf(role.id), project_id: projectId });
  }
}

/** DELETE …/roles/{role_id} */
export function* deleteGrant(call: Call): Routine<Answer> {
  const grant = grantOf(call);
  if (!grant.type.endsWith('System')) yield* readRole(call, call.param('role_id'));
  yield* requireTarget(call);
  const { affectedRows } = yield* call.db.run(`DELETE FROM ${tableOf(grant)} WHERE ${whereOf(call, grant)}`);
  if (affectedRows === 0) throw noGrant(call, grant);
  if (grant.type === 'UserProject') yield* removeAppCredentials(call.db, grant.actorId, grant.targetId);
  return NO_CONTENT;
}

