import type { Json } from '../../../base/json.ts';
import { byteLength } from '../../../base/bytes.ts';
import { SysError } from '../../host/errors.ts';
import { UsageError, getopt, type ParsedOptions } from '../../host/getopt.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { memcachedMessage } from '../../protocol/memcached.ts';
import { textOf } from '../../protocol/text.ts';
import { converse, type Talk } from './commands.ts';
import { count, type Memory } from './store.ts';

/** sysexits(3), as memcached ends. */
const EX = { usage: 64, noUser: 67, os: 71 } as const;
const SHORT = 'a:Ap:s:U:m:Mc:khiVvdl:u:P:f:n:t:D:LR:CB:b:S:I:FXY:e:o:rN:Z';

/** memcached 1.6: values under keys, forgotten when it ends. */
export const memcached: Program = {
  name: 'memcached',
  *run(sys) {
    let args: ParsedOptions;
    try {
      args = getopt(sys.argv.slice(1), { short: SHORT, long: LONG });
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      yield* sys.write(2, `${sys.argv[0] ?? 'memcached'}: ${error.message}\nIllegal argument "?"\n`);
      return 1;
    }
    if (args.has('V')) {
      yield* sys.write(1, 'memcached 1.6.9\n');
      return 0;
    }
    if (args.has('h')) {
      yield* sys.write(1, 'memcached 1.6.9\nUsage: memcached [-p port] [-l addresses] [-u user] [-m megabytes] [-c connections] [-I size] [-v] [-d] [-P file]\n');
      return 0;
    }
    return yield* start(sys, args);
  },
  handlers: {
    *open(sys, connection) {
      const memory = sys.state as unknown as Memory;
      memory.connections += 1;
      count(memory, 'total_connections');
      sys.setState(memory as unknown as Json);
      connection.session = { pending: '', isOver: false };
      return null;
    },
    *request(sys, connection, message) {
      const memory = sys.state as unknown as Memory;
      const text = textOf(message);
      if (text === null) return memcachedMessage('ERROR\r\n');
      const talk = connection.session as unknown as Talk;
      const reply = converse(memory, talk, text, sys.nowMs(), sys.pid);
      memory.counts['bytes_read'] = (memory.counts['bytes_read'] ?? 0) + byteLength(text);
      memory.counts['bytes_written'] = (memory.counts['bytes_written'] ?? 0) + byteLength(reply);
      sys.setState(memory as unknown as Json);
      if (talk.isOver) throw new SysError('ECONNRESET');
      return memcachedMessage(reply);
    },
    close(sys) {
      const memory = sys.state as unknown as Memory;
      memory.connections -= 1;
      sys.setState(memory as unknown as Json);
    },
    *signal(sys) {
      yield* sys.write(1, 'Signal handled: Terminated.\n');
      return 0;
    },
  },
};

const LONG = {
  'port=': 'p', 'unix-socket=': 's', 'udp-port=': 'U', 'memory-limit=': 'm', 'conn-limit=': 'c', 'listen=': 'l', 'user=': 'u', 'pidfile=': 'P', 'max-item-size=': 'I',
  'threads=': 't', 'extended=': 'o', daemon: 'd', verbose: 'v', version: 'V', help: 'h', 'disable-evictions': 'M', 'lock-memory': 'k',
} as const;

function* fail(sys: Sys, status: number, ...lines: readonly string[]): Routine<number> {
  yield* sys.write(2, lines.map((line) => `${line}\n`).join(''));
  return status;
}

function* start(sys: Sys, args: ParsedOptions): Routine<number> {
  const user = args.last('u');
  if (sys.credentials.uid === 0) {
    if (user === null || user === '') return yield* fail(sys, EX.usage, "can't run as root without the -u switch");
    const account = sys.accounts.byName(user);
    if (account === null) return yield* fail(sys, EX.noUser, `can't find the user ${user} to switch to`);
    sys.setCredentials(sys.accounts.credentialsOf(account));
  }
  const port = Number(args.last('p') ?? 11211);
  if (!Number.isInteger(port) || port < 0 || port > 65535) return yield* fail(sys, EX.usage, `Invalid port number "${args.last('p') ?? ''}"`);
  const megabytes = Number(args.last('m') ?? 64);
  if (!(megabytes >= 1)) return yield* fail(sys, EX.usage, 'Cannot set item size limit higher than 1/2 of memory max.');
  const connections = Number(args.last('c') ?? 1024);
  if (!(connections >= 1)) return yield* fail(sys, EX.usage, 'Maximum connections must be greater than 0');
  const inter = args.all('l').join(',');
  const failed = yield* listenAll(sys, inter, port);
  if (failed !== null) return failed;
  writePid(sys, args.last('P'));
  const memory: Memory = {
    maxBytes: megabytes * 1048576, maxItem: sizeOf(args.last('I') ?? '1m'), maxConnections: connections, startMs: sys.nowMs(), port, inter: inter === '' ? 'NULL' : inter,
    items: {}, bytes: 0, nextCas: 1, connections: 0, counts: {},
  };
  const serve = (own: Sys): Routine<number> => {
    own.describe({ memoryMb: 4, threads: 10 });
    own.catchSignals(['SIGTERM', 'SIGINT']);
    return own.serve(memory as unknown as Json);
  };
  if (!args.has('d')) return yield* serve(sys);
  yield* fail(sys, EX.usage, 'handstack: memcached: option -d is not modelled');
  return EX.usage;
}

/** `1m`, `512k`, bytes. */
function sizeOf(text: string): number {
  const [, number = '1', unit = ''] = /^(\d+)([kKmM]?)$/.exec(text) ?? [];
  return Number(number) * (unit.toLowerCase() === 'm' ? 1048576 : unit.toLowerCase() === 'k' ? 1024 : 1);
}

/** Listens on every address of -l, names looked up; a status when that fails. */
function* listenAll(sys: Sys, inter: string, port: number): Routine<number | null> {
  if (port === 0) return null;
  if (inter === '') {
    const error = tryListen(sys, '::', port);
    return error === null ? null : yield* fail(sys, EX.os, `failed to listen on TCP port ${port}: ${error.text}`);
  }
  for (const name of inter.split(/[,; ]+/).filter((word) => word !== '')) {
    const [, host = name, own] = /^(\[.*\]|[^:]+):(\d+)$/.exec(name) ?? [];
    const bare = host.replace(/^\[(.*)\]$/, '$1');
    const address = sys.network.resolve(bare);
    if (address === null) return yield* fail(sys, EX.os, 'getaddrinfo(): Name or service not known', `failed to listen on one of interface(s) ${inter}: Invalid argument`);
    const error = tryListen(sys, address, own === undefined ? port : Number(own));
    if (error === null) continue;
    const isTaken = error.errno === 'EADDRINUSE';
    return yield* fail(sys, EX.os, ...(isTaken ? [] : [`bind(): ${error.text}`]), `failed to listen on one of interface(s) ${inter}: ${isTaken ? error.text : 'Invalid argument'}`);
  }
  return null;
}

function tryListen(sys: Sys, address: string, port: number): SysError | null {
  try {
    sys.listen({ address, port, backlog: 1024 });
    return null;
  } catch (error) {
    if (error instanceof SysError) return error;
    throw error;
  }
}

function writePid(sys: Sys, path: string | null): void {
  try {
    if (path !== null) sys.writeFile(path, `${sys.pid}\n`);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}
