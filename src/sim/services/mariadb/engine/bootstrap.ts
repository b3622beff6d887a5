// What mariadb-install-db puts into an empty data directory.
import { newSession } from './session.ts';
import { execute } from './execute.ts';
import { NO_GRANTS, readGrants } from './grants.ts';
import { Server, type ServerState } from './server.ts';
import { SYSTEM_TABLES, USER_VIEW } from './system-tables.ts';
import type { Disk } from './table.ts';
import { VARIABLES } from './variables.ts';

export interface BootstrapOptions {
  readonly disk: Disk;
  readonly datadir: string;
  readonly hostname: string;
  readonly version: string;
  readonly nowMs: () => number;
  readonly random: () => number;
  /** Without it: a database `test` and accounts without name, as the upstream packages make them. */
  readonly skipsTestDb: boolean;
  /** root logs in by unix_socket (and a password once set), or by an empty password. */
  readonly rootAuth: 'socket' | 'normal';
  /** The system user that also gets an account (`mysql`). */
  readonly rootUser: string;
}

/** Variables that are looked up in the state alone. */
const ALWAYS: readonly string[] = [
  'autocommit', 'bind_address', 'character_set_client', 'character_set_server', 'collation_server', 'datadir', 'innodb_lock_wait_timeout',
  'log_error', 'log_warnings', 'max_connections', 'pid_file', 'port', 'skip_name_resolve', 'socket',
];

/** A server state as after a start with these global variables; those at their defaults need not be remembered. */
export function newState(variables: Record<string, string>, startedMs: number): ServerState {
  const always = Object.fromEntries(ALWAYS.flatMap((name) => (VARIABLES.has(name) ? [[name, VARIABLES.get(name)?.value ?? '']] : [])));
  const own = Object.fromEntries(Object.entries(variables).filter(([name, value]) => VARIABLES.get(name)?.value !== value));
  return {
    variables: { ...always, ...own }, startedMs, nextConnection: 1, questions: 0, counters: {}, sessions: {}, grants: NO_GRANTS, shutdown: false,
  };
}

const SOCKET = '{"access":18446744073709551615,"plugin":"mysql_native_password","authentication_string":"invalid","auth_or":[{},{"plugin":"unix_socket"}]}';
const NORMAL = '{"access":18446744073709551615,"plugin":"mysql_native_password","authentication_string":""}';
const SYSTEM = '{"access":0,"plugin":"mysql_native_password","authentication_string":"","account_locked":true,"password_last_changed":0}';
const ALL_ON_DB = "'Y','Y','Y','Y','Y','Y','N','Y','Y','Y','Y','Y','Y','Y','Y','N','N','Y','Y','Y'";

function accountStatements({ hostname, skipsTestDb, rootAuth, rootUser }: BootstrapOptions): string[] {
  const account = (host: string, user: string, priv: string): string => `INSERT INTO mysql.global_priv VALUES ('${host}','${user}','${priv}')`;
  const proxy = (host: string, user: string): string => `INSERT INTO mysql.proxies_priv VALUES ('${host}','${user}','','',1,'',now())`;
  const root = rootAuth === 'socket' ? SOCKET : NORMAL;
  const hosts = rootAuth === 'socket' ? ['localhost'] : ['localhost', hostname, '127.0.0.1', '::1'];
  return [
    account('localhost', 'mariadb.sys', SYSTEM), ...hosts.map((host) => account(host, 'root', root)),
    ...(rootAuth === 'socket' ? [account('localhost', rootUser, SOCKET)] : []), proxy('localhost', 'root'), proxy(hostname, 'root'),
    "INSERT INTO mysql.tables_priv VALUES ('localhost','mysql','mariadb.sys','global_priv','root@localhost','0000-00-00 00:00:00','Select,Delete','')",
    ...(skipsTestDb ? [] : [
      account('localhost', '', '{}'), account(hostname, '', '{}'), 'CREATE DATABASE test',
      `INSERT INTO mysql.db VALUES ('%','test','',${ALL_ON_DB})`, `INSERT INTO mysql.db VALUES ('%','test\\\\_%','',${ALL_ON_DB})`,
    ]),
  ];
}

/** Fills a data directory: the system tables, the first accounts, InnoDB's and Aria's own files. */
export function bootstrap(options: BootstrapOptions): void {
  const { disk, datadir } = options;
  const state = newState({ datadir, sql_mode: '', character_set_server: 'latin1', collation_server: 'latin1_swedish_ci' }, options.nowMs());
  const server = new Server({ ...options, state });
  const session = newSession(0, options.nowMs());
  session.account = { user: 'root', host: 'localhost' };
  state.grants = { ...NO_GRANTS, accounts: [{ user: 'root', host: 'localhost', access: '18446744073709551615', auth: [], isLocked: false, isRole: false, defaultRole: '' }] };
  for (const db of ['mysql', 'performance_schema', 'sys']) {
    const charset = db === 'mysql' ? { charset: 'latin1', collation: 'latin1_swedish_ci' } : { charset: 'utf8mb3', collation: 'utf8mb3_general_ci' };
    server.writeDatabase(db, { ...charset, comment: '' });
  }
  session.database = 'mysql';
  for (const text of SYSTEM_TABLES.trim().split(/;\n(?=CREATE)/)) execute(server, session, text);
  execute(server, session, `CREATE VIEW user AS ${USER_VIEW}`);
  const view = server.open('mysql', 'user', { server, session, nowMs: 0, warnings: [], params: [], nextParam: 0, row: 1, asDefiner: true });
  if (view?.kind === 'view') server.create('mysql', 'user', { ...view.def, definer: 'mariadb.sys@localhost' });
  for (const text of accountStatements(options)) execute(server, session, text);
  state.grants = readGrants(server);
  disk.writeBlob(`${datadir}ibdata1`, { next: 15, active: {} }, { sizeBytes: 12582912, mode: 0o660 });
  disk.writeBlob(`${datadir}ib_logfile0`, {}, { sizeBytes: 100663296, mode: 0o660 });
  disk.writeBlob(`${datadir}aria_log.00000001`, {}, { sizeBytes: 417792, mode: 0o660 });
  disk.writeBlob(`${datadir}aria_log_control`, {}, { sizeBytes: 52, mode: 0o660 });
}
