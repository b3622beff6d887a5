import { byteLength } from '../../../base/bytes.ts';
import type { HttpResponse } from '../../protocol/http.ts';
import { SysError } from '../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';
import { CurlError, parseUrl, type Url } from './curl/options.ts';

const USAGE = 'Usage: wget [OPTION]... [URL]...\n\nTry `wget --help\' for more options.\n';
/** wget's exit codes. */
const [NETWORK, SERVER] = [4, 8];

interface Run {
  readonly sys: Sys;
  readonly args: ParsedOptions;
  /** Where messages go: stderr, a log file, or nowhere (-q). */
  readonly isQuiet: boolean;
}

const NOT_MODELLED = ['r', 'm', 'b', 'i', 'c', 'p', 'k', 'o', 'a'];

/** wget of GNU Wget 1.21: fetches files over HTTP. */
export const wget: Program = {
  name: 'wget',
  notModelled: NOT_MODELLED.map((letter) => `-${letter}`),
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), {
        short: 'qvbO:o:a:P:cNSt:T:i:U:rkpmxhV46nd:',
        long: {
          quiet: 'q', verbose: 'v', 'output-document=': 'O', 'output-file=': 'o', 'directory-prefix=': 'P', continue: 'c', timestamping: 'N',
          'server-response': 'S', 'tries=': 't', 'timeout=': 'T', 'input-file=': 'i', 'user-agent=': 'U', spider: 'spider', 'no-check-certificate': 'k-tls',
          'header=': 'header', 'post-data=': 'post-data', 'user=': 'user', 'password=': 'password', 'no-verbose': 'nv', 'show-progress': 'progress',
          'progress=': 'progress', recursive: 'r', mirror: 'm', version: 'V', help: 'h', background: 'b', 'no-proxy': 'no-proxy', 'max-redirect=': 'max-redirect',
        },
      });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `wget: ${error.message}\n${USAGE}`);
      return 2;
    }
    if (args.has('V')) {
      yield* sys.write(1, 'GNU Wget 1.21.1 built on linux-gnu.\n');
      return 0;
    }
    const odd = NOT_MODELLED.find((name) => args.has(name));
    if (odd !== undefined) {
      yield* sys.write(2, `handstack: wget: option -${odd} is not modelled\n`);
      return 2;
    }
    if (args.operands.length === 0) {
      yield* sys.write(2, `wget: missing URL\n${USAGE}`);
      return 1;
    }
    const run: Run = { sys, args, isQuiet: args.has('q') };
    let status = 0;
    for (const text of args.operands) status = Math.max(status, yield* fetch(run, text));
    return status;
  },
};

function* say(run: Run, text: string): Routine<void> {
  if (!run.isQuiet) yield* run.sys.write(2, text);
}

function* fetch(run: Run, text: string): Routine<number> {
  const { sys, args } = run;
  const first = target(text);
  if (typeof first === 'string') {
    yield* sys.write(2, first);
    return 1;
  }
  let url = first;
  const isSpider = args.has('spider');
  if (isSpider) yield* say(run, 'Spider mode enabled. Check if remote file exists.\n');
  const most = Number(args.last('max-redirect') ?? 20);
  for (let round = 0; ; round += 1) {
    const shown = `${url.scheme}://${url.host}${url.hasPort && url.port !== (url.scheme === 'https' ? 443 : 80) ? `:${url.port}` : ''}${url.target}`;
    yield* say(run, `--${localTime(sys, '%Y-%m-%d %H:%M:%S', sys.nowMs())}--  ${shown}\n`);
    const response = yield* request(run, url, isSpider ? 'HEAD' : args.has('post-data') ? 'POST' : 'GET');
    if (typeof response === 'number') return response;
    const location = response.headers.find(([name]) => name.toLowerCase() === 'location')?.[1];
    if (response.status >= 300 && response.status < 400 && location !== undefined && round < most) {
      yield* say(run, `Location: ${location} [following]\n`);
      const next = target(/^[a-z]+:\/\//.test(location) ? location : `${url.scheme}://${url.host}${url.hasPort ? `:${url.port}` : ''}${location}`);
      if (typeof next === 'string') {
        yield* sys.write(2, next);
        return 1;
      }
      url = next;
      continue;
    }
    return yield* conclude(run, url, response, isSpider);
  }
}

/** The URL taken apart, or what wget says of it. */
function target(text: string): Url | string {
  try {
    return parseUrl(text);
  } catch (error) {
    if (error instanceof CurlError) return `${text}: ${error.code === 1 ? 'Unsupported scheme.' : 'Invalid host name.'}\n`;
    throw error;
  }
}

function* request(run: Run, url: Url, method: string): Routine<HttpResponse | number> {
  const { sys, args } = run;
  const isNumeric = /^[\d.]+$/.test(url.host) || url.host.includes(':');
  const address = sys.network.resolve(url.host);
  if (!isNumeric) yield* say(run, `Resolving ${url.host} (${url.host})... ${address === null ? 'failed: Name or service not known.\n' : `${sys.network.resolveAll(url.host).join(', ')}\n`}`);
  if (address === null) {
    yield* say(run, `wget: unable to resolve host address ‘${url.host}’\n`);
    return NETWORK;
  }
  yield* say(run, `Connecting to ${isNumeric ? url.host : `${url.host} (${url.host})|${address}|`}:${url.port}... `);
  try {
    const socket = yield* sys.connect({ host: address, port: url.port });
    yield* say(run, 'connected.\n');
    const port = url.hasPort && url.port !== 80 ? `:${url.port}` : '';
    const own = Object.fromEntries(args.all('header').map((line) => [line.slice(0, line.indexOf(':')).toLowerCase(), line.slice(line.indexOf(':') + 1).trim()]));
    yield* say(run, 'HTTP request sent, awaiting response... ');
    const headers = { host: `${url.host}${port}`, 'user-agent': args.last('U') ?? 'Wget/1.21.1', accept: '*/*', 'accept-encoding': 'identity', connection: 'Keep-Alive', ...own };
    const reply = yield* sys.call(socket, { protocol: 'http', kind: 'request', method, target: url.target, headers, body: args.last('post-data') ?? '' });
    sys.closeSocket(socket);
    if (reply.protocol !== 'http' || reply.kind !== 'response') throw new SysError('ECONNRESET');
    yield* say(run, `${reply.status} ${reply.reason}\n`);
    if (args.has('S')) yield* say(run, `  HTTP/1.1 ${reply.status} ${reply.reason}\n${reply.headers.map(([name, value]) => `  ${name}: ${value}\n`).join('')}`);
    return reply;
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    yield* say(run, error.errno === 'ECONNRESET' ? 'No data received.\nGiving up.\n\n' : `failed: ${error.text}.\n`);
    return NETWORK;
  }
}

/** `10701 (10K)` as wget words a length. */
function lengthText(bytes: number): string {
  if (bytes < 1024) return String(bytes);
  const units = ['K', 'M', 'G'];
  let size = bytes / 1024;
  let unit = 0;
  while (size >= 1024 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${bytes} (${size < 9.95 ? size.toFixed(1) : size.toFixed(0)}${units[unit] ?? ''})`;
}

function* conclude(run: Run, url: Url, response: HttpResponse, isSpider: boolean): Routine<number> {
  const { sys } = run;
  const time = localTime(sys, '%Y-%m-%d %H:%M:%S', sys.nowMs());
  const header = (wanted: string): string | null => response.headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? null;
  if (response.status >= 400) {
    if (isSpider && response.status === 404) yield* say(run, 'Remote file does not exist -- broken link!!!\n\n');
    else yield* say(run, `${time} ERROR ${response.status}: ${response.reason}.\n\n`);
    return SERVER;
  }
  const type = header('content-type')?.split(';')[0] ?? null;
  const announced = header('content-length');
  yield* say(run, `Length: ${announced === null ? 'unspecified' : lengthText(Number(announced))}${type === null ? '' : ` [${type}]`}\n`);
  if (isSpider) {
    yield* say(run, type === 'text/html' ? 'Remote file exists and could contain further links,\nbut recursion is disabled -- not retrieving.\n\n' : 'Remote file exists.\n\n');
    return 0;
  }
  return yield* save(run, url, response.body, announced, time);
}

function* save(run: Run, url: Url, body: string, announced: string | null, time: string): Routine<number> {
  const { sys, args } = run;
  const base = url.target.replace(/\?.*/, '').split('/').at(-1) ?? '';
  const plain = `${base === '' ? 'index.html' : base}${url.target.includes('?') ? url.target.slice(url.target.indexOf('?')) : ''}`;
  const folder = args.last('P');
  const target = args.last('O') ?? freeName(sys, folder === null ? plain : `${folder}/${plain}`);
  const isStdout = target === '-';
  yield* say(run, `Saving to: ‘${isStdout ? 'STDOUT' : target}’\n\n`);
  try {
    if (isStdout) yield* sys.write(1, body);
    else sys.writeFile(target, body);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* say(run, `${target}: ${error.text}\n\nCannot write to ‘${target}’ (${error.text}).\n`);
    return 3;
  }
  const size = byteLength(body);
  yield* say(run, sys.isTty(2) ? bar(sys.ttySize(2).columns, isStdout ? '-' : target, size) : dots(size));
  yield* say(run, `\n${time} (${((size * 1000) / 1048576 + 1).toFixed(1)} MB/s) - ${isStdout ? 'written to stdout' : `‘${target}’ saved`} [${size}${announced === null ? '' : `/${announced}`}]\n\n`);
  return 0;
}

function freeName(sys: Sys, name: string): string {
  if (!sys.exists(name)) return name;
  for (let number = 1; ; number += 1) if (!sys.exists(`${name}.${number}`)) return `${name}.${number}`;
}

/** The progress that goes to a file: a dot for a kilobyte, fifty to the line. */
function dots(size: number): string {
  const rows: string[] = [];
  for (let at = 0; at === 0 || at < size; at += 51200) {
    const count = Math.min(50, Math.ceil((size - at) / 1024));
    const text = Array.from({ length: 5 }, (_, group) => '.'.repeat(Math.max(0, Math.min(10, count - group * 10))).padEnd(10)).join(' ');
    const percent = size === 0 ? 100 : Math.min(100, Math.floor(((at + count * 1024) / size) * 100));
    rows.push(`${`${at / 1024}K`.padStart(6)} ${text} ${String(percent).padStart(3)}% 48.2M${at + 51200 >= size ? '=0s' : ' 0s'}\n`);
  }
  return rows.join('');
}

function bar(columns: number, name: string, size: number): string {
  const width = Math.max(5, columns - 62);
  const short = name.length > 20 ? `${name.slice(0, 17)}...` : name;
  const shown = size < 1024 ? `${size}` : size < 1048576 ? `${(size / 1024).toFixed(2)}K` : `${(size / 1048576).toFixed(2)}M`;
  return `\r${short.padEnd(20)}100%[${'='.repeat(width - 1)}>] ${shown.padStart(7)}  --.-KB/s    in 0s      \n`;
}
