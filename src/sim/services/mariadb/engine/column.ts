// Columns: their types, how they are shown, and how values are stored in them. Knows nothing of tables' files.
import { byteLength } from '../../../../base/bytes.ts';
import type { ColumnType } from '../../../protocol/mysql.ts';
import type { TypeSpec } from '../grammar/ast.ts';
import { bytesPerCharacter, compareText } from './collation.ts';
import { datetimeText, dateText, durationText, parseDate, parseTime } from './dates.ts';
import { messageOf, sqlError, type ErrorCode } from './errors.ts';
import {
  compareNumbers, decimal, decimalText, doubleText, floatText, integerOf, isDecimal, isTemporal, numberOf, numericOf, parseDecimal,
  rescale, textOf, type Value,
} from './values.ts';

/** What a table's file holds of one field: numbers where they are safe integers or doubles, else text. */
export type Stored = null | number | string;

/** A column as a table's file keeps it: plain data. */
export interface ColumnDef {
  name: string;
  type: TypeSpec;
  charset: string | null;
  collation: string | null;
  notNull: boolean;
  /** Absent: no default. `text` is an expression in SQL, shown as it is. */
  default?: { value: Stored } | { text: string };
  autoIncrement?: boolean;
  onUpdate?: boolean;
  comment?: string;
  invisible?: boolean;
  generated?: { text: string; stored: boolean };
  check?: string;
}

const INT_BITS: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n };
const INT_WIDTH: Readonly<Record<string, readonly [number, number]>> = {
  tinyint: [4, 3], smallint: [6, 5], mediumint: [9, 8], int: [11, 10], bigint: [20, 20],
};
const TEXT_BYTES: Readonly<Record<string, number>> = {
  tinytext: 255, text: 65535, mediumtext: 16777215, longtext: 4294967295, tinyblob: 255, blob: 65535, mediumblob: 16777215,
  longblob: 4294967295,
};
const WIRE: Readonly<Record<string, ColumnType>> = {
  tinyint: 'TINY', smallint: 'SHORT', mediumint: 'INT24', int: 'LONG', bigint: 'LONGLONG', decimal: 'NEWDECIMAL', float: 'FLOAT',
  double: 'DOUBLE', bit: 'BIT', year: 'YEAR', varchar: 'VAR_STRING', varbinary: 'VAR_STRING', char: 'STRING', binary: 'STRING',
  enum: 'STRING', set: 'STRING', date: 'DATE', time: 'TIME', datetime: 'DATETIME', timestamp: 'TIMESTAMP',
};

export const isInteger = (type: TypeSpec): boolean => type.base in INT_BITS;
export const isText = (type: TypeSpec): boolean => type.base in TEXT_BYTES;
export const isBlob = (type: TypeSpec): boolean => type.base.endsWith('blob') || type.base === 'binary' || type.base === 'varbinary';
export const isCharacter = (type: TypeSpec): boolean =>
  ['char', 'varchar', 'enum', 'set', 'tinytext', 'text', 'mediumtext', 'longtext'].includes(type.base);
export const isTime = (type: TypeSpec): boolean => ['date', 'time', 'datetime', 'timestamp'].includes(type.base);
export const wireType = (type: TypeSpec): ColumnType => WIRE[type.base] ?? 'BLOB';
/** Digits of the fraction of a second. */
export const fractionDigits = (type: TypeSpec): number => type.args?.[0] ?? 0;

/** The type as SHOW CREATE TABLE writes it: `int(10) unsigned`, `varchar(64)`, `enum('a','b')`. */
export function typeText(type: TypeSpec): string {
  const args = type.values !== null ? `(${type.values.map((value) => `'${value.replaceAll("'", "''")}'`).join(',')})`
    : type.args === null ? '' : `(${type.args.join(',')})`;
  return `${type.base}${args}${type.unsigned ? ' unsigned' : ''}${type.zerofill ? ' zerofill' : ''}`;
}

/** Fills in what a type leaves out: display widths, `bool`, `json`, length 1 of char. */
export function completeType(type: TypeSpec, column: string): TypeSpec {
  const { base, args } = type;
  if (base.startsWith('?')) throw sqlError(4161, base.slice(1));
  if (base === 'bool') return { ...type, base: 'tinyint', args: [1] };
  const width = INT_WIDTH[base];
  if (width !== undefined) return { ...type, args: [args?.[0] ?? width[type.unsigned ? 1 : 0]] };
  if (base === 'decimal') return { ...type, args: [args?.[0] ?? 10, args?.[1] ?? 0] };
  if ((base === 'float' || base === 'double') && args?.length === 1) return { ...type, base: (args[0] ?? 0) > 24 ? 'double' : base, args: null };
  if (base === 'char' || base === 'binary' || base === 'bit') return { ...type, args: args ?? [1] };
  if (base === 'year') return { ...type, args: [4] };
  if (base === 'json') return { ...type, base: 'longtext', args: null };
  if (base === 'varchar' || base === 'varbinary') {
    if (args === null) throw sqlError(1064, column, 1);
    return type;
  }
  return isTime(type) && (args?.[0] ?? 0) === 0 ? { ...type, args: null } : TEXT_BYTES[base] !== undefined ? { ...type, args: null } : type;
}

/** A stored field as a value of its column's type. */
export function load(column: ColumnDef, stored: Stored): Value {
  if (stored === null) return null;
  const { type } = column;
  if (type.base in INT_BITS || type.base === 'year' || type.base === 'bit') return BigInt(stored);
  switch (type.base) {
    case 'decimal': return parseDecimal(String(stored));
    case 'double': return Number(stored);
    case 'float': return Number(stored);
    case 'datetime': case 'timestamp': return { t: 'datetime', v: String(stored) };
    case 'date': return { t: 'date', v: String(stored) };
    case 'time': return { t: 'time', v: String(stored) };
    default: return String(stored);
  }
}

/** A stored field as the text protocol sends it. */
export function show(column: ColumnDef, stored: Stored): string | null {
  if (stored === null) return null;
  const { type } = column;
  if (typeof stored === 'string') return stored;
  if (type.base === 'float') return type.args !== null ? stored.toFixed(type.args[1] ?? 0) : floatText(stored);
  if (type.base === 'double') return type.args !== null ? stored.toFixed(type.args[1] ?? 0) : doubleText(stored);
  if (type.base === 'bit') return String.fromCharCode(stored);
  return type.zerofill ? String(stored).padStart(type.args?.[0] ?? 0, '0') : String(stored);
}

/** Where a value goes: for the words of errors and warnings. `strict` errors become warnings otherwise. */
export interface StoreContext {
  readonly database: string;
  readonly table: string;
  readonly row: number;
  readonly isStrict: boolean;
  warn(code: number, message: string): void;
}

function complain(context: StoreContext, code: ErrorCode, ...args: readonly (string | number)[]): void {
  if (context.isStrict) throw sqlError(code, ...args);
  context.warn(code, messageOf(code, ...args));
}

const incorrect = (context: StoreContext, code: 1366 | 1292, what: string, value: string, column: ColumnDef): void =>
  complain(context, code, what, value, context.database, context.table, column.name, context.row);

/** Converts a value for a column; throws (strict mode) or warns where it does not fit. NULL is the caller's affair. */
export function store(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  const { base } = column.type;
  if (base in INT_BITS) return storeInteger(column, value, context);
  switch (base) {
    case 'decimal': return storeDecimal(column, value, context);
    case 'float': case 'double': return storeDouble(column, value, context);
    case 'bit': case 'year': return Number(integerOf(value));
    case 'date': case 'datetime': case 'timestamp': return storeDate(column, value, context);
    case 'time': return storeTime(column, value, context);
    case 'enum': return storeEnum(column, value, context);
    case 'set': return storeSet(column, value, context);
    default: return storeText(column, textOf(value) ?? '', context);
  }
}

function checkNumber(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext, what: string): void {
  if (typeof value !== 'string') return;
  if (/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return;
  if (/^\s*[+-]?(\d|\.\d)/.test(value)) complain(context, 1265, column.name, context.row);
  else incorrect(context, 1366, what, value, column);
}

function storeInteger(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  checkNumber(column, value, context, 'integer');
  const bits = INT_BITS[column.type.base] ?? 64n;
  const [low, high] = column.type.unsigned ? [0n, (1n << bits) - 1n] : [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n];
  const numeric = numericOf(value);
  const isOutside = compareNumbers(numeric, low) < 0 || compareNumbers(numeric, high) > 0;
  let number = integerOf(value);
  if (isOutside || number < low || number > high) {
    complain(context, 1264, column.name, context.row);
    number = compareNumbers(numeric, low) < 0 ? low : high;
  }
  return Number.isSafeInteger(Number(number)) ? Number(number) : number.toString();
}

function storeDecimal(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  checkNumber(column, value, context, 'decimal');
  const [precision = 10, scale = 0] = column.type.args ?? [];
  const exact = isDecimal(value) ? value
    : typeof value === 'bigint' ? decimal(value, 0)
    : parseDecimal(typeof value === 'string' && /e/i.test(value) ? doubleText(Number(value)) : textOf(value) ?? '0');
  const rounded = rescale(exact, scale);
  const limit = 10n ** BigInt(precision);
  const size = rounded.n < 0n ? -rounded.n : rounded.n;
  if (size < limit && !(column.type.unsigned && rounded.n < 0n)) {
    if (rounded.n * 10n ** BigInt(Math.max(0, exact.s - scale)) !== exact.n * 10n ** BigInt(Math.max(0, scale - exact.s))) {
      context.warn(1265, messageOf(1265, column.name, context.row));
    }
    return decimalText(rounded);
  }
  complain(context, 1264, column.name, context.row);
  return decimalText(decimal(column.type.unsigned && rounded.n < 0n ? 0n : rounded.n < 0n ? -(limit - 1n) : limit - 1n, scale));
}

function storeDouble(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  checkNumber(column, value, context, 'double');
  const number = numberOf(value);
  if (column.type.unsigned && number < 0) {
    complain(context, 1264, column.name, context.row);
    return 0;
  }
  return column.type.base === 'float' ? Math.fround(number) : number;
}

function storeDate(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  const { base } = column.type;
  const text = textOf(value) ?? '';
  const parsed = parseDate(text);
  const isZero = /^0{1,4}-0{1,2}-0{1,2}/.test(text) || text === '0';
  if (parsed === null && !isZero) {
    incorrect(context, 1292, base === 'date' ? 'date' : 'datetime', text, column);
    return base === 'date' ? '0000-00-00' : '0000-00-00 00:00:00';
  }
  if (parsed === null) return base === 'date' ? '0000-00-00' : '0000-00-00 00:00:00';
  if (parsed.rest !== '') complain(context, 1265, column.name, context.row);
  return base === 'date' ? dateText(parsed.parts) : datetimeText(parsed.parts, fractionDigits(column.type));
}

function storeTime(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  const text = isTemporal(value) && value.t === 'datetime' ? value.v.slice(11) : textOf(value) ?? '';
  const micros = parseTime(text);
  if (micros === null) incorrect(context, 1292, 'time', text, column);
  return durationText(micros ?? 0, fractionDigits(column.type));
}

function storeEnum(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  const values = column.type.values ?? [];
  if (typeof value !== 'string') {
    const chosen = values[Number(integerOf(value)) - 1];
    if (chosen !== undefined) return chosen;
  }
  const text = textOf(value) ?? '';
  const found = values.find((each) => compareText(each, text, column.collation ?? 'utf8mb4_general_ci') === 0);
  if (found === undefined) complain(context, 1265, column.name, context.row);
  return found ?? '';
}

function storeSet(column: ColumnDef, value: Exclude<Value, null>, context: StoreContext): Stored {
  const values = column.type.values ?? [];
  if (typeof value !== 'string') {
    const bits = integerOf(value);
    return values.filter((_, index) => (bits & (1n << BigInt(index))) !== 0n).join(',');
  }
  const wanted = value === '' ? [] : value.split(',');
  const isKnown = (each: string): boolean => values.some((known) => compareText(known, each, 'utf8mb4_general_ci') === 0);
  if (!wanted.every(isKnown)) complain(context, 1265, column.name, context.row);
  return values.filter((known) => wanted.some((each) => compareText(known, each, 'utf8mb4_general_ci') === 0)).join(',');
}

function storeText(column: ColumnDef, text: string, context: StoreContext): Stored {
  const { base, args } = column.type;
  const limit = TEXT_BYTES[base];
  const isBytes = isBlob(column.type);
  const length = limit !== undefined || isBytes ? byteLength(text) : [...text].length;
  const most = limit ?? args?.[0] ?? Infinity;
  if (length > most) {
    const cut = limit !== undefined || isBytes ? text.slice(0, most) : [...text].slice(0, most).join('');
    const isBlankRest = !isBytes && /^ *$/.test(text.slice(cut.length));
    if (!isBlankRest && context.isStrict) throw sqlError(1406, column.name, context.row);
    if (!isBlankRest) context.warn(1265, messageOf(1265, column.name, context.row));
    return base === 'char' ? cut.replace(/ +$/, '') : cut;
  }
  if (base === 'char') return text.replace(/ +$/, '');
  return base === 'binary' ? text.padEnd(most, '\0') : text;
}

/** What a NOT NULL column without default gets outside strict mode. */
export function implicitDefault({ type }: ColumnDef): Stored {
  if (isInteger(type) || ['float', 'double', 'bit', 'year'].includes(type.base)) return 0;
  if (type.base === 'decimal') return decimalText(decimal(0n, type.args?.[1] ?? 0));
  if (type.base === 'enum') return type.values?.[0] ?? '';
  if (type.base === 'date') return '0000-00-00';
  if (type.base === 'time') return '00:00:00';
  return isTime(type) ? '0000-00-00 00:00:00' : '';
}

/** Bytes a column takes in a key (for error 1071 and STATISTICS). */
export function keyBytes({ type, charset }: ColumnDef, prefix: number | null): number {
  if (isCharacter(type) && type.values === null) return (prefix ?? type.args?.[0] ?? 0) * bytesPerCharacter(charset ?? 'latin1');
  if (isBlob(type)) return prefix ?? type.args?.[0] ?? 0;
  return type.base in INT_BITS ? Number((INT_BITS[type.base] ?? 64n) / 8n) : 8;
}
