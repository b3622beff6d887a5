import { SysError } from '../../host/errors.ts';
import type { Program } from '../../host/program.ts';
import { servicePort } from './service-names.ts';

/** telnet: shows whether a port takes connections, and what a server says first. Lines are not carried further. */
export const telnet: Program = {
  name: 'telnet',
  *run(sys) {
    const [host, name = '23'] = sys.argv.slice(1).filter((word) => !word.startsWith('-'));
    if (host === undefined) {
      yield* sys.write(2, 'handstack: telnet: the prompt telnet> is not modelled\n');
      return 1;
    }
    const port = /^\d+$/.test(name) ? Number(name) : servicePort(sys, name, 'tcp');
    if (port === null) {
      yield* sys.write(2, `telnet: could not resolve ${host}/${name}: Servname not supported for ai_socktype\n`);
      return 1;
    }
    const address = sys.network.resolve(host);
    if (address === null) {
      yield* sys.write(2, `telnet: could not resolve ${host}/${port}: Name or service not known\n`);
      return 1;
    }
    yield* sys.write(1, `Trying ${address}...\n`);
    try {
      const socket = yield* sys.connect({ host: address, port });
      yield* sys.write(1, `Connected to ${host}.\nEscape character is '^]'.\n`);
      if (socket.greeting?.protocol === 'plain' && socket.greeting.operation === 'ssh-greeting') yield* sys.write(1, 'SSH-2.0-OpenSSH_8.7\n');
      for (;;) {
        const line = yield* sys.readLine(0);
        if (line === null || line.startsWith('\x1d')) break;
      }
      sys.closeSocket(socket);
      yield* sys.write(1, 'Connection closed.\n');
      return 0;
    } catch (error) {
      if (!(error instanceof SysError) || error.errno === 'EINTR') throw error;
      yield* sys.write(2, `telnet: connect to address ${address}: ${error.text}\n`);
      return 1;
    }
  },
};
