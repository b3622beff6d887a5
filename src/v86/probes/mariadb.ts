import { isNear } from '../../base/near.ts';
import { quoted, type Said } from '../agent.ts';
import type { AnswerTo, Asked, Shell, Together } from './kinds.ts';
import { addressOf, connectError, whyNot } from './names.ts';
import { unitWhy } from './units.ts';

const PORT = 3306;
/** The client with the host's settings (where the socket is) and nobody's own; what is not there need not be started. */
export const mysql = (options: string, password = ''): string =>
  `command -v mysql >/dev/null || { echo 'mysql: command not found'; exit 127; }; ${password}timeout 60 mysql --defaults-file=/etc/my.cnf ${options}`;
const CLIENT = mysql('-u root -N -B');
const MARK = '@@handstack ';
const SYSTEM = "('information_schema','mysql','performance_schema','sys')";

/** Databases and tables as lines with a word in front, then each account and what SHOW GRANTS says: by one client, which is slow to start. */
const LIST = `SELECT 'database', SCHEMA_NAME FROM information_schema.SCHEMATA WHERE SCHEMA_NAME NOT IN ${SYSTEM};`
  + `SELECT 'table', TABLE_SCHEMA, TABLE_NAME FROM information_schema.TABLES WHERE TABLE_SCHEMA NOT IN ${SYSTEM} ORDER BY TABLE_NAME;`;
const GRANTS = `
delimiter //
BEGIN NOT ATOMIC
FOR account IN (SELECT User AS who, Host AS place FROM mysql.global_priv WHERE JSON_VALUE(Priv, '$.is_role') IS NULL ORDER BY User, Host) DO
SELECT CONCAT('${MARK}', account.who, ' ', account.place);
EXECUTE IMMEDIATE CONCAT('SHOW GRANTS FOR ', QUOTE(account.who), '@', QUOTE(account.place));
END FOR;
END//`;
/** What is asked for beside passwords. */
const TABLES = 'tables';
/** Comes before the words about an account's password. */
const PASSWORD = '@@handstack-password';

/** The way to ask about an account's password: a JSON array of user, host, password. */
function passwordSql(name: string): string {
  const [user = '', from = '', password = ''] = JSON.parse(name) as string[];
  return `SELECT '${PASSWORD}', (SELECT JSON_VALUE(Priv, '$.authentication_string') = PASSWORD(${sqlText(password)}) FROM mysql.global_priv`
    + ` WHERE User = ${sqlText(user)} AND Host = ${sqlText(from)});`;
}

/** Tables with accounts, and whether passwords are right: whatever is asked in one breath, by one client. */
const SERVER: Together<Said> = {
  script: (names) => `${CLIENT} -e ${quoted(names.filter((name) => name !== TABLES).map(passwordSql).join('') + (names.includes(TABLES) ? LIST + GRANTS : ''))}`,
  read({ text, status }, names) {
    const lines = text.split('\n');
    const passwords = lines.filter((line) => line.startsWith(PASSWORD));
    const rest = lines.filter((line) => !line.startsWith(PASSWORD)).join('\n');
    const others = names.filter((name) => name !== TABLES);
    return names.map((name) => ({ text: name === TABLES ? rest : passwords[others.indexOf(name)]?.split('\t')[1] ?? '', status }));
  },
};

interface Account {
  readonly user: string;
  readonly host: string;
  readonly grants: readonly string[];
}

interface Tables {
  readonly databases: readonly { readonly name: string; readonly tables: readonly string[] }[];
  readonly accounts: readonly Account[];
}

export interface Problem {
  readonly problem: string;
  readonly why?: string;
}

/** What people made in the server that runs on a host, or why nothing can be told. */
export async function tablesOf(shell: Shell): Promise<Tables | Problem> {
  const [{ text, status } = { text: '', status: 255 }] = await shell.together(SERVER, [TABLES]);
  return status === 0 ? parsedTables(text) : problemOf(shell, text);
}

function parsedTables(text: string): Tables {
  const databases = new Map<string, string[]>();
  const accounts: { user: string; host: string; grants: string[] }[] = [];
  for (const line of text.split('\n')) {
    const [kind = '', first = '', second = ''] = line.split('\t');
    if (line.startsWith(MARK)) {
      const said = line.slice(MARK.length);
      accounts.push({ user: said.slice(0, said.lastIndexOf(' ')), host: said.slice(said.lastIndexOf(' ') + 1), grants: [] });
    } else if (kind === 'database') databases.set(first, []);
    else if (kind === 'table') databases.get(first)?.push(second);
    else if (line !== '') accounts.at(-1)?.grants.push(line.replaceAll('\\\\', '\\'));
  }
  return { databases: [...databases].map(([name, tables]) => ({ name, tables })), accounts };
}

export async function problemOf(shell: Shell, text: string): Promise<Problem> {
  const why = await unitWhy(shell, 'mariadb.service');
  if (why !== '') return { problem: `MariaDB does not run on \`${shell.host}\``, why };
  return { problem: `MariaDB on \`${shell.host}\` does not answer root`, why: `\`${text.trim().split('\n').at(-1) ?? ''}\`` };
}

export async function answerDatabase(shell: Shell, { name }: Asked<'database'>): Promise<AnswerTo<'database'>> {
  const tables = await tablesOf(shell);
  if ('problem' in tables) return { kind: 'database', exists: false, similar: [], tables: [], ...tables };
  const mine = tables.databases.find((each) => each.name === name);
  return {
    kind: 'database', exists: mine !== undefined, tables: mine?.tables ?? [],
    similar: tables.databases.map((each) => each.name).filter((each) => isNear(each, name)),
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
  const [tables, isPassword] = await Promise.all([tablesOf(shell), password === undefined ? null : passwordIs(shell, user, from, password)]);
  if ('problem' in tables) return { kind: 'grant', account: false, privileges: [], hasAll: false, accounts: [], ...tables };
  const { accounts } = tables;
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
  const [said] = await shell.together(SERVER, [JSON.stringify([user, from, password])]);
  return said?.text === '1';
}

/** Logs in for a moment, from where it is asked; over the network by `name`. */
export async function answerLogin(shell: Shell, asked: Asked<'login'>, name = asked.host): Promise<AnswerTo<'login'>> {
  const { host, from, user, password, database, byName = false } = asked;
  const client = from === host ? shell : shell.on(from);
  if (client === null) return { kind: 'login', isAccepted: false, problem: noClient(shell, from) };
  const where = from === host && !byName ? '' : ` -h ${quoted(name)}`;
  const login = mysql(`-u ${quoted(user)}${where} -N -B -e 'SELECT CURRENT_USER()' ${database === undefined ? '' : quoted(database)}`, `MYSQL_PWD=${quoted(password)} `);
  const [tables, { said: { text, status }, way }] = await Promise.all([tablesOf(shell), client.run(login).then(async (said) => (
    { said, way: said.status === 127 ? await wayFrom(client, shell, host) : null }))]);
  if ('problem' in tables) return { kind: 'login', isAccepted: false, ...tables };
  if (way !== null) return { kind: 'login', ...await withoutClient(client, shell, asked, tables, way) };
  if (status === 0) return { kind: 'login', isAccepted: true, account: `'${text.trim().replace(/@([^@]*)$/, "'@'$1'")}` };
  const [, code, error] = /ERROR (\d+) \([^)]*\): (.*)/.exec(text) ?? [];
  return { kind: 'login', isAccepted: false, ...(code === undefined ? {} : { code: Number(code) }), error: error ?? text.trim() };
}

const noClient = (shell: Shell, from: string): string =>
  (shell.hosts.some((each) => each.name === from) ? `\`${from}\` is switched off: press a key in its terminal` : `there is no host \`${from}\``);

/** How a client's host finds the server's, and how the server names it. */
interface Way {
  /** Null: the name is not known there. */
  readonly address: string | null;
  /** Why the connection cannot be made; null when it can. */
  readonly error: string | null;
  readonly from: string;
  readonly name: string;
}

async function wayFrom(client: Shell, server: Shell, host: string): Promise<Way> {
  const from = client.hosts.find((each) => each.name === client.host)?.address ?? client.host;
  const [known, there] = await Promise.all([server.run(`getent hosts ${quoted(from)}`), addressOf(client, host).then(async (address) => (
    { address, error: address === null ? null : await connectError(client, address, PORT) }))]);
  return { ...there, from, name: known.text.trim().split(/\s+/)[1] ?? from };
}

/**
 * A host without the client program: the connection is tried from there, and what the server would say is derived from its
 * own tables, as it does: the account by name and host, its password, its database.
 */
async function withoutClient(
  client: Shell, server: Shell, asked: Asked<'login'>, { accounts }: Tables, { address, error, from, name }: Way,
): Promise<Omit<AnswerTo<'login'>, 'kind'>> {
  const { host, user, password, database } = asked;
  if (address === null) return { isAccepted: false, code: 2005, error: `Unknown server host '${host}'` };
  if (error !== null) {
    const why = await whyNot(client, { error, address, owner: host, port: PORT });
    return { isAccepted: false, code: 2003, error: `Can't connect to MySQL server on '${host}': ${error}`, ...(why === null ? {} : { why }) };
  }
  const fits = ({ host: pattern }: Account): boolean => covers(pattern, from) || covers(pattern.toLowerCase(), name.toLowerCase());
  if (!accounts.some(fits)) return { isAccepted: false, code: 1130, error: `Host '${name}' is not allowed to connect to this MariaDB server` };
  // The most exact host counts: names and addresses before patterns, `%` last.
  const [account] = accounts.filter((each) => each.user === user && fits(each)).sort((one, other) => vagueness(one.host) - vagueness(other.host));
  const denied = { isAccepted: false, code: 1045, error: `Access denied for user '${user}'@'${name}' (using password: ${password === '' ? 'NO' : 'YES'})` };
  if (account === undefined) return denied;
  const shown = `'${account.user}'@'${account.host}'`;
  if (!await passwordIs(server, user, account.host, password)) return { ...denied, account: shown };
  if (database !== undefined && privilegesOn(database, account.grants).length === 0) {
    return { isAccepted: false, code: 1044, error: `Access denied for user ${shown} to database '${database}'` };
  }
  return { isAccepted: true, account: shown };
}

const vagueness = (pattern: string): number => (pattern === '%' ? 2 : /[%_]/.test(pattern) ? 1 : 0);

export async function answerRows(shell: Shell, { database, sql }: Asked<'rows'>): Promise<AnswerTo<'rows'>> {
  if (!/^\s*(select|with|\()/i.test(sql)) return { kind: 'rows', columns: [], rows: [], error: 'only a SELECT can be asked' };
  const { text, status } = await shell.run(mysql(`-u root -X -e ${quoted(sql)} ${quoted(database)}`));
  if (status !== 0) {
    // Whatever is not the server's own word means that it could not be asked: no client, no socket, no time.
    const refused = /ERROR (?!2002)\d+ \([^)]*\)[^:]*: (.*)/.exec(text)?.[1];
    return { kind: 'rows', columns: [], rows: [], ...(refused === undefined ? await problemOf(shell, text) : { error: refused }) };
  }
  const rows = [...text.matchAll(/<row>([\s\S]*?)<\/row>/g)].map(([, row = '']) => fieldsOf(row));
  return { kind: 'rows', columns: (rows[0] ?? []).map(({ name }) => name), rows: rows.map((row) => row.map(({ value }) => value)) };
}

/** The fields of a row as `mysql -X` prints it. */
function fieldsOf(row: string): readonly { readonly name: string; readonly value: string | null }[] {
  return [...row.matchAll(/<field name="([^"]*)"(?: xsi:nil="true" \/>|>([\s\S]*?)<\/field>)/g)]
    .map(([, name = '', value]) => ({ name: unescaped(name), value: value === undefined ? null : unescaped(value) }));
}

const unescaped = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&apos;', "'").replaceAll('&amp;', '&');
