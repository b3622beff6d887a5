// Short messages at the foot of the page, and words for screen readers only.
import { createStore } from 'zustand/vanilla';

export interface Message {
  readonly text: string;
  readonly isBad: boolean;
}

export const messages = createStore<{ readonly shown: Message | null; readonly said: string }>(() => ({ shown: null, said: '' }));

let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a message for some seconds; a bad one until it is closed. */
export function tell(text: string, isBad = false): void {
  clearTimeout(timer);
  messages.setState({ shown: { text, isBad } });
  if (!isBad) timer = setTimeout(() => messages.setState({ shown: null }), 6000);
}

/** Says something to screen readers. */
export const say = (text: string): void => messages.setState({ said: text });

/** Takes the message away. */
export const dismiss = (): void => messages.setState({ shown: null });
