import { SysError, ERRNO_NUMBER, STRERROR, type Errno } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Socket, Sys } from '../../../host/sys.ts';
import type { HttpRequest, HttpResponse } from '../../../protocol/http.ts';
import { ClientError, ConnectFailure } from '../app/errors.ts';
import type { Log } from '../app/log.ts';
import { logRequest, logRequestId, logResponse } from './debug.ts';
import { errorOf, header } from './response.ts';
import { targetOf, type Target } from './url.ts';

export interface Timing {
  readonly method: string;
  readonly url: string;
  readonly seconds: number;
}

/** What is asked. Headers are as keystoneauth gives them, with their spelling. */
export interface Ask {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** '' for none. */
  readonly body?: string;
  /** Whether request and answer are logged (not for passwords). */
  readonly isLogged?: boolean;
  /** The service's type, for the log. */
  readonly service?: string;
}

export interface HttpOptions {
  /** `--insecure`: for the log's curl. */
  readonly isInsecure: boolean;
  /** `--os-cacert`, or null. */
  readonly cacert: string | null;
}

/** Says who asks, where nobody says it better. */
export const USER_AGENT = 'openstacksdk/0.101.0 keystoneauth1/5.0.0 python-requests/2.28.1 CPython/3.11.2';

const MAX_REDIRECTS = 30;
const REDIRECTS = [301, 302, 303, 305, 307, 308];
const POOL = 'urllib3.connectionpool';

/** A requests session: keeps connections open, follows redirects, notes timings. */
export class Http {
  readonly timings: Timing[] = [];
  readonly #sys: Sys;
  readonly #log: Log;
  readonly #options: HttpOptions;
  readonly #sockets = new Map<string, Socket>();
  readonly #opened = new Map<string, number>();

  constructor(sys: Sys, log: Log, options: HttpOptions) {
    this.#sys = sys;
    this.#log = log;
    this.#options = options;
  }

  /** One request; answers of 400 and more are given back. Throws ConnectFailure. */
  *send(ask: Ask): Routine<HttpResponse> {
    const isLogged = ask.isLogged !== false;
    const request = { ...ask, headers: { 'User-Agent': USER_AGENT, ...ask.headers } };
    if (isLogged) yield* logRequest(this.#log, request, this.#options);
    const history: Timing[] = [];
    let { url } = ask;
    for (let step = 0; ; step += 1) {
      const response = yield* this.#once({ ...request, url }, history);
      if (isLogged) yield* logResponse(this.#log, response);
      const location = header(response, 'Location');
      if (REDIRECTS.includes(response.status) && location !== null && step < MAX_REDIRECTS) {
        url = location;
        continue;
      }
      if (isLogged) yield* logRequestId(this.#log, { ...ask, url }, response);
      if (response.status < 400) this.timings.push(...history);
      return response;
    }
  }

  /** The same; answers of 400 and more are thrown as HttpError. */
  *request(ask: Ask): Routine<HttpResponse> {
    const response = yield* this.send(ask);
    yield* this.refuse(response);
    return response;
  }

  /** Throws what an answer of 400 and more says. */
  *refuse(response: HttpResponse): Routine<void> {
    if (response.status < 400) return;
    yield* this.#log.debug('keystoneauth.session', `Request returned failure status: ${response.status}`);
    throw errorOf(response);
  }

  *#once(ask: Ask & { readonly headers: Readonly<Record<string, string>> }, history: Timing[]): Routine<HttpResponse> {
    const target = targetOf(ask.url);
    if ('refused' in target) throw new ConnectFailure(`Unexpected exception for ${ask.url}: ${target.refused}`, 'UnknownConnectionError');
    this.#checkBundle(target);
    const socket = yield* this.#connect(target, ask.url);
    const startMs = this.#sys.nowMs();
    const reply = yield* this.#call(socket, requestOf(ask, target), target, ask.url);
    history.push({ method: ask.method, url: ask.url.replace(/\?$/, ''), seconds: Math.round((this.#sys.nowMs() - startMs) * 1000) / 1e6 });
    if (this.#log.isDebugging) {
      const size = header(reply, 'Content-Length') ?? 'None';
      yield* this.#log.debug(POOL, `${target.scheme}://${target.host}:${target.port} "${ask.method} ${target.target} HTTP/1.1" ${reply.status} ${size}`);
    }
    return reply;
  }

  #checkBundle({ scheme }: Target): void {
    const { cacert, isInsecure } = this.#options;
    if (scheme !== 'https' || cacert === null || isInsecure || this.#sys.exists(cacert)) return;
    throw new ClientError(`Could not find a suitable TLS CA certificate bundle, invalid path: ${cacert}`, 'OSError');
  }

  *#connect(target: Target, url: string): Routine<Socket> {
    const key = `${target.scheme}://${target.host}:${target.port}`;
    const open = this.#sockets.get(key);
    if (open !== undefined) return open;
    const count = (this.#opened.get(key) ?? 0) + 1;
    this.#opened.set(key, count);
    yield* this.#log.debug(POOL, `Starting new ${target.scheme.toUpperCase()} connection (${count}): ${target.host}:${target.port}`);
    try {
      const socket = yield* this.#sys.connect({ host: decodeURI(target.host), port: target.port });
      if (target.scheme === 'https') throw this.#noTls(target, url, socket);
      this.#sockets.set(key, socket);
      return socket;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      throw this.#failure(target, url, 'Unable to establish connection to', this.#cause(target, error.errno));
    }
  }

  /** Nobody in this world speaks TLS: the answer to our greeting is plain HTTP. */
  #noTls(target: Target, url: string, socket: Socket): ConnectFailure {
    this.#sys.closeSocket(socket);
    const cause = "SSLError(SSLError(1, '[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:992)'))";
    return this.#failure(target, url, 'SSL exception connecting to', cause, 'SSLError');
  }

  #cause({ scheme }: Target, errno: Errno): string {
    const why = `Failed to establish a new connection: [Errno ${ERRNO_NUMBER[errno]}] ${STRERROR[errno]}`;
    return `NewConnectionError('<urllib3.connection.${scheme.toUpperCase()}Connection object at 0x7f${this.#sys.dice.hex(10)}>: ${why}')`;
  }

  #failure(target: Target, url: string, lead: string, cause: string, kind: 'ConnectFailure' | 'SSLError' = 'ConnectFailure'): ConnectFailure {
    const pool = `${target.scheme.toUpperCase()}ConnectionPool(host='${target.host}', port=${target.port})`;
    return new ConnectFailure(`${lead} ${url}: ${pool}: Max retries exceeded with url: ${target.target} (Caused by ${cause})`, kind);
  }

  *#call(socket: Socket, request: HttpRequest, target: Target, url: string): Routine<HttpResponse> {
    const aborted = `Unable to establish connection to ${url}: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))`;
    try {
      const reply = yield* this.#sys.call(socket, request);
      if (reply.protocol !== 'http' || reply.kind !== 'response') throw new ConnectFailure(aborted);
      return reply;
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      this.#sockets.delete(`${target.scheme}://${target.host}:${target.port}`);
      throw new ConnectFailure(aborted);
    }
  }

  close(): void {
    for (const socket of this.#sockets.values()) this.#sys.closeSocket(socket);
    this.#sockets.clear();
  }
}

function requestOf(ask: Ask & { readonly headers: Readonly<Record<string, string>> }, target: Target): HttpRequest {
  const known = target.scheme === 'https' ? 443 : 80;
  const body = ask.body ?? '';
  const length: Record<string, string> = body !== '' || ['POST', 'PUT', 'PATCH', 'DELETE'].includes(ask.method) ? { 'content-length': String(body.length) } : {};
  const given = Object.entries(ask.headers).map(([name, value]) => [name.toLowerCase(), value] as const);
  return {
    protocol: 'http', kind: 'request', method: ask.method, target: target.target, body,
    headers: {
      host: target.port === known ? target.host : `${target.host}:${target.port}`, 'accept-encoding': 'gzip, deflate', accept: '*/*', connection: 'keep-alive',
      ...Object.fromEntries(given), ...length,
    },
  };
}
