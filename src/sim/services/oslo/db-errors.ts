import { pythonText } from '../../../base/python.ts';
import type { SqlError } from '../../protocol/mysql.ts';
import type { Value } from './db.ts';
import { PythonException, type PythonError } from './traceback.ts';

/** PyMySQL's class for a server's error number (PEP 249's names). */
const CLASSES: readonly (readonly [string, readonly number[]])[] = [
  ['ProgrammingError', [1007, 1064, 1149, 1146, 1102, 1103, 1110, 1111, 1112, 1113, 1179, 1166]],
  ['DataError', [1265, 1263, 1264, 1230, 1171, 1406, 1441, 1366, 1367]],
  ['IntegrityError', [1062, 1216, 1452, 1217, 1451, 1215, 1048]],
  ['NotSupportedError', [1196, 1235, 1289, 1286]],
];

const LOST = [2002, 2003, 2006, 2013, 1047];

/** A statement or connection that failed: SQLAlchemy's error, as oslo.db translates it. */
export class DbError extends PythonException {
  /** The server's error number; 0 where there is none (SQLite). */
  readonly code: number;
  /** The key of a duplicate entry, as the server names it; null for other errors. */
  readonly key: string | null;

  constructor(python: PythonError, code: number, key: string | null = null) {
    super(python);
    this.code = code;
    this.key = key;
  }

  get isDuplicate(): boolean {
    return this.code === 1062;
  }

  /** The server cannot be reached, or the connection was lost. */
  get isLost(): boolean {
    return LOST.includes(this.code);
  }
}

const reprValue = (value: Value): string => {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return typeof value === 'number' ? String(value) : pythonText(value);
};

/** `(driver.Class) (code, "message")`, the statement, its parameters and where to read more: str() of SQLAlchemy's DBAPIError. */
function describe(driver: string, detail: string, link: string, statement: string | null, parameters: Readonly<Record<string, Value>>): string {
  const lines = [`(${driver}) ${detail}`];
  if (statement !== null) lines.push(`[SQL: ${statement}]`);
  const pairs = Object.entries(parameters).map(([name, value]) => `${pythonText(name)}: ${reprValue(value)}`);
  if (statement !== null && pairs.length > 0) lines.push(`[parameters: {${pairs.join(', ')}}]`);
  return [...lines, `(Background on this error at: https://sqlalche.me/e/14/${link})`].join('\n');
}

const LINKS: Readonly<Record<string, string>> = {
  OperationalError: 'e3q8', ProgrammingError: 'f405', IntegrityError: 'gkpj', DataError: '9h9h', InternalError: '2j85', NotSupportedError: 'tw8g',
};

/** oslo.db's class for an error, or SQLAlchemy's own where it lets that through. */
function typeOf(kind: string, code: number): string {
  if (code === 1049) return 'oslo_db.exception.DBNonExistentDatabase';
  if (code === 1062) return 'oslo_db.exception.DBDuplicateEntry';
  if (code === 1213 || code === 1205) return 'oslo_db.exception.DBDeadlock';
  if ([1451, 1452, 1216, 1217].includes(code)) return 'oslo_db.exception.DBReferenceError';
  if (LOST.includes(code)) return 'oslo_db.exception.DBConnectionError';
  if (kind === 'DataError') return 'oslo_db.exception.DBDataError';
  if (kind === 'OperationalError' || code === 1146) return `sqlalchemy.exc.${kind}`;
  return 'oslo_db.exception.DBError';
}

/** What PyMySQL, SQLAlchemy and oslo.db make of the server's error. */
export function mysqlError(error: SqlError, statement: string | null = null, parameters: Readonly<Record<string, Value>> = {}): DbError {
  const kind = CLASSES.find(([, codes]) => codes.includes(error.code))?.[0] ?? (error.code < 1000 ? 'InternalError' : 'OperationalError');
  const detail = `(${error.code}, ${pythonText(error.message)})`;
  const network = statement === null ? networkError(error.message) : null;
  const cause: PythonError = {
    type: `pymysql.err.${kind}`, message: detail, frames: statement === null ? CONNECTING : EXECUTING, ...(network === null ? {} : { cause: network }),
  };
  const message = describe(`pymysql.err.${kind}`, detail, LINKS[kind] ?? 'e3q8', statement, parameters);
  const key = /for key '(?:[^'.]*\.)?([^']+)'/.exec(error.message)?.[1] ?? null;
  return new DbError({ type: typeOf(kind, error.code), message, frames: WRAPPING, cause, isDirect: true }, error.code, key);
}

/** The socket's own error inside PyMySQL's: `… (REASON)`. */
function networkError(message: string): PythonError | null {
  const why = /^Can't connect to MySQL server on '.*' \((.*)\)$/.exec(message)?.[1];
  if (why === undefined) return null;
  const type = why === 'timed out' ? 'socket.timeout' : why.includes('Name or service') ? 'socket.gaierror' : why.includes('refused') ? 'ConnectionRefusedError' : 'OSError';
  return { type, message: why, frames: [['pymysql/connections.py', 613, 'connect', 'sock = socket.create_connection(']] };
}

/** What SQLite's driver says of a file that is no database of ours. */
export function sqliteError(detail: string, statement: string | null = null, parameters: readonly Value[] = []): DbError {
  const type = detail.startsWith('no such table') ? 'oslo_db.exception.DBNonExistentTable' : 'oslo_db.exception.DBNonExistentDatabase';
  const shown = statement === null ? [] : [`[SQL: ${statement}]`, ...(parameters.length === 0 ? []
    : [`[parameters: (${parameters.map(reprValue).join(', ')}${parameters.length === 1 ? ',' : ''})]`])];
  const message = [`(sqlite3.OperationalError) ${detail}`, ...shown, '(Background on this error at: https://sqlalche.me/e/14/e3q8)'].join('\n');
  const cause: PythonError = { type: 'sqlite3.OperationalError', message: detail, frames: statement === null ? CONNECTING.slice(0, 1) : EXECUTING.slice(0, 1) };
  return new DbError({ type, message, frames: WRAPPING, cause, isDirect: true }, 0);
}

const CONNECTING = [
  ['sqlalchemy/engine/base.py', 3361, '_wrap_pool_connect', 'return fn()'],
  ['pymysql/connections.py', 353, '__init__', 'self.connect()'],
  ['pymysql/connections.py', 632, 'connect', 'self._get_server_information()'],
] as const;

const EXECUTING = [
  ['sqlalchemy/engine/base.py', 1900, '_execute_context', 'self.dialect.do_execute('],
  ['sqlalchemy/engine/default.py', 736, 'do_execute', 'cursor.execute(statement, parameters)'],
  ['pymysql/cursors.py', 148, 'execute', 'result = self._query(query)'],
  ['pymysql/err.py', 143, 'raise_mysql_exception', 'raise errorclass(errno, errval)'],
] as const;

const WRAPPING = [
  ['oslo_db/sqlalchemy/exc_filters.py', 391, '_raise_for_all_others' , 'util.raise_('],
  ['sqlalchemy/util/compat.py', 211, 'raise_', 'raise exception'],
] as const;
