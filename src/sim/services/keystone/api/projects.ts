import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { PythonException } from '../../oslo/traceback.ts';
import { KeystoneError } from '../exceptions.ts';
import { type Filter, guarded, list, type Ref, remove, sqlValue, textOf } from '../store/model.ts';
import { findProject, insertProject, parentsOf, PROJECT, ROOT, subtreeOf, updateProject as writeProject, withDetails } from '../store/projects.ts';
import { endTrusts } from '../store/trusts.ts';
import { isUnsafe } from './auth-lookups.ts';
import { type Answer, type Call, created, NO_CONTENT, normalised, ok } from './call.ts';
import { conflict, found, invalid, notAllowed } from './faults.ts';
import { limitsOf } from './limits.ts';
import { revokeFor } from './revoke.ts';
import { isTable, type Table, validate } from './schema.ts';
import { projectsOf } from './users.ts';

/** A thing without a domain gets the token's, else the default one, with a warning in the log. */
export function withDomain(call: Call, ref: Table): Table {
  if (ref.domain_id) return ref;
  const own = call.user.payload.domainId;
  if (own !== null) return { ...ref, domain_id: own };
  call.app.log.logger('keystone.server.flask.common').warning('Deprecated: Not specifying a domain during a create user, group or project call, '
    + 'and relying on falling back to the default domain, is deprecated as of Liberty. There is no plan to remove this compatibility, however, '
    + 'future API versions may remove this, so please specify the domain explicitly or use a domain-scoped token.');
  return { ...ref, domain_id: call.app.config.text('identity', 'default_domain_id') };
}

/** The project with this id, with tags and options; 404 when there is none. */
export function* readProject(call: Call, id: string): Routine<Ref> {
  return found('project', id, yield* findProject(call.db, id));
}

const is = (name: string, value: string | boolean): Filter => ({ name, value, comparator: 'equals', isCaseSensitive: false });

/** GET /v3/projects */
export function* listProjects(call: Call): Routine<Answer> {
  const filters = call.filters(['domain_id', 'enabled', 'name', 'parent_id', 'is_domain']);
  if (call.arg('is_domain') === null) filters.push(is('is_domain', '0'));
  const limit = call.limit('resource');
  const projects = yield* list(call.db, PROJECT, filters, { where: `id <> '${ROOT}'`, limit });
  const tagged = yield* idsByTags(call);
  const domainId = call.user.payload.domainId;
  const kept = projects.refs.filter((ref) => (tagged === null || tagged.has(textOf(ref.id))) && (domainId === null || ref.domain_id === domainId));
  return ok(call.collection('projects', { ...projects, refs: yield* withDetails(call.db, kept) }, { limit }));
}

/**
 * The projects that the query's tags select; null without such. As keystone's SQL driver has it: what is excluded is
 * excluded from all projects where nothing was selected before, and `not-tags-any` beside `not-tags` adds instead.
 */
function* idsByTags(call: Call): Routine<Set<string> | null> {
  const wanted = (name: string): string[] | null => call.arg(name)?.split(',') ?? null;
  const [all, any, notAll, notAny] = ['tags', 'tags-any', 'not-tags', 'not-tags-any'].map(wanted);
  if (!all && !any && !notAll && !notAny) return null;
  const rows = yield* call.db.rows('SELECT p.id, t.name FROM project p LEFT JOIN project_tag t ON t.project_id = p.id');
  const tags = new Map<string, Set<string>>();
  for (const { id, name } of rows) tags.set(id ?? '', (tags.get(id ?? '') ?? new Set()).add(name ?? ''));
  const withAll = (names: readonly string[]): string[] => [...tags].filter(([, own]) => names.every((name) => own.has(name))).map(([id]) => id);
  const withAny = (names: readonly string[]): string[] => [...tags].filter(([, own]) => names.some((name) => own.has(name))).map(([id]) => id);
  const without = (ids: readonly string[], excluded: readonly string[]): string[] => (ids.length === 0 ? [...tags.keys()] : ids).filter((id) => !excluded.includes(id));
  let ids = all ? withAll(all) : [];
  if (any) ids = withAny(any).filter((id) => !all || ids.includes(id));
  if (notAll) ids = without(ids, withAll(notAll));
  if (notAny) ids = notAll ? [...ids, ...withAny(notAny)] : without(ids, withAny(notAny));
  return new Set(ids);
}

/** GET /v3/projects/{project_id} */
export function* showProject(call: Call): Routine<Answer> {
  const project = yield* readProject(call, call.param('project_id'));
  return ok(call.member('project', 'projects', { ...project, ...yield* relatives(call, project) }));
}

function* relatives(call: Call, project: Ref): Routine<Ref> {
  const asks = (name: string): boolean => call.asks(name);
  if (asks('parents_as_list') && asks('parents_as_ids')) throw invalid('Cannot use parents_as_list and parents_as_ids query params at the same time.');
  if (asks('subtree_as_list') && asks('subtree_as_ids')) throw invalid('Cannot use subtree_as_list and subtree_as_ids query params at the same time.');
  const extra: Record<string, Json> = {};
  if (asks('parents_as_list')) extra.parents = yield* visible(call, yield* parentsOf(call.db, project));
  else if (asks('parents_as_ids')) extra.parents = (yield* parentsOf(call.db, project)).reduceRight<Json>((below, parent) => ({ [textOf(parent.id)]: below }), null);
  if (asks('subtree_as_list')) extra.subtree = yield* visible(call, yield* subtreeOf(call.db, textOf(project.id)));
  else if (asks('subtree_as_ids')) extra.subtree = asIds(textOf(project.id), yield* subtreeOf(call.db, textOf(project.id)));
  return extra;
}

function asIds(id: string, subtree: readonly Ref[]): Json {
  const children = subtree.filter((ref) => ref.parent_id === id);
  return children.length === 0 ? null : Object.fromEntries(children.map((child) => [textOf(child.id), asIds(textOf(child.id), subtree)]));
}

/** Of a project's relatives, those in which who asks has a role. */
function* visible(call: Call, refs: readonly Ref[]): Routine<Json> {
  const own = new Set((yield* projectsOf(call, call.user.actor.id)).map(({ id }) => id));
  const shown: Json[] = [];
  for (const ref of yield* withDetails(call.db, refs.filter(({ id }) => own.has(id)))) {
    const limits = call.asks('include_limits') ? { limits: yield* limitsOf(call, textOf(ref.id)) } : {};
    shown.push(call.member('project', 'projects', { ...ref, ...limits }));
  }
  return shown;
}

/** POST /v3/projects */
export function* createProject(call: Call): Routine<Answer> {
  validate('project_create', call.body('project'));
  const given = call.body('project') as Table;
  const placed = given.is_domain === true ? given : withDomain(call, given);
  const project = normalised({ ...placed, parent_id: placed.parent_id ? placed.parent_id : placed.domain_id ?? null, id: call.newId() });
  return created(call.member('project', 'projects', yield* asBadRequest(() => addProject(call, project))));
}

/** A parent or domain that is not there is the client's mistake. */
function* asBadRequest<T>(work: () => Routine<T>): Routine<T> {
  try {
    return yield* work();
  } catch (error) {
    if (error instanceof KeystoneError && (error.kind === 'DomainNotFound' || error.kind === 'ProjectNotFound')) throw invalid(error.message);
    throw error;
  }
}

/** Adds a project or domain (resource/core.py, create_project). */
export function* addProject(call: Call, given: Table): Routine<Ref> {
  const isDomain = given.is_domain === true;
  const name = textOf(given.name);
  const option = isDomain ? 'domain_name_url_safe' : 'project_name_url_safe';
  if (call.app.config.text('resource', option) !== 'off' && isUnsafe(name)) throw unsafeName(isDomain ? 'Domain' : 'Project', name);
  const project = { enabled: true, description: '', domain_id: null, parent_id: null, is_domain: false, ...given, name: name.trim() };
  if (isDomain) requireDomainRules(project);
  else yield* requireProjectRules(call, project);
  const words = conflictWords(isDomain, project.name, textOf(given.id));
  yield* duplicates(words, () => call.db.transaction(() => insertProject(call.db, project)));
  const ref = found('project', textOf(given.id), yield* findProject(call.db, textOf(given.id)));
  const { tags: _tags, options, ...rest } = ref;
  return { ...rest, tags: given.tags ?? [], options };
}

const unsafeName = (entity: string, name: string): KeystoneError =>
  invalid(`${entity} name cannot contain the following reserved characters: ${[...name].filter(isUnsafe).join('')}`);

const conflictWords = (isDomain: boolean, name: string, id: string): string => (isDomain
  ? `it is not permitted to have two projects acting as domains with the same name: ${name}`
  : `it is not permitted to have two projects with either the same name or same id in the same domain: name is ${name}, project id ${id}`);

/** A second project of that name, in keystone's words. */
export function* duplicates<T>(words: string, work: () => Routine<T>): Routine<T> {
  try {
    return yield* guarded('project', {}, work);
  } catch (error) {
    if (error instanceof KeystoneError && error.kind === 'Conflict') throw conflict('project', words);
    throw error;
  }
}

function requireDomainRules(project: Table): void {
  if (project.parent_id) throw invalid('only root projects are allowed to act as domains.');
}

function* requireProjectRules(call: Call, project: Table): Routine<void> {
  const domain = yield* call.reader.domain(textOf(project.domain_id));
  const parent = yield* readProject(call, textOf(project.parent_id));
  if (parent.is_domain === true && parent.id !== domain.id) {
    throw invalid(`Cannot create project, the parent (${textOf(parent.id)}) is acting as a domain, but this project's domain id (${textOf(domain.id)}) does not match the parent's id.`);
  }
  if (parent.is_domain !== true && parent.domain_id !== domain.id) {
    throw invalid(`Cannot create project, since it specifies its domain_id ${textOf(domain.id)}, but specifies a parent in a different domain (${textOf(parent.domain_id)}).`);
  }
  const above = [...yield* parentsOf(call.db, parent), parent];
  const off = above.find(({ enabled }) => enabled === false);
  if (off !== undefined) throw invalid(`cannot create a project in a branch containing a disabled project: ${textOf(off.id)}`);
  if (above.length + 1 > call.app.config.number('DEFAULT', 'max_project_tree_depth') + 1) throw notAllowed(`Max hierarchy depth reached for ${textOf(project.parent_id)} branch.`);
}

/** PATCH /v3/projects/{project_id} */
export function* updateProject(call: Call): Routine<Answer> {
  validate('project_update', call.body('project'));
  const changes = call.body('project') as Table;
  const id = call.param('project_id');
  call.requireSameId(changes, id);
  return ok(call.member('project', 'projects', yield* changeProject(call, yield* readProject(call, id), changes)));
}

/** Changes a project or domain (resource/core.py, _update_project). The answer tells what is kept beyond the columns once more. */
export function* changeProject(call: Call, old: Ref, given: Table): Routine<Ref> {
  const isDomain = old.is_domain === true;
  const id = textOf(old.id);
  if (given.domain_id !== undefined && given.domain_id !== old.domain_id) throw invalid('Cannot change Domain ID');
  requireMutable('update', isDomain ? 'domain' : 'project', old, given);
  const hasNewName = typeof given.name === 'string' && given.name !== old.name;
  const option = isDomain ? 'domain_name_url_safe' : 'project_name_url_safe';
  if (hasNewName && call.app.config.text('resource', option) !== 'off' && isUnsafe(textOf(given.name))) throw unsafeName(isDomain ? 'Domain' : 'Project', textOf(given.name));
  const changes = hasNewName ? { ...given, name: textOf(given.name).trim() } : given;
  if (changes.parent_id !== undefined && changes.parent_id !== old.parent_id) throw notAllowed('Update of `parent_id` is not allowed.');
  if (changes.is_domain !== undefined && changes.is_domain !== old.is_domain) throw invalid('Update of `is_domain` is not allowed.');
  yield* requireSwitchable(call, old, changes);
  yield* renaming(isDomain, textOf(changes.name), () => call.db.transaction(() => writeProject(call.db, old, changes)));
  const ref = found('project', id, yield* findProject(call.db, id));
  const extra = Object.fromEntries(Object.entries(ref).filter(([name]) => !['tags', 'options'].includes(name) && PROJECT.columns[name] === undefined)) as Table;
  const { options, ...rest } = ref;
  return { ...rest, extra, options };
}

function* requireSwitchable(call: Call, old: Ref, changes: Table): Routine<void> {
  const isOn = changes.enabled !== false;
  if (old.enabled !== true && isOn) {
    const parents = yield* parentsOf(call.db, old);
    if (parents.some(({ enabled }) => enabled === false)) throw notAllowed(`Cannot enable project ${textOf(old.id)} since it has disabled parents`);
  }
  if (old.enabled === true && !isOn && old.is_domain !== true) {
    const below = yield* subtreeOf(call.db, textOf(old.id));
    if (below.some(({ enabled }) => enabled === true)) throw notAllowed(`Cannot disable project ${textOf(old.id)} since its subtree contains enabled projects.`);
  }
}

/** A name that is taken: 409 for a domain; for a project keystone trips over its own message, which wants an id that nobody gave. */
function* renaming(isDomain: boolean, name: string, work: () => Routine<void>): Routine<void> {
  try {
    yield* duplicates(conflictWords(true, name, ''), work);
  } catch (error) {
    if (isDomain || !(error instanceof KeystoneError) || error.kind !== 'Conflict') throw error;
    throw new PythonException({ type: 'KeyError', message: "'id'" });
  }
}

/** What is immutable can only lose that mark. */
export function requireMutable(verb: 'update' | 'delete', type: string, old: Ref, changes: Table = {}): void {
  if (!isTable(old.options) || old.options.immutable !== true) return;
  const value = isTable(changes.options) ? changes.options.immutable : undefined;
  if (verb === 'update' && Object.keys(changes).length === 1 && (value === false || value === null)) return;
  throw new KeystoneError(verb === 'update' ? 'ResourceUpdateForbidden' : 'ResourceDeleteForbidden', { type, resource_id: textOf(old.id) });
}

/** DELETE /v3/projects/{project_id} */
export function* deleteProject(call: Call): Routine<Answer> {
  const project = yield* readProject(call, call.param('project_id'));
  if (project.is_domain === true && project.enabled === true) throw notAllowed('Cannot delete a domain that is enabled, please disable it first.');
  yield* dropProject(call, project);
  return NO_CONTENT;
}

/** Removes a project with its grants, credentials, trusts, limits and tokens (resource/core.py, _delete_project). */
export function* dropProject(call: Call, project: Ref): Routine<void> {
  const { db } = call;
  const id = textOf(project.id);
  requireMutable('delete', 'project', project);
  if ((yield* db.rows(`SELECT id FROM project WHERE parent_id = ${sqlValue(id)} LIMIT 1`)).length > 0) {
    throw notAllowed(`Cannot delete the project ${id} since it is not a leaf in the hierarchy. Use the cascade option if you want to delete a whole subtree.`);
  }
  yield* remove(db, PROJECT, { id });
  yield* db.run(`DELETE FROM assignment WHERE target_id = ${sqlValue(id)} AND type IN ('UserProject', 'GroupProject')`);
  yield* remove(db, { table: 'credential' }, { project_id: id });
  yield* endTrusts(db, call.reader.nowMs, `project_id = ${sqlValue(id)}`);
  yield* remove(db, { table: 'limit' }, { project_id: id });
  yield* db.run(`UPDATE user SET default_project_id = NULL WHERE default_project_id = ${sqlValue(id)}`);
  yield* remove(db, { table: 'project_endpoint' }, { project_id: id });
  yield* remove(db, { table: 'project_endpoint_group' }, { project_id: id });
  yield* revokeFor(call, { projectId: id });
}
