import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { type Ref, type Row, sqlValue } from './model.ts';
import { fromSqlTime, isoTime, sqlTime } from './times.ts';

/** What an event of revocation takes away: every token that fits all that it names. */
export interface Revocation {
  readonly userId?: string;
  readonly projectId?: string;
  readonly domainId?: string;
  readonly roleId?: string;
  readonly trustId?: string;
  readonly consumerId?: string;
  readonly auditId?: string;
  readonly auditChainId?: string;
}

const COLUMNS: Readonly<Record<keyof Revocation, string>> = {
  userId: 'user_id', projectId: 'project_id', domainId: 'domain_id', roleId: 'role_id', trustId: 'trust_id', consumerId: 'consumer_id',
  auditId: 'audit_id', auditChainId: 'audit_chain_id',
};

/** Revokes tokens issued until now; forgets events that no living token can be older than (`expiration_buffer` and all). */
export function* revoke(db: Database, nowMs: number, lifetimeS: number, event: Revocation): Routine<void> {
  const entries = Object.entries(event) as [keyof Revocation, string][];
  const now = sqlTime(nowMs);
  yield* db.run(`INSERT INTO revocation_event (${[...entries.map(([name]) => COLUMNS[name]), 'issued_before', 'revoked_at'].join(', ')}) `
    + `VALUES (${[...entries.map(([, value]) => sqlValue(value)), `'${now}'`, `'${now}'`].join(', ')})`);
  yield* db.run(`DELETE FROM revocation_event WHERE revoked_at < '${sqlTime(nowMs - lifetimeS * 1000)}'`);
}

/** What of a token decides whether it is revoked. */
interface Revocable {
  readonly payload: {
    readonly userId: string; readonly projectId: string | null; readonly domainId: string | null; readonly trustId: string | null;
    readonly auditIds: readonly string[]; readonly issuedAtS: number;
  };
  readonly user: { readonly domainId: string };
  readonly projectDomain: Ref | null;
  readonly roles: readonly { readonly id: string }[];
  readonly trust: { readonly trustorId: string; readonly trusteeId: string } | null;
}

/** Whether an event takes this token away (keystone.models.revoke_model). */
export function* isRevoked(db: Database, token: Revocable): Routine<boolean> {
  // The same words each time, so that the database knows the statement; the few events are looked through here.
  const rows = yield* db.rows('SELECT user_id, project_id, domain_id, role_id, trust_id, consumer_id, access_token_id, audit_id, audit_chain_id, issued_before '
    + 'FROM revocation_event');
  const since = sqlTime(token.payload.issuedAtS * 1000);
  return rows.some((row) => (row.issued_before ?? '') >= since && fits(row, token));
}

function fits(row: Row, { payload, user, roles, trust }: Revocable): boolean {
  const isOr = (value: string | null | undefined, ...own: readonly (string | null | undefined)[]): boolean => value === null || value === undefined || own.includes(value);
  return isOr(row.user_id, payload.userId, trust?.trustorId, trust?.trusteeId) && isOr(row.project_id, payload.projectId)
    && isOr(row.audit_id, payload.auditIds[0]) && isOr(row.domain_id, user.domainId, payload.domainId) && isOr(row.trust_id, payload.trustId)
    && isOr(row.audit_chain_id, payload.auditIds[1]) && isOr(row.role_id, ...roles.map(({ id }) => id)) && isOr(row.consumer_id) && isOr(row.access_token_id);
}

/** Events as /v3/OS-REVOKE/events shows them. */
export function* readRevocations(db: Database, sinceMs: number | null): Routine<Ref[]> {
  const since = sinceMs === null ? '' : ` WHERE revoked_at > '${sqlTime(sinceMs)}'`;
  const rows = yield* db.rows(`SELECT ${Object.values(COLUMNS).join(', ')}, access_token_id, expires_at, issued_before, revoked_at FROM revocation_event${since} ORDER BY revoked_at`);
  return rows.map((row) => {
    const isDomainScope = row.domain_id !== null && row.expires_at !== null;
    const shown: readonly (readonly [string, string | null | undefined])[] = [
      ['user_id', row.user_id], ['role_id', row.role_id], ['domain_id', isDomainScope ? null : row.domain_id], ['domain_scope_id', isDomainScope ? row.domain_id : null],
      ['project_id', row.project_id], ['audit_id', row.audit_id], ['audit_chain_id', row.audit_chain_id], ['OS-TRUST:trust_id', row.trust_id],
      ['OS-OAUTH1:consumer_id', row.consumer_id], ['OS-OAUTH1:access_token_id', row.access_token_id],
      ['expires_at', row.expires_at === null ? null : `${(row.expires_at ?? '').replace(' ', 'T')}Z`],
      ['issued_before', isoTime(fromSqlTime(row.issued_before ?? null) ?? 0)], ['revoked_at', isoTime(fromSqlTime(row.revoked_at ?? null) ?? 0)],
    ];
    return Object.fromEntries(shown.filter(([, value]) => value !== null && value !== undefined));
  });
}
