import { byteLength } from '../../../../base/bytes.ts';
import type { Connection, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import type { HttpRequest, HttpResponse } from '../../../protocol/http.ts';
import { httpDate } from '../../../time/http-date.ts';
import { serverSoftware } from '../build.ts';
import type { DirSettings, Server } from '../config/settings.ts';
import { accessLine, logError, offsetOf, type ErrorEntry, type Finished } from '../logs.ts';
import { tidOf } from '../threads.ts';
import { denied, unsearchable, type Denial } from './access.ts';
import { settingsFor } from './directory.ts';
import { serverFor, translate, type Translated } from './match.ts';
import { CLOSING, REASONS, page } from './pages.ts';
import { serveProxy } from './proxy.ts';
import { Refusal, type Passing, type Reply, type WorkerState } from './request.ts';
import { serveFile, serveIndex } from './static.ts';
import { serveWsgi } from './wsgi.ts';

const METHODS = new Set('GET HEAD POST PUT DELETE OPTIONS TRACE CONNECT PATCH PROPFIND PROPPATCH MKCOL COPY MOVE LOCK UNLOCK'.split(' '));

/** Answers one request: finds the server and what the path stands for, checks access, runs the handler, writes the logs. */
export function* handle(sys: Sys, state: WorkerState, connection: Connection, message: HttpRequest): Routine<HttpResponse> {
  const startMs = sys.nowMs();
  const local = 'path' in connection.local ? { address: '127.0.0.1', port: 80 } : connection.local;
  const [rawPath = '/', ...query] = message.target.replace(/^https?:\/\/[^/]*/, '').split('?');
  const server = serverFor(state.settings, local, message.headers['host'] ?? '');
  const passing: Passing = { state, connection, message, server, local, path: decoded(rawPath) ?? rawPath, query: query.join('?') };
  let reply: Reply;
  try {
    yield* checkRequest(sys, passing, rawPath);
    reply = yield* route(sys, passing);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    reply = yield* refused(sys, passing, error);
  }
  const response = finish(sys, passing, reply);
  yield* writeAccessLogs(sys, passing, response, startMs);
  return response;
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    return null;
  }
}

/** Errors in the request line itself. */
function* checkRequest(sys: Sys, passing: Passing, rawPath: string): Routine<void> {
  const { message } = passing;
  if (message.headers['host'] === undefined) throw new Refusal(400);
  if (!METHODS.has(message.method)) {
    yield* complain(sys, passing, 'core', `AH00135: Invalid method in request ${message.method} ${message.target} HTTP/1.1`);
    throw new Refusal(501, null, [['Allow', 'OPTIONS,HEAD,GET,POST,TRACE']]);
  }
  if (rawPath === '*' && message.method === 'OPTIONS') return;
  const path = decoded(rawPath);
  let depth = 0;
  for (const part of (path ?? '').split('/')) depth += part === '..' ? -1 : part === '' || part === '.' ? 0 : 1;
  if (path === null || depth < 0 || !rawPath.startsWith('/')) {
    yield* complain(sys, passing, 'core', `AH10244: invalid URI path (${rawPath})`);
    throw new Refusal(400);
  }
}

function* complain(sys: Sys, passing: Passing, module: string, message: string, errno: string | null = null): Routine<void> {
  const { peer } = passing.connection;
  const entry: ErrorEntry = {
    module, level: 'error', message, errno, pid: sys.pid, tid: tidOf(sys.pid, passing.connection), peer: `client ${peer.address}:${peer.port}`,
  };
  yield* logError(sys, passing.state.settings, passing.state.logs, passing.server, entry);
}

function* deny(sys: Sys, passing: Passing, denial: Denial): Routine<never> {
  yield* complain(sys, passing, denial.module, denial.message, denial.errno);
  throw denial.refusal;
}

function* route(sys: Sys, passing: Passing): Routine<Reply> {
  const { state: { settings }, server, path, message } = passing;
  if (path === '*') return { status: 200, headers: [['Content-Length', '0']], contentType: null, body: '' };
  const proxied = [...server.proxies, ...(server === settings.main ? [] : settings.main.proxies)].find(({ from }) => path.startsWith(from));
  if (proxied !== undefined) return yield* serveProxy(sys, passing, proxied);
  const found = translate(settings, server, path);
  if (found.redirect !== null) throw new Refusal(found.redirect.status, null, [['Location', found.redirect.location]]);
  const { file, info } = splitPath(sys, found);
  const said = settingsFor(settings, server, file, path);
  const unreached = unsearchable(sys, file, path, said);
  if (unreached !== null) return yield* deny(sys, passing, unreached);
  const denial = denied(passing, said, file);
  if (denial !== null) return yield* deny(sys, passing, denial);
  const limit = said.limitBody ?? 1073741824;
  if (limit > 0 && byteLength(message.body) > limit) return yield* tooLarge(sys, passing, said, limit);
  const isWsgi = found.rule?.kind === 'wsgi' || said.handler === 'wsgi-script';
  if (isWsgi) {
    const scriptName = found.rule === null ? path.slice(0, path.length - info.length) : found.scriptName;
    return yield* serveWsgi(sys, passing, said, file, scriptName, found.rule?.processGroup);
  }
  return yield* serveDocument(sys, passing, said, file, info);
}

function* tooLarge(sys: Sys, passing: Passing, said: DirSettings, limit: number): Routine<never> {
  const size = byteLength(passing.message.body);
  yield* complain(sys, passing, 'core', `AH01587: Requested content-length of ${size} is larger than the configured limit of ${limit}`);
  throw new Refusal(413, said);
}

/** The longest part of the path that is a file, and what is left of it (PATH_INFO). */
function splitPath(sys: Sys, { file, rule }: Translated): { file: string; info: string } {
  if (rule?.kind === 'wsgi' && !rule.isRegex) return { file: rule.to, info: file.slice(rule.to.length) };
  let path = file;
  while (path.length > 1 && !sys.exists(path)) {
    const at = path.lastIndexOf('/');
    const above = path.slice(0, at);
    if (above === '' || (sys.exists(above) && sys.stat(above).type === 'directory')) break;
    path = above;
  }
  return { file: path, info: file.slice(path.length) };
}

function* serveDocument(sys: Sys, passing: Passing, said: DirSettings, file: string, info: string): Routine<Reply> {
  const { method, headers } = passing.message;
  if (!sys.exists(file) || info !== '') throw new Refusal(404, said);
  if (sys.stat(file).type !== 'directory') return serveFile(sys, said, file, method, headers);
  if (!passing.path.endsWith('/')) throw new Refusal(301, said, [['Location', `http://${passing.message.headers['host'] ?? ''}${passing.message.target}/`]]);
  const folder = file.replace(/(.)\/$/, '$1');
  for (const name of said.directoryIndex ?? []) {
    const index = `${folder === '/' ? '' : folder}/${name}`;
    const closed = unsearchable(sys, index, `${passing.path}${name}`, said);
    if (closed !== null) return yield* deny(sys, passing, closed);
    if (sys.exists(index)) return serveFile(sys, settingsFor(passing.state.settings, passing.server, index, `${passing.path}${name}`), index, method, headers);
  }
  if (said.options?.some((each) => each === 'indexes' || each === 'all') === true) return serveIndex(sys, folder, passing.path);
  yield* complain(sys, passing, 'autoindex', `AH01276: Cannot serve directory ${folder}/: No matching DirectoryIndex (${(said.directoryIndex ?? []).join(',')}) found, and server-generated directory index forbidden by Options directive`);
  throw new Refusal(403, said);
}

/** The page of a refusal: ErrorDocument's, or httpd's own. */
function* refused(sys: Sys, passing: Passing, refusal: Refusal): Routine<Reply> {
  const { state: { settings }, server, message } = passing;
  const unreadable = refusal.headers.find(([name]) => name === 'x-denied')?.[1];
  if (unreadable !== undefined) yield* complain(sys, passing, 'core', `AH00132: file permissions deny server access: ${unreadable}`, '(13)Permission denied');
  const headers = refusal.headers.filter(([name]) => name !== 'x-denied');
  const custom = errorDocument(sys, passing, refusal);
  if (custom !== null) return custom;
  const location = headers.find(([name]) => name === 'Location')?.[1] ?? null;
  const admin = server.admin ?? settings.main.admin ?? '[no address given]';
  const body = page(refusal.status, { method: message.method, target: message.target, location, admin, signature: signatureOf(passing, admin) });
  const length: [string, string][] = refusal.status === 413 ? [] : [['Content-Length', String(byteLength(body))]];
  return { status: refusal.status, headers: [...headers, ...length], contentType: 'text/html; charset=iso-8859-1', body };
}

/** The foot of a page by ServerSignature (ap_psignature). */
function signatureOf({ state: { settings }, server, message, local }: Passing, admin: string): string {
  const kind = settings.signature.toLowerCase();
  if (kind === 'off') return '';
  const host = (message.headers['host'] ?? '').replace(/:\d+$/, '');
  const name = settings.hasCanonicalName || host === '' ? nameOf(server, settings.main, local.address) : host;
  const shown = kind === 'email' ? `<a href="mailto:${admin}">${name}</a>` : name;
  return `<hr>\n<address>${serverSoftware(settings.tokens, settings.modules)} Server at ${shown} Port ${local.port}</address>\n`;
}

/** A local document or a text that stands for an error's page; null when there is none. */
function errorDocument(sys: Sys, { state: { settings }, server }: Passing, { status, settings: said }: Refusal): Reply | null {
  const document = (said ?? (server === settings.main ? settings.main.base : { ...settings.main.base, ...server.base })).errorDocuments?.[String(status)];
  if (document === undefined || document === 'default') return null;
  if (!document.startsWith('/')) {
    return { status, headers: [['Content-Length', String(byteLength(document))]], contentType: 'text/html; charset=iso-8859-1', body: document };
  }
  const { file } = translate(settings, server, document);
  if (!sys.exists(file) || sys.stat(file).type !== 'file' || !sys.access(file, 'read')) return null;
  return { ...serveFile(sys, settingsFor(settings, server, file, document), file, 'GET', {}), status };
}

/** Adds what the connection and the server say, in httpd's order. */
function finish(sys: Sys, passing: Passing, reply: Reply): HttpResponse {
  const { state: { settings }, message, connection } = passing;
  const served = ((connection.session as { served?: number } | null)?.served ?? 0) + 1;
  connection.session = { served };
  const wants = (message.headers['connection'] ?? '').toLowerCase();
  const isClosing = CLOSING.has(reply.status) || wants === 'close' || !settings.keepAlive || served > settings.maxKeepAlive;
  const left = settings.maxKeepAlive - served + 1;
  const link: [string, string][] = isClosing ? [['Connection', 'close']]
    : wants === 'keep-alive' ? [['Keep-Alive', `timeout=${settings.keepAliveTimeout}, max=${left}`], ['Connection', 'Keep-Alive']] : [];
  const own = withModules(passing, reply);
  const hasLength = own.some(([name]) => name.toLowerCase() === 'content-length') || reply.status === 204 || reply.status === 304 || message.method === 'HEAD' || isClosing;
  const chunked: [string, string][] = hasLength ? [] : [['Transfer-Encoding', 'chunked']];
  const type: [string, string][] = reply.contentType === null ? [] : [['Content-Type', reply.contentType]];
  return {
    protocol: 'http', kind: 'response', status: reply.status, reason: reply.reason ?? REASONS[reply.status] ?? 'Unknown Reason',
    headers: [['Date', httpDate(sys.nowMs())], ['Server', serverSoftware(settings.tokens, settings.modules)], ...own, ...link, ...chunked, ...type],
    body: message.method === 'HEAD' || reply.status === 304 ? '' : reply.body,
  };
}

/** What mod_headers changes. */
function withModules({ state: { settings }, server }: Passing, reply: Reply): readonly (readonly [string, string])[] {
  let headers = [...reply.headers];
  const rules = [...settings.main.base.headers ?? [], ...(server === settings.main ? [] : server.base.headers ?? [])];
  for (const { action, name, value, isAlways } of rules) {
    if (reply.status >= 400 && !isAlways) continue;
    const has = headers.some(([each]) => each.toLowerCase() === name.toLowerCase());
    if (action === 'unset' || action === 'set') headers = headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase());
    if (['set', 'add', 'append', 'merge'].includes(action) || (action === 'setifempty' && !has)) headers.push([name, value]);
  }
  return headers;
}

function* writeAccessLogs(sys: Sys, passing: Passing, response: HttpResponse, startMs: number): Routine<void> {
  const { state: { settings, logs }, server, message, connection, local } = passing;
  const targets = server.accessLogs.length > 0 ? server.accessLogs : settings.main.accessLogs;
  const bodyBytes = byteLength(response.body);
  const headBytes = response.headers.reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value) + 4, `HTTP/1.1 ${response.status} ${response.reason}\r\n\r\n`.length);
  const requestLine = `${message.method} ${message.target} HTTP/1.1`;
  const received = Object.entries(message.headers).reduce((sum, [name, value]) => sum + byteLength(name) + byteLength(value) + 4, requestLine.length + 4);
  const done: Finished = {
    peer: connection.peer.address, local, requestLine, method: message.method, target: message.target, headers: message.headers, status: response.status,
    responseHeaders: response.headers, bodyBytes, sentBytes: headBytes + bodyBytes, receivedBytes: received + byteLength(message.body), startMs,
    tookMs: sys.nowMs() - startMs, serverName: nameOf(server, settings.main, local.address), offsetMin: offsetOf(sys, startMs),
  };
  for (const { path, format } of targets) {
    const fd = logs[path];
    if (fd !== undefined) yield* sys.write(fd, `${accessLine(settings.formats[format] ?? format, done, sys.pid)}\n`);
  }
}

const nameOf = (server: Server, main: Server, address: string): string => server.name ?? main.name ?? address;
