import type { Json } from '../../../../base/json.ts';
import { pythonPretty, pythonRepr } from '../../../../base/python.ts';
import { KeystoneError } from '../exceptions.ts';
import SCHEMAS from './schemas.json';
import { textOf } from '../store/model.ts';

export type Table = Readonly<Record<string, Json | undefined>>;

/** The first thing wrong with a value, as jsonschema's Draft4Validator tells it. */
interface Flaw {
  readonly message: string;
  /** The word of the schema that was not kept, e.g. `minLength`. */
  readonly keyword: string;
  readonly schema: Table;
  readonly instance: Json;
  readonly path: readonly (string | number)[];
  readonly schemaPath: readonly (string | number)[];
}

const TYPES: Readonly<Record<string, (value: Json) => boolean>> = {
  array: (value) => Array.isArray(value),
  boolean: (value) => typeof value === 'boolean',
  integer: (value) => typeof value === 'number' && Number.isInteger(value),
  null: (value) => value === null,
  number: (value) => typeof value === 'number',
  object: (value) => isTable(value),
  string: (value) => typeof value === 'string',
};

type Keyword = (wanted: Json, value: Json, schema: Table, root: Table) => Generator<Flaw>;

const KEYWORDS: Readonly<Record<string, Keyword>> = {
  *type(wanted, value, schema) {
    const types = Array.isArray(wanted) ? wanted as string[] : [textOf(wanted)];
    if (types.some((type) => TYPES[type]?.(value))) return;
    yield flaw(`${pythonRepr(value)} is not of type ${types.map((type) => pythonRepr(type)).join(', ')}`, value, schema);
  },
  *enum(wanted, value, schema) {
    const isIn = (wanted as Json[]).some((item) => pythonRepr(item) === pythonRepr(value));
    if (!isIn) yield flaw(`${pythonRepr(value)} is not one of ${pythonRepr(wanted)}`, value, schema);
  },
  *minLength(wanted, value, schema) {
    if (typeof value === 'string' && [...value].length < Number(wanted)) yield flaw(`${pythonRepr(value)} is too short`, value, schema);
  },
  *maxLength(wanted, value, schema) {
    if (typeof value === 'string' && [...value].length > Number(wanted)) yield flaw(`${pythonRepr(value)} is too long`, value, schema);
  },
  *minItems(wanted, value, schema) {
    if (Array.isArray(value) && value.length < Number(wanted)) yield flaw(`${pythonRepr(value)} is too short`, value, schema);
  },
  *maxItems(wanted, value, schema) {
    if (Array.isArray(value) && value.length > Number(wanted)) yield flaw(`${pythonRepr(value)} is too long`, value, schema);
  },
  *uniqueItems(wanted, value, schema) {
    if (wanted !== true || !Array.isArray(value)) return;
    const known = new Set(value.map((item: Json) => pythonRepr(item, true)));
    if (known.size < value.length) yield flaw(`${pythonRepr(value)} has non-unique elements`, value, schema);
  },
  *minimum(wanted, value, schema) {
    if (typeof value === 'number' && value < Number(wanted)) yield flaw(`${value} is less than the minimum of ${Number(wanted)}`, value, schema);
  },
  *maximum(wanted, value, schema) {
    if (typeof value === 'number' && value > Number(wanted)) yield flaw(`${value} is greater than the maximum of ${Number(wanted)}`, value, schema);
  },
  *pattern(wanted, value, schema) {
    if (typeof value !== 'string' || new RegExp(textOf(wanted), 'u').test(value)) return;
    yield flaw(`${pythonRepr(value)} does not match ${pythonRepr(wanted)}`, value, schema);
  },
  *required(wanted, value, schema) {
    if (!isTable(value)) return;
    for (const name of wanted as string[]) {
      if (value[name] === undefined) yield flaw(`${pythonRepr(name)} is a required property`, value, schema);
    }
  },
  *minProperties(wanted, value, schema) {
    if (isTable(value) && Object.keys(value).length < Number(wanted)) yield flaw(`${pythonRepr(value)} does not have enough properties`, value, schema);
  },
  *maxProperties(wanted, value, schema) {
    if (isTable(value) && Object.keys(value).length > Number(wanted)) yield flaw(`${pythonRepr(value)} has too many properties`, value, schema);
  },
  *properties(wanted, value, _schema, root) {
    if (!isTable(value)) return;
    for (const [name, inner] of Object.entries(wanted as Table)) {
      const item = value[name];
      if (item !== undefined) yield* within(flaws(inner as Table, item, root), [name], [name]);
    }
  },
  *additionalProperties(wanted, value, schema, root) {
    if (!isTable(value)) return;
    const known = isTable(schema.properties ?? null) ? schema.properties as Table : {};
    const extras = Object.keys(value).filter((name) => known[name] === undefined);
    if (isTable(wanted)) {
      for (const name of extras) yield* within(flaws(wanted, value[name] ?? null, root), [name], []);
    } else if (wanted === false && extras.length > 0) {
      const names = [...extras].sort().map((name) => pythonRepr(name)).join(', ');
      yield flaw(`Additional properties are not allowed (${names} ${extras.length === 1 ? 'was' : 'were'} unexpected)`, value, schema);
    }
  },
  *items(wanted, value, _schema, root) {
    if (!Array.isArray(value)) return;
    for (const [at, item] of (value as Json[]).entries()) yield* within(flaws(wanted as Table, item, root), [at], []);
  },
  *oneOf(wanted, value, schema, root) {
    const valid = (wanted as Table[]).filter((inner) => isValid(inner, value, root));
    if (valid.length === 0) yield flaw(`${pythonRepr(value)} is not valid under any of the given schemas`, value, schema);
    if (valid.length > 1) {
      const [first, ...more] = valid;
      yield flaw(`${pythonRepr(value)} is valid under each of ${[...more, first].map((inner) => pythonRepr(inner)).join(', ')}`, value, schema);
    }
  },
  *not(wanted, value, schema, root) {
    if (isValid(wanted as Table, value, root)) yield flaw(`${pythonRepr(value)} should not be valid under ${pythonRepr(wanted)}`, value, schema);
  },
};

export const isTable = (value: Json | undefined): value is Table => typeof value === 'object' && value !== null && !Array.isArray(value);

const flaw = (message: string, instance: Json, schema: Table): Flaw => ({ message, keyword: '', schema, instance, path: [], schemaPath: [] });

function* within(found: Generator<Flaw>, path: readonly (string | number)[], schemaPath: readonly (string | number)[]): Generator<Flaw> {
  for (const one of found) yield { ...one, path: [...path, ...one.path], schemaPath: [...schemaPath, ...one.schemaPath] };
}

function isValid(schema: Table, value: Json, root: Table): boolean {
  return flaws(schema, value, root).next().done === true;
}

/** All flaws in jsonschema's order: the schema's words as they stand, depth first. */
function* flaws(schema: Table, value: Json, root: Table): Generator<Flaw> {
  if (typeof schema.$ref === 'string') {
    const named = schema.$ref.split('/').slice(1).reduce<Json | undefined>((at, key) => (isTable(at) ? at[key] : undefined), root);
    yield* flaws(named as Table, value, root);
    return;
  }
  for (const [keyword, wanted] of Object.entries(schema)) {
    const check = Object.hasOwn(KEYWORDS, keyword) ? KEYWORDS[keyword] : undefined;
    if (check === undefined) continue;
    for (const one of check(wanted ?? null, value, schema, root)) {
      yield { ...one, keyword: one.keyword === '' ? keyword : one.keyword, schemaPath: [keyword, ...one.schemaPath] };
    }
  }
}

export type SchemaName = keyof typeof SCHEMAS;

/** Holds a request against a schema of keystone's; throws its 400 with jsonschema's text for the first flaw. */
export function validate(name: SchemaName, value: Json | undefined): void {
  const first = flaws(SCHEMAS[name], value ?? null, SCHEMAS[name]).next();
  if (first.done === true) return;
  const { path } = first.value;
  const text = told(first.value);
  throw new KeystoneError('SchemaValidationError', {}, path.length === 0 ? text : `Invalid input for field '${path.join('/')}': ${text}`);
}

/** Every flaw's message, sorted by its full text: how a mapping is refused. Empty when it is well formed. */
export function allFlaws(name: SchemaName, value: Json): string {
  const found = [...flaws(SCHEMAS[name] as Table, value, SCHEMAS[name] as Table)].map((one) => ({ message: one.message, text: told(one) }));
  return found.sort((a, b) => (a.text < b.text ? -1 : 1)).map(({ message }) => `${message}\n`).join('');
}

function told({ message, keyword, schema, instance, path, schemaPath }: Flaw): string {
  const block = (value: Json): string => pythonPretty(value, 72).split('\n').map((line) => `    ${line}`).join('\n');
  return `${message}\n\nFailed validating ${pythonRepr(keyword)} in schema${indices(schemaPath.slice(0, -1))}:\n${block(schema)}`
    + `\n\nOn instance${indices(path)}:\n${block(instance)}`;
}

const indices = (path: readonly (string | number)[]): string => path.map((key) => `[${pythonRepr(key)}]`).join('');
