import { SqlError, type Column, type MysqlMessage, type Cell } from '../../protocol/mysql.ts';
import { ERRNO_NUMBER, SysError } from '../errors.ts';
import type { Routine } from '../program.ts';
import type { Socket, Sys } from '../sys.ts';

export interface MysqlTarget {
  /** Absent or `localhost` with no port: the socket. */
  readonly host?: string;
  readonly port?: number;
  readonly socket?: string;
  readonly user: string;
  readonly password: string | null;
  readonly database?: string | null;
  readonly program?: string;
  readonly charset?: string;
  readonly timeoutMs?: number;
  /** Always by TCP (`--protocol=tcp`). */
  readonly isTcp?: boolean;
}

/** What a statement answered: rows, or what it did. */
export interface MysqlResult {
  /** Null when the statement has no result set. */
  readonly columns: readonly Column[] | null;
  readonly rows: readonly (readonly Cell[])[];
  readonly affectedRows: number;
  readonly insertId: number;
  readonly warnings: number;
  readonly info: string;
}

const DEFAULT_SOCKET = '/var/lib/mysql/mysql.sock';
const EINPROGRESS = 115;

/** An open session with a MariaDB server, for clients and services alike. Failures are thrown as SqlError. */
export class MysqlSession {
  readonly connectionId: number;
  readonly serverVersion: string;
  /** The database after the last statement. */
  database: string | null;
  readonly #sys: Sys;
  readonly #socket: Socket;
  #isOpen = true;

  private constructor(sys: Sys, socket: Socket, handshake: Extract<MysqlMessage, { kind: 'handshake' }>, database: string | null) {
    this.#sys = sys;
    this.#socket = socket;
    this.connectionId = handshake.connectionId;
    this.serverVersion = handshake.version;
    this.database = database;
  }

  /** Connects and logs in. Code 2002 or 2005 when there is no way to the server, else the server's own error. */
  static *open(sys: Sys, target: MysqlTarget): Routine<MysqlSession> {
    const socket = yield* connect(sys, target);
    const greeting = socket.greeting;
    if (greeting === null || greeting.protocol !== 'mysql') {
      throw new SqlError(2013, 'HY000', "Lost connection to server at 'handshake: reading initial communication packet', system error: 11");
    }
    if (greeting.kind === 'error') throw new SqlError(greeting.code, greeting.state, greeting.message);
    if (greeting.kind !== 'handshake') throw new SqlError(2027, 'HY000', 'Received malformed packet');
    const session = new MysqlSession(sys, socket, greeting, target.database ?? null);
    yield* session.#ask({
      protocol: 'mysql', kind: 'login', user: target.user, password: target.password, database: target.database ?? null,
      ...(target.program === undefined ? {} : { program: target.program }), ...(target.charset === undefined ? {} : { charset: target.charset }),
    });
    return session;
  }

  /** Takes up a session again after its program was resumed. */
  static resume(sys: Sys, saved: SavedSession): MysqlSession {
    const handshake = { protocol: 'mysql', kind: 'handshake', version: saved.serverVersion, connectionId: saved.connectionId } as const;
    return new MysqlSession(sys, saved.socket, handshake, saved.database);
  }

  /** The session as plain data for a checkpoint. */
  save(): SavedSession {
    return { socket: this.#socket, connectionId: this.connectionId, serverVersion: this.serverVersion, database: this.database };
  }

  /** Whether the server is known to be gone. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Runs one statement. */
  *query(sql: string): Routine<MysqlResult> {
    const reply = yield* this.#ask({ protocol: 'mysql', kind: 'query', sql });
    if (reply.kind === 'rows') return { columns: reply.columns, rows: reply.rows, affectedRows: 0, insertId: 0, warnings: reply.warnings, info: '' };
    if (reply.kind !== 'ok') throw new SqlError(2027, 'HY000', 'Received malformed packet');
    if (reply.database !== undefined) this.database = reply.database;
    return { columns: null, rows: [], affectedRows: reply.affectedRows, insertId: reply.insertId, warnings: reply.warnings, info: reply.info };
  }

  /** The rows of a statement as objects by column name. */
  *rows(sql: string): Routine<Record<string, Cell>[]> {
    const { columns, rows } = yield* this.query(sql);
    return rows.map((row) => Object.fromEntries((columns ?? []).map((column, index) => [column.name, row[index] ?? null])));
  }

  *use(database: string): Routine<void> {
    yield* this.#ask({ protocol: 'mysql', kind: 'init-db', database });
    this.database = database;
  }

  *ping(): Routine<void> {
    yield* this.#ask({ protocol: 'mysql', kind: 'ping' });
  }

  /** The server's one-line statistics. */
  *statistics(): Routine<string> {
    const reply = yield* this.#ask({ protocol: 'mysql', kind: 'statistics' });
    return reply.kind === 'ok' ? reply.info : '';
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#sys.closeSocket(this.#socket);
  }

  *#ask(message: MysqlMessage): Routine<MysqlMessage> {
    if (!this.#isOpen) throw new SqlError(2006, 'HY000', 'Server has gone away');
    let reply;
    try {
      reply = yield* this.#sys.call(this.#socket, message);
    } catch (error) {
      if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
      this.#isOpen = false;
      throw new SqlError(2006, 'HY000', 'Server has gone away');
    }
    if (reply.protocol !== 'mysql') throw new SqlError(2027, 'HY000', 'Received malformed packet');
    if (reply.kind === 'error') throw new SqlError(reply.code, reply.state, reply.message);
    return reply;
  }
}

/** A MysqlSession as plain data. */
export interface SavedSession {
  readonly socket: Socket;
  readonly connectionId: number;
  readonly serverVersion: string;
  readonly database: string | null;
}

/** Whether the target is reached through the socket. */
export const isLocal = ({ host, isTcp }: Pick<MysqlTarget, 'host' | 'isTcp'>): boolean =>
  isTcp !== true && (host === undefined || host === '' || host === 'localhost');

function* connect(sys: Sys, target: MysqlTarget): Routine<Socket> {
  const options = target.timeoutMs === undefined ? {} : { timeoutMs: target.timeoutMs };
  if (isLocal(target)) {
    const path = target.socket ?? DEFAULT_SOCKET;
    try {
      return yield* sys.connect({ path }, options);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      throw new SqlError(2002, 'HY000', `Can't connect to local server through socket '${path}' (${ERRNO_NUMBER[error.errno]})`);
    }
  }
  const host = target.host ?? 'localhost';
  try {
    return yield* sys.connect({ host, port: target.port ?? 3306 }, options);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EAI_NONAME') throw new SqlError(2005, 'HY000', `Unknown server host '${host}' (-2)`);
    if (error.errno === 'ETIMEDOUT' && target.timeoutMs !== undefined) {
      throw new SqlError(2013, 'HY000', "Lost connection to server at 'handshake: reading initial communication packet', system error: 110");
    }
    // The connector waits with poll(2), so the number of a refused connection is that of EINPROGRESS.
    const number = error.errno === 'ECONNREFUSED' ? EINPROGRESS : ERRNO_NUMBER[error.errno];
    throw new SqlError(2002, 'HY000', `Can't connect to server on '${host}' (${number})`);
  }
}
