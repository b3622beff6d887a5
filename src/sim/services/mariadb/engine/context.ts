// What a statement runs in: the session and the server. Knows nothing of statements.
import type { Warning } from './errors.ts';
import type { Server } from './server.ts';
import type { TableData, TableDef } from './table.ts';
import type { Value } from './values.ts';

/** A connection's memory: plain data. */
export interface Session {
  readonly id: number;
  /** What the client calls itself, and where it comes from. */
  user: string;
  host: string;
  /** The account it was matched to; null before the login. */
  account: { user: string; host: string } | null;
  role: string | null;
  database: string | null;
  /** Session variables that differ from the global ones. */
  variables: Record<string, string>;
  /** User variables: type letter and text. */
  userVariables: Record<string, { t: string; v: string } | null>;
  lastInsertId: string;
  rowCount: number;
  foundRows: number;
  warnings: Warning[];
  /** Open transaction's number in ibdata1, or null. */
  transaction: number | null;
  savepoints: { name: string; length: number }[];
  inTransaction: boolean;
  prepared: Record<string, string>;
  connectedMs: number;
  command: string;
  statement: string | null;
  statementMs: number;
  isKilled: boolean;
  hasTableLocks: boolean;
  /** Tables that only this session has, by `database.table`. */
  temporary: Record<string, { def: TableDef; data: TableData }>;
}

/** One statement's run. */
export interface Context {
  readonly server: Server;
  readonly session: Session;
  /** The moment the statement began, ms. */
  readonly nowMs: number;
  readonly warnings: Warning[];
  /** Values for `?`, and how many were used. */
  params: readonly Value[];
  nextParam: number;
  /** Number of the row in work, for warnings. */
  row: number;
  /** Views being opened run with their definer's rights. */
  asDefiner: boolean;
}

export function warn(context: Context, level: Warning['level'], code: number, message: string): void {
  if (level === 'Note' && context.session.variables.sql_notes === 'OFF') return;
  context.warnings.push({ level, code, message });
}
