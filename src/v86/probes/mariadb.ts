import { isNear } from '../../base/near.ts';
import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { addressOf, ownerOf, whyNot } from './names.ts';
import { sqlTold, type SqlTold } from './told.ts';
import { unitWhy, unitsOf } from './units.ts';

export const PORT = 3306;
/** The client's word for that nobody takes its connection over the network (CR_CONN_HOST_ERROR). */
export const NO_WAY = 2003;
/** Where the server listens for its own host. */
const SOCKET = '/var/lib/mysql/mysql.sock';
const UNIT = 'mariadb.service';
const SYSTEM = "('information_schema','mysql','performance_schema','sys')";

const DATABASES = [
  `SELECT 'database', SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ${SYSTEM}`,
  `SELECT 'table', TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ${SYSTEM} ORDER BY TABLE_NAME`,
];
/** Each account and what SHOW GRANTS says. */
const ACCOUNTS = `BEGIN NOT ATOMIC
FOR account IN (SELECT User AS who, Host AS place FROM mysql.global_priv WHERE JSON_VALUE(Priv, '$.is_role') IS NULL ORDER BY User, Host) DO
SELECT 'account', account.who, account.place;
EXECUTE IMMEDIATE CONCAT('SHOW GRANTS FOR ', QUOTE(account.who), '@', QUOTE(account.place));
END FOR;
END`;

/** Whether an error says that the server could not be asked: there is no way to it, or it does not let root in, or it left. */
export const isAboutServer = (code: number): boolean => [1045, 1698, 2002, NO_WAY, 2013].includes(code);

/** What statements come to for root on the server's own host. */
export async function asRoot(shell: Shell, statements: readonly string[], database = ''): Promise<SqlTold> {
  // The unit says why there is no answer: asked in the same breath, it costs little.
  const [told] = await Promise.all([shell.tell('sql', SOCKET, 'root', '', database, ...statements), unitsOf(shell, [UNIT])]);
  return sqlTold(told);
}

interface Account {
  readonly user: string;
  readonly host: string;
  readonly grants: readonly string[];
}

interface Database {
  readonly name: string;
  readonly tables: readonly string[];
}

export interface Problem {
  readonly problem: string;
  readonly why?: string;
}

/** The databases that people made in the server of a host, or why nothing can be told. */
export async function databasesOf(shell: Shell): Promise<readonly Database[] | Problem> {
  const { rows, error } = await asRoot(shell, DATABASES);
  if (error !== null) return problemOf(shell, error.words);
  const tables = rows.filter(([kind]) => kind === 'table');
  return rows.filter(([kind]) => kind === 'database')
    .map(([, name]) => ({ name: name ?? '', tables: tables.filter(([, database]) => database === name).map(([, , table]) => table ?? '') }));
}

/** The accounts of the server of a host and what they may do, or why nothing can be told. */
export async function accountsOf(shell: Shell): Promise<readonly Account[] | Problem> {
  const { rows, error } = await asRoot(shell, [ACCOUNTS]);
  if (error !== null) return problemOf(shell, error.words);
  const accounts: { user: string; host: string; grants: string[] }[] = [];
  for (const [said, user, host] of rows) {
    if (said === 'account' && host !== undefined) accounts.push({ user: user ?? '', host: host ?? '', grants: [] });
    else accounts.at(-1)?.grants.push(said ?? '');
  }
  return accounts;
}

export async function problemOf(shell: Shell, words: string): Promise<Problem> {
  const why = await unitWhy(shell, UNIT);
  if (why !== '') return { problem: `MariaDB does not run on \`${shell.host}\``, why };
  return { problem: `MariaDB on \`${shell.host}\` does not answer root`, why: `\`${words}\`` };
}

export async function answerDatabase(shell: Shell, { name }: Asked<'database'>): Promise<AnswerTo<'database'>> {
  const databases = await databasesOf(shell);
  if ('problem' in databases) return { kind: 'database', exists: false, similar: [], tables: [], ...databases };
  const mine = databases.find((each) => each.name === name);
  return {
    kind: 'database', exists: mine !== undefined, tables: mine?.tables ?? [],
    similar: databases.map((each) => each.name).filter((each) => isNear(each, name)),
  };
}

/** Whether a database's name matches the pattern of a grant: `%` and `_` stand for others unless `\` comes before. */
function covers(pattern: string, database: string): boolean {
  const expression = pattern.replace(/\\([%_])|[.*+?^${}()|[\]\\]|[%_]/g, (all, literal: string | undefined) => {
    if (literal !== undefined) return literal;
    return all === '%' ? '.*' : all === '_' ? '.' : `\\${all}`;
  });
  return new RegExp(`^${expression}$`).test(database);
}

/** Privileges on a whole database, from the lines of SHOW GRANTS. */
function privilegesOn(database: string, grants: readonly string[]): readonly string[] {
  const all = grants.flatMap((grant) => {
    const [, list = '', on = ''] = /^GRANT (.+?) ON (\*\.\*|`(?:[^`]|``)+`\.\*) TO /.exec(grant) ?? [];
    const isMine = on === '*.*' || (on !== '' && covers(on.slice(1, -3).replaceAll('``', '`'), database));
    return isMine ? list.split(', ').filter((each) => each !== 'USAGE') : [];
  });
  return all.includes('ALL PRIVILEGES') ? ['ALL PRIVILEGES'] : [...new Set(all)];
}

export async function answerGrant(shell: Shell, { user, from, database, password }: Asked<'grant'>): Promise<AnswerTo<'grant'>> {
  const [accounts, isPassword] = await Promise.all([accountsOf(shell), password === undefined ? null : passwordIs(shell, user, from, password)]);
  if ('problem' in accounts) return { kind: 'grant', account: false, privileges: [], hasAll: false, accounts: [], ...accounts };
  const mine = accounts.find((each) => each.user === user && each.host === from);
  if (mine === undefined) return { kind: 'grant', account: false, privileges: [], hasAll: false, accounts };
  const privileges = privilegesOn(database, mine.grants);
  return {
    kind: 'grant', account: true, privileges, hasAll: privileges.includes('ALL PRIVILEGES'), accounts,
    ...(isPassword === null ? {} : { isPassword }),
  };
}

/** A text as SQL writes it. */
const sqlText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

async function passwordIs(shell: Shell, user: string, from: string, password: string): Promise<boolean> {
  const { rows } = await asRoot(shell, [`SELECT JSON_VALUE(Priv, '$.authentication_string') = PASSWORD(${sqlText(password)}) FROM mysql.global_priv`
    + ` WHERE User = ${sqlText(user)} AND Host = ${sqlText(from)}`]);
  return rows[0]?.[0] === '1';
}

/** Logs in for a moment, from where it is asked; over the network by `name`. */
export async function answerLogin(shell: Shell, asked: Asked<'login'>, name = asked.host): Promise<AnswerTo<'login'>> {
  const { host, from, user, password, database = '', byName = false } = asked;
  const client = from === host ? shell : shell.on(from);
  if (client === null) return { kind: 'login', isAccepted: false, problem: noClient(shell, from) };
  const isLocal = from === host && !byName;
  const { rows, error } = sqlTold(await client.across.tell('sql', isLocal ? SOCKET : name, user, password, database, 'SELECT CURRENT_USER()'));
  const [[account] = []] = rows;
  if (typeof account === 'string') return { kind: 'login', isAccepted: true, account: `'${account.replace(/@([^@]*)$/, "'@'$1'")}` };
  if (error === null || error.code === 2002) return { kind: 'login', isAccepted: false, ...await problemOf(shell, error?.words ?? '') };
  if (error.code === NO_WAY) return { kind: 'login', isAccepted: false, ...await noWay(client, shell, name, error.words) };
  return { kind: 'login', isAccepted: false, code: error.code, error: error.words };
}

const noClient = (shell: Shell, from: string): string =>
  (shell.hosts.some((each) => each.name === from) ? `\`${from}\` is switched off: press a key in its terminal` : `there is no host \`${from}\``);

/** What the client says when nobody takes its connection, and why; a server that does not run comes first. */
async function noWay(client: Shell, server: Shell, name: string, words: string): Promise<Omit<AnswerTo<'login'>, 'kind' | 'isAccepted'>> {
  const databases = await databasesOf(server);
  if ('problem' in databases) return databases;
  const address = await addressOf(client, name) ?? name;
  const why = await whyNot(client, { error: words, address, owner: ownerOf(client, address), port: PORT });
  return { code: NO_WAY, error: `Can't connect to MySQL server on '${name}': ${words}`, ...(why === null ? {} : { why }) };
}

export async function answerRows(shell: Shell, { database, sql }: Asked<'rows'>): Promise<AnswerTo<'rows'>> {
  if (!/^\s*(select|with|\()/i.test(sql)) return { kind: 'rows', columns: [], rows: [], error: 'only a SELECT can be asked' };
  const { columns, rows, error } = await asRoot(shell, [sql], database);
  if (error === null) return { kind: 'rows', columns, rows };
  return { kind: 'rows', columns: [], rows: [], ...(isAboutServer(error.code) ? await problemOf(shell, error.words) : { error: error.words }) };
}
