import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import { ClientError, DiscoveryFailure } from '../app/errors.ts';
import type { Log } from '../app/log.ts';
import type { Http } from '../http/http.ts';
import { header, jsonOf } from '../http/response.ts';
import { urlParts } from '../http/url.ts';
import { dumps } from '../python/json.ts';
import type { Access, CatalogService } from './access.ts';
import { discover, isDiscoveryError, type DiscoveryCache } from './discovery.ts';

/** The values of an auth plug-in by dest (`config['auth']`). */
export type AuthValues = Readonly<Record<string, Json>>;

/** What a plug-in needs to talk. */
export interface AuthTools {
  readonly http: Http;
  readonly log: Log;
  readonly cache: DiscoveryCache;
}

type Named = Record<string, Json>;

const value = (auth: AuthValues, name: string): string => {
  const found = auth[name];
  return typeof found === 'string' ? found : '';
};

const GENERIC = ['password', 'token'];
const V3 = ['v3password', 'v3token', 'v3applicationcredential', 'v3totp'];

/** Gets a token with the plug-in `type`. */
export function* authenticate(tools: AuthTools, type: string, auth: AuthValues): Routine<Access> {
  if (type === 'v2password' || type === 'v2token') yield* askVersion2(tools, type, auth);
  if (!GENERIC.includes(type) && !V3.includes(type)) throw new ClientError(`handstack: openstack: logging in by ${type} is not modelled`);
  const generic = GENERIC.includes(type);
  const url = generic ? yield* versioned(tools, auth) : value(auth, 'auth_url');
  const defaults = generic ? { id: value(auth, 'default_domain_id'), name: value(auth, 'default_domain_name') } : { id: '', name: '' };
  return yield* token(tools, url, { auth: { identity: identityOf(type, auth, defaults), ...scopeOf(auth, defaults) } });
}

/** The request of the identity API's version 2, which no keystone of these days answers. */
function* askVersion2({ http, log }: AuthTools, type: string, auth: AuthValues): Routine<void> {
  const url = `${value(auth, 'auth_url').replace(/\/+$/, '')}/tokens`;
  yield* log.debug('keystoneauth.identity.v2', `Making authentication request to ${url}`);
  const who = type === 'v2token' ? { token: { id: value(auth, 'token') } }
    : { passwordCredentials: { username: value(auth, 'username'), password: value(auth, 'password') } };
  const tenant = value(auth, 'tenant_name');
  const body = dumps({ auth: { ...who, ...(tenant === '' ? {} : { tenantName: tenant }) } });
  yield* http.request({ method: 'POST', url, headers: { 'Content-Type': 'application/json', Accept: 'application/json' }, body, isLogged: false });
}

/** The URL of version 3 by discovery, else by the URL itself (keystoneauth's generic plug-ins). */
function* versioned(tools: AuthTools, auth: AuthValues): Routine<string> {
  const authUrl = value(auth, 'auth_url');
  const scoped = ['domain_id', 'domain_name', 'project_domain_id', 'project_domain_name'].some((name) => value(auth, name) !== '');
  try {
    const versions = yield* discover(tools.http, authUrl, tools.cache);
    const isNewestFirst = value(auth, 'default_domain_id') !== '' || value(auth, 'default_domain_name') !== '';
    const found = (isNewestFirst ? [...versions].reverse() : versions).find(({ number }) => number[0] === 3);
    if (found !== undefined) return found.url;
    throw new Hopeless(scoped && versions.some(({ number }) => number[0] === 2)
      ? NO_V2 : 'Could not find versioned identity endpoints when attempting to authenticate. Please check that your auth_url is correct.');
  } catch (error) {
    if (error instanceof Hopeless || !isDiscoveryError(error)) throw error;
    yield* tools.log.warning('keystoneauth.identity.generic.base',
      `Failed to discover available identity versions when contacting ${authUrl}. Attempting to parse version from URL.`);
    return byPath(authUrl, scoped, error.message);
  }
}

const NO_V2 = 'Cannot use v2 authentication with domain scope';

/** A failure that no look at the URL can heal. */
class Hopeless extends DiscoveryFailure {}

function byPath(authUrl: string, isScoped: boolean, why: string): string {
  const path = urlParts(authUrl).path.toLowerCase();
  if (path.startsWith('/v3')) return authUrl;
  if (path.startsWith('/v2.0') && isScoped) throw new DiscoveryFailure(NO_V2);
  throw new DiscoveryFailure(`Could not find versioned identity endpoints when attempting to authenticate. Please check that your auth_url is correct. ${why}`);
}

function* token({ http, log }: AuthTools, authUrl: string, body: Json): Routine<Access> {
  const base = authUrl.replace(/\/+$/, '');
  const url = base.endsWith('v3') ? `${base}/auth/tokens` : `${base}/v3/auth/tokens`;
  yield* log.debug('keystoneauth.identity.v3.base', `Making authentication request to ${url}`);
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json' };
  const response = yield* http.request({ method: 'POST', url, headers, body: dumps(body), isLogged: false });
  const answer = jsonOf(response) as { readonly token?: { readonly [key: string]: Json } } | null | undefined;
  if (answer === undefined || answer?.token === undefined) throw new ClientError('Invalid response', 'keystoneauth1.exceptions.response.InvalidResponse');
  if (log.isDebugging) yield* log.debug('keystoneauth.identity.v3.base', dumps(answer));
  const id = header(response, 'X-Subject-Token');
  if (id === null) throw new ClientError("'x-subject-token'", 'KeyError');
  return { token: id, body: answer.token, catalog: (answer.token['catalog'] ?? []) as unknown as readonly CatalogService[] };
}

interface Defaults {
  readonly id: string;
  readonly name: string;
}

function identityOf(type: string, auth: AuthValues, defaults: Defaults): Json {
  const method = { password: 'password', v3password: 'password', token: 'token', v3token: 'token', v3totp: 'totp' }[type] ?? 'application_credential';
  switch (method) {
    case 'token': return { methods: [method], token: { id: value(auth, 'token') } };
    case 'totp': return { methods: [method], totp: { user: { ...userOf(auth, defaults), passcode: value(auth, 'passcode') } } };
    case 'password': return { methods: [method], password: { user: { password: auth['password'] ?? null, ...userOf(auth, defaults) } } };
    default: return { methods: [method], application_credential: credentialOf(auth) };
  }
}

function credentialOf(auth: AuthValues): Json {
  const id = value(auth, 'application_credential_id');
  const name = value(auth, 'application_credential_name');
  const secret = value(auth, 'application_credential_secret');
  if (id !== '') return { id, secret };
  return name === '' ? { secret } : { name, user: userOf(auth, { id: '', name: '' }), secret };
}

function userOf(auth: AuthValues, defaults: Defaults): Named {
  const id = value(auth, 'user_id');
  const name = value(auth, 'username');
  if (id !== '') return { id };
  return name === '' ? {} : { name, ...domainOf(auth, 'user_domain', defaults) };
}

function domainOf(auth: AuthValues, prefix: string, defaults: Defaults): Named {
  const id = value(auth, `${prefix}_id`) || defaults.id;
  const name = value(auth, `${prefix}_name`) || defaults.name;
  if (id !== '') return { domain: { id } };
  return name === '' ? {} : { domain: { name } };
}

function scopeOf(auth: AuthValues, defaults: Defaults): { scope?: Json } {
  const text = (name: string): string => value(auth, name);
  const domain = text('domain_id') !== '' || text('domain_name') !== '';
  const project = text('project_id') !== '' || text('project_name') !== '';
  if ([domain, project, text('trust_id') !== ''].filter(Boolean).length > 1) {
    throw new ClientError('Authentication cannot be scoped to multiple targets. Pick one of: project, domain, trust or unscoped',
      'keystoneauth1.exceptions.auth.AuthorizationFailure');
  }
  if (text('domain_id') !== '') return { scope: { domain: { id: text('domain_id') } } };
  if (domain) return { scope: { domain: { name: text('domain_name') } } };
  if (text('project_id') !== '') return { scope: { project: { id: text('project_id') } } };
  if (project) return { scope: { project: { name: text('project_name'), ...domainOf(auth, 'project_domain', defaults) } } };
  if (text('trust_id') !== '') return { scope: { 'OS-TRUST:trust': { id: text('trust_id') } } };
  return text('system_scope') === 'all' ? { scope: { system: { all: true } } } : {};
}
