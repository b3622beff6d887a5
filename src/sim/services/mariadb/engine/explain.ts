// EXPLAIN, roughly as the optimizer shows its plan: which key a table would be read by.
import type { Expr, Insert, Query, Statement, TableRef } from '../grammar/ast.ts';
import type { Column } from '../../../protocol/mysql.ts';
import { databaseOf } from './access.ts';
import type { Context } from './context.ts';
import { keyBytes } from './column.ts';
import { runQuery } from './select.ts';
import type { Shown } from './show.ts';
import { Table, type KeyDef } from './table.ts';

const TITLES: readonly Column[] = [
  { name: 'id', type: 'LONGLONG' }, { name: 'select_type', type: 'VAR_STRING' }, { name: 'table', type: 'VAR_STRING' }, { name: 'type', type: 'VAR_STRING' },
  { name: 'possible_keys', type: 'VAR_STRING' }, { name: 'key', type: 'VAR_STRING' }, { name: 'key_len', type: 'VAR_STRING' }, { name: 'ref', type: 'VAR_STRING' },
  { name: 'rows', type: 'VAR_STRING' }, { name: 'Extra', type: 'VAR_STRING' },
];

type Row = (string | number | null)[];

/** Columns compared with `=` to something constant in a condition. */
function equalColumns(e: Expr | null): string[] {
  if (e === null) return [];
  if (e.k === 'and') return [...equalColumns(e.l), ...equalColumns(e.r)];
  if (e.k === 'paren') return equalColumns(e.e);
  if (e.k !== 'bin' || e.op !== '=') return [];
  return [e.l, e.r].flatMap((side) => (side.k === 'col' ? [side.name.toLowerCase()] : []));
}

function tablesOf(ref: TableRef | null): Extract<TableRef, { k: 'table' | 'derived' }>[] {
  if (ref === null) return [];
  return ref.k === 'join' ? [...tablesOf(ref.l), ...tablesOf(ref.r)] : [ref];
}

const keyLength = (table: Table, key: KeyDef): number => key.columns.reduce((sum, { name, length }) => {
  const column = table.column(name);
  if (column === null) return sum;
  return sum + keyBytes(column, length) + (column.notNull ? 0 : 1) + (column.type.base === 'varchar' ? 2 : 0);
}, 0);

function planOf(table: Table, name: string, where: Expr | null): Row {
  const equal = equalColumns(where);
  const usable = table.def.keys.filter((key) => equal.includes(key.columns[0]?.name.toLowerCase() ?? ''));
  const whole = usable.find((key) => (key.kind === 'primary' || key.kind === 'unique') && key.columns.every((part) => equal.includes(part.name.toLowerCase())));
  const best = whole ?? usable[0];
  const count = Math.max(1, table.data.rows.length);
  if (best === undefined) return [name, 'ALL', null, null, null, null, count, where === null ? '' : 'Using where'];
  const names = usable.map((key) => key.name).join(',');
  return [name, whole === undefined ? 'ref' : 'const', names, best.name, String(keyLength(table, best)), 'const', whole === undefined ? Math.min(count, 1) : 1, whole === undefined ? 'Using where' : ''];
}

/** Runs EXPLAIN. */
export function explain(statement: Extract<Statement, { k: 'explain' }>['statement'], context: Context): Shown {
  return { columns: TITLES, rows: rowsOf(statement, context) };
}

function rowsOf(statement: Query | Insert | Extract<Statement, { k: 'update' | 'delete' }>, context: Context): Row[] {
  if (statement.k === 'insert') return [[1, 'INSERT', statement.table.name, 'ALL', null, null, null, null, null, null]];
  if (statement.k === 'union') return [statement.first, ...statement.rest.map(({ query }) => query)].flatMap((query, index) => rowsOf(query, context).map((row) => [index + 1, index === 0 ? 'PRIMARY' : 'UNION', ...row.slice(2)]));
  if (statement.k === 'with') return rowsOf(statement.body, context);
  if (statement.k === 'select') runQuery(statement, context, null);
  const tables = tablesOf(statement.from);
  if (tables.length === 0) return [[1, 'SIMPLE', null, null, null, null, null, null, null, 'No tables used']];
  return tables.map((ref): Row => {
    if (ref.k === 'derived') return [1, 'PRIMARY', `<derived2>`, 'ALL', null, null, null, null, 2, ''];
    const opened = context.server.open(databaseOf(context, ref.db), ref.name, context);
    const name = ref.alias ?? ref.name;
    if (opened?.kind !== 'table') return [1, 'SIMPLE', name, 'ALL', null, null, null, null, 2, ''];
    return [1, 'SIMPLE', ...planOf(opened, name, statement.where)];
  });
}
