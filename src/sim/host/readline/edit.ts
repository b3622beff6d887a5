import type { KeyCommand } from './keys.ts';
import type { ReadlineState, Session } from './state.ts';

const isWordSign = (char: string | undefined): boolean => char !== undefined && /[\p{L}\p{N}]/u.test(char);

/** Offset of the character before `at`; a surrogate pair is one. */
export function previous(text: string, at: number): number {
  const code = text.charCodeAt(at - 1);
  const isPair = code >= 0xdc00 && code <= 0xdfff && at >= 2 && (text.charCodeAt(at - 2) & 0xfc00) === 0xd800;
  return Math.max(0, at - (isPair ? 2 : 1));
}

/** Offset of the character behind the one at `at`. */
export function following(text: string, at: number): number {
  return Math.min(text.length, at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
}

function wordLeft(text: string, from: number): number {
  let at = from;
  while (at > 0 && !isWordSign(text[at - 1])) at -= 1;
  while (at > 0 && isWordSign(text[at - 1])) at -= 1;
  return at;
}

function wordRight(text: string, from: number): number {
  let at = from;
  while (at < text.length && !isWordSign(text[at])) at += 1;
  while (at < text.length && isWordSign(text[at])) at += 1;
  return at;
}

function blankLeft(text: string, from: number): number {
  let at = from;
  while (at > 0 && /\s/.test(text[at - 1] ?? '')) at -= 1;
  while (at > 0 && !/\s/.test(text[at - 1] ?? '')) at -= 1;
  return at;
}

/** Puts `text` in place of [from, to) and the cursor behind it; remembers the line for undo. */
export function replace(session: Session, from: number, to: number, text: string): void {
  session.undo.push([session.text, session.point]);
  session.text = session.text.slice(0, from) + text + session.text.slice(to);
  session.point = from + text.length;
}

/** Cuts [from, to); cuts that follow each other are one entry of the kill ring. */
function kill(state: ReadlineState, session: Session, from: number, to: number, isBackward: boolean): boolean {
  if (from === to) return !isBackward;
  const text = session.text.slice(from, to);
  const top = session.last === 'kill' ? state.kills.pop() ?? '' : '';
  state.kills.push(isBackward ? text + top : top + text);
  replace(session, from, to, '');
  session.last = 'kill!';
  return true;
}

function move(session: Session, to: number): boolean {
  if (to === session.point) return false;
  session.point = to;
  return true;
}

function transpose(session: Session): boolean {
  const { text } = session;
  if (session.point === 0 || text.length < 2) return false;
  const at = session.point === text.length ? previous(text, session.point) : session.point;
  const before = previous(text, at);
  const after = following(text, at);
  replace(session, before, after, text.slice(at, after) + text.slice(before, at));
  return true;
}

function transposeWords(session: Session): boolean {
  const { text } = session;
  const end = wordRight(text, session.point);
  const start = wordLeft(text, end);
  const firstStart = wordLeft(text, start);
  const firstEnd = wordRight(text, firstStart);
  if (firstStart === start || start < firstEnd) return false;
  replace(session, firstStart, end, text.slice(start, end) + text.slice(firstEnd, start) + text.slice(firstStart, firstEnd));
  return true;
}

function changeCase(session: Session, change: (word: string) => string): boolean {
  const end = wordRight(session.text, session.point);
  replace(session, session.point, end, change(session.text.slice(session.point, end)));
  return true;
}

const capitalize = (word: string): string =>
  word.toLowerCase().replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase());

function yank(state: ReadlineState, session: Session, isPop: boolean): boolean {
  const top = state.kills.at(-1);
  if (top === undefined) return false;
  if (isPop) {
    if (session.last !== 'yank') return false;
    state.kills.unshift(state.kills.pop() ?? '');
    replace(session, session.yank.start, session.point, state.kills.at(-1) ?? '');
  } else {
    session.yank = { start: session.point, back: 0 };
    replace(session, session.point, session.point, top);
  }
  session.last = 'yank!';
  return true;
}

/** Alt-.: the last word of the line before; again: of the one before that. */
function yankArgument(state: ReadlineState, session: Session): boolean {
  const isAgain = session.last === 'argument';
  const back = isAgain ? session.yank.back + 1 : 1;
  const line = state.history.at(-back);
  if (line === undefined) return false;
  const start = isAgain ? session.yank.start : session.point;
  replace(session, start, session.point, /(?:\\.|"[^"]*"|'[^']*'|[^\s\\"'])+\s*$/s.exec(line)?.[0].trimEnd() ?? '');
  session.yank = { start, back };
  session.last = 'argument!';
  return true;
}

function undo(session: Session): boolean {
  const before = session.undo.pop();
  if (before === undefined) return false;
  [session.text, session.point] = before;
  return true;
}

/** Alt-\: no blanks around the cursor. */
function deleteSpace(session: Session): boolean {
  const from = session.point - (/[ \t]*$/.exec(session.text.slice(0, session.point))?.[0].length ?? 0);
  const to = session.point + (/^[ \t]*/.exec(session.text.slice(session.point))?.[0].length ?? 0);
  if (from !== to) replace(session, from, to, '');
  return true;
}

function exchange(session: Session): boolean {
  [session.point, session.mark] = [Math.min(session.mark, session.text.length), session.point];
  return true;
}

function revert(session: Session): boolean {
  const first = session.undo[0];
  if (first === undefined) return false;
  session.undo = [];
  [session.text, session.point] = first;
  return true;
}

function deleteForward(session: Session): boolean {
  if (session.point === session.text.length) return false;
  const at = session.point;
  replace(session, at, following(session.text, at), '');
  return true;
}

function rubout(session: Session): boolean {
  if (session.point === 0) return false;
  replace(session, previous(session.text, session.point), session.point, '');
  return true;
}

type Edit = (session: Session, state: ReadlineState) => boolean;

/** Commands that only change the line; false rings the bell. */
export const EDITS: Readonly<Partial<Record<KeyCommand, Edit>>> = {
  backward: (session) => move(session, previous(session.text, session.point)),
  forward: (session) => move(session, following(session.text, session.point)),
  begin: (session) => move(session, 0) || true,
  end: (session) => move(session, session.text.length) || true,
  'word-left': (session) => move(session, wordLeft(session.text, session.point)) || true,
  'word-right': (session) => move(session, wordRight(session.text, session.point)) || true,
  delete: deleteForward,
  eof: deleteForward,
  rubout,
  'kill-line': (session, state) => kill(state, session, session.point, session.text.length, false),
  'kill-start': (session, state) => kill(state, session, 0, session.point, true),
  'kill-whole-line': (session, state) => kill(state, session, 0, session.text.length, true),
  'kill-word': (session, state) => kill(state, session, session.point, wordRight(session.text, session.point), false),
  'rubout-word': (session, state) => kill(state, session, wordLeft(session.text, session.point), session.point, true),
  'rubout-blank': (session, state) => kill(state, session, blankLeft(session.text, session.point), session.point, true),
  yank: (session, state) => yank(state, session, false),
  'yank-pop': (session, state) => yank(state, session, true),
  'yank-argument': (session, state) => yankArgument(state, session),
  transpose,
  'transpose-words': transposeWords,
  upcase: (session) => changeCase(session, (word) => word.toUpperCase()),
  downcase: (session) => changeCase(session, (word) => word.toLowerCase()),
  capitalize: (session) => changeCase(session, capitalize),
  undo,
  'delete-space': deleteSpace,
  exchange,
  revert,
  mark: (session) => {
    session.mark = session.point;
    return true;
  },
  ignore: () => true,
};
