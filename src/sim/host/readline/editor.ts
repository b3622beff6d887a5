import type { Routine } from '../program.ts';
import type { Sys } from '../sys.ts';
import { answerQuestion, completeKey } from './complete.ts';
import { EDITS, replace } from './edit.ts';
import { goTo } from './history.ts';
import type { KeyCommand } from './keys.ts';
import { isKeyPrefix, keyCommand } from './keys.ts';
import { layOut } from './layout.ts';
import { Screen } from './redraw.ts';
import { searchKey, searchPrompt, startSearch } from './search.ts';
import type { ReadLineOptions, ReadLineResult, ReadlineState, Session } from './state.ts';
import { newSession } from './state.ts';

const PASTE_END = '\x1b[201~';

/** Applies keys to the session and keeps the screen in step. */
export class Editor {
  readonly sys: Sys;
  readonly state: ReadlineState;
  readonly options: ReadLineOptions;
  screen: Screen;
  readonly rows: number;

  constructor(sys: Sys, state: ReadlineState, options: ReadLineOptions) {
    const size = sys.ttySize(options.input ?? 0);
    this.sys = sys;
    this.state = state;
    this.options = options;
    this.rows = size.rows;
    this.screen = new Screen(Math.max(2, size.columns));
  }

  get session(): Session {
    return this.state.session ?? newSession('', 0);
  }

  write(text: string): Routine<void> {
    return this.sys.write(this.options.output ?? 1, text);
  }

  /** What the screen should show now. */
  #layout(): ReturnType<typeof layOut> {
    const { prompt, text, point, highlight, search } = this.session;
    return layOut(search === null ? prompt : searchPrompt(search), text, point, highlight, this.screen.columns);
  }

  /** The window may have another width since the last key: the terminal has laid the line out anew by itself. */
  refit(): void {
    const columns = Math.max(2, this.sys.ttySize(this.options.input ?? 0).columns);
    if (columns === this.screen.columns) return;
    this.screen = new Screen(columns);
    this.adopt();
  }

  adopt(): void {
    if (this.session.mode === 'edit' || this.session.mode === 'search') this.screen.adopt(this.#layout());
  }

  *show(): Routine<void> {
    const bytes = this.screen.show(this.#layout());
    if (bytes !== '') yield* this.write(bytes);
  }

  /** Prints prompt and line anew where the cursor is. */
  *showAgain(): Routine<void> {
    this.screen.forget();
    yield* this.show();
  }

  bell(): Routine<void> {
    return this.write('\x07');
  }

  /** The input ended: a line that was begun is given, as Readline does. */
  atEnd(): ReadLineResult {
    return this.session.text === '' ? { kind: 'eof' } : { kind: 'line', text: this.session.text };
  }

  /** One key; the result when it ended the line. */
  *key(key: string): Routine<ReadLineResult | null> {
    const { session } = this;
    if (session.mode === 'paste') return yield* this.#pasteKey(key);
    if (session.mode === 'quoted') return yield* this.#insert(key);
    if (session.mode === 'ask' || session.mode === 'more') {
      yield* answerQuestion(this, key);
      return null;
    }
    if (session.mode === 'search' && session.keys === '') return yield* this.#searchKey(key);
    return yield* this.#editKey(key);
  }

  *#searchKey(key: string): Routine<ReadLineResult | null> {
    const outcome = key === '\x03' ? 'leave' : searchKey(this.state, this.session, key);
    if (outcome === 'leave' && key === '\x03') return { kind: 'interrupt' };
    if (outcome === 'bell') yield* this.bell();
    yield* this.show();
    return outcome === 'leave' ? yield* this.#editKey(key) : null;
  }

  *#editKey(key: string): Routine<ReadLineResult | null> {
    const { session } = this;
    session.keys += key;
    if (isKeyPrefix(session.keys)) return null;
    const keys = session.keys;
    session.keys = '';
    const command = keyCommand(keys);
    if (command === 'self') return yield* this.#insert(keys);
    session.highlight = null;
    return yield* this.#command(command);
  }

  /** Text typed as such; keys that already wait are taken in before the screen is touched. */
  *#insert(text: string): Routine<null> {
    const { session } = this;
    const isQuoted = session.mode === 'quoted';
    if (isQuoted) session.mode = 'edit';
    session.highlight = null;
    if (session.last === 'insert' && !isQuoted) {
      session.text = session.text.slice(0, session.point) + text + session.text.slice(session.point);
      session.point += text.length;
    } else replace(session, session.point, session.point, text);
    session.last = 'insert';
    if (!this.#hasPlainKey()) yield* this.show();
    return null;
  }

  #hasPlainKey(): boolean {
    return this.sys.hasInput(this.options.input ?? 0);
  }

  *#command(command: KeyCommand | null): Routine<ReadLineResult | null> {
    const { session } = this;
    if (this.#isBehindInserts) yield* this.show();
    if (command === 'accept') return { kind: 'line', text: session.text };
    if (command === 'interrupt') return { kind: 'interrupt' };
    if (command === 'eof' && session.text === '') return { kind: 'eof' };
    const isDone = yield* this.#perform(command);
    if (!isDone) yield* this.bell();
    session.last = session.last.endsWith('!') ? session.last.slice(0, -1) : command ?? '';
    if (session.mode === 'edit' || session.mode === 'search') yield* this.show();
    return null;
  }

  get #isBehindInserts(): boolean {
    return this.session.last === 'insert';
  }

  *#perform(command: KeyCommand | null): Routine<boolean> {
    const edit = command === null ? undefined : EDITS[command];
    if (edit !== undefined) return edit(this.session, this.state);
    if (command === 'complete' || command === 'list' || command === 'insert-all') return yield* completeKey(this, command);
    if (command === 'clear') {
      yield* this.write('\x1b[H\x1b[2J');
      yield* this.showAgain();
      return true;
    }
    return this.#navigate(command);
  }

  #navigate(command: KeyCommand | null): boolean {
    const { session, state } = this;
    switch (command) {
      case 'up': return goTo(state, session, session.at - 1);
      case 'down': return goTo(state, session, session.at + 1);
      case 'first': return goTo(state, session, 0) || true;
      case 'last': return goTo(state, session, state.history.length) || true;
      case 'search': case 'search-forward': startSearch(session, command === 'search-forward'); return true;
      case 'quoted': session.mode = 'quoted'; return true;
      case 'paste': session.mode = 'paste'; session.pasted = ''; return true;
      default: return false;
    }
  }

  /** Collects pasted text up to its end mark, then shows it in reverse video until the next key. */
  *#pasteKey(key: string): Routine<null> {
    const { session } = this;
    session.pasted += key;
    if (!session.pasted.endsWith(PASTE_END)) return null;
    const text = session.pasted.slice(0, -PASTE_END.length).replaceAll('\r', '\n');
    session.pasted = '';
    session.mode = 'edit';
    const start = session.point;
    replace(session, start, start, text);
    session.highlight = [start, start + text.length];
    session.last = 'paste';
    yield* this.show();
    return null;
  }
}
