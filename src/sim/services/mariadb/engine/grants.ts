// The grant tables in memory: read from the `mysql` database, matched as the server matches. Knows nothing of SQL.
import { likePattern } from './compare.ts';
import { follow, readJson, type JsonValue } from './json-text.ts';
import { bitOf, bitsOfSet, GRANT_OPTION, PRIVILEGES } from './privileges.ts';
import type { Server } from './server.ts';
import type { Row, Table } from './table.ts';

export interface AuthMethod { readonly plugin: string; readonly hash: string }

export interface Account {
  readonly user: string;
  readonly host: string;
  /** Global privilege bits in decimal. */
  readonly access: string;
  readonly auth: readonly AuthMethod[];
  readonly isLocked: boolean;
  readonly isRole: boolean;
  readonly defaultRole: string;
}

interface Scoped { readonly user: string; readonly host: string; readonly db: string; readonly bits: string }

/** What was read of the grant tables: plain data. */
export interface Grants {
  readonly accounts: readonly Account[];
  readonly dbs: readonly Scoped[];
  readonly tables: readonly (Scoped & { readonly table: string; readonly columnBits: string })[];
  readonly columns: readonly (Scoped & { readonly table: string; readonly column: string })[];
  readonly roles: readonly { readonly user: string; readonly host: string; readonly role: string; readonly isAdmin: boolean }[];
}

export const NO_GRANTS: Grants = { accounts: [], dbs: [], tables: [], columns: [], roles: [] };

/** How closely a host pattern says who is meant: names first, then patterns by what stands before the wildcard. */
function specificity(host: string): number {
  if (host === '') return 0;
  const wildcard = host.search(/[%_]/);
  return wildcard === -1 ? 1000 : 1 + wildcard;
}

function textOf(table: Table, row: Row, column: string): string {
  return String(row[table.columnIndex(column)] ?? '');
}

function member(json: JsonValue | null, name: string): string {
  const found = json === null ? null : follow(json, [name]);
  return found !== null && 'v' in found ? found.v : '';
}

function readAccount(table: Table, row: Row): Account {
  const json = readJson(textOf(table, row, 'Priv'));
  const first = { plugin: member(json, 'plugin') || 'mysql_native_password', hash: member(json, 'authentication_string') };
  const others = json === null ? null : follow(json, ['auth_or']);
  const auth = others?.t === 'array'
    ? others.items.map((each) => (each.t === 'object' && each.members.length > 0
      ? { plugin: member(each, 'plugin'), hash: member(each, 'authentication_string') } : first))
    : [first];
  return {
    user: textOf(table, row, 'User'), host: textOf(table, row, 'Host'), access: member(json, 'access') || '0', auth,
    isLocked: member(json, 'account_locked') === 'true', isRole: member(json, 'is_role') === 'true', defaultRole: member(json, 'default_role'),
  };
}

const dbBits = (table: Table, row: Row): bigint =>
  [...PRIVILEGES, GRANT_OPTION].filter(({ dbColumn }) => dbColumn !== null && textOf(table, row, dbColumn) === 'Y')
    .reduce((bits, { bit }) => bits | bit, 0n);

/** Reads the grant tables, as FLUSH PRIVILEGES does. */
export function readGrants(server: Server): Grants {
  const rows = <T>(name: string, read: (table: Table, row: Row) => T): T[] => {
    const table = server.table('mysql', name);
    return table === null ? [] : table.data.rows.map((row) => read(table, row));
  };
  const scoped = (table: Table, row: Row): Omit<Scoped, 'bits'> =>
    ({ user: textOf(table, row, 'User'), host: textOf(table, row, 'Host'), db: textOf(table, row, 'Db') });
  const bySpecificity = (a: { host: string; user: string }, b: { host: string; user: string }): number =>
    specificity(b.host) - specificity(a.host) || Number(b.user !== '') - Number(a.user !== '');
  return {
    accounts: rows('global_priv', readAccount).sort(bySpecificity),
    dbs: rows('db', (table, row) => ({ ...scoped(table, row), bits: dbBits(table, row).toString() })).sort((a, b) =>
      specificity(b.host) - specificity(a.host) || specificity(b.db) - specificity(a.db) || Number(b.user !== '') - Number(a.user !== '')),
    tables: rows('tables_priv', (table, row) => ({
      ...scoped(table, row), table: textOf(table, row, 'Table_name'), bits: bitsOfSet(textOf(table, row, 'Table_priv')).toString(),
      columnBits: bitsOfSet(textOf(table, row, 'Column_priv')).toString(),
    })),
    columns: rows('columns_priv', (table, row) => ({
      ...scoped(table, row), table: textOf(table, row, 'Table_name'), column: textOf(table, row, 'Column_name'),
      bits: bitsOfSet(textOf(table, row, 'Column_priv')).toString(),
    })),
    roles: rows('roles_mapping', (table, row) => ({
      user: textOf(table, row, 'User'), host: textOf(table, row, 'Host'), role: textOf(table, row, 'Role'),
      isAdmin: textOf(table, row, 'Admin_option') === 'Y',
    })),
  };
}

/** Whether a host pattern of an account fits the peer's name or address (`10.0.0.%`, `10.0.0.0/255.255.255.0`). */
export function hostMatches(pattern: string, host: string, address: string): boolean {
  if (pattern === '' || pattern === '%') return true;
  const mask = /^(\d+\.\d+\.\d+\.\d+)\/(\d+\.\d+\.\d+\.\d+)$/.exec(pattern);
  if (mask !== null) {
    const number = (text: string): number => text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
    return ((number(address) & number(mask[2] ?? '')) >>> 0) === number(mask[1] ?? '');
  }
  const like = likePattern(pattern, '\\', false);
  return like.test(host) || like.test(address);
}

/** The account that a user from a host is taken for; null when there is none. */
export function findAccount(grants: Grants, user: string, host: string, address: string): Account | null {
  return grants.accounts.find((account) =>
    !account.isRole && hostMatches(account.host, host, address) && (account.user === user || account.user === '')) ?? null;
}

/** Whether any account may come from a host at all (error 1130). */
export const isHostKnown = (grants: Grants, host: string, address: string): boolean =>
  grants.accounts.some((account) => !account.isRole && hostMatches(account.host, host, address));

export interface Subject { readonly user: string; readonly host: string; readonly role: string | null }

const isOf = (row: { user: string; host: string }, { user, host }: Subject): boolean => row.user === user && row.host === host;

/** The roles that a subject has switched on, with those granted to them. */
function activeRoles(grants: Grants, { role }: Subject): string[] {
  const found = new Set(role === null ? [] : [role]);
  for (const name of found) {
    for (const row of grants.roles) if (row.user === name && row.host === '') found.add(row.role);
  }
  if (grants.accounts.some(({ isRole, user }) => isRole && user === 'PUBLIC')) found.add('PUBLIC');
  return [...found];
}

const subjects = (grants: Grants, subject: Subject): Subject[] =>
  [subject, ...activeRoles(grants, subject).map((user) => ({ user, host: '', role: null }))];

/** Global privilege bits of a subject. */
export function globalBits(grants: Grants, subject: Subject): bigint {
  return subjects(grants, subject).reduce((bits, each) =>
    bits | BigInt(grants.accounts.find((account) => isOf(account, each))?.access ?? 0), 0n);
}

/** Bits on a database: the global ones and those of the first fitting row of mysql.db. */
export function databaseBits(grants: Grants, subject: Subject, db: string): bigint {
  return subjects(grants, subject).reduce((bits, each) => {
    const row = grants.dbs.find((candidate) => candidate.user === each.user && (candidate.host === each.host)
      && likePattern(candidate.db, '\\', false).test(db));
    return bits | BigInt(row?.bits ?? 0);
  }, globalBits(grants, subject));
}

const onTable = <T extends { user: string; host: string; db: string; table: string }>(rows: readonly T[], who: Subject, db: string, table: string): T[] =>
  rows.filter((row) => isOf(row, who) && row.db.toLowerCase() === db.toLowerCase() && row.table.toLowerCase() === table.toLowerCase());

/** Bits on a table, those on its database included. */
export function tableBits(grants: Grants, subject: Subject, db: string, table: string): bigint {
  return subjects(grants, subject).reduce((bits, each) =>
    onTable(grants.tables, each, db, table).reduce((sum, row) => sum | BigInt(row.bits), bits), databaseBits(grants, subject, db));
}

/** The columns of a table on which a subject has the privilege. */
export function grantedColumns(grants: Grants, subject: Subject, db: string, table: string, privilege: string): Set<string> {
  const bit = bitOf(privilege);
  return new Set(subjects(grants, subject).flatMap((each) => onTable(grants.columns, each, db, table))
    .filter((row) => (BigInt(row.bits) & bit) !== 0n).map((row) => row.column.toLowerCase()));
}

/** Whether a subject has anything to do with a database: then it sees and may USE it. */
export function seesDatabase(grants: Grants, subject: Subject, db: string): boolean {
  if (db.toLowerCase() === 'information_schema') return true;
  const visible = databaseBits(grants, subject, db) & ~(bitOf('RELOAD') | bitOf('SHUTDOWN') | bitOf('PROCESS') | bitOf('FILE') | bitOf('CREATE USER'));
  if (visible !== 0n) return true;
  return subjects(grants, subject).some((each) => [...grants.tables, ...grants.columns].some((row) => isOf(row, each) && row.db.toLowerCase() === db.toLowerCase()));
}
