import type { CheckState, CourseProgress, LessonState, Notebook, StepState } from '../engine.ts';
import { judgeQuiz } from '../quiz/judge.ts';
import type { Quiz } from '../quiz/types.ts';
import type { Check, Course, Lesson, Verdict } from '../types.ts';

/** Verdicts by check id, as last asked. */
export type Verdicts = ReadonlyMap<string, Verdict>;

/** A check's verdict with its memory: an edge check that was seen stays green. */
export function remembered(check: Check, verdict: Verdict | undefined, notebook: Notebook): Verdict | null {
  if (verdict === undefined) return null;
  if (check.mode === 'edge' && !verdict.passed && check.id in notebook.seen) {
    return { ...verdict, passed: true, saw: 'it was so, and that is enough', cause: null };
  }
  return verdict;
}

/** What the page draws of a lesson: a function of verdicts (the lab) and notebook. */
export function lessonState(
  lesson: Lesson, verdicts: Verdicts, notebook: Notebook, wasGreen: ReadonlySet<string>, offers: readonly string[],
): LessonState {
  const steps: StepState[] = [];
  for (const step of lesson.steps) {
    const checks = step.checks.map((check) => checkState(check, verdicts, notebook, wasGreen));
    const isSolved = checks.every(({ verdict }) => verdict?.passed === true);
    const isFirst = !steps.some((each) => each.status === 'open');
    steps.push({
      id: step.id, checks, status: isSolved ? 'solved' : isFirst ? 'open' : 'later',
      isSolutionShown: notebook.revealed.includes(step.id), isAssisted: step.id in notebook.assisted,
    });
  }
  const solved = steps.filter((step) => step.status === 'solved').length;
  return {
    lesson, steps, answers: answersOf(lesson, notebook), lacks: lesson.needs.filter((need) => !offers.includes(need)),
    solved, isSolved: solved === steps.length,
  };
}

function checkState(check: Check, verdicts: Verdicts, notebook: Notebook, wasGreen: ReadonlySet<string>): CheckState {
  const verdict = remembered(check, verdicts.get(check.id), notebook);
  const shown = Math.min(notebook.hints[check.id] ?? 0, check.hints.length);
  return {
    check, verdict, hints: check.hints.slice(0, shown), hintsLeft: check.hints.length - shown,
    hasTurnedRed: verdict?.passed === false && wasGreen.has(check.id),
  };
}

/** The quizzes of a lesson, in order. */
export function quizzesOf(lesson: Lesson): Quiz[] {
  const blocks = [...lesson.intro, ...lesson.steps.flatMap((step) => step.blocks)];
  return blocks.flatMap((block) => (block.kind === 'quiz' ? [block.quiz] : []));
}

function answersOf(lesson: Lesson, notebook: Notebook): LessonState['answers'] {
  return Object.fromEntries(quizzesOf(lesson).flatMap((quiz) => {
    const given = notebook.answers[quiz.id];
    return given === undefined ? [] : [[quiz.id, { ...given, result: judgeQuiz(quiz, given.answer) }]];
  }));
}

/** How far the whole course is. Lessons whose checks were not asked are as far as they were `before`, else unsolved. */
export function courseProgress(course: Course, verdicts: Verdicts, notebook: Notebook, before: CourseProgress | null = null): CourseProgress {
  const lessons = course.chapters.flatMap((chapter) => chapter.lessons);
  const counted = lessons.map((lesson) => {
    const known = before?.lessons[lesson.id];
    const wasAsked = lesson.steps.some((step) => step.checks.some((check) => verdicts.has(check.id)));
    if (known !== undefined && !wasAsked) return { ...known, id: lesson.id, steps: lesson.steps.length };
    const isGreen = (check: Check): boolean => remembered(check, verdicts.get(check.id), notebook)?.passed === true;
    const solved = lesson.steps.filter((step) => step.checks.every(isGreen));
    const assisted = solved.filter((step) => step.id in notebook.assisted).length;
    return { id: lesson.id, solved: solved.length, steps: lesson.steps.length, assisted };
  });
  return {
    lessons: Object.fromEntries(counted.map(({ id, ...rest }) => [id, rest])),
    next: counted.find((lesson) => lesson.solved < lesson.steps)?.id ?? null,
  };
}
