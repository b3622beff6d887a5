import { attempt, statOrNull } from '../../host/command.ts';
import type { Stat } from '../../host/inode.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

/** `directory/name`, without doubling a slash. */
export const below = (directory: string, name: string): string => (directory.endsWith('/') ? directory + name : `${directory}/${name}`);

/**
 * Calls `visit` for `path` and, with `recursive`, all below it, each directory before (or, with `lastly`, after) what
 * is in it; links are not followed below the start. Answers whether all went well.
 */
export function* visitTree(
  sys: Sys, path: string, how: { recursive: boolean; lastly: boolean }, visit: (path: string, stat: Stat) => Routine<boolean>,
): Routine<boolean> {
  const stat = statOrNull(sys, path, { follow: false });
  if (stat === null) return true;
  if (!how.recursive || stat.type !== 'directory') return yield* visit(path, stat);
  let isOk = how.lastly || (yield* visit(path, stat));
  let names: string[] = [];
  if (!(yield* attempt(sys, `cannot read directory ${shellQuoteAlways(path)}`, () => { names = sys.readDirectory(path); }))) return false;
  for (const name of names) {
    if (!(yield* visitTree(sys, below(path, name), how, visit))) isOk = false;
  }
  if (how.lastly && !(yield* visit(path, stat))) isOk = false;
  return isOk;
}
