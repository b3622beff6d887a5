// mariadbd's side of a connection: greeting, login, statements. Knows nothing of how the server was started.
import type { Json } from '../../../base/json.ts';
import { SqlError, type MysqlMessage, type MysqlOk } from '../../protocol/mysql.ts';
import type { Message } from '../../protocol/message.ts';
import { SysError } from '../../host/errors.ts';
import { buildOf } from '../../host/mysql/build.ts';
import type { Connection, Handlers, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { charsetName, defaultCollation } from './engine/collation.ts';
import type { Session } from './engine/context.ts';
import { sqlError } from './engine/errors.ts';
import { execute } from './engine/execute.ts';
import { findAccount, globalBits, isHostKnown, type Account, type Grants } from './engine/grants.ts';
import { requireUse } from './engine/access.ts';
import { newSession } from './engine/session.ts';
import { LockWait, Server, type ServerState } from './engine/server.ts';
import { passwordHash } from './engine/sha1.ts';
import { statisticsLine } from './engine/status.ts';
import type { Context } from './engine/context.ts';
import { serverOf, stamp } from './serving.ts';

const LOCK_STEP_MS = 500;

interface Peer { readonly host: string; readonly address: string; readonly isLocal: boolean; readonly unixUser: string | null }

function peerOf(sys: Sys, { local, peer }: Connection, state: ServerState): Peer {
  if ('path' in local) return { host: 'localhost', address: 'localhost', isLocal: true, unixUser: sys.accounts.byUid(peer.uid)?.name ?? null };
  const skips = state.variables.skip_name_resolve === 'ON';
  const isLoopback = peer.address === '127.0.0.1' || peer.address === '::1';
  const name = skips ? null : isLoopback ? 'localhost' : sys.network.reverse(peer.address);
  return { host: name ?? peer.address, address: peer.address, isLocal: false, unixUser: null };
}

const errorMessage = (error: SqlError): MysqlMessage => ({ protocol: 'mysql', kind: 'error', code: error.code, state: error.state, message: error.message });

const OK: MysqlOk = { protocol: 'mysql', kind: 'ok', affectedRows: 0, insertId: 0, warnings: 0, info: '' };

const contextOf = (server: Server, session: Session): Context =>
  ({ server, session, nowMs: server.nowMs, warnings: [], params: [], nextParam: 0, row: 1, asDefiner: false });

function* open(sys: Sys, connection: Connection): Routine<Message> {
  const state = sys.state as unknown as ServerState;
  const peer = peerOf(sys, connection, state);
  const build = buildOf(sys, 'MariaDB-server');
  if (state.counters['skip-grant-tables'] !== 1 && !isHostKnown(state.grants, peer.host, peer.address)) return errorMessage(sqlError(1130, peer.host));
  // One connection more is kept for who has CONNECTION ADMIN.
  if (Object.keys(state.sessions).length > Number(state.variables.max_connections ?? 151)) return errorMessage(sqlError(1040));
  const session = newSession(state.nextConnection, sys.nowMs());
  state.nextConnection += 1;
  session.host = peer.isLocal ? 'localhost' : `${peer.host}:${connection.peer.port}`;
  session.command = 'Connect';
  state.sessions[session.id] = session;
  state.counters.Max_used_connections = Math.max(state.counters.Max_used_connections ?? 0, Object.keys(state.sessions).length);
  connection.session = session.id;
  sys.setState(state as unknown as Json);
  return { protocol: 'mysql', kind: 'handshake', version: build.version, connectionId: session.id };
}

function sessionOf(state: ServerState, connection: Connection): Session | null {
  return typeof connection.session === 'number' ? state.sessions[connection.session] ?? null : null;
}

function forget(state: ServerState, connection: Connection): void {
  if (typeof connection.session !== 'number') return;
  const id = connection.session;
   
  delete state.sessions[id];
  connection.session = null;
}

function* request(sys: Sys, connection: Connection, message: Message): Routine<Message> {
  const state = sys.state as unknown as ServerState;
  const session = sessionOf(state, connection);
  if (message.protocol !== 'mysql') return errorMessage(new SqlError(1047, '08S01', 'Unknown command'));
  if (session === null) return errorMessage(new SqlError(2006, 'HY000', 'Server has gone away'));
  if (session.isKilled) {
    end(sys, connection);
    throw new SysError('ECONNRESET');
  }
  const server = serverOf(sys, buildOf(sys, 'MariaDB-server'), state);
  try {
    return yield* answer(sys, connection, server, session, message);
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    if (message.kind === 'login') end(sys, connection);
    return errorMessage(error);
  } finally {
    session.command = 'Sleep';
    session.statement = null;
    session.statementMs = sys.nowMs();
    sys.setState(state as unknown as Json);
  }
}

function* answer(sys: Sys, connection: Connection, server: Server, session: Session, message: MysqlMessage): Routine<Message> {
  switch (message.kind) {
    case 'login':
      logIn(server, session, message, peerOf(sys, connection, server.state), sys);
      return { ...OK, database: session.database };
    case 'query': return yield* query(sys, server, session, message.sql);
    case 'init-db':
      server.state.questions += 1;
      requireUse(contextOf(server, session), message.database);
      session.database = message.database;
      return { ...OK, database: session.database };
    case 'ping': return OK;
    case 'statistics': return { ...OK, info: statisticsLine(contextOf(server, session)) };
    case 'quit':
      end(sys, connection);
      return OK;
    default: throw new SqlError(1047, '08S01', 'Unknown command');
  }
}

/** Runs a statement; waits for rows that another transaction holds. */
function* query(sys: Sys, server: Server, session: Session, sql: string): Routine<Message> {
  const { state } = server;
  session.command = 'Query';
  session.statement = sql.trim();
  session.statementMs = sys.nowMs();
  const limitMs = Number(session.variables.innodb_lock_wait_timeout ?? state.variables.innodb_lock_wait_timeout ?? 50) * 1000;
  const startMs = sys.nowMs();
  for (;;) {
    try {
      const result = execute(server, session, sql);
      const seconds = sleepSeconds(sql);
      if (seconds > 0) yield* sys.sleep(seconds * 1000);
      if (state.shutdown) sys.setTimer(10, { kind: 'shutdown' });
      return result;
    } catch (error) {
      if (!(error instanceof LockWait)) throw error;
      if (sys.nowMs() - startMs >= limitMs) throw sqlError(1205);
      yield* sys.sleep(LOCK_STEP_MS);
    }
  }
}

const sleepSeconds = (sql: string): number => Number(/^\s*(?:select|do)\s+sleep\s*\(\s*([\d.]+)\s*\)/i.exec(sql)?.[1] ?? 0);

// ── logging in

/** Whether the account's methods let this peer in; `usesPlugin` says that no password was in question. */
export function mayLogIn(account: Account, password: string | null, peer: { readonly unixUser: string | null }, user: string): boolean {
  return account.auth.some(({ plugin, hash }) => {
    if (plugin === 'unix_socket') return peer.unixUser !== null && (hash === '' ? peer.unixUser === user : peer.unixUser === hash);
    if (plugin !== 'mysql_native_password') return false;
    return hash === '' ? password === null || password === '' : password !== null && passwordHash(password) === hash.toUpperCase();
  });
}

/** Error 1045, or 1698 where a plug-in that needs no password had the last word. */
export function deniedError(grants: Grants, user: string, peer: { readonly host: string; readonly address: string }, password: string | null): SqlError {
  const account = findAccount(grants, user, peer.host, peer.address);
  const last = account?.auth.at(-1);
  if (last?.plugin === 'unix_socket') return sqlError(1698, user, peer.host);
  return sqlError(1045, user, peer.host, password === null || password === '' ? 'NO' : 'YES');
}

function logIn(server: Server, session: Session, login: Extract<MysqlMessage, { kind: 'login' }>, peer: Peer, sys: Sys): void {
  const { state } = server;
  if (state.counters['skip-grant-tables'] === 1) session.account = { user: 'root', host: 'localhost' };
  else {
    const account = findAccount(state.grants, login.user, peer.host, peer.address);
    if (account === null || !mayLogIn(account, login.password, peer, login.user)) {
      state.counters.Access_denied_errors = (state.counters.Access_denied_errors ?? 0) + 1;
      const error = deniedError(state.grants, login.user, peer, login.password);
      logDenied(sys, state, error);
      throw error;
    }
    if (account.isLocked) throw sqlError(4151);
    requireRoom(state, account);
    session.account = { user: account.user, host: account.host };
    session.role = account.defaultRole === '' ? null : account.defaultRole;
  }
  session.user = login.user;
  session.host = peer.host;
  setCharset(session, login.charset ?? state.variables.character_set_client ?? 'latin1');
  if (login.database !== null && login.database !== '') {
    requireUse(contextOf(server, session), login.database);
    session.database = login.database;
  }
}

/** At the limit only who has CONNECTION ADMIN or SUPER comes in. */
function requireRoom(state: ServerState, account: Account): void {
  if (Object.keys(state.sessions).length <= Number(state.variables.max_connections ?? 151)) return;
  const bits = globalBits(state.grants, { user: account.user, host: account.host, role: null });
  if ((bits & ((1n << 32n) | (1n << 15n))) === 0n) throw sqlError(1040);
}

function setCharset(session: Session, charset: string): void {
  const known = charsetName(charset) ?? 'latin1';
  Object.assign(session.variables, {
    character_set_client: known, character_set_connection: known, character_set_results: known, collation_connection: defaultCollation(known),
  });
}

/** log_warnings 2: refused logins stand in the error log. */
function logDenied(sys: Sys, state: ServerState, error: SqlError): void {
  if (Number(state.variables.log_warnings ?? 2) < 2) return;
  const line = `${stamp(sys.nowMs())} ${state.nextConnection - 1} [Warning] ${error.message}`;
  const path = state.variables.log_error ?? '';
  if (path === '') sys.log(line, { identifier: 'mariadbd' });
  else sys.writeFile(path.startsWith('/') ? path : `${state.variables.datadir ?? ''}${path}`, `${line}\n`, { append: true, mode: 0o660 });
}

function end(sys: Sys, connection: Connection): void {
  const state = sys.state as unknown as ServerState;
  const session = sessionOf(state, connection);
  if (session === null) return;
  if (session.transaction !== null) serverOf(sys, buildOf(sys, 'MariaDB-server'), state).rollback(session);
  forget(state, connection);
  sys.setState(state as unknown as Json);
}

function* shutDown(sys: Sys): Routine<void> {
  const { variables, sessions } = sys.state as unknown as ServerState;
  const server = serverOf(sys, buildOf(sys, 'MariaDB-server'), sys.state as unknown as ServerState);
  for (const session of Object.values(sessions)) server.rollback(session);
  const name = sys.argv[0] ?? '/usr/sbin/mariadbd';
  const lines = [
    `${name} (initiated by: unknown): Normal shutdown`, 'InnoDB: FTS optimize thread exiting.', 'InnoDB: Starting shutdown...',
    `InnoDB: Dumping buffer pool(s) to ${variables.datadir ?? ''}ib_buffer_pool`, 'InnoDB: Removed temporary tablespace data file: "./ibtmp1"',
    'Shutdown completed; log sequence number 44776; transaction id 15', `${name}: Shutdown complete`,
  ];
  const path = variables.log_error ?? '';
  for (const line of lines) {
    const text = `${stamp(sys.nowMs())} 0 [Note] ${line}\n`;
    if (path === '') yield* sys.write(2, text);
    else sys.writeFile(path.startsWith('/') ? path : `${variables.datadir ?? ''}${path}`, text, { append: true, mode: 0o660 });
  }
  for (const file of [variables.pid_file ?? '', variables.socket ?? '']) if (file !== '' && sys.exists(file)) sys.unlink(file);
}

export const handlers: Handlers = {
  open,
  request,
  close: end,
  *timer(sys) {
    yield* shutDown(sys);
    sys.exit(0);
  },
  *signal(sys, signal) {
    if (signal === 'SIGHUP') return null;
    yield* shutDown(sys);
    return 0;
  },
};
