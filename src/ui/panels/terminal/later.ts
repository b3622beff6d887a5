// xterm.js is loaded when the first terminal opens.
import type { CreateScreen } from './screen.ts';

/** Begins to load xterm.js while other things are still under way. */
export const preloadXterm = (): void => { void import('./xterm-screen.ts').catch(() => undefined); };

/** Makes an xterm.js screen, loading xterm.js first. */
export const createXtermScreenLater: CreateScreen = async (...options) => {
  const { createXtermScreen } = await import('./xterm-screen.ts');
  return createXtermScreen(...options);
};
