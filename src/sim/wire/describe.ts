import type { Json } from '../../base/json.ts';
import type { Hop } from '../../lab/trace.ts';
import type { Message } from '../protocol/message.ts';

interface Description {
  readonly operation: string;
  readonly fields: Readonly<Record<string, Json>>;
  readonly outcome: { readonly isOk: boolean; readonly text: string };
}

const OK = { isOk: true, text: '' };

/** A message as the trace shows it: what it asks, its key fields, and as a reply whether it was a success. */
export function describe(message: Message): Description {
  if (message.protocol === 'http') {
    if (message.kind === 'request') {
      return { operation: `${message.method} ${message.target.split('?')[0] ?? ''}`, fields: { target: message.target }, outcome: OK };
    }
    const text = `${message.status} ${message.reason}`;
    return { operation: text, fields: {}, outcome: { isOk: message.status < 400, text } };
  }
  if (message.protocol === 'mysql') {
    if (message.kind === 'query') return { operation: `COM_QUERY ${firstWord(message.sql)}`, fields: { sql: message.sql }, outcome: OK };
    if (message.kind === 'login') return { operation: 'login', fields: { user: message.user, database: message.database }, outcome: OK };
    if (message.kind === 'error') {
      return { operation: 'error', fields: {}, outcome: { isOk: false, text: `ERROR ${message.code} (${message.state}): ${message.message}` } };
    }
    if (message.kind === 'rows') return { operation: 'rows', fields: {}, outcome: { isOk: true, text: `${message.rows.length} rows` } };
    return { operation: message.kind, fields: {}, outcome: OK };
  }
  return { operation: message.operation, fields: {}, outcome: OK };
}

const firstWord = (sql: string): string => (/^\s*(\w+)/.exec(sql)?.[1] ?? '').toUpperCase();

const BY_PORT: Readonly<Record<number, Hop['protocol']>> = {
  22: 'ssh', 80: 'http', 123: 'ntp', 443: 'http', 3306: 'mysql', 5672: 'amqp', 11211: 'memcached',
};

/** The protocol to show for a hop: what the message is, else what its port is known for. */
export function protocolAt(protocol: string | undefined, isUnix: boolean, port: number): Hop['protocol'] {
  if (protocol === 'http' || protocol === 'mysql' || protocol === 'icmp') return protocol;
  return isUnix ? 'unix' : BY_PORT[port] ?? 'tcp';
}
