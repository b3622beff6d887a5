import type { Json } from '../../../../base/json.ts';
import { pythonJson, pythonRepr } from '../../../../base/python.ts';
import type { Cell } from '../../../protocol/mysql.ts';
import type { Routine } from '../../../host/program.ts';
import type { Database } from '../../oslo/db.ts';
import { DbError } from '../../oslo/db-errors.ts';
import { KeystoneError } from '../exceptions.ts';

/** A thing as the API shows it: `{id, name, …}`. */
export type Ref = Readonly<Record<string, Json | undefined>>;
export type Row = Readonly<Record<string, Cell>>;

/** How a column's value reads in Python: a text of at most so many letters, or one of these. */
export type Column = number | 'text' | 'flag' | 'number' | 'json';

/** A table as keystone's model of it maps it (keystone.*.backends.sql). */
export interface Model {
  readonly table: string;
  /** What a conflict calls it. */
  readonly kind: string;
  /** In the order in which the API shows them. */
  readonly columns: Readonly<Record<string, Column>>;
  /** Whether whatever else a client says is kept, too, in the column `extra`. */
  readonly hasExtra: boolean;
  /** The column that names a thing; `id` when absent. */
  readonly key?: string;
  /** What stands for null in a column, e.g. `<<null>>`. */
  readonly nulls?: Readonly<Record<string, string>>;
}

/** A condition of a list: from the query (`name`, `name__icontains`) or set by the handler. */
export interface Filter {
  readonly name: string;
  readonly value: string | boolean | null;
  readonly comparator: string;
  readonly isCaseSensitive: boolean;
}

/** A list after the database has done its share. */
export interface Found {
  readonly refs: readonly Ref[];
  /** Conditions that are still to be applied. */
  readonly rest: readonly Filter[];
  readonly isTruncated: boolean;
}

/** A value as text: what stands in an id, a name or a message. */
export const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : pythonRepr(value));

/** A value as SQL text, as PyMySQL writes it; `%` is doubled for the statement's binding. */
export function sqlValue(value: Json | undefined): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'boolean') return value ? '1' : '0';
  const text = typeof value === 'string' ? value : pythonJson(value);
  return `'${text.replaceAll(/[\0\n\r\x1a"'\\]/g, (letter) => ESCAPES[letter] ?? letter).replaceAll('%', '%%')}'`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\0': '\\0', '\n': '\\n', '\r': '\\r', '\x1a': '\\Z', '"': '\\"', "'": "\\'", '\\': '\\\\' };

/** `('a', 'b')` for IN; never empty. */
export const sqlList = (values: readonly Json[]): string => `(${values.length === 0 ? 'NULL' : values.map(sqlValue).join(', ')})`;

/** `a = 'x' AND b IS NULL`. */
export function sqlWhere(values: Readonly<Record<string, Json>>): string {
  return Object.entries(values).map(([name, value]) => (value === null ? `${quoted(name)} IS NULL` : `${quoted(name)} = ${sqlValue(value)}`)).join(' AND ');
}

/** Things of a table, in the order of its primary key. */
export function* select(db: Database, model: Model, where = '', tail = ''): Routine<Ref[]> {
  const rows = yield* db.rows(`SELECT ${columnNames(model).map(quoted).join(', ')} FROM ${quoted(model.table)}${where === '' ? '' : ` WHERE ${where}`}${tail}`);
  return rows.map((row) => refOf(model, row));
}

/** The one thing with this key, or null. */
export function* find(db: Database, model: Model, id: string): Routine<Ref | null> {
  return (yield* select(db, model, sqlWhere({ [keyOf(model)]: id })))[0] ?? null;
}

/** A row as the API shows it: what is kept in `extra` first, then the columns. */
export function refOf(model: Model, row: Row): Ref {
  const ref: Record<string, Json | undefined> = { ...model.hasExtra ? readJson(row.extra ?? null) as Ref | null ?? {} : {} };
  for (const [name, column] of Object.entries(model.columns)) ref[name] = valueOf(model, name, column, row[name] ?? null);
  return ref;
}

function valueOf(model: Model, name: string, column: Column, cell: Cell): Json {
  if (cell === null || cell === model.nulls?.[name]) return null;
  if (column === 'flag') return cell !== '0';
  if (column === 'number') return Number(cell);
  return column === 'json' ? readJson(cell) : cell;
}

/** A JSON column's value; null when it is NULL or no JSON. */
export function readJson(cell: Cell): Json {
  if (cell === null) return null;
  try {
    return JSON.parse(cell) as Json;
  } catch {
    return null;
  }
}

/** Adds a row; answers the thing as it was given, with every column. Throws StringLengthExceeded (400), DbError. */
export function* insert(db: Database, model: Model, ref: Ref): Routine<Ref> {
  const values = valuesOf(model, ref);
  yield* db.run(`INSERT INTO ${quoted(model.table)} (${Object.keys(values).map(quoted).join(', ')}) VALUES (${Object.values(values).map(sqlValue).join(', ')})`);
  return shown(model, ref);
}

/** Writes every column anew. */
export function* update(db: Database, model: Model, id: string, ref: Ref): Routine<Ref> {
  const { [keyOf(model)]: _key, ...values } = valuesOf(model, ref);
  const list = Object.entries(values).map(([name, value]) => `${quoted(name)} = ${sqlValue(value)}`);
  yield* db.run(`UPDATE ${quoted(model.table)} SET ${list.join(', ')} WHERE ${sqlWhere({ [keyOf(model)]: id })}`);
  return shown(model, ref);
}

/** Removes the rows; answers how many. */
export function* remove(db: Database, model: Pick<Model, 'table'>, where: Readonly<Record<string, Json>>): Routine<number> {
  return (yield* db.run(`DELETE FROM ${quoted(model.table)} WHERE ${sqlWhere(where)}`)).affectedRows;
}

/** The thing as a response shows it: other properties first. */
function shown(model: Model, ref: Ref): Ref {
  const own: Record<string, Json | undefined> = {};
  for (const name of Object.keys(model.columns)) own[name] = ref[name] ?? null;
  return { ...model.hasExtra ? extraOf(model, ref) : {}, ...own };
}

/** What a client said beyond the columns. */
export const extraOf = (model: Model, ref: Ref): Ref =>
  Object.fromEntries(Object.entries(ref).filter(([name]) => !Object.hasOwn(model.columns, name) && name !== 'extra' && name !== 'links'));

function valuesOf(model: Model, ref: Ref): Record<string, Json> {
  const values: Record<string, Json> = {};
  for (const [name, column] of Object.entries(model.columns)) values[name] = stored(name, column, ref[name] ?? model.nulls?.[name] ?? null);
  if (model.hasExtra) values.extra = pythonJson(extraOf(model, ref));
  return values;
}

function stored(name: string, column: Column, value: Json): Json {
  if (column === 'json') return pythonJson(value);
  if (typeof column === 'number' && typeof value === 'string' && [...value].length > column) {
    throw new KeystoneError('StringLengthExceeded', { string: value, type: name, length: column });
  }
  return value;
}

/**
 * A list with the conditions that the database can apply: equality on columns (letter case as the column's collation has
 * it), and `icontains` and its like. `limit` cuts it when nothing is left to be applied afterwards.
 */
export function* list(db: Database, model: Model, filters: readonly Filter[], options: { limit?: number | null; where?: string } = {}): Routine<Found> {
  const conditions = filters.map((filter) => condition(model, filter));
  if (conditions.includes('never')) return { refs: [], rest: [], isTruncated: false };
  const rest = filters.filter((_, at) => conditions[at] === null);
  const where = [options.where ?? '', ...conditions].filter((one) => one !== null && one !== '').join(' AND ');
  const limit = rest.length === 0 ? options.limit ?? null : null;
  const refs = yield* select(db, model, where, limit === null ? '' : ` LIMIT ${limit + 1}`);
  return { refs: limit === null ? refs : refs.slice(0, limit), rest, isTruncated: limit !== null && refs.length > limit };
}

const LIKE: Readonly<Record<string, (text: string) => string>> = {
  contains: (text) => `%${text}%`, startswith: (text) => `${text}%`, endswith: (text) => `%${text}`,
};

/** SQL for a filter, null when it is not for the database, `never` when nothing can match. */
export function condition(model: Pick<Model, 'columns' | 'nulls'>, { name, value, comparator, isCaseSensitive }: Filter, prefix = ''): string | null {
  const column = model.columns[name];
  if (column === undefined) return null;
  const at = `${prefix}${quoted(name)}`;
  if (typeof column === 'number' && typeof value === 'string' && value.length > column) return 'never';
  if (comparator === 'equals') {
    const wanted = column === 'flag' ? isTrue(value) : value ?? model.nulls?.[name] ?? null;
    return wanted === null ? `${at} IS NULL` : `${at} = ${sqlValue(wanted)}`;
  }
  const like = LIKE[comparator];
  if (isCaseSensitive || like === undefined || typeof value !== 'string') return null;
  return `lower(${at}) LIKE lower(${sqlValue(like(value))})`;
}

/** oslo's `bool_from_string` with True for what it does not know. */
export const isTrue = (value: Json): boolean =>
  typeof value === 'boolean' ? value : !['0', 'f', 'false', 'off', 'n', 'no'].includes(textOf(value).trim().toLowerCase());

/** Runs a statement that may meet a row that is there already: 409 in keystone's words (sql.handle_conflicts). */
export function* guarded<T>(kind: string, ref: Ref, work: () => Routine<T>): Routine<T> {
  try {
    return yield* work();
  } catch (error) {
    if (!(error instanceof DbError)) throw error;
    if (error.isDuplicate) throw new KeystoneError('Conflict', { type: kind, details: duplicateWords(ref) });
    if (INTEGRITY.includes(error.code)) throw new KeystoneError('UnexpectedError', {}, `An unexpected error occurred when trying to store ${kind}`);
    throw error;
  }
}

const INTEGRITY = [1048, 1216, 1217, 1451, 1452];

function duplicateWords(ref: Ref): string {
  const [field, name] = ref.name !== undefined ? ['name', ref.name] : ['ID', ref.id];
  if (!name) return ref.domain_id ? `Duplicate entry at domain ID ${textOf(ref.domain_id)}` : 'Duplicate entry';
  return `Duplicate entry found with ${field} ${textOf(name)}${ref.domain_id ? ` at domain ID ${textOf(ref.domain_id)}` : ''}`;
}

const keyOf = (model: Model): string => model.key ?? 'id';
const columnNames = (model: Model): string[] => [...Object.keys(model.columns), ...model.hasExtra ? ['extra'] : []];
const quoted = (name: string): string => `\`${name}\``;
