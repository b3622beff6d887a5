import { SysError, ERRNO_NUMBER, STRERROR } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Socket, Sys } from '../../../host/sys.ts';
import type { HttpRequest, HttpResponse } from '../../../protocol/http.ts';
import { ClientError, ConnectFailure, HttpError } from './errors.ts';

export interface Url {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  /** Path with query, at least `/`. */
  readonly target: string;
}

/** Splits a URL as requests does; the host is percent-encoded and lower-cased. */
export function parseUrl(url: string): Url | null {
  const parts = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)([^#]*)/i.exec(url);
  if (parts === null) return null;
  const [, scheme = '', authority = '', target = ''] = parts;
  const colon = /:(\d*)$/.exec(authority);
  const host = (colon === null ? authority : authority.slice(0, colon.index)).replace(/^.*@/, '');
  const known = scheme.toLowerCase() === 'https' ? 443 : 80;
  const port = colon === null || colon[1] === '' ? known : Number(colon[1]);
  return { scheme: scheme.toLowerCase(), host: encodeURI(host).toLowerCase(), port, target: target === '' ? '/' : target.startsWith('?') ? `/${target}` : target };
}

export interface Timing {
  readonly method: string;
  readonly url: string;
  readonly seconds: number;
}

/** What the client tells with `--debug`. */
export type Debug = (line: string) => void;

export const USER_AGENT = 'openstacksdk/0.101.0 keystoneauth1/5.0.0 python-requests/2.28.1 CPython/3.11.2';

const MAX_REDIRECTS = 30;

/** A requests session: keeps connections open, notes timings. */
export class Http {
  readonly timings: Timing[] = [];
  readonly #sys: Sys;
  readonly #debug: Debug;
  readonly #sockets = new Map<string, Socket>();

  constructor(sys: Sys, debug: Debug) {
    this.#sys = sys;
    this.#debug = debug;
  }

  /** One request; redirects are followed. Throws ConnectFailure. */
  *request(method: string, url: string, headers: Readonly<Record<string, string>>, body = ''): Routine<HttpResponse> {
    let target = url;
    for (let step = 0; step < MAX_REDIRECTS; step += 1) {
      const response = yield* this.#once(method, target, headers, body);
      const location = header(response, 'Location');
      if (location === null || ![301, 302, 303, 305, 307, 308].includes(response.status)) return response;
      target = location;
    }
    throw new ClientError('Exceeded 30 redirects.');
  }

  *#once(method: string, url: string, headers: Readonly<Record<string, string>>, body: string): Routine<HttpResponse> {
    const parts = parseUrl(url);
    if (parts === null || (parts.scheme !== 'http' && parts.scheme !== 'https')) {
      throw new ConnectFailure(`Unexpected exception for ${url}: No connection adapters were found for '${url}'`);
    }
    const startMs = this.#sys.nowMs();
    const socket = yield* this.#connect(parts, url);
    const request: HttpRequest = {
      protocol: 'http', kind: 'request', method, target: parts.target, body,
      headers: { host: parts.port === 80 ? parts.host : `${parts.host}:${parts.port}`, 'user-agent': USER_AGENT, accept: 'application/json', ...headers },
    };
    const reply = yield* this.#call(socket, request, parts, url);
    this.timings.push({ method, url, seconds: (this.#sys.nowMs() - startMs) / 1000 });
    this.#debug(`${parts.scheme}://${parts.host}:${parts.port} "${method} ${parts.target} HTTP/1.1" ${reply.status} ${reply.body.length}`);
    return reply;
  }

  *#connect(url: Url, whole: string): Routine<Socket> {
    const key = `${url.host}:${url.port}`;
    const open = this.#sockets.get(key);
    if (open !== undefined) return open;
    this.#debug(`Starting new HTTP${url.scheme === 'https' ? 'S' : ''} connection (1): ${key}`);
    try {
      const socket = yield* this.#sys.connect({ host: decodeURI(url.host), port: url.port });
      if (url.scheme === 'https') throw this.#failure(url, whole, "SSLError(SSLError(1, '[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:992)'))", 'SSL exception connecting to');
      this.#sockets.set(key, socket);
      return socket;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      const { errno } = error;
      const why = `Failed to establish a new connection: [Errno ${ERRNO_NUMBER[errno]}] ${STRERROR[errno]}`;
      const what = `NewConnectionError('<urllib3.connection.HTTPConnection object at 0x7f${this.#sys.dice.hex(10)}>: ${why}')`;
      throw this.#failure(url, whole, what, 'Unable to establish connection to');
    }
  }

  #failure(url: Url, whole: string, cause: string, lead: string): ConnectFailure {
    const pool = `HTTP${url.scheme === 'https' ? 'S' : ''}ConnectionPool(host='${url.host}', port=${url.port})`;
    return new ConnectFailure(`${lead} ${whole}: ${pool}: Max retries exceeded with url: ${url.target} (Caused by ${cause})`);
  }

  *#call(socket: Socket, request: HttpRequest, url: Url, whole: string): Routine<HttpResponse> {
    const aborted = `Unable to establish connection to ${whole}: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))`;
    try {
      const reply = yield* this.#sys.call(socket, request);
      if (reply.protocol !== 'http' || reply.kind !== 'response') throw new ConnectFailure(aborted);
      return reply;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      this.#sockets.delete(`${url.host}:${url.port}`);
      throw new ConnectFailure(aborted);
    }
  }

  close(): void {
    for (const socket of this.#sockets.values()) this.#sys.closeSocket(socket);
    this.#sockets.clear();
  }
}

/** A response header by any spelling, or null. */
export function header(response: HttpResponse, name: string): string | null {
  return response.headers.find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1] ?? null;
}

/** What the body says as JSON, or null when it is none. */
export function jsonOf(response: HttpResponse): unknown {
  if (header(response, 'Content-Type')?.startsWith('application/json') !== true) return null;
  try {
    return JSON.parse(response.body) as unknown;
  } catch {
    return null;
  }
}

const DEFAULT_MESSAGES: Readonly<Record<number, string>> = {
  400: 'Bad Request', 401: 'Unauthorized', 402: 'Payment Required', 403: 'Forbidden', 404: 'Not Found', 405: 'Method Not Allowed',
  406: 'Not Acceptable', 409: 'Conflict', 410: 'Gone', 413: 'Request Entity Too Large', 415: 'Unsupported Media Type', 429: 'Too Many Requests',
  500: 'Internal Server Error', 501: 'Not Implemented', 502: 'Bad Gateway', 503: 'Service Unavailable', 504: 'Gateway Timeout',
};

/** The error of a response of 400 and more (keystoneauth's from_response). */
export function errorOf(response: HttpResponse): HttpError {
  const requestId = header(response, 'x-openstack-request-id') ?? header(response, 'x-compute-request-id');
  return new HttpError(response.status, messageOf(response), requestId);
}

function messageOf(response: HttpResponse): string {
  const body = jsonOf(response);
  const fallback = DEFAULT_MESSAGES[response.status] ?? (response.status < 500 ? 'HTTP Client Error' : 'HTTP Server Error');
  if (body === null || typeof body !== 'object' || Array.isArray(body)) return fallback;
  const data = body as Readonly<Record<string, unknown>>;
  const error = data['error'];
  if (error !== null && typeof error === 'object') return textOf((error as Record<string, unknown>)['message'], fallback);
  const [first] = Array.isArray(data['errors']) ? data['errors'] as Record<string, unknown>[] : [];
  if (first !== undefined) return textOf(first['detail'] ?? first['title'], fallback);
  if ('description' in data && 'title' in data) return textOf(data['title'], fallback);
  return 'Unrecognized schema in response body.';
}

const textOf = (value: unknown, fallback: string): string => (typeof value === 'string' ? value : fallback);
