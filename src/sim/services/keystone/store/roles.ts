import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { find, type Model, type Ref, sqlList } from './model.ts';
import { optionsOf } from './projects.ts';

/** Roles; a role without a domain has `<<null>>` there (assignment/role_backends/sql_model.py). */
export const ROLE: Model = {
  table: 'role', kind: 'role', hasExtra: true, nulls: { domain_id: '<<null>>' },
  columns: { id: 64, name: 255, domain_id: 64, description: 255 },
};

/** A role with its options, or null. */
export function* findRole(db: Database, id: string): Routine<Ref | null> {
  const ref = yield* find(db, ROLE, id);
  return ref === null ? null : (yield* withOptions(db, [ref]))[0] ?? null;
}

/** Adds the options to roles as they were read. */
export function* withOptions(db: Database, refs: readonly Ref[]): Routine<Ref[]> {
  if (refs.length === 0) return [];
  const rows = yield* db.rows(`SELECT role_id, option_id, option_value FROM role_option WHERE role_id IN ${sqlList(refs.map(({ id }) => id ?? null))}`);
  return refs.map((ref) => ({ ...ref, options: optionsOf(rows.filter((row) => row.role_id === ref.id)) }));
}

/** What is needed to work out roles: names, domains and what implies what. */
export interface RoleBook {
  readonly names: ReadonlyMap<string, { readonly name: string; readonly domainId: string | null }>;
  readonly implied: ReadonlyMap<string, readonly string[]>;
}

/** All roles and inferences in one read. */
export function* roleBook(db: Database): Routine<RoleBook> {
  const roles = yield* db.rows('SELECT r.id, r.name, r.domain_id, i.implied_role_id FROM role r LEFT JOIN implied_role i ON i.prior_role_id = r.id');
  const implied = new Map<string, string[]>();
  for (const { id, implied_role_id: next } of roles) if (next !== null && next !== undefined) implied.set(id ?? '', [...implied.get(id ?? '') ?? [], next]);
  const names = new Map(roles.map((row) => [row.id ?? '', { name: row.name ?? '', domainId: row.domain_id === '<<null>>' ? null : row.domain_id ?? null }]));
  return { names, implied };
}
