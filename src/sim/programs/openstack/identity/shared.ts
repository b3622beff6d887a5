import type { Json } from '../../../../base/json.ts';
import { SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import { ClientError } from '../app/errors.ts';
import type { Values } from '../argparse/parse.ts';
import { repr, type Cell } from '../cliff/values.ts';
import { NOTHING, isSet, sortedFields, text, type Context, type Outcome } from '../command.ts';
import { findDomain, findResource, idOf } from './find.ts';
import { KEY_ERROR, isStatus, type Data, type Info, type Keystone } from './keystone.ts';
import type { Kind } from './kinds.ts';
import type { Query } from './query.ts';

/** An argument as it was given; undefined when it was not (and then not sent). */
export const given = (values: Values, dest: string): Json | undefined => values[dest] ?? undefined;

/** The same, where the client leaves out empty text, too. */
export const filledIn = (values: Values, dest: string): Json | undefined => (values[dest] === '' ? undefined : given(values, dest));

/** True, false, or undefined, of a pair of flags. */
export function either(values: Values, yes: string, no: string): boolean | undefined {
  if (isSet(values, no)) return false;
  return isSet(values, yes) ? true : undefined;
}

/** `--immutable` and `--no-immutable` as keystone's options. */
export function immutableOptions(values: Values): Info {
  const isImmutable = either(values, 'immutable', 'no_immutable');
  return isImmutable === undefined ? {} : { immutable: isImmutable };
}

/** One thing's fields by name, without its links. A thing that could only be trusted to exist has none: KeyError. */
export function shown(info: Info, more: Readonly<Record<string, Cell>> = {}): Outcome {
  if (!('links' in info)) throw new ClientError(repr('links'), KEY_ERROR);
  return shownLoosely(info, more);
}

/** The same, for what may have no links. */
export function shownLoosely(info: Info, more: Readonly<Record<string, Cell>> = {}): Outcome {
  const { links: _links, ...rest } = info;
  return sortedFields({ ...rest, ...more });
}

/** The attribute a column names (`Domain ID` is `domain_id`); '' when the thing has none. */
function attribute(info: Info, column: string): Cell {
  const value = info[column.toLowerCase().replaceAll(' ', '_')];
  return value === undefined ? '' : value;
}

/** A list of things; `attributes` where they are called otherwise than the columns. */
export function listed(data: readonly Info[], columns: readonly string[], attributes = columns): Outcome {
  return { kind: 'many', columns, rows: data.map((info) => attributes.map((each) => attribute(info, each))) };
}

export interface Many {
  readonly names: readonly string[];
  readonly act: (name: string) => Routine<void>;
  /** What is logged of a failure. */
  readonly says: (name: string, error: string) => string;
  /** What the whole is called: `users failed to delete`. */
  readonly fails: string;
}

/** Does it for each; failures are logged and counted, and do not keep the others from it. */
export function* forEach(context: Context, { names, act, says, fails }: Many): Routine<Outcome> {
  let failed = 0;
  for (const name of names) {
    try {
      yield* act(name);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      failed += 1;
      yield* context.error(says(name, error.message));
    }
  }
  if (failed > 0) throw new ClientError(`${failed} of ${names.length} ${fails}.`);
  return NOTHING;
}

/** A file's text without the space around it (osc-lib's read_blob_file_contents). */
export function readBlob({ sys }: Context, path: string): string {
  try {
    return sys.readFile(path).trim();
  } catch (error) {
    if (error instanceof SysError) throw new ClientError(`Error occurred trying to read from file ${path}`);
    throw error;
  }
}

/** The same for `set`: nothing when neither flag was given. */
export function setOptions(values: Values): { readonly options?: Info } {
  const options = immutableOptions(values);
  return Object.keys(options).length === 0 ? {} : { options };
}

/** How `createOrFind` looks for what is there, and whether the request is kept out of the log. */
export interface OrFind {
  readonly filter: Query | null;
  readonly isSecret?: boolean;
}

/** Creates it; with `--or-show` a conflict gives what has the name already. */
export function* createOrFind(keystone: Keystone, kind: Kind, values: Values, data: Data, { filter, isSecret = false }: OrFind): Routine<Info> {
  try {
    return yield* keystone.create(kind, data, isSecret);
  } catch (error) {
    if (!isSet(values, 'or_show') || !isStatus(error, 409)) throw error;
  }
  const found = yield* findResource(keystone, kind, text(values, 'name'), filter);
  yield* keystone.context.log.info(`openstackclient.identity.v3.${kind.key}`, `Returning existing ${kind.key} ${found['name'] as string}`);
  return found;
}

/** What `--domain` (or another option) leaves of a list; null without it. */
export function* domainFilter(keystone: Keystone, values: Values, dest = 'domain'): Routine<Query | null> {
  const domain = text(values, dest);
  return domain === '' ? null : { domain_id: idOf(yield* findDomain(keystone, domain)) };
}
