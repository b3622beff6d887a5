// Tables' definitions: made of CREATE TABLE's elements, and written as SHOW CREATE TABLE writes them.
import type { ColumnElement, DefaultSpec, KeyPart, TableElement, TableOptions } from '../grammar/ast.ts';
import { charsetName, charsetOf, collationName, defaultCollation, bytesPerCharacter } from './collation.ts';
import { completeType, isBlob, isCharacter, isText, keyBytes, show, store, typeText, type ColumnDef } from './column.ts';
import { warn, type Context } from './context.ts';
import { messageOf, sqlError } from './errors.ts';
import { evaluate } from './expressions.ts';
import { foreignText } from './foreign.ts';
import { asWritten, print, quoteName } from './print.ts';
import { newScope } from './select.ts';
import type { ForeignDef, KeyDef, TableDef } from './table.ts';
import { SqlError } from '../../../protocol/mysql.ts';
import { readVariable } from './variables.ts';

const MAX_KEY_BYTES = 3072;
const ENGINES: Readonly<Record<string, string>> = { innodb: 'InnoDB', aria: 'Aria', myisam: 'MyISAM', memory: 'MEMORY', heap: 'MEMORY', csv: 'CSV' };

/** A known engine's own spelling; error 1286 for others. */
export function engineName(name: string): string {
  const known = ENGINES[name.toLowerCase()];
  if (known === undefined) throw sqlError(1286, name);
  return known === 'MEMORY' || known === 'CSV' ? 'Aria' : known;
}

/** Character set and collation from what was written and what holds otherwise; 1115, 1273, 1253. */
export function textOptions(
  charset: string | null | undefined, collate: string | null | undefined, fallback: { charset: string; collation: string },
): { charset: string; collation: string } {
  const set = charset == null ? null : charset.toLowerCase() === 'default' ? fallback.charset : charsetName(charset);
  if (charset != null && set === null) throw sqlError(1115, charset);
  if (collate === 'binary-of-charset') return { charset: set ?? fallback.charset, collation: `${set ?? fallback.charset}_bin` };
  if (collate == null) return set === null ? fallback : { charset: set, collation: defaultCollation(set) };
  const collation = collationName(collate);
  if (collation === null) throw sqlError(1273, collate);
  const own = charsetOf(collation) ?? 'binary';
  if (set !== null && set !== own) throw sqlError(1253, collation, set);
  return { charset: own, collation };
}

/** A column as written, completed by the table's character set. */
export function makeColumn(element: ColumnElement, table: { charset: string; collation: string }, context: Context, db: string, name: string): ColumnDef {
  if (element.name.length > 64) throw sqlError(1059, element.name);
  const type = completeType(element.type, element.name);
  const isTextual = isCharacter(type);
  const text = isTextual ? textOptions(element.charset ?? element.type.charset, element.collate ?? element.type.collate, table) : null;
  const column: ColumnDef = {
    name: element.name, type: { base: type.base, args: type.args, unsigned: type.unsigned, zerofill: type.zerofill, values: type.values },
    charset: text?.charset ?? null, collation: text?.collation ?? null,
    notNull: element.notNull === true || element.key === 'primary' || element.autoIncrement === true,
  };
  checkLength(column);
  if (element.type.base === 'json') column.check = `json_valid(${quoteName(element.name)})`;
  if (element.type.base === 'json') Object.assign(column, { charset: 'utf8mb4', collation: 'utf8mb4_bin' });
  if (element.autoIncrement === true) column.autoIncrement = true;
  if (element.onUpdate !== undefined) column.onUpdate = true;
  if (element.comment !== undefined && element.comment !== '') column.comment = element.comment;
  if (element.invisible === true) column.invisible = true;
  if (element.check !== undefined) column.check = print(element.check.e, asWritten);
  if (element.generated !== undefined) column.generated = { text: print(element.generated.e, asWritten), stored: element.generated.stored };
  setDefault(column, element.default ?? null, context, db, name);
  implicitTimestamp(column, element, context);
  return column;
}

function checkLength(column: ColumnDef): void {
  const most = Math.floor(65532 / bytesPerCharacter(column.charset ?? 'latin1'));
  if (column.type.base === 'varchar' && (column.type.args?.[0] ?? 0) > most) throw sqlError(1074, column.name, most === 65532 ? 65532 : Math.floor(65535 / bytesPerCharacter(column.charset ?? 'latin1')));
  if (column.type.base === 'char' && (column.type.args?.[0] ?? 0) > 255) throw sqlError(1074, column.name, 255);
}

/** Before 10.10 the first TIMESTAMP of a table keeps the time of the last change, unless something else is said. */
function implicitTimestamp(column: ColumnDef, element: ColumnElement, context: Context): void {
  if (column.type.base !== 'timestamp' || readVariable(context, 'explicit_defaults_for_timestamp', 'SESSION') !== 'OFF') return;
  if (element.notNull === false) return;
  column.notNull = true;
  if (column.default === undefined) {
    column.default = { text: 'current_timestamp()' };
    column.onUpdate = true;
  }
}

/** Puts a default into a column: constants converted to its type (1067), expressions as canonical text. */
export function setDefault(column: ColumnDef, given: DefaultSpec | null, context: Context, db: string, table: string): void {
  delete column.default;
  if (given === null) {
    const isPlain = !column.notNull && column.autoIncrement !== true && column.generated === undefined;
    if (isPlain) column.default = { value: null };
    return;
  }
  const { e } = given;
  const isConstant = ['int', 'decimal', 'double', 'str', 'null', 'bool', 'hex', 'bits', 'temporal', 'un'].includes(e.k);
  if (!isConstant) {
    const text = print(e, asWritten);
    column.default = { text: e.k === 'fn' || e.k === 'paren' || given.text === null ? text : `(${text})` };
    return;
  }
  const value = evaluate(e, newScope(context, null));
  if (value === null) {
    if (column.notNull) throw sqlError(1067, column.name);
    column.default = { value: null };
    return;
  }
  try {
    column.default = { value: store(column, value, { database: db, table, row: 1, isStrict: true, warn: () => undefined }) };
  } catch (error) {
    if (error instanceof SqlError) throw sqlError(1067, column.name);
    throw error;
  }
}

/** A free name for a key: the first column's, then `_2`, `_3`. */
export function freeKeyName(keys: readonly KeyDef[], base: string): string {
  const taken = new Set(keys.map(({ name }) => name.toLowerCase()));
  if (!taken.has(base.toLowerCase()) && base.toUpperCase() !== 'PRIMARY') return base;
  for (let number = 2; ; number += 1) if (!taken.has(`${base}_${number}`.toLowerCase())) return `${base}_${number}`;
}

/** Adds a key: 1061, 1068, 1072, 1170, 1071. */
export function addKey(def: TableDef, kind: KeyDef['kind'], name: string | null, parts: readonly KeyPart[], context: Context): void {
  const columns = parts.map(({ name: column, length }) => {
    const found = def.columns.find((each) => each.name.toLowerCase() === column.toLowerCase());
    if (found === undefined) throw sqlError(1072, column);
    if (isText(found.type) && length === null && kind !== 'fulltext' && kind !== 'index') throw sqlError(1170, found.name);
    if (kind === 'index' && length === null && (isText(found.type) || keyBytes(found, null) > MAX_KEY_BYTES)) {
      warn(context, 'Note', 1071, messageOf(1071, MAX_KEY_BYTES));
      return { name: found.name, length: Math.floor(MAX_KEY_BYTES / bytesPerCharacter(found.charset ?? 'latin1')) };
    }
    if (kind === 'primary') makeNotNull(found);
    const isWhole = length !== null && isCharacter(found.type) && length >= (found.type.args?.[0] ?? Infinity);
    return { name: found.name, length: isWhole ? null : length };
  });
  if (kind === 'primary' && def.keys.some((key) => key.kind === 'primary')) throw sqlError(1068);
  const chosen = kind === 'primary' ? 'PRIMARY' : name ?? freeKeyName(def.keys, columns[0]?.name ?? 'key');
  if (def.keys.some((key) => key.name.toLowerCase() === chosen.toLowerCase())) throw sqlError(1061, chosen);
  const bytes = columns.reduce((sum, part) => sum + keyBytes(def.columns.find((each) => each.name === part.name) as ColumnDef, part.length), 0);
  if (bytes > MAX_KEY_BYTES && kind !== 'fulltext') throw sqlError(1071, MAX_KEY_BYTES);
  def.keys.push({ name: chosen, kind, columns });
}

function makeNotNull(column: ColumnDef): void {
  column.notNull = true;
  if (column.default !== undefined && 'value' in column.default && column.default.value === null) delete column.default;
}

const RANK: Readonly<Record<KeyDef['kind'], number>> = { primary: 0, unique: 1, index: 3, fulltext: 4, spatial: 4 };

/** Puts keys in the server's order: primary, unique (without NULLs first), the rest. */
export function sortKeys(def: TableDef): void {
  const rank = (key: KeyDef): number => RANK[key.kind] + (key.kind === 'unique' && key.columns.some(({ name }) => def.columns.find((each) => each.name === name)?.notNull !== true) ? 1 : 0);
  def.keys = def.keys.map((key, index) => ({ key, index })).sort((a, b) => rank(a.key) - rank(b.key) || a.index - b.index).map(({ key }) => key);
}

const startsWith = (key: KeyDef, columns: readonly string[]): boolean =>
  columns.every((name, index) => key.columns[index]?.name.toLowerCase() === name.toLowerCase());

/** Adds a foreign key, with the index it needs. */
export function addForeign(def: TableDef, element: Extract<TableElement, { k: 'foreign' }>, db: string, table: string, context: Context): void {
  const numbers = def.foreign.map(({ name }) => Number(new RegExp(`_ibfk_(\\d+)$`).exec(name)?.[1] ?? 0));
  const name = element.name ?? `${table}_ibfk_${Math.max(0, ...numbers) + 1}`;
  if (def.foreign.some((foreign) => foreign.name.toLowerCase() === name.toLowerCase())) throw sqlError(1005, `\`${db}\`.\`${table}\``, '121 "Duplicate key on write or update"');
  const columns = element.columns.map((column) => {
    const found = def.columns.find((each) => each.name.toLowerCase() === column.toLowerCase());
    if (found === undefined) throw sqlError(1072, column);
    return found;
  });
  const foreign: ForeignDef = {
    name, columns: columns.map((column) => column.name), refDb: element.refTable.db ?? db, refTable: element.refTable.name,
    refColumns: [...element.refColumns], onDelete: element.onDelete, onUpdate: element.onUpdate,
  };
  checkForeign(foreign, columns, def, db, table, context);
  if (!def.keys.some((key) => startsWith(key, foreign.columns))) {
    addKey(def, 'index', element.name ?? element.indexName ?? freeKeyName(def.keys, foreign.columns[0] ?? name), foreign.columns.map((column) => ({ name: column, length: null, desc: false })), context);
  }
  def.foreign.push(foreign);
}

function checkForeign(foreign: ForeignDef, columns: readonly ColumnDef[], def: TableDef, db: string, table: string, context: Context): void {
  const malformed = (): SqlError => sqlError(1005, `\`${db}\`.\`${table}\``, '150 "Foreign key constraint is incorrectly formed"');
  if (columns.some((column) => column.notNull) && (foreign.onDelete === 'SET NULL' || foreign.onUpdate === 'SET NULL')) throw malformed();
  const isSelf = foreign.refDb === db && foreign.refTable === table;
  const parent = isSelf ? def : context.server.table(foreign.refDb, foreign.refTable)?.def ?? null;
  if (parent === null) {
    if (readVariable(context, 'foreign_key_checks', 'SESSION') === 'OFF') return;
    throw malformed();
  }
  if (foreign.refColumns.length === 0) foreign.refColumns = parent.keys.find(({ kind }) => kind === 'primary')?.columns.map(({ name }) => name) ?? [];
  const fits = foreign.refColumns.length === columns.length && foreign.refColumns.every((name, index) => {
    const target = parent.columns.find((each) => each.name.toLowerCase() === name.toLowerCase());
    const own = columns[index];
    return target !== undefined && own !== undefined && own.type.base === target.type.base && own.type.unsigned === target.type.unsigned && own.charset === target.charset;
  });
  const hasKey = isSelf || parent.keys.some((key) => startsWith(key, foreign.refColumns));
  if (!fits || !hasKey) throw malformed();
}

/** Makes a table's definition of the elements of CREATE TABLE. */
export function makeDefinition(elements: readonly TableElement[], options: TableOptions, context: Context, db: string, name: string): TableDef {
  const text = textOptions(options.charset, options.collate, context.server.databaseOptions(db));
  const def: TableDef = {
    kind: 'table', columns: [], keys: [], foreign: [], checks: [], engine: engineName(options.engine ?? readVariable(context, 'default_storage_engine', 'SESSION') ?? 'InnoDB'),
    charset: text.charset, collation: text.collation, comment: options.comment ?? '', rowFormat: options.rowFormat ?? null, createdMs: context.nowMs,
  };
  for (const element of elements) if (element.k === 'column') addColumn(def, element, context, db, name, def.columns.length);
  for (const element of elements) addConstraint(def, element, context, db, name);
  checkAutoIncrement(def);
  sortKeys(def);
  return def;
}

/** Puts a column in its place; 1060. */
export function addColumn(def: TableDef, element: ColumnElement, context: Context, db: string, table: string, at: number): ColumnDef {
  if (def.columns.some((column) => column.name.toLowerCase() === element.name.toLowerCase())) throw sqlError(1060, element.name);
  const column = makeColumn(element, def, context, db, table);
  def.columns.splice(at, 0, column);
  return column;
}

/** Adds what an element says besides the column itself: keys, references, checks. */
export function addConstraint(def: TableDef, element: TableElement, context: Context, db: string, table: string): void {
  switch (element.k) {
    case 'column': {
      const part: KeyPart = { name: element.name, length: null, desc: false };
      if (element.key === 'primary') addKey(def, 'primary', null, [part], context);
      if (element.key === 'unique') addKey(def, 'unique', null, [part], context);
      if (element.references !== undefined) addForeign(def, { k: 'foreign', name: null, indexName: null, columns: [element.name], ...element.references }, db, table, context);
      return;
    }
    case 'key':
      if (element.ifNotExists === true && def.keys.some((key) => key.name.toLowerCase() === element.name?.toLowerCase())) {
        warn(context, 'Note', 1061, `Duplicate key name '${element.name ?? ''}'`);
        return;
      }
      addKey(def, element.kind, element.name, element.columns, context);
      return;
    case 'foreign':
      addForeign(def, element, db, table, context);
      return;
    case 'check': {
      const numbers = def.checks.map(({ name }) => Number(/^CONSTRAINT_(\d+)$/.exec(name)?.[1] ?? 0));
      def.checks.push({ name: element.name ?? `CONSTRAINT_${Math.max(0, ...numbers) + 1}`, text: print(element.e, asWritten) });
    }
  }
}

/** Error 1075, and 1113 for a table without columns. */
export function checkAutoIncrement(def: TableDef): void {
  if (def.columns.length === 0) throw sqlError(1113);
  const auto = def.columns.filter(({ autoIncrement }) => autoIncrement === true);
  const [first] = auto;
  if (first === undefined) return;
  if (auto.length > 1 || !def.keys.some((key) => key.columns[0]?.name === first.name)) throw sqlError(1075);
}

// ── SHOW CREATE TABLE

/** The default as SHOW CREATE TABLE writes it; null for none. */
export function defaultText(column: ColumnDef): string | null {
  const given = column.default;
  if (given === undefined) return null;
  if ('text' in given) return given.text;
  const text = show(column, given.value);
  if (text === null) return 'NULL';
  return isCharacter(column.type) || isBlob(column.type) || ['date', 'datetime', 'timestamp', 'time', 'inet6', 'uuid'].includes(column.type.base) ? quoteText(text)
    : column.type.base === 'bit' ? `b'${Number(given.value).toString(2)}'` : text;
}

const nowText = (column: ColumnDef): string => `current_timestamp(${(column.type.args?.[0] ?? 0) > 0 ? String(column.type.args?.[0]) : ''})`;

function columnText(column: ColumnDef, def: TableDef): string {
  const parts = [quoteName(column.name), typeText(column.type)];
  if (column.charset !== null && (column.charset !== def.charset || column.collation !== def.collation)) {
    parts.push(`CHARACTER SET ${column.charset} COLLATE ${column.collation ?? ''}`);
  }
  if (column.generated !== undefined) parts.push(`GENERATED ALWAYS AS (${column.generated.text}) ${column.generated.stored ? 'STORED' : 'VIRTUAL'}`);
  else if (column.notNull) parts.push('NOT NULL');
  else if (column.type.base === 'timestamp') parts.push('NULL');
  if (column.invisible === true) parts.push('INVISIBLE');
  const byDefault = column.generated === undefined && column.autoIncrement !== true ? defaultText(column) : null;
  if (byDefault !== null) parts.push(`DEFAULT ${byDefault}`);
  if (column.onUpdate === true) parts.push(`ON UPDATE ${nowText(column)}`);
  if (column.autoIncrement === true) parts.push('AUTO_INCREMENT');
  if (column.comment !== undefined) parts.push(`COMMENT ${quoteText(column.comment)}`);
  if (column.check !== undefined) parts.push(`CHECK (${column.check})`);
  return parts.join(' ');
}

/** Texts in definitions have their quotes doubled. */
const quoteText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;

const KEY_WORDS: Readonly<Record<KeyDef['kind'], string>> = { primary: 'PRIMARY KEY', unique: 'UNIQUE KEY', index: 'KEY', fulltext: 'FULLTEXT KEY', spatial: 'SPATIAL KEY' };

function keyText({ name, kind, columns }: KeyDef): string {
  const parts = columns.map((part) => `${quoteName(part.name)}${part.length === null ? '' : `(${part.length})`}`).join(',');
  return `${KEY_WORDS[kind]} ${kind === 'primary' ? '' : `${quoteName(name)} `}(${parts})`;
}

/** SHOW CREATE TABLE's text. */
export function createText(name: string, def: TableDef, db: string, auto: number): string {
  const lines = [
    ...def.columns.map((column) => columnText(column, def)), ...def.keys.map(keyText),
    ...def.foreign.map((foreign) => foreignText(foreign, db)),
    ...def.checks.map((check) => `CONSTRAINT ${quoteName(check.name)} CHECK (${check.text})`),
  ].map((line) => `  ${line}`);
  const hasAuto = auto > 1 && def.columns.some(({ autoIncrement }) => autoIncrement === true);
  const options = [
    `ENGINE=${def.engine}`, ...(hasAuto ? [`AUTO_INCREMENT=${auto}`] : []), `DEFAULT CHARSET=${def.charset} COLLATE=${def.collation}`,
    ...(def.engine === 'Aria' ? ['PAGE_CHECKSUM=1'] : []), ...(def.engine === 'Aria' && db === 'mysql' ? ['TRANSACTIONAL=1'] : []),
    ...(def.rowFormat === null || def.rowFormat === 'DEFAULT' ? [] : [`ROW_FORMAT=${def.rowFormat}`]),
    ...(def.comment === '' ? [] : [`COMMENT=${quoteText(def.comment)}`]),
  ];
  return `CREATE TABLE ${quoteName(name)} (\n${lines.join(',\n')}\n) ${options.join(' ')}`;
}
