import type { Json } from '../../base/json.ts';

/** A value of a result row: numbers as text, as the text protocol sends them; null is NULL. */
export type Cell = string | null;

export interface Column {
  readonly name: string;
  /** MySQL's column type, e.g. `VAR_STRING`, `LONGLONG`: decides alignment in the client's table. */
  readonly type: string;
  readonly table?: string;
}

/** The MySQL client/server protocol (handshake, COM_*), as plain data. */
export type MysqlMessage =
  | { readonly protocol: 'mysql'; readonly kind: 'handshake'; readonly version: string; readonly connectionId: number }
  | { readonly protocol: 'mysql'; readonly kind: 'login'; readonly user: string; readonly password: string | null; readonly database: string | null; readonly program?: string }
  | { readonly protocol: 'mysql'; readonly kind: 'query'; readonly sql: string }
  | { readonly protocol: 'mysql'; readonly kind: 'init-db'; readonly database: string }
  | { readonly protocol: 'mysql'; readonly kind: 'ping' | 'statistics' }
  | {
      readonly protocol: 'mysql'; readonly kind: 'ok'; readonly affectedRows: number; readonly insertId: number;
      readonly warnings: number; readonly info: string; readonly database?: string | null; readonly data?: Json;
    }
  | { readonly protocol: 'mysql'; readonly kind: 'rows'; readonly columns: readonly Column[]; readonly rows: readonly (readonly Cell[])[]; readonly warnings: number }
  | { readonly protocol: 'mysql'; readonly kind: 'error'; readonly code: number; readonly state: string; readonly message: string };
