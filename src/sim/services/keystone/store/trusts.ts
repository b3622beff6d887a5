import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { type Row, sqlValue } from './model.ts';
import { fromMicros, fromSqlTime, sqlTime } from './times.ts';

/** One user lets another act for them (trust/backends/sql.py). */
export interface Trust {
  readonly id: string;
  readonly trustorId: string;
  readonly trusteeId: string;
  readonly projectId: string | null;
  readonly impersonation: boolean;
  readonly expiresMs: number | null;
  readonly remainingUses: number | null;
  readonly redelegatedTrustId: string | null;
  readonly redelegationCount: number | null;
  readonly roleIds: readonly string[];
}

/** Trusts that were not deleted. */
export function* readTrusts(db: Database, where = '1 = 1'): Routine<Trust[]> {
  const rows = yield* db.rows('SELECT id, trustor_user_id, trustee_user_id, project_id, impersonation, expires_at, expires_at_int, remaining_uses, '
    + `redelegated_trust_id, redelegation_count FROM trust WHERE deleted_at IS NULL AND ${where}`);
  if (rows.length === 0) return [];
  const roles = yield* db.rows('SELECT trust_id, role_id FROM trust_role');
  return rows.map((row) => trustOf(row, roles.filter(({ trust_id: id }) => id === row.id).map(({ role_id: id }) => id ?? '')));
}

const number = (cell: string | null | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));

const trustOf = (row: Row, roleIds: readonly string[]): Trust => ({
  id: row.id ?? '', trustorId: row.trustor_user_id ?? '', trusteeId: row.trustee_user_id ?? '', projectId: row.project_id ?? null,
  impersonation: row.impersonation === '1', expiresMs: fromMicros(row.expires_at_int ?? null) ?? fromSqlTime(row.expires_at ?? null),
  remainingUses: number(row.remaining_uses), redelegatedTrustId: row.redelegated_trust_id ?? null, redelegationCount: number(row.redelegation_count), roleIds,
});

/** A trust that can still be used, or null. */
export function* readTrust(db: Database, nowMs: number, id: string): Routine<Trust | null> {
  const [trust] = yield* readTrusts(db, `id = ${sqlValue(id)}`);
  if (trust === undefined || (trust.expiresMs !== null && nowMs > trust.expiresMs)) return null;
  return trust.remainingUses !== null && trust.remainingUses <= 0 ? null : trust;
}

/** The trust and those that it was handed on from, the first one last. */
export function* readTrustChain(db: Database, trust: Trust): Routine<Trust[]> {
  const chain = [trust];
  for (let id = trust.redelegatedTrustId; id !== null;) {
    const [parent]: Trust[] = yield* readTrusts(db, `id = ${sqlValue(id)}`);
    if (parent === undefined) break;
    chain.push(parent);
    id = parent.redelegatedTrustId;
  }
  return chain;
}

/** Deletes trusts: they stay in the table with the time of their end. */
export function* endTrusts(db: Database, nowMs: number, where: string): Routine<void> {
  yield* db.run(`UPDATE trust SET deleted_at = '${sqlTime(nowMs)}' WHERE deleted_at IS NULL AND ${where}`);
}
