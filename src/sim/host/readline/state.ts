// readline: a line editor as GNU Readline 8.2 has it, in emacs mode. Knows nothing of bash or SQL: completion and
// history come from the caller. What it remembers is plain data, so a half-typed line can be saved and resumed.
import type { Routine } from '../program.ts';

/** One line of the completion list, or one way to finish the word. */
export interface Match {
  /** The text that replaces the word, quoted as needed, without what is appended. */
  readonly text: string;
  /** What the list shows; default `text`. */
  readonly shown?: string;
  /** A directory: `/` is appended instead of a space, and shown in lists. */
  readonly isDirectory?: boolean;
}

/** What a completion callback answers: the word starts at `start` of the line and ends at the cursor. */
export interface Completion {
  readonly start: number;
  readonly matches: readonly Match[];
  /** The opening quote the word began with, closed behind a single match. */
  readonly quote?: string;
  /** What follows a single match that is no directory; default a space. */
  readonly append?: string;
}

export type Completer = (text: string, point: number) => Routine<Completion>;

/** An incremental search (Ctrl-R, Ctrl-S). */
export interface Search {
  pattern: string;
  isForward: boolean;
  hasFailed: boolean;
  /** The history entry shown; `history.length` is the line being typed. */
  at: number;
  /** What Ctrl-G goes back to. */
  readonly saved: { readonly text: string; readonly point: number; readonly at: number };
}

/** A line being edited. Offsets count UTF-16 units of `text`. */
export interface Session {
  readonly prompt: string;
  text: string;
  point: number;
  mark: number;
  /** Shown in reverse video: pasted text, or what a search found. */
  highlight: readonly [number, number] | null;
  /** The history entry shown; `history.length` is the new line. */
  at: number;
  /** History entries changed but not accepted, by index. */
  edits: Record<string, string>;
  undo: (readonly [string, number])[];
  /** Keys of a sequence that is not complete yet. */
  keys: string;
  /** The command before: what a kill, a yank or a Tab goes on from. */
  last: string;
  hasCompletionChanged: boolean;
  mode: 'edit' | 'search' | 'ask' | 'more' | 'quoted' | 'paste';
  search: Search | null;
  /** Lines of a completion list still to be shown. */
  listing: string[];
  pasted: string;
  /** Where the last yank or yanked argument began, and how far back it came from. */
  yank: { start: number; back: number };
}

/** All that the editor remembers between lines; plain data. */
export interface ReadlineState {
  history: string[];
  kills: string[];
  session: Session | null;
}

/** An editor that has seen nothing yet. */
export const newReadline = (): ReadlineState => ({ history: [], kills: [], session: null });

export interface ReadLineOptions {
  /** `\x01` … `\x02` enclose characters that take no room (colours). Lines before the last are just printed. */
  readonly prompt: string;
  /** Descriptors; default 0 and 1. bash writes to 2. */
  readonly input?: number;
  readonly output?: number;
  /** Switches the terminal's bracketed paste on while editing; default true. */
  readonly bracketedPaste?: boolean;
  /** What Ctrl-C leaves on the screen; default is what bash leaves. */
  readonly interruptText?: string;
  readonly complete?: Completer;
  /** Called before every wait for a key: the moment for `sys.checkpoint`. */
  readonly beforeWait?: () => void;
  /** Text already on the line (`read -i`, history verification). */
  readonly initial?: string;
}

export type ReadLineResult =
  | { readonly kind: 'line'; readonly text: string }
  /** Ctrl-D on an empty line, or the terminal is gone. */
  | { readonly kind: 'eof' }
  /** Ctrl-C. */
  | { readonly kind: 'interrupt' };

/** A fresh session for a line. */
export function newSession(prompt: string, at: number, initial = ''): Session {
  return {
    prompt, text: initial, point: initial.length, mark: 0, highlight: null, at, edits: {}, undo: [], keys: '', last: '',
    hasCompletionChanged: false, mode: 'edit', search: null, listing: [], pasted: '', yank: { start: 0, back: 0 },
  };
}
