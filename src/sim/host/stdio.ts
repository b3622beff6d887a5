import type { Routine } from './program.ts';
import { SysError, strerror } from './errors.ts';
import type { Sys } from './sys.ts';

/** Writes to standard output. */
export const out = (sys: Sys, text: string): Routine<void> => sys.write(1, text);

/** Writes to standard error. */
export const err = (sys: Sys, text: string): Routine<void> => sys.write(2, text);

/** The program's name as it was called, without folders: argv[0]'s basename. */
export const programName = (sys: Sys): string => (sys.argv[0] ?? '').replace(/^.*\//, '');

/** Calls `use`; a SysError is reported as `name: what: strerror` on stderr and answered with null. */
export function* orComplain<T>(sys: Sys, what: string, use: () => T): Routine<T | null> {
  try {
    return use();
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* err(sys, `${programName(sys)}: ${what}: ${strerror(error)}\n`);
    return null;
  }
}
