import { proveCourse, type Proof } from '../../src/course/prove/prove.ts';
import { FormatError } from '../../src/course/format/issues.ts';
import { loadCourses } from '../lessons.ts';
import { labIn } from '../scenes.ts';

const PATIENCE_MS = 60_000;

/** Rejects after a minute: a command that waits for input would wait for ever. */
export function patience(what: string): Promise<never> {
  return new Promise((_resolve, reject) => {
    setTimeout(() => { reject(new Error(`did not come back: ${what}`)); }, PATIENCE_MS).unref();
  });
}

const said = ({ lesson, proof, failures, tried }: Proof): string =>
  failures.length === 0 ? `ok   ${lesson} ${proof} (${tried})\n` : failures.map((failure) => `FAIL ${lesson} ${proof}: ${failure}\n`).join('');

/** `handstack prove [lesson…]`: the six proofs of each lesson, one line each; exit 1 on a failure. */
export default async function prove(args: readonly string[]): Promise<number> {
  let failed = 0;
  try {
    for (const course of loadCourses()) {
      for await (const proof of proveCourse(course, await labIn(course.scene), { only: args, limit: patience })) {
        failed += proof.failures.length;
        process.stdout.write(said(proof));
      }
    }
  } catch (error) {
    if (!(error instanceof FormatError)) throw error;
    process.stdout.write(`FAIL ${error.message}\n`);
    return 1;
  }
  return failed === 0 ? 0 : 1;
}
