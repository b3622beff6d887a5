import type { Message, PlainMessage } from './message.ts';

/** Bytes as they are: whatever is typed into nc. A protocol that is text takes it as its own. */
export const textMessage = (text: string): PlainMessage => ({ protocol: 'plain', operation: 'text', body: text });

/** The text of such a message, or of one of memcached's; null for any other. */
export const textOf = (message: Message): string | null =>
  (message.protocol === 'plain' && ['text', 'memcached'].includes(message.operation) && typeof message.body === 'string' ? message.body : null);
