import { SqlError, type Cell } from '../../protocol/mysql.ts';
import { SysError } from '../../host/errors.ts';
import { MysqlSession, type SavedSession } from '../../host/mysql/connection.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { DbError, mysqlError, sqliteError } from './db-errors.ts';
import { parseDbUrl, type DbUrl } from '../../../base/db-url.ts';
import type { Log } from './log.ts';
import { PythonException } from './traceback.ts';

/** A value for a `%(name)s` of a statement. */
export type Value = string | number | boolean | null;
export type Parameters = Readonly<Record<string, Value>>;
export type Row = Readonly<Record<string, Cell>>;

/** A service's database: statements over its pooled connection. Failures are thrown as DbError. */
export interface Database {
  /** All rows as objects by column name. */
  rows(sql: string, parameters?: Parameters): Routine<Row[]>;
  /** The first row, or null. */
  row(sql: string, parameters?: Parameters): Routine<Row | null>;
  /** A statement without rows. */
  run(sql: string, parameters?: Parameters): Routine<{ readonly affectedRows: number; readonly insertId: number }>;
  /** All of `work` or nothing of it. Inside another transaction it is part of that. */
  transaction<T>(work: () => Routine<T>): Routine<T>;
}

/** How a service reaches its database: the options of [database]. */
export interface DbSettings {
  readonly url: string;
  /** Attempts after the first, -1 for ever; and seconds between them. */
  readonly maxRetries: number;
  readonly retryIntervalS: number;
}

/** A statement with its values in place, as PyMySQL writes them. */
export function bind(sql: string, parameters: Parameters): string {
  return sql.replaceAll(/%(?:%|\((\w+)\)s)/g, (whole, name: string | undefined) => {
    if (name === undefined) return whole === '%%' ? '%' : whole;
    const value = parameters[name];
    if (value === undefined) throw new Error(`no value for ${name}`);
    if (value === null) return 'NULL';
    if (typeof value === 'string') return quoteText(value);
    return typeof value === 'number' ? String(value) : value ? 'true' : 'false';
  });
}

const ESCAPES: Readonly<Record<string, string>> = { '\0': '\\0', '\n': '\\n', '\r': '\\r', '\x1a': '\\Z', '"': '\\"', "'": "\\'", '\\': '\\\\' };
const quoteText = (text: string): string => `'${text.replaceAll(/[\0\n\r\x1a"'\\]/g, (letter) => ESCAPES[letter] ?? letter)}'`;

/** The URL's parts; throws the error that SQLAlchemy raises for one it cannot use. */
export function usableUrl(text: string): DbUrl {
  const url = parseDbUrl(text);
  if (url === null) throw new PythonException({ type: 'sqlalchemy.exc.ArgumentError', message: `Could not parse SQLAlchemy URL from string '${text}'` });
  if (url.badPort !== null) throw new PythonException({ type: 'ValueError', message: `invalid literal for int() with base 10: '${url.badPort}'` });
  const { dialect, driver } = url;
  if (dialect === 'mysql' && (driver === null || driver === 'mysqldb')) throw new PythonException({ type: 'ModuleNotFoundError', message: "No module named 'MySQLdb'" });
  if (dialect === 'postgresql' && driver === null) throw new PythonException({ type: 'ModuleNotFoundError', message: "No module named 'psycopg2'" });
  if ((dialect !== 'mysql' || driver !== 'pymysql') && dialect !== 'sqlite') {
    const plugin = driver === null ? dialect : `${dialect}.${driver}`;
    throw new PythonException({ type: 'sqlalchemy.exc.NoSuchModuleError', message: `Can't load plugin: sqlalchemy.dialects:${plugin}` });
  }
  return url;
}

/** Opens the database: MariaDB over the wire, or what SQLite would say. `pool` is where the connection is kept between requests. */
export function openDatabase(sys: Sys, settings: DbSettings, log: Log | null, pool: Pool = new Pool()): Database {
  return new LazyDatabase(() => {
    const url = usableUrl(settings.url);
    return url.dialect === 'sqlite' ? new SqliteDatabase(sys, url) : new MysqlDatabase(sys, url, settings, log, pool);
  });
}

/** Looks at its URL when first used: a wrong one troubles nobody before. */
class LazyDatabase implements Database {
  readonly #open: () => Database;
  #opened: Database | null = null;

  constructor(open: () => Database) {
    this.#open = open;
  }

  *rows(sql: string, parameters?: Parameters): Routine<Row[]> {
    return yield* this.#database().rows(sql, parameters);
  }

  *row(sql: string, parameters?: Parameters): Routine<Row | null> {
    return yield* this.#database().row(sql, parameters);
  }

  *run(sql: string, parameters?: Parameters): Routine<{ affectedRows: number; insertId: number }> {
    return yield* this.#database().run(sql, parameters);
  }

  *transaction<T>(work: () => Routine<T>): Routine<T> {
    return yield* this.#database().transaction(work);
  }

  #database(): Database {
    return this.#opened ??= this.#open();
  }
}

/** Where the open connection is kept: `saved` is plain data for the daemon's state. */
export class Pool {
  saved: SavedSession | null;
  /** Whether the engine was ever made: only then a failing connection is not tried again. */
  wasConnected: boolean;

  constructor(saved: SavedSession | null = null, wasConnected = false) {
    this.saved = saved;
    this.wasConnected = wasConnected;
  }
}

class MysqlDatabase implements Database {
  readonly #sys: Sys;
  readonly #url: DbUrl;
  readonly #settings: DbSettings;
  readonly #log: Log | null;
  readonly #pool: Pool;
  #session: MysqlSession | null = null;
  #depth = 0;

  constructor(sys: Sys, url: DbUrl, settings: DbSettings, log: Log | null, pool: Pool) {
    this.#sys = sys;
    this.#url = url;
    this.#settings = settings;
    this.#log = log;
    this.#pool = pool;
  }

  *rows(sql: string, parameters: Parameters = {}): Routine<Row[]> {
    const { columns, rows } = yield* this.#execute(sql, parameters);
    const names = (columns ?? []).map(({ name }) => name);
    return rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at] ?? null])));
  }

  *row(sql: string, parameters: Parameters = {}): Routine<Row | null> {
    return (yield* this.rows(sql, parameters))[0] ?? null;
  }

  *run(sql: string, parameters: Parameters = {}): Routine<{ affectedRows: number; insertId: number }> {
    const { affectedRows, insertId } = yield* this.#execute(sql, parameters);
    return { affectedRows, insertId };
  }

  *transaction<T>(work: () => Routine<T>): Routine<T> {
    if (this.#depth === 0) yield* this.#execute('START TRANSACTION', {});
    this.#depth += 1;
    try {
      const result = yield* work();
      this.#depth -= 1;
      if (this.#depth === 0) yield* this.#execute('COMMIT', {});
      return result;
    } catch (error) {
      this.#depth = Math.max(this.#depth - 1, 0);
      if (this.#depth === 0 && this.#session?.isOpen === true) yield* this.#execute('ROLLBACK', {});
      throw error;
    }
  }

  *#execute(sql: string, parameters: Parameters): ReturnType<MysqlSession['query']> {
    const session = yield* this.#connection();
    try {
      return yield* session.query(bind(sql, parameters));
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      if (!session.isOpen) this.#forget();
      throw mysqlError(error, sql, parameters);
    }
  }

  /** The open connection; a pooled one is asked first whether it still lives (oslo.db's ping). */
  *#connection(): Routine<MysqlSession> {
    if (this.#session !== null) return this.#session;
    if (this.#pool.saved !== null) {
      const session = MysqlSession.resume(this.#sys, this.#pool.saved);
      if (yield* isAlive(session)) return this.#session = session;
      this.#forget();
    }
    const session = this.#pool.wasConnected ? yield* this.#connect() : yield* this.#connectPatiently();
    this.#pool.wasConnected = true;
    this.#pool.saved = session.save();
    return this.#session = session;
  }

  #forget(): void {
    this.#session = null;
    this.#pool.saved = null;
  }

  /** The first connection of an engine is tried again and again. */
  *#connectPatiently(): Routine<MysqlSession> {
    const { maxRetries, retryIntervalS } = this.#settings;
    for (let left = maxRetries; ; left -= 1) {
      try {
        return yield* this.#connect();
      } catch (error) {
        if (!(error instanceof DbError) || !error.isLost) throw error;
        const attempts = maxRetries === -1 ? 'infinite' : String(left);
        this.#log?.logger('oslo_db.sqlalchemy.engines').warning(`SQL connection failed. ${attempts} attempts left.`, { error: error.python });
        yield* this.#sys.sleep(retryIntervalS * 1000);
        if (left === 1) throw error;
      }
    }
  }

  *#connect(): Routine<MysqlSession> {
    const url = this.#url;
    const target = {
      host: url.host ?? 'localhost', port: url.port ?? 3306, user: url.user ?? '', password: url.password, database: url.database,
      isTcp: url.query['unix_socket'] === undefined, ...(url.query['unix_socket'] === undefined ? {} : { socket: url.query['unix_socket'] }),
      timeoutMs: Number(url.query['connect_timeout'] ?? 10) * 1000,
    };
    try {
      return yield* MysqlSession.open(this.#sys, target);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      throw mysqlError(driverError(error, target.host));
    }
  }
}

function* isAlive(session: MysqlSession): Routine<boolean> {
  try {
    yield* session.ping();
    return true;
  } catch (error) {
    if (error instanceof SqlError) return false;
    throw error;
  }
}

/** PyMySQL words its own troubles differently from the C client that MysqlSession speaks as. */
function driverError(error: SqlError, host: string): SqlError {
  const say = (why: string): SqlError => new SqlError(2003, 'HY000', `Can't connect to MySQL server on '${host}' (${why})`);
  if (error.code === 2005) return say('[Errno -2] Name or service not known');
  if (error.code === 2013) return say('timed out');
  if (error.code !== 2002) return error;
  const number = Number(/\((-?\d+)\)$/.exec(error.message)?.[1] ?? 0);
  return say(number === 115 ? '[Errno 111] Connection refused' : number === 110 ? 'timed out' : SOCKET_ERRORS[number] ?? `[Errno ${number}]`);
}

const SOCKET_ERRORS: Readonly<Record<number, string>> = {
  2: '[Errno 2] No such file or directory', 101: '[Errno 101] Network is unreachable', 104: '[Errno 104] Connection reset by peer',
  111: '[Errno 111] Connection refused', 113: '[Errno 113] No route to host',
};

/** SQLite: a service without `connection` lands here. The file is opened, and is empty. */
class SqliteDatabase implements Database {
  readonly #sys: Sys;
  readonly #path: string;

  constructor(sys: Sys, url: DbUrl) {
    this.#sys = sys;
    this.#path = url.database ?? '';
  }

  *rows(sql: string, parameters: Parameters = {}): Routine<Row[]> {
    return yield* this.#fail(sql, parameters);
  }

  *row(sql: string, parameters: Parameters = {}): Routine<Row | null> {
    return yield* this.#fail(sql, parameters);
  }

  *run(sql: string, parameters: Parameters = {}): Routine<{ affectedRows: number; insertId: number }> {
    return yield* this.#fail(sql, parameters);
  }

  *transaction<T>(work: () => Routine<T>): Routine<T> {
    return yield* work();
  }

  *#fail(sql: string, parameters: Parameters): Routine<never> {
    yield* this.#sys.work(1);
    try {
      if (this.#path !== '') this.#sys.writeFile(this.#path, '', { append: true });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      throw sqliteError('unable to open database file');
    }
    const table = /\b(?:from|into|update)\s+[`"]?(\w+)/i.exec(sql)?.[1] ?? '';
    const names = [...sql.matchAll(/%\((\w+)\)s/g)].map(([, name]) => name ?? '');
    throw sqliteError(`no such table: ${table}`, sql.replaceAll(/%\(\w+\)s/g, '?').replaceAll('`', ''), names.map((name) => parameters[name] ?? null));
  }
}
