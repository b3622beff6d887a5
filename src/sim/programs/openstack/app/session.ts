import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { HttpResponse } from '../../../protocol/http.ts';
import { authenticate, type Access, type AuthOptions } from './auth.ts';
import { ClientError } from './errors.ts';
import { errorOf, jsonOf, type Http } from './http.ts';

export interface SessionOptions {
  readonly auth: AuthOptions;
  /** `public`, `internal` or `admin`. */
  readonly interface: string;
  /** '' for any. */
  readonly region: string;
}

/** What goes with a request. */
export interface SendOptions {
  readonly body?: Json | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An authenticated conversation with the cloud: gets its token when first needed, finds endpoints in the catalogue. */
export class Session {
  readonly http: Http;
  readonly #options: SessionOptions;
  readonly #warn: (line: string) => Routine<void>;
  #access: Access | null = null;

  constructor(http: Http, options: SessionOptions, warn: (line: string) => Routine<void>) {
    this.http = http;
    this.#options = options;
    this.#warn = warn;
  }

  get auth(): AuthOptions {
    return this.#options.auth;
  }

  *access(): Routine<Access> {
    this.#access ??= yield* authenticate(this.http, this.#options.auth, this.#warn);
    return this.#access;
  }

  /** Where a service answers, by the catalogue; throws as keystoneauth's EndpointNotFound. */
  *endpoint(type: string): Routine<string> {
    const { catalog } = yield* this.access();
    if (catalog.length === 0) throw new ClientError('The service catalog is empty.');
    const { interface: kind, region } = this.#options;
    const found = catalog.filter((service) => service.type === type).flatMap(({ endpoints }) => endpoints)
      .find((endpoint) => endpoint.interface === kind && (region === '' || endpoint.region_id === region || endpoint.region === region));
    if (found !== undefined) return found.url;
    throw new ClientError(`${kind} endpoint for ${type} service${region === '' ? '' : ` in ${region} region`} not found`);
  }

  /** A request to a service with the token; what its body says. Answers of 400 and more are thrown as HttpError. */
  *request(service: string, method: string, path: string, body?: Json, more: Readonly<Record<string, string>> = {}): Routine<Json> {
    return jsonOf(yield* this.send(service, method, path, { body, headers: more })) as Json;
  }

  /** The same, giving the whole answer. A 401 is tried again once, with a new token (keystoneauth's allow_reauth). */
  *send(service: string, method: string, path: string, options: SendOptions = {}): Routine<HttpResponse> {
    const response = yield* this.#once(service, method, path, options);
    if (response.status < 400) return response;
    if (response.status !== 401) throw errorOf(response);
    this.#access = null;
    const again = yield* this.#once(service, method, path, options);
    if (again.status >= 400) throw errorOf(again);
    return again;
  }

  *#once(service: string, method: string, path: string, { body, headers = {} }: SendOptions): Routine<HttpResponse> {
    const url = `${(yield* this.endpoint(service)).replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
    const { token } = yield* this.access();
    const all = { 'x-auth-token': token, ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    return yield* this.http.request(method, url, all, body === undefined ? '' : JSON.stringify(body));
  }
}
