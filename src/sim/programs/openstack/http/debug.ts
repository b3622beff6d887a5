import { toBytes } from '../../../../base/bytes.ts';
import { sha256 } from '../../../../base/sha256.ts';
import type { Routine } from '../../../host/program.ts';
import type { HttpResponse } from '../../../protocol/http.ts';
import type { Log } from '../app/log.ts';
import type { Ask, HttpOptions } from './http.ts';
import { header } from './response.ts';

const LOGGER = 'keystoneauth.session';
const SECRET = ['authorization', 'x-auth-token', 'x-subject-token', 'x-service-token'];

/** Tokens are logged as their hash. */
function shown([name, value]: readonly [string, string]): string {
  if (!SECRET.includes(name.toLowerCase())) return `${name}: ${value}`;
  const hash = [...sha256(toBytes(value))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${name}: {SHA256}${hash}`;
}

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : a > b ? 1 : 0);

/** `REQ: curl -g -i -X GET http://…`. */
export function* logRequest(log: Log, ask: Ask, options: HttpOptions): Routine<void> {
  if (!log.isDebugging) return;
  const parts = ['REQ: curl -g -i'];
  if (options.isInsecure) parts.push('--insecure');
  else if (options.cacert !== null) parts.push(`--cacert "${options.cacert}"`);
  parts.push('-X', ask.method, ask.url);
  for (const each of Object.entries(ask.headers ?? {}).sort(byName)) parts.push(`-H "${shown(each)}"`);
  if (ask.body !== undefined && ask.body !== '') parts.push(`-d '${ask.body}'`);
  yield* log.debug(LOGGER, parts.join(' '));
}

/** `RESP: [200] Content-Length: …` and `RESP BODY: …`. */
export function* logResponse(log: Log, response: HttpResponse): Routine<void> {
  if (!log.isDebugging) return;
  const headers = [...response.headers].sort(byName).map(shown).join(' ');
  yield* log.debug(LOGGER, `RESP: [${response.status}] ${headers}`);
  const type = header(response, 'Content-Type');
  const isLogged = type?.startsWith('application/json') === true || type?.startsWith('text/plain') === true;
  const body = isLogged ? response.body
    : `Omitted, Content-Type is set to ${type ?? 'None'}. Only application/json, text/plain responses have their bodies logged.`;
  if (body !== '') yield* log.debug(LOGGER, `RESP BODY: ${body}`);
}

/** `GET call to identity for http://… used request id req-…`. */
export function* logRequestId(log: Log, ask: Ask, response: HttpResponse): Routine<void> {
  const id = header(response, 'x-openstack-request-id') ?? header(response, 'x-compute-request-id');
  if (!log.isDebugging || id === null) return;
  const whom = ask.service === undefined ? '' : `${ask.service} for `;
  yield* log.debug(LOGGER, `${ask.method} call to ${whom}${ask.url.replace(/\?$/, '')} used request id ${id}`);
}
