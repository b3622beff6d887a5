// probes: keystone's own tables, read from the database server's state.
import { COLUMNS, DATABASE, IdentityTables, missingTables, type Problem, type Row, type TableName } from '../../facts/identity-tables.ts';
import type { Host } from '../host/host.ts';
import { tablesOf } from './mariadb.ts';
import type { Tables } from './tables.ts';

/** Keystone's tables on a host, or why there are none. */
export async function identityOf(host: Host): Promise<IdentityTables | Problem> {
  const tables = await tablesOf(host);
  if ('problem' in tables) return tables;
  const isThere = tables.databases().some(({ name }) => name === DATABASE);
  return missingTables(host.id, isThere ? tables.tableNames(DATABASE) : null) ?? identityIn(tables);
}

/** Reads each table when first asked. */
export const identityIn = (tables: Tables): IdentityTables => new IdentityTables((table) => rowsOf(tables, table));

function rowsOf(tables: Tables, table: TableName): readonly Row[] {
  const { columns, rows } = tables.select(DATABASE, `SELECT ${COLUMNS[table].join(', ')} FROM \`${table}\``);
  return rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index] ?? null])));
}
