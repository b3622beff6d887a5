import type { ParsedOptions } from '../../../host/getopt.ts';
import type { Program, Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { METER } from './meter.ts';
import { CurlError, NOT_MODELLED, fileTrouble, parseOptions, parseUrl } from './options.ts';
import { readBody } from './request.ts';
import { transfer, type Report } from './transfer.ts';
import { writeOut } from './write-out.ts';

const TRY = "curl: try 'curl --help' or 'curl --manual' for more information\n";
const VERSION = `curl 7.88.1 (x86_64-redhat-linux-gnu) libcurl/7.88.1 OpenSSL/3.0.7 zlib/1.2.11
Release-Date: 2023-02-20
Protocols: file http https
Features: alt-svc AsynchDNS IPv6 Largefile SSL UnixSockets
`;

/** curl: HTTP over the lab's network. https is carried like http, on port 443. */
export const curl: Program = {
  name: 'curl',
  notModelled: NOT_MODELLED.map((name) => (name.length === 1 ? `-${name}` : `--${name}`)),
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = parseOptions(sys.argv.slice(1));
    } catch (error) {
      if (!(error instanceof CurlError)) throw error;
      yield* sys.write(2, `${error.message}\n${error.message.startsWith('curl:') ? TRY : ''}`);
      return error.code;
    }
    if (args.has('V')) return yield* print(sys, VERSION);
    if (args.has('h')) return yield* print(sys, 'Usage: curl [options...] <url>\n -d -f -H -i -I -k -L -m -o -O -s -S -T -u -v -w -X\n');
    const urls = [...args.all('url'), ...args.operands];
    if (urls.length === 0) {
      yield* sys.write(2, `${args.options.length > 0 ? 'curl: no URL specified!\n' : ''}${TRY}`);
      return 2;
    }
    return yield* all(sys, args, urls);
  },
};

function* print(sys: Sys, text: string): Routine<number> {
  yield* sys.write(1, text);
  return 0;
}

function* all(sys: Sys, args: ParsedOptions, urls: readonly string[]): Routine<number> {
  const body = yield* readBody(sys, args);
  const outputs = args.options.filter(({ name }) => name === 'o' || name === 'O');
  let status = 0;
  for (const [index, url] of urls.entries()) {
    const output = outputs[index];
    const path = output === undefined ? null : output.name === 'O' ? nameOf(url) : output.value;
    status = yield* one(sys, args, url, body, path === '-' ? null : path);
  }
  return status;
}

function nameOf(url: string): string {
  const name = url.replace(/^[a-z]+:\/\/[^/]*/, '').replace(/[?#].*/, '').split('/').at(-1) ?? '';
  return name === '' ? '\0' : name;
}

/** One URL: meter, transfer, output, error line, -w. */
function* one(sys: Sys, args: ParsedOptions, text: string, body: string | null, path: string | null): Routine<number> {
  const isSilent = args.has('s');
  const hasMeter = !isSilent && !args.has('no-meter') && !args.has('#') && (path !== null || !sys.isTty(1));
  const report: Report = { url: text, method: 'GET', response: null, redirects: 0, startMs: sys.nowMs(), remote: null, local: null, sent: 0 };
  let code = 0;
  let shown = '';
  try {
    if (path === '\0') throw new CurlError(23, 'Remote file name has no length!');
    const url = parseUrl(text);
    if (hasMeter) yield* sys.write(2, METER.heading + METER.empty());
    shown = yield* transfer(sys, args, url, body, report, hasMeter);
    yield* deliver(sys, args, shown, path, report, hasMeter);
  } catch (error) {
    if (!(error instanceof CurlError)) throw error;
    code = error.code;
    if (!isSilent || args.has('S')) yield* sys.write(2, `curl: (${code}) ${error.message}\n`);
  }
  const format = args.last('w');
  if (format !== null) yield* writeOut(sys, format, report, code);
  return code;
}

function* deliver(sys: Sys, args: ParsedOptions, text: string, path: string | null, report: Report, hasMeter: boolean): Routine<void> {
  const announced = Number(report.response?.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? report.size ?? 0);
  const isRefused = args.has('f') && (report.response?.status ?? 0) >= 400;
  const received = isRefused || args.has('I') ? 0 : report.size ?? 0;
  const meter = METER.done(announced, received, report.sent, sys.nowMs() - report.startMs);
  if (isRefused || (args.has('fail-with-body') && (report.response?.status ?? 0) >= 400)) {
    if (!isRefused) yield* put(sys, text, path);
    if (hasMeter) yield* sys.write(2, `${meter}\n`);
    throw new CurlError(22, `The requested URL returned error: ${report.response?.status ?? 0}`);
  }
  const failed = yield* put(sys, text, path);
  if (failed !== null && failed !== '' && !args.has('s')) yield* sys.write(2, failed);
  if (hasMeter) yield* sys.write(2, `${meter}\n`);
  if (args.has('#') && !args.has('s')) yield* sys.write(2, `\r${'#'.repeat(72)} 100.0%\n`);
  if (args.has('v')) yield* sys.write(2, report.epilogue ?? '');
  if (failed !== null) throw new CurlError(23, failed === '' ? 'Failed writing body' : 'Failure writing output to destination');
}

/** Writes to a file or stdout; the warning when that fails ('' for a closed pipe), or null. */
function* put(sys: Sys, text: string, path: string | null): Routine<string | null> {
  try {
    if (path === null) {
      sys.ignoreSignals(['SIGPIPE']);
      yield* sys.write(1, text);
    } else sys.writeFile(path, text);
    return null;
  } catch (error) {
    const trouble = fileTrouble(error);
    if (trouble === null) throw error;
    return path === null ? '' : `Warning: Failed to open the file ${path}: ${trouble}\n`;
  }
}
