import type { Routine } from '../../../host/program.ts';
import { ClientError, DiscoveryFailure, EndpointNotFound, HttpError } from '../app/errors.ts';
import type { Http } from '../http/http.ts';
import { jsonOf } from '../http/response.ts';
import { joinUrl, urlJoin, urlParts } from '../http/url.ts';

/** One version that a service offers. */
export interface Version {
  /** e.g. [3, 14]. */
  readonly number: readonly number[];
  readonly url: string;
  readonly status: string;
  readonly minMicroversion: string | null;
  readonly maxMicroversion: string | null;
}

interface RawVersion {
  readonly id?: string;
  readonly status?: string;
  readonly links?: readonly { readonly rel?: string; readonly href?: string }[];
  readonly min_version?: string;
  readonly max_version?: string;
  readonly version?: string;
}

/** `v3.14`, `3` or `3.0` as numbers; null for what is no version. */
export function versionNumber(text: string): number[] | null {
  const bare = text.replace(/^v+/, '');
  if (/^\d+$/.test(bare)) return [Number(bare), 0];
  return /^\d+(\.\d+)+$/.test(bare) ? bare.split('.').map(Number) : null;
}

/** Documents by URL: one session asks each but once. */
export type DiscoveryCache = Map<string, readonly Version[]>;

/** The versions that the document at a URL tells of, oldest first. Throws DiscoveryFailure, HttpError, ConnectFailure. */
export function* discover(http: Http, url: string, cache: DiscoveryCache): Routine<readonly Version[]> {
  const known = cache.get(url);
  if (known !== undefined) return known;
  if (urlParts(url).netloc === '') throw new EndpointNotFound();
  const response = yield* http.request({ method: 'GET', url, headers: { Accept: 'application/json' } });
  const versions = usable(rawVersions(jsonOf(response), response.body), url);
  cache.set(url, versions);
  return versions;
}

function rawVersions(body: unknown, text: string): readonly RawVersion[] {
  if (Array.isArray(body)) throw new DiscoveryFailure('Invalid Response - List returned instead of dict');
  if (body !== null && typeof body === 'object') {
    const { versions, version, id } = body as { versions?: { values?: RawVersion[] } | RawVersion[]; version?: RawVersion; id?: string };
    if (Array.isArray(versions)) return versions;
    if (versions?.values !== undefined) return versions.values;
    if (version !== undefined) return [version];
    if (id !== undefined) return [{ ...body, status: 'CURRENT' }];
  }
  throw new DiscoveryFailure(`Invalid Response - Bad version data returned: ${text.length > 50 ? `${text.slice(0, 50)}...` : text}`);
}

const KNOWN = ['stable', 'current', 'supported', 'deprecated'];

function usable(raw: readonly RawVersion[], asked: string): Version[] {
  return raw.flatMap((version): Version[] => {
    const number = versionNumber(version.id ?? '');
    const href = version.links?.find(({ rel }) => rel?.toLowerCase() === 'self')?.href;
    if (number === null || href === undefined || !KNOWN.includes(version.status?.toLowerCase() ?? '')) return [];
    return [{
      number, url: beside(asked, href), status: statusOf(version.status ?? ''),
      minMicroversion: orNull(version.min_version), maxMicroversion: orNull(version.max_version) ?? orNull(version.version),
    }];
  }).sort((a, b) => compare(a.number, b.number));
}

const orNull = (text: string | undefined): string | null => (text === undefined || text === '' ? null : text);

const statusOf = (raw: string): string => {
  const status = raw.toUpperCase();
  return status === 'STABLE' ? 'CURRENT' : status;
};

/** Orders version numbers. */
export function compare(a: readonly number[], b: readonly number[]): number {
  for (let index = 0; index < Math.max(a.length, b.length); index += 1) {
    const difference = (a[index] ?? -1) - (b[index] ?? -1);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** A version's URL on the host that was asked: documents often name another one (keystoneauth's _combine_relative_url). */
function beside(asked: string, href: string): string {
  const found = urlParts(urlJoin(`${asked.replace(/\/+$/, '')}/`, href));
  const from = urlParts(asked);
  let { path } = found;
  if (from.netloc !== found.netloc) {
    const version = href.replace(/\/+$/, '').split('/').at(-1) ?? '';
    const base = from.path.replace(/\/+$/, '');
    path = base.endsWith(version) ? from.path : `${base}/${version}${href.endsWith('/') ? '/' : ''}`;
  }
  return joinUrl({ ...from, path, query: found.query });
}

/** Whether an error of discovery lets keystoneauth try something else. */
export const isDiscoveryError = (error: unknown): error is ClientError =>
  error instanceof DiscoveryFailure || error instanceof HttpError || (error instanceof ClientError && error.python.startsWith('keystoneauth1.exceptions.connection.'));

const endOf = (url: string): string => urlParts(url.replace(/\/+$/, '')).path.split('/').at(-1) ?? '';

/** A catalogue's URL for a major version: as it stands where it names that version, else what its document says of it. */
export function* versionedUrl(http: Http, catalogUrl: string, major: number, cache: DiscoveryCache): Routine<string | null> {
  const named = versionNumber(endOf(catalogUrl));
  if (named?.[0] === major) return catalogUrl;
  const trimmed = catalogUrl.replace(/\/+$/, '');
  const base = named === null ? trimmed : trimmed.replace(/\/[^/]*$/, '');
  const hacked = base === catalogUrl ? base : `${base.replace(/^\/+|\/+$/g, '')}/`;
  for (const url of new Set([hacked, catalogUrl])) {
    try {
      const found = (yield* discover(http, url, cache)).filter(({ number }) => number[0] === major).at(-1);
      return found?.url ?? null;
    } catch (error) {
      if (!isDiscoveryError(error)) throw error;
    }
  }
  return undefinedEndpoint(catalogUrl);
}

/** Where no document is found the catalogue's URL is used as it stands. */
const undefinedEndpoint = (catalogUrl: string): string => catalogUrl;
