import type { Json } from '../../base/json.ts';
import type { Host } from '../host/host.ts';
import { ROOT } from '../host/inode.ts';
import type { Process } from '../host/process.ts';
import { SqlError } from '../protocol/mysql.ts';
import { showGrants } from '../services/mariadb/engine/accounts.ts';
import type { Context } from '../services/mariadb/engine/context.ts';
import { sqlError } from '../services/mariadb/engine/errors.ts';
import { databaseBits, findAccount, isHostKnown, seesDatabase, type Account } from '../services/mariadb/engine/grants.ts';
import { ALL_DB, namesOf } from '../services/mariadb/engine/privileges.ts';
import { runQuery } from '../services/mariadb/engine/select.ts';
import { Server, type ServerState } from '../services/mariadb/engine/server.ts';
import { newSession } from '../services/mariadb/engine/session.ts';
import { parse } from '../services/mariadb/grammar/parse.ts';
import { deniedError, mayLogIn } from '../services/mariadb/wire.ts';
import type { Login, LoginResult, Tables } from './tables.ts';

/** The server's own databases. */
const SYSTEM: ReadonlySet<string> = new Set(['information_schema', 'mysql', 'performance_schema', 'sys']);

/** The tables of a running server, read through its own engine from its files and its memory, copied so that nothing changes. */
export function openTables(host: Host, daemon: Process): Tables {
  return new ServerTables(serverOf(host, daemon));
}

function serverOf(host: Host, daemon: Process): Server {
  const refuse = (): never => { throw new Error('a probe must not change anything'); };
  return new Server({
    disk: {
      readBlob: (path) => copy(host.files.at(path, { as: ROOT }).blob),
      readFile: (path) => host.files.readFile(path, ROOT),
      exists: (path) => exists(host, path),
      readDirectory: (path) => host.files.readDirectory(path, ROOT),
      writeBlob: refuse, writeFile: refuse, mkdir: refuse, rmdir: refuse, unlink: refuse, rename: refuse,
    },
    state: copy(daemon.state) as unknown as ServerState,
    version: '', hostname: host.name, random: () => 0, nowMs: () => host.shared.clock.nowMs(),
  });
}

function exists(host: Host, path: string): boolean {
  try {
    return host.files.find(path, { as: ROOT }).node !== null;
  } catch {
    return false;
  }
}

const copy = <T extends Json | undefined>(data: T): T => (data === undefined ? data : JSON.parse(JSON.stringify(data)) as T);

/** The probes' view of a server. */
export class ServerTables implements Tables {
  readonly #server: Server;

  constructor(server: Server) {
    this.#server = server;
  }

  get #grants(): ServerState['grants'] {
    return this.#server.state.grants;
  }

  databases(): ReturnType<Tables['databases']> {
    return this.#server.databases().filter((name) => !SYSTEM.has(name)).map((name) => ({ name, tables: this.tableNames(name).length }));
  }

  tableNames(database: string): readonly string[] {
    return this.#server.tableNames(database);
  }

  accounts(): ReturnType<Tables['accounts']> {
    const context = this.#context('mysql');
    return this.#grants.accounts.filter((account) => !account.isRole).map(({ user, host }) => ({ user, host, grants: showGrants(context, { user, host }) }))
      .sort((a, b) => (a.user === b.user ? (a.host < b.host ? -1 : 1) : a.user < b.user ? -1 : 1));
  }

  privileges(user: string, from: string, database: string): ReturnType<Tables['privileges']> {
    const own = databaseBits(this.#grants, { user, host: from, role: this.#find(user, from)?.defaultRole ?? null }, database) & ALL_DB;
    return { privileges: own === 0n ? [] : namesOf(own, ALL_DB).split(', '), hasAll: own === ALL_DB };
  }

  isPassword(user: string, from: string, password: string): boolean {
    const account = this.#find(user, from);
    return account !== null && mayLogIn(account, password, REMOTE, user);
  }

  #find(user: string, host: string): Account | null {
    return this.#grants.accounts.find((account) => account.user === user && account.host === host) ?? null;
  }

  login({ user, password, database, address, name }: Login): LoginResult {
    const host = this.#server.state.variables.skip_name_resolve === 'ON' ? address : name;
    if (!isHostKnown(this.#grants, host, address)) return refused(sqlError(1130, host));
    const account = findAccount(this.#grants, user, host, address);
    const denied = (): SqlError => deniedError(this.#grants, user, { host, address }, password);
    if (account === null) return refused(denied());
    const shown = `'${account.user}'@'${account.host}'`;
    if (!mayLogIn(account, password, REMOTE, user)) return { ...refused(denied()), account: shown };
    if (account.isLocked) return refused(sqlError(4151));
    const subject = { user: account.user, host: account.host, role: account.defaultRole === '' ? null : account.defaultRole };
    if (database !== null && !seesDatabase(this.#grants, subject, database)) return refused(sqlError(1044, account.user, account.host, database));
    if (database !== null && !this.#server.hasDatabase(database)) return refused(sqlError(1049, database));
    return { isAccepted: true, account: shown };
  }

  select(database: string, sql: string): ReturnType<Tables['select']> {
    try {
      const statement = parse(sql);
      if (statement.k !== 'select' && statement.k !== 'union' && statement.k !== 'with') return { columns: [], rows: [], error: 'only a SELECT can be asked' };
      if (!this.#server.hasDatabase(database)) throw sqlError(1049, database);
      const prepared = runQuery(statement, this.#context(database), null);
      return { columns: prepared.columns.map((column) => column.name), rows: prepared.cells() };
    } catch (error) {
      if (error instanceof SqlError) return { columns: [], rows: [], error: error.message };
      throw error;
    }
  }

  /** A session of root's. */
  #context(database: string): Context {
    const nowMs = this.#server.nowMs;
    const session = { ...newSession(0, nowMs), user: 'root', account: { user: 'root', host: 'localhost' }, database };
    return { server: this.#server, session, nowMs, warnings: [], params: [], nextParam: 0, row: 0, asDefiner: true };
  }
}

/** Somebody who comes with a password, not by the socket. */
const REMOTE = { unixUser: null };

const refused = ({ code, message }: SqlError): LoginResult => ({ isAccepted: false, code, error: message });
