import { expect, it } from 'vitest';
import { newNotebook } from '../progress/notebook.ts';
import type { Course } from '../types.ts';
import { report } from './report.ts';
import { review } from './cards.ts';
import type { Quiz } from './types.ts';

const DAY_MS = 86_400_000;
const quiz = (id: string): Quiz => ({ id, kind: 'choice', asks: id, because: '', options: [{ says: 'yes', right: true, because: '' }] });
const lesson = (id: string, quizzes: readonly Quiz[]) => ({
  id, title: id, summary: '', covers: [], minutes: 1, needs: [], file: '', steps: [], intro: quizzes.map((each) => ({ kind: 'quiz' as const, quiz: each })),
});
const COURSE = {
  id: 'c', title: 'C', chapters: [
    { id: 'c/one', title: 'One', summary: '', lessons: [lesson('c/one/a', [quiz('q1'), quiz('q2')]), lesson('c/one/b', [quiz('q3')])] },
    { id: 'c/two', title: 'Two', summary: '', lessons: [lesson('c/two/a', [])] },
  ],
} as unknown as Course;

it('tells what is known, what waits and what comes back, chapter by chapter', () => {
  const answered = { answer: { kind: 'options' as const, chosen: [0] }, isRight: true, tries: 1 };
  const fresh = newNotebook(COURSE, 1);
  const standings = (notebook: typeof fresh, nowMs: number) =>
    report(COURSE, notebook, nowMs).map(({ chapter, quizzes }) => [chapter.title, ...quizzes.map(({ standing }) => standing)]);
  expect(standings(fresh, 0)).toEqual([['One', 'new', 'new', 'new']]);
  const missed = { ...fresh, answers: { q1: answered, q2: answered }, cards: review({}, 'q2', false, 0) };
  expect(standings(missed, 0)).toEqual([['One', 'known', 'waiting', 'new']]);
  expect(standings(missed, DAY_MS)).toEqual([['One', 'known', 'due', 'new']]);
  let cards = missed.cards;
  for (const day of [1, 4, 11, 27]) cards = review(cards, 'q2', true, day * DAY_MS);
  expect(standings({ ...missed, cards }, 28 * DAY_MS)).toEqual([['One', 'known', 'kept', 'new']]);
  expect(report(COURSE, { ...missed, cards }, 0)[0]?.quizzes[1]?.dueMs).toBe(62 * DAY_MS);
});
