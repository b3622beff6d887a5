// http: requests over a socket as Python's requests and keystoneauth's Session make them, with their log lines and
// errors. Knows nothing of identity or of any command.
import { toBytes } from '../../../../base/bytes.ts';

/** The parts of a URL as Python's urlparse gives them. */
export interface UrlParts {
  readonly scheme: string;
  /** Host with port and user; '' for something without `//`. */
  readonly netloc: string;
  /** Path without query. */
  readonly path: string;
  /** With its `?`; '' for none. */
  readonly query: string;
}

/** Python's urlparse, without its fragment. */
export function urlParts(url: string): UrlParts {
  const [, scheme = '', , netloc = '', path = '', query = ''] = /^(?:([a-z][a-z0-9+.-]*):)?(\/\/([^/?#]*))?([^?#]*)(\?[^#]*)?/i.exec(url) ?? [];
  return { scheme: scheme.toLowerCase(), netloc, path, query };
}

export const joinUrl = ({ scheme, netloc, path, query }: UrlParts): string => `${scheme}://${netloc}${path !== '' && !path.startsWith('/') ? '/' : ''}${path}${query}`;

/** Where a request goes. */
export interface Target {
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly port: number;
  /** Path with query, at least `/`. */
  readonly target: string;
}

/** The target of a URL as requests and urllib3 prepare it, or why they refuse it. */
export function targetOf(url: string): Target | { readonly refused: string } {
  const { scheme, netloc, path, query } = urlParts(url.trimStart());
  if (scheme !== 'http' && scheme !== 'https') return { refused: `No connection adapters were found for '${url}'` };
  const [, host = '', , port = ''] = /^(?:.*@)?(\[[^\]]*\]|[^:]*)(:(.*))?$/s.exec(netloc) ?? [];
  if (host === '') return { refused: `Invalid URL '${url}': No host supplied` };
  if (!/^\d*$/.test(port)) return { refused: `Failed to parse: ${url}` };
  const known = scheme === 'https' ? 443 : 80;
  const wanted = query === '?' ? '' : query;
  return { scheme, host: encodeURI(host).toLowerCase(), port: port === '' ? known : Number(port), target: requote(`${path === '' ? '/' : path}${wanted}`) };
}

/** What may not stand in a URL is percent-encoded; what is encoded already stays (requests' requote_uri). */
const requote = (text: string): string => text.replaceAll(/%(?![0-9A-Fa-f]{2})/g, '%25').replaceAll(/[^!#$%&'()*+,/:;=?@[\]~\w.-]/gu, percent);

/** Every byte of the text as `%XX`. */
export const percent = (text: string): string => [...toBytes(text)].map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('');

/** Python's urljoin for what services answer with: absolute URLs, absolute paths and names beside. */
export function urlJoin(base: string, other: string): string {
  const parts = urlParts(other);
  if (parts.scheme !== '' && parts.netloc !== '') return other;
  const from = urlParts(base);
  if (parts.netloc !== '') return joinUrl({ ...parts, scheme: from.scheme });
  if (parts.path === '') return joinUrl({ ...from, query: parts.query === '' ? from.query : parts.query });
  const path = parts.path.startsWith('/') ? parts.path : from.path.replace(/[^/]*$/, '') + parts.path;
  return joinUrl({ ...from, path, query: parts.query });
}
