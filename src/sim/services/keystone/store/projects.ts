import type { Json } from '../../../../base/json.ts';
import { pythonJson } from '../../../../base/python.ts';
import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { find, insert, type Model, readJson, type Ref, select, sqlList, sqlValue, sqlWhere, textOf, update } from './model.ts';

/** The domain that every domain lies in, hidden from the API. */
export const ROOT = '<<keystone.domain.root>>';

/** Projects and domains: a domain is a project without a parent (resource/backends/sql_model.py). */
export const PROJECT: Model = {
  table: 'project', kind: 'project', hasExtra: true, nulls: { domain_id: ROOT },
  columns: { id: 64, name: 64, domain_id: 64, description: 'text', enabled: 'flag', parent_id: 64, is_domain: 'flag' },
};

/** A project with its tags and options, or null. */
export function* findProject(db: Database, id: string): Routine<Ref | null> {
  const ref = id === ROOT ? null : yield* find(db, PROJECT, id);
  return ref === null ? null : (yield* withDetails(db, [ref]))[0] ?? null;
}

/** A project by name; with the domain null: a domain by name. */
export function* findProjectByName(db: Database, name: string, domainId: string | null): Routine<Ref | null> {
  const [ref] = yield* select(db, PROJECT, sqlWhere({ name, domain_id: domainId ?? ROOT }));
  return ref === undefined || ref.id === ROOT ? null : ref;
}

/** Adds tags and options to projects as they were read. */
export function* withDetails(db: Database, refs: readonly Ref[]): Routine<Ref[]> {
  if (refs.length === 0) return [];
  const only = refs.length > 20 ? '' : ` WHERE project_id IN ${sqlList(refs.map(({ id }) => id ?? null))}`;
  const tags = yield* db.rows(`SELECT project_id, name FROM project_tag${only}`);
  const options = yield* db.rows(`SELECT project_id, option_id, option_value FROM project_option${only}`);
  return refs.map((ref) => ({
    ...ref, tags: tags.filter((row) => row.project_id === ref.id).map(({ name }) => name ?? ''),
    options: optionsOf(options.filter((row) => row.project_id === ref.id)),
  }));
}

/** A project acting as a domain, as the domain API shows it. */
export function asDomain(project: Ref): Ref {
  const { parent_id: _parent, domain_id: _domain, is_domain: _is, extra: _extra, ...rest } = project;
  return rest;
}

/** Options of projects and roles have one name only. */
export const IMMUTABLE = 'IMMU';

/** Rows of an option table as the API shows them. */
export const optionsOf = (rows: readonly Readonly<Record<string, string | null>>[]): Ref =>
  Object.fromEntries(rows.flatMap((row) => (row.option_id === IMMUTABLE ? [['immutable', readJson(row.option_value ?? null)]] : [])));

/** Writes the option of a project or role; null clears it, undefined leaves it. */
export function* writeImmutable(db: Database, table: 'project' | 'role', id: string, options: Json | undefined): Routine<void> {
  const value = (options as Ref | undefined)?.immutable;
  if (value === undefined) return;
  yield* db.run(`DELETE FROM ${table}_option WHERE ${table}_id = ${sqlValue(id)} AND option_id = '${IMMUTABLE}'`);
  if (value !== null) yield* db.run(`INSERT INTO ${table}_option (${table}_id, option_id, option_value) VALUES (${sqlValue(id)}, '${IMMUTABLE}', ${sqlValue(pythonJson(value))})`);
}

/** Adds a project with tags and options. */
export function* insertProject(db: Database, project: Ref): Routine<Ref> {
  const { tags, options, ...rest } = project;
  const ref = yield* insert(db, PROJECT, rest);
  yield* writeTags(db, textOf(ref.id), tags);
  yield* writeImmutable(db, 'project', textOf(ref.id), options);
  return ref;
}

/** Changes a project: `changes` over what `old` has. */
export function* updateProject(db: Database, old: Ref, changes: Ref): Routine<void> {
  const { tags: _tags, options: _options, links: _links, ...rest } = { ...old, ...changes };
  yield* update(db, PROJECT, textOf(old.id), rest);
  if (changes.tags !== undefined) {
    yield* db.run(`DELETE FROM project_tag WHERE project_id = ${sqlValue(old.id)}`);
    yield* writeTags(db, textOf(old.id), changes.tags);
  }
  yield* writeImmutable(db, 'project', textOf(old.id), changes.options);
}

function* writeTags(db: Database, id: string, tags: Json | undefined): Routine<void> {
  const names = [...new Set(Array.isArray(tags) ? tags as string[] : [])];
  if (names.length === 0) return;
  yield* db.run(`INSERT INTO project_tag (project_id, name) VALUES ${names.map((name) => `(${sqlValue(id)}, ${sqlValue(name)})`).join(', ')}`);
}

/** The projects above, nearest first. */
export function* parentsOf(db: Database, project: Ref): Routine<Ref[]> {
  const parents: Ref[] = [];
  let at = project;
  while (typeof at.parent_id === 'string' && parents.every(({ id }) => id !== at.parent_id)) {
    const parent = yield* find(db, PROJECT, at.parent_id);
    if (parent === null) break;
    parents.push(parent);
    at = parent;
  }
  return parents;
}

/** The projects below, level by level. */
export function* subtreeOf(db: Database, id: string): Routine<Ref[]> {
  const found: Ref[] = [];
  let level = yield* select(db, PROJECT, sqlWhere({ parent_id: id }));
  while (level.length > 0) {
    found.push(...level);
    level = (yield* select(db, PROJECT, `parent_id IN ${sqlList(level.map((ref) => ref.id ?? null))}`)).filter((ref) => found.every((known) => known.id !== ref.id));
  }
  return found;
}
