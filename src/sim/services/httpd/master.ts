import { SysError, ERRNO_NUMBER } from '../../host/errors.ts';
import { joinPath } from '../../host/path.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { BUILD, serverSoftware } from './build.ts';
import type { CommandLine } from './arguments.ts';
import { credentialsOf, listenOptions, socketPath, startCgid, startDaemon, startWorker, type Child, type MasterState } from './children.ts';
import type { Loaded } from './config/index.ts';
import type { Listen, Settings, WsgiDaemon } from './config/settings.ts';
import { logError, type ErrorEntry, type LogFiles } from './logs.ts';
import type { WorkerState } from './request/request.ts';

const errnoText = (error: SysError): string => `(${ERRNO_NUMBER[error.errno]})${error.text}`;

/** Opens ports, error logs and access logs, in httpd's order; null when one fails, which is said on stderr or, once it is open, in the error log. */
export function* openAll(sys: Sys, settings: Settings, keeps: readonly Listen[] = []): Routine<LogFiles | null> {
  if (!(yield* listenAll(sys, settings, keeps))) return null;
  const { main, hosts } = settings;
  const errorLogs = new Set([main.errorLog ?? 'logs/error_log', ...hosts.flatMap(({ errorLog }) => errorLog ?? [])]);
  const logs: Record<string, number> = {};
  for (const name of errorLogs) {
    const failed = openLog(sys, settings, logs, name);
    if (failed === null) continue;
    yield* sys.write(2, `${errnoText(failed)}: AH00091: httpd: could not open error log file ${joinPath(settings.serverRoot, name)}.\nAH00015: Unable to open logs\n`);
    return null;
  }
  for (const { path } of [main, ...hosts].flatMap(({ accessLogs }) => accessLogs)) {
    const failed = openLog(sys, settings, logs, path);
    if (failed === null) continue;
    yield* complain(sys, settings, logs, 'log_config', `AH00649: could not open transfer log file ${joinPath(settings.serverRoot, path)}.`, errnoText(failed));
    yield* sys.write(logs[main.errorLog ?? 'logs/error_log'] ?? 2, 'AH00015: Unable to open logs\n');
    return null;
  }
  return logs;
}

/** An error of the start, in the main error log. */
function* complain(sys: Sys, settings: Settings, logs: LogFiles, module: string, message: string, errno: string | null = null): Routine<void> {
  yield* logError(sys, settings, logs, settings.main, { module, level: 'error', message, errno, pid: sys.pid, tid: sys.pid });
}

function openLog(sys: Sys, settings: Settings, logs: Record<string, number>, name: string): SysError | null {
  if (name.startsWith('|') || name.startsWith('syslog') || logs[name] !== undefined) return null;
  try {
    logs[name] = sys.open(joinPath(settings.serverRoot, name), { write: true, append: true, create: true, mode: 0o644 });
    return null;
  } catch (error) {
    if (error instanceof SysError) return error;
    throw error;
  }
}

/** Opens the ports but those that stay open; false when one fails, which is said on stderr. */
export function* listenAll(sys: Sys, settings: Settings, keeps: readonly Listen[] = []): Routine<boolean> {
  if (settings.listens.length === 0) {
    yield* sys.write(2, 'no listening sockets available, shutting down\nAH00015: Unable to open logs\n');
    return false;
  }
  for (const listen of settings.listens) {
    if (keeps.some((kept) => kept.port === listen.port && kept.address === listen.address)) continue;
    try {
      sys.listen({ ...listenOptions(listen), backlog: 511 });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      const places = listen.address === null ? [`[::]:${listen.port}`, `0.0.0.0:${listen.port}`] : [`${listen.address}:${listen.port}`];
      for (const place of places) yield* sys.write(2, `${errnoText(error)}: AH00072: make_sock: could not bind to address ${place}\n`);
      yield* sys.write(2, 'no listening sockets available, shutting down\nAH00015: Unable to open logs\n');
      return false;
    }
  }
  return true;
}

/** A notice of the master in the main error log. */
export function* log(sys: Sys, state: Pick<MasterState, 'worker'>, module: string, message: string): Routine<void> {
  const { settings, logs } = state.worker;
  const entry: ErrorEntry = { module, level: 'notice', message, pid: sys.pid, tid: sys.pid };
  yield* logError(sys, settings, logs, settings.main, entry);
}

/** Writes the pid file; false when that fails, which the error log tells. */
export function* writePid(sys: Sys, settings: Settings, logs: LogFiles): Routine<boolean> {
  const path = joinPath(settings.serverRoot, settings.pidFile);
  try {
    sys.writeFile(path, `${sys.pid}\n`, { mode: 0o644 });
    return true;
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* complain(sys, settings, logs, 'core', `AH00099: could not create ${path}.${sys.dice.hex(6)}`, errnoText(error));
    yield* complain(sys, settings, logs, 'core', `AH00100: httpd: could not log pid to file ${path}`);
    return false;
  }
}

/** Everything between open ports and serving: applications, workers, the words in the log. */
export function* startUp(sys: Sys, line: CommandLine, { settings }: Loaded, logs: LogFiles, generation = 0): Routine<MasterState> {
  const wsgi: Record<string, { path: string; errors: number }> = {};
  const children: Child[] = [];
  if (settings.modules.includes('cgid_module')) children.push(startCgid(sys, settings));
  for (const [index, daemon] of daemonsOf(settings).entries()) {
    const place = openSocket(sys, settings, generation, index);
    wsgi[daemon.name] = place;
    for (let count = 0; count < daemon.processes; count += 1) children.push(yield* startDaemon(sys, settings, daemon, place.path, place.errors));
  }
  const worker: WorkerState = { role: 'worker', settings, logs, wsgi };
  for (let count = 0; count < settings.startServers; count += 1) children.push(startWorker(sys, worker, count === 0));
  const state: MasterState = { role: 'master', where: line.where, shown: line.shown, generation, worker, children };
  if (settings.modules.includes('suexec_module') && generation === 0) yield* log(sys, state, 'suexec', 'AH01232: suEXEC mechanism enabled (wrapper: /usr/sbin/suexec)');
  if (settings.modules.includes('lbmethod_heartbeat_module')) yield* log(sys, state, 'lbmethod_heartbeat', 'AH02282: No slotmem from mod_heartmonitor');
  const software = serverSoftware('Full', settings.modules);
  yield* log(sys, state, 'mpm_event', `AH00489: ${software === '' ? BUILD.version : software} configured -- resuming normal operations`);
  yield* log(sys, state, 'core', `AH00094: Command line: '${line.shown}'`);
  return state;
}

/** The declared process groups, and one that stands for applications inside httpd itself where there are any. */
function daemonsOf(settings: Settings): WsgiDaemon[] {
  const servers = [settings.main, ...settings.hosts];
  const isEmbedded = servers.some((server) => server.rules.some((rule) => rule.kind === 'wsgi'
    && (rule.processGroup ?? server.base.processGroup ?? settings.main.base.processGroup ?? '') === ''));
  const embedded: WsgiDaemon = { name: '', user: null, group: null, processes: 1, threads: settings.threadsPerChild, displayName: null, server: -1 };
  return isEmbedded ? [...settings.daemons, embedded] : settings.daemons;
}

/** The socket of a process group and the place for what it prints; only the workers' account may connect. */
function openSocket(sys: Sys, settings: Settings, generation: number, index: number): { path: string; errors: number } {
  const path = realPath(sys, socketPath(settings, sys.pid, generation, index));
  sys.listen({ path, backlog: 100 });
  const { uid } = credentialsOf(sys, null, null, settings);
  sys.chown(path, uid, 0);
  sys.chmod(path, 0o700);
  return { path, errors: sys.memoryFile() };
}

/** The path without links in its folder: listeners go by it. */
function realPath(sys: Sys, path: string): string {
  const at = path.lastIndexOf('/');
  try {
    return `${sys.realPath(path.slice(0, at))}${path.slice(at)}`;
  } catch (error) {
    if (error instanceof SysError) return path;
    throw error;
  }
}

/** Ends all children, closes logs and sockets; ports in `keeps` stay open for the next configuration. */
export function stop(sys: Sys, state: MasterState, keeps: readonly Listen[] | null = null): void {
  const { settings, logs, wsgi } = state.worker;
  const children = state.children;
  state.children = [];
  for (const { pid } of children) quietly(() => { sys.kill(pid, 'SIGTERM'); });
  for (const fd of Object.values(logs)) quietly(() => { sys.close(fd); });
  for (const { path, errors } of Object.values(wsgi)) {
    quietly(() => { sys.unlisten({ path }); });
    quietly(() => { sys.unlink(path); });
    quietly(() => { sys.close(errors); });
  }
  for (const listen of settings.listens) {
    if (keeps?.some((each) => each.port === listen.port && each.address === listen.address) !== true) sys.unlisten(listenOptions(listen));
  }
  if (keeps === null) quietly(() => { sys.unlink(joinPath(settings.serverRoot, settings.pidFile)); });
}

function quietly(action: () => void): void {
  try {
    action();
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}
