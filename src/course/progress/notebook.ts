import type { Notebook } from '../engine.ts';
import type { Course } from '../types.ts';

/** The notebook of a new attempt. */
export function newNotebook(course: Course, seed: number): Notebook {
  return {
    version: 1, course: course.id, seed, chosen: {}, hints: {}, revealed: [], assisted: {}, seen: {}, answers: {}, cards: {}, at: null,
  };
}

/** A saved notebook as far as it can be used: unknown versions and other courses give a new one. */
export function readNotebook(saved: unknown, course: Course, seed: number): Notebook {
  const fresh = newNotebook(course, seed);
  if (typeof saved !== 'object' || saved === null) return fresh;
  const notebook = saved as Partial<Notebook>;
  return notebook.version === 1 && notebook.course === course.id ? { ...fresh, ...notebook } : fresh;
}

type Times = Readonly<Record<string, number>>;

/** After undo or reset: what happened later than the lab's present has not happened. */
export function forgetAfter(notebook: Notebook, nowMs: number): Notebook {
  const until = (times: Times): Times => Object.fromEntries(Object.entries(times).filter(([, atMs]) => atMs <= nowMs));
  return { ...notebook, seen: until(notebook.seen), assisted: until(notebook.assisted) };
}

/** After a reset of steps (a lesson, a chapter): their hints, solutions, marks and sightings are gone. Ids are prefixes. */
export function forgetSteps(notebook: Notebook, prefix: string): Notebook {
  const keep = (id: string): boolean => id !== prefix && !id.startsWith(`${prefix}/`) && !id.startsWith(`${prefix}#`);
  const without = (record: Times): Times => Object.fromEntries(Object.entries(record).filter(([id]) => keep(id)));
  return {
    ...notebook, hints: without(notebook.hints), seen: without(notebook.seen), assisted: without(notebook.assisted),
    revealed: notebook.revealed.filter(keep),
  };
}
