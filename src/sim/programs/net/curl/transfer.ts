import { byteLength } from '../../../../base/bytes.ts';
import type { HttpResponse } from '../../../protocol/http.ts';
import { SysError } from '../../../host/errors.ts';
import type { ParsedOptions } from '../../../host/getopt.ts';
import type { Routine } from '../../../host/program.ts';
import type { Socket, Sys } from '../../../host/sys.ts';
import { METER } from './meter.ts';
import { CurlError, fileTrouble, parseUrl, type Url } from './options.ts';
import { buildRequest, type Asked } from './request.ts';

/** What became of a transfer, for -w and the meter. */
export interface Report {
  url: string;
  method: string;
  response: HttpResponse | null;
  /** Bytes of the last body. */
  size?: number;
  redirects: number;
  readonly startMs: number;
  remote: { readonly address: string; readonly port: number } | null;
  local: { readonly address: string; readonly port: number } | null;
  sent: number;
  /** What -v says when all is written. */
  epilogue?: string;
}

/** -v counts the data that it does not show: what goes elsewhere than to the terminal. */
const showsData = (sys: Sys, args: ParsedOptions): boolean => !sys.isTty(1) || args.has('o') || args.has('O');

/** Fetches a URL, following redirects with -L; returns what is to be written. */
export function* transfer(sys: Sys, args: ParsedOptions, first: Url, body: string | null, report: Report, hasMeter: boolean): Routine<string> {
  if (first.scheme === 'file') return yield* local(sys, first, report);
  const most = Number(args.last('max-redirs') ?? 50);
  let url = first;
  let text = '';
  for (let round = 0; ; round += 1) {
    const asked = yield* buildRequest(sys, args, url, round === 0 ? body : null);
    const response = yield* exchange(sys, args, url, asked, round, hasMeter, report);
    report.response = response;
    report.method = asked.method;
    report.size = byteLength(response.body);
    report.sent = byteLength(asked.body);
    const head = headText(response, args.has('i') || args.has('I') ? sys.isTty(1) : false);
    const dump = args.last('D');
    if (dump === '-') text += headText(response, false);
    else if (dump !== null) sys.writeFile(dump, headText(response, false));
    if (args.has('i') || args.has('I')) text += head;
    const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    if (!args.has('L') || location === undefined || response.status < 300 || response.status >= 400) {
      return asked.method === 'HEAD' || args.has('I') ? text : text + response.body;
    }
    if (round >= most) throw new CurlError(47, `Maximum (${most}) redirects followed`);
    report.redirects += 1;
    url = parseUrl(/^[a-z]+:\/\//.test(location) ? location : `${url.scheme}://${url.host}${url.hasPort ? `:${url.port}` : ''}${location}`);
    report.url = `${url.scheme}://${url.host}${url.hasPort ? `:${url.port}` : ''}${url.target}`;
    if (args.has('v')) yield* sys.write(2, `${report.epilogue ?? ''}* Issue another request to this URL: '${report.url}'\n`);
  }
}

function* local(sys: Sys, url: Url, report: Report): Routine<string> {
  try {
    const text = sys.readFile(url.target);
    report.size = byteLength(text);
    return text;
  } catch (error) {
    if (fileTrouble(error) === null) throw error;
    throw new CurlError(37, `Couldn't open file ${url.target}`);
  }
}

/** Status line and headers; on a terminal names are bold. */
function headText(response: HttpResponse, isBold: boolean): string {
  const lines = response.headers.map(([name, value]) => `${isBold ? `\x1b[1m${name}\x1b[0m` : name}: ${value}\r\n`);
  return `HTTP/1.1 ${response.status} ${response.reason}\r\n${lines.join('')}\r\n`;
}

function* exchange(
  sys: Sys, args: ParsedOptions, url: Url, asked: Asked, round: number, hasMeter: boolean, report: Report,
): Routine<HttpResponse> {
  const isVerbose = args.has('v');
  const socket = yield* open(sys, args, url, hasMeter, report);
  try {
    if (isVerbose) yield* sys.write(2, requestText(asked, showsData(sys, args)));
    if (socket.greeting !== null) throw new CurlError(1, 'Received HTTP/0.9 when not allowed');
    if (url.scheme === 'https' && url.port !== 443) {
      if (hasMeter) yield* sys.write(2, `${METER.empty()}\n`);
      throw new CurlError(35, 'OpenSSL/3.0.20: error:0A00010B:SSL routines::wrong version number');
    }
    const headers = Object.fromEntries(asked.headers.map(([name, value]) => [name.toLowerCase(), value]));
    const reply = yield* sys.call(socket, { protocol: 'http', kind: 'request', method: asked.method, target: asked.target, headers, body: asked.body });
    if (reply.protocol !== 'http' || reply.kind !== 'response') throw new CurlError(1, 'Received HTTP/0.9 when not allowed');
    if (isVerbose) yield* sys.write(2, replyText(reply, asked.method !== 'HEAD' && showsData(sys, args)));
    const isClosing = reply.headers.some(([name, value]) => name.toLowerCase() === 'connection' && value.toLowerCase() === 'close');
    report.epilogue = isClosing ? `* Closing connection ${round}\n` : `* Connection #${round} to host ${url.host} left intact\n`;
    return reply;
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    if (hasMeter) yield* sys.write(2, `${METER.empty()}\n`);
    if (error.errno === 'ETIMEDOUT') throw new CurlError(28, `Operation timed out after ${Math.round(sys.nowMs() - report.startMs)} milliseconds with 0 bytes received`);
    throw new CurlError(52, 'Empty reply from server');
  } finally {
    sys.closeSocket(socket);
  }
}

/** `--resolve host:port:address`, then the host's own look-up. */
function addressOf(sys: Sys, args: ParsedOptions, url: Url): string | null {
  const given = args.all('resolve').map((each) => each.split(':')).find(([host, port]) => host === url.host && Number(port) === url.port);
  return given?.[2] ?? sys.network.resolve(url.host);
}

function* open(sys: Sys, args: ParsedOptions, url: Url, hasMeter: boolean, report: Report): Routine<Socket> {
  const address = addressOf(sys, args, url);
  if (address === null) {
    if (args.has('v')) yield* sys.write(2, `* Could not resolve host: ${url.host}\n* Closing connection 0\n`);
    throw new CurlError(6, `Could not resolve host: ${url.host}`);
  }
  if (args.has('v')) yield* sys.write(2, `*   Trying ${address}:${url.port}...\n`);
  const limit = [args.last('connect-timeout'), args.last('m')].filter((each) => each !== null).map(Number);
  const timeoutMs = limit.length === 0 ? null : Math.min(...limit) * 1000;
  const startMs = sys.nowMs();
  try {
    const socket = yield* sys.connect({ host: address, port: url.port }, timeoutMs === null ? {} : { timeoutMs });
    report.remote = 'address' in socket.remote ? socket.remote : null;
    report.local = socket.local;
    if (args.has('v')) yield* sys.write(2, `* Connected to ${url.host} (${address}) port ${url.port} (#${report.redirects})\n`);
    return socket;
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    throw yield* refusal(sys, args, url, address, error, sys.nowMs() - startMs, timeoutMs, hasMeter);
  }
}

function* refusal(
  sys: Sys, args: ParsedOptions, url: Url, address: string, error: SysError, tookMs: number, timeoutMs: number | null, hasMeter: boolean,
): Routine<CurlError> {
  const isLate = timeoutMs !== null && tookMs >= timeoutMs;
  const message = isLate ? `Connection timeout after ${Math.round(tookMs) + 1} ms`
    : `Failed to connect to ${url.host} port ${url.port} after ${Math.round(tookMs)} ms: Couldn't connect to server`;
  if (hasMeter) {
    for (let second = 1; second <= Math.min(tookMs / 1000, 300); second += 1) yield* sys.write(2, METER.empty(second));
    yield* sys.write(2, `${METER.empty(Math.floor(tookMs / 1000))}\n`);
  }
  if (args.has('v')) yield* sys.write(2, `* connect to ${address} port ${url.port} failed: ${error.text}\n* ${message}\n* Closing connection 0\n`);
  return new CurlError(isLate || error.errno === 'ETIMEDOUT' ? 28 : 7, message);
}

function requestText(asked: Asked, hasData: boolean): string {
  const auth = asked.user === null ? '' : `* Server auth using Basic with user '${asked.user}'\n`;
  const sent = byteLength(asked.body);
  return `${auth}> ${asked.method} ${asked.target} HTTP/1.1\r\n${asked.headers.map(([name, value]) => `> ${name}: ${value}\r\n`).join('')}> \r\n`
    + (sent > 0 && hasData ? `} [${sent} bytes data]\n` : '');
}

function replyText(reply: HttpResponse, hasData: boolean): string {
  const size = byteLength(reply.body);
  return `< HTTP/1.1 ${reply.status} ${reply.reason}\r\n${reply.headers.map(([name, value]) => `< ${name}: ${value}\r\n`).join('')}< \r\n`
    + (size > 0 && hasData ? `{ [${size} bytes data]\n` : '');
}
