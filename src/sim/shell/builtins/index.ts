import type { ArrayElement } from '../assign.ts';
import type { Routine } from '../../host/program.ts';
import type { Shell } from '../shell.ts';
import { CONTROL } from './control.ts';
import { DECLARE } from './declare.ts';
import { DIRECTORIES } from './directories.ts';
import { HISTORY } from './history.ts';
import { INPUT } from './input.ts';
import { JOBS } from './jobs.ts';
import { LOOKUP } from './lookup.ts';
import { OUTPUT } from './output.ts';
import { SETTINGS } from './settings.ts';
import { TEST } from './test.ts';

/** `name=(…)` as an argument of `declare` and its kin. */
export interface ArrayArgument {
  readonly name: string;
  readonly elements: readonly ArrayElement[];
  readonly isAppended: boolean;
}

/** A command that the shell does itself. `words[0]` is its name; `arrays` holds array arguments by their place. */
export type Builtin = (sh: Shell, words: readonly string[], arrays: ReadonlyMap<number, ArrayArgument>) => Routine<number>;

/** All builtins by name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(Object.entries({
  ...CONTROL, ...DECLARE, ...DIRECTORIES, ...HISTORY, ...INPUT, ...JOBS, ...LOOKUP, ...OUTPUT, ...SETTINGS, ...TEST,
}));

/** POSIX's special builtins: in posix mode assignments before them stay. */
export const SPECIAL_BUILTINS: ReadonlySet<string> = new Set([
  'break', ':', 'continue', '.', 'eval', 'exec', 'exit', 'export', 'readonly', 'return', 'set', 'shift', 'trap', 'unset', 'source',
  'times',
]);
