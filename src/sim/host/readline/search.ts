import { entryText, goTo } from './history.ts';
import type { ReadlineState, Search, Session } from './state.ts';

/** Starts Ctrl-R or Ctrl-S. */
export function startSearch(session: Session, isForward: boolean): void {
  session.mode = 'search';
  session.edits[String(session.at)] = session.text;
  session.search = {
    pattern: '', isForward, hasFailed: false, at: session.at,
    saved: { text: session.text, point: session.point, at: session.at },
  };
}

/** The prompt while searching, as recorded. */
export function searchPrompt(search: Search): string {
  const kind = search.isForward ? 'i-search' : 'reverse-i-search';
  return `(${search.hasFailed ? 'failed ' : ''}${kind})\`${search.pattern}': `;
}

/** Looks for the pattern from entry `at`, offset `from`, onwards in the search's direction. */
function find(state: ReadlineState, session: Session, search: Search, from: number): boolean {
  let at = search.at;
  let start = from;
  while (at >= 0 && at <= state.history.length) {
    const text = entryText(state, session, at);
    const found = search.isForward ? text.indexOf(search.pattern, start)
      : start < 0 ? -1 : text.lastIndexOf(search.pattern, start);
    const isRepeated = at !== search.at && text === session.text;
    if (found !== -1 && !isRepeated) {
      search.at = at;
      session.text = text;
      session.point = found;
      return true;
    }
    at += search.isForward ? 1 : -1;
    start = search.isForward ? 0 : Infinity;
  }
  return false;
}

/** Searches again after the pattern grew (`isNext` false) or for the next match; false rings the bell. */
function again(state: ReadlineState, session: Session, search: Search, isNext: boolean): boolean {
  const step = search.isForward ? 1 : -1;
  const isFound = find(state, session, search, session.point + (isNext ? step : 0));
  search.hasFailed = !isFound;
  session.highlight = isFound ? [session.point, session.point + search.pattern.length] : null;
  return isFound;
}

/** Ends the search on the line that is shown. */
function finish(session: Session, search: Search): void {
  session.at = search.at;
  session.mode = 'edit';
  session.search = null;
  session.highlight = null;
  session.undo = [];
}

function abort(session: Session, search: Search): void {
  finish(session, search);
  session.text = search.saved.text;
  session.point = search.saved.point;
  session.at = search.saved.at;
}

function repeat(state: ReadlineState, session: Session, search: Search, isForward: boolean): boolean {
  search.isForward = isForward;
  if (search.pattern === '') {
    search.pattern = session.pasted;
    return search.pattern === '' || again(state, session, search, false);
  }
  return again(state, session, search, true);
}

function shorten(state: ReadlineState, session: Session, search: Search): boolean {
  if (search.pattern === '') return false;
  search.pattern = search.pattern.slice(0, -1);
  goTo(state, session, search.saved.at);
  search.at = search.saved.at;
  session.text = search.saved.text;
  session.point = search.saved.point;
  search.hasFailed = false;
  session.highlight = null;
  return search.pattern === '' || again(state, session, search, false);
}

/**
 * One key while searching. `bell` asks for the bell; `leave` gives the key to the editor on the found line; else the
 * search goes on or has just ended (ESC, Ctrl-J).
 */
export function searchKey(state: ReadlineState, session: Session, key: string): 'done' | 'bell' | 'leave' {
  const { search } = session;
  if (search === null) return 'leave';
  if (key === '\x07') {
    abort(session, search);
    return 'done';
  }
  if (key === '\x12' || key === '\x13') return repeat(state, session, search, key === '\x13') ? 'done' : 'bell';
  if (key === '\x7f' || key === '\b') return shorten(state, session, search) ? 'done' : 'bell';
  if (key >= ' ') {
    search.pattern += key;
    return again(state, session, search, false) ? 'done' : 'bell';
  }
  session.pasted = search.pattern;
  finish(session, search);
  return key === '\n' ? 'done' : 'leave';
}
