// xterm.js is loaded when the first terminal opens.
import type { CreateScreen } from './screen.ts';

/** Makes an xterm.js screen, loading xterm.js first. */
export const createXtermScreenLater: CreateScreen = async (...options) => {
  const { createXtermScreen } = await import('./xterm-screen.ts');
  return createXtermScreen(...options);
};
