import type { Json } from '../../../base/json.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import type { Log } from './app/log.ts';
import type { Session } from './app/session.ts';
import type { Values } from './argparse/parse.ts';
import type { Cell } from './cliff/values.ts';

/** What a command may use. */
export interface Context {
  readonly sys: Sys;
  readonly session: Session;
  /** The options of `openstack` itself. */
  readonly root: Values;
  /** All settings of the cloud: clouds.yaml with the options over it. */
  readonly config: Values;
  readonly log: Log;
  /** A warning on stderr, as the client's logger prints it; a newline at its end is not needed. */
  readonly warn: (line: string) => Routine<void>;
  /** An error on stderr without ending the command (`LOG.error`). */
  readonly error: (line: string) => Routine<void>;
  /** Text on stdout, for what is no table. */
  readonly print: (text: string) => Routine<void>;
}

/** What a command found: fields of one thing, rows of many, or nothing to show. */
export type Outcome =
  | { readonly kind: 'one'; readonly fields: readonly (readonly [string, Cell])[] }
  | { readonly kind: 'many'; readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] }
  | { readonly kind: 'nothing'; readonly exit?: number };

/** A command: from its parsed arguments to what it found. Throws ClientError. */
export type Command = (context: Context, values: Values) => Routine<Outcome>;

/** Commands by name: a group of them, as a resource's file exports it. */
export type CommandTable = Readonly<Record<string, Command>>;

export const NOTHING: Outcome = { kind: 'nothing' };

/** One thing's fields in order of their names, as most `show` commands give them. */
export function sortedFields(data: Readonly<Record<string, Cell>>): Outcome {
  return { kind: 'one', fields: Object.keys(data).sort().map((key) => [key, data[key] ?? null] as const) };
}

/** A text argument; '' when it was not given. */
export const text = (values: Values, dest: string): string => {
  const value = values[dest] ?? null;
  return typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);
};

export const isSet = (values: Values, dest: string): boolean => values[dest] === true;

/** The words of an argument that takes many. */
export const words = (values: Values, dest: string): readonly string[] => {
  const value = values[dest];
  return Array.isArray(value) ? value.map((word) => (typeof word === 'string' ? word : JSON.stringify(word as Json))) : [];
};
