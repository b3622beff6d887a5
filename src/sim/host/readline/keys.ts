/** What a key does, by Readline's names without `rl_`. */
export type KeyCommand =
  | 'accept' | 'self' | 'backward' | 'forward' | 'begin' | 'end' | 'word-left' | 'word-right' | 'up' | 'down' | 'first'
  | 'last' | 'delete' | 'rubout' | 'eof' | 'kill-line' | 'kill-start' | 'kill-word' | 'rubout-word' | 'rubout-blank' | 'yank'
  | 'yank-pop' | 'yank-argument' | 'transpose' | 'transpose-words' | 'upcase' | 'downcase' | 'capitalize' | 'clear'
  | 'complete' | 'list' | 'insert-all' | 'undo' | 'search' | 'search-forward' | 'interrupt' | 'quoted' | 'paste' | 'ignore'
  | 'kill-whole-line' | 'revert' | 'delete-space' | 'comment' | 'abort' | 'mark' | 'exchange';

/** Keys of emacs mode and what they do; sequences start with ESC. */
export const KEY_COMMANDS: Readonly<Record<string, KeyCommand>> = {
  '\r': 'accept', '\n': 'accept',
  '\x00': 'mark', '\x01': 'begin', '\x02': 'backward', '\x03': 'interrupt', '\x04': 'eof', '\x05': 'end', '\x06': 'forward',
  '\x07': 'abort', '\x08': 'rubout', '\t': 'complete', '\x0b': 'kill-line', '\x0c': 'clear', '\x0e': 'down',
  '\x0f': 'accept', '\x10': 'up', '\x11': 'quoted', '\x12': 'search', '\x13': 'search-forward', '\x14': 'transpose',
  '\x15': 'kill-start', '\x16': 'quoted', '\x17': 'rubout-blank', '\x19': 'yank', '\x1a': 'ignore', '\x1c': 'ignore',
  '\x1f': 'undo', '\x7f': 'rubout',
  '\x18\x18': 'exchange', '\x18\x15': 'undo', '\x18\x7f': 'kill-start',
  '\x1b[A': 'up', '\x1b[B': 'down', '\x1b[C': 'forward', '\x1b[D': 'backward', '\x1b[H': 'begin', '\x1b[F': 'end',
  '\x1bOA': 'up', '\x1bOB': 'down', '\x1bOC': 'forward', '\x1bOD': 'backward', '\x1bOH': 'begin', '\x1bOF': 'end',
  '\x1b[1~': 'begin', '\x1b[4~': 'end', '\x1b[7~': 'begin', '\x1b[8~': 'end', '\x1b[3~': 'delete', '\x1b[2~': 'quoted',
  '\x1b[5~': 'first', '\x1b[6~': 'last', '\x1b[1;5C': 'word-right', '\x1b[1;5D': 'word-left', '\x1b[1;3C': 'word-right',
  '\x1b[1;3D': 'word-left', '\x1b[5C': 'word-right', '\x1b[5D': 'word-left', '\x1b[200~': 'paste', '\x1b[3;5~': 'kill-word',
  '\x1bb': 'word-left', '\x1bf': 'word-right', '\x1bd': 'kill-word', '\x1b\x7f': 'rubout-word', '\x1b\x08': 'rubout-word',
  '\x1b.': 'yank-argument', '\x1b_': 'yank-argument', '\x1by': 'yank-pop', '\x1bt': 'transpose-words', '\x1bu': 'upcase',
  '\x1bl': 'downcase', '\x1bc': 'capitalize', '\x1b<': 'first', '\x1b>': 'last', '\x1b?': 'list', '\x1b=': 'list',
  '\x1b*': 'insert-all', '\x1br': 'revert', '\x1b\\': 'delete-space', '\x1b#': 'comment', '\x1b\x07': 'abort', '\x1b\r': 'accept',
  '\x1b\n': 'accept', '\x1b\t': 'complete', '\x1b ': 'mark',
};

const PREFIXES = new Set(Object.keys(KEY_COMMANDS).flatMap((keys) =>
  Array.from({ length: keys.length - 1 }, (_, index) => keys.slice(0, index + 1))));

/** Whether more keys may follow: a known sequence's beginning, or a CSI sequence that has not ended. */
export const isKeyPrefix = (keys: string): boolean => PREFIXES.has(keys) || /^\x1b(?:\[[0-9;]*|O)$/.test(keys);

/** The command of a complete key; printing characters insert themselves, unknown sequences are null. */
export function keyCommand(keys: string): KeyCommand | null {
  const named = KEY_COMMANDS[keys];
  if (named !== undefined) return named;
  return keys >= ' ' && !keys.startsWith('\x1b') ? 'self' : null;
}
