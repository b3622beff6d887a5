import type { Session } from './context.ts';

/** A connection's memory before its login. */
export function newSession(id: number, nowMs: number): Session {
  return {
    id, user: '', host: 'localhost', account: null, role: null, database: null, variables: {}, userVariables: {}, lastInsertId: '0', rowCount: 0,
    foundRows: 0, warnings: [], transaction: null, savepoints: [], inTransaction: false, prepared: {}, connectedMs: nowMs, command: 'Sleep',
    statement: null, statementMs: nowMs, isKilled: false, hasTableLocks: false, temporary: {},
  };
}
