// mariadbd: starts from its option files and data directory, answers clients. Knows nothing of who they are.
import type { Json } from '../../../base/json.ts';
import { SysError } from '../../host/errors.ts';
import { buildOf, type Build } from '../../host/mysql/build.ts';
import { loadDefaults, optionName, type CnfOption } from '../../host/mysql/my-cnf.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { newState } from './engine/bootstrap.ts';
import { readGrants } from './engine/grants.ts';
import { readSettings, serverGroups, type Settings } from './options.ts';
import { serverOf, stamp } from './serving.ts';
import { handlers } from './wire.ts';

/** back_log of a server with the default max_connections: means "sized by itself". */
const DEFAULT_BACK_LOG = 80;

const START_MS = 700;

const shortStamp = (ms: number): string => stamp(ms).replace(/^\d\d(\d\d)-(\d\d)-(\d\d)/, '$1$2$3');

/** Where the error log goes: a file with log-error, else stderr (the journal). */
class Log {
  readonly #sys: Sys;
  readonly #path: string | null;

  constructor(sys: Sys, path: string | null) {
    this.#sys = sys;
    this.#path = path;
  }

  *line(text: string): Routine<void> {
    yield* this.raw(`${stamp(this.#sys.nowMs())} 0 ${text}`);
  }

  *raw(text: string): Routine<void> {
    if (this.#path === null) yield* this.#sys.write(2, `${text}\n`);
    else this.#sys.writeFile(this.#path, `${text}\n`, { append: true, mode: 0o660 });
  }
}

export const mariadbd: Program = {
  name: 'mariadbd',
  *run(sys) {
    const build = buildOf(sys, 'MariaDB-server');
    const own = sys.argv.slice(1);
    if (own.some((arg) => arg === '--version' || arg === '-V')) {
      yield* sys.write(1, `${sys.argv[0] ?? 'mariadbd'}  Ver ${build.version} for ${build.system} on x86_64 (${build.comment})\n`);
      return 0;
    }
    const defaults = loadDefaults(sys, serverGroups(build.series), own);
    for (const message of defaults.messages) yield* sys.write(2, `${message}\n`);
    if (defaults.isFatal) return 1;
    const settings = readSettings([...defaults.options, ...argumentsOf(defaults.rest)], baseVariables(sys, build));
    return yield* start(sys, build, settings);
  },
  handlers,
};

/** Command-line arguments as options. */
function argumentsOf(args: readonly string[]): CnfOption[] {
  return args.filter((arg) => arg.startsWith('-')).map((arg): CnfOption => {
    const [, short, rest] = /^-([uPhTW])(.*)$/.exec(arg) ?? [];
    if (short !== undefined) return { name: ({ u: 'user', P: 'port', h: 'datadir' })[short] ?? short, value: rest ?? null, file: null, line: 0 };
    const [name = '', ...value] = arg.replace(/^--/, '').split('=');
    return { name: optionName(name), value: value.length === 0 ? null : value.join('='), file: null, line: 0 };
  });
}

function baseVariables(sys: Sys, build: Build): Record<string, string> {
  const isBefore1010 = Number(build.series.split('.')[1]) < 10 && build.series.startsWith('10.');
  return {
    hostname: sys.hostname, version_comment: build.comment, version_compile_machine: 'x86_64', version_compile_os: build.system, socket: build.socket,
    datadir: '/var/lib/mysql/', pid_file: `/var/lib/mysql/${sys.hostname}.pid`, general_log_file: `${sys.hostname}.log`, slow_query_log_file: `${sys.hostname}-slow.log`,
    bind_address: '', log_error: '', explicit_defaults_for_timestamp: isBefore1010 ? 'OFF' : 'ON',
  };
}

function* start(sys: Sys, build: Build, settings: Settings): Routine<number> {
  const { variables } = settings;
  if (!(variables.datadir ?? '').endsWith('/')) variables.datadir = `${variables.datadir ?? ''}/`;
  const log = new Log(sys, logFile(variables));
  if (settings.fatal !== null) {
    for (const line of settings.fatal.lines) yield* log.line(line);
    return settings.fatal.status;
  }
  const user = yield* becomeUser(sys, settings, log);
  if (user !== null) return user;
  const blocked = yield* openLog(sys, logFile(variables));
  if (blocked !== null) return blocked;
  const failed = yield* openDatadir(sys, build, settings, log);
  if (failed !== null) return failed;
  return yield* serve(sys, build, settings, log);
}

function logFile(variables: Record<string, string>): string | null {
  const path = variables.log_error ?? '';
  if (path === '') return null;
  return path.startsWith('/') ? path : `${variables.datadir ?? ''}${path}`;
}

/** An error log that cannot be written ends the start. */
function* openLog(sys: Sys, path: string | null): Routine<number | null> {
  try {
    if (path !== null) sys.writeFile(path, '', { append: true, mode: 0o660 });
    return null;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* sys.write(2, `${stamp(sys.nowMs())} 0 [ERROR] Could not open file '${path ?? ''}' for error logging: ${error.text}\n${stamp(sys.nowMs())} 0 [ERROR] Aborting\n`);
    return 1;
  }
}

/** root must say as whom to run. */
function* becomeUser(sys: Sys, { extras }: Settings, log: Log): Routine<number | null> {
  if (sys.credentials.uid !== 0) return null;
  if (extras.user === undefined) {
    yield* log.line('[ERROR] Please consult the Knowledge Base to find out how to run mysqld as root!');
    yield* log.line('[ERROR] Aborting');
    return 1;
  }
  const account = sys.accounts.byName(extras.user);
  if (account === null) {
    yield* log.line(`[ERROR] Fatal error: Can't change to run as user '${extras.user}'.  Please check that the user exists!`);
    yield* log.line('[ERROR] Aborting');
    return 1;
  }
  sys.setCredentials(sys.accounts.credentialsOf(account));
  return null;
}

function* openDatadir(sys: Sys, build: Build, settings: Settings, log: Log): Routine<number | null> {
  const datadir = settings.variables.datadir ?? '/var/lib/mysql/';
  try {
    sys.chdir(datadir);
    if (!sys.access(datadir, 'write')) throw new SysError('EACCES');
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    const number = error.errno === 'ENOENT' ? 2 : 13;
    yield* log.line(`[Warning] Can't create test file '${datadir}${sys.hostname}.lower-test' (Errcode: ${number} "${error.text}")`);
    yield* log.raw(`mariadbd: Can't change dir to '${datadir}' (Errcode: ${number} "${error.text}")`);
    yield* log.line('[ERROR] Aborting');
    return 1;
  }
  yield* log.line(`[Note] Starting MariaDB ${build.version} source revision  server_uid ${sys.dice.hex(20)} as process ${sys.pid}`);
  for (const line of settings.warnings) yield* log.line(line);
  yield* sys.sleep(START_MS);
  yield* innodbLines(sys, log, datadir);
  if (settings.unknown.length > 0) {
    yield* log.line(`[ERROR] /usr/sbin/mariadbd: ${settings.unknown[0] ?? ''}`);
    yield* log.line('[ERROR] Aborting');
    return 7;
  }
  return yield* checkEngine(settings, log);
}

function* innodbLines(sys: Sys, log: Log, datadir: string): Routine<void> {
  yield* log.line('[Note] InnoDB: Compressed tables use zlib 1.2.11');
  yield* log.line('[Note] InnoDB: Number of transaction pools: 1');
  yield* log.line('[Note] InnoDB: Using crc32 + pclmulqdq instructions');
  yield* log.line('[Note] InnoDB: Using Linux native AIO');
  yield* log.line('[Note] InnoDB: Initializing buffer pool, total size = 134217728, chunk size = 134217728');
  yield* log.line('[Note] InnoDB: Completed initialization of buffer pool');
  if (!sys.exists(`${datadir}ibdata1`)) {
    sys.writeBlob(`${datadir}ibdata1`, { next: 15, active: {} }, { sizeBytes: 12582912, mode: 0o660 });
    yield* log.line('[Note] InnoDB: The first data file \'./ibdata1\' did not exist. A new tablespace will be created!');
  }
  yield* log.line('[Note] InnoDB: 128 rollback segments are active.');
  yield* log.line('[Note] InnoDB: Creating shared tablespace for temporary tables');
  yield* log.line("[Note] InnoDB: Setting file './ibtmp1' size to 12 MB. Physically writing the file full; Please wait ...");
  yield* log.line("[Note] InnoDB: File './ibtmp1' size is now 12 MB.");
  yield* log.line('[Note] InnoDB: log sequence number 44776; transaction id 15');
  yield* log.line(`[Note] InnoDB: Loading buffer pool(s) from ${datadir}ib_buffer_pool`);
  yield* log.line("[Note] Plugin 'FEEDBACK' is disabled.");
  yield* log.line(`[Note] InnoDB: Buffer pool(s) load completed at ${shortStamp(sys.nowMs())}`);
}

function* checkEngine({ variables }: Settings, log: Log): Routine<number | null> {
  const wanted = (variables.default_storage_engine ?? 'InnoDB').toLowerCase();
  const known = ['InnoDB', 'Aria', 'MyISAM', 'MEMORY', 'CSV'].find((name) => name.toLowerCase() === wanted);
  if (known === undefined) {
    yield* log.line(`[ERROR] Unknown/unsupported storage engine: ${variables.default_storage_engine ?? ''}`);
    yield* log.line('[ERROR] Aborting');
    return 1;
  }
  variables.default_storage_engine = known;
  return null;
}

function* serve(sys: Sys, build: Build, settings: Settings, log: Log): Routine<number> {
  const { variables, extras } = settings;
  variables.back_log = String(backlogOf(variables));
  const state = newState(variables, sys.nowMs());
  const server = serverOf(sys, build, state);
  const port = Number(variables.port ?? 3306);
  if (variables.skip_networking !== 'ON') {
    const status = yield* listen(sys, variables, port, log);
    if (status !== null) return status;
  }
  const hasGrants = server.table('mysql', 'global_priv') !== null;
  if (!hasGrants && extras['skip-grant-tables'] === undefined) {
    yield* log.line("[ERROR] Could not open mysql.plugin table: \"Table 'mysql.plugin' doesn't exist\". Some plugins may be not loaded");
    yield* log.line("[ERROR] Fatal error: Can't open and lock privilege tables: Table 'mysql.servers' doesn't exist");
    yield* log.line('[ERROR] Aborting');
    return 1;
  }
  server.recover();
  state.grants = readGrants(server);
  if (extras['skip-grant-tables'] !== undefined && extras['skip-grant-tables'] !== 'OFF') state.counters['skip-grant-tables'] = 1;
  const socket = variables.socket ?? build.socket;
  openSocket(sys, socket, backlogOf(variables));
  writePid(sys, variables);
  sys.describe({ memoryMb: 85, threads: 8 });
  yield* log.line(`[Note] ${sys.argv[0] ?? '/usr/sbin/mariadbd'}: ready for connections.`);
  yield* log.raw(`Version: '${build.version}'  socket: '${socket}'  port: ${port}  ${build.comment}`);
  sys.catchSignals(['SIGTERM', 'SIGHUP']);
  return yield* sys.serve(state as unknown as Json, { status: 'Taking your SQL requests now...' });
}

function* listen(sys: Sys, variables: Record<string, string>, port: number, log: Log): Routine<number | null> {
  const given = (variables.bind_address ?? '').trim();
  const wanted = given === '' || given === '*' ? ['0.0.0.0', '::'] : given.split(',');
  for (const name of wanted) {
    const address = name === '::' || /^[0-9.]+$/.test(name) ? name : sys.network.resolve(name);
    if (address === null) {
      yield* log.line(`[ERROR] Can't start server: cannot resolve hostname!: Success`);
      yield* log.line('[ERROR] Aborting');
      return 1;
    }
    try {
      yield* log.line(`[Note] Server socket created on IP: '${address}', port: '${port}'.`);
      sys.listen({ address, port, backlog: backlogOf(variables) });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      // The server's sockets are made with IP_FREEBIND: an address of nobody's is taken, and nobody comes.
      if (error.errno === 'EADDRNOTAVAIL') continue;
      const number = error.errno === 'EADDRINUSE' ? 98 : 13;
      yield* log.line(`[ERROR] Can't start server: Bind on TCP/IP port. Got error: ${number}: ${error.text}`);
      yield* log.line(`[ERROR] Do you already have another server running on port: ${port} ?`);
      yield* log.line('[ERROR] Aborting');
      return 1;
    }
  }
  return null;
}

/** back_log: as given, else sized by max_connections (server system variables, `back_log`). */
function backlogOf(variables: Record<string, string>): number {
  const given = Number(variables.back_log ?? DEFAULT_BACK_LOG);
  return given === DEFAULT_BACK_LOG ? Math.min(900, 50 + Math.floor(Number(variables.max_connections ?? 151) / 5)) : given;
}

function openSocket(sys: Sys, path: string, backlog: number): void {
  if (sys.exists(path)) sys.unlink(path);
  sys.listen({ path, backlog });
  sys.chmod(path, 0o777);
}

function writePid(sys: Sys, variables: Record<string, string>): void {
  try {
    sys.writeFile(variables.pid_file ?? '', `${sys.pid}\n`, { mode: 0o660 });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}
