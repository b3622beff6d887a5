import { attempt, statOrNull } from '../../host/command.ts';
import type { Stat } from '../../host/inode.ts';
import type { Routine } from '../../host/program.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';

/** `directory/name`, without doubling a slash. */
export const below = (directory: string, name: string): string => (directory.endsWith('/') ? directory + name : `${directory}/${name}`);

/**
 * Calls `visit` for `path` and, with `recursive`, all below it, each directory before what is in it; links are not
 * followed below the start. Answers whether all went well.
 */
export function* visitTree(
  sys: Sys, path: string, recursive: boolean, visit: (path: string, stat: Stat) => Routine<boolean>,
): Routine<boolean> {
  const stat = statOrNull(sys, path, { follow: false });
  if (stat === null) return true;
  let isOk = yield* visit(path, stat);
  if (!recursive || stat.type !== 'directory') return isOk;
  let names: string[] = [];
  if (!(yield* attempt(sys, `cannot read directory ${shellQuoteAlways(path)}`, () => { names = sys.readDirectory(path); }))) return false;
  for (const name of names) {
    if (!(yield* visitTree(sys, below(path, name), true, visit))) isOk = false;
  }
  return isOk;
}
