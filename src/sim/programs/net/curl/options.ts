import { SysError } from '../../../host/errors.ts';
import { UsageError, getopt, type OptionTable, type ParsedOptions } from '../../../host/getopt.ts';

/** curl cannot go on: its exit code and what `curl: (code)` says. */
export class CurlError extends Error {
  override readonly name = 'CurlError';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

const TABLE: OptionTable = {
  short: 'GIiLksSvfOJNgqZ46X:d:H:o:A:e:b:c:u:T:m:w:x:r:C:D:K:F:E:y:Y:z:Q:P:t:U:Vh#aBjlMnpR0123:',
  long: {
    get: 'G', head: 'I', include: 'i', location: 'L', 'location-trusted': 'L', insecure: 'k', silent: 's', 'show-error': 'S', verbose: 'v',
    fail: 'f', 'remote-name': 'O', 'remote-header-name': 'J', 'no-buffer': 'N', globoff: 'g', disable: 'q', ipv4: '4', ipv6: '6',
    'request=': 'X', 'data=': 'd', 'data-ascii=': 'd', 'data-raw=': 'data-raw', 'data-binary=': 'data-binary',
    'data-urlencode=': 'data-urlencode', 'json=': 'json', 'header=': 'H', 'output=': 'o', 'user-agent=': 'A', 'referer=': 'e',
    'cookie=': 'b', 'cookie-jar=': 'c', 'user=': 'u', 'upload-file=': 'T', 'max-time=': 'm', 'connect-timeout=': 'connect-timeout',
    'write-out=': 'w', 'proxy=': 'x', 'range=': 'r', 'continue-at=': 'C', 'dump-header=': 'D', 'config=': 'K', 'form=': 'F',
    'max-redirs=': 'max-redirs', 'resolve=': 'resolve', 'retry=': 'retry', 'retry-delay=': 'retry-delay', 'noproxy=': 'noproxy', 'url=': 'url',
    'fail-with-body': 'fail-with-body', compressed: 'compressed', 'progress-bar': '#', 'no-progress-meter': 'no-meter', 'http1.1': 'http1.1',
    'http1.0': '0', http2: 'http1.1', basic: 'basic', version: 'V', help: 'h', 'cacert=': 'cacert', 'cert=': 'E', 'create-dirs': 'create-dirs',
    'remote-time': 'R', 'output-dir=': 'output-dir', 'stderr=': 'stderr', 'unix-socket=': 'unix-socket', 'oauth2-bearer=': 'bearer',
    'tlsv1.2': 'tls', 'tlsv1.3': 'tls', 'no-keepalive': 'keepalive', 'path-as-is': 'path-as-is', 'proto=': 'proto', 'interface=': 'interface',
  },
};

/** Options that curl has and the lab does not model. */
export const NOT_MODELLED = ['F', 'x', 'c', 'r', 'C', 'K', 'unix-socket', 'E', 'stderr', 'interface', 'z', 'y', 'Y', 'Q', 'P', 't', 'U', 'M'];

/** curl's command line: its options take no `--` permutations beyond getopt's. Throws CurlError(2). */
export function parseOptions(args: readonly string[]): ParsedOptions {
  let parsed: ParsedOptions;
  try {
    parsed = getopt(args, TABLE);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    throw new CurlError(2, complaint(error.message));
  }
  const wrong = parsed.options.find(({ name, value }) => ['m', 'connect-timeout', 'max-redirs', 'retry'].includes(name) && !/^\d*\.?\d+$/.test(value ?? ''));
  if (wrong !== undefined) throw new CurlError(2, `curl: option ${wrong.name.length === 1 ? '-' : '--'}${wrong.name}: expected a proper numerical parameter`);
  const odd = NOT_MODELLED.find((name) => parsed.has(name));
  if (odd !== undefined) throw new CurlError(2, `handstack: curl: option ${odd.length === 1 ? '-' : '--'}${odd} is not modelled`);
  return parsed;
}

/** getopt's complaints in curl's words. */
function complaint(message: string): string {
  const name = /'(.*?)'/.exec(message)?.[1] ?? '';
  const option = name.startsWith('-') ? name : `-${name}`;
  const reason = message.includes('requires an argument') ? 'requires parameter' : message.includes('ambiguous') ? 'is ambiguous' : 'is unknown';
  return `curl: option ${option}: ${reason}`;
}

/** An http or https URL taken apart. */
export interface Url {
  readonly scheme: 'http' | 'https' | 'file';
  readonly user: string | null;
  readonly host: string;
  readonly port: number;
  readonly hasPort: boolean;
  /** Path with query. */
  readonly target: string;
}

/** Reads a URL as curl does: without a scheme it is http, `ftp.` names excepted. Throws CurlError(1 or 3). */
export function parseUrl(text: string): Url {
  const parts = /^(?:([a-z][a-z0-9+.-]*):\/\/)?([^/?#]*)([^#]*)/i.exec(text);
  const scheme = (parts?.[1] ?? 'http').toLowerCase();
  if (!['http', 'https', 'file'].includes(scheme)) throw new CurlError(1, `Protocol "${scheme}" not supported or disabled in libcurl`);
  const authority = parts?.[2] ?? '';
  const at = authority.lastIndexOf('@');
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/.exec(authority.slice(at + 1)) ?? [];
  const number = port === undefined || port === '' ? (scheme === 'https' ? 443 : 80) : Number(port);
  const isBad = scheme !== 'file' && (host === '' || !Number.isInteger(number) || number > 65535 || /[\s]/.test(text));
  if (isBad) throw new CurlError(3, 'URL using bad/illegal format or missing URL');
  const rest = parts?.[3] ?? '';
  return {
    scheme: scheme as Url['scheme'], user: at === -1 ? null : authority.slice(0, at), host: host.replace(/^\[|\]$/g, ''), port: number,
    hasPort: port !== undefined && port !== '', target: rest.startsWith('/') ? rest : `/${rest}`,
  };
}

/** Why a file could not be used, or null when the error is none of the file system's. */
export const fileTrouble = (error: unknown): string | null => (error instanceof SysError ? error.text : null);
