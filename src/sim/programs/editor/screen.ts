import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** Runs `edit`; where nobody can show an editor, says so and answers 1. */
export function* onScreen(sys: Sys, name: string, edit: () => Routine<void>): Routine<number> {
  try {
    yield* edit();
    sys.closeEditor();
    return 0;
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'ENOTTY') throw error;
    yield* sys.write(2, `handstack: ${name}: this terminal cannot show an editor\n`);
    return 1;
  }
}
