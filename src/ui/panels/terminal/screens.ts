// The screens that are on the page now, for commands that act on one: find, copy, paste, helper keys.
import type { TerminalId } from '../../../lab/lab.ts';
import type { Screen } from './screen.ts';

const mounted = new Map<TerminalId, Screen>();

/** Makes a screen known while it is mounted. */
export function registerScreen(id: TerminalId, screen: Screen): () => void {
  mounted.set(id, screen);
  return () => {
    if (mounted.get(id) === screen) mounted.delete(id);
  };
}

/** The screen of a terminal, when it is on the page. */
export const screenOf = (id: TerminalId | null): Screen | null => (id === null ? null : (mounted.get(id) ?? null));
