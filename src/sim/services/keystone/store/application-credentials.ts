import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { type Row, sqlList, sqlValue } from './model.ts';
import { fromMicros } from './times.ts';

/** An application credential: what a program logs in with in place of its owner (application_credential/backends/sql.py). */
export interface AppCredential {
  readonly internalId: number;
  readonly id: string;
  readonly name: string;
  readonly secretHash: string;
  readonly description: string | null;
  readonly userId: string;
  readonly projectId: string | null;
  readonly expiresMs: number | null;
  readonly system: string | null;
  readonly isUnrestricted: boolean | null;
  readonly roleIds: readonly string[];
  /** What it may ask for; null: everything. */
  readonly accessRules: readonly Json[] | null;
}

/** Those that fulfil a condition on the table. */
export function* readAppCredentials(db: Database, where: string): Routine<AppCredential[]> {
  const rows = yield* db.rows('SELECT internal_id, id, name, secret_hash, description, user_id, project_id, expires_at, `system`, unrestricted '
    + `FROM application_credential WHERE ${where}`);
  if (rows.length === 0) return [];
  const ids = sqlList(rows.map(({ internal_id: id }) => Number(id)));
  const roles = yield* db.rows(`SELECT application_credential_id, role_id FROM application_credential_role WHERE application_credential_id IN ${ids}`);
  const rules = yield* db.rows('SELECT x.application_credential_id, r.external_id, r.service, r.path, r.method FROM application_credential_access_rule x '
    + `JOIN access_rule r ON r.id = x.access_rule_id WHERE x.application_credential_id IN ${ids}`);
  return rows.map((row) => {
    const own = rules.filter(({ application_credential_id: id }) => id === row.internal_id).map(accessRule);
    return {
      internalId: Number(row.internal_id), id: row.id ?? '', name: row.name ?? '', secretHash: row.secret_hash ?? '', description: row.description ?? null,
      userId: row.user_id ?? '', projectId: row.project_id ?? null, expiresMs: fromMicros(row.expires_at ?? null), system: row.system ?? null,
      isUnrestricted: row.unrestricted === null ? null : row.unrestricted === '1',
      roleIds: roles.filter(({ application_credential_id: id }) => id === row.internal_id).map(({ role_id: id }) => id ?? ''), accessRules: own.length === 0 ? null : own,
    };
  });
}

/** A rule as the API shows it. */
export const accessRule = (row: Row): Json => ({ id: row.external_id ?? null, service: row.service ?? null, path: row.path ?? null, method: row.method ?? null });

export function* readAppCredential(db: Database, id: string): Routine<AppCredential | null> {
  return (yield* readAppCredentials(db, `id = ${sqlValue(id)}`))[0] ?? null;
}

/** Forgets a user's application credentials, or only those for one project. */
export function* removeAppCredentials(db: Database, userId: string, projectId: string | null = null): Routine<void> {
  yield* db.run(`DELETE FROM application_credential WHERE user_id = ${sqlValue(userId)}${projectId === null ? '' : ` AND project_id = ${sqlValue(projectId)}`}`);
}
