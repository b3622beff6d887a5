// argparse: Python's argument parser as the openstack client uses it (cliff 4.0 on Python 3.11): usage texts, parsing
// and errors, from descriptions that are data. Knows nothing of any command.
import type { Json } from '../../../../base/json.ts';

/** One argument of a parser (argparse's Action). */
export interface Argument {
  /** Option strings; none for a positional. */
  readonly flags?: readonly string[];
  readonly dest: string;
  /** Action's class without `Action`; default Store. */
  readonly action?: string;
  /** Default: none (one value), or 0 for flags. */
  readonly nargs?: number | '?' | '*' | '+' | '...' | 'A...' | null;
  readonly metavar?: string | readonly string[];
  readonly required?: boolean;
  readonly default?: Json;
  readonly const?: Json;
  readonly choices?: readonly string[];
  readonly type?: string;
  readonly hidden?: boolean;
}

/** Arguments of which at most one may be given. */
export interface Exclusive {
  readonly dests: readonly string[];
  readonly required?: boolean;
}

/** A whole parser. */
export interface ParserSpec {
  readonly prog: string;
  readonly arguments: readonly Argument[];
  readonly exclusive: readonly Exclusive[];
}

const FLAGS = ['StoreTrue', 'StoreFalse', 'StoreConst', 'AppendConst', 'Help', 'Version', 'Count'];

/** Whether the option takes no value. */
export const isFlag = (argument: Argument): boolean => argument.nargs === 0 || (argument.nargs === undefined && FLAGS.includes(argument.action ?? 'Store'));

export const isPositional = (argument: Argument): boolean => argument.flags === undefined;

/** argparse's `required`: as said, else true for positionals that need a value. */
export const isRequired = (argument: Argument): boolean =>
  argument.required ?? (isPositional(argument) && argument.nargs !== '?' && argument.nargs !== '*');

/** What stands for the value in usage and errors. */
export function metavarOf(argument: Argument): readonly string[] {
  if (Array.isArray(argument.metavar)) return argument.metavar as readonly string[];
  if (typeof argument.metavar === 'string') return [argument.metavar];
  if (argument.choices !== undefined) return [`{${argument.choices.join(',')}}`];
  return [isPositional(argument) ? argument.dest : argument.dest.toUpperCase()];
}

/** The value part of an argument in a usage line (argparse's _format_args). */
export function formatArguments(argument: Argument): string {
  const names = metavarOf(argument);
  const [name = '', second = name] = names;
  switch (argument.nargs) {
    case '?': return `[${name}]`;
    case '*': return names.length === 2 ? `[${name} [${second} ...]]` : `[${name} ...]`;
    case '+': return `${name} [${second} ...]`;
    case '...': return '...';
    case 'A...': return `${name} ...`;
    case undefined: case null: return name;
    default: return Array.from({ length: argument.nargs }, (_, index) => names[index] ?? name).join(' ');
  }
}
