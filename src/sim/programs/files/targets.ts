import { Failure, statOrNull } from '../../host/command.ts';
import type { ParsedOptions } from '../../host/getopt.ts';
import { UsageError } from '../../host/getopt.ts';
import { splitPath } from '../../host/path.ts';
import { shellQuoteAlways } from '../../host/quote.ts';
import type { Sys } from '../../host/sys.ts';
import { strerror } from '../../host/errors.ts';
import { below } from './walk.ts';

/** Why `path` is no directory to put things into, as strerror words it; null when it is one. */
function notDirectory(sys: Sys, path: string): string | null {
  try {
    return sys.stat(path).type === 'directory' ? null : 'Not a directory';
  } catch (error) {
    return strerror(error);
  }
}

/**
 * The (source, target) pairs that cp, mv and install make of their operands: `SOURCE DEST`, `SOURCE... DIRECTORY`,
 * `-t DIRECTORY SOURCE...`, `-T` never goes into a directory.
 */
export function pairsOf(sys: Sys, args: ParsedOptions): [string, string][] {
  const names = args.operands;
  const into = args.last('t');
  const [first] = names;
  if (first === undefined) throw new UsageError('missing file operand');
  const within = (directory: string) => (source: string): [string, string] => [source, below(directory, splitPath(source).name)];
  if (into !== null) {
    const why = notDirectory(sys, into);
    if (why !== null) throw new Failure(`target directory ${shellQuoteAlways(into)}: ${why}`);
    return names.map(within(into));
  }
  const last = names.at(-1) ?? '';
  if (names.length === 1) throw new UsageError(`missing destination file operand after ${shellQuoteAlways(first)}`);
  if (args.has('T')) {
    if (names.length > 2) throw new UsageError(`extra operand ${shellQuoteAlways(names[2] ?? '')}`);
    return [[first, last]];
  }
  const isDirectory = statOrNull(sys, last)?.type === 'directory';
  if (last.endsWith('/') && !isDirectory && notDirectory(sys, last) === 'Not a directory') throw new Failure(`cannot stat ${shellQuoteAlways(last)}: Not a directory`);
  if (names.length > 2 && !isDirectory) throw new Failure(`target ${shellQuoteAlways(last)}: ${notDirectory(sys, last) ?? ''}`);
  return isDirectory ? names.slice(0, -1).map(within(last)) : [[first, last]];
}
