// INSERT, REPLACE, UPDATE, DELETE: converts values, keeps keys and references, remembers how to take it back.
import type { Assignment, ColumnName, Delete, Expr, Insert, SelectItem, TableName, TableRef, Update } from '../grammar/ast.ts';
import { parse } from '../grammar/parse.ts';
import { databaseOf, requireBase, requireColumns } from './access.ts';
import { implicitDefault, show, store, type ColumnDef, type Stored, type StoreContext } from './column.ts';
import { warn, type Context } from './context.ts';
import { datetimeOfMs } from './dates.ts';
import { messageOf, sqlError } from './errors.ts';
import { compile, typeOfColumn } from './expressions.ts';
import type { Compiled, Env, Scope } from './expression-types.ts';
import { buildFrom } from './joins.ts';
import { checkChild, onParentDeleted, onParentUpdated } from './foreign.ts';
import { newScope, runQuery } from './select.ts';
import type { Undo } from './server.ts';
import { Table, type KeyDef, type Row } from './table.ts';
import { integerOf, isTrue, type Value } from './values.ts';
import { readVariable } from './variables.ts';
import { SqlError } from '../../../protocol/mysql.ts';
import { order as compareValues } from './compare.ts';

/** What a change answers. */
export interface Changed {
  readonly affected: number;
  readonly info: string;
  readonly insertId: number;
  readonly returning?: { readonly items: readonly SelectItem[]; readonly table: Table; readonly rows: readonly Row[] };
}

/** Applies changes of rows and remembers them, so that the statement or the transaction can be taken back. */
export class Writer {
  readonly context: Context;
  readonly isStrict: boolean;
  readonly #changes: Undo[] = [];

  constructor(context: Context) {
    this.context = context;
    this.isStrict = /STRICT_(TRANS|ALL)_TABLES/.test(readVariable(context, 'sql_mode', 'SESSION') ?? '');
  }

  get checksForeign(): boolean {
    return readVariable(this.context, 'foreign_key_checks', 'SESSION') !== 'OFF';
  }

  #note(table: Table, before: Row | null, after: Row | null): void {
    const { server } = this.context;
    server.touch(table);
    if (table.def.engine !== 'InnoDB' || table.isTemporary) return;
    this.#changes.push({ db: table.db, table: table.name, before, after, identity: table.identity(before ?? after ?? []) });
  }

  /** Waits (throws LockWait) when another transaction has the row. */
  lock(table: Table, row: Row): void {
    this.context.server.requireUnlocked(this.context.session, table, table.identity(row));
  }

  insert(table: Table, row: Stored[]): void {
    if (table.primary === null) row[table.def.columns.length] = table.data.nextRow++;
    table.insert(row);
    this.#note(table, null, row);
  }

  update(table: Table, before: Row, after: Row): void {
    table.update(before, after);
    this.#note(table, before, after);
  }

  remove(table: Table, row: Row): void {
    table.remove(row);
    this.#note(table, row, null);
  }

  /** How many changes there are so far; `back` takes back what came after. */
  get mark(): number {
    return this.#changes.length;
  }

  back(mark: number): void {
    this.context.server.undo(this.#changes.splice(mark));
  }

  /** The statement failed: nothing of it stays. */
  abort(): void {
    this.back(0);
    this.context.server.flush();
  }

  /** The statement is done: its changes join the transaction, or stay at once. */
  finish(): void {
    const { server, session } = this.context;
    if (session.inTransaction) server.record(session, this.#changes);
    server.flush();
  }
}

/** Runs a change; when it fails, all of it is taken back. */
export function change(context: Context, run: (writer: Writer) => Changed): Changed {
  const writer = new Writer(context);
  try {
    const result = run(writer);
    writer.finish();
    return result;
  } catch (error) {
    writer.abort();
    throw error;
  }
}

const storeContext = (writer: Writer, table: Table, ignore: boolean): StoreContext => ({
  database: table.db, table: table.name, isStrict: writer.isStrict && !ignore,
  get row() { return writer.context.row; },
  warn: (code, message) => { warn(writer.context, code === 1265 && writer.isStrict ? 'Note' : 'Warning', code, message); },
});

/** A value for a column; NULL where it may not be is error 1048. */
export function toStored(column: ColumnDef, value: Value, context: StoreContext): Stored {
  if (value !== null) return store(column, value, context);
  if (!column.notNull) return null;
  if (context.isStrict) throw sqlError(1048, column.name);
  context.warn(1048, messageOf(1048, column.name));
  return implicitDefault(column);
}

/** What a column gets when no value is given. */
function defaultOf(column: ColumnDef, scope: Scope, into: StoreContext): Stored {
  if (column.default !== undefined) {
    if ('value' in column.default) return column.default.value;
    const value = compileText(column.default.text, scope).eval({ rows: [], outer: null, aggregates: [] });
    return value === null ? null : store(column, value, into);
  }
  if (column.autoIncrement === true || column.generated !== undefined) return null;
  if (!column.notNull) return null;
  if (column.type.base === 'enum') return column.type.values?.[0] ?? '';
  if (into.isStrict) throw sqlError(1364, column.name);
  into.warn(1364, messageOf(1364, column.name));
  return implicitDefault(column);
}

/** Compiles an expression kept as text (defaults, CHECK, generated columns). */
export function compileText(text: string, scope: Scope): Compiled {
  const statement = parse(`SELECT ${text}`);
  const item = statement.k === 'select' ? statement.items[0] : undefined;
  if (item === undefined || item.star === true) throw sqlError(1064, text, 1);
  return compile(item.e, scope);
}

export function tableScope(context: Context, table: Table, alias = table.name): Scope {
  const scope = newScope(context, null);
  scope.tables.push({ db: table.db, alias, columns: table.def.columns.map((def) => ({ name: def.name, type: typeOfColumn(def), def })) });
  return scope;
}

/** Calculates generated columns and tests CHECK constraints of a row in place. */
function completeRow(writer: Writer, table: Table, row: Stored[], scope: Scope, into: StoreContext): void {
  const env: Env = { rows: [row], outer: null, aggregates: [] };
  table.def.columns.forEach((column, index) => {
    if (column.generated === undefined) return;
    const value = compileText(column.generated.text, scope).eval(env);
    row[index] = value === null ? null : store(column, value, into);
  });
  if (readVariable(writer.context, 'check_constraint_checks', 'SESSION') === 'OFF') return;
  const checks = [...table.def.checks, ...table.def.columns.flatMap(({ name, check }) => (check === undefined ? [] : [{ name: `${table.name}.${name}`, text: check }]))];
  for (const { name, text } of checks) {
    const value = compileText(text, scope).eval(env);
    if (value !== null && !isTrue(value)) throw sqlError(4025, name, table.db, table.name);
  }
}

// ── INSERT

export function insert(writer: Writer, statement: Insert): Changed {
  const { context } = writer;
  const db = databaseOf(context, statement.table.db);
  const table = requireBase(context, db, statement.table.name, 'INSERT', 'INSERT');
  if (statement.replace) requireBase(context, db, statement.table.name, 'DELETE', 'INSERT');
  const columns = insertColumns(table, statement.columns);
  if (statement.columns !== null) requireColumns(context, db, table.name, columns.map((index) => table.def.columns[index]?.name ?? ''), 'INSERT');
  const scope = tableScope(context, table);
  const sources = statement.rows !== null
    ? statement.rows.map((row) => ({ exprs: row, values: null }))
    : runQuery(statement.query as NonNullable<Insert['query']>, context, null).rows(null).map((values) => ({ exprs: null, values }));
  const inserter = new Inserter(writer, table, scope, statement);
  let number = 0;
  for (const { exprs, values } of sources) {
    number += 1;
    context.row = number;
    const count = exprs?.length ?? values?.length ?? 0;
    const isEmpty = exprs !== null && count === 0 && (statement.columns === null || columns.length === 0);
    if (!isEmpty && count !== columns.length) throw sqlError(1136, number);
    inserter.add(isEmpty ? [] : columns, exprs, values);
  }
  const { affected, duplicates, firstId, inserted } = inserter;
  if (firstId !== null) context.session.lastInsertId = String(firstId);
  const info = number > 1 || statement.query !== null ? `Records: ${number}  Duplicates: ${duplicates}  Warnings: ${context.warnings.length}` : '';
  return { affected, info, insertId: firstId ?? 0, ...(statement.returning === null ? {} : { returning: { items: statement.returning, table, rows: inserted } }) };
}

function insertColumns(table: Table, names: readonly ColumnName[] | null): number[] {
  if (names === null) return table.def.columns.flatMap(({ invisible }, index) => (invisible === true ? [] : [index]));
  const indexes = names.map(({ name }) => {
    const index = table.columnIndex(name);
    if (index === -1) throw sqlError(1054, name, 'INSERT INTO');
    return index;
  });
  const twice = indexes.find((index, at) => indexes.indexOf(index) !== at);
  if (twice !== undefined) throw sqlError(1110, table.def.columns[twice]?.name ?? '');
  return indexes;
}

class Inserter {
  affected = 0;
  duplicates = 0;
  firstId: number | null = null;
  readonly inserted: Row[] = [];
  readonly #writer: Writer;
  readonly #table: Table;
  readonly #scope: Scope;
  readonly #statement: Insert;
  readonly #into: StoreContext;
  #next = 0;
  #end = 0;
  #ahead: number;
  #took = false;

  constructor(writer: Writer, table: Table, scope: Scope, statement: Insert) {
    this.#writer = writer;
    this.#table = table;
    this.#scope = scope;
    this.#statement = statement;
    this.#into = storeContext(writer, table, statement.ignore);
    this.#ahead = Math.max(1, statement.rows?.length ?? 1);
  }

  add(columns: readonly number[], exprs: readonly Expr[] | null, values: readonly Value[] | null): void {
    const table = this.#table;
    const row = new Array<Stored | undefined>(table.def.columns.length).fill(undefined);
    columns.forEach((index, at) => {
      const column = table.def.columns[index] as ColumnDef;
      const e = exprs?.[at];
      if (e?.k === 'default' && e.column === null) return;
      const value = e === undefined ? values?.[at] ?? null : compile(e, this.#scope).eval({ rows: [row.map((cell) => cell ?? null)], outer: null, aggregates: [] });
      if (column.generated !== undefined) return;
      if (value === null && (column.autoIncrement === true || (column.type.base === 'timestamp' && column.notNull && column.default !== undefined))) return;
      row[index] = toStored(column, value, this.#into);
    });
    const full = row.map((cell, index): Stored => (cell === undefined ? defaultOf(table.def.columns[index] as ColumnDef, this.#scope, this.#into) : cell));
    this.#write(full);
  }

  /** The number just taken goes to the next row. */
  #giveBack(): void {
    if (this.#took) this.#next -= 1;
    if (this.inserted.length === 0) this.firstId = null;
  }

  #autoIncrement(row: Stored[]): void {
    const table = this.#table;
    this.#took = false;
    const index = table.def.columns.findIndex(({ autoIncrement }) => autoIncrement === true);
    if (index === -1) return;
    const keepsZero = /NO_AUTO_VALUE_ON_ZERO/.test(readVariable(this.#writer.context, 'sql_mode', 'SESSION') ?? '');
    const given = row[index] ?? null;
    if (given === null || (Number(given) === 0 && !keepsZero)) {
      // A statement with several rows takes as many numbers at once; a row that is left out gives its number to the next.
      if (this.#next >= this.#end) {
        this.#next = table.data.auto;
        this.#end = this.#next + this.#ahead;
        this.#ahead = 1;
        table.data.auto = this.#end;
      }
      row[index] = this.#next;
      this.firstId ??= this.#next;
      this.#next += 1;
      this.#took = true;
    } else if (Number(given) >= table.data.auto) table.data.auto = Number(given) + 1;
  }

  #write(row: Stored[]): void {
    const writer = this.#writer;
    const table = this.#table;
    const mark = writer.mark;
    try {
      completeRow(writer, table, row, this.#scope, this.#into);
      this.#autoIncrement(row);
      const clash = findClash(table, row, null);
      if (clash !== null && !this.#resolve(clash, row)) return;
      if (writer.checksForeign) checkChild(writer, table, row);
      writer.insert(table, row);
      this.inserted.push(row);
      this.affected += 1;
    } catch (error) {
      if (!this.#statement.ignore || !(error instanceof SqlError)) throw error;
      writer.back(mark);
      warn(writer.context, 'Warning', error.code, error.message);
    }
  }

  /** Whether the row is still to be inserted after a duplicate was found. */
  #resolve(clash: { key: KeyDef; row: Row }, row: Stored[]): boolean {
    const writer = this.#writer;
    const table = this.#table;
    writer.lock(table, clash.row);
    if (this.#statement.replace) {
      for (let next: { key: KeyDef; row: Row } | null = clash; next !== null; next = findClash(table, row, null)) {
        if (writer.checksForeign) onParentDeleted(writer, table, next.row, 0);
        writer.remove(table, next.row);
        this.affected += 1;
        this.duplicates += 1;
      }
      return true;
    }
    if (this.#statement.onDuplicate !== null) {
      this.duplicates += 1;
      this.#giveBack();
      this.#updateDuplicate(clash.row, row, this.#statement.onDuplicate);
      return false;
    }
    const error = duplicateError(table, clash.key, row);
    if (!this.#statement.ignore) throw error;
    this.#giveBack();
    this.duplicates += 1;
    warn(writer.context, 'Warning', error.code, error.message);
    return false;
  }

  #updateDuplicate(old: Row, offered: Row, set: readonly Assignment[]): void {
    const table = this.#table;
    const scope = tableScope(this.#writer.context, table);
    const newRow = tableScope(this.#writer.context, table, '\0new').tables[0];
    if (newRow === undefined) return;
    const after = [...old];
    const env: Env = { rows: [after, offered], outer: null, aggregates: [] };
    for (const { column, e } of set) {
      const index = requireColumnIndex(table, column);
      const def = table.def.columns[index] as ColumnDef;
      const withNew: Scope = { ...scope, tables: [...scope.tables], valuesSlot: 1 };
      const compiled = compileValuesAware(e, withNew, newRow);
      after[index] = e.k === 'default' && e.column === null ? defaultOf(def, scope, this.#into) : toStored(def, compiled.eval(env), this.#into);
    }
    if (applyUpdate(this.#writer, table, old, after, new Set(set.map(({ column }) => requireColumnIndex(table, column))), this.#into)) this.affected += 2;
  }
}

function compileValuesAware(e: Expr, scope: Scope, newRow: Scope['tables'][number]): Compiled {
  if (e.k === 'default' && e.column === null) return { type: { kind: 'null', wire: 'NULL' }, eval: () => null };
  scope.tables.push(newRow);
  const hidden = { ...scope, tables: scope.tables };
  const names = new Set(scope.tables[0]?.columns.map(({ name }) => name.toLowerCase()));
  for (const name of names) hidden.shared.add(name);
  return compile(e, hidden);
}

function requireColumnIndex(table: Table, { name }: ColumnName): number {
  const index = table.columnIndex(name);
  if (index === -1) throw sqlError(1054, name, 'SELECT');
  return index;
}

/** A row that has the same unique key as `row`, other than `self`. */
function findClash(table: Table, row: Row, self: Row | null): { key: KeyDef; row: Row } | null {
  for (const key of table.def.keys) {
    if (key.kind !== 'primary' && key.kind !== 'unique') continue;
    const found = table.findDuplicate(key, row);
    if (found !== null && found !== self) return { key, row: found };
  }
  return null;
}

function duplicateError(table: Table, key: KeyDef, row: Row): SqlError {
  const entry = key.columns.map(({ name, length }) => {
    const index = table.columnIndex(name);
    const text = show(table.def.columns[index] as ColumnDef, row[index] ?? null) ?? 'NULL';
    return length === null ? text : text.slice(0, length);
  }).join('-');
  return sqlError(1062, entry, key.name);
}

// ── UPDATE

/** Puts `after` in the place of `before`; false when they are the same. */
export function applyUpdate(writer: Writer, table: Table, before: Row, after: Stored[], assigned: ReadonlySet<number>, into: StoreContext): boolean {
  const scope = tableScope(writer.context, table);
  completeRow(writer, table, after, scope, into);
  if (before.every((cell, index) => cell === after[index])) return false;
  table.def.columns.forEach((column, index) => {
    if (column.onUpdate === true && !assigned.has(index)) after[index] = datetimeOfMs(writer.context.nowMs, column.type.args?.[0] ?? 0);
  });
  const clash = findClash(table, after, before);
  if (clash !== null) throw duplicateError(table, clash.key, after);
  if (writer.checksForeign) {
    checkChild(writer, table, after, before);
    onParentUpdated(writer, table, before, after, 0);
  }
  writer.update(table, before, after);
  return true;
}

/** The base tables of a FROM, by slot. */
function baseTables(ref: TableRef, context: Context): { alias: string; table: Table | null }[] {
  if (ref.k === 'join') return [...baseTables(ref.l, context), ...baseTables(ref.r, context)];
  if (ref.k === 'derived') return [{ alias: ref.alias, table: null }];
  const db = databaseOf(context, ref.db);
  const opened = context.server.open(db, ref.name, context);
  return [{ alias: ref.alias ?? ref.name, table: opened?.kind === 'table' ? opened : null }];
}

interface Target { readonly slot: number; readonly table: Table }

/** The rows that WHERE, ORDER BY and LIMIT choose, as environments. */
function chosen(context: Context, statement: Update | Delete, scope: Scope): Env[] {
  const source = buildFrom(statement.from, scope);
  scope.clause = 'WHERE';
  const where = statement.where === null ? null : compile(statement.where, scope);
  scope.clause = 'ORDER BY';
  const by = statement.order.map(({ e, desc }) => ({ by: compile(e, scope), desc }));
  source.plan(statement.where, scope, true);
  let envs = source.rows(null).filter((env) => where === null || isTrue(where.eval(env)));
  if (by.length > 0) {
    envs = [...envs].sort((a, b) => {
      for (const each of by) {
        const result = compareValues(each.by.eval(a), each.by.eval(b), each.by.type.collation);
        if (result !== 0) return each.desc ? -result : result;
      }
      return 0;
    });
  }
  const count = statement.limit === null ? null : compile(statement.limit.count, scope).eval({ rows: [], outer: null, aggregates: [] });
  return count === null ? envs : envs.slice(0, Number(integerOf(count)));
}

export function update(writer: Writer, statement: Update): Changed {
  const { context } = writer;
  checkUpdatable(context, statement.from, 'UPDATE');
  const scope = newScope(context, null);
  const envs = chosen(context, statement, scope);
  const tables = baseTables(statement.from, context);
  scope.clause = 'SET';
  const setters = statement.set.map((assignment) => makeSetter(assignment, scope, tables, context));
  let matched = 0;
  let changed = 0;
  const seen = new Map<string, Row>();
  for (const slot of new Set(setters.map((setter) => setter.slot))) {
    const { table } = tables[slot] ?? { table: null };
    if (table === null) continue;
    const own = setters.filter((setter) => setter.slot === slot);
    const into = storeContext(writer, table, statement.ignore);
    envs.forEach((env, index) => {
      const before = env.rows[slot] as Row | null | undefined;
      if (before === null || before === undefined) return;
      const identity = `${slot}.${table.identity(before)}`;
      if (seen.has(identity)) return;
      seen.set(identity, before);
      matched += 1;
      context.row = index + 1;
      writer.lock(table, before);
      const after = [...before];
      const rows = [...env.rows];
      rows[slot] = after;
      for (const setter of own) after[setter.index] = setter.value({ ...env, rows }, into);
      if (tryUpdate(writer, table, before, after, own, into, statement.ignore)) changed += 1;
    });
  }
  return { affected: changed, info: `Rows matched: ${matched}  Changed: ${changed}  Warnings: ${context.warnings.length}`, insertId: 0 };
}

function tryUpdate(writer: Writer, table: Table, before: Row, after: Stored[], own: readonly Setter[], into: StoreContext, ignore: boolean): boolean {
  const mark = writer.mark;
  try {
    return applyUpdate(writer, table, before, after, new Set(own.map(({ index }) => index)), into);
  } catch (error) {
    if (!ignore || !(error instanceof SqlError)) throw error;
    writer.back(mark);
    warn(writer.context, 'Warning', error.code, error.message);
    return false;
  }
}

interface Setter { readonly slot: number; readonly index: number; value(env: Env, into: StoreContext): Stored }

function makeSetter({ column, e }: Assignment, scope: Scope, tables: readonly { alias: string; table: Table | null }[], context: Context): Setter {
  const found = compile({ k: 'col', ...column }, scope).column;
  const table = found === undefined ? null : tables[found.slot]?.table ?? null;
  if (found === undefined || table === null) throw sqlError(1288, column.table ?? column.name, 'UPDATE');
  requireColumns(context, table.db, table.name, [found.name], 'UPDATE');
  const def = table.def.columns[found.index] as ColumnDef;
  const isDefault = e.k === 'default' && e.column === null;
  const compiled = isDefault ? null : compile(e, scope);
  return {
    slot: found.slot, index: found.index,
    value: (env, into) => (compiled === null ? defaultOf(def, scope, into) : toStored(def, compiled.eval(env), into)),
  };
}

function checkUpdatable(context: Context, ref: TableRef, statement: string): void {
  if (ref.k === 'join') {
    checkUpdatable(context, ref.l, statement);
    checkUpdatable(context, ref.r, statement);
  } else if (ref.k === 'table') {
    const db = databaseOf(context, ref.db);
    requireBase(context, db, ref.name, 'UPDATE', statement);
  }
}

// ── DELETE

export function remove(writer: Writer, statement: Delete): Changed {
  const { context } = writer;
  const scope = newScope(context, null);
  if (statement.targets === null && statement.from.k === 'table') {
    requireBase(context, databaseOf(context, statement.from.db), statement.from.name, 'DELETE', 'DELETE');
  }
  const envs = chosen(context, statement, scope);
  const tables = baseTables(statement.from, context);
  const targets = statement.targets === null ? [{ slot: 0, table: tables[0]?.table ?? null }] : statement.targets.map((target) => findTarget(target, tables, context));
  const gone: Row[] = [];
  for (const { slot, table } of targets) {
    if (table === null) continue;
    for (const row of new Set(envs.map((env) => env.rows[slot] as Row | null | undefined))) {
      if (row === null || row === undefined || table.find(table.identity(row)) === null) continue;
      writer.lock(table, row);
      if (writer.checksForeign) onParentDeleted(writer, table, row, 0);
      writer.remove(table, row);
      gone.push(row);
    }
  }
  const [first] = targets;
  return {
    affected: gone.length, info: '', insertId: 0,
    ...(statement.returning === null || first?.table === null || first === undefined ? {} : { returning: { items: statement.returning, table: first.table, rows: gone } }),
  };
}

function findTarget(target: TableName, tables: readonly { alias: string; table: Table | null }[], context: Context): Target {
  const slot = tables.findIndex(({ alias }) => alias.toLowerCase() === target.name.toLowerCase());
  const table = tables[slot]?.table;
  if (table === undefined || table === null) throw sqlError(1109, target.name, 'MULTI DELETE');
  requireBase(context, table.db, table.name, 'DELETE', 'DELETE');
  return { slot, table };
}

