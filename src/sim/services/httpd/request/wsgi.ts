import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Socket, Sys } from '../../../host/sys.ts';
import type { Message } from '../../../protocol/message.ts';
import type { WsgiException } from '../../../protocol/wsgi.ts';
import { serverSoftware } from '../build.ts';
import type { DirSettings, WsgiDaemon } from '../config/settings.ts';
import { logError, type ErrorEntry } from '../logs.ts';
import { tidOf } from '../threads.ts';
import { Refusal, type Passing, type Reply } from './request.ts';

/** The process group of a request: WSGIProcessGroup or the alias's own; '' runs in httpd itself. */
const groupOf = (settings: DirSettings, given: string | undefined): string => {
  const name = given ?? settings.processGroup ?? '';
  return name === '%{GLOBAL}' ? '' : name;
};

/** Hands a request to the application's daemon process and takes its answer. */
export function* serveWsgi(
  sys: Sys, passing: Passing, settings: DirSettings, script: string, scriptName: string, given: string | undefined,
): Routine<Reply> {
  const complain = (message: string, errno: string | null = null): Routine<void> => logError(sys, passing.state.settings, passing.state.logs, passing.server, {
    module: 'wsgi', level: 'error', message, errno, pid: sys.pid, tid: tidOf(sys.pid, passing.connection), peer: `client ${peerOf(passing)}`,
  });
  if (!sys.exists(script) || sys.stat(script).type === 'directory') {
    yield* complain(`Target WSGI script not found or unable to stat: ${script}`);
    throw new Refusal(404, settings);
  }
  const group = groupOf(settings, given);
  const daemon = passing.state.settings.daemons.find(({ name }) => name === group);
  const place = passing.state.wsgi[group];
  if (place === undefined || (daemon === undefined && group !== '')) {
    yield* complain(`No WSGI daemon process called '${group}' has been configured: ${script}`);
    throw new Refusal(500, settings);
  }
  if (daemon !== undefined && !mayUse(passing, daemon)) {
    yield* complain(`Daemon process called '${group}' cannot be accessed by this WSGI application: ${script}`);
    throw new Refusal(500, settings);
  }
  const socket = yield* open(sys, place.path, group, complain, settings);
  try {
    const reply = yield* sys.call(socket, { ...passing.message, headers: forwarded(passing, settings), environ: environOf(passing, script, scriptName) });
    return yield* answer(sys, passing, settings, script, socket, reply);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* complain(`Truncated or oversized response headers received from daemon process '${group}': ${script}`);
    throw new Refusal(500, settings);
  } finally {
    sys.closeSocket(socket);
    yield* printed(sys, passing, socket, place.errors);
  }
}

/** A daemon of a virtual host serves that host only, or any of its name. */
const mayUse = ({ state, server }: Passing, daemon: WsgiDaemon): boolean =>
  daemon.server === -1 || state.settings.hosts[daemon.server] === server || state.settings.hosts[daemon.server]?.name === server.name;

const peerOf = ({ connection: { peer } }: Passing): string => `${peer.address}:${peer.port}`;

function* open(
  sys: Sys, path: string, group: string, complain: (message: string, errno?: string | null) => Routine<void>, settings: DirSettings,
): Routine<Socket> {
  try {
    return yield* sys.connect({ path });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    const number = error.errno === 'EACCES' ? 13 : error.errno === 'ENOENT' ? 2 : 111;
    yield* complain(`mod_wsgi (pid=${sys.pid}): Unable to connect to WSGI daemon process '${group}' on '${path}'`
      + (number === 13 ? ` as user with uid=${sys.credentials.uid}.` : ' after multiple attempts as listener backlog limit was exceeded or the socket does not exist.'), `(${number})${error.text}`);
    throw new Refusal(503, settings);
  }
}

function forwarded({ message }: Passing, settings: DirSettings): Record<string, string> {
  const headers = { ...message.headers };
  if (settings.passAuthorization !== true) delete headers['authorization'];
  return headers;
}

function environOf(passing: Passing, script: string, scriptName: string): Record<string, string> {
  const { connection, local, server, state, message } = passing;
  const { settings } = state;
  const host = (message.headers['host'] ?? '').replace(/:\d+$/, '');
  return {
    SCRIPT_NAME: scriptName, PATH_INFO: passing.path.slice(scriptName.length), QUERY_STRING: passing.query, REQUEST_METHOD: message.method,
    REQUEST_URI: message.target, REMOTE_ADDR: connection.peer.address, REMOTE_PORT: String(connection.peer.port), SERVER_ADDR: local.address,
    SERVER_NAME: settings.hasCanonicalName || host === '' ? server.name ?? settings.main.name ?? local.address : host, SERVER_PORT: String(local.port),
    SERVER_PROTOCOL: 'HTTP/1.1', SERVER_SOFTWARE: serverSoftware(settings.tokens, settings.modules), SCRIPT_FILENAME: script,
    'wsgi.url_scheme': 'http',
  };
}

function* answer(sys: Sys, passing: Passing, settings: DirSettings, script: string, socket: Socket, reply: Message): Routine<Reply> {
  if (reply.protocol === 'http' && reply.kind === 'response') {
    const contentType = reply.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
    // mod_wsgi keeps this one among the error headers, which go first.
    const isFirst = ([name]: readonly [string, string]): boolean => name.toLowerCase() === 'www-authenticate';
    const others = reply.headers.filter(([name]) => name.toLowerCase() !== 'content-type');
    const headers = [...others.filter(isFirst), ...others.filter((header) => !isFirst(header))];
    return { status: reply.status, reason: reply.reason, headers, contentType, body: reply.body };
  }
  if (reply.protocol === 'plain' && reply.operation === 'wsgi-exception') {
    for (const line of exceptionLines(reply.body as unknown as WsgiException, script, socket.peerPid ?? 0)) yield* daemonLine(sys, passing, socket, line);
  }
  throw new Refusal(500, settings);
}

/** mod_wsgi's own words about an exception, and the traceback. Source: recordings of keystone. */
function exceptionLines(exception: WsgiException, script: string, pid: number): string[] {
  const { during, isExit, traceback } = exception;
  const say = (text: string): string => `mod_wsgi (pid=${pid}): ${text}`;
  const loading = isExit ? `SystemExit exception raised when doing exec of Python script file '${script}'.` : `Failed to exec Python script file '${script}'.`;
  const general = isExit ? `SystemExit exception raised by WSGI script '${script}' ignored.` : `Exception occurred processing WSGI script '${script}'.`;
  return [...(during === 'exec' ? [say(loading)] : []), say(general), ...traceback.replace(/\n$/, '').split('\n')];
}

/** What the application printed meanwhile. */
function* printed(sys: Sys, passing: Passing, socket: Socket, fd: number): Routine<void> {
  const text = yield* sys.readAll(fd);
  if (text === '') return;
  for (const line of text.replace(/\n$/, '').split('\n')) yield* daemonLine(sys, passing, socket, line);
}

function* daemonLine(sys: Sys, passing: Passing, socket: Socket, message: string): Routine<void> {
  const pid = socket.peerPid ?? 0;
  const entry: ErrorEntry = { module: 'wsgi', level: 'error', message, pid, tid: tidOf(pid, passing.connection), peer: `remote ${peerOf(passing)}` };
  yield* logError(sys, passing.state.settings, passing.state.logs, passing.server, entry);
}
