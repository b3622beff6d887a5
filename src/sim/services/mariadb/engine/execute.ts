// Runs one statement of a session: finds what kind it is, keeps transactions, collects warnings, makes the answer.
import type { Expr, Query, Statement } from '../grammar/ast.ts';
import { parse } from '../grammar/parse.ts';
import { SqlError, type Column, type MysqlMessage } from '../../../protocol/mysql.ts';
import * as accounts from './accounts.ts';
import { databaseOf, requireBase, requireGlobal, requireUse, subjectOf } from './access.ts';
import { warn, type Context, type Session } from './context.ts';
import * as ddl from './ddl.ts';
import { change, insert, remove, tableScope, update, type Changed } from './dml.ts';
import { sqlError } from './errors.ts';
import { explain } from './explain.ts';
import { compile, evaluate, fromUserVariable, toUserVariable } from './expressions.ts';
import type { Env } from './expression-types.ts';
import { globalBits } from './grants.ts';
import { newScope, runQuery } from './select.ts';
import type { Server } from './server.ts';
import { show, type Shown } from './show.ts';
import { integerOf, textOf, type Value } from './values.ts';
import { setNames, setVariable } from './variables.ts';

/** What a statement answers. */
export type Answer = Extract<MysqlMessage, { kind: 'ok' | 'rows' }>;

/** Statements that end the open transaction before they run. */
const COMMITS = new Set<Statement['k']>([
  'create-database', 'alter-database', 'drop-database', 'create-table', 'alter-table', 'create-index', 'drop-table', 'create-view', 'drop-view',
  'rename-table', 'truncate', 'create-user', 'alter-user', 'drop-user', 'rename-user', 'grant', 'revoke', 'revoke-all', 'create-role', 'drop-role',
  'grant-role', 'revoke-role', 'set-password', 'begin', 'lock-tables', 'flush', 'maintain',
]);

const KEEPS_WARNINGS = new Set<string>(['warnings', 'errors', 'count-warnings']);

const DONE: Changed = { affected: 0, info: '', insertId: 0 };

/** Runs a statement. Throws SqlError, or LockWait when it must wait for another transaction. */
export function execute(server: Server, session: Session, sql: string): Answer {
  const context: Context = { server, session, nowMs: momentOf(server, session), warnings: [], params: [], nextParam: 0, row: 1, asDefiner: false };
  server.state.questions += 1;
  try {
    const statement = parse(sql);
    const answer = run(statement, context, sql);
    if (!(statement.k === 'show' && KEEPS_WARNINGS.has(statement.what))) session.warnings = context.warnings;
    return answer;
  } catch (error) {
    server.flush();
    if (error instanceof SqlError) session.warnings = [...context.warnings, { level: 'Error', code: error.code, message: error.message }];
    throw error;
  }
}

function momentOf(server: Server, session: Session): number {
  const { timestamp } = session.variables;
  return timestamp === undefined || Number(timestamp) === 0 ? server.nowMs : Math.floor(Number(timestamp) * 1000);
}

function isAutocommit({ variables }: Session, server: Server): boolean {
  return (variables.autocommit ?? server.state.variables.autocommit ?? 'ON') === 'ON';
}

function run(statement: Statement, context: Context, sql: string): Answer {
  const { session, server } = context;
  if (COMMITS.has(statement.k)) endTransaction(context);
  if (['insert', 'update', 'delete', 'select'].includes(statement.k) && !isAutocommit(session, server)) session.inTransaction = true;
  if (statement.k === 'select' || statement.k === 'union' || statement.k === 'with') return rows(statement, context);
  if (statement.k === 'show') return shown(show(statement, context), context);
  if (statement.k === 'explain') return shown(explain(statement.statement, context), context);
  const other = runSpecial(statement, context, sql);
  if (other !== null) return other;
  const result = runChange(statement, context);
  session.rowCount = result.affected;
  return result.returning === undefined ? ok(result, context) : returned(result.returning, context);
}

function endTransaction(context: Context): void {
  context.server.commit(context.session);
  context.session.inTransaction = false;
  context.session.savepoints = [];
}

function ok({ affected, info, insertId }: Changed, { session, warnings }: Context): Answer {
  return { protocol: 'mysql', kind: 'ok', affectedRows: affected, insertId, warnings: warnings.length, info, database: session.database };
}

function rows(query: Query, context: Context): Answer {
  const prepared = runQuery(query, context, null);
  const cells = prepared.cells();
  context.session.rowCount = -1;
  return {
    protocol: 'mysql', kind: 'rows', columns: prepared.columns.map((column): Column => ({ name: column.name, type: column.type.wire, table: column.table, ...(column.type.notNull === true ? { notNull: true } : {}) })),
    rows: cells, warnings: context.warnings.length,
  };
}

function shown({ columns, rows: cells }: Shown, context: Context): Answer {
  return { protocol: 'mysql', kind: 'rows', columns, rows: cells.map((row) => row.map((cell) => (cell === null ? null : String(cell)))), warnings: context.warnings.length };
}

function returned({ items, table, rows: found }: NonNullable<Changed['returning']>, context: Context): Answer {
  const scope = tableScope(context, table);
  const all = items.flatMap((item) => (item.star === true
    ? table.def.columns.map(({ name }) => ({ name, compiled: compile({ k: 'col', db: null, table: null, name }, scope) }))
    : [{ name: item.alias ?? item.text.trim(), compiled: compile(item.e, scope) }]));
  return {
    protocol: 'mysql', kind: 'rows', columns: all.map(({ name, compiled }) => ({ name, type: compiled.type.wire, ...(compiled.type.notNull === true ? { notNull: true } : {}) })), warnings: context.warnings.length,
    rows: found.map((row) => all.map(({ compiled }) => { const env: Env = { rows: [row], outer: null, aggregates: [] }; return compiled.show?.(env) ?? textOf(compiled.eval(env)); })),
  };
}

/** Statements whose answer is another's, or rows. */
function runSpecial(statement: Statement, context: Context, sql: string): Answer | null {
  switch (statement.k) {
    case 'execute': return executePrepared(statement.name, statement.using, context, sql);
    case 'execute-immediate': return run(parse(textOf(evaluate(statement.e, newScope(context, null))) ?? ''), context, sql);
    case 'maintain': return maintain(statement, context);
    case 'help': return shown({ columns: [{ name: 'name', type: 'VAR_STRING' }, { name: 'is_it_category', type: 'VAR_STRING' }], rows: [] }, context);
    default: return null;
  }
}

function runChange(statement: Statement, context: Context): Changed {
  const { session, server } = context;
  switch (statement.k) {
    case 'insert': return change(context, (writer) => insert(writer, statement));
    case 'update': return change(context, (writer) => update(writer, statement));
    case 'delete': return change(context, (writer) => remove(writer, statement));
    case 'truncate': return ddl.truncate(context, statement.table);
    case 'create-database': return ddl.createDatabase(context, statement);
    case 'alter-database': return ddl.alterDatabase(context, statement.name, statement.options);
    case 'drop-database': return ddl.dropDatabase(context, statement);
    case 'create-table': return ddl.createTable(context, statement);
    case 'create-index': return ddl.createIndex(context, statement);
    case 'alter-table': return ddl.alterTable(context, statement);
    case 'drop-table': return ddl.dropTables(context, statement);
    case 'create-view': return ddl.createView(context, statement);
    case 'drop-view': return ddl.dropViews(context, statement);
    case 'rename-table': return ddl.renameTables(context, statement.pairs);
    case 'create-user': return accounts.createUsers(context, statement);
    case 'alter-user': return accounts.alterUsers(context, statement);
    case 'drop-user': return accounts.dropUsers(context, statement);
    case 'rename-user': return accounts.renameUsers(context, statement.pairs);
    case 'create-role': return accounts.createRoles(context, statement);
    case 'drop-role': return accounts.dropRoles(context, statement);
    case 'grant': return accounts.grant(context, statement);
    case 'revoke': return accounts.revoke(context, statement);
    case 'revoke-all': return accounts.revokeAll(context, statement.users);
    case 'grant-role': case 'revoke-role': return accounts.grantRoles(context, statement);
    case 'set-password': return accounts.setPassword(context, statement);
    case 'set-role': return accounts.setRole(context, statement.role);
    case 'set-default-role': return accounts.setDefaultRole(context, statement.role, statement.user);
    case 'set': return setAll(statement.items, context);
    case 'use':
      requireUse(context, statement.name);
      session.database = statement.name;
      return DONE;
    case 'begin':
      session.inTransaction = true;
      return DONE;
    case 'commit':
      endTransaction(context);
      return DONE;
    case 'rollback':
      server.rollback(session);
      session.inTransaction = false;
      session.savepoints = [];
      return DONE;
    case 'savepoint':
      session.savepoints = [...session.savepoints.filter(({ name }) => name !== statement.name), { name: statement.name, length: server.logLength(session) }];
      return DONE;
    case 'rollback-to': return rollbackTo(statement.name, context);
    case 'release':
      if (!session.savepoints.some(({ name }) => name === statement.name)) throw sqlError(1305, 'SAVEPOINT', statement.name);
      session.savepoints = session.savepoints.filter(({ name }) => name !== statement.name);
      return DONE;
    case 'lock-tables': return lockTables(statement.tables, context);
    case 'unlock-tables':
      session.hasTableLocks = false;
      return DONE;
    case 'flush':
      requireGlobal(context, 'RELOAD');
      return statement.what.includes('PRIVILEGES') ? accounts.reload(context) : DONE;
    case 'kill': return kill(statement.id, statement.query, context);
    case 'prepare': return prepare(statement.name, statement.from, context);
    case 'deallocate':
      if (session.prepared[statement.name.toLowerCase()] === undefined) throw sqlError(1243, statement.name, 'DEALLOCATE PREPARE');
      delete session.prepared[statement.name.toLowerCase()];
      return DONE;
    case 'do':
      for (const e of statement.exprs) evaluate(e, newScope(context, null));
      return DONE;
    case 'call': throw sqlError(1305, 'PROCEDURE', `${databaseOf(context, statement.name.db)}.${statement.name.name}`);
    case 'drop-routine': return dropRoutine(statement, context);
    case 'shutdown':
      requireGlobal(context, 'SHUTDOWN');
      server.state.shutdown = true;
      return DONE;
    case 'unsupported': throw sqlError(1235, statement.what);
    default: return DONE;
  }
}

function dropRoutine({ what, ifExists, name }: Extract<Statement, { k: 'drop-routine' }>, context: Context): Changed {
  const full = `${databaseOf(context, name.db)}.${name.name}`;
  if (!ifExists) throw what === 'TRIGGER' ? sqlError(1360) : sqlError(1305, what, full);
  warn(context, 'Note', 1305, `${what} ${full} does not exist`);
  return DONE;
}

function setAll(items: Extract<Statement, { k: 'set' }>['items'], context: Context): Changed {
  const scope = newScope(context, null);
  for (const item of items) {
    if (item.k === 'names') setNames(context, item.charset, item.collate);
    else if (item.k === 'uvar') context.session.userVariables[item.name.toLowerCase()] = toUserVariable(evaluate(item.e, scope));
    else {
      const isDefault = item.e.k === 'default';
      const value = isDefault ? null : textOf(evaluate(item.e, scope)) ?? '';
      setVariable(context, item.name, item.scope, value);
      if (item.name.toLowerCase() === 'autocommit' && value !== null && /^(1|on|true)$/i.test(value)) endTransaction(context);
    }
  }
  return DONE;
}

function rollbackTo(name: string, { session, server }: Context): Changed {
  const at = session.savepoints.findIndex((savepoint) => savepoint.name === name);
  const point = session.savepoints[at];
  if (point === undefined) throw sqlError(1305, 'SAVEPOINT', name);
  const { transaction } = session;
  server.rollback(session, point.length);
  if (point.length === 0) session.transaction ??= transaction === null ? null : session.transaction;
  session.savepoints = session.savepoints.slice(0, at + 1);
  return DONE;
}

/** Tables are never shared between two running statements here, so a lock only has to be allowed. */
function lockTables(tables: Extract<Statement, { k: 'lock-tables' }>['tables'], context: Context): Changed {
  for (const table of tables) requireBase(context, databaseOf(context, table.db), table.name, 'SELECT', 'LOCK TABLES');
  context.session.hasTableLocks = true;
  return DONE;
}

function kill(e: Expr, onlyQuery: boolean, context: Context): Changed {
  const value = evaluate(e, newScope(context, null));
  const id = value === null ? 0n : integerOf(value);
  const target = context.server.state.sessions[id.toString()];
  if (target === undefined) throw sqlError(1094, id.toString());
  const isOwn = target.account?.user === context.session.account?.user;
  const mayAll = (globalBits(context.server.state.grants, subjectOf(context.session)) & (1n << 32n | 1n << 15n)) !== 0n;
  if (!isOwn && !mayAll) throw sqlError(1095, id.toString());
  if (target.id === context.session.id) throw onlyQuery ? sqlError(1317) : sqlError(1927);
  if (!onlyQuery) target.isKilled = true;
  return DONE;
}

// ── prepared statements

function prepare(name: string, from: Expr, context: Context): Changed {
  const text = textOf(from.k === 'uvar' ? fromUserVariable(context.session.userVariables[from.name.toLowerCase()] ?? null) : evaluate(from, newScope(context, null))) ?? '';
  parse(text);
  context.session.prepared[name.toLowerCase()] = text;
  return { ...DONE, info: 'Statement prepared' };
}

function executePrepared(name: string, using: readonly Expr[], context: Context, sql: string): Answer {
  const text = context.session.prepared[name.toLowerCase()];
  if (text === undefined) throw sqlError(1243, name, 'EXECUTE');
  const params: Value[] = using.map((e) => evaluate(e, newScope(context, null)));
  const wanted = countParams(parse(text));
  if (wanted !== params.length) throw sqlError(1210, 'EXECUTE');
  context.params = params;
  context.nextParam = 0;
  return run(parse(text), context, sql);
}

function countParams(node: unknown): number {
  if (node === null || typeof node !== 'object') return 0;
  if ('k' in node && node.k === 'param') return 1;
  return Object.values(node).reduce((sum: number, each) => sum + countParams(each), 0);
}

function maintain({ op, tables }: Extract<Statement, { k: 'maintain' }>, context: Context): Answer {
  const result = tables.flatMap((name): (string | null)[][] => {
    const db = databaseOf(context, name.db);
    const full = `${db}.${name.name}`;
    const table = context.server.open(db, name.name, context);
    if (op === 'checksum') return [[full, table === null ? null : '0']];
    if (table === null) return [[full, op, 'Error', `Table '${full}' doesn't exist`], [full, op, 'status', 'Operation failed']];
    if (op === 'optimize') return [[full, op, 'note', 'Table does not support optimize, doing recreate + analyze instead'], [full, op, 'status', 'OK']];
    if (op === 'repair') return [[full, op, 'note', "The storage engine for the table doesn't support repair"]];
    return [...(op === 'analyze' ? [[full, op, 'status', 'Engine-independent statistics collected']] : []), [full, op, 'status', 'OK']];
  });
  const titles = op === 'checksum' ? ['Table', 'Checksum'] : ['Table', 'Op', 'Msg_type', 'Msg_text'];
  return shown({ columns: titles.map((title): Column => ({ name: title, type: title === 'Checksum' ? 'LONGLONG' : 'VAR_STRING' })), rows: result }, context);
}

