// May this session do that? Throws the server's errors when not.
import type { Context, Session } from './context.ts';
import { sqlError } from './errors.ts';
import { databaseBits, globalBits, grantedColumns, seesDatabase, tableBits, type Subject } from './grants.ts';
import { bitOf } from './privileges.ts';
import { Table, type View, type Virtual } from './table.ts';

export const subjectOf = ({ account, role }: Session): Subject => ({ user: account?.user ?? '', host: account?.host ?? '', role });

const who = ({ session }: Context): [string, string] => [session.account?.user ?? session.user, session.account?.host ?? session.host];

export const hasGlobal = (context: Context, privilege: string): boolean =>
  (globalBits(context.server.state.grants, subjectOf(context.session)) & bitOf(privilege)) !== 0n;

/** Error 1227 without one of the global privileges. */
export function requireGlobal(context: Context, ...privileges: readonly string[]): void {
  if (!privileges.some((privilege) => hasGlobal(context, privilege))) throw sqlError(1227, privileges.join(', '));
}

/** Error 1044 without the privilege on the database. */
export function requireDatabase(context: Context, db: string, privilege: string): void {
  if (db.toLowerCase() === 'information_schema') throw sqlError(1044, ...who(context), db);
  const bits = databaseBits(context.server.state.grants, subjectOf(context.session), db);
  if ((bits & bitOf(privilege)) === 0n) throw sqlError(1044, ...who(context), db);
}

export const seesDatabaseOf = (context: Context, db: string): boolean =>
  seesDatabase(context.server.state.grants, subjectOf(context.session), db) || hasGlobal(context, 'SHOW DATABASES');

/** USE and the database of a login: 1044 for who may not, then 1049 for what is not there. */
export function requireUse(context: Context, db: string): void {
  if (!seesDatabase(context.server.state.grants, subjectOf(context.session), db)) throw sqlError(1044, ...who(context), db);
  if (!context.server.hasDatabase(db)) throw sqlError(1049, db);
}

const bitsOn = (context: Context, db: string, table: string): bigint =>
  tableBits(context.server.state.grants, subjectOf(context.session), db, table);

/** Error 1142 without the privilege on the table (or, for those of columns, on any of its columns). */
export function requireTable(context: Context, db: string, table: string, privilege: string): void {
  if (context.asDefiner || db.toLowerCase() === 'information_schema') return;
  if ((bitsOn(context, db, table) & bitOf(privilege)) !== 0n) return;
  if (columnsWith(context, db, table, privilege).size > 0) return;
  throw sqlError(1142, privilege, ...who(context), `\`${db}\`.\`${table}\``);
}

export const mayTable = (context: Context, db: string, table: string, privilege: string): boolean =>
  (bitsOn(context, db, table) & bitOf(privilege)) !== 0n;

/** Whether a session has any privilege on a table: then it is shown. */
export const seesTable = (context: Context, db: string, table: string): boolean =>
  db.toLowerCase() === 'information_schema' || (bitsOn(context, db, table) & ((1n << 40n) - 1n)) !== 0n
  || ['SELECT', 'INSERT', 'UPDATE', 'REFERENCES'].some((privilege) => columnsWith(context, db, table, privilege).size > 0);

const columnsWith = (context: Context, db: string, table: string, privilege: string): Set<string> =>
  grantedColumns(context.server.state.grants, subjectOf(context.session), db, table, privilege);

/** Error 1143 for columns outside a column grant. */
export function requireColumns(context: Context, db: string, table: string, columns: readonly string[], privilege: string): void {
  if (context.asDefiner || db.toLowerCase() === 'information_schema' || mayTable(context, db, table, privilege)) return;
  const granted = columnsWith(context, db, table, privilege);
  const refused = columns.find((column) => !granted.has(column.toLowerCase()));
  if (refused !== undefined) throw sqlError(1143, privilege, ...who(context), refused, table);
}

/** Opens a table, view or information_schema table for reading: 1142, then 1146. */
export function requireSelect(context: Context, db: string, name: string): Table | View | Virtual {
  requireTable(context, db, name, 'SELECT');
  const opened = context.server.open(db, name, context);
  if (opened !== null) return opened;
  if (db.toLowerCase() === 'information_schema') throw sqlError(1109, name, 'information_schema');
  throw sqlError(1146, `${db}.${name}`);
}

/** A base table to change: 1142, 1146, 1288. */
export function requireBase(context: Context, db: string, name: string, privilege: string, statement: string): Table {
  requireTable(context, db, name, privilege);
  const opened = context.server.open(db, name, context);
  if (opened === null) throw sqlError(1146, `${db}.${name}`);
  if (opened.kind === 'virtual') throw sqlError(1044, ...who(context), 'information_schema');
  if (opened.kind === 'view') throw sqlError(1288, name, statement);
  return opened;
}

/** The database of a name: its own or the session's; 1046. */
export function databaseOf(context: Context, db: string | null): string {
  const found = db ?? context.session.database;
  if (found === null) throw sqlError(1046);
  return found;
}
