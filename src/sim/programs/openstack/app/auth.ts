import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { HttpResponse } from '../../../protocol/http.ts';
import { ClientError } from './errors.ts';
import { errorOf, header, jsonOf, parseUrl, type Http } from './http.ts';

/** What a person gave to prove who he is; empty text is "not given". */
export interface AuthOptions {
  readonly type: 'password' | 'token' | 'v3password' | 'v3token' | 'v3applicationcredential';
  readonly authUrl: string;
  readonly username: string;
  readonly userId: string;
  readonly userDomainName: string;
  readonly userDomainId: string;
  readonly password: string;
  readonly token: string;
  readonly projectName: string;
  readonly projectId: string;
  readonly projectDomainName: string;
  readonly projectDomainId: string;
  readonly domainName: string;
  readonly domainId: string;
  readonly systemScope: string;
  readonly trustId: string;
  readonly credentialId: string;
  readonly credentialName: string;
  readonly credentialSecret: string;
  /** For a user or project whose domain was not given. */
  readonly defaultDomain: string;
}

export interface CatalogEndpoint {
  readonly id: string;
  readonly interface: string;
  readonly region_id: string | null;
  readonly region: string | null;
  readonly url: string;
}

export interface CatalogService {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  readonly endpoints: readonly CatalogEndpoint[];
}

/** A token and what keystone said of it. */
export interface Access {
  readonly token: string;
  readonly body: { readonly [key: string]: Json };
  readonly catalog: readonly CatalogService[];
}

/** Gets a token: discovers the versions at the auth URL, then asks for one (keystoneauth's generic plug-ins). */
export function* authenticate(http: Http, options: AuthOptions, warn: (line: string) => Routine<void>): Routine<Access> {
  const url = yield* versionedUrl(http, options, warn);
  const request = JSON.stringify({ auth: { identity: identityOf(options), ...scopeOf(options) } });
  const response = yield* http.request('POST', `${url.replace(/\/+$/, '')}/auth/tokens`, { 'content-type': 'application/json' }, request);
  if (response.status >= 400) throw errorOf(response);
  const body = (jsonOf(response) as { token?: { [key: string]: Json } } | null)?.token;
  const token = header(response, 'X-Subject-Token');
  if (body === undefined || token === null) throw new ClientError('Invalid Response - Not found in response');
  return { token, body, catalog: (body['catalog'] ?? []) as unknown as readonly CatalogService[] };
}

function* versionedUrl(http: Http, options: AuthOptions, warn: (line: string) => Routine<void>): Routine<string> {
  const { authUrl } = options;
  if (options.type.startsWith('v3')) return authUrl;
  let reason = '';
  try {
    const response = yield* http.request('GET', authUrl, {});
    if (response.status >= 400) throw errorOf(response);
    const found = versionsIn(response, authUrl);
    const v3 = found.find(({ id }) => id.startsWith('v3'));
    if (v3 !== undefined) return v3.url;
    if (found.length > 0 && hasDomain(options)) throw new NoVersion('Cannot use v2 authentication with domain scope');
    reason = 'Invalid Response - Bad version data returned';
  } catch (error) {
    if (error instanceof NoVersion || !(error instanceof ClientError)) throw error;
    reason = error.message;
  }
  yield* warn(`Failed to discover available identity versions when contacting ${authUrl}. Attempting to parse version from URL.\n`);
  const path = (parseUrl(authUrl)?.target ?? authUrl).toLowerCase();
  if (path.startsWith('/v2.0') && hasDomain(options)) throw new NoVersion('Cannot use v2 authentication with domain scope');
  if (path.startsWith('/v3')) return authUrl;
  throw new ClientError('Could not find versioned identity endpoints when attempting to authenticate. '
    + `Please check that your auth_url is correct. ${reason}`);
}

/** A failure of discovery that no look at the URL can heal. */
class NoVersion extends ClientError {}

function hasDomain(options: AuthOptions): boolean {
  return options.userDomainName !== '' || options.userDomainId !== '' || options.projectDomainName !== '' || options.projectDomainId !== '' || options.domainName !== '' || options.domainId !== '';
}

/** Versions in a discovery document, newest first. */
function versionsIn(response: HttpResponse, asked: string): { id: string; url: string }[] {
  const body = jsonOf(response) as { version?: unknown; versions?: { values?: unknown[] } | unknown[] } | null;
  if (body === null) throw new ClientError('Invalid Response - Bad version data returned: ' + response.body);
  const listed = body.version !== undefined ? [body.version] : Array.isArray(body.versions) ? body.versions : body.versions?.values ?? [];
  return (listed as { id: string; links?: { rel: string; href: string }[] }[])
    .map((version) => ({ id: version.id, url: version.links?.find(({ rel }) => rel === 'self')?.href ?? asked }))
    .sort((a, b) => (a.id < b.id ? 1 : -1));
}

function identityOf(options: AuthOptions): Json {
  if (options.type === 'token' || options.type === 'v3token') return { methods: ['token'], token: { id: options.token } };
  if (options.type === 'v3applicationcredential') {
    const { credentialId, credentialName, credentialSecret: secret } = options;
    const named = credentialId !== '' ? { id: credentialId } : { name: credentialName, user: userOf(options) };
    return { methods: ['application_credential'], application_credential: { ...named, secret } };
  }
  return { methods: ['password'], password: { user: { ...userOf(options), password: options.password } } };
}

type Named = Record<string, Json>;

function userOf(options: AuthOptions): Named {
  if (options.userId !== '') return { id: options.userId };
  return { name: options.username, domain: domainOf(options.userDomainId, options.userDomainName, options.defaultDomain) };
}

function domainOf(id: string, name: string, fallback: string): Named {
  if (id !== '') return { id };
  return name !== '' ? { name } : { id: fallback };
}

function scopeOf(options: AuthOptions): { scope?: Json } {
  if (options.type === 'v3applicationcredential') return {};
  if (options.systemScope !== '') return { scope: { system: { [options.systemScope]: true } } };
  if (options.trustId !== '') return { scope: { 'OS-TRUST:trust': { id: options.trustId } } };
  if (options.projectId !== '') return { scope: { project: { id: options.projectId } } };
  if (options.projectName !== '') {
    const domain = domainOf(options.projectDomainId, options.projectDomainName, options.defaultDomain);
    return { scope: { project: { name: options.projectName, domain } } };
  }
  if (options.domainId !== '') return { scope: { domain: { id: options.domainId } } };
  return options.domainName !== '' ? { scope: { domain: { name: options.domainName } } } : {};
}
