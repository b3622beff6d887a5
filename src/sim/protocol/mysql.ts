import type { Json } from '../../base/json.ts';

/** A value of a result row: numbers as text, as the text protocol sends them; null is NULL. */
export type Cell = string | null;

/** Types of result columns, by the protocol's names; they decide the alignment in the client's table. */
export type ColumnType =
  | 'TINY' | 'SHORT' | 'INT24' | 'LONG' | 'LONGLONG' | 'YEAR' | 'FLOAT' | 'DOUBLE' | 'NEWDECIMAL' | 'BIT'
  | 'STRING' | 'VAR_STRING' | 'BLOB' | 'DATE' | 'TIME' | 'DATETIME' | 'TIMESTAMP' | 'NULL';

export interface Column {
  readonly name: string;
  /** MySQL's column type, e.g. `VAR_STRING`, `LONGLONG`: decides alignment in the client's table. */
  readonly type: ColumnType;
  readonly table?: string;
  /** Never NULL: the client leaves no room for that word. */
  readonly notNull?: boolean;
}

export interface MysqlHandshake {
  readonly protocol: 'mysql';
  readonly kind: 'handshake';
  readonly version: string;
  readonly connectionId: number;
}

/** Login with the password in plain text (the simulated wire does not scramble it); null when none is sent. */
export interface MysqlLogin {
  readonly protocol: 'mysql';
  readonly kind: 'login';
  readonly user: string;
  readonly password: string | null;
  readonly database: string | null;
  readonly program?: string;
  /** The client's character set, e.g. `utf8mb4`. */
  readonly charset?: string;
}

export interface MysqlOk {
  readonly protocol: 'mysql';
  readonly kind: 'ok';
  readonly affectedRows: number;
  readonly insertId: number;
  readonly warnings: number;
  readonly info: string;
  /** The current database, where the statement may have changed it. */
  readonly database?: string | null;
  readonly data?: Json;
}

export interface MysqlRows {
  readonly protocol: 'mysql';
  readonly kind: 'rows';
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
  readonly warnings: number;
}

export interface MysqlError {
  readonly protocol: 'mysql';
  readonly kind: 'error';
  readonly code: number;
  readonly state: string;
  readonly message: string;
}

/** The MySQL client/server protocol (handshake, COM_*), as plain data. */
export type MysqlMessage =
  | MysqlHandshake | MysqlLogin | MysqlOk | MysqlRows | MysqlError
  | { readonly protocol: 'mysql'; readonly kind: 'query'; readonly sql: string }
  | { readonly protocol: 'mysql'; readonly kind: 'init-db'; readonly database: string }
  | { readonly protocol: 'mysql'; readonly kind: 'ping' | 'statistics' | 'quit' };

/** A database error: `ERROR code (state): message`. */
export class SqlError extends Error {
  override readonly name = 'SqlError';
  readonly code: number;
  readonly state: string;

  constructor(code: number, state: string, message: string) {
    super(message);
    this.code = code;
    this.state = state;
  }
}

const NUMERIC: ReadonlySet<ColumnType> = new Set<ColumnType>([
  'TINY', 'SHORT', 'INT24', 'LONG', 'LONGLONG', 'YEAR', 'FLOAT', 'DOUBLE', 'NEWDECIMAL', 'NULL',
]);

/** Whether the client aligns a column to the right (IS_NUM of the C API). */
export const isNumeric = (column: Column): boolean => NUMERIC.has(column.type);
