import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import { logError } from '../logs.ts';
import { tidOf } from '../threads.ts';
import { Refusal, type Passing, type Reply } from './request.ts';

/** Asks the server behind and hands on what it says (mod_proxy_http). */
export function* serveProxy(sys: Sys, passing: Passing, { from, to }: { readonly from: string; readonly to: string }): Routine<Reply> {
  const [, host = '', port = '80', base = ''] = /^http:\/\/([^:/]+)(?::(\d+))?(.*)$/.exec(to) ?? [];
  const { message, connection } = passing;
  const target = `${base}${message.target.slice(from.length)}` || '/';
  try {
    const socket = yield* sys.connect({ host, port: Number(port) });
    try {
      const headers = { ...message.headers, host: `${host}${port === '80' ? '' : `:${port}`}`, 'x-forwarded-for': connection.peer.address, 'x-forwarded-host': message.headers['host'] ?? '' };
      const reply = yield* sys.call(socket, { ...message, target: target.startsWith('/') ? target : `/${target}`, headers });
      if (reply.protocol !== 'http' || reply.kind !== 'response') throw new Refusal(502);
      const contentType = reply.headers.find(([name]) => name.toLowerCase() === 'content-type')?.[1] ?? null;
      const kept = reply.headers.filter(([name]) => !['content-type', 'connection', 'keep-alive', 'transfer-encoding', 'date', 'server'].includes(name.toLowerCase()));
      return { status: reply.status, reason: reply.reason, headers: kept, contentType, body: reply.body };
    } finally {
      sys.closeSocket(socket);
    }
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    const entry = (module: string, text: string) => ({
      module, level: 'error' as const, message: text, pid: sys.pid, tid: tidOf(sys.pid, connection), peer: `client ${connection.peer.address}:${connection.peer.port}`,
    });
    yield* logError(sys, passing.state.settings, passing.state.logs, passing.server,
      { ...entry('proxy', `AH00957: HTTP: attempt to connect to ${sys.network.resolve(host) ?? host}:${port} (${host}:${port}) failed`), errno: `(111)${error.text}`, peer: null });
    yield* logError(sys, passing.state.settings, passing.state.logs, passing.server, entry('proxy_http', `AH01114: HTTP: failed to make connection to backend: ${host}`));
    throw new Refusal(503);
  }
}
