import type { ArrayElement } from '../assign.ts';
import type { Routine } from '../../host/program.ts';
import type { Shell } from '../shell.ts';
import { ALIASES } from './aliases.ts';
import { CONTROL } from './control.ts';
import { DECLARE } from './declare.ts';
import { DIRECTORIES } from './directories.ts';
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

/** Names of the table in seldom.ts, whose code comes with their first use. */
const SELDOM_NAMES = ['history', 'fc', 'jobs', 'fg', 'bg', 'wait', 'kill', 'disown', 'help', 'compgen', 'complete', 'compopt',
  'read', 'mapfile', 'readarray', 'getopts', 'dirs', 'pushd', 'popd', 'ulimit', 'times', 'type', 'command', 'hash', 'enable'];

let loaded: Readonly<Record<string, Builtin>> | null = null;

const seldom = (name: string): Builtin => function* (sh, words, arrays) {
  loaded ??= (yield* sh.sys.external(import('./seldom.ts'))).SELDOM;
  const builtin = loaded[name];
  if (builtin === undefined) throw new Error(`no builtin ${name} in its table`);
  return yield* builtin(sh, words, arrays);
};

/** All builtins by name. */
export const BUILTINS: ReadonlyMap<string, Builtin> = new Map(Object.entries({
  ...ALIASES, ...CONTROL, ...DECLARE, ...DIRECTORIES, ...OUTPUT, ...SETTINGS, ...TEST,
  ...Object.fromEntries(SELDOM_NAMES.map((name) => [name, seldom(name)])),
}));

/** POSIX's special builtins: in posix mode assignments before them stay. */
export const SPECIAL_BUILTINS: ReadonlySet<string> = new Set([
  'break', ':', 'continue', '.', 'eval', 'exec', 'exit', 'export', 'readonly', 'return', 'set', 'shift', 'trap', 'unset', 'source',
  'times',
]);
