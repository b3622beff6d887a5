import type { Answer } from '../../lab/probe.ts';
import type { Verdict } from '../types.ts';

/** The answer of one kind. */
export type AnswerTo<K extends Answer['kind']> = Extract<Answer, { kind: K }>;

/** `code` in a learner's sentence. */
export const code = (text: string): string => `\`${text}\``;

/** `a`, `b` and `c`. */
export function listed(names: readonly string[], most = 6): string {
  const shown = names.slice(0, most).map(code);
  const rest = names.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}

export const passed = (wanted: string, saw: string, notes: readonly string[] = []): Verdict =>
  ({ passed: true, wanted, saw, cause: null, notes });

export const failed = (wanted: string, saw: string, cause: string | null = null, notes: readonly string[] = []): Verdict =>
  ({ passed: false, wanted, saw, cause, notes });

/** A first complaint of a list decides; without one it passed. Each: is it so?, what was seen, why. */
export function firstFailure(
  wanted: string, good: string, trials: readonly (readonly [boolean, string, (string | null)?])[],
): Verdict {
  const bad = trials.find(([isSo]) => !isSo);
  return bad === undefined ? passed(wanted, good) : failed(wanted, bad[1], bad[2] ?? null);
}

/** Whether two names are likely the same word with a slip: other capitals, or one or two letters changed, lost or swapped. */
export function isNear(a: string, b: string): boolean {
  if (a === b) return false;
  const [x, y] = [a.toLowerCase(), b.toLowerCase()];
  if (x === y) return true;
  const shared = (s: string, t: string): number => [...s].findIndex((letter, at) => t[at] !== letter);
  const front = shared(x, y) === -1 ? x.length : shared(x, y);
  const reverse = (s: string): string => [...s].reverse().join('');
  const room = Math.min(x.length, y.length) - front;
  const back = Math.min(shared(reverse(x), reverse(y)) === -1 ? room : shared(reverse(x), reverse(y)), room);
  const allowed = x.length < 5 ? 1 : 2;
  return Math.max(x.length, y.length) - front - back <= allowed;
}
