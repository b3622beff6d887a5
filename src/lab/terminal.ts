/** Keys as terminals send them (xterm), by the names that people give them. */
export const KEYS = {
  enter: '\r', tab: '\t', escape: '\x1b', backspace: '\x7f', up: '\x1b[A', down: '\x1b[B', right: '\x1b[C', left: '\x1b[D',
  home: '\x1b[H', end: '\x1b[F', delete: '\x1b[3~', pageUp: '\x1b[5~', pageDown: '\x1b[6~',
} as const;

/** Ctrl with a letter: `ctrl('c')` is the key Ctrl-C. */
export const ctrl = (letter: string): string => String.fromCharCode(letter.toUpperCase().charCodeAt(0) - 64);

/** Pasted text as a terminal in bracketed-paste mode sends it. */
export const paste = (text: string): string => `\x1b[200~${text}\x1b[201~`;
