import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
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

  /** A request to a service with the token; answers of 400 and more are thrown as HttpError. */
  *request(service: string, method: string, path: string, body?: Json, more: Readonly<Record<string, string>> = {}): Routine<Json> {
    const base = (yield* this.endpoint(service)).replace(/\/+$/, '');
    const { token } = yield* this.access();
    const headers = { 'x-auth-token': token, ...more, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const response = yield* this.http.request(method, `${base}${path}`, headers, body === undefined ? '' : JSON.stringify(body));
    if (response.status >= 400) throw errorOf(response);
    return jsonOf(response) as Json;
  }
}
