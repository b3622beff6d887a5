import type { Message, PlainMessage } from './message.ts';

/** Bytes as they are, for protocols that are text (memcached's, or whatever is typed into nc). */
export const textMessage = (text: string): PlainMessage => ({ protocol: 'plain', operation: 'text', body: text });

/** The text of such a message, or null. */
export const textOf = (message: Message): string | null =>
  (message.protocol === 'plain' && message.operation === 'text' && typeof message.body === 'string' ? message.body : null);
