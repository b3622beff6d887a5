import { memcachedMessage } from '../../protocol/memcached.ts';
import { byteLength } from '../../../base/bytes.ts';
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

const TIMEOUT_MS = 3000;
const DEFAULT_PORT = 11211;

/**
 * Memcached servers as python-memcached uses them: a key belongs to one of them, and one that does not answer counts as
 * one that has nothing. Nobody is told: a service without memcached is slower, not broken.
 */
export class Memcached {
  readonly #sys: Sys;
  readonly #servers: readonly string[];

  /** `servers` as `host:port`, e.g. from `memcached_servers`. */
  constructor(sys: Sys, servers: readonly string[]) {
    this.#sys = sys;
    this.#servers = servers;
  }

  /** The text stored under a key, or null. */
  *get(key: string): Routine<string | null> {
    const reply = yield* this.#ask(key, `get ${key}\r\n`);
    const [, rest = ''] = /^VALUE \S+ \d+ \d+\r\n(.*)\r\nEND\r\n$/s.exec(reply ?? '') ?? [];
    return rest === '' ? null : rest;
  }

  /** Stores a text for so many seconds. */
  *set(key: string, value: string, seconds: number): Routine<boolean> {
    return (yield* this.#ask(key, `set ${key} 0 ${seconds} ${byteLength(value)}\r\n${value}\r\n`)) === 'STORED\r\n';
  }

  *delete(key: string): Routine<boolean> {
    return (yield* this.#ask(key, `delete ${key}\r\n`)) === 'DELETED\r\n';
  }

  *#ask(key: string, text: string): Routine<string | null> {
    const server = this.#servers[checksum(key) % Math.max(this.#servers.length, 1)];
    if (server === undefined) return null;
    const { host, port } = addressOf(server);
    try {
      const socket = yield* this.#sys.connect({ host, port }, { timeoutMs: TIMEOUT_MS });
      try {
        const reply = yield* this.#sys.call(socket, memcachedMessage(text));
        return reply.protocol === 'plain' && typeof reply.body === 'string' ? reply.body : null;
      } finally {
        this.#sys.closeSocket(socket);
      }
    } catch (error) {
      if (error instanceof SysError && error.errno !== 'EINTR') return null;
      throw error;
    }
  }
}

function addressOf(server: string): { host: string; port: number } {
  const colon = server.lastIndexOf(':');
  return colon === -1 ? { host: server, port: DEFAULT_PORT } : { host: server.slice(0, colon), port: Number(server.slice(colon + 1)) };
}

/** Spreads keys over the servers. */
function checksum(key: string): number {
  let sum = 0;
  for (const letter of key) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return sum;
}
