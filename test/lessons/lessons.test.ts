import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { patience } from '../../bin/commands/prove.ts';
import { lessonSchema } from '../../bin/lesson-schema.ts';
import { loadCourses } from '../../bin/lessons.ts';
import { labIn } from '../../bin/scenes.ts';
import { proveCourse } from '../../src/course/prove/prove.ts';
import { lessonsOf } from '../../src/course/scenes.ts';
import { SYLLABUS } from './syllabus.ts';

const courses = loadCourses();

test('every row of the syllabus is covered by a step, and every row that a step names is one', () => {
  const covered = new Set(courses.flatMap(lessonsOf).flatMap((lesson) => lesson.steps).flatMap((step) => step.covers));
  expect(Object.entries(SYLLABUS).filter(([id]) => !covered.has(id)).map(([id, what]) => `${id}: ${what}`)).toEqual([]);
  expect([...covered].filter((id) => !(id in SYLLABUS))).toEqual([]);
});

test('lessons/schema.json is what the format says (npx tsx bin/lesson-schema.ts > lessons/schema.json)', () => {
  expect(readFileSync('lessons/schema.json', 'utf8')).toBe(lessonSchema());
});

test('ids of lessons, steps, checks and quizzes are unique', () => {
  const lessons = courses.flatMap(lessonsOf);
  const steps = lessons.flatMap((lesson) => lesson.steps);
  const ids = [...lessons, ...steps, ...steps.flatMap((step) => step.checks)].map(({ id }) => id);
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});

test.each(courses.map((course) => [course.id, course] as const))('every lesson of %s is proved in six ways', async (_id, course) => {
  const failures: string[] = [];
  const proofs: string[] = [];
  for await (const proof of proveCourse(course, await labIn(course.scene), { only: [], limit: patience })) {
    proofs.push(`${proof.lesson} ${proof.proof}`);
    failures.push(...proof.failures.map((failure) => `${proof.lesson} ${proof.proof}: ${failure}`));
  }
  expect(failures).toEqual([]);
  expect(proofs).toHaveLength(lessonsOf(course).length * 6);
}, 1_200_000);
