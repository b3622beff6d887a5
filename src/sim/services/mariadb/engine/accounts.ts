// Account statements: CREATE/ALTER/DROP/RENAME USER, GRANT, REVOKE, roles, passwords. They change the tables of the
// `mysql` database and read them anew.
import type { AuthSpec, GrantObject, PrivilegeSpec, Statement, UserName, UserSpec } from '../grammar/ast.ts';
import { databaseOf, hasGlobal, requireGlobal, subjectOf } from './access.ts';
import type { Stored } from './column.ts';
import { warn, type Context } from './context.ts';
import { datetimeOfMs } from './dates.ts';
import { sqlError } from './errors.ts';
import { databaseBits, globalBits, readGrants, tableBits, type Account, type AuthMethod } from './grants.ts';
import { change, follow, readJson, writeJson, type JsonValue } from './json-text.ts';
import { ALL_DB, ALL_GLOBAL, ALL_TABLE, bitOf, bitsOfSet, COLUMN_NAMES, GRANT_OPTION, namesOf, PRIVILEGES, setOfBits } from './privileges.ts';
import { quoteName } from './print.ts';
import { passwordHash } from './sha1.ts';
import type { Row, Table } from './table.ts';
import type { Changed } from './dml.ts';

type Of<K extends Statement['k']> = Extract<Statement, { k: K }>;

const DONE: Changed = { affected: 0, info: '', insertId: 0 };
const VERSION_ID = '101119';

const json = {
  number: (v: string | number | bigint): JsonValue => ({ t: 'number', v: String(v) }),
  text: (v: string): JsonValue => ({ t: 'string', v }),
  literal: (v: string): JsonValue => ({ t: 'literal', v }),
};

/** A table of the `mysql` database. */
function systemTable(context: Context, name: string): Table {
  const table = context.server.table('mysql', name);
  if (table === null) throw sqlError(1146, `mysql.${name}`);
  return table;
}

function rowBy(table: Table, wanted: Readonly<Record<string, string>>): Row | null {
  return table.data.rows.find((row) => Object.entries(wanted).every(([column, value]) => row[table.columnIndex(column)] === value)) ?? null;
}

/** Writes fields of the row with these keys; makes it when it is not there. */
function put(context: Context, name: string, keys: Readonly<Record<string, string>>, values: Readonly<Record<string, Stored>>): void {
  const table = systemTable(context, name);
  const old = rowBy(table, keys);
  const row: Stored[] = old === null
    ? table.def.columns.map((column): Stored => keys[column.name] ?? (column.default !== undefined && 'value' in column.default ? column.default.value
      : column.type.base === 'timestamp' ? datetimeOfMs(context.nowMs) : ''))
    : [...old];
  for (const [column, value] of Object.entries(values)) row[table.columnIndex(column)] = value;
  if (old === null) {
    if (table.primary === null) row[table.def.columns.length] = table.data.nextRow++;
    table.insert(row);
  } else table.update(old, row);
  context.server.touch(table);
}

function removeRows(context: Context, name: string, keys: Readonly<Record<string, string>>): number {
  const table = systemTable(context, name);
  const rows = table.data.rows.filter((row) => Object.entries(keys).every(([column, value]) => row[table.columnIndex(column)] === value));
  for (const row of rows) table.remove(row);
  if (rows.length > 0) context.server.touch(table);
  return rows.length;
}

/** Reads the grant tables again, as FLUSH PRIVILEGES does. */
export function reload(context: Context): Changed {
  context.server.flush();
  context.server.state.grants = readGrants(context.server);
  return DONE;
}

const grantsOf = (context: Context): Context['server']['state']['grants'] => context.server.state.grants;
const accountOf = (context: Context, { user, host }: { user: string; host: string }): Account | null =>
  grantsOf(context).accounts.find((account) => account.user === user && account.host === host) ?? null;

/** The account a name means; CURRENT_USER is the session's own. */
function named(context: Context, name: UserName): { user: string; host: string } {
  const { account } = context.session;
  if (name.current === true) return { user: account?.user ?? '', host: account?.host ?? '' };
  if (name.bare === true && accountOf(context, { user: name.user, host: '' })?.isRole === true) return { user: name.user, host: '' };
  return { user: name.user, host: name.host.toLowerCase() };
}

const shown = ({ user, host }: { user: string; host: string }): string => `'${user}'@'${host}'`;

// ── what an account can log in with

function methodsOf(specs: readonly AuthSpec[]): AuthMethod[] {
  return specs.map((spec) => {
    const plugin = spec.plugin.toLowerCase();
    if (!['mysql_native_password', 'unix_socket', 'ed25519', 'pam', 'mysql_old_password'].includes(plugin)) throw sqlError(1524, spec.plugin);
    if (spec.hash !== undefined && plugin === 'mysql_native_password' && spec.hash !== '' && spec.hash !== 'invalid' && !/^\*[0-9A-Fa-f]{40}$/.test(spec.hash)) throw sqlError(1372);
    return { plugin, hash: spec.password !== undefined ? passwordHash(spec.password) : spec.hash ?? '' };
  });
}

/** The fields of global_priv.Priv for the methods of a login. */
function withMethods(value: JsonValue, methods: readonly AuthMethod[], context: Context): JsonValue {
  const main = methods.find(({ plugin }) => plugin === 'mysql_native_password') ?? methods[0] ?? { plugin: 'mysql_native_password', hash: '' };
  let result = change(value, ['plugin'], json.text(main.plugin), 'set');
  result = change(result, ['authentication_string'], json.text(main.hash), 'set');
  result = change(result, ['auth_or'], null, 'remove');
  if (methods.length > 1) {
    const items = methods.map((method): JsonValue => (method === main ? { t: 'object', members: [] }
      : { t: 'object', members: [['plugin', json.text(method.plugin)], ...(method.hash === '' ? [] : [['authentication_string', json.text(method.hash)] as [string, JsonValue]])] }));
    result = change(result, ['auth_or'], { t: 'array', items }, 'set');
  }
  return change(result, ['password_last_changed'], json.number(Math.floor(context.nowMs / 1000)), 'set');
}

function readPriv(context: Context, keys: { User: string; Host: string }): JsonValue {
  const table = systemTable(context, 'global_priv');
  const row = rowBy(table, keys);
  return (row === null ? null : readJson(String(row[table.columnIndex('Priv')] ?? ''))) ?? { t: 'object', members: [] };
}

function writePriv(context: Context, account: { user: string; host: string }, value: JsonValue): void {
  put(context, 'global_priv', { User: account.user, Host: account.host }, { Priv: writeJson(value, true) });
}

function newAccount(context: Context, account: { user: string; host: string }, auth: readonly AuthSpec[] | null): void {
  const base: JsonValue = { t: 'object', members: [['access', json.number(0)], ['version_id', json.number(VERSION_ID)]] };
  writePriv(context, account, withMethods(base, methodsOf(auth ?? []), context));
}

// ── users

export function createUsers(context: Context, { users, ifNotExists, orReplace }: Of<'create-user'>): Changed {
  requireGlobal(context, 'CREATE USER');
  const failed: string[] = [];
  for (const spec of users) {
    const account = named(context, spec);
    if (accountOf(context, account) !== null) {
      if (orReplace) dropAccount(context, account);
      else if (ifNotExists) {
        warn(context, 'Note', 1973, `Can't create user ${shown(account)}; it already exists`);
        continue;
      } else {
        failed.push(shown(account));
        continue;
      }
    }
    newAccount(context, account, spec.auth);
  }
  reload(context);
  if (failed.length > 0) throw sqlError(1396, 'CREATE USER', failed.join(','));
  return DONE;
}

export function alterUsers(context: Context, { users, ifExists, options }: Of<'alter-user'>): Changed {
  const failed: string[] = [];
  for (const spec of users) {
    const account = named(context, spec);
    const own = context.session.account;
    if (!(own?.user === account.user && own.host === account.host)) requireGlobal(context, 'CREATE USER');
    if (accountOf(context, account) === null) {
      if (!ifExists) failed.push(shown(account));
      else warn(context, 'Note', 1974, `Can't drop user ${shown(account)}; it doesn't exist`);
      continue;
    }
    let value = readPriv(context, { User: account.user, Host: account.host });
    if (spec.auth !== null) value = withMethods(value, methodsOf(spec.auth), context);
    if (options.locked !== undefined) value = change(value, ['account_locked'], json.literal(String(options.locked)), 'set');
    writePriv(context, account, value);
  }
  reload(context);
  if (failed.length > 0) throw sqlError(1396, 'ALTER USER', failed.join(','));
  return DONE;
}

const GRANT_TABLES = ['global_priv', 'db', 'tables_priv', 'columns_priv', 'roles_mapping', 'proxies_priv'];

function dropAccount(context: Context, { user, host }: { user: string; host: string }): void {
  for (const table of GRANT_TABLES) removeRows(context, table, { User: user, Host: host });
}

export function dropUsers(context: Context, { users, ifExists }: Of<'drop-user'>): Changed {
  requireGlobal(context, 'CREATE USER');
  const failed: string[] = [];
  for (const name of users) {
    const account = named(context, { ...name, bare: false });
    if (accountOf(context, account) !== null) dropAccount(context, account);
    else if (ifExists) warn(context, 'Note', 1974, `Can't drop user ${shown(account)}; it doesn't exist`);
    else failed.push(shown(account));
  }
  reload(context);
  if (failed.length > 0) throw sqlError(1396, 'DROP USER', failed.join(','));
  return DONE;
}

export function renameUsers(context: Context, pairs: Of<'rename-user'>['pairs']): Changed {
  requireGlobal(context, 'CREATE USER');
  const failed: string[] = [];
  for (const [from, to] of pairs) {
    const [old, made] = [named(context, from), named(context, to)];
    if (accountOf(context, old) === null || accountOf(context, made) !== null) {
      failed.push(shown(old));
      continue;
    }
    for (const name of GRANT_TABLES) {
      const table = systemTable(context, name);
      for (const row of table.data.rows.filter((each) => each[table.columnIndex('User')] === old.user && each[table.columnIndex('Host')] === old.host)) {
        const renamed = [...row];
        renamed[table.columnIndex('User')] = made.user;
        renamed[table.columnIndex('Host')] = made.host;
        table.update(row, renamed);
        context.server.touch(table);
      }
    }
    reload(context);
  }
  if (failed.length > 0) throw sqlError(1396, 'RENAME USER', failed.join(','));
  return DONE;
}

export function setPassword(context: Context, { user, password, hash }: Of<'set-password'>): Changed {
  const own = context.session.account;
  const account = user === null ? { user: own?.user ?? '', host: own?.host ?? '' } : named(context, user);
  const isOwn = account.user === own?.user && account.host === own.host;
  if (!isOwn) requireSystemUpdate(context);
  const found = accountOf(context, account);
  if (found === null) throw sqlError(1133);
  const spec: AuthSpec = { plugin: 'mysql_native_password', ...(password === undefined ? { hash: hash ?? '' } : { password }) };
  const [made] = methodsOf([spec]);
  const value = readPriv(context, { User: account.user, Host: account.host });
  const changed = change(value, ['authentication_string'], json.text(made?.hash ?? ''), 'set');
  const plugin = follow(changed, ['plugin']) === null ? change(changed, ['plugin'], json.text('mysql_native_password'), 'set') : changed;
  writePriv(context, account, change(plugin, ['password_last_changed'], json.number(Math.floor(context.nowMs / 1000)), 'set'));
  return reload(context);
}

function requireSystemUpdate(context: Context): void {
  if (hasGlobal(context, 'CREATE USER')) return;
  if ((databaseBits(grantsOf(context), subjectOf(context.session), 'mysql') & bitOf('UPDATE')) !== 0n) return;
  throw sqlError(1044, context.session.account?.user ?? '', context.session.account?.host ?? '', 'mysql');
}

// ── GRANT and REVOKE

interface Asked { readonly bits: bigint; readonly columns: readonly { readonly bit: bigint; readonly columns: readonly string[] }[] }

/** The bits asked for at a level; error 1144 for what cannot be granted there. */
function askedFor(privileges: readonly PrivilegeSpec[], all: bigint, isTable: boolean): Asked {
  const isDb = all === ALL_DB;
  let bits = 0n;
  const columns: { bit: bigint; columns: readonly string[] }[] = [];
  for (const { name, columns: named } of privileges) {
    if (name === 'ALL') bits |= all;
    else if (name !== 'USAGE') {
      const bit = bitOf(name);
      if ((all & bit) === 0n && name !== 'GRANT OPTION') throw isDb ? sqlError(1221, 'DB GRANT', 'GLOBAL PRIVILEGES') : sqlError(1144);
      if (named === null) bits |= bit;
      else if (!isTable || !COLUMN_NAMES.includes(name)) throw sqlError(1144);
      else columns.push({ bit, columns: named });
    }
  }
  return { bits, columns };
}

interface Place { readonly level: 'global' | 'db' | 'table'; readonly db: string; readonly table: string; readonly all: bigint }

function placeOf(context: Context, on: GrantObject): Place {
  if (on.global === true) return { level: 'global', db: '', table: '', all: ALL_GLOBAL };
  const db = databaseOf(context, on.db);
  return on.table === null ? { level: 'db', db, table: '', all: ALL_DB } : { level: 'table', db, table: on.table, all: ALL_TABLE };
}

/** Who grants must have the GRANT OPTION and what is granted: 1045, 1044, 1142. */
function requireGrantable(context: Context, { level, db, table }: Place, bits: bigint): void {
  const subject = subjectOf(context.session);
  const { user, host } = subject;
  const needed = bits | GRANT_OPTION.bit;
  const grants = grantsOf(context);
  if (level === 'global' && (globalBits(grants, subject) & needed) !== needed) throw sqlError(1045, user, host, 'YES');
  if (level === 'db' && (databaseBits(grants, subject, db) & needed) !== needed) throw sqlError(1044, user, host, db);
  const own = tableBits(grants, subject, db, table);
  if (level === 'table' && (own & needed) !== needed) {
    const lacks = [GRANT_OPTION, ...PRIVILEGES].filter(({ bit }) => (needed & bit) !== 0n && (own & bit) === 0n).map(({ name }) => (name === 'GRANT OPTION' ? 'GRANT' : name));
    throw sqlError(1142, lacks.join(', '), user, host, `\`${db}\`.\`${table}\``);
  }
}

export function grant(context: Context, statement: Of<'grant'>): Changed {
  const place = placeOf(context, statement.on);
  const asked = askedFor(statement.privileges, place.all, place.level === 'table');
  requireGrantable(context, place, asked.bits);
  if (place.level === 'table') requireGrantTarget(context, place, asked);
  for (const spec of statement.users) {
    const account = named(context, spec);
    requireAccount(context, account, spec);
    addBits(context, place, account, asked, statement.grantOption ? GRANT_OPTION.bit : 0n);
  }
  return reload(context);
}

function requireGrantTarget(context: Context, { db, table }: Place, { bits, columns }: Asked): void {
  const opened = context.server.open(db, table, context);
  if (opened === null && (bits & bitOf('CREATE')) === 0n) throw sqlError(1146, `${db}.${table}`);
  if (opened?.kind !== 'table') return;
  for (const name of columns.flatMap((each) => each.columns)) if (opened.columnIndex(name) === -1) throw sqlError(1054, name, table);
}

/** GRANT … IDENTIFIED BY makes an account; without it the account must be there (1133), and mayhap one may not (1410). */
function requireAccount(context: Context, account: { user: string; host: string }, spec: UserSpec): void {
  const found = accountOf(context, account);
  if (found === null) {
    if (spec.auth === null) throw sqlError(1133);
    if (!hasGlobal(context, 'CREATE USER')) throw sqlError(1410);
    newAccount(context, account, spec.auth);
    reload(context);
  } else if (spec.auth !== null) {
    writePriv(context, account, withMethods(readPriv(context, { User: account.user, Host: account.host }), methodsOf(spec.auth), context));
  }
}

function addBits(context: Context, { level, db, table }: Place, { user, host }: { user: string; host: string }, asked: Asked, option: bigint): void {
  const bits = asked.bits | option;
  const keys = { Host: host, Db: db, User: user };
  if (level === 'global') {
    const value = readPriv(context, { User: user, Host: host });
    const old = follow(value, ['access']);
    const access = BigInt(old !== null && 'v' in old ? old.v : 0) | bits;
    writePriv(context, { user, host }, change(change(value, ['access'], json.number(access), 'set'), ['version_id'], json.number(VERSION_ID), 'set'));
  } else if (level === 'db') {
    const names = [...PRIVILEGES, GRANT_OPTION].filter(({ bit, dbColumn }) => dbColumn !== null && (bits & bit) !== 0n);
    if (names.length > 0) put(context, 'db', keys, Object.fromEntries(names.map(({ dbColumn }) => [dbColumn ?? '', 'Y'])));
  } else addTableBits(context, { ...keys, Table_name: table }, bits, asked.columns);
}

function addTableBits(context: Context, keys: Readonly<Record<string, string>>, bits: bigint, columns: Asked['columns']): void {
  const tables = systemTable(context, 'tables_priv');
  const old = rowBy(tables, keys);
  const text = (column: string): string => String(old?.[tables.columnIndex(column)] ?? '');
  const columnBits = columns.reduce((sum, each) => sum | each.bit, bitsOfSet(text('Column_priv')));
  const { account } = context.session;
  if (bits !== 0n || columns.length > 0) {
    put(context, 'tables_priv', keys, {
      Table_priv: setOfBits(bitsOfSet(text('Table_priv')) | bits), Column_priv: setOfBits(columnBits), Grantor: `${account?.user ?? ''}@${account?.host ?? ''}`,
    });
  }
  for (const { bit, columns: names } of columns) {
    for (const name of names) {
      const table = systemTable(context, 'columns_priv');
      const row = rowBy(table, { ...keys, Column_name: name });
      const had = bitsOfSet(String(row?.[table.columnIndex('Column_priv')] ?? ''));
      put(context, 'columns_priv', { ...keys, Column_name: name }, { Column_priv: setOfBits(had | bit) });
    }
  }
}

export function revoke(context: Context, statement: Of<'revoke'>): Changed {
  const place = placeOf(context, statement.on);
  const asked = askedFor(statement.privileges, place.all, place.level === 'table');
  requireGrantable(context, place, asked.bits);
  for (const name of statement.users) {
    const account = named(context, name);
    if (accountOf(context, account) === null) throw place.level === 'global' ? sqlError(1133) : sqlError(place.level === 'table' ? 1147 : 1141, account.user, account.host, place.table);
    takeBits(context, place, account, asked);
  }
  return reload(context);
}

function takeBits(context: Context, { level, db, table }: Place, { user, host }: { user: string; host: string }, { bits, columns }: Asked): void {
  const keys = { Host: host, Db: db, User: user };
  if (level === 'global') {
    const value = readPriv(context, { User: user, Host: host });
    const old = follow(value, ['access']);
    const access = BigInt(old !== null && 'v' in old ? old.v : 0) & ~bits;
    writePriv(context, { user, host }, change(value, ['access'], json.number(access), 'set'));
    return;
  }
  if (level === 'db') {
    const rows = systemTable(context, 'db');
    const row = rowBy(rows, keys);
    if (row === null) throw sqlError(1141, user, host);
    const members = [...PRIVILEGES, GRANT_OPTION].filter(({ dbColumn }) => dbColumn !== null);
    put(context, 'db', keys, Object.fromEntries(members.filter(({ bit }) => (bits & bit) !== 0n).map(({ dbColumn }) => [dbColumn ?? '', 'N'])));
    const left = rowBy(rows, keys);
    if (left !== null && members.every(({ dbColumn }) => left[rows.columnIndex(dbColumn ?? '')] !== 'Y')) removeRows(context, 'db', keys);
    return;
  }
  takeTableBits(context, { ...keys, Table_name: table }, bits, columns, user, host);
}

function takeTableBits(context: Context, keys: Readonly<Record<string, string>>, bits: bigint, columns: Asked['columns'], user: string, host: string): void {
  const tables = systemTable(context, 'tables_priv');
  const row = rowBy(tables, keys);
  if (row === null) throw sqlError(1147, user, host, keys.Table_name ?? '');
  const left = bitsOfSet(String(row[tables.columnIndex('Table_priv')] ?? '')) & ~bits;
  for (const { bit, columns: names } of columns) {
    for (const name of names) {
      const table = systemTable(context, 'columns_priv');
      const own = rowBy(table, { ...keys, Column_name: name });
      const rest = bitsOfSet(String(own?.[table.columnIndex('Column_priv')] ?? '')) & ~bit;
      if (rest === 0n) removeRows(context, 'columns_priv', { ...keys, Column_name: name });
      else put(context, 'columns_priv', { ...keys, Column_name: name }, { Column_priv: setOfBits(rest) });
    }
  }
  const table = systemTable(context, 'columns_priv');
  const columnBits = table.data.rows.filter((each) => Object.entries(keys).every(([column, value]) => each[table.columnIndex(column)] === value))
    .reduce((sum, each) => sum | bitsOfSet(String(each[table.columnIndex('Column_priv')] ?? '')), 0n);
  if (left === 0n && columnBits === 0n) removeRows(context, 'tables_priv', keys);
  else put(context, 'tables_priv', keys, { Table_priv: setOfBits(left), Column_priv: setOfBits(columnBits) });
}

export function revokeAll(context: Context, users: readonly UserName[]): Changed {
  requireGlobal(context, 'CREATE USER');
  const failed: string[] = [];
  for (const name of users) {
    const account = named(context, name);
    if (accountOf(context, account) === null) {
      failed.push(shown(account));
      continue;
    }
    const value = readPriv(context, { User: account.user, Host: account.host });
    writePriv(context, account, change(value, ['access'], json.number(0), 'set'));
    for (const table of ['db', 'tables_priv', 'columns_priv']) removeRows(context, table, { User: account.user, Host: account.host });
  }
  reload(context);
  if (failed.length > 0) throw sqlError(1269);
  return DONE;
}

// ── roles

export function createRoles(context: Context, { roles, ifNotExists }: Of<'create-role'>): Changed {
  requireGlobal(context, 'CREATE USER');
  for (const role of roles) {
    if (accountOf(context, { user: role, host: '' }) !== null) {
      if (!ifNotExists) throw sqlError(1396, 'CREATE ROLE', `'${role}'`);
      warn(context, 'Note', 1975, `Can't create role '${role}'; it already exists`);
      continue;
    }
    writePriv(context, { user: role, host: '' }, { t: 'object', members: [['access', json.number(0)], ['version_id', json.number(VERSION_ID)], ['is_role', json.literal('true')]] });
    const { account } = context.session;
    put(context, 'roles_mapping', { Host: account?.host ?? '', User: account?.user ?? '', Role: role }, { Admin_option: 'Y' });
  }
  return reload(context);
}

export function dropRoles(context: Context, { roles, ifExists }: Of<'drop-role'>): Changed {
  requireGlobal(context, 'CREATE USER');
  for (const role of roles) {
    if (accountOf(context, { user: role, host: '' })?.isRole !== true) {
      if (!ifExists) throw sqlError(1396, 'DROP ROLE', `'${role}'`);
      warn(context, 'Note', 1976, `Can't drop role '${role}'; it doesn't exist`);
      continue;
    }
    dropAccount(context, { user: role, host: '' });
    removeRows(context, 'roles_mapping', { Role: role });
  }
  return reload(context);
}

export function grantRoles(context: Context, { k, roles, users }: Extract<Statement, { k: 'grant-role' | 'revoke-role' }>): Changed {
  for (const role of roles) {
    if (accountOf(context, { user: role, host: '' })?.isRole !== true) throw sqlError(1959, role);
    for (const spec of users) {
      const { user, host } = named(context, spec);
      if (accountOf(context, { user, host }) === null) throw sqlError(1133);
      if (k === 'grant-role') put(context, 'roles_mapping', { Host: host, User: user, Role: role }, {});
      else if (removeRows(context, 'roles_mapping', { Host: host, User: user, Role: role }) === 0) throw sqlError(1141, user, host);
    }
  }
  return reload(context);
}

export function setRole(context: Context, role: string): Changed {
  const { session } = context;
  if (role.toUpperCase() === 'NONE') session.role = null;
  else {
    const { user, host } = session.account ?? { user: '', host: '' };
    if (!grantsOf(context).roles.some((row) => row.role === role && row.user === user && row.host === host)) throw sqlError(1959, role);
    session.role = role;
  }
  return DONE;
}

export function setDefaultRole(context: Context, role: string, user: UserName | null): Changed {
  const own = context.session.account;
  const account = user === null ? { user: own?.user ?? '', host: own?.host ?? '' } : named(context, user);
  if (user !== null) requireSystemUpdate(context);
  if (accountOf(context, account) === null) throw sqlError(1133);
  const name = role.toUpperCase() === 'NONE' ? '' : role;
  writePriv(context, account, change(readPriv(context, { User: account.user, Host: account.host }), ['default_role'], json.text(name), 'set'));
  return reload(context);
}

// ── SHOW GRANTS and SHOW CREATE USER

function identified(account: Account): string {
  const [only] = account.auth;
  if (account.isRole) return '';
  if (account.auth.length === 1 && only !== undefined && only.plugin === 'mysql_native_password') {
    return only.hash === '' ? '' : ` IDENTIFIED BY PASSWORD '${only.hash}'`;
  }
  return ` IDENTIFIED VIA ${account.auth.map(({ plugin, hash }) => `${plugin}${hash === '' ? '' : ` USING '${hash}'`}`).join(' OR ')}`;
}

/** The account whose grants are to be shown: 1141, and 1044 for others' without SELECT on mysql. */
export function shownAccount(context: Context, name: UserName | null): { user: string; host: string } {
  const own = context.session.account;
  if (name === null || name.current === true) return { user: own?.user ?? '', host: own?.host ?? '' };
  const account = named(context, name);
  const isOwn = account.user === own?.user && account.host === own.host;
  if (!isOwn && (databaseBits(grantsOf(context), subjectOf(context.session), 'mysql') & bitOf('SELECT')) === 0n) {
    throw sqlError(1044, own?.user ?? '', own?.host ?? '', 'mysql');
  }
  return account;
}

/** The lines of SHOW GRANTS. */
export function showGrants(context: Context, who: { user: string; host: string }): string[] {
  const found = accountOf(context, who);
  if (found === null) throw sqlError(1141, who.user, who.host);
  const grants = grantsOf(context);
  const to = found.isRole ? quoteName(who.user) : `${quoteName(who.user)}@${quoteName(who.host)}`;
  const isOf = (row: { user: string; host: string }): boolean => row.user === who.user && row.host === who.host;
  const option = (bits: bigint): string => ((bits & GRANT_OPTION.bit) !== 0n ? ' WITH GRANT OPTION' : '');
  const global = BigInt(found.access);
  const bySystemOrder = <T extends { db: string; table?: string }>(rows: readonly T[]): T[] => [...rows].sort((a, b) => (a.db < b.db ? -1 : a.db > b.db ? 1 : 0));
  return [
    ...grants.roles.filter(isOf).map((row) => `GRANT ${quoteName(row.role)} TO ${to}${row.isAdmin ? ' WITH ADMIN OPTION' : ''}`),
    `GRANT ${namesOf(global, ALL_GLOBAL)} ON *.* TO ${to}${identified(found)}${option(global)}`,
    ...bySystemOrder(grants.dbs.filter(isOf)).map((row) => `GRANT ${namesOf(BigInt(row.bits), ALL_DB)} ON ${quoteName(row.db)}.* TO ${to}${option(BigInt(row.bits))}`),
    ...bySystemOrder(grants.tables.filter(isOf)).map((row) => `GRANT ${tableNames(grants, row)} ON ${quoteName(row.db)}.${quoteName(row.table)} TO ${to}${option(BigInt(row.bits))}`),
    ...proxies(context, who).map((row) => `GRANT PROXY ON ${row} TO ${to} WITH GRANT OPTION`),
    ...(found.defaultRole === '' ? [] : [`SET DEFAULT ROLE ${quoteName(found.defaultRole)} FOR ${to}`]),
  ];
}

function tableNames(grants: Context['server']['state']['grants'], row: Context['server']['state']['grants']['tables'][number]): string {
  const bits = BigInt(row.bits);
  if ((bits & ALL_TABLE) === ALL_TABLE) return 'ALL PRIVILEGES';
  const own = grants.columns.filter((each) => each.user === row.user && each.host === row.host && each.db === row.db && each.table === row.table);
  const names = PRIVILEGES.flatMap(({ name, bit }) => {
    const columns = own.filter((each) => (BigInt(each.bits) & bit) !== 0n).map((each) => quoteName(each.column));
    if ((bits & bit) !== 0n) return [name];
    return columns.length > 0 ? [`${name} (${columns.join(', ')})`] : [];
  });
  return names.length === 0 ? 'USAGE' : names.join(', ');
}

function proxies(context: Context, who: { user: string; host: string }): string[] {
  const table = context.server.table('mysql', 'proxies_priv');
  if (table === null) return [];
  return table.data.rows.filter((row) => row[table.columnIndex('User')] === who.user && row[table.columnIndex('Host')] === who.host)
    .map((row) => `${quoteName(String(row[table.columnIndex('Proxied_user')] ?? ''))}@${quoteName(String(row[table.columnIndex('Proxied_host')] || '%'))}`);
}

/** SHOW CREATE USER's text. */
export function showCreateUser(context: Context, who: { user: string; host: string }): string {
  const found = accountOf(context, who);
  if (found === null) throw sqlError(1269);
  return `CREATE USER ${quoteName(who.user)}@${quoteName(who.host)}${identified(found)}${found.isLocked ? ' ACCOUNT LOCK' : ''}`;
}

