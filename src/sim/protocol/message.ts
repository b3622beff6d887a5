// protocol: what is said on the wire: types and parsers, no behaviour. Knows nothing of hosts or services.
import type { Json } from '../../base/json.ts';
import type { HttpRequest, HttpResponse } from './http.ts';
import type { MysqlMessage } from './mysql.ts';

/** Anything one end of a connection can say to the other: plain data. */
export type Message = HttpRequest | HttpResponse | MysqlMessage | PlainMessage;

/** A protocol without a module of its own yet (ssh, ntp, a bus call): an operation and its fields. */
export interface PlainMessage {
  readonly protocol: 'plain';
  readonly operation: string;
  readonly body: Json;
}
