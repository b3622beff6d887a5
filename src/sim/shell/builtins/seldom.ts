import { compgen, complete } from './completion.ts';
import { help } from './help.ts';
import { HISTORY } from './history.ts';
import type { Builtin } from './index.ts';
import { INPUT } from './input.ts';
import { JOBS } from './jobs.ts';

/** Builtins that no login needs: loaded when one is first used. */
export const SELDOM: Readonly<Record<string, Builtin>> = {
  ...HISTORY, ...INPUT, ...JOBS, help, compgen, complete, compopt: function* () { return 0; },
};
