import type { ParsedOptions } from '../../../host/getopt.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { toBase64 } from '../../../../base/base64.ts';
import { byteLength, toBytes } from '../../../../base/bytes.ts';
import { CurlError, fileTrouble, type Url } from './options.ts';

/** What is asked, headers in the order curl sends them. */
export interface Asked {
  readonly method: string;
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string;
  /** Who -u names, for -v. */
  readonly user: string | null;
}

/** The body that -d and its kin make, or null when there is none. */
export function* readBody(sys: Sys, args: ParsedOptions): Routine<string | null> {
  const parts: string[] = [];
  for (const { name, value } of args.options) {
    const text = value ?? '';
    if (name === 'data-raw') parts.push(text);
    else if (name === 'data-urlencode') parts.push(encodePart(text));
    else if (name === 'd' || name === 'data-binary' || name === 'json') {
      const read = text.startsWith('@') ? yield* readData(sys, text.slice(1)) : text;
      parts.push(name === 'd' && text.startsWith('@') ? read.replace(/[\r\n]/g, '') : read);
    }
  }
  return parts.length === 0 ? null : parts.join(args.has('json') ? '' : '&');
}

function* readData(sys: Sys, path: string): Routine<string> {
  if (path === '-') return yield* sys.readAll(0);
  try {
    return sys.readFile(path);
  } catch (error) {
    if (fileTrouble(error) === null) throw error;
    if (!args0(sys)) yield* sys.write(2, `Warning: Couldn't read data from file "${path}", this makes an empty POST.\n`);
    return '';
  }
}

const args0 = (sys: Sys): boolean => sys.argv.some((word) => /^-[a-zA-Z]*s/.test(word) || word === '--silent');

function encodePart(text: string): string {
  const at = text.indexOf('=');
  return at <= 0 ? encodeURIComponent(text.replace(/^=/, '')) : `${text.slice(0, at)}=${encodeURIComponent(text.slice(at + 1))}`;
}

/** Builds the request for one URL. */
export function* buildRequest(sys: Sys, args: ParsedOptions, url: Url, body: string | null): Routine<Asked> {
  const upload = args.last('T');
  const sent = upload === null ? body : yield* readUpload(sys, upload);
  const isGet = args.has('G');
  const method = args.last('X') ?? (args.has('I') ? 'HEAD' : upload !== null ? 'PUT' : sent !== null && !isGet ? 'POST' : 'GET');
  const query = isGet && sent !== null ? `${url.target.includes('?') ? '&' : '?'}${sent}` : '';
  const payload = isGet ? '' : sent ?? '';
  const user = args.last('u') ?? url.user;
  const port = url.hasPort && url.port !== (url.scheme === 'https' ? 443 : 80) ? `:${url.port}` : '';
  const base: [string, string][] = [['Host', `${url.host}${port}`]];
  if (user !== null) base.push(['Authorization', `Basic ${toBase64(toBytes(user.includes(':') ? user : `${user}:`))}`]);
  const bearer = args.last('bearer');
  if (bearer !== null) base.push(['Authorization', `Bearer ${bearer}`]);
  base.push(['User-Agent', args.last('A') ?? 'curl/7.88.1']);
  if (args.has('json')) base.push(['Content-Type', 'application/json'], ['Accept', 'application/json']);
  else base.push(['Accept', '*/*']);
  if (args.has('compressed')) base.push(['Accept-Encoding', 'deflate, gzip, br, zstd']);
  const referer = args.last('e');
  if (referer !== null) base.push(['Referer', referer]);
  const cookie = args.all('b').join('; ');
  if (cookie !== '') base.push(['Cookie', cookie]);
  const own = args.all('H').map((line): [string, string] => {
    const at = line.search(/[:;]/);
    return [line.slice(0, at), line.slice(at + 1).trim()];
  });
  const tail: [string, string][] = [];
  if (sent !== null && !isGet) {
    tail.push(['Content-Length', String(byteLength(payload))]);
    if (upload === null && !args.has('json')) tail.push(['Content-Type', 'application/x-www-form-urlencoded']);
  }
  const replaced = new Set(own.map(([name]) => name.toLowerCase()));
  const headers = [...base.filter(([name]) => !replaced.has(name.toLowerCase())), ...own.filter(([, value]) => value !== ''),
    ...tail.filter(([name]) => !replaced.has(name.toLowerCase()))];
  return { method, target: url.target + query, headers, body: payload, user: user?.split(':')[0] ?? null };
}

function* readUpload(sys: Sys, path: string): Routine<string> {
  if (path === '-' || path === '.') return yield* sys.readAll(0);
  try {
    return sys.readFile(path);
  } catch (error) {
    if (fileTrouble(error) === null) throw error;
    throw new CurlError(26, `Can't open '${path}'!`);
  }
}
