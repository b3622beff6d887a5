// keystonemiddleware's auth_token: whom a request's X-Auth-Token stands for, by asking keystone or memcached.
import type { Json } from '../../../base/json.ts';
import { sha256 } from '../../../base/sha256.ts';
import { toBytes } from '../../../base/bytes.ts';
import type { HttpRequest, HttpResponse } from '../../protocol/http.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { Memcached } from './cache.ts';
import type { Config } from './config.ts';
import { ask } from './http-client.ts';
import type { Log, Logger } from './log.ts';
import { HttpError, ServiceSession, type OwnToken } from './service-session.ts';
import { PythonException } from './traceback.ts';

/** What keystone says of a token: the `token` of its answer. */
export type TokenData = Readonly<Record<string, Json>>;

/** A request that may go on, or the answer it gets instead. */
export type Verdict =
  | { readonly kind: 'passed'; readonly token: TokenData; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'refused'; readonly response: HttpResponse };

const SECTION = 'keystone_authtoken';
const MIDDLEWARE = 'keystonemiddleware.auth_token/10.2.0';

/** What a service remembers of keystone between requests: plain data for its state. */
export interface AuthMemory {
  readonly own: OwnToken | null;
}

/** The middleware of one service; make it anew for each request with what was remembered. */
export class AuthToken {
  readonly #sys: Sys;
  readonly #config: Config;
  readonly #log: Logger;
  readonly #session: ServiceSession;
  readonly #cache: Memcached | null;
  #own: OwnToken | null;

  /** `service` is the program's name and version, e.g. `glance/26.0.0`. */
  constructor(sys: Sys, config: Config, log: Log, service: string, memory: AuthMemory = { own: null }) {
    this.#sys = sys;
    this.#config = config;
    this.#log = log.logger('keystonemiddleware.auth_token');
    this.#session = new ServiceSession(sys, config, log, SECTION, `${service} ${MIDDLEWARE}`);
    const servers = config.list(SECTION, 'memcached_servers');
    this.#cache = servers.length === 0 ? null : new Memcached(sys, servers);
    this.#own = memory.own;
  }

  /** What to say when the service starts (AuthProtocol.__init__). */
  static warnAtStart(config: Config, log: Log): void {
    const logger = log.logger('keystonemiddleware.auth_token');
    if (!config.flag(SECTION, 'service_token_roles_required')) {
      logger.warning('AuthToken middleware is set with keystone_authtoken.service_token_roles_required set to False. This is backwards compatible but '
        + 'deprecated behaviour. Please set this to True.');
    }
    if (config.text(SECTION, 'auth_type') === null) {
      logger.warning('Use of the auth_admin_prefix, auth_host, auth_port, auth_protocol, identity_uri, admin_token, admin_user, admin_password, and '
        + 'admin_tenant_name configuration options was deprecated in the Mitaka release in favor of an auth_plugin and its related options. This class '
        + 'may be removed in a future release.');
      logger.warning("Configuring admin URI using auth fragments was deprecated in the Kilo release, and will be removed in the Newton release, use 'identity_uri' instead.");
    }
    if (config.text(SECTION, 'www_authenticate_uri') === null) {
      logger.warning('Configuring www_authenticate_uri to point to the public identity endpoint is required; clients may not be able to authenticate against an admin endpoint');
    }
  }

  /** What is worth remembering. */
  get memory(): AuthMemory {
    return { own: this.#own };
  }

  /** Looks at a request. */
  *process(request: HttpRequest): Routine<Verdict> {
    const id = request.headers['x-auth-token'];
    if (id === undefined || id === '') return { kind: 'refused', response: this.#unauthorized() };
    try {
      const token = yield* this.#fetch(id);
      return token === null ? { kind: 'refused', response: this.#unauthorized() } : { kind: 'passed', token, headers: identityHeaders(token) };
    } catch (error) {
      if (!(error instanceof PythonException)) throw error;
      this.#log.critical(`Unable to validate token: ${error.python.message}`, { error: error.python });
      return { kind: 'refused', response: unavailable(request) };
    }
  }

  /** keystone's word on a token, or null when it knows no such token. */
  *#fetch(id: string): Routine<TokenData | null> {
    const key = `tokens/${[...sha256(toBytes(id))].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`;
    const cached = this.#cache === null ? null : yield* this.#cache.get(key);
    const token = cached === null ? yield* this.#verify(id) : JSON.parse(cached) as TokenData;
    if (token === null) {
      this.#log.warning('Authorization failed for token', { error: { type: 'keystonemiddleware.auth_token._exceptions.InvalidToken', message: 'Token authorization failed' } });
      return null;
    }
    if (cached === null) yield* this.#cache?.set(key, JSON.stringify(token), this.#config.number(SECTION, 'token_cache_time')) ?? nothing();
    return isExpired(token, this.#sys.nowMs()) ? null : token;
  }

  /** GET /v3/auth/tokens with the service's own token, which is made anew once when keystone refuses it. */
  *#verify(id: string): Routine<TokenData | null> {
    for (const isLast of [false, true]) {
      try {
        this.#own ??= yield* this.#session.login();
        const response = yield* ask(this.#sys, {
          method: 'GET', url: `${identityUrl(this.#own.catalog, this.#config)}/auth/tokens`,
          headers: { 'x-auth-token': this.#own.id, 'x-subject-token': id, 'user-agent': 'python-keystoneclient', accept: 'application/json' },
        });
        if (response.status === 404) return null;
        if (response.status >= 400) throw new HttpError(response);
        return (JSON.parse(response.body) as { token: TokenData }).token;
      } catch (error) {
        if (!(error instanceof HttpError)) throw error;
        this.#own = null;
        this.#complain(error, isLast);
      }
    }
    return null;
  }

  /** Unauthorized may be tried again; everything else ends in ServiceError. */
  #complain(error: HttpError, isLast: boolean): void {
    const { response, python } = error;
    const identity = (): void => { this.#log.warning(`Identity response: ${response.body}`, { error: python }); };
    if (response.status === 401) {
      this.#log.info('Identity server rejected authorization');
      identity();
      if (!isLast) {
        this.#log.info('Retrying validation');
        return;
      }
      throw serviceError('Identity server rejected authorization necessary to fetch token data');
    }
    this.#log.error(`Bad response code while validating token: ${response.status} ${python.message}`, { error: python });
    identity();
    throw serviceError('Failed to fetch token data from identity server');
  }

  #unauthorized(): HttpResponse {
    this.#log.info('Rejecting request');
    const uri = this.#config.text(SECTION, 'www_authenticate_uri') ?? this.#config.text(SECTION, 'auth_uri') ?? this.#config.text(SECTION, 'auth_url') ?? '';
    const body = '{"error": {"code": 401, "title": "Unauthorized", "message": "The request you have made requires authentication."}}';
    return {
      protocol: 'http', kind: 'response', status: 401, reason: 'Unauthorized', body,
      headers: [['Content-Length', String(body.length)], ['Content-Type', 'application/json'], ['Www-Authenticate', `Keystone uri="${uri}"`]],
    };
  }
}

const serviceError = (message: string): PythonException => new PythonException({ type: 'keystonemiddleware.auth_token._exceptions.ServiceError', message });

function* nothing(): Routine<boolean> {
  yield* [];
  return false;
}

const isExpired = (token: TokenData, nowMs: number): boolean => typeof token['expires_at'] === 'string' && Date.parse(token['expires_at']) <= nowMs;

interface Endpoint { readonly interface?: string; readonly url?: string; readonly region?: string }

/** keystone's address in the service's catalogue; auth_url where the catalogue has none. */
function identityUrl(catalog: Json, config: Config): string {
  const wanted = config.text(SECTION, 'interface') ?? 'internal';
  const region = config.text(SECTION, 'region_name');
  const services = Array.isArray(catalog) ? catalog as readonly { type?: string; endpoints?: readonly Endpoint[] }[] : [];
  const endpoint = services.filter(({ type }) => type === 'identity').flatMap(({ endpoints }) => endpoints ?? [])
    .find((each) => each.interface === wanted && (region === null || each.region === region));
  const url = (endpoint?.url ?? config.text(SECTION, 'auth_url') ?? '').replace(/\/+$/, '');
  return /\/v3$/.test(url) ? url : `${url}/v3`;
}

interface Named { readonly id?: string; readonly name?: string; readonly domain?: Named }

/** The headers that the application finds. */
function identityHeaders(token: TokenData): Record<string, string> {
  const [user, project, domain] = ['user', 'project', 'domain'].map((name) => token[name] as Named | undefined);
  const roles = (Array.isArray(token['roles']) ? token['roles'] as readonly Named[] : []).map(({ name }) => name ?? '').join(',');
  const pairs: readonly (readonly [string, string | undefined])[] = [
    ['x-identity-status', 'Confirmed'], ['x-user-id', user?.id], ['x-user-name', user?.name], ['x-user-domain-id', user?.domain?.id],
    ['x-user-domain-name', user?.domain?.name], ['x-project-id', project?.id], ['x-project-name', project?.name], ['x-project-domain-id', project?.domain?.id],
    ['x-project-domain-name', project?.domain?.name], ['x-domain-id', domain?.id], ['x-domain-name', domain?.name], ['x-roles', roles],
    ['x-is-admin-project', 'True'], ['openstack-system-scope', (token['system'] as { all?: boolean } | undefined)?.all === true ? 'all' : undefined],
  ];
  return Object.fromEntries(pairs.filter((pair): pair is [string, string] => pair[1] !== undefined));
}

/** WebOb's HTTPServiceUnavailable, in the form that the client accepts. */
function unavailable(request: HttpRequest): HttpResponse {
  const [title, text, detail] = ['503 Service Unavailable', 'The server is currently unavailable. Please try again at a later time.', 'The Keystone service is temporarily unavailable.'];
  const accept = request.headers['accept'] ?? '';
  const long = `${text}<br /><br />\n${detail}\n\n`;
  const [type, body] = accept.includes('html') ? ['text/html; charset=UTF-8', `<html>\n <head>\n  <title>${title}</title>\n </head>\n <body>\n  <h1>${title}</h1>\n  ${long}\n </body>\n</html>`]
    : accept.includes('json') || accept === '' || accept.includes('*/*') ? ['application/json; charset=UTF-8', `{"message": ${JSON.stringify(long)}, "code": "${title}", "title": "Service Unavailable"}`]
      : ['text/plain; charset=UTF-8', `${title}\n\n${text}\n\n${detail}\n\n`];
  return { protocol: 'http', kind: 'response', status: 503, reason: 'Service Unavailable', headers: [['Content-Length', String(body.length)], ['Content-Type', type]], body };
}
