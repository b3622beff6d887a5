// Foreign keys: a child needs its parent; what happens to children when a parent goes or changes.
import { sqlError } from './errors.ts';
import type { Writer } from './dml.ts';
import type { Stored } from './column.ts';
import { Table, type ForeignDef, type Row } from './table.ts';

const MAX_DEPTH = 15;
const quote = (name: string): string => `\`${name}\``;

/** A constraint as errors 1451 and 1452 show it. */
export function describeForeign(db: string, table: string, foreign: ForeignDef, isQualified = false): string {
  return `${quote(db)}.${quote(table)}, ${foreignText(foreign, isQualified ? '' : db)}`;
}

/** `CONSTRAINT … FOREIGN KEY … REFERENCES …` as SHOW CREATE TABLE writes it. */
export function foreignText({ name, columns, refDb, refTable, refColumns, onDelete, onUpdate }: ForeignDef, db: string): string {
  const list = (names: readonly string[]): string => names.map(quote).join(', ');
  const target = refDb === db ? quote(refTable) : `${quote(refDb)}.${quote(refTable)}`;
  const rule = (when: string, action: string | null): string => (action === null || action === 'RESTRICT' ? '' : ` ON ${when} ${action}`);
  return `CONSTRAINT ${quote(name)} FOREIGN KEY (${list(columns)}) REFERENCES ${target} (${list(refColumns)})${rule('DELETE', onDelete)}${rule('UPDATE', onUpdate)}`;
}

const indexesOf = (table: Table, names: readonly string[]): number[] => names.map((name) => table.columnIndex(name));

/** Error 1452 when a row names a parent that is not there. `before` is the row's old form. */
export function checkChild(writer: Writer, table: Table, row: Row, before: Row | null = null): void {
  for (const foreign of table.def.foreign) {
    const own = indexesOf(table, foreign.columns);
    if (own.some((index) => (row[index] ?? null) === null)) continue;
    if (before !== null && own.every((index) => before[index] === row[index])) continue;
    const isSelf = foreign.refDb === table.db && foreign.refTable === table.name;
    const parent = isSelf ? table : writer.context.server.table(foreign.refDb, foreign.refTable);
    if (parent !== null && parentsOf(table, parent, foreign, row).length > 0) continue;
    const referred = indexesOf(table, foreign.refColumns);
    if (isSelf && own.every((index, at) => row[index] === row[referred[at] ?? -1])) continue;
    throw sqlError(1452, describeForeign(table.db, table.name, foreign));
  }
}

function parentsOf(child: Table, parent: Table, foreign: ForeignDef, row: Row): readonly Row[] {
  return parent.group(indexesOf(parent, foreign.refColumns), child.groupKey(indexesOf(child, foreign.columns), row));
}

interface Child { readonly table: Table; readonly foreign: ForeignDef; readonly rows: readonly Row[] }

/** Tables that refer to a table, with the rows that refer to `row`. */
function childrenOf(writer: Writer, parent: Table, row: Row): Child[] {
  const found: Child[] = [];
  for (const { table, foreign } of referringTo(writer, parent)) {
    const referred = indexesOf(parent, foreign.refColumns);
    const rows = table.group(indexesOf(table, foreign.columns), parent.groupKey(referred, row));
    if (rows.length > 0) found.push({ table, foreign, rows: [...rows] });
  }
  return found;
}

function referringTo(writer: Writer, parent: Table): { table: Table; foreign: ForeignDef }[] {
  const { server } = writer.context;
  return server.tableNames(parent.db).flatMap((name) => {
    const table = name === parent.name ? parent : server.table(parent.db, name);
    return (table?.def.foreign ?? [])
      .filter(({ refDb, refTable }) => refDb === parent.db && refTable === parent.name)
      .map((foreign) => ({ table: table as Table, foreign }));
  });
}

/** A parent row goes: cascades, sets NULL, or error 1451. */
export function onParentDeleted(writer: Writer, parent: Table, row: Row, depth: number): void {
  for (const { table, foreign, rows } of childrenOf(writer, parent, row)) {
    for (const child of rows) {
      if (table === parent && child === row) continue;
      if (foreign.onDelete === 'CASCADE' && depth < MAX_DEPTH) {
        writer.lock(table, child);
        onParentDeleted(writer, table, child, depth + 1);
        writer.remove(table, child);
      } else if (foreign.onDelete === 'SET NULL') setColumns(writer, table, child, foreign, () => null);
      else throw sqlError(1451, describeForeign(table.db, table.name, foreign));
    }
  }
}

/** A parent's key changes. */
export function onParentUpdated(writer: Writer, parent: Table, before: Row, after: Row, depth: number): void {
  for (const { table, foreign, rows } of childrenOf(writer, parent, before)) {
    const referred = indexesOf(parent, foreign.refColumns);
    if (referred.every((index) => before[index] === after[index])) continue;
    for (const child of rows) {
      if (foreign.onUpdate === 'CASCADE' && depth < MAX_DEPTH) setColumns(writer, table, child, foreign, (at) => after[referred[at] ?? -1] ?? null);
      else if (foreign.onUpdate === 'SET NULL') setColumns(writer, table, child, foreign, () => null);
      else throw sqlError(1451, describeForeign(table.db, table.name, foreign));
    }
  }
}

function setColumns(writer: Writer, table: Table, row: Row, foreign: ForeignDef, value: (at: number) => Stored): void {
  writer.lock(table, row);
  const changed = [...row];
  indexesOf(table, foreign.columns).forEach((index, at) => { changed[index] = value(at); });
  writer.update(table, row, changed);
}
