// CREATE, ALTER, DROP, RENAME, TRUNCATE of databases, tables and views.
import type { AlterSpec, CreateTable, DatabaseOptions, Expr, Place, Statement, TableName } from '../grammar/ast.ts';
import { databaseOf, requireDatabase, requireTable } from './access.ts';
import { load, type ColumnDef, type Stored } from './column.ts';
import { warn, type Context } from './context.ts';
import {
  addColumn, addConstraint, checkAutoIncrement, engineName, makeColumn, makeDefinition, setDefault, sortKeys, textOptions,
} from './definition.ts';
import { messageOf, sqlError } from './errors.ts';
import { change, toStored, Writer, type Changed } from './dml.ts';
import type { ValueType } from './expression-types.ts';
import { describeForeign } from './foreign.ts';
import { buildFrom } from './joins.ts';
import { asWritten, printQuery, quoteName } from './print.ts';
import { newScope, runQuery, type ResultColumn } from './select.ts';
import { Table, type TableDef } from './table.ts';
import { compile } from './expressions.ts';
import { readVariable } from './variables.ts';
import type { Value } from './values.ts';
import { SqlError } from '../../../protocol/mysql.ts';

type Of<K extends Statement['k']> = Extract<Statement, { k: K }>;

const DONE: Changed = { affected: 0, info: '', insertId: 0 };

function checkName(name: string): void {
  if (name.length > 64) throw sqlError(1059, name);
  if (name === '' || name.endsWith(' ')) throw sqlError(1102, name);
}

// ── databases

export function createDatabase(context: Context, { name, ifNotExists, options, orReplace }: Of<'create-database'>): Changed {
  checkName(name);
  requireDatabase(context, name, 'CREATE');
  const { server } = context;
  if (server.hasDatabase(name)) {
    if (orReplace) server.dropDatabase(name);
    else if (!ifNotExists) throw sqlError(1007, name);
    else {
      warn(context, 'Note', 1007, messageOf(1007, name));
      return DONE;
    }
  }
  const fallback = { charset: readVariable(context, 'character_set_server', 'SESSION') ?? 'latin1', collation: readVariable(context, 'collation_server', 'SESSION') ?? 'latin1_swedish_ci' };
  server.writeDatabase(name, { ...textOptions(options.charset, options.collate, fallback), comment: options.comment ?? '' });
  return { ...DONE, affected: 1 };
}

export function alterDatabase(context: Context, name: string | null, options: DatabaseOptions): Changed {
  const db = databaseOf(context, name);
  requireDatabase(context, db, 'ALTER');
  if (!context.server.hasDatabase(db)) throw sqlError(1049, db);
  const old = context.server.databaseOptions(db);
  context.server.writeDatabase(db, { ...textOptions(options.charset, options.collate, old), comment: options.comment ?? old.comment });
  return { ...DONE, affected: 1 };
}

export function dropDatabase(context: Context, { name, ifExists }: Of<'drop-database'>): Changed {
  requireDatabase(context, name, 'DROP');
  if (!context.server.hasDatabase(name)) {
    if (!ifExists) throw sqlError(1008, name);
    warn(context, 'Note', 1008, messageOf(1008, name));
    return DONE;
  }
  const count = context.server.dropDatabase(name);
  if (context.session.database === name) context.session.database = null;
  return { ...DONE, affected: count };
}

// ── tables

export function createTable(context: Context, statement: CreateTable): Changed {
  const db = databaseOf(context, statement.table.db);
  const { name } = statement.table;
  checkName(name);
  if (statement.temporary) requireDatabase(context, db, 'CREATE TEMPORARY TABLES');
  else requireTable(context, db, name, 'CREATE');
  if (!context.server.hasDatabase(db)) throw sqlError(1049, db);
  const isTaken = statement.temporary ? context.session.temporary[`${db}.${name}`] !== undefined : context.server.open(db, name, context) !== null;
  if (isTaken) {
    if (statement.orReplace) forget(context, db, name);
    else if (!statement.ifNotExists) throw sqlError(1050, name);
    else {
      warn(context, 'Note', 1050, messageOf(1050, name));
      return DONE;
    }
  }
  if (statement.like !== undefined) return createLike(context, db, name, statement.like, statement.temporary);
  const prepared = statement.query == null ? null : runQuery(statement.query, context, null);
  const elements = statement.elements ?? [];
  const given = new Set(elements.flatMap((element) => (element.k === 'column' ? [element.name.toLowerCase()] : [])));
  const def = prepared === null
    ? makeDefinition(elements, statement.options ?? {}, context, db, name)
    : withQueryColumns(elements.length === 0 ? null : makeDefinition(elements, statement.options ?? {}, context, db, name), prepared.columns.filter((column) => !given.has(column.name.toLowerCase())), context, db, statement);
  const rows = prepared?.rows(null) ?? [];
  const table = statement.temporary ? context.server.createTemporary(context.session, db, name, def) : context.server.create(db, name, def);
  if (table === null) return DONE;
  if (statement.options?.autoIncrement !== undefined) table.data.auto = Math.max(1, Number(statement.options.autoIncrement));
  if (prepared === null) return DONE;
  return fill(context, table, prepared.columns, rows);
}

function withQueryColumns(base: TableDef | null, columns: readonly ResultColumn[], context: Context, db: string, statement: CreateTable): TableDef {
  const text = textOptions(statement.options?.charset, statement.options?.collate, context.server.databaseOptions(db));
  const def: TableDef = base ?? {
    kind: 'table', columns: [], keys: [], foreign: [], checks: [], engine: engineName(statement.options?.engine ?? readVariable(context, 'default_storage_engine', 'SESSION') ?? 'InnoDB'),
    charset: text.charset, collation: text.collation, comment: '', rowFormat: null, createdMs: context.nowMs,
  };
  def.columns.push(...columns.map(columnOfResult));
  return def;
}

function columnOfResult(column: ResultColumn): ColumnDef {
  if (column.def !== null) {
    const { autoIncrement, ...rest } = column.def;
    return { ...rest, name: column.name, ...(autoIncrement === true ? { default: { value: 0 } } : {}) };
  }
  const isRequired = column.type.notNull === true;
  const plain = (base: string, args: number[] | null): ColumnDef => ({
    name: column.name, type: { base, args, unsigned: false, zerofill: false, values: null }, charset: null, collation: null, notNull: isRequired,
    ...(isRequired ? {} : { default: { value: null } }),
  });
  const kinds: Readonly<Record<ValueType['kind'], () => ColumnDef>> = {
    int: () => plain(column.type.wire === 'LONG' ? 'int' : 'bigint', [column.type.wire === 'LONG' ? 11 : 21]),
    dec: () => plain('decimal', [14, 4]), dbl: () => plain('double', null), datetime: () => plain('datetime', null), date: () => plain('date', null),
    time: () => plain('time', null), null: () => plain('binary', [0]),
    str: () => ({ ...plain('varchar', [255]), charset: 'utf8mb4', collation: 'utf8mb4_general_ci' }),
  };
  return kinds[column.type.kind]();
}

function fill(context: Context, table: Table, columns: readonly ResultColumn[], rows: readonly Value[][]): Changed {
  return change(context, (writer) => {
    const indexes = columns.map(({ name }) => table.columnIndex(name));
    for (const values of rows) {
      const row: Stored[] = table.def.columns.map((column) => (column.default !== undefined && 'value' in column.default ? column.default.value : null));
      indexes.forEach((index, at) => { row[index] = toStored(table.def.columns[index] as ColumnDef, values[at] ?? null, { database: table.db, table: table.name, row: 1, isStrict: writer.isStrict, warn: () => undefined }); });
      writer.insert(table, row);
    }
    return { affected: rows.length, info: `Records: ${rows.length}  Duplicates: 0  Warnings: ${context.warnings.length}`, insertId: 0 };
  });
}

/** Removes a table: the session's own before the one in files. */
function forget(context: Context, db: string, name: string): void {
  const key = `${db}.${name}`;
  if (context.session.temporary[key] === undefined) context.server.drop(db, name);
  else delete context.session.temporary[key];
}

function createLike(context: Context, db: string, name: string, like: TableName, isTemporary: boolean): Changed {
  const source = databaseOf(context, like.db);
  requireTable(context, source, like.name, 'SELECT');
  const table = context.server.table(source, like.name);
  if (table === null) throw sqlError(1146, `${source}.${like.name}`);
  const def: TableDef = { ...(JSON.parse(JSON.stringify(table.def)) as TableDef), foreign: [], createdMs: context.nowMs };
  if (isTemporary) context.server.createTemporary(context.session, db, name, def);
  else context.server.create(db, name, def);
  return DONE;
}

export function dropTables(context: Context, { tables, ifExists, temporary }: Of<'drop-table'>): Changed {
  const named = tables.map((table) => ({ db: databaseOf(context, table.db), name: table.name }));
  for (const { db, name } of named) if (context.session.temporary[`${db}.${name}`] === undefined) requireTable(context, db, name, 'DROP');
  const missing: string[] = [];
  const wanted = new Set(named.map(({ db, name }) => `${db}.${name}`));
  for (const { db, name } of named) {
    const opened = context.server.open(db, name, context);
    if (opened?.kind === 'virtual') throw sqlError(1044, context.session.account?.user ?? '', context.session.account?.host ?? '', 'information_schema');
    if (opened === null || (opened.kind === 'view')) {
      if (opened !== null) throw sqlError(1347, `${db}.${name}`, 'BASE TABLE');
      missing.push(`${db}.${name}`);
      continue;
    }
    if (temporary && !opened.isTemporary) {
      missing.push(`${db}.${name}`);
      continue;
    }
    if (!opened.isTemporary) requireUnreferenced(context, opened, wanted);
    forget(context, db, name);
  }
  if (missing.length > 0 && !ifExists) throw sqlError(1051, missing.join(','));
  for (const name of missing) warn(context, 'Note', 1051, messageOf(1051, name));
  return DONE;
}

/** Error 1451 when other tables refer to one that is to go. */
function requireUnreferenced(context: Context, table: Table, going: ReadonlySet<string>, code: 1451 | 1701 = 1451): void {
  if (readVariable(context, 'foreign_key_checks', 'SESSION') === 'OFF') return;
  for (const name of context.server.tableNames(table.db)) {
    if (going.has(`${table.db}.${name}`) || name === table.name) continue;
    const other = context.server.table(table.db, name);
    const foreign = other?.def.foreign.find(({ refDb, refTable }) => refDb === table.db && refTable === table.name);
    if (other !== null && foreign !== undefined) throw code === 1451 ? stillReferenced() : sqlError(1701, describeForeign(other.db, other.name, { ...foreign, onDelete: null, onUpdate: null }, true));
  }
}

/** Error 1451 without the constraint's text, as DROP TABLE words it. */
const stillReferenced = (): SqlError => new SqlError(1451, '23000', 'Cannot delete or update a parent row: a foreign key constraint fails');

export function truncate(context: Context, name: TableName): Changed {
  const db = databaseOf(context, name.db);
  requireTable(context, db, name.name, 'DROP');
  const opened = context.server.open(db, name.name, context);
  if (opened === null) throw sqlError(1146, `${db}.${name.name}`);
  if (opened.kind !== 'table') throw sqlError(1146, `${db}.${name.name}`);
  requireUnreferenced(context, opened, new Set(), 1701);
  opened.clear();
  context.server.touch(opened);
  context.server.flush();
  return DONE;
}

export function renameTables(context: Context, pairs: readonly (readonly [TableName, TableName])[]): Changed {
  for (const [from, to] of pairs) renameTable(context, databaseOf(context, from.db), from.name, databaseOf(context, to.db), to.name);
  return DONE;
}

function renameTable(context: Context, db: string, name: string, toDb: string, toName: string): void {
  requireTable(context, db, name, 'ALTER');
  requireTable(context, db, name, 'DROP');
  requireTable(context, toDb, toName, 'CREATE');
  if (context.server.open(db, name, context) === null) throw sqlError(1146, `${db}.${name}`);
  if (!context.server.hasDatabase(toDb)) throw sqlError(1049, toDb);
  if (context.server.open(toDb, toName, context) !== null) throw sqlError(1050, toName);
  context.server.rename(db, name, toDb, toName);
  for (const each of context.server.tableNames(db)) {
    const other = context.server.table(db, each);
    const refers = other?.def.foreign.filter(({ refDb, refTable }) => refDb === db && refTable === name) ?? [];
    for (const foreign of refers) Object.assign(foreign, { refDb: toDb, refTable: toName });
    if (other !== null && refers.length > 0) context.server.redefine(other);
  }
}

// ── ALTER TABLE

export function createIndex(context: Context, statement: Of<'create-index'>): Changed {
  const kind = statement.unique ? 'unique' : statement.fulltext ? 'fulltext' : 'index';
  return alterTable(context, { k: 'alter-table', table: statement.table, ifExists: false, specs: [
    { k: 'add-elements', elements: [{ k: 'key', kind, name: statement.name, columns: statement.columns, ifNotExists: statement.ifNotExists }] },
  ] });
}

interface Plan {
  readonly def: TableDef;
  /** For each new column the old column's index, or -1. */
  sources: number[];
  rename: TableName | null;
  auto: number | null;
  copies: boolean;
}

export function alterTable(context: Context, { table: name, specs, ifExists }: Of<'alter-table'>): Changed {
  const db = databaseOf(context, name.db);
  requireTable(context, db, name.name, 'ALTER');
  const opened = context.server.open(db, name.name, context);
  if (opened === null && ifExists) {
    warn(context, 'Error', 1146, messageOf(1146, `${db}.${name.name}`));
    return DONE;
  }
  if (opened === null) throw sqlError(1146, `${db}.${name.name}`);
  if (opened.kind !== 'table') throw sqlError(1347, `${db}.${name.name}`, 'BASE TABLE');
  const def = JSON.parse(JSON.stringify(opened.def)) as TableDef;
  const plan: Plan = { def, sources: def.columns.map((_, index) => index), rename: null, auto: null, copies: false };
  for (const spec of specs) applySpec(context, plan, spec, db, name.name);
  checkAutoIncrement(def);
  sortKeys(def);
  const copied = rebuild(context, opened, plan);
  if (plan.rename !== null) renameTable(context, db, name.name, databaseOf(context, plan.rename.db ?? db), plan.rename.name);
  if (specs.every(({ k }) => k === 'rename')) return DONE;
  return { affected: plan.copies ? copied : 0, info: `Records: ${plan.copies ? copied : 0}  Duplicates: 0  Warnings: ${context.warnings.length}`, insertId: 0 };
}

function findColumn(def: TableDef, name: string, table: string): number {
  const index = def.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
  if (index === -1) throw sqlError(1054, name, table);
  return index;
}

function placeOf(def: TableDef, place: Place | null, fallback: number, table: string): number {
  if (place === null) return fallback;
  return place.first ? 0 : findColumn(def, place.after ?? '', table) + 1;
}

/** `DROP … IF EXISTS`: notes what is not there; without it error 1091. */
function missing(context: Context, what: string, name: string, ifExists: boolean): void {
  if (!ifExists) throw sqlError(1091, what, name);
  warn(context, 'Note', 1091, messageOf(1091, what, name));
}

function applySpec(context: Context, plan: Plan, spec: AlterSpec, db: string, table: string): void {
  const { def } = plan;
  switch (spec.k) {
    case 'add-column': {
      if (spec.ifNotExists && def.columns.some(({ name }) => name.toLowerCase() === spec.column.name.toLowerCase())) {
        warn(context, 'Note', 1060, messageOf(1060, spec.column.name));
        return;
      }
      const at = placeOf(def, spec.place, def.columns.length, table);
      addColumn(def, spec.column, context, db, table, at);
      plan.sources.splice(at, 0, -1);
      addConstraint(def, spec.column, context, db, table);
      return;
    }
    case 'add-elements':
      for (const element of spec.elements) {
        if (element.k === 'column') plan.sources.push(...(addColumn(def, element, context, db, table, def.columns.length) === null ? [] : [-1]));
        if (element.k === 'check') plan.copies = true;
        addConstraint(def, element, context, db, table);
      }
      return;
    case 'drop-column': dropColumn(context, plan, spec.name, spec.ifExists, db, table); return;
    case 'drop-key': dropKey(context, plan, spec.name, spec.ifExists); return;
    case 'drop-foreign': dropForeign(context, plan, spec.name, spec.ifExists); return;
    case 'drop-constraint': dropConstraint(context, plan, spec.name, spec.ifExists); return;
    case 'change-column': changeColumn(context, plan, spec, db, table); return;
    case 'rename-column': renameColumn(def, spec.from, spec.to, table); return;
    case 'rename-key': renameKey(def, spec.from, spec.to); return;
    case 'rename': plan.rename = spec.to; return;
    case 'set-default': {
      const column = def.columns[findColumn(def, spec.name, table)] as ColumnDef;
      if (spec.default === null && column.notNull) delete column.default;
      else if (spec.default === null) column.default = { value: null };
      else setDefault(column, spec.default, context, db, table);
      return;
    }
    case 'convert': convertTable(plan, textOptions(spec.charset, spec.collate, def)); return;
    case 'options': applyOptions(plan, spec.options); return;
    case 'nothing': return;
  }
}

function applyOptions(plan: Plan, options: Extract<AlterSpec, { k: 'options' }>['options']): void {
  const { def } = plan;
  if (options.engine !== undefined) {
    def.engine = engineName(options.engine);
    plan.copies = true;
  }
  if (options.charset !== undefined || options.collate !== undefined) Object.assign(def, textOptions(options.charset, options.collate, def));
  if (options.comment !== undefined) def.comment = options.comment;
  if (options.rowFormat !== undefined) def.rowFormat = options.rowFormat;
  if (options.autoIncrement !== undefined) plan.auto = Number(options.autoIncrement);
}

function convertTable(plan: Plan, text: { charset: string; collation: string }): void {
  Object.assign(plan.def, text);
  for (const column of plan.def.columns) if (column.charset !== null) Object.assign(column, text);
  plan.copies = true;
}

function dropColumn(context: Context, plan: Plan, name: string, ifExists: boolean, db: string, table: string): void {
  const { def } = plan;
  const index = def.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase());
  const column = def.columns[index];
  if (column === undefined) {
    missing(context, 'COLUMN', name, ifExists);
    return;
  }
  const needed = def.foreign.find((foreign) => foreign.columns.includes(column.name));
  if (needed !== undefined) throw sqlError(1828, column.name, needed.name);
  for (const each of context.server.tableNames(db)) {
    const other = each === table ? null : context.server.table(db, each);
    const foreign = other?.def.foreign.find((candidate) => candidate.refDb === db && candidate.refTable === table && candidate.refColumns.includes(column.name));
    if (other !== null && foreign !== undefined) throw sqlError(1829, column.name, foreign.name, `\`${other.db}\`.\`${other.name}\``);
  }
  if (def.columns.length === 1) throw sqlError(1090);
  def.columns.splice(index, 1);
  plan.sources.splice(index, 1);
  for (const key of def.keys) key.columns = key.columns.filter((part) => part.name !== column.name);
  def.keys = def.keys.filter((key) => key.columns.length > 0);
}

function dropKey(context: Context, plan: Plan, name: string, ifExists: boolean): void {
  const { def } = plan;
  const key = def.keys.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (key === undefined) {
    missing(context, 'INDEX', name, ifExists);
    return;
  }
  const rest = def.keys.filter((each) => each !== key);
  const covers = (columns: readonly string[]): boolean => rest.some((each) => columns.every((column, index) => each.columns[index]?.name === column));
  const needed = def.foreign.some(({ columns }) => columns.every((column, index) => key.columns[index]?.name === column) && !covers(columns));
  if (needed) throw sqlError(1553, key.name);
  def.keys = rest;
  if (key.kind === 'primary') plan.copies = true;
}

function dropForeign(context: Context, plan: Plan, name: string, ifExists: boolean): void {
  const rest = plan.def.foreign.filter((foreign) => foreign.name.toLowerCase() !== name.toLowerCase());
  if (rest.length === plan.def.foreign.length) missing(context, 'FOREIGN KEY', name, ifExists);
  plan.def.foreign = rest;
}

function dropConstraint(context: Context, plan: Plan, name: string, ifExists: boolean): void {
  const { def } = plan;
  const lower = name.toLowerCase();
  if (def.checks.some((check) => check.name.toLowerCase() === lower)) def.checks = def.checks.filter((check) => check.name.toLowerCase() !== lower);
  else if (def.foreign.some((foreign) => foreign.name.toLowerCase() === lower)) dropForeign(context, plan, name, ifExists);
  else if (def.keys.some((key) => key.name.toLowerCase() === lower)) dropKey(context, plan, name, ifExists);
  else missing(context, 'CONSTRAINT', name, ifExists);
}

function changeColumn(context: Context, plan: Plan, spec: Extract<AlterSpec, { k: 'change-column' }>, db: string, table: string): void {
  const { def } = plan;
  const at = def.columns.findIndex((column) => column.name.toLowerCase() === spec.name.toLowerCase());
  const old = def.columns[at];
  if (old === undefined) {
    if (!spec.ifExists) throw sqlError(1054, spec.name, table);
    warn(context, 'Note', 1054, messageOf(1054, spec.name, table));
    return;
  }
  const taken = def.columns.some((column, index) => index !== at && column.name.toLowerCase() === spec.column.name.toLowerCase());
  if (taken) throw sqlError(1060, spec.column.name);
  const made = makeColumn(spec.column, def, context, db, table);
  const isKey = def.keys.some((key) => key.kind === 'primary' && key.columns.some((part) => part.name === old.name));
  if (isKey) {
    made.notNull = true;
    if (made.default !== undefined && 'value' in made.default && made.default.value === null) delete made.default;
  }
  if (made.name !== old.name) renameIn(def, old.name, made.name);
  const source = plan.sources[at] ?? -1;
  def.columns.splice(at, 1);
  plan.sources.splice(at, 1);
  const to = placeOf(def, spec.place, at, table);
  def.columns.splice(to, 0, made);
  plan.sources.splice(to, 0, source);
  plan.copies ||= !isInstant(old, made);
  addConstraint(def, spec.column, context, db, table);
}

/** Whether InnoDB changes a column without copying the table. */
function isInstant(old: ColumnDef, made: ColumnDef): boolean {
  const sameBase = old.type.base === made.type.base && old.charset === made.charset && old.type.unsigned === made.type.unsigned;
  const grows = (old.type.args?.[0] ?? 0) <= (made.type.args?.[0] ?? 0);
  return sameBase && grows;
}

function renameIn(def: TableDef, from: string, to: string): void {
  for (const key of def.keys) for (const part of key.columns) if (part.name === from) part.name = to;
  for (const foreign of def.foreign) foreign.columns = foreign.columns.map((name) => (name === from ? to : name));
  for (const check of def.checks) check.text = check.text.replaceAll(quoteName(from), quoteName(to));
}

function renameColumn(def: TableDef, from: string, to: string, table: string): void {
  const column = def.columns[findColumn(def, from, table)] as ColumnDef;
  if (def.columns.some((each) => each !== column && each.name.toLowerCase() === to.toLowerCase())) throw sqlError(1060, to);
  renameIn(def, column.name, to);
  column.name = to;
}

function renameKey(def: TableDef, from: string, to: string): void {
  const key = def.keys.find((each) => each.name.toLowerCase() === from.toLowerCase());
  if (key === undefined) throw sqlError(1176, from);
  if (def.keys.some((each) => each !== key && each.name.toLowerCase() === to.toLowerCase())) throw sqlError(1061, to);
  key.name = to;
}

/** Writes the table anew after the plan; converts every row. Returns how many there are. */
function rebuild(context: Context, old: Table, plan: Plan): number {
  const { def, sources } = plan;
  const writer = new Writer(context);
  const made = new Table(old.db, old.name, def, { rows: [], auto: plan.auto ?? old.data.auto, nextRow: old.data.nextRow, updatedMs: null });
  const autoIndex = def.columns.findIndex(({ autoIncrement }) => autoIncrement === true);
  for (const [number, row] of old.data.rows.entries()) {
    const cells = def.columns.map((column, index): Stored => {
      const source = sources[index] ?? -1;
      const into = { database: old.db, table: old.name, row: number + 1, isStrict: writer.isStrict, warn: (code: number, message: string) => { warn(context, 'Warning', code, message); } };
      if (source !== -1) return convertCell(old.def.columns[source] as ColumnDef, column, row[source] ?? null, into);
      if (index === autoIndex) return number + 1;
      return newCell(column, context);
    });
    if (made.primary === null) cells.push(row[old.def.columns.length] ?? made.data.nextRow++);
    for (const key of def.keys) {
      const clash = key.kind === 'primary' || key.kind === 'unique' ? made.findDuplicate(key, cells) : null;
      if (clash !== null) throw sqlError(1062, key.columns.map(({ name }) => String(cells[made.columnIndex(name)] ?? 'NULL')).join('-'), key.name);
    }
    made.insert(cells);
  }
  if (autoIndex !== -1) made.data.auto = Math.max(made.data.auto, ...made.data.rows.map((row) => Number(row[autoIndex]) + 1));
  if (old.isTemporary) {
    made.changed();
    context.session.temporary[`${old.db}.${old.name}`] = { def, data: made.data };
    return made.data.rows.length;
  }
  const hadEngine = old.def.engine;
  if (hadEngine !== def.engine) context.server.drop(old.db, old.name);
  if (hadEngine !== def.engine) {
    const fresh = context.server.create(old.db, old.name, def);
    if (fresh !== null) Object.assign(fresh.data, made.data);
    if (fresh !== null) context.server.redefine(fresh);
  } else context.server.redefine(made);
  return made.data.rows.length;
}

function convertCell(from: ColumnDef, to: ColumnDef, cell: Stored, into: Parameters<typeof toStored>[2]): Stored {
  const isSame = from.type.base === to.type.base && JSON.stringify(from.type) === JSON.stringify(to.type);
  if (isSame && (cell !== null || !to.notNull)) return cell;
  if (cell === null && to.notNull) {
    if (into.isStrict) throw sqlError(1265, to.name, into.row);
    return toStored(to, null, into);
  }
  return toStored(to, load(from, cell), into);
}

function newCell(column: ColumnDef, context: Context): Stored {
  if (column.default !== undefined && 'value' in column.default) return column.default.value;
  const scope = newScope(context, null);
  if (column.default !== undefined) {
    const value = compile({ k: 'fn', name: 'CURRENT_TIMESTAMP', args: [] }, scope).eval({ rows: [], outer: null, aggregates: [] });
    return toStored(column, value, { database: '', table: '', row: 1, isStrict: false, warn: () => undefined });
  }
  return column.notNull ? toStored(column, null, { database: '', table: '', row: 1, isStrict: false, warn: () => undefined }) : null;
}

// ── views

export function createView(context: Context, statement: Of<'create-view'>): Changed {
  const db = databaseOf(context, statement.table.db);
  const { name } = statement.table;
  requireTable(context, db, name, 'CREATE VIEW');
  const prepared = runQuery(statement.query, context, null);
  const names = prepared.columns.map((column) => column.name);
  if (statement.columns !== null && statement.columns.length !== names.length) throw sqlError(1353);
  const existing = context.server.open(db, name, context);
  if (existing !== null && existing.kind !== 'view' && statement.orReplace) throw sqlError(1347, `${db}.${name}`, 'VIEW');
  if (existing !== null && statement.ifNotExists) {
    warn(context, 'Note', 1050, messageOf(1050, name));
    return DONE;
  }
  if (existing !== null && !statement.orReplace) throw sqlError(1050, name);
  const { account } = context.session;
  context.server.create(db, name, {
    kind: 'view', columns: statement.columns === null ? null : [...statement.columns], text: canonicalQuery(context, statement.query, statement.columns ?? names),
    definer: `${account?.user ?? ''}@${account?.host ?? ''}`, charset: readVariable(context, 'character_set_client', 'SESSION') ?? 'utf8mb3',
    collation: readVariable(context, 'collation_connection', 'SESSION') ?? 'utf8mb3_general_ci',
  });
  return DONE;
}

/** The view's query with every column written in full. */
function canonicalQuery(context: Context, query: Of<'create-view'>['query'], names: readonly string[]): string {
  const current = context.session.database;
  if (query.k !== 'select') return printQuery(query, asWritten, names, current);
  const scope = newScope(context, null);
  const source = buildFrom(query.from, scope);
  const owner = new Map(scope.tables.map((table) => [table.alias.toLowerCase(), table]));
  const full = (column: Extract<Expr, { k: 'col' }> | { db: string | null; table: string | null; name: string }): string => {
    const found = scope.tables.find((table) => (column.table === null || table.alias.toLowerCase() === column.table.toLowerCase()) && table.columns.some((each) => each.name.toLowerCase() === column.name.toLowerCase()));
    const table = found ?? (column.table === null ? undefined : owner.get(column.table.toLowerCase()));
    if (table === undefined) return asWritten({ db: column.db, table: column.table, name: column.name });
    const own = table.columns.find((each) => each.name.toLowerCase() === column.name.toLowerCase())?.name ?? column.name;
    const isAlias = table.db === null || !context.server.tableNames(table.db).includes(table.alias);
    return [...(isAlias ? [] : [table.db ?? '']), table.alias, own].map(quoteName).join('.');
  };
  const items = query.items.flatMap((item) => {
    if (item.star !== true) return [item];
    return scope.tables.flatMap((table, slot) => (item.table !== null && item.table.toLowerCase() !== table.alias.toLowerCase() ? []
      : table.columns.filter((column) => !source.hidden.has(`${slot}.${column.name.toLowerCase()}`)).map((column) => ({ e: { k: 'col' as const, db: null, table: table.alias, name: column.name }, text: column.name, alias: null }))));
  });
  return printQuery({ ...query, items }, full, names, current);
}

export function dropViews(context: Context, { tables, ifExists }: Of<'drop-view'>): Changed {
  const missingNames: string[] = [];
  for (const table of tables) {
    const db = databaseOf(context, table.db);
    requireTable(context, db, table.name, 'DROP');
    const opened = context.server.open(db, table.name, context);
    if (opened === null) missingNames.push(`${db}.${table.name}`);
    else if (opened.kind !== 'view') throw sqlError(1347, `${db}.${table.name}`, 'VIEW');
    else context.server.drop(db, table.name);
  }
  if (missingNames.length > 0 && !ifExists) throw sqlError(4092, missingNames.join(','));
  for (const name of missingNames) warn(context, 'Note', 4092, messageOf(4092, name));
  return DONE;
}

