// Asks a terminal to take the keyboard, also one that is not on screen yet.
import { Emitter } from '../../../base/emitter.ts';
import type { TerminalId } from '../../../lab/lab.ts';

let pending: TerminalId | null = null;
const requests = new Emitter<TerminalId>();

/** The terminal takes the keyboard now, or as soon as it is on screen. */
export function focusTerminal(id: TerminalId): void {
  pending = id;
  requests.emit(id);
}

/** The screen of `id` goes away while it has the keyboard: its next one gets it, unless another terminal is wanted. */
export function keepFocus(id: TerminalId): void {
  pending ??= id;
}

/** Calls `focus` when the keyboard is wanted in `id`, at once if it was asked for before. */
export function onFocusRequest(id: TerminalId, focus: () => void): () => void {
  const answer = (): void => {
    pending = null;
    focus();
  };
  if (pending === id) answer();
  return requests.on((wanted) => {
    if (wanted === id) answer();
  });
}
