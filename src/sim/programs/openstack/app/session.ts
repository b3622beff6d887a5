import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { HttpResponse } from '../../../protocol/http.ts';
import { endpointFor, type Access, type Wanted } from '../auth/access.ts';
import { versionedUrl, type DiscoveryCache } from '../auth/discovery.ts';
import { authenticate, type AuthValues } from '../auth/plugin.ts';
import { type Ask, type Http } from '../http/http.ts';
import { jsonOf } from '../http/response.ts';
import { dumps } from '../python/json.ts';
import { ClientError, EndpointNotFound } from './errors.ts';
import type { Log } from './log.ts';
import { str } from '../cliff/values.ts';

export interface SessionOptions {
  /** The auth plug-in: `password`, `v3token`, `none` … */
  readonly type: string;
  readonly auth: AuthValues;
  /** `public`, `internal` or `admin`. */
  readonly interface: string;
  /** '' for any. */
  readonly region: string;
  /** The version of the identity API that was asked for. */
  readonly identityVersion: string;
}

/** Version that a service's client insists on, by service type. */
const MAJOR: Readonly<Record<string, number>> = { identity: 3 };
const AGENTS: Readonly<Record<string, string>> = { identity: 'python-keystoneclient' };

/** What goes with a request. */
export interface SendOptions {
  readonly body?: Json | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether request and answer are logged (not for passwords). */
  readonly isLogged?: boolean;
  /** Asks where one logs in, not where the catalogue says (keystoneauth's AUTH_INTERFACE). */
  readonly isAtLogin?: boolean;
}

/** An authenticated conversation with the cloud: gets its token when first needed, finds endpoints in the catalogue. */
export class Session {
  readonly http: Http;
  readonly log: Log;
  readonly options: SessionOptions;
  readonly cache: DiscoveryCache = new Map();
  #access: Access | null = null;

  constructor(http: Http, log: Log, options: SessionOptions) {
    this.http = http;
    this.log = log;
    this.options = options;
  }

  /** The token, to be saved and given back with `recall`. */
  get remembered(): Access | null {
    return this.#access;
  }

  recall(access: Access | null): void {
    this.#access = access;
  }

  /** What keystone said of who asks; null for the plug-ins `none` and `admin_token`, which ask nobody. */
  *authRef(): Routine<Access | null> {
    const { type, auth } = this.options;
    if (type === 'none' || type === 'admin_token') return null;
    this.#access ??= yield* authenticate({ http: this.http, log: this.log, cache: this.cache }, type, auth);
    return this.#access;
  }

  /** The same where a token of keystone's is needed. */
  *access(): Routine<Access> {
    const access = yield* this.authRef();
    if (access === null) throw new ClientError('Only an authorized user may issue a new token.', 'osc_lib.exceptions.AuthorizationFailure');
    return access;
  }

  /** Where a service answers, by the catalogue; throws as keystoneauth's EndpointNotFound. */
  *endpoint(type: string): Routine<string> {
    const { type: plugin, auth } = this.options;
    if (plugin === 'none' || plugin === 'admin_token') {
      const given = auth['endpoint'];
      if (typeof given !== 'string' || given === '') throw new EndpointNotFound();
      return given;
    }
    const { url } = endpointFor((yield* this.access()).catalog, this.wanted(type));
    const major = MAJOR[type];
    if (major === undefined) return url;
    const versioned = yield* versionedUrl(this.http, url, major, this.cache);
    if (versioned === null) throw new EndpointNotFound();
    return versioned;
  }

  /** What is looked for in the catalogue. */
  wanted(type: string): Wanted {
    const { interface: kind, region } = this.options;
    return { type, interface: kind === '' ? 'public' : kind, region };
  }

  /** A request to a service with the token; what its body says. Answers of 400 and more are thrown as HttpError. */
  *request(service: string, method: string, path: string, body?: Json, more: Readonly<Record<string, string>> = {}): Routine<Json> {
    return (jsonOf(yield* this.send(service, method, path, { body, headers: more })) ?? null) as Json;
  }

  /** The same, giving the whole answer. A 401 is tried again once, with a new token (keystoneauth's allow_reauth). */
  *send(service: string, method: string, path: string, options: SendOptions = {}): Routine<HttpResponse> {
    if (service === 'identity') this.#checkVersion();
    const token = yield* this.#token();
    const base = options.isAtLogin === true ? this.#loginUrl() : yield* this.endpoint(service);
    const url = `${base.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
    let response = yield* this.http.send(askOf(service, method, url, options, token));
    if (response.status === 401 && this.#access !== null) {
      this.#access = null;
      response = yield* this.http.send(askOf(service, method, url, options, yield* this.#token()));
    }
    yield* this.http.refuse(response);
    return response;
  }

  #loginUrl(): string {
    const given = this.options.auth['auth_url'];
    const url = typeof given === 'string' ? given.replace(/\/+$/, '') : '';
    return url.endsWith('/v3') ? url : `${url}/v3`;
  }

  #checkVersion(): void {
    const { identityVersion: version } = this.options;
    if (['2', '2.0', '3'].includes(version)) return;
    throw new ClientError(`Invalid identity client version '${version}'. must be one of: 2, 2.0, 3`, 'osc_lib.exceptions.UnsupportedVersion');
  }

  *#token(): Routine<Readonly<Record<string, string>>> {
    const { type, auth } = this.options;
    if (type === 'none') return {};
    if (type === 'admin_token') return { 'X-Auth-Token': str(auth['token'] ?? '') };
    return { 'X-Auth-Token': (yield* this.access()).token };
  }
}

function askOf(service: string, method: string, url: string, { body, headers = {}, isLogged = true }: SendOptions, token: Readonly<Record<string, string>>): Ask {
  const agent = AGENTS[service];
  const usual: Record<string, string> = {
    Accept: 'application/json', ...(agent === undefined ? {} : { 'User-Agent': agent }), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...token,
  };
  for (const [name, value] of Object.entries(headers)) usual[Object.keys(usual).find((each) => each.toLowerCase() === name.toLowerCase()) ?? name] = value;
  return { method, url, service, isLogged, body: body === undefined ? '' : dumps(body), headers: usual };
}
