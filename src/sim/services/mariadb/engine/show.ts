// SHOW and DESCRIBE.
import type { Filter, Show, TableName } from '../grammar/ast.ts';
import type { Column } from '../../../protocol/mysql.ts';
import { databaseOf, hasGlobal, requireGlobal, requireTable, seesDatabaseOf, seesTable } from './access.ts';
import { shownAccount, showCreateUser, showGrants } from './accounts.ts';
import { CHARSETS, collations } from './collation.ts';
import { typeText } from './column.ts';
import { likePattern } from './compare.ts';
import type { Context } from './context.ts';
import { createText } from './definition.ts';
import { sqlError } from './errors.ts';
import { compile } from './expressions.ts';
import {
  cardinality, columnsOfTable, extraText, keyWord, plainDefault, tableStatus, visibleTables,
} from './information-schema.ts';
import { quoteName } from './print.ts';
import { newScope } from './select.ts';
import { ENGINES, PLUGINS, PRIVILEGE_HELP, statusVariables, threadRows } from './status.ts';
import { Table, type View, type Virtual } from './table.ts';
import { isTrue } from './values.ts';
import { listVariables } from './variables.ts';

type Cell = string | number | null;

/** A result set: titles with types, rows. */
export interface Shown {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
}

/** Titles: `name:n` is a number, `name:d` a time. */
function titled(titles: string, rows: readonly (readonly Cell[])[]): Shown {
  const columns = titles.split('|').map((title): Column => {
    const [, name = title, kind] = /^(.*):([nd])$/.exec(title) ?? [];
    return { name, type: kind === 'n' ? 'LONGLONG' : kind === 'd' ? 'DATETIME' : 'VAR_STRING', ...(['XA', 'db'].includes(name) ? {} : { notNull: true }) };
  });
  return { columns, rows };
}

/** Applies LIKE to the first column, or WHERE to all. */
function filtered(shown: Shown, filter: Filter | null | undefined, context: Context, at = 0): Shown {
  if (filter == null) return shown;
  if (filter.like !== undefined) {
    const pattern = likePattern(filter.like, '\\', false);
    return { ...shown, rows: shown.rows.filter((row) => pattern.test(String(row[at] ?? ''))) };
  }
  if (filter.where === undefined) return shown;
  const scope = newScope(context, null);
  scope.clause = 'WHERE';
  scope.tables.push({ db: null, alias: '', columns: shown.columns.map(({ name, type }) => ({ name: name.replace(/ \(.*/, ''), type: { kind: type === 'LONGLONG' ? 'int' : 'str', wire: type }, def: null })) });
  const where = compile(filter.where, scope);
  return { ...shown, rows: shown.rows.filter((row) => isTrue(where.eval({ rows: [row.map((cell) => (typeof cell === 'number' ? BigInt(cell) : cell))], outer: null, aggregates: [] }))) };
}

function openShown(context: Context, name: TableName): Table | View | Virtual {
  const db = databaseOf(context, name.db);
  if (!seesTable(context, db, name.name)) requireTable(context, db, name.name, 'SELECT');
  const opened = context.server.open(db, name.name, context);
  if (opened === null && db.toLowerCase() === 'information_schema') throw sqlError(1109, name.name, 'information_schema');
  if (opened === null) throw sqlError(1146, `${db}.${name.name}`);
  return opened;
}

function requireShownDatabase(context: Context, given: string | null | undefined): string {
  const db = databaseOf(context, given ?? null);
  if (!seesDatabaseOf(context, db)) throw sqlError(1044, context.session.account?.user ?? '', context.session.account?.host ?? '', db);
  if (!context.server.hasDatabase(db)) throw sqlError(1049, db);
  return db;
}

const typeWord = (table: Table | View | Virtual): string => (table.kind === 'view' ? 'VIEW' : table.kind === 'virtual' ? 'SYSTEM VIEW' : 'BASE TABLE');

function showTables(statement: Show, context: Context): Shown {
  const db = requireShownDatabase(context, statement.db);
  const like = statement.filter?.like;
  const title = `Tables_in_${db}${like === undefined ? '' : ` (${like})`}`;
  if (statement.full === true) return filtered(titled(`${title}|Table_type`, visibleTables(context, db).map((table) => [table.name, typeWord(table)])), statement.filter, context);
  const names = context.server.tableNames(db).filter((name) => seesTable(context, db, name));
  return filtered(titled(title, names.map((name) => [name])), statement.filter, context);
}

function showColumns(statement: Show, context: Context): Shown {
  const table = openShown(context, statement.table as TableName);
  const rows = columnsOfTable(context, table).map((column): Cell[] => {
    const head: Cell[] = [column.name, typeText(column.type)];
    const tail: Cell[] = [column.notNull ? 'NO' : 'YES', table.kind === 'table' ? keyWord(table, column.name) : '', plainDefault(column), extraText(column)];
    return statement.full === true
      ? [...head, column.collation, ...tail, 'select,insert,update,references', column.comment ?? ''] : [...head, ...tail];
  });
  const titles = statement.full === true ? 'Field|Type|Collation|Null|Key|Default|Extra|Privileges|Comment' : 'Field|Type|Null|Key|Default|Extra';
  return filtered(titled(titles, rows), statement.filter, context);
}

function showIndex(statement: Show, context: Context): Shown {
  const table = openShown(context, statement.table as TableName);
  const keys = table.kind === 'table' ? table.def.keys : [];
  const rows = table.kind !== 'table' ? [] : keys.flatMap((key) => key.columns.map(({ name, length }, index): Cell[] => [
    table.name, key.kind === 'primary' || key.kind === 'unique' ? 0 : 1, key.name, index + 1, name, key.kind === 'fulltext' ? null : 'A', cardinality(table, key, index + 1), length, null,
    table.column(name)?.notNull === true ? '' : 'YES', key.kind === 'fulltext' ? 'FULLTEXT' : 'BTREE', '', '', 'NO',
  ]));
  return filtered(titled('Table|Non_unique:n|Key_name|Seq_in_index:n|Column_name|Collation|Cardinality:n|Sub_part:n|Packed|Null|Index_type|Comment|Index_comment|Ignored', rows), statement.filter, context, 2);
}

function showCreateTable(statement: Show, context: Context): Shown {
  const opened = openShown(context, statement.table as TableName);
  if (opened.kind === 'view') return viewRow(opened, context);
  if (opened.kind === 'table') return titled('Table|Create Table', [[opened.name, createText(opened.name, opened.def, opened.db, opened.data.auto)]]);
  const lines = opened.columns.map((column) => `  ${quoteName(column.name)} ${typeText(column.type)}`).join(',\n');
  return titled('Table|Create Table', [[opened.name, `CREATE TEMPORARY TABLE ${quoteName(opened.name)} (\n${lines}\n) ENGINE=MEMORY DEFAULT CHARSET=utf8mb3 COLLATE=utf8mb3_general_ci`]]);
}

function viewRow(view: View, context: Context): Shown {
  const [user = '', host = ''] = view.def.definer.split('@');
  const isCurrent = context.session.database === view.db;
  const name = isCurrent ? quoteName(view.name) : `${quoteName(view.db)}.${quoteName(view.name)}`;
  const text = isCurrent ? view.def.text.replaceAll(`${quoteName(view.db)}.`, '') : view.def.text;
  return titled('View|Create View|character_set_client|collation_connection', [[
    view.name, `CREATE ALGORITHM=UNDEFINED DEFINER=${quoteName(user)}@${quoteName(host)} SQL SECURITY DEFINER VIEW ${name} AS ${text}`, view.def.charset, view.def.collation,
  ]]);
}

function showTableStatus(statement: Show, context: Context): Shown {
  const db = requireShownDatabase(context, statement.db);
  const rows = visibleTables(context, db).map((table): Cell[] => (table.kind === 'table' ? [table.name, ...tableStatus(table)] : [table.name, ...new Array<null>(16).fill(null), 'VIEW', null, null]));
  return filtered(titled('Name|Engine|Version:n|Row_format|Rows:n|Avg_row_length:n|Data_length:n|Max_data_length:n|Index_length:n|Data_free:n|Auto_increment:n|Create_time:d|Update_time:d|Check_time:d|Collation|Checksum:n|Create_options|Comment|Max_index_length:n|Temporary', rows), statement.filter, context);
}

function showDatabases(statement: Show, context: Context): Shown {
  const like = statement.filter?.like;
  const names = context.server.databases().filter((db) => seesDatabaseOf(context, db));
  return filtered(titled(like === undefined ? 'Database' : `Database (${like})`, names.map((name) => [name])), statement.filter, context);
}

function showCreateDatabase(statement: Show, context: Context): Shown {
  const db = requireShownDatabase(context, typeof statement.name === 'string' ? statement.name : null);
  const { charset, collation, comment } = context.server.databaseOptions(db);
  const note = statement.ifNotExists === true ? '/*!32312 IF NOT EXISTS*/ ' : '';
  const text = `CREATE DATABASE ${note}${quoteName(db)} /*!40100 DEFAULT CHARACTER SET ${charset} COLLATE ${collation} */${comment === '' ? '' : ` COMMENT '${comment}'`}`;
  return titled('Database|Create Database', [[db, text]]);
}

function showWarnings(statement: Show, context: Context): Shown {
  const errorsOnly = statement.what === 'errors';
  const rows = context.session.warnings.filter(({ level }) => !errorsOnly || level === 'Error').map(({ level, code, message }) => [level, code, message]);
  return titled('Level|Code:n|Message', rows);
}

const NOTHING: Readonly<Record<string, string>> = {
  'slave-status': 'Slave_IO_State', 'slave-hosts': 'Server_id:n|Host|Port:n|Master_id:n', 'master-status': 'File|Position:n|Binlog_Do_DB|Binlog_Ignore_DB',
  triggers: 'Trigger|Event|Table|Statement|Timing|Created|sql_mode|Definer|character_set_client|collation_connection|Database Collation',
  events: 'Db|Name|Definer|Time zone|Type|Execute at|Interval value|Interval field|Starts|Ends|Status|Originator:n|character_set_client|collation_connection|Database Collation',
  routines: 'Db|Name|Type|Definer|Modified|Created|Security_type|Comment|character_set_client|collation_connection|Database Collation',
  'open-tables': 'Database|Table|In_use:n|Name_locked:n', profiles: 'Query_ID:n|Duration|Query',
};

/** Runs SHOW. */
export function show(statement: Show, context: Context): Shown {
  switch (statement.what) {
    case 'databases': return showDatabases(statement, context);
    case 'tables': return showTables(statement, context);
    case 'columns': return showColumns(statement, context);
    case 'index': return showIndex(statement, context);
    case 'create-table': return showCreateTable(statement, context);
    case 'create-view': {
      const opened = openShown(context, statement.table as TableName);
      if (opened.kind !== 'view') throw sqlError(1347, `${opened.db}.${opened.name}`, 'VIEW');
      return viewRow(opened, context);
    }
    case 'create-database': return showCreateDatabase(statement, context);
    case 'create-user': {
      const who = shownAccount(context, statement.user ?? null);
      return titled(`CREATE USER for ${who.user}@${who.host}`, [[showCreateUser(context, who)]]);
    }
    case 'create-routine': throw sqlError(1305, statement.kind ?? '', (statement.name as TableName).name);
    case 'table-status': return showTableStatus(statement, context);
    case 'grants': {
      const who = shownAccount(context, statement.user ?? null);
      return titled(`Grants for ${who.host === '' ? who.user : `${who.user}@${who.host}`}`, showGrants(context, who).map((line) => [line]));
    }
    case 'processlist': {
      const rows = threadRows(context).map((row) => [...row.slice(0, 7), statement.full === true ? row[7] ?? null : typeof row[7] === 'string' ? row[7].slice(0, 100) : null, row[8] ?? null]);
      return titled('Id:n|User|Host|db|Command|Time:n|State|Info|Progress:n', rows);
    }
    case 'status': return filtered(titled('Variable_name|Value', statusVariables(context)), statement.filter, context);
    case 'variables': return filtered(titled('Variable_name|Value', listVariables(context, statement.scope === 'GLOBAL' ? 'GLOBAL' : 'SESSION')), statement.filter, context);
    case 'warnings': case 'errors': return showWarnings(statement, context);
    case 'count-warnings': return titled(`@@session.${statement.kind === 'ERRORS' ? 'error' : 'warning'}_count:n`, [[context.session.warnings.filter(({ level }) => statement.kind !== 'ERRORS' || level === 'Error').length]]);
    case 'engines': return titled('Engine|Support|Comment|Transactions|XA|Savepoints', ENGINES);
    case 'engine-status': {
      requireGlobal(context, 'PROCESS');
      return titled('Type|Name|Status', [['InnoDB', '', `\n=====================================\nTrx id counter ${context.server.nextTransaction}\n=====================================\n`]]);
    }
    case 'charset': return filtered(titled('Charset|Description|Default collation|Maxlen:n', CHARSETS), statement.filter, context);
    case 'collation': return filtered(titled('Collation|Charset|Id:n|Default|Compiled|Sortlen:n', collations().map(({ name, charset, id, isDefault }) => [name, charset, id, isDefault ? 'Yes' : '', 'Yes', 1])), statement.filter, context);
    case 'plugins': return titled('Name|Status|Type|Library|License', PLUGINS.map(([name, type]) => [name, 'ACTIVE', type, null, 'GPL']));
    case 'privileges': return titled('Privilege|Context|Comment', PRIVILEGE_HELP);
    case 'binary-logs': throw sqlError(1381);
    case 'master-status': case 'slave-status': case 'slave-hosts':
      if (!hasGlobal(context, 'SUPER')) requireGlobal(context, statement.what === 'master-status' ? 'BINLOG MONITOR' : 'SLAVE MONITOR');
      return titled(NOTHING[statement.what] ?? '', []);
    default: return titled(NOTHING[statement.what] ?? '', []);
  }
}
