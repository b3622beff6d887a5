// information_schema: tables whose rows are made of the server's state when asked for.
import { mayTable, seesDatabaseOf, seesTable, subjectOf, hasGlobal } from './access.ts';
import { CHARSETS, collations } from './collation.ts';
import { isBlob, isCharacter, isText, isTime, typeText, type ColumnDef, type Stored } from './column.ts';
import { bytesPerCharacter } from './collation.ts';
import type { Context } from './context.ts';
import { datetimeOfMs } from './dates.ts';
import { defaultText } from './definition.ts';
import { ALL_DB, ALL_GLOBAL, ALL_TABLE, GRANT_OPTION, PRIVILEGES } from './privileges.ts';
import { runQuery } from './select.ts';
import { parse } from '../grammar/parse.ts';
import { Table, type KeyDef, type Row, type View, type Virtual } from './table.ts';
import { ENGINES, PLUGINS, statusVariables, threadRows } from './status.ts';
import { listVariables } from './variables.ts';
import type { Server } from './server.ts';

type Cell = string | number | null;
type Make = (context: Context) => Cell[][];

function columnsOf(names: string): ColumnDef[] {
  return names.split(' ').map((word) => {
    const [name = '', kind] = word.split(':');
    const isNumber = kind === 'n';
    return {
      name, type: { base: isNumber ? 'bigint' : kind === 'd' ? 'datetime' : 'varchar', args: isNumber ? [21] : kind === 'd' ? null : [512], unsigned: isNumber, zerofill: false, values: null },
      charset: isNumber || kind === 'd' ? null : 'utf8mb3', collation: isNumber || kind === 'd' ? null : 'utf8mb3_general_ci', notNull: false,
    };
  });
}

// ── what is there, as the session may see it

const databases = (context: Context): string[] => context.server.databases().filter((db) => seesDatabaseOf(context, db));

/** Tables and views a session may see, with their names. */
export function visibleTables(context: Context, db: string): (Table | View | Virtual)[] {
  return context.server.tableNames(db).filter((name) => seesTable(context, db, name)).flatMap((name) => {
    try {
      return context.server.open(db, name, context) ?? [];
    } catch {
      return [];
    }
  });
}

const everywhere = (context: Context): (Table | View | Virtual)[] =>
  databases(context).filter((db) => db !== 'information_schema').flatMap((db) => visibleTables(context, db));
const baseTables = (context: Context): Table[] => everywhere(context).filter((each): each is Table => each.kind === 'table');

/** The columns of a table or view. */
export function columnsOfTable(context: Context, table: Table | View | Virtual): readonly ColumnDef[] {
  if (table.kind === 'virtual') return table.columns;
  if (table.kind === 'table') return table.def.columns;
  const query = parse(table.def.text);
  if (query.k !== 'select' && query.k !== 'union' && query.k !== 'with') return [];
  const inner = { ...context, asDefiner: true, session: { ...context.session, database: table.db } };
  return runQuery(query, inner, null).columns.map((column, index): ColumnDef => {
    const name = table.def.columns?.[index] ?? column.name;
    if (column.def !== null) {
      const { autoIncrement, ...rest } = column.def;
      return { ...rest, name, ...(autoIncrement === true ? { default: { value: 0 } } : {}) };
    }
    const { kind } = column.type;
    const base = kind === 'int' ? 'bigint' : kind === 'dec' ? 'decimal' : kind === 'dbl' ? 'double' : kind === 'str' || kind === 'null' ? 'varchar' : kind;
    const args = base === 'bigint' ? [column.type.wire === 'LONG' ? 1 : 21] : base === 'decimal' ? [14, 4] : base === 'varchar' ? [255] : null;
    return { name, type: { base, args, unsigned: false, zerofill: false, values: null }, charset: base === 'varchar' ? 'utf8mb4' : null, collation: base === 'varchar' ? 'utf8mb4_general_ci' : null, notNull: false, default: { value: null } };
  });
}

/** PRI, UNI, MUL or nothing, as DESCRIBE shows it. */
export function keyWord(table: Table, column: string): string {
  const keys = table.def.keys.filter((key) => key.columns[0]?.name === column);
  if (table.primary?.columns.some(({ name }) => name === column) === true) return 'PRI';
  const promoted = table.primary === null ? table.def.keys.find((key) => key.kind === 'unique' && key.columns.every(({ name }) => table.column(name)?.notNull === true)) : undefined;
  if (promoted?.columns.some(({ name }) => name === column) === true) return 'PRI';
  if (keys.some((key) => key.kind === 'unique' && key.columns.length === 1)) return 'UNI';
  return keys.length > 0 ? 'MUL' : '';
}

/** The Extra column of DESCRIBE. */
export function extraText(column: ColumnDef): string {
  const parts: string[] = [];
  if (column.autoIncrement === true) parts.push('auto_increment');
  if (column.onUpdate === true) parts.push(`on update current_timestamp(${(column.type.args?.[0] ?? 0) > 0 ? String(column.type.args?.[0]) : ''})`);
  if (column.generated !== undefined) parts.push(column.generated.stored ? 'STORED GENERATED' : 'VIRTUAL GENERATED');
  if (column.invisible === true) parts.push('INVISIBLE');
  return parts.join(', ');
}

/** The Default column of DESCRIBE: texts without quotes. */
export function plainDefault(column: ColumnDef): string | null {
  if (column.default === undefined || column.generated !== undefined || column.autoIncrement === true) return null;
  if ('text' in column.default) return column.default.text;
  const { value } = column.default;
  return value === null ? null : column.type.base === 'bit' ? defaultText(column) : typeof value === 'string' ? value : defaultText(column);
}

/** Length of data and of other keys as InnoDB reports them. */
export function lengths(table: Table): { data: number; index: number } {
  return { data: 16384, index: 16384 * table.def.keys.filter(({ kind }) => kind !== 'primary').length };
}

/** Distinct values of the first `count` parts of a key. */
export function cardinality(table: Table, key: KeyDef, count: number): number {
  const indexes = key.columns.slice(0, count).map(({ name }) => table.columnIndex(name));
  return new Set(table.data.rows.map((row) => table.groupKey(indexes, row))).size;
}

const when = (ms: number | null): string | null => (ms === null ? null : datetimeOfMs(ms));

/** A row of information_schema.TABLES, from ENGINE on. */
export function tableStatus(table: Table): Cell[] {
  const { def, data } = table;
  const { data: dataLength, index } = lengths(table);
  const count = data.rows.length;
  const hasAuto = def.columns.some(({ autoIncrement }) => autoIncrement === true);
  const version = def.checks.length > 0 || def.columns.some(({ check }) => check !== undefined) ? 11 : 10;
  const isInnodb = def.engine === 'InnoDB';
  return [
    def.engine, version, isInnodb ? (def.rowFormat === null || def.rowFormat === 'DEFAULT' ? 'Dynamic' : def.rowFormat.charAt(0) + def.rowFormat.slice(1).toLowerCase()) : 'Page', count, count === 0 ? 0 : Math.floor(dataLength / count), dataLength,
    isInnodb ? 0 : 17592186044416, index, 0, hasAuto ? data.auto : null, when(def.createdMs), isInnodb ? null : when(data.updatedMs ?? def.createdMs), null, def.collation, null,
    def.rowFormat === null || def.rowFormat === 'DEFAULT' ? (isInnodb ? '' : 'transactional=1') : `row_format=${def.rowFormat}`, def.comment,
    isInnodb ? 0 : 288230376151711744, 'N',
  ];
}

function tableRow(table: Table | View | Virtual): Cell[] {
  const head: Cell[] = ['def', table.db, table.name];
  if (table.kind === 'table') return [...head, 'BASE TABLE', ...tableStatus(table)];
  if (table.kind === 'virtual') return [...head, 'SYSTEM VIEW', 'MEMORY', 11, 'Fixed', null, 0, 0, 16704765, 0, 0, null, null, null, null, 'utf8mb3_general_ci', null, 'max_rows=0', '', 0, 'Y'];
  return [...head, 'VIEW', ...new Array<null>(16).fill(null), 'VIEW', null, null];
}

const PRECISION: Readonly<Record<string, number>> = { tinyint: 3, smallint: 5, mediumint: 7, int: 10, bigint: 19, float: 12, double: 22 };
const TEXT_LENGTH: Readonly<Record<string, number>> = {
  tinytext: 255, text: 65535, mediumtext: 16777215, longtext: 4294967295, tinyblob: 255, blob: 65535, mediumblob: 16777215, longblob: 4294967295,
};

function columnRow(table: Table | View | Virtual, column: ColumnDef, index: number): Cell[] {
  const { type } = column;
  const isChar = isCharacter(type);
  const length = isText(type) || type.base in TEXT_LENGTH ? TEXT_LENGTH[type.base] ?? null
    : type.values !== null ? Math.max(...type.values.map((value) => value.length)) : isChar || isBlob(type) ? type.args?.[0] ?? null : null;
  const octets = length === null ? null : isChar && !(type.base in TEXT_LENGTH) ? length * bytesPerCharacter(column.charset ?? 'latin1') : length;
  const precision = type.base === 'decimal' ? type.args?.[0] ?? null : PRECISION[type.base] ?? (type.base === 'bit' ? type.args?.[0] ?? 1 : null);
  const scale = type.base === 'decimal' ? type.args?.[1] ?? 0 : type.base in PRECISION && !['float', 'double'].includes(type.base) ? 0 : null;
  return [
    'def', table.db, table.name, column.name, index + 1, column.autoIncrement === true ? null : defaultText(column), column.notNull ? 'NO' : 'YES', type.base,
    length, octets, precision === 19 && type.unsigned ? 20 : precision, scale, isTime(type) && type.base !== 'date' ? type.args?.[0] ?? 0 : null, column.charset, column.collation, typeText(type),
    table.kind === 'table' ? keyWord(table, column.name) : '', extraText(column), 'select,insert,update,references', column.comment ?? '',
    column.generated === undefined ? 'NEVER' : 'ALWAYS', column.generated?.text ?? null,
  ];
}

function statisticsRows(table: Table): Cell[][] {
  return table.def.keys.flatMap((key) => key.columns.map(({ name, length }, index): Cell[] => [
    'def', table.db, table.name, key.kind === 'primary' || key.kind === 'unique' ? 0 : 1, table.db, key.name, index + 1, name,
    key.kind === 'fulltext' ? null : 'A', key.kind === 'fulltext' ? null : cardinality(table, key, index + 1), length, null, table.column(name)?.notNull === true ? '' : 'YES', key.kind === 'fulltext' ? 'FULLTEXT' : 'BTREE', '', '', 'NO',
  ]));
}

function keyUsageRows(table: Table): Cell[][] {
  const unique = table.def.keys.filter(({ kind }) => kind === 'primary' || kind === 'unique');
  return [
    ...unique.flatMap((key) => key.columns.map(({ name }, index): Cell[] => ['def', table.db, key.name, 'def', table.db, table.name, name, index + 1, null, null, null, null])),
    ...table.def.foreign.flatMap((foreign) => foreign.columns.map((name, index): Cell[] =>
      ['def', table.db, foreign.name, 'def', table.db, table.name, name, index + 1, index + 1, foreign.refDb, foreign.refTable, foreign.refColumns[index] ?? null])),
  ];
}

function constraintRows(table: Table): Cell[][] {
  const row = (name: string, type: string): Cell[] => ['def', table.db, name, table.db, table.name, type];
  return [
    ...table.def.keys.filter(({ kind }) => kind === 'primary').map((key) => row(key.name, 'PRIMARY KEY')),
    ...table.def.keys.filter(({ kind }) => kind === 'unique').map((key) => row(key.name, 'UNIQUE')),
    ...table.def.checks.map((check) => row(check.name, 'CHECK')), ...table.def.foreign.map((foreign) => row(foreign.name, 'FOREIGN KEY')),
  ];
}

const grantee = ({ user, host }: { user: string; host: string }): string => `'${user}'@'${host}'`;

function privilegeRows(bits: bigint, all: bigint, head: Cell[]): Cell[][] {
  const grantable = (bits & GRANT_OPTION.bit) !== 0n ? 'YES' : 'NO';
  const own = PRIVILEGES.filter(({ bit }) => (bits & all & bit) !== 0n);
  return own.length === 0 ? [[...head, 'USAGE', grantable]] : own.map(({ name }) => [...head, name, grantable]);
}

function mine<T extends { user: string; host: string }>(context: Context, rows: readonly T[]): T[] {
  const { user, host } = subjectOf(context.session);
  return mayTable(context, 'mysql', 'global_priv', 'SELECT') ? [...rows] : rows.filter((row) => row.user === user && row.host === host);
}

const TABLES: Readonly<Record<string, { columns: string; make: Make }>> = {
  CHARACTER_SETS: { columns: 'CHARACTER_SET_NAME DEFAULT_COLLATE_NAME DESCRIPTION MAXLEN:n', make: () => CHARSETS.map(([name, text, collation, length]) => [name, collation, text, length]) },
  CHECK_CONSTRAINTS: { columns: 'CONSTRAINT_CATALOG CONSTRAINT_SCHEMA TABLE_NAME CONSTRAINT_NAME LEVEL CHECK_CLAUSE', make: (context) => baseTables(context).flatMap((table) => table.def.checks.map((check) => ['def', table.db, table.name, check.name, 'Table', check.text])) },
  COLLATIONS: { columns: 'COLLATION_NAME CHARACTER_SET_NAME ID:n IS_DEFAULT IS_COMPILED SORTLEN:n', make: () => collations().map(({ name, charset, id, isDefault }) => [name, charset, id, isDefault ? 'Yes' : '', 'Yes', 1]) },
  COLUMNS: { columns: 'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME ORDINAL_POSITION:n COLUMN_DEFAULT IS_NULLABLE DATA_TYPE CHARACTER_MAXIMUM_LENGTH:n CHARACTER_OCTET_LENGTH:n NUMERIC_PRECISION:n NUMERIC_SCALE:n DATETIME_PRECISION:n CHARACTER_SET_NAME COLLATION_NAME COLUMN_TYPE COLUMN_KEY EXTRA PRIVILEGES COLUMN_COMMENT IS_GENERATED GENERATION_EXPRESSION', make: (context) => [...everywhere(context), ...visibleTables(context, 'information_schema')].flatMap((table) => columnsOfTable(context, table).map((column, index) => columnRow(table, column, index))) },
  COLUMN_PRIVILEGES: { columns: 'GRANTEE TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME PRIVILEGE_TYPE IS_GRANTABLE', make: (context) => mine(context, context.server.state.grants.columns).flatMap((row) => privilegeRows(BigInt(row.bits), ALL_TABLE, [grantee(row), 'def', row.db, row.table, row.column])) },
  ENGINES: { columns: 'ENGINE SUPPORT COMMENT TRANSACTIONS XA SAVEPOINTS', make: () => ENGINES.map((row) => [...row]) },
  EVENTS: { columns: 'EVENT_CATALOG EVENT_SCHEMA EVENT_NAME DEFINER', make: () => [] },
  FILES: { columns: 'FILE_ID:n FILE_NAME FILE_TYPE', make: () => [] },
  GLOBAL_STATUS: { columns: 'VARIABLE_NAME VARIABLE_VALUE', make: (context) => statusVariables(context).map(([name, value]) => [name.toUpperCase(), value]) },
  GLOBAL_VARIABLES: { columns: 'VARIABLE_NAME VARIABLE_VALUE', make: (context) => listVariables(context, 'GLOBAL').map(([name, value]) => [name.toUpperCase(), value]) },
  INNODB_TRX: { columns: 'trx_id:n trx_state trx_started:d trx_mysql_thread_id:n trx_query', make: (context) => Object.values(context.server.state.sessions).flatMap((session) => (session.transaction === null ? [] : [[session.transaction, 'RUNNING', datetimeOfMs(session.statementMs), session.id, session.statement]])) },
  KEY_COLUMN_USAGE: { columns: 'CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME TABLE_CATALOG TABLE_SCHEMA TABLE_NAME COLUMN_NAME ORDINAL_POSITION:n POSITION_IN_UNIQUE_CONSTRAINT:n REFERENCED_TABLE_SCHEMA REFERENCED_TABLE_NAME REFERENCED_COLUMN_NAME', make: (context) => baseTables(context).flatMap(keyUsageRows) },
  PARAMETERS: { columns: 'SPECIFIC_CATALOG SPECIFIC_SCHEMA SPECIFIC_NAME', make: () => [] },
  PARTITIONS: { columns: 'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME PARTITION_NAME TABLE_ROWS:n', make: (context) => baseTables(context).map((table) => ['def', table.db, table.name, null, table.data.rows.length]) },
  PLUGINS: { columns: 'PLUGIN_NAME PLUGIN_STATUS PLUGIN_TYPE PLUGIN_LIBRARY PLUGIN_LICENSE', make: () => PLUGINS.map(([name, type]) => [name, 'ACTIVE', type, null, 'GPL']) },
  PROCESSLIST: { columns: 'ID:n USER HOST DB COMMAND TIME:n STATE INFO', make: (context) => threadRows(context).map((row) => row.slice(0, 8)) },
  REFERENTIAL_CONSTRAINTS: { columns: 'CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME UNIQUE_CONSTRAINT_CATALOG UNIQUE_CONSTRAINT_SCHEMA UNIQUE_CONSTRAINT_NAME MATCH_OPTION UPDATE_RULE DELETE_RULE TABLE_NAME REFERENCED_TABLE_NAME', make: (context) => baseTables(context).flatMap((table) => table.def.foreign.map((foreign) => ['def', table.db, foreign.name, 'def', foreign.refDb, referredKey(context.server, foreign), 'NONE', foreign.onUpdate ?? 'RESTRICT', foreign.onDelete ?? 'RESTRICT', table.name, foreign.refTable])) },
  ROUTINES: { columns: 'SPECIFIC_NAME ROUTINE_CATALOG ROUTINE_SCHEMA ROUTINE_NAME ROUTINE_TYPE', make: () => [] },
  SCHEMATA: { columns: 'CATALOG_NAME SCHEMA_NAME DEFAULT_CHARACTER_SET_NAME DEFAULT_COLLATION_NAME SQL_PATH SCHEMA_COMMENT', make: (context) => databases(context).map((db) => { const { charset, collation, comment } = context.server.databaseOptions(db); return ['def', db, charset, collation, null, comment]; }) },
  SCHEMA_PRIVILEGES: { columns: 'GRANTEE TABLE_CATALOG TABLE_SCHEMA PRIVILEGE_TYPE IS_GRANTABLE', make: (context) => mine(context, context.server.state.grants.dbs).flatMap((row) => privilegeRows(BigInt(row.bits), ALL_DB, [grantee(row), 'def', row.db])) },
  SESSION_STATUS: { columns: 'VARIABLE_NAME VARIABLE_VALUE', make: (context) => statusVariables(context).map(([name, value]) => [name.toUpperCase(), value]) },
  SESSION_VARIABLES: { columns: 'VARIABLE_NAME VARIABLE_VALUE', make: (context) => listVariables(context, 'SESSION').map(([name, value]) => [name.toUpperCase(), value]) },
  STATISTICS: { columns: 'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME NON_UNIQUE:n INDEX_SCHEMA INDEX_NAME SEQ_IN_INDEX:n COLUMN_NAME COLLATION CARDINALITY:n SUB_PART:n PACKED NULLABLE INDEX_TYPE COMMENT INDEX_COMMENT IGNORED', make: (context) => baseTables(context).flatMap(statisticsRows) },
  TABLES: { columns: 'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME TABLE_TYPE ENGINE VERSION:n ROW_FORMAT TABLE_ROWS:n AVG_ROW_LENGTH:n DATA_LENGTH:n MAX_DATA_LENGTH:n INDEX_LENGTH:n DATA_FREE:n AUTO_INCREMENT:n CREATE_TIME:d UPDATE_TIME:d CHECK_TIME:d TABLE_COLLATION CHECKSUM:n CREATE_OPTIONS TABLE_COMMENT MAX_INDEX_LENGTH:n TEMPORARY', make: (context) => [...visibleTables(context, 'information_schema'), ...everywhere(context)].map(tableRow) },
  TABLE_CONSTRAINTS: { columns: 'CONSTRAINT_CATALOG CONSTRAINT_SCHEMA CONSTRAINT_NAME TABLE_SCHEMA TABLE_NAME CONSTRAINT_TYPE', make: (context) => baseTables(context).flatMap(constraintRows) },
  TABLE_PRIVILEGES: { columns: 'GRANTEE TABLE_CATALOG TABLE_SCHEMA TABLE_NAME PRIVILEGE_TYPE IS_GRANTABLE', make: (context) => mine(context, context.server.state.grants.tables).flatMap((row) => privilegeRows(BigInt(row.bits), ALL_TABLE, [grantee(row), 'def', row.db, row.table])) },
  TRIGGERS: { columns: 'TRIGGER_CATALOG TRIGGER_SCHEMA TRIGGER_NAME EVENT_MANIPULATION EVENT_OBJECT_TABLE', make: () => [] },
  USER_PRIVILEGES: { columns: 'GRANTEE TABLE_CATALOG PRIVILEGE_TYPE IS_GRANTABLE', make: (context) => mine(context, context.server.state.grants.accounts).filter(({ isRole }) => !isRole).flatMap((account) => privilegeRows(BigInt(account.access), ALL_GLOBAL, [grantee(account), 'def'])) },
  VIEWS: { columns: 'TABLE_CATALOG TABLE_SCHEMA TABLE_NAME VIEW_DEFINITION CHECK_OPTION IS_UPDATABLE DEFINER SECURITY_TYPE CHARACTER_SET_CLIENT COLLATION_CONNECTION ALGORITHM', make: (context) => everywhere(context).flatMap((view) => (view.kind === 'view' ? [['def', view.db, view.name, hasGlobal(context, 'SHOW VIEW') || hasGlobal(context, 'SELECT') ? view.def.text : '', 'NONE', 'YES', view.def.definer, 'DEFINER', view.def.charset, view.def.collation, 'UNDEFINED']] : [])) },
};

function referredKey(server: Server, foreign: { refDb: string; refTable: string; refColumns: readonly string[] }): string | null {
  const parent = server.table(foreign.refDb, foreign.refTable);
  return parent?.def.keys.find((key) => foreign.refColumns.every((name, index) => key.columns[index]?.name === name))?.name ?? null;
}

/** The tables of information_schema that are modelled. */
export const informationSchema = {
  names: Object.keys(TABLES),
  open(name: string, context: Context): Virtual | null {
    const upper = name.toUpperCase();
    const found = TABLES[upper];
    if (found === undefined) return null;
    const columns = columnsOf(found.columns);
    return { kind: 'virtual', db: 'information_schema', name: upper, columns, rows: () => found.make(context).map((row): Row => row.map((cell): Stored => cell)) };
  },
};

