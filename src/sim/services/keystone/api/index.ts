// The Identity API v3: answers one request from SQL and key files. Knows nothing of httpd nor of how it was started.
import { byteLength } from '../../../../base/bytes.ts';
import type { Json } from '../../../../base/json.ts';
import { pythonJson } from '../../../../base/python.ts';
import type { HttpRequest, HttpResponse } from '../../../protocol/http.ts';
import type { Routine } from '../../../host/program.ts';
import { PythonException } from '../../oslo/traceback.ts';
import type { App } from '../app.ts';
import { EXCEPTIONS } from '../exceptions-table.ts';
import { KeystoneError } from '../exceptions.ts';
import { type Answer, baseUrl, Call } from './call.ts';
import { tellAuthenticating, tellRequest, tellValidating } from './debug.ts';
import { missing } from './faults.ts';
import { Reader } from './reader.ts';
import { findRoute, type Match } from './route.ts';
import { ROUTES } from './routes.ts';
import { isTable, type Table } from './schema.ts';
import { type Token, validateToken } from './token.ts';
import { textOf } from '../store/model.ts';

/**
 * Answers a request. Failures of keystone's own become its JSON errors; a PythonException is one that keystone does not
 * catch either, and is for the WSGI server.
 */
export function* dispatch(app: App, request: HttpRequest): Routine<HttpResponse> {
  const path = pathOf(request);
  const most = app.config.number('oslo_middleware', 'max_request_body_size');
  if (byteLength(request.body) > most) return tooLarge(app, request, most);
  const reader = new Reader(app);
  const asked = yield* authenticated(reader, request);
  tellRequest(app, request, path);
  if ('status' in asked) return respond(app, request, asked);
  if (path === '/healthcheck') return respond(app, request, { status: 200, text: '', headers: [['Content-Type', 'text/plain; charset=UTF-8']] }, false);
  try {
    return respond(app, request, yield* answer(reader, request, path, asked.token));
  } catch (error) {
    if (error instanceof KeystoneError) return respond(app, request, rejection(app, request, error));
    throw error;
  }
}

/** The path inside of the application, without trailing slashes. */
function pathOf({ target, environ }: HttpRequest): string {
  const path = environ?.PATH_INFO ?? (target.split('?')[0] ?? '');
  return path.replace(/(?!^)\/+$/, '');
}

/** Looks at X-Auth-Token before anything else, as the middleware does. A token that cannot be found is no token. */
function* authenticated(reader: Reader, request: HttpRequest): Routine<{ readonly token: Token | null } | Answer> {
  const text = request.headers['x-auth-token']?.trim();
  if (text === undefined || text === '') return { token: null };
  const logger = reader.app.log.logger('keystone.server.flask.request_processing.middleware.auth_context');
  try {
    tellAuthenticating(reader.app);
    const token = yield* validateToken(reader, text, { rulesSupport: '1' });
    tellValidating(reader.app);
    introduce(reader.app, token);
    return { token: isAllowed(token, request) ? token : null };
  } catch (error) {
    if (error instanceof KeystoneError && error.kind === 'TokenNotFound') return { token: null };
    if (!(error instanceof KeystoneError) && !(error instanceof PythonException)) throw error;
    const known = error instanceof KeystoneError ? error : new KeystoneError('UnexpectedError', {}, error.message);
    if (error === known) logger.warning(known.message, { error: known.python });
    else logger.error(error.message, { error: error.python, hasTraceback: true });
    return { status: known.status, text: pythonJson({ error: { code: known.status, title: known.title, message: shownMessage(reader.app, known) } }) };
  }
}

/** Log lines carry who asks from here on. */
function introduce({ context }: App, { payload, actor: user, projectDomain }: Token): void {
  context.userId = user.id;
  context.projectId = payload.projectId;
  context.domainId = payload.domainId;
  context.systemScope = payload.system;
  context.userDomainId = user.domainId;
  context.projectDomainId = typeof projectDomain?.id === 'string' ? projectDomain.id : null;
}

/** Whether an application credential's access rules let a request to keystone itself pass. */
function isAllowed({ appCredential }: Token, request: HttpRequest): boolean {
  const rules = appCredential?.accessRules ?? null;
  if (rules === null || (request.method === 'GET' && pathOf(request).endsWith('/v3/auth/tokens'))) return true;
  return rules.some((rule) => isTable(rule) && rule.service === 'identity' && rule.method === request.method && pathFits(textOf(rule.path), pathOf(request)));
}

/** `*` stands for a part of the path, `**` for any number of them, `{name}` for a part as well. */
function pathFits(pattern: string, path: string): boolean {
  const source = pattern.replaceAll(/[.+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]*\}/g, '[^/]+').replaceAll('**', '\x01').replaceAll('*', '[^/]+').replaceAll('\x01', '.*');
  return new RegExp(`^${source}$`).test(path);
}

function* answer(reader: Reader, request: HttpRequest, path: string, token: Token | null): Routine<Answer> {
  const json = readBody(request);
  const match = findRoute(ROUTES, request.method, path);
  if (match === null) return page(404, 'Not Found', 'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.');
  if (match.kind !== 'found') return refusal(match, request.method);
  const { route, params } = match;
  const call = new Call(reader, request, path, params, json, token);
  if (route.policy !== null) {
    const target = token === null ? {} : yield* route.target(call);
    call.enforce(route.policy, target, route.filters);
  }
  return yield* route.run(call);
}

/** The body as JSON; 400 when it is none, or is said to be something else. */
function readBody({ headers, body }: HttpRequest): Table {
  if (body === '') return {};
  const type = headers['content-type'] ?? '';
  const mime = (type.split(';')[0] ?? '').trim().toLowerCase();
  if (type !== '' && mime !== 'application/json' && !/^application\/.*\+json$/.test(mime)) throw missing('application/json', 'Content-Type header');
  let value: Json;
  try {
    value = JSON.parse(body) as Json;
  } catch {
    throw missing('valid JSON', 'request body');
  }
  if (!isTable(value)) throw missing('valid JSON', 'request body');
  return value;
}

/** 405, or 200 to OPTIONS. A method that the resource has, but not at this path, is a mistake that real keystone trips over. */
function refusal(match: Exclude<Match, { kind: 'found' }>, method: string): Answer {
  if (match.kind === 'shape') {
    throw new PythonException({ type: 'AssertionError', message: 'PROGRAMMING ERROR: enforcement (`keystone.common.rbac_enforcer.enforcer.RBACEnforcer.enforce_call()`) has not been called; API is unenforced.' });
  }
  const isPage = match.pattern === '/' || match.pattern === '/v3';
  const allow = isPage ? 'GET, HEAD, OPTIONS' : match.allowed.join(', ');
  if (method === 'OPTIONS') return { status: 200, text: '', headers: [['Content-Type', 'text/html; charset=utf-8'], ['Allow', allow]] };
  const text = 'The method is not allowed for the requested URL.';
  const headers = [['Allow', allow]] as const;
  if (isPage) return { ...page(405, 'Method Not Allowed', text), headers: [['Content-Type', 'text/html; charset=utf-8'], ...headers] };
  return { status: 405, body: { message: text }, headers };
}

/** A page as Werkzeug writes it. */
const page = (status: number, title: string, text: string): Answer => ({
  status, text: `<!doctype html>\n<html lang=en>\n<title>${status} ${title}</title>\n<h1>${title}</h1>\n<p>${text}</p>\n`, headers: [['Content-Type', 'text/html; charset=utf-8']],
});

/** A failure as JSON, told to the log: a 401 in a line, anything else with its traceback. */
function rejection(app: App, request: HttpRequest, error: KeystoneError): Answer {
  const logger = app.log.logger('keystone.server.flask.application');
  const isUnauthorized = error.status === 401 && error.kind !== 'InsufficientAuthMethods';
  const from = request.environ?.REMOTE_ADDR ?? 'None';
  if (isUnauthorized) logger.warning(`Authorization failed. ${error.message} from ${from}`, { error: error.python });
  else logger.error(error.message, { error: error.python, hasTraceback: true });
  const identity = error.kind === 'AuthMethodNotSupported' ? { identity: { methods: app.config.get('auth', 'methods') as Json } }
    : error.kind === 'ApplicationCredentialAuthError' ? { identity: {} } : {};
  const text = `${JSON.stringify({ error: { code: error.status, ...identity, message: shownMessage(app, error), title: error.title } })}\n`;
  return { status: error.status, text: asciiOnly(text), headers: isUnauthorized ? [['WWW-Authenticate', `Keystone uri="${baseUrl(app, request)}/v3"`]] : [] };
}

/** With insecure_debug also what is kept secret otherwise. */
function shownMessage(app: App, { kind, message, detail }: KeystoneError): string {
  const isSecret = (EXCEPTIONS[kind] as readonly unknown[])[3] === true;
  if (!isSecret || detail === message || !app.config.flag('DEFAULT', 'insecure_debug')) return message;
  return `${detail} (Disable insecure_debug mode to suppress these details.)`;
}

const asciiOnly = (text: string): string => text.replace(/[\x7f-\uffff]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);

const REASONS: Readonly<Record<number, string>> = {
  200: 'OK', 201: 'CREATED', 204: 'NO CONTENT', 300: 'MULTIPLE CHOICES', 400: 'BAD REQUEST', 401: 'UNAUTHORIZED', 403: 'FORBIDDEN', 404: 'NOT FOUND',
  405: 'METHOD NOT ALLOWED', 409: 'CONFLICT', 410: 'GONE', 413: 'Request Entity Too Large', 500: 'INTERNAL SERVER ERROR', 501: 'NOT IMPLEMENTED',
};

/** The answer on the wire: headers in the order in which flask and the middleware set them. */
function respond(app: App, request: HttpRequest, answer: Answer, varies = true): HttpResponse {
  const text = answer.text ?? (answer.body === undefined ? '' : `${pythonJson(answer.body)}\n`);
  const given = answer.headers ?? [];
  const type = given.find(([name]) => name === 'Content-Type')?.[1] ?? 'application/json';
  const content = answer.status === 204 ? [] : [['Content-Type', type], ['Content-Length', String(byteLength(text))]] as const;
  const headers = [...content, ...given.filter(([name]) => name !== 'Content-Type'), ...varies ? [['Vary', 'X-Auth-Token']] as const : [], ['x-openstack-request-id', app.context.requestId]] as const;
  const hasBody = request.method !== 'HEAD' && answer.status !== 204;
  return { protocol: 'http', kind: 'response', status: answer.status, reason: REASONS[answer.status] ?? '', headers: headers as HttpResponse['headers'], body: hasBody ? text : '' };
}

/** 413, said by the size limit's middleware before a request has an id. */
function tooLarge(app: App, request: HttpRequest, most: number): HttpResponse {
  const title = '413 Request Entity Too Large';
  const text = `<html>\n <head>\n  <title>${title}</title>\n </head>\n <body>\n  <h1>${title}</h1>\n  Request is too large. `
    + `Larger than max_request_body_size (${most}).<br /><br />\n\n\n\n </body>\n</html>`;
  app.log.logger('oslo_middleware.sizelimit').info(`Request is too large. Larger than max_request_body_size (${most}).`);
  const headers = [['Content-Length', String(byteLength(text))], ['Content-Type', 'text/html; charset=UTF-8']] as const;
  return { protocol: 'http', kind: 'response', status: 413, reason: 'Request Entity Too Large', headers, body: request.method === 'HEAD' ? '' : text };
}
