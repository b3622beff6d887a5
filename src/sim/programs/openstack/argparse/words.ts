import type { Argument } from './argument.ts';

/** A line that does not fit: argparse prints the usage, then `PROG: error: MESSAGE`, and exits with 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What an argument calls itself in errors (argparse's _get_action_name). */
export function nameOf(argument: Argument): string {
  if (argument.flags !== undefined) return argument.flags.join('/');
  return typeof argument.metavar === 'string' ? argument.metavar : argument.dest;
}

/** Python's repr of a string. */
export const repr = (text: string): string =>
  (text.includes("'") && !text.includes('"') ? `"${text.replaceAll('\\', '\\\\')}"` : `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`);
