import { SysError } from '../../host/errors.ts';
import { joinPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import type { SignalName } from '../../host/signals.ts';
import type { Sys } from '../../host/sys.ts';
import type { CommandLine } from './arguments.ts';
import { BUILD } from './build.ts';
import { allSpecs } from './config/directive.ts';
import type { Loaded } from './config/index.ts';
import type { Server, Settings } from './config/settings.ts';

const STATIC_FILES = ['core.c', 'mod_so.c', 'http_core.c'];

/** `-v`, `-V`, `-l`: what needs no configuration; null when something else was asked. */
export function buildInfo(line: CommandLine): string | null {
  const version = `Server version: Apache/${BUILD.version} (${BUILD.platform})\nServer built:   ${BUILD.built}\n`;
  if (line.flags.has('v')) return version;
  if (line.flags.has('l')) return `Compiled in modules:\n${STATIC_FILES.map((name) => `  ${name}\n`).join('')}`;
  if (line.flags.has('V')) return version + COMPILED;
  return null;
}

const COMPILED = `Server's Module Magic Number: 20120211:134
Server loaded:  APR 1.7.0, APR-UTIL 1.6.1, PCRE 10.40 2022-04-14
Compiled using: APR 1.7.0, APR-UTIL 1.6.1, PCRE 10.40 2022-04-14
Architecture:   64-bit
Server MPM:     event
  threaded:     yes (fixed thread count)
    forked:     yes (variable process count)
Server compiled with....
 -D APR_HAS_SENDFILE
 -D APR_HAS_MMAP
 -D APR_HAVE_IPV6 (IPv4-mapped addresses enabled)
 -D APR_USE_PROC_PTHREAD_SERIALIZE
 -D APR_USE_PTHREAD_SERIALIZE
 -D SINGLE_LISTEN_UNSERIALIZED_ACCEPT
 -D APR_HAS_OTHER_CHILD
 -D AP_HAVE_RELIABLE_PIPED_LOGS
 -D DYNAMIC_MODULE_LIMIT=256
 -D HTTPD_ROOT="/etc/httpd"
 -D SUEXEC_BIN="/usr/sbin/suexec"
 -D DEFAULT_PIDLOG="run/httpd.pid"
 -D DEFAULT_SCOREBOARD="logs/apache_runtime_status"
 -D DEFAULT_ERRORLOG="logs/error_log"
 -D AP_TYPES_CONFIG_FILE="conf/mime.types"
 -D SERVER_CONFIG_FILE="conf/httpd.conf"
`;

/** Everything that `-t` and its kin print of a configuration that is right; null when the server is to be started. */
export function dump(sys: Sys, line: CommandLine, loaded: Loaded): { readonly out: string; readonly err: string } | null {
  const { settings } = loaded;
  const asks = (name: string): boolean => line.where.defines.includes(name);
  if (line.flags.has('L')) return { out: allSpecs().map(({ name, module }) => `${name} (${module}.c)\n`).join(''), err: '' };
  if (line.flags.has('M') || asks('DUMP_MODULES')) {
    const statics = ['core_module', 'so_module', 'http_module'];
    return { out: `Loaded Modules:\n${settings.modules.map((name) => ` ${name} (${statics.includes(name) ? 'static' : 'shared'})\n`).join('')}`, err: '' };
  }
  if (asks('DUMP_INCLUDES')) return { out: `Included configuration files:\n${loaded.files.map(({ path, line: at }) => `${at === null ? '  (*)' : `    (${at})`} ${path}\n`).join('')}`, err: '' };
  const isAll = line.flags.has('S');
  if (isAll || asks('DUMP_VHOSTS') || asks('DUMP_RUN_CFG')) {
    const vhosts = isAll || asks('DUMP_VHOSTS') ? dumpHosts(settings) : '';
    return { out: vhosts + (isAll || asks('DUMP_RUN_CFG') ? dumpRun(sys, settings, isAll ? ['DUMP_VHOSTS', 'DUMP_RUN_CFG', ...settings.defines] : settings.defines) : ''), err: '' };
  }
  return line.flags.has('t') ? { out: '', err: 'Syntax OK\n' } : null;
}

/** Virtual hosts by address and port, as `httpd -S` lists them. */
function dumpHosts(settings: Settings): string {
  const places = new Map<string, Server[]>();
  for (const server of settings.hosts) {
    for (const { host, port } of server.addresses) {
      const key = `${host === '_default_' ? '*' : host}:${port ?? '*'}`;
      places.set(key, [...places.get(key) ?? [], server]);
    }
  }
  const lines = ['VirtualHost configuration:'];
  for (const [place, servers] of places) lines.push(...placeLines(settings, place, servers));
  return `${lines.join('\n')}\n`;
}

function placeLines(settings: Settings, place: string, servers: readonly Server[]): string[] {
  const nameOf = (server: Server): string => server.name ?? settings.main.name ?? '127.0.0.1';
  const at = (server: Server): string => `(${server.file}:${server.line})`;
  const [first] = servers;
  if (first === undefined) return [];
  if (servers.length === 1) return [`${place.padEnd(22)} ${nameOf(first)} ${at(first)}`, ...aliasLines(first)];
  const port = place.split(':').at(-1) ?? '';
  const lines = [`${place.padEnd(22)} is a NameVirtualHost`, `         default server ${nameOf(first)} ${at(first)}`];
  for (const server of servers) lines.push(`         port ${port} namevhost ${nameOf(server)} ${at(server)}`, ...aliasLines(server));
  return lines;
}

const aliasLines = (server: Server): string[] => server.aliases.map((alias) => `                 ${/[*?]/.test(alias) ? 'wild alias' : 'alias'} ${alias}`);

function dumpRun(sys: Sys, settings: Settings, defines: readonly string[]): string {
  const { main, serverRoot } = settings;
  const user = sys.accounts.byName(settings.user);
  const group = sys.accounts.groupByName(settings.group);
  return [
    `ServerRoot: "${serverRoot}"`, `Main DocumentRoot: "${main.documentRoot ?? '/etc/httpd/htdocs'}"`,
    `Main ErrorLog: "${joinPath(serverRoot, main.errorLog ?? 'logs/error_log')}"`,
    ...MUTEXES.filter(([module]) => settings.modules.includes(module)).map(([, text]) => text), 'Mutex default: dir="/etc/httpd/run/" mechanism=default ',
    `PidFile: "${joinPath(serverRoot, settings.pidFile)}"`,
    ...[...new Set(defines)].map((name) => `Define: ${name}`), `User: name="${settings.user}" id=${user?.uid ?? ''}`, `Group: name="${settings.group}" id=${group?.gid ?? ''}`, '',
  ].join('\n');
}

const MUTEXES: readonly (readonly [string, string])[] = [
  ['cache_socache_module', 'Mutex cache-socache: using_defaults'], ['authdigest_module', 'Mutex authdigest-opaque: using_defaults'],
  ['watchdog_module', 'Mutex watchdog-callback: using_defaults'], ['proxy_balancer_module', 'Mutex proxy-balancer-shm: using_defaults'],
  ['rewrite_module', 'Mutex rewrite-map: using_defaults'], ['authn_socache_module', 'Mutex authn-socache: using_defaults'],
  ['auth_digest_module', 'Mutex authdigest-client: using_defaults'], ['lua_module', 'Mutex lua-ivm-shm: using_defaults'], ['proxy_module', 'Mutex proxy: using_defaults'],
];

/** The running server's pid by its file, or null. */
export function runningPid(sys: Sys, pidFile: string): number | null {
  try {
    const pid = Number(sys.readFile(pidFile).trim());
    return sys.processes().some((each) => each.pid === pid && each.name === 'httpd') ? pid : null;
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
}

const SIGNALS: Readonly<Record<string, SignalName>> = { stop: 'SIGTERM', restart: 'SIGHUP', graceful: 'SIGUSR1', 'graceful-stop': 'SIGWINCH' };

/** `-k stop` and its kin: tells the running server; null when a new one must be started. */
export function* signalServer(sys: Sys, action: string, pidFile: string): Routine<number | null> {
  const pid = runningPid(sys, pidFile);
  if (action === 'start') {
    if (pid === null) return null;
    yield* sys.write(1, `httpd (pid ${pid}) already running\n`);
    return 0;
  }
  if (pid === null) {
    const isStop = action.endsWith('stop');
    yield* sys.write(1, isStop ? 'httpd (no pid file) not running\n' : 'httpd not running, trying to start\n');
    return isStop ? 0 : null;
  }
  try {
    sys.kill(pid, SIGNALS[action] ?? 'SIGTERM');
    return 0;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* sys.write(2, `httpd: could not signal pid ${pid}: ${error.text}\n`);
    return 1;
  }
}
