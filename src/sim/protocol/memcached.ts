import type { PlainMessage } from './message.ts';

/**
 * Memcached's text protocol (memcached/doc/protocol.txt): one message holds whole commands as they go over the wire,
 * e.g. `get KEY\r\n` or `set KEY 0 300 5\r\nhello\r\n`; its reply is the server's text, e.g. `STORED\r\n`.
 */
export const memcachedMessage = (text: string): PlainMessage => ({ protocol: 'plain', operation: 'memcached', body: text });
