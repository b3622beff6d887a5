import type { Card } from '../engine.ts';

const DAY_MS = 86_400_000;

/** Days until a card of box 1 … 5 comes back (Leitner). */
export const BOX_DAYS: readonly number[] = [1, 3, 7, 16, 35];

/** The cards after an answer: a missed question goes to box 1; a right one moves on, if it was a card and was due. */
export function review(cards: Readonly<Record<string, Card>>, quiz: string, isRight: boolean, nowMs: number): Readonly<Record<string, Card>> {
  const card = cards[quiz];
  if (!isRight) return { ...cards, [quiz]: { quiz, box: 1, dueMs: nowMs + DAY_MS } };
  if (card === undefined || card.dueMs > nowMs) return cards;
  const box = Math.min(card.box + 1, BOX_DAYS.length);
  return { ...cards, [quiz]: { quiz, box, dueMs: nowMs + (BOX_DAYS[box - 1] ?? 1) * DAY_MS } };
}

/** Cards due at `nowMs`, the longest waiting first. */
export function dueCards(cards: Readonly<Record<string, Card>>, nowMs: number): Card[] {
  return Object.values(cards).filter((card) => card.dueMs <= nowMs).sort((a, b) => a.dueMs - b.dueMs);
}
