import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { type Assignment, effectiveAssignments, readAssignments, readSystemGrants } from '../store/assignments.ts';
import { type Ref, select, sqlList, textOf } from '../store/model.ts';
import { PROJECT, subtreeOf } from '../store/projects.ts';
import { ROLE } from '../store/roles.ts';
import { GROUP, readUsers } from '../store/users.ts';
import { type Answer, type Call, ok } from './call.ts';
import { invalid } from './faults.ts';
import { readProject } from './projects.ts';

const FILTERS = ['group.id', 'role.id', 'scope.domain.id', 'scope.project.id', 'scope.OS-INHERIT:inherited_to', 'user.id'];

/** GET /v3/role_assignments */
export function* listAssignments(call: Call): Routine<Answer> {
  const projectId = call.arg('scope.project.id');
  if (call.asks('include_subtree')) {
    const target = projectId ? { project: (yield* readProject(call, projectId)) as Json } : {};
    call.enforce('identity:list_role_assignments_for_tree', target, FILTERS);
    if (!projectId) throw invalid('scope.project.id must be specified if include_subtree is also specified');
    const subtree = (yield* subtreeOf(call.db, projectId)).map(({ id }) => textOf(id));
    return ok(yield* shown(call, yield* find(call, subtree)));
  }
  const domainId = call.token?.payload.domainId ?? null;
  call.enforce('identity:list_role_assignments', domainId === null ? {} : { domain_id: domainId }, [...FILTERS, 'scope.system']);
  const all = yield* find(call, null);
  return ok(yield* shown(call, domainId === null ? all : yield* inDomain(call, all, domainId)));
}

function* inDomain(call: Call, all: readonly Assignment[], domainId: string): Routine<Assignment[]> {
  const projects = yield* call.db.rows('SELECT id, domain_id FROM project');
  const own = new Set(projects.filter((row) => row.domain_id === domainId).map(({ id }) => id));
  return all.filter((one) => one.domainId === domainId || (one.projectId !== undefined && own.has(one.projectId)));
}

/** Two filters that exclude each other are the client's mistake. */
const CLASHES: readonly (readonly [string, string, string])[] = [
  ['scope.domain.id', 'scope.project.id', 'Specify a domain or project, not both'], ['scope.domain.id', 'scope.system', 'Specify system or domain, not both'],
  ['scope.project.id', 'scope.system', 'Specify system or project, not both'], ['user.id', 'group.id', 'Specify a user or group, not both'],
];

function* find(call: Call, subtreeIds: readonly string[] | null): Routine<Assignment[]> {
  for (const [one, other, message] of CLASHES) if (call.arg(one) && call.arg(other)) throw invalid(message);
  const inheritedTo = call.arg('scope.OS-INHERIT:inherited_to');
  const isInherited = inheritedTo === null ? null : inheritedTo === 'projects';
  const [roleId, userId, groupId, domainId, projectId] = ['role.id', 'user.id', 'group.id', 'scope.domain.id', 'scope.project.id'].map((name): string | null => call.arg(name) || null);
  if (call.asks('effective')) {
    if (groupId) throw invalid('Combining effective and group filter will always result in an empty list.');
    if (isInherited === true && domainId) throw invalid('Combining effective, domain and inherited filters will always result in an empty list.');
    if (userId) yield* call.reader.user(userId);
    if (projectId) yield* readProject(call, projectId);
    return yield* effectiveAssignments(call.db, { roleId: roleId ?? null, userId: userId ?? null, groupId: groupId ?? null, domainId: domainId ?? null, projectId: projectId ?? null, subtreeIds, isInherited });
  }
  const isSystem = call.arg('scope.system') === 'all';
  const projectIds = projectId ? [...subtreeIds ?? [], projectId] : null;
  const groupIds = groupId ? [groupId] : null;
  const direct = isSystem ? [] : yield* readAssignments(call.db, { roleId: roleId ?? null, userId: userId ?? null, groupIds, domainId: domainId ?? null, projectIds, isInherited });
  if (!isSystem && (projectId || domainId)) return direct;
  const system = yield* readSystemGrants(call.db, userId ? { userId } : groupIds ? { groupIds } : {});
  return [...direct, ...system.filter((one) => !roleId || one.roleId === roleId)];
}

function* shown(call: Call, all: readonly Assignment[]): Routine<Json> {
  const names = call.asks('include_names') ? yield* readNames(call, all) : null;
  const refs = all.map((one) => entity(call, one, names));
  return call.collection('role_assignments', refs, { link: (ref) => ref });
}

interface Names {
  readonly users: ReadonlyMap<string, Ref>;
  readonly groups: ReadonlyMap<string, Ref>;
  readonly projects: ReadonlyMap<string, Ref>;
  readonly roles: ReadonlyMap<string, Ref>;
}

/** The names of all that assignments speak of, in a query for each kind. */
function* readNames(call: Call, all: readonly Assignment[]): Routine<Names> {
  const { db } = call;
  const ids = (pick: (one: Assignment) => string | undefined): string[] => [...new Set(all.flatMap((one) => pick(one) ?? []))];
  const users = ids(({ userId }) => userId);
  const groups = ids(({ groupId }) => groupId);
  const byId = (refs: readonly Ref[]): Map<string, Ref> => new Map(refs.map((ref) => [textOf(ref.id), ref]));
  const people = users.length === 0 ? [] : (yield* readUsers(db, call.app.config, call.reader.nowMs, `u.id IN ${sqlList(users)}`)).map(({ id, name, domainId }) => ({ id, name, domain_id: domainId }));
  return {
    users: byId(people), groups: byId(groups.length === 0 ? [] : yield* select(db, GROUP, `id IN ${sqlList(groups)}`)),
    projects: byId(yield* select(db, PROJECT)), roles: byId(yield* select(db, ROLE)),
  };
}

/** An assignment as the API shows it (api/role_assignments.py, _format_entity). */
function entity(call: Call, one: Assignment, names: Names | null): Ref {
  const isInherited = one.isInherited === true || one.indirect?.domainId !== undefined || one.indirect?.projectId !== undefined;
  const path = pathOf(one);
  const links: Record<string, Json> = {};
  if (one.indirect?.groupId !== undefined && one.userId !== undefined) links.membership = call.link(`/groups/${one.indirect.groupId}/users/${one.userId}`);
  links.assignment = call.link(isInherited ? `/OS-INHERIT${path}/inherited_to_projects` : path);
  if (one.indirect?.roleId !== undefined) links.prior_role = call.link(`/prior_role/${one.roleId}/implies/${one.indirect.roleId}`);
  const scope = { ...scopeOf(one, names), ...isInherited ? { 'OS-INHERIT:inherited_to': 'projects' } : {} };
  return { links, scope, ...actorOf(one, names), role: roleOf(one, names) };
}

function pathOf({ projectId, domainId, userId, groupId, roleId, indirect }: Assignment): string {
  const target = projectId === undefined ? domainId === undefined ? '/system' : `/domains/${domainId}`
    : indirect?.domainId !== undefined ? `/domains/${indirect.domainId}` : `/projects/${indirect?.projectId ?? projectId}`;
  const actor = userId !== undefined && indirect?.groupId === undefined ? `/users/${userId}` : `/groups/${indirect?.groupId ?? groupId ?? ''}`;
  return `${target}${actor}/roles/${indirect?.roleId ?? roleId}`;
}

function scopeOf({ projectId, domainId }: Assignment, names: Names | null): Record<string, Json> {
  if (projectId !== undefined) return { project: names === null ? { id: projectId } : named(names, projectId, names.projects.get(projectId)) };
  if (domainId !== undefined) return { domain: names === null ? { id: domainId } : { id: domainId, name: names.projects.get(domainId)?.name ?? null } };
  return { system: { all: true } };
}

/** With its domain; what was deleted meanwhile has empty names. */
function named(names: Names, id: string, ref: Ref | undefined): Json {
  const domainId = ref?.domain_id;
  return { id, name: ref?.name ?? '', domain: { id: domainId ?? '', name: names.projects.get(textOf(domainId))?.name ?? '' } };
}

function actorOf({ userId, groupId }: Assignment, names: Names | null): Record<string, Json> {
  if (userId !== undefined) return { user: names === null ? { id: userId } : named(names, userId, names.users.get(userId)) };
  return groupId === undefined ? {} : { group: names === null ? { id: groupId } : named(names, groupId, names.groups.get(groupId)) };
}

function roleOf({ roleId }: Assignment, names: Names | null): Json {
  if (names === null) return { id: roleId };
  const role = names.roles.get(roleId);
  const domainId = role?.domain_id;
  const domain = domainId ? { domain: { id: domainId, name: names.projects.get(textOf(domainId))?.name ?? null } } : {};
  return { id: roleId, name: role?.name ?? null, ...domain };
}
