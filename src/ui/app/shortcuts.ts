// The keys of the page, in one table: what the palette lists, what the terminal must let through. Ctrl with a letter
// alone belongs to the terminal and is never taken.

export type Command =
  | 'palette' | 'shortcuts' | 'settings' | 'next-region' | 'previous-region' | 'leave-terminal' | 'find'
  | 'toggle-lesson' | 'toggle-cloud' | 'undo' | 'split' | 'next-terminal' | 'copy' | 'paste';

export interface Shortcut {
  readonly command: Command;
  /** As people write it. */
  readonly keys: string;
  readonly says: string;
  readonly matches: (event: KeyboardEvent) => boolean;
}

const isMac = (): boolean => /Mac|iPhone|iPad/.test(globalThis.navigator.userAgent);

const ctrlShift = (code: string) => (event: KeyboardEvent) =>
  event.code === code && event.shiftKey && !event.altKey && (event.ctrlKey || (isMac() && event.metaKey));

const functionKey = (key: string, hasShift = false) => (event: KeyboardEvent) =>
  event.key === key && event.shiftKey === hasShift && !event.ctrlKey && !event.altKey && !event.metaKey;

export const SHORTCUTS: readonly Shortcut[] = [
  { command: 'palette', keys: 'F1', says: 'Command palette: everything the page can do', matches: functionKey('F1') },
  { command: 'palette', keys: 'Ctrl+Shift+P', says: 'Command palette, the other way', matches: ctrlShift('KeyP') },
  { command: 'next-region', keys: 'F6', says: 'Next part of the page: lesson, terminal, cloud', matches: functionKey('F6') },
  { command: 'previous-region', keys: 'Shift+F6', says: 'Previous part of the page', matches: functionKey('F6', true) },
  { command: 'leave-terminal', keys: 'Ctrl+Shift+.', says: 'Leave the terminal: back to the lesson', matches: ctrlShift('Period') },
  { command: 'find', keys: 'Ctrl+Shift+F', says: 'Find in the terminal', matches: ctrlShift('KeyF') },
  { command: 'copy', keys: 'Ctrl+Shift+C', says: 'Copy what is selected in the terminal', matches: ctrlShift('KeyC') },
  { command: 'paste', keys: 'Ctrl+Shift+V', says: 'Paste into the terminal', matches: ctrlShift('KeyV') },
  { command: 'undo', keys: 'Ctrl+Shift+U', says: 'Undo the last command', matches: ctrlShift('KeyU') },
  { command: 'next-terminal', keys: 'Ctrl+Shift+L', says: 'Next terminal', matches: ctrlShift('KeyL') },
  { command: 'split', keys: 'Ctrl+Shift+E', says: 'Two terminals side by side, or one', matches: ctrlShift('KeyE') },
  { command: 'settings', keys: 'Ctrl+Shift+,', says: 'Settings', matches: ctrlShift('Comma') },
];

/** Keys that the browser itself, or the terminal, understands; shown in the list of shortcuts. */
export const OTHER_KEYS: readonly { readonly keys: string; readonly says: string }[] = [
  { keys: '?', says: 'This list (outside the terminal)' },
  { keys: 'Ctrl+C', says: 'In the terminal: interrupt the running command' },
  { keys: 'Alt+Backspace', says: 'In the terminal: delete a word, as Ctrl+W does (browsers keep Ctrl+W for themselves)' },
  { keys: 'Tab', says: 'In the terminal: complete the word' },
];

/** The page's command for a key, or null when the key is not the page's. */
export function commandOf(event: KeyboardEvent): Command | null {
  return SHORTCUTS.find((shortcut) => shortcut.matches(event))?.command ?? null;
}

/** The keys of a command as people write them. */
export function keysOf(command: Command): string | undefined {
  return SHORTCUTS.find((shortcut) => shortcut.command === command)?.keys;
}

/** Whether an event comes from where text is typed, so that plain letters are not the page's. */
export function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, textarea, select, [contenteditable="true"], .xterm, .cm-editor') !== null;
}
