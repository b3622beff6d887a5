import type { HttpResponse } from '../../protocol/http.ts';
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** What came of a download: the body, or the message that librepo (curl) gives and the size of what came with it. */
export type Fetched = { readonly ok: true; readonly body: string } | { readonly ok: false; readonly error: string; readonly bytes: number };

interface Address {
  readonly scheme: string;
  readonly host: string;
  readonly port: number;
  readonly target: string;
}

function parseAddress(url: string): Address | null {
  const match = /^([a-z]+):\/\/([^/:?]*)(?::(\d+))?([/?].*)?$/i.exec(url);
  if (match === null) return null;
  const scheme = (match[1] ?? '').toLowerCase();
  return { scheme, host: match[2] ?? '', port: Number(match[3] ?? (scheme === 'https' ? 443 : scheme === 'ftp' ? 21 : 80)), target: match[4] ?? '/' };
}

/** Downloads a file as librepo does: http, https and file; errors in its words. */
export function* fetchUrl(sys: Sys, url: string): Routine<Fetched> {
  const address = parseAddress(url);
  if (address === null || !['http', 'https', 'file'].includes(address.scheme)) {
    return { ok: false, error: `Curl error (1): Unsupported protocol for ${url} [Protocol "${address?.scheme ?? url.split(':')[0] ?? ''}" not supported or disabled in libcurl]`, bytes: 0 };
  }
  if (address.scheme === 'file') return readLocal(sys, url, address.host + address.target);
  try {
    const socket = yield* sys.connect({ host: address.host, port: address.port }, { timeoutMs: 30_000 });
    const reply = yield* sys.call(socket, {
      protocol: 'http', kind: 'request', method: 'GET', target: address.target, body: '',
      headers: { host: address.host, 'user-agent': 'libdnf (CentOS Stream 9; generic; Linux.x86_64)', accept: '*/*' },
    });
    sys.closeSocket(socket);
    return answer(url, reply as HttpResponse, 'address' in socket.remote ? socket.remote.address : '');
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return { ok: false, error: curlError(error, url, address), bytes: 0 };
  }
}

function answer(url: string, reply: HttpResponse, ip: string): Fetched {
  if (reply.protocol !== 'http' || reply.status >= 400) return { ok: false, error: `Status code: ${reply.status} for ${url} (IP: ${ip})`, bytes: reply.body.length };
  return { ok: true, body: reply.body };
}

function readLocal(sys: Sys, url: string, path: string): Fetched {
  try {
    return { ok: true, body: sys.readFile(path) };
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return { ok: false, error: `Curl error (37): Couldn't read a file:// file for ${url} [Couldn't open file ${path}]`, bytes: 0 };
  }
}

/** libcurl's codes and words: 6 no such name, 7 no connection, 28 time-out, 56 broken off. */
function curlError(error: SysError, url: string, { host, port }: Address): string {
  switch (error.errno) {
    case 'EAI_NONAME': return `Curl error (6): Couldn't resolve host name for ${url} [Could not resolve host: ${host}]`;
    case 'ETIMEDOUT': return `Curl error (28): Timeout was reached for ${url} [Connection timed out after 30000 milliseconds]`;
    case 'ECONNRESET': return `Curl error (56): Failure when receiving data from the peer for ${url} [Recv failure: Connection reset by peer]`;
    default: return `Curl error (7): Couldn't connect to server for ${url} [Failed to connect to ${host} port ${port}: ${error.text}]`;
  }
}
