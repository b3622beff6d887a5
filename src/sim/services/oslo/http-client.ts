// Asking other services over HTTP, as python-requests does for keystoneauth.
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import type { HttpResponse } from '../../protocol/http.ts';
import { PythonException } from './traceback.ts';

/** What every service's own HTTP client calls itself. */
export const KEYSTONEAUTH = 'keystoneauth1/5.1.3 python-requests/2.25.1 CPython/3.9.18';

export interface Ask {
  readonly method: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Sends a request. Throws PythonException (keystoneauth's ConnectFailure) when nobody answers. */
export function* ask(sys: Sys, { method, url, headers = {}, body = '' }: Ask): Routine<HttpResponse> {
  const match = /^http:\/\/(\[[^\]]+\]|[^/:]+)(?::(\d+))?(\/.*)?$/.exec(url);
  if (match === null) throw new PythonException({ type: 'keystoneauth1.exceptions.connection.UnknownConnectionError', message: `Unexpected exception for ${url}: Invalid URL '${url}'` });
  const [, host = '', port, target = '/'] = match;
  try {
    const socket = yield* sys.connect({ host: host.replace(/^\[|\]$/g, ''), port: Number(port ?? 80) });
    try {
      const reply = yield* sys.call(socket, {
        protocol: 'http', kind: 'request', method, target, body,
        headers: { host: port === undefined ? host : `${host}:${port}`, accept: '*/*', ...headers, ...(body === '' ? {} : { 'content-length': String(body.length), 'content-type': 'application/json' }) },
      });
      if (reply.protocol !== 'http' || reply.kind !== 'response') throw new SysError('ECONNRESET');
      return reply;
    } finally {
      sys.closeSocket(socket);
    }
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    throw connectFailure(url, host, port ?? '80', target, error);
  }
}

function connectFailure(url: string, host: string, port: string, target: string, error: SysError): PythonException {
  const why = { ECONNREFUSED: '[Errno 111] Connection refused', EAI_NONAME: '[Errno -2] Name or service not known', EHOSTUNREACH: '[Errno 113] No route to host', ETIMEDOUT: '[Errno 110] Connection timed out' }[error.errno as string] ?? error.text;
  const detail = `HTTPConnectionPool(host='${host}', port=${port}): Max retries exceeded with url: ${target} (Caused by NewConnectionError('`
    + `<urllib3.connection.HTTPConnection object at 0x7f0c2d1b3a90>: Failed to establish a new connection: ${why}'))`;
  return new PythonException({ type: 'keystoneauth1.exceptions.connection.ConnectFailure', message: `Unable to establish connection to ${url}: ${detail}` });
}
