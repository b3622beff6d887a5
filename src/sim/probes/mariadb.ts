// probes: answers about MariaDB on a host, from the running server's tables.
import { isNear } from '../../base/near.ts';
import { SysError } from '../host/errors.ts';
import type { Host } from '../host/host.ts';
import type { World } from '../world.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { whyNot } from './names.ts';
import { unitWhy } from './service.ts';
import type { Tables } from './tables.ts';

const UNIT = 'mariadb.service';
const PORT = 3306;

export interface Problem {
  readonly problem: string;
  readonly why: string;
}

/** The tables of the server that runs on a host, or why there are none. Its engine is loaded when first needed. */
export async function tablesOf(host: Host): Promise<Tables | Problem> {
  const daemon = [...host.kernel.processes.values()].find((process) => process.program === 'mariadbd' && process.isServing && process.ended === null);
  if (daemon === undefined) return { problem: `MariaDB does not run on \`${host.id}\``, why: unitWhy(host, UNIT) };
  const { openTables } = await import('./mariadb-tables.ts');
  return openTables(host, daemon);
}

export async function answerDatabase(host: Host, { name }: Asked<'database'>): Promise<AnswerTo<'database'>> {
  const tables = await tablesOf(host);
  if ('problem' in tables) return { kind: 'database', exists: false, similar: [], tables: [], ...tables };
  const names = tables.databases().map((each) => each.name);
  const exists = names.includes(name);
  return { kind: 'database', exists, similar: names.filter((each) => isNear(each, name)), tables: exists ? tables.tableNames(name) : [] };
}

export async function answerGrant(host: Host, { user, from, database, password }: Asked<'grant'>): Promise<AnswerTo<'grant'>> {
  const tables = await tablesOf(host);
  if ('problem' in tables) return { kind: 'grant', account: false, privileges: [], hasAll: false, accounts: [], ...tables };
  const accounts = tables.accounts();
  const account = accounts.some((each) => each.user === user && each.host === from);
  if (!account) return { kind: 'grant', account, privileges: [], hasAll: false, accounts };
  const { privileges, hasAll } = tables.privileges(user, from, database);
  return {
    kind: 'grant', account, privileges, hasAll, accounts,
    ...(password === undefined ? {} : { isPassword: tables.isPassword(user, from, password) }),
  };
}

/** Walks the way of a login: the name, the network, the listener, the account, the password, the database. */
export async function answerLogin(host: Host, asked: Asked<'login'>, world: World, name = host.id): Promise<AnswerTo<'login'>> {
  const { from, user, password, database, byName = false } = asked;
  const tables = await tablesOf(host);
  if ('problem' in tables) return { kind: 'login', isAccepted: false, ...tables };
  const client = world.hosts.find((each) => each.id === from);
  if (client === undefined) return { kind: 'login', isAccepted: false, problem: `there is no host \`${from}\`` };
  if (client === host && !byName) return { kind: 'login', ...tables.login({ user, password, database: database ?? null, address: 'localhost', name: 'localhost' }) };
  const reached = world.wire.reach(client, name, PORT);
  if (reached.errno !== null) {
    const why = whyNot(reached.errno, reached.address, name, PORT, world);
    const error = `Can't connect to MySQL server on '${name}': ${new SysError(reached.errno).text}`;
    return { kind: 'login', isAccepted: false, code: 2003, error, ...(why === null ? {} : { why }) };
  }
  if (reached.host !== host) {
    const why = `On \`${from}\` the name \`${name}\` means \`${reached.address}\`.`;
    return { kind: 'login', isAccepted: false, code: 2003, error: `another machine answers at \`${reached.address}\``, why };
  }
  const peer = reached.source.startsWith('127.') ? 'localhost' : host.network.reverse(reached.source) ?? reached.source;
  return { kind: 'login', ...tables.login({ user, password, database: database ?? null, address: reached.source, name: peer }) };
}

export async function answerRows(host: Host, { database, sql }: Asked<'rows'>): Promise<AnswerTo<'rows'>> {
  const tables = await tablesOf(host);
  if ('problem' in tables) return { kind: 'rows', columns: [], rows: [], ...tables };
  return { kind: 'rows', ...tables.select(database, sql) };
}
