import { compgen, complete } from './completion.ts';
import { DIRECTORY_STACK } from './directory-stack.ts';
import { help } from './help.ts';
import { HISTORY } from './history.ts';
import type { Builtin } from './index.ts';
import { INPUT } from './input.ts';
import { JOBS } from './jobs.ts';
import { LIMITS_AND_TIMES } from './limits.ts';
import { LOOKUP } from './lookup.ts';

/** Builtins that no login needs: loaded when one is first used. */
export const SELDOM: Readonly<Record<string, Builtin>> = {
  ...DIRECTORY_STACK, ...HISTORY, ...INPUT, ...JOBS, ...LIMITS_AND_TIMES, ...LOOKUP, help, compgen, complete, compopt: function* () { return 0; },
};
