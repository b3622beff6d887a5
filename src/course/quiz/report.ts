import type { Notebook } from '../engine.ts';
import { quizzesOf } from '../progress/progress.ts';
import type { Chapter, Course } from '../types.ts';
import { BOX_DAYS } from './cards.ts';
import type { Quiz } from './types.ts';

/**
 * How well a question is known: `new` (never answered), `known` (right at once), `due` (missed, and its day has come),
 * `waiting` (missed, comes back later), `kept` (missed once, right in every review since).
 */
export type Standing = 'new' | 'known' | 'due' | 'waiting' | 'kept';

export interface QuizReport {
  readonly quiz: Quiz;
  readonly standing: Standing;
  /** When it comes back (real time); null when it does not. */
  readonly dueMs: number | null;
}

export interface ChapterReport {
  readonly chapter: Chapter;
  readonly quizzes: readonly QuizReport[];
}

function standing(quiz: Quiz, { cards, answers }: Notebook, nowMs: number): QuizReport {
  const card = cards[quiz.id];
  if (card === undefined) return { quiz, standing: quiz.id in answers ? 'known' : 'new', dueMs: null };
  const isLast = card.box >= BOX_DAYS.length;
  return { quiz, standing: card.dueMs <= nowMs ? 'due' : isLast ? 'kept' : 'waiting', dueMs: card.dueMs };
}

/** What is retained of each chapter that asks something. */
export function report(course: Course, notebook: Notebook, nowMs: number): ChapterReport[] {
  return course.chapters.flatMap((chapter) => {
    const quizzes = chapter.lessons.flatMap(quizzesOf).map((quiz) => standing(quiz, notebook, nowMs));
    return quizzes.length === 0 ? [] : [{ chapter, quizzes }];
  });
}
