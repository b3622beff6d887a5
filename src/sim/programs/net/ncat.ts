import { byteLength } from '../../../base/bytes.ts';
import { SysError } from '../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Socket, Sys } from '../../host/sys.ts';
import { textMessage, textOf } from '../../protocol/text.ts';
import { servicePort } from './service-names.ts';

/** ncat of nmap (CentOS's nc): tries a port. */
export const ncat: Program = {
  name: 'ncat',
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), { short: '46zvuw:nlkp:s:Ci:o:x:e:c:m:d:tU', long: { verbose: 'v', 'wait=': 'w', version: 'version', udp: 'u', listen: 'l' } });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `Ncat: ${error.message}\nNcat: Try \`--help' or man(1) ncat for more information, usage options and help. QUITTING.\n`);
      return 2;
    }
    if (args.has('version')) {
      yield* sys.write(2, 'Ncat: Version 7.92 ( https://nmap.org/ncat )\n');
      return 0;
    }
    if (args.has('l')) {
      yield* sys.write(2, 'handstack: ncat: option -l is not modelled\n');
      return 2;
    }
    const [host, port = '31337'] = args.operands;
    if (host === undefined) {
      yield* sys.write(2, 'Ncat: You must specify a host to connect to. QUITTING.\n');
      return 2;
    }
    return yield* connect(sys, args, host, port);
  },
};

function* connect(sys: Sys, args: ParsedOptions, host: string, name: string): Routine<number> {
  const isVerbose = args.has('v');
  const protocol = args.has('u') ? 'udp' : 'tcp';
  const port = /^\d+$/.test(name) ? Number(name) : servicePort(sys, name, protocol);
  if (isVerbose) yield* sys.write(2, 'Ncat: Version 7.92 ( https://nmap.org/ncat )\n');
  if (port === null || port > 65535) {
    yield* sys.write(2, `Ncat: Invalid port number "${name}". QUITTING.\n`);
    return 2;
  }
  const wait = args.last('w');
  const startMs = sys.nowMs();
  try {
    const socket = yield* sys.connect({ host, port, protocol }, { timeoutMs: wait === null ? 10_000 : Number.parseFloat(wait) * 1000 });
    const address = 'address' in socket.remote ? socket.remote.address : host;
    if (isVerbose) yield* sys.write(2, `Ncat: Connected to ${address}:${port}.\n`);
    const carried = args.has('z') ? { sent: 0, received: 0 } : yield* talk(sys, socket);
    sys.closeSocket(socket);
    if (isVerbose) yield* sys.write(2, `Ncat: ${carried.sent} bytes sent, ${carried.received} bytes received in ${((sys.nowMs() - startMs) / 1000 + 0.01).toFixed(2)} seconds.\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
    const late = error.errno === 'ETIMEDOUT' ? 'TIMEOUT' : error.text;
    yield* sys.write(2, error.errno === 'EAI_NONAME' ? `Ncat: Could not resolve hostname "${host}": Name or service not known. QUITTING.\n` : `Ncat: ${late}.\n`);
    return error.errno === 'EAI_NONAME' ? 2 : 1;
  }
}

/** Hands on lines and shows answers; a server whose protocol is no text hangs up. */
function* talk(sys: Sys, socket: Socket): Routine<{ sent: number; received: number }> {
  const carried = { sent: 0, received: 0 };
  for (;;) {
    const line = yield* sys.readLine(0);
    if (line === null) return carried;
    carried.sent += byteLength(line);
    try {
      const answer = textOf(yield* sys.call(socket, textMessage(line))) ?? '';
      carried.received += byteLength(answer);
      if (answer !== '') yield* sys.write(1, answer);
    } catch (error) {
      if (error instanceof SysError && error.errno === 'ECONNRESET') return carried;
      throw error;
    }
  }
}
