import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { sqlList, sqlValue } from './model.ts';
import { roleBook, type RoleBook } from './roles.ts';
import { groupIdsOf } from './users.ts';

/** Somebody has a role somewhere: directly, or by way of what `indirect` names. */
export interface Assignment {
  readonly userId?: string;
  readonly groupId?: string;
  readonly projectId?: string;
  readonly domainId?: string;
  /** On the whole system. */
  readonly isSystem?: boolean;
  readonly roleId: string;
  /** Holds in the projects below, not in the target itself. */
  readonly isInherited?: boolean;
  readonly indirect?: { readonly groupId?: string; readonly projectId?: string; readonly domainId?: string; readonly roleId?: string };
}

/** What a list of assignments is narrowed to. */
export interface AssignmentFilter {
  readonly roleId?: string | null;
  readonly userId?: string | null;
  readonly groupIds?: readonly string[] | null;
  readonly domainId?: string | null;
  readonly projectIds?: readonly string[] | null;
  readonly isInherited?: boolean | null;
}

/** Rows of `assignment` (assignment/backends/sql.py, list_role_assignments). */
export function* readAssignments(db: Database, filter: AssignmentFilter): Routine<Assignment[]> {
  const { roleId, userId, groupIds, domainId, projectIds, isInherited } = filter;
  const actor = groupIds ? 'Group' : userId ? 'User' : null;
  const target = projectIds ? 'Project' : domainId ? 'Domain' : null;
  const types = ['UserProject', 'GroupProject', 'UserDomain', 'GroupDomain'].filter((type) => (actor === null || type.startsWith(actor)) && (target === null || type.endsWith(target)));
  const conditions = [
    roleId ? `role_id = ${sqlValue(roleId)}` : '',
    groupIds ? `actor_id IN ${sqlList(groupIds)}` : userId ? `actor_id = ${sqlValue(userId)}` : '',
    projectIds ? `target_id IN ${sqlList(projectIds)}` : domainId ? `target_id = ${sqlValue(domainId)}` : '',
    types.length < 4 ? `type IN ${sqlList(types)}` : '',
    isInherited === null || isInherited === undefined ? '' : `inherited = ${isInherited ? 1 : 0}`,
  ].filter((condition) => condition !== '');
  const rows = yield* db.rows(`SELECT type, actor_id, target_id, role_id, inherited FROM assignment${conditions.length === 0 ? '' : ` WHERE ${conditions.join(' AND ')}`}`);
  return rows.map(({ type, actor_id: by, target_id: on, role_id: role, inherited }) => ({
    ...type?.startsWith('User') === true ? { userId: by ?? '' } : { groupId: by ?? '' },
    ...type?.endsWith('Project') === true ? { projectId: on ?? '' } : { domainId: on ?? '' },
    roleId: role ?? '', ...inherited === '1' ? { isInherited: true } : {},
  }));
}

/** What an effective list is asked for (assignment/core.py, _list_effective_role_assignments). */
export interface EffectiveFilter {
  readonly roleId?: string | null;
  readonly userId?: string | null;
  readonly groupId?: string | null;
  readonly domainId?: string | null;
  readonly projectId?: string | null;
  readonly subtreeIds?: readonly string[] | null;
  readonly isInherited?: boolean | null;
  /** Roles of these groups, without asking who is in them. */
  readonly sourceGroupIds?: readonly string[] | null;
  /** Whether roles that belong to a domain stay in. */
  readonly keepsDomainRoles?: boolean;
}

/** Who has which role where when groups, inheritance and inference rules are followed. */
export function* effectiveAssignments(db: Database, filter: EffectiveFilter, book: RoleBook | null = null): Routine<Assignment[]> {
  const { userId = null, groupId = null, domainId = null, sourceGroupIds = null } = filter;
  if (groupId !== null || (domainId !== null && filter.isInherited === true)) return [];
  const tree = new Tree(db);
  const direct = yield* ofActor(db, tree, filter, userId, sourceGroupIds);
  const groupIds = sourceGroupIds === null && userId !== null ? yield* groupIdsOf(db, userId) : [];
  const byGroup = groupIds.length === 0 ? [] : yield* ofActor(db, tree, filter, null, groupIds);
  const expanded: Assignment[] = [];
  for (const one of [...direct, ...byGroup]) expanded.push(...yield* expand(db, tree, filter, one));
  if (expanded.length === 0) return [];
  const roles = book ?? (yield* roleBook(db));
  const all = withImplied(expanded, roles).filter(({ roleId }) => filter.keepsDomainRoles === true || roles.names.get(roleId)?.domainId === null);
  return filter.roleId ? all.filter(({ roleId }) => roleId === filter.roleId) : all;
}

/** The ids of the roles a user has in a project or domain, each once. */
export function* effectiveRoleIds(db: Database, filter: EffectiveFilter, book: RoleBook | null = null): Routine<string[]> {
  return [...new Set((yield* effectiveAssignments(db, filter, book)).map(({ roleId }) => roleId))];
}

function* ofActor(db: Database, tree: Tree, filter: EffectiveFilter, userId: string | null, groupIds: readonly string[] | null): Routine<Assignment[]> {
  const { projectId = null, domainId = null } = filter;
  const subtree = filter.subtreeIds ?? [];
  const wanted = domainId === null ? filter.isInherited ?? null : false;
  const projectIds = projectId === null ? null : [...subtree, projectId];
  if (wanted === false) return yield* readAssignments(db, { userId, groupIds, domainId, projectIds, isInherited: false });
  const all = yield* readAssignments(db, { userId, groupIds });
  const isIn = (one: Assignment): boolean => (projectIds === null ? domainId === null || one.domainId === domainId : one.projectId !== undefined && projectIds.includes(one.projectId));
  const own = wanted === true ? [] : all.filter((one) => one.isInherited !== true && isIn(one));
  const inherited = all.filter((one) => one.isInherited === true);
  if (projectId === null || inherited.length === 0) return [...own, ...inherited];
  const sources = [...yield* tree.parents(projectId), ...subtree.length > 0 ? projectIds ?? [] : []];
  const domain = (yield* tree.projects()).get(projectId)?.domainId;
  return [...own, ...inherited.filter((one) => one.domainId !== undefined && one.domainId === domain), ...inherited.filter((one) => one.projectId !== undefined && sources.includes(one.projectId))];
}

function* expand(db: Database, tree: Tree, filter: EffectiveFilter, one: Assignment): Routine<Assignment[]> {
  const { userId = null, sourceGroupIds = null } = filter;
  const members = one.groupId === undefined || sourceGroupIds !== null ? [one] : yield* membersOf(db, one, userId);
  if (one.isInherited !== true) return members;
  const { isInherited: _inherited, projectId, domainId } = one;
  const targets = yield* inheritors(tree, filter, one);
  return members.flatMap((member) => targets.map((target) => {
    const { isInherited: _was, projectId: _project, domainId: _domain, ...rest } = member;
    return { ...rest, projectId: target, indirect: { ...member.indirect, ...projectId === undefined ? { domainId: domainId ?? '' } : { projectId } } };
  }));
}

/** A group's assignment for each who is in it, or only for the user in question. */
function* membersOf(db: Database, one: Assignment, userId: string | null): Routine<Assignment[]> {
  const { groupId = '', ...rest } = one;
  const ids = userId === null
    ? (yield* db.rows(`SELECT user_id FROM user_group_membership WHERE group_id = ${sqlValue(groupId)}`)).map((row) => row.user_id ?? '') : [userId];
  return ids.map((id) => ({ ...rest, userId: id, indirect: { ...one.indirect, groupId } }));
}

/** The projects that an inherited assignment reaches. */
function* inheritors(tree: Tree, { projectId = null, subtreeIds = null }: EffectiveFilter, one: Assignment): Routine<string[]> {
  if (projectId !== null) {
    const wanted = [projectId, ...subtreeIds ?? []];
    const isWithin = subtreeIds !== null && one.projectId !== undefined && wanted.includes(one.projectId);
    return isWithin ? yield* tree.below(one.projectId) : wanted;
  }
  if (one.domainId !== undefined) return yield* tree.inDomain(one.domainId);
  return yield* tree.below(one.projectId ?? '');
}

/** Adds what the roles imply, each step naming the role it came from. */
function withImplied(refs: readonly Assignment[], { implied }: RoleBook): Assignment[] {
  const results = [...refs];
  const open = [...refs];
  const checked = new Set<string>();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    checked.add(JSON.stringify(next));
    for (const roleId of implied.get(next.roleId) ?? []) {
      const more = { ...next, roleId, indirect: { ...next.indirect, roleId: next.roleId } };
      if (checked.has(JSON.stringify(more))) continue;
      results.push(more);
      open.push(more);
    }
  }
  return results;
}

/** The hierarchy of projects, read when first needed. */
class Tree {
  readonly #db: Database;
  #projects: Map<string, { readonly parentId: string | null; readonly domainId: string }> | null = null;

  constructor(db: Database) {
    this.#db = db;
  }

  *projects(): Routine<ReadonlyMap<string, { readonly parentId: string | null; readonly domainId: string }>> {
    if (this.#projects !== null) return this.#projects;
    const rows = yield* this.#db.rows('SELECT id, parent_id, domain_id FROM project');
    this.#projects = new Map(rows.map((row) => [row.id ?? '', { parentId: row.parent_id ?? null, domainId: row.domain_id ?? '' }]));
    return this.#projects;
  }

  *parents(id: string): Routine<string[]> {
    const projects = yield* this.projects();
    const found: string[] = [];
    for (let at = projects.get(id)?.parentId ?? null; at !== null && !found.includes(at); at = projects.get(at)?.parentId ?? null) found.push(at);
    return found;
  }

  *below(id: string): Routine<string[]> {
    const projects = yield* this.projects();
    const found: string[] = [];
    for (let level = [id]; level.length > 0;) {
      level = [...projects].filter(([own, { parentId }]) => parentId !== null && level.includes(parentId) && !found.includes(own)).map(([own]) => own);
      found.push(...level);
    }
    return found;
  }

  *inDomain(domainId: string): Routine<string[]> {
    return [...yield* this.projects()].filter(([, project]) => project.domainId === domainId).map(([id]) => id);
  }
}

/** Rows of `system_assignment`: who has a role on the whole system. */
export function* readSystemGrants(db: Database, actor: { readonly userId?: string; readonly groupIds?: readonly string[] } = {}): Routine<Assignment[]> {
  const who = actor.userId !== undefined ? ` AND type = 'UserSystem' AND actor_id = ${sqlValue(actor.userId)}`
    : actor.groupIds !== undefined ? ` AND type = 'GroupSystem' AND actor_id IN ${sqlList(actor.groupIds)}` : '';
  const rows = yield* db.rows(`SELECT type, actor_id, role_id FROM system_assignment WHERE target_id = 'system'${who}`);
  return rows.map((row) => ({ ...row.type === 'GroupSystem' ? { groupId: row.actor_id ?? '' } : { userId: row.actor_id ?? '' }, roleId: row.role_id ?? '', isSystem: true }));
}

/** The ids of the roles a user has on the system, with what they imply. */
export function* systemRoleIds(db: Database, userId: string, book: RoleBook): Routine<string[]> {
  const groupIds = yield* groupIdsOf(db, userId);
  const byGroup = groupIds.length === 0 ? [] : yield* readSystemGrants(db, { groupIds });
  const own = yield* readSystemGrants(db, { userId });
  return withImplied([...byGroup, ...own], book).map(({ roleId }) => roleId);
}

/** Roles with what they imply, each once. */
export const impliedBy = (roleIds: readonly string[], book: RoleBook): string[] =>
  [...new Set(withImplied(roleIds.map((roleId) => ({ roleId })), book).map(({ roleId }) => roleId))];
