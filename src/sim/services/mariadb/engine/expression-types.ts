// What kind of value an expression yields, and what it is compiled to. Knows nothing of how it is calculated.
import type { ColumnType } from '../../../protocol/mysql.ts';
import type { Select } from '../grammar/ast.ts';
import type { ColumnDef, Stored } from './column.ts';
import type { Context } from './context.ts';
import type { Value } from './values.ts';

export interface ValueType {
  readonly kind: 'int' | 'dec' | 'dbl' | 'str' | 'datetime' | 'date' | 'time' | 'null';
  readonly wire: ColumnType;
  /** Collation of a text, where it comes from a column or COLLATE. */
  readonly collation?: string;
  readonly unsigned?: boolean;
  /** Digits after the point of a decimal. */
  readonly scale?: number;
  /** Never NULL. */
  readonly notNull?: boolean;
}

export const INT: ValueType = { kind: 'int', wire: 'LONGLONG' };
export const INT4: ValueType = { kind: 'int', wire: 'LONG' };
export const DOUBLE: ValueType = { kind: 'dbl', wire: 'DOUBLE' };
export const DECIMAL: ValueType = { kind: 'dec', wire: 'NEWDECIMAL' };
export const STRING: ValueType = { kind: 'str', wire: 'VAR_STRING' };
export const NULL: ValueType = { kind: 'null', wire: 'NULL' };
export const DATETIME: ValueType = { kind: 'datetime', wire: 'DATETIME' };
export const DATE: ValueType = { kind: 'date', wire: 'DATE' };
export const TIME: ValueType = { kind: 'time', wire: 'TIME' };

/** The rows that an expression sees: one per table of its query, null for the empty side of an outer join. */
export interface Env {
  rows: (readonly (Stored | Value)[] | null)[];
  outer: Env | null;
  /** Results of the query's aggregates for the current group. */
  aggregates: Value[];
}

export interface Compiled {
  readonly type: ValueType;
  readonly eval: (env: Env) => Value;
  /** The text to send, where it differs from the value's (zerofill, FLOAT). */
  readonly show?: (env: Env) => string | null;
  /** The column it is, for result headers and key look-ups. */
  readonly column?: { readonly slot: number; readonly index: number; readonly name: string; readonly table: string; readonly def: ColumnDef | null };
  readonly constant?: boolean;
}

export interface ScopeColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly def: ColumnDef | null;
  readonly isHidden?: boolean;
}

/** A table of a FROM clause as names are looked up in it. */
export interface ScopeTable {
  readonly db: string | null;
  readonly alias: string;
  readonly columns: readonly ScopeColumn[];
}

export interface AggregateSlot {
  readonly name: string;
  readonly distinct: boolean;
  readonly args: readonly Compiled[];
  readonly order: readonly { readonly by: Compiled; readonly desc: boolean }[];
  readonly separator: string;
}

/** Where an expression stands: the tables it sees, the query around it, and what it may use. */
export interface Scope {
  readonly context: Context;
  readonly tables: ScopeTable[];
  readonly parent: Scope | null;
  /** `field list`, `where clause` …: for error 1054. */
  clause: string;
  /** Columns joined by USING: unqualified they mean the first. */
  readonly shared: Set<string>;
  /** Where aggregates are collected; null where they are not allowed. */
  aggregates: AggregateSlot[] | null;
  readonly aliases: Map<string, Compiled>;
  /** Slots of this scope that were used while compiling, and whether something outside or a sub-query was. */
  used: { slots: Set<number>; columns: Map<number, Set<number>>; isComplex: boolean };
  /** VALUES(column) of ON DUPLICATE KEY UPDATE: the slot of the new row. */
  valuesSlot?: number;
  /** Common table expressions by name. */
  readonly ctes: Map<string, { columns: ScopeColumn[]; rows: Value[][] }>;
  readonly select?: Select;
}
