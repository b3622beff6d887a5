import type { Capability } from '../lab/lab.ts';
import type { Course, Lesson, Step } from './types.ts';
import { fillIn, valuesOf } from './variables.ts';

/** The seed of the variables in prepared scenes. Whoever starts from one takes over its passwords. */
export const SCENE_SEED = 1;

/** All lessons of a course in order. */
export function lessonsOf(course: Course): readonly Lesson[] {
  return course.chapters.flatMap((chapter) => chapter.lessons);
}

/** The scene at the end of a lesson: the chapter's name for its last lesson, else the lesson's id. */
export function sceneAfter(course: Course, lesson: string): string {
  const chapter = course.chapters.find((each) => each.lessons.at(-1)?.id === lesson);
  return chapter?.id ?? lesson;
}

/** The scene after a step, where a lab has one: its lesson's for the last one, else the step's id. */
export const sceneOfStep = (course: Course, lesson: Lesson, step: Step): string =>
  (lesson.steps.at(-1)?.id === step.id ? sceneAfter(course, lesson.id) : step.id);

/** The scene that a lesson starts from: the end of the one before, or the course's bare start. */
export function sceneBefore(course: Course, lesson: string): string {
  const lessons = lessonsOf(course);
  const before = lessons[lessons.findIndex((each) => each.id === lesson) - 1];
  return before === undefined ? course.scene : sceneAfter(course, before.id);
}

/** The prepared scene at the end of a step; null when `scenes` has none. */
export function sceneAfterStep(course: Course, id: string, scenes: readonly string[]): string | null {
  for (const lesson of lessonsOf(course)) {
    const step = lesson.steps.find((each) => each.id === id);
    if (step === undefined) continue;
    const name = sceneOfStep(course, lesson, step);
    return scenes.includes(name) ? name : null;
  }
  return null;
}

/** The chapters before the first that needs what a lab does not offer. */
export function reachOf(course: Course, offers: readonly Capability[]): Course {
  const first = course.chapters.findIndex(({ lessons }) => lessons.some(({ needs }) => needs.some((need) => !offers.includes(need))));
  return first === -1 ? course : { ...course, chapters: course.chapters.slice(0, first) };
}

/** A course as the scenes are played: variables filled in from the scenes' seed. */
export const asInScenes = (course: Course): Course => fillIn(course, valuesOf(course, SCENE_SEED));
