// How a service asks keystone as itself: discovery at auth_url, then a token for its own user (keystoneauth1's password plugin).
import type { Json } from '../../../base/json.ts';
import type { HttpResponse } from '../../protocol/http.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import type { Config } from './config.ts';
import { ask, KEYSTONEAUTH } from './http-client.ts';
import type { Log } from './log.ts';
import { PythonException, type PythonError } from './traceback.ts';

/** A service's own token, as plain data for the daemon's memory. */
export interface OwnToken {
  readonly id: string;
  readonly catalog: Json;
}

/** An answer that is no success, as keystoneauth raises it. */
export class HttpError extends PythonException {
  readonly response: HttpResponse;

  constructor(response: HttpResponse) {
    super(errorOf(response));
    this.response = response;
  }
}

const NAMES: Readonly<Record<number, readonly [string, string]>> = {
  400: ['BadRequest', 'Bad Request'], 401: ['Unauthorized', 'Unauthorized'], 403: ['Forbidden', 'Forbidden'], 404: ['NotFound', 'Not Found'],
  500: ['InternalServerError', 'Internal Server Error'], 503: ['ServiceUnavailable', 'Service Unavailable'],
};

function errorOf(response: HttpResponse): PythonError {
  const [name, title] = NAMES[response.status] ?? ['HttpError', response.reason];
  const said = /"message":\s*"((?:[^"\\]|\\.)*)"/.exec(response.body)?.[1] ?? title;
  const id = response.headers.find(([header]) => header.toLowerCase() === 'x-openstack-request-id')?.[1];
  return { type: `keystoneauth1.exceptions.http.${name}`, message: `${said} (HTTP ${response.status})${id === undefined ? '' : ` (Request-ID: ${id})`}` };
}

/** Where a section of the configuration says how to reach keystone: `keystone_authtoken`, `neutron`, `placement` … */
export class ServiceSession {
  readonly #sys: Sys;
  readonly #config: Config;
  readonly #log: Log;
  readonly #section: string;
  readonly #userAgent: string;

  /** `name` is what the service calls itself, e.g. `glance/26.0.0 keystonemiddleware.auth_token/10.2.0`. */
  constructor(sys: Sys, config: Config, log: Log, section: string, name: string) {
    this.#sys = sys;
    this.#config = config;
    this.#log = log;
    this.#section = section;
    this.#userAgent = `${name} ${KEYSTONEAUTH}`;
  }

  /** A token for the service's user. Throws PythonException: ConnectFailure, DiscoveryFailure, HttpError. */
  *login(): Routine<OwnToken> {
    const url = yield* this.#discover();
    const response = yield* this.#ask('POST', `${url}/auth/tokens`, JSON.stringify(this.#credentials()));
    if (response.status >= 400) throw new HttpError(response);
    const id = response.headers.find(([name]) => name.toLowerCase() === 'x-subject-token')?.[1] ?? '';
    const body = JSON.parse(response.body) as { token?: { catalog?: Json } };
    return { id, catalog: body.token?.catalog ?? [] };
  }

  /** The versioned address of keystone: what discovery says, or auth_url itself where it names a version. */
  *#discover(): Routine<string> {
    const authUrl = (this.#config.text(this.#section, 'auth_url') ?? '').replace(/\/+$/, '');
    let failure: PythonError;
    try {
      const response = yield* this.#ask('GET', authUrl, '');
      if (response.status < 400) return versioned(authUrl, response);
      failure = new HttpError(response).python;
    } catch (error) {
      if (!(error instanceof PythonException)) throw error;
      failure = error.python;
    }
    this.#log.logger('keystoneauth.identity.generic.base').warning(
      `Failed to discover available identity versions when contacting ${authUrl}. Attempting to parse version from URL.`, { error: failure });
    if (/\/v3$/.test(authUrl)) return authUrl;
    throw new PythonException({
      type: 'keystoneauth1.exceptions.discovery.DiscoveryFailure',
      message: `Could not find versioned identity endpoints when attempting to authenticate. Please check that your auth_url is correct. ${failure.message}`,
    });
  }

  #credentials(): Json {
    const text = (name: string): string | null => this.#config.text(this.#section, name);
    const domain = (kind: 'user' | 'project'): Json => {
      const id = text(`${kind}_domain_id`);
      return id === null ? { name: text(`${kind}_domain_name`) ?? 'Default' } : { id };
    };
    return {
      auth: {
        identity: { methods: ['password'], password: { user: { name: text('username'), domain: domain('user'), password: text('password') } } },
        scope: { project: { name: text('project_name'), domain: domain('project') } },
      },
    };
  }

  *#ask(method: string, url: string, body: string): Routine<HttpResponse> {
    return yield* ask(this.#sys, { method, url, body, headers: { accept: 'application/json', 'user-agent': this.#userAgent } });
  }
}

/** The address of v3 in a version document. */
function versioned(authUrl: string, response: HttpResponse): string {
  const links = [...response.body.matchAll(/"href":\s*"([^"]*\/v3\/?)"/g)].map(([, href]) => href ?? '');
  return (links[0] ?? `${authUrl}/v3`).replace(/\/+$/, '');
}
