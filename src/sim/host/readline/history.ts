import type { ReadlineState, Session } from './state.ts';

/** The text of a history entry as this session sees it: its own changes first. */
export function entryText(state: ReadlineState, session: Session, at: number): string {
  return session.edits[String(at)] ?? state.history[at] ?? '';
}

/** Goes to history entry `at`, keeping what was typed on the one left; false when there is none. */
export function goTo(state: ReadlineState, session: Session, at: number): boolean {
  if (at < 0 || at > state.history.length || at === session.at) return false;
  session.edits[String(session.at)] = session.text;
  session.at = at;
  session.text = entryText(state, session, at);
  session.point = session.text.length;
  session.undo = [];
  return true;
}
