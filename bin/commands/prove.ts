import { parseArgs } from 'node:util';
import { proveCourse, type Proof, type ProofName } from '../../src/course/prove/prove.ts';
import { FormatError } from '../../src/course/format/issues.ts';
import { lessonsOf, reachOf, sceneBefore } from '../../src/course/scenes.ts';
import type { Course } from '../../src/course/types.ts';
import type { Lab } from '../../src/lab/lab.ts';
import { guestLab, guestScenes, whyNoGuest } from '../guest-lab.ts';
import { loadCourses } from '../lessons.ts';
import { labIn } from '../scenes.ts';

const PATIENCE_MS = 60_000;
/** A real guest is slower by so much, and more on a busy computer. */
const GUEST_PATIENCE_MS = 600_000;

/** Rejects after a while: a command that waits for input would wait for ever. */
export function patience(what: string, ms = PATIENCE_MS): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => { reject(new Error(`did not come back: ${what}`)); }, ms).unref();
  });
}

const said = ({ lesson, proof, failures, tried }: Proof): string =>
  failures.length === 0 ? `ok   ${lesson} ${proof} (${tried})\n` : failures.map((failure) => `FAIL ${lesson} ${proof}: ${failure}\n`).join('');

/**
 * `handstack prove [--lab guest] [--guest b] [--proofs solve,mutate] [lesson…]`: the proofs of each lesson, one line each; exit 1 on a
 * failure. On the real guest without an image: says so, exit 0.
 */
export default async function prove(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args], allowPositionals: true, options: { lab: { type: 'string', default: 'sim' }, proofs: { type: 'string' }, guest: { type: 'string', default: 'a' } },
  });
  const isGuest = values.lab === 'guest';
  const why = isGuest ? whyNoGuest(values.guest) : null;
  if (why !== null) {
    process.stdout.write(`skipped: ${why}\n`);
    return 0;
  }
  const proofs = values.proofs?.split(',') as ProofName[] | undefined;
  let failed = 0;
  try {
    for (const course of loadCourses()) {
      const begin = isGuest ? beginning(course, positionals, guestScenes(values.guest)) : { scene: course.scene, course };
      const lab: Lab = isGuest ? await guestLab(begin.scene, { guest: values.guest }) : await labIn(course.scene);
      failed += await proveOn(begin.course, lab, {
        only: positionals, isExact: !isGuest, limit: (what) => patience(what, isGuest ? GUEST_PATIENCE_MS : PATIENCE_MS),
        ...(proofs === undefined ? {} : { proofs }),
      });
      await lab.close();
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    process.stdout.write(`FAIL ${error.message}\n`);
    return 1;
  }
  return failed === 0 ? 0 : 1;
}

/** Where to begin, and what is left of the course from there. */
export interface Beginning {
  readonly scene: string;
  readonly course: Course;
}

/** Where a guest's prepared scene saves the way to the first lesson that is wanted, and what is left of the course from there. */
export function beginning(course: Course, only: readonly string[], scenes: readonly string[]): Beginning {
  const isWanted = (lesson: string): boolean => only.length === 0 || only.some((id) => lesson === id || lesson.startsWith(`${id}/`));
  const lessons = lessonsOf(course).map(({ id }) => id);
  const first = lessons.find(isWanted);
  const scene = first === undefined ? course.scene : sceneBefore(course, first);
  if (first === undefined || !scenes.includes(scene)) return { scene: course.scene, course };
  const left = lessons.slice(lessons.indexOf(first));
  const chapters = course.chapters.map((chapter) => ({ ...chapter, lessons: chapter.lessons.filter(({ id }) => left.includes(id)) }));
  return { scene, course: { ...course, chapters: chapters.filter((chapter) => chapter.lessons.length > 0) } };
}

async function proveOn(course: Course, lab: Lab, options: Parameters<typeof proveCourse>[2]): Promise<number> {
  let failed = 0;
  for await (const proof of proveCourse(reachOf(course, lab.offers), lab, options)) {
    failed += proof.failures.length;
    process.stdout.write(said(proof));
  }
  return failed;
}
