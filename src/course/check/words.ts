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

/** A verdict whose cause says no more than that nothing is there: the same on another host may explain it. */
export interface Absence extends Verdict {
  readonly isAbsence: true;
}

export const absent = (wanted: string, saw: string, cause: string | null = null): Absence =>
  ({ passed: false, wanted, saw, cause, notes: [], isAbsence: true });

/** A first complaint of a list decides; without one it passed. Each: is it so?, what was seen, why. */
export function firstFailure(
  wanted: string, good: string, trials: readonly (readonly [boolean, string, (string | null)?])[],
): Verdict {
  const bad = trials.find(([isSo]) => !isSo);
  return bad === undefined ? passed(wanted, good) : failed(wanted, bad[1], bad[2] ?? null);
}
