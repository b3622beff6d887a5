// Addresses of pages, and what they stand for.
import type { Chapter, Course, Lesson } from '../../course/types.ts';

/** The page of a lesson. */
export const lessonPath = (id: string): string => `/lesson/${id}`;

/** The page of a course's questions. */
export const questionsPath = (course: string): string => `/questions/${course}`;

export interface Place {
  readonly course: Course;
  readonly chapter: Chapter;
  readonly lesson: Lesson;
  readonly previous: Lesson | null;
  readonly next: Lesson | null;
}

/** The lesson with this id among its neighbours; null when there is none. */
export function findLesson(courses: readonly Course[], id: string): Place | null {
  for (const course of courses) {
    const all = course.chapters.flatMap((chapter) => chapter.lessons.map((lesson) => ({ chapter, lesson })));
    const at = all.findIndex(({ lesson }) => lesson.id === id);
    const found = all[at];
    if (found !== undefined) {
      return { course, ...found, previous: all[at - 1]?.lesson ?? null, next: all[at + 1]?.lesson ?? null };
    }
  }
  return null;
}

/** The lesson a path shows, or null. */
export function whereIs(courses: readonly Course[], path: string): Place | null {
  const [, id] = /^\/lesson\/(.+)$/.exec(path) ?? [];
  return id === undefined ? null : findLesson(courses, id);
}
