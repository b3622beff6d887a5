import { play } from '../src/course/play.ts';
import { asInScenes, lessonsOf, sceneAfter, sceneBefore } from '../src/course/scenes.ts';
import { loadCourses } from './lessons.ts';
import type { SceneRecipe } from './scenes.ts';

/** The end of every lesson of every course (a chapter's name for its last one), by playing the lessons' solutions. */
export function courseScenes(): Promise<readonly SceneRecipe[]> {
  return Promise.resolve(loadCourses().map(asInScenes).flatMap((course) => lessonsOf(course).map((lesson) => ({
    name: sceneAfter(course, lesson.id),
    from: sceneBefore(course, lesson.id),
    play: (lab) => play(lab, lesson.steps.flatMap((step) => [...step.solve])),
  } satisfies SceneRecipe))));
}
