// The server's functions on values. Knows nothing of rows; NULL in, NULL out unless the table says otherwise.
import { byteLength, toBytes } from '../../../../base/bytes.ts';
import {
  addInterval, date, dateOfDay, datetime, datetimeOfMs, datetimeText, dateText, dayName, dayNumber, dayOfYear, daysInMonth, durationText,
  formatDate, microsOf, monthName, parseTime, partsOf, partsOfValue, time, timeText, weekday, weekOfYear, type Parts,
} from './dates.ts';
import type { Context } from './context.ts';
import { DATE, DATETIME, DECIMAL, DOUBLE, INT, INT4, STRING, TIME, type ValueType } from './expression-types.ts';
import { change, follow, readJson, readPath, writeJson, type JsonValue } from './json-text.ts';
import { md5 } from './md5.ts';
import { hex, passwordHash, sha1 } from './sha1.ts';
import {
  compareNumbers, decimal, integerDivide, integerOf, isDecimal, isTemporal, numberOf, numericOf, rescale, textOf, truth, type Value,
} from './values.ts';
import { compareText } from './collation.ts';

type Given = Exclude<Value, null>;

export interface SqlFunction {
  readonly min: number;
  readonly max: number;
  readonly type: ValueType | ((types: readonly ValueType[]) => ValueType);
  /** With `seesNull` the arguments may be NULL; else NULL arguments give NULL at once. */
  readonly seesNull?: boolean;
  readonly run: (args: readonly Given[], context: Context) => Value;
}

const text = (value: Given | undefined): string => (value === undefined ? '' : textOf(value) ?? '');
const number = (value: Given | undefined): number => (value === undefined ? 0 : numberOf(value));
const int = (value: Given | undefined): number => (value === undefined ? 0 : Number(integerOf(value)));

const fn = (min: number, max: number, type: SqlFunction['type'], run: SqlFunction['run']): SqlFunction => ({ min, max, type, run });
const nullable = (min: number, max: number, type: SqlFunction['type'], run: (args: readonly Value[], context: Context) => Value): SqlFunction =>
  ({ min, max, type, seesNull: true, run: run });

/** The common type of values of which one is chosen. */
export function mergeTypes(types: readonly ValueType[]): ValueType {
  const known = types.filter(({ kind }) => kind !== 'null');
  const [first] = known;
  if (first === undefined) return types[0] ?? STRING;
  if (known.every(({ kind }) => kind === first.kind)) return first;
  if (known.every(({ kind }) => ['int', 'dec', 'dbl'].includes(kind))) return known.some(({ kind }) => kind === 'dbl') ? DOUBLE : DECIMAL;
  if (known.every(({ kind }) => kind === 'date' || kind === 'datetime')) return DATETIME;
  return known.find(({ kind, collation }) => kind === 'str' && collation !== undefined) ?? STRING;
}

const numericType = (types: readonly ValueType[]): ValueType => (types[0]?.kind === 'int' ? INT : types[0]?.kind === 'dec' ? DECIMAL : DOUBLE);

function onDate(min: number, max: number, type: ValueType, run: (parts: Parts, args: readonly Given[]) => Value): SqlFunction {
  return fn(min, max, type, (args, context) => {
    const parts = args[0] === undefined ? null : partsOfValue(args[0], datetimeOfMs(context.nowMs).slice(0, 10));
    return parts === null ? null : run(parts, args);
  });
}

const big = (value: number): bigint => BigInt(Math.trunc(value));
const now = (context: Context, digits = 0): string => datetimeOfMs(context.nowMs, digits);
const math = (run: (x: number) => number): SqlFunction => fn(1, 1, DOUBLE, ([x]) => {
  const result = run(number(x));
  return Number.isFinite(result) ? result : null;
});

function round(value: Given, digits: number, isTruncating = false): Value {
  const exact = numericOf(value);
  if (typeof exact === 'number') {
    const scale = 10 ** digits;
    const shifted = exact * scale;
    const result = isTruncating ? Math.trunc(shifted) : Math.sign(shifted) * Math.round(Math.abs(shifted) + 1e-9);
    return result / scale;
  }
  if (typeof exact === 'bigint') {
    if (digits >= 0) return exact;
    const unit = 10n ** BigInt(-digits);
    return (isTruncating ? exact / unit : rescale(decimal(exact, -digits), 0).n) * unit;
  }
  if (isTruncating) return digits >= exact.s ? exact : decimal(exact.n / 10n ** BigInt(exact.s - Math.max(0, digits)), Math.max(0, digits));
  const rounded = rescale(exact, Math.max(0, digits));
  return digits > 0 ? decimal(rescale(exact, Math.min(digits, exact.s)).n, Math.min(digits, exact.s)) : rounded.n;
}

function towards(value: Given, up: boolean): Value {
  const exact = numericOf(value);
  if (typeof exact === 'bigint') return exact;
  if (typeof exact === 'number') return up ? Math.ceil(exact) : Math.floor(exact);
  const unit = 10n ** BigInt(exact.s);
  const whole = exact.n / unit;
  const rest = exact.n % unit;
  return up && rest > 0n ? whole + 1n : !up && rest < 0n ? whole - 1n : whole;
}

function substring(args: readonly Given[]): string {
  const letters = [...text(args[0])];
  const position = int(args[1]);
  const start = position > 0 ? position - 1 : position < 0 ? letters.length + position : -1;
  if (start < 0) return '';
  return letters.slice(start, args[2] === undefined ? undefined : start + Math.max(0, int(args[2]))).join('');
}

function locate(needle: string, hay: string, from: number): bigint {
  return BigInt(hay.toLowerCase().indexOf(needle.toLowerCase(), from - 1) + 1);
}

function extremum(args: readonly Given[], wantsLarger: boolean): Value {
  const areNumbers = args.every((value) => typeof value !== 'string' && !isTemporal(value));
  const compare = (a: Given, b: Given): number => areNumbers
    ? compareNumbers(numericOf(a), numericOf(b)) : compareText(text(a), text(b), 'utf8mb4_general_ci');
  return args.reduce((best, each) => ((compare(each, best) > 0) === wantsLarger && compare(each, best) !== 0 ? each : best));
}

function substringIndex(args: readonly Given[]): string {
  const parts = text(args[0]).split(text(args[1]));
  const count = int(args[2]);
  return (count >= 0 ? parts.slice(0, count) : parts.slice(count)).join(text(args[1]));
}

function jsonOf(value: Value): JsonValue {
  if (value === null) return { t: 'literal', v: 'null' };
  if (typeof value === 'bigint' || typeof value === 'number' || isDecimal(value)) return { t: 'number', v: textOf(value) ?? '0' };
  return { t: 'string', v: textOf(value) ?? '' };
}

function jsonChange(mode: 'set' | 'insert' | 'replace' | 'remove'): SqlFunction {
  return nullable(2, 99, STRING, (args) => {
    let json = args[0] == null ? null : readJson(text(args[0]));
    const step = mode === 'remove' ? 1 : 2;
    for (let index = 1; json !== null && index < args.length; index += step) {
      const path = args[index];
      const steps = path == null ? null : readPath(text(path));
      if (steps === null) return null;
      json = change(json, steps, mode === 'remove' ? null : jsonOf(args[index + 1] ?? null), mode);
    }
    return json === null ? null : writeJson(json);
  });
}

function formatNumber(value: Given, digits: number): string {
  const rounded = textOf(round(value, digits)) ?? '';
  const [whole = '', rest = ''] = rounded.split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return digits > 0 ? `${grouped}.${rest.padEnd(digits, '0').slice(0, digits)}` : grouped;
}

function timestampDiff(unit: string, from: Parts, to: Parts): bigint {
  const micros = microsOf(to) - microsOf(from);
  const size: Readonly<Record<string, number>> = { MICROSECOND: 1, SECOND: 1e6, MINUTE: 60e6, HOUR: 3600e6, DAY: 86400e6, WEEK: 604800e6 };
  if (size[unit] !== undefined) return big(micros / size[unit]);
  const [early, late, sign] = micros >= 0 ? [from, to, 1] : [to, from, -1];
  let months = (late.year - early.year) * 12 + late.month - early.month;
  const restOf = (p: Parts): number => p.day * 86400e6 + ((p.hour * 60 + p.minute) * 60 + p.second) * 1e6 + p.micro;
  if (restOf(late) < restOf(early)) months -= 1;
  return BigInt(sign * Math.trunc(months / (unit === 'YEAR' ? 12 : unit === 'QUARTER' ? 3 : 1)));
}

const strip = (value: string, what: string, atStart: boolean, atEnd: boolean): string => {
  let result = value;
  while (what !== '' && atStart && result.startsWith(what)) result = result.slice(what.length);
  while (what !== '' && atEnd && result.endsWith(what)) result = result.slice(0, -what.length);
  return result;
};

/** Intervals come as `[base, amount, unit]`. */
function interval(sign: 1 | -1): SqlFunction {
  return fn(3, 3, ([base]) => (base?.kind === 'date' || base?.kind === 'datetime' ? base : STRING), ([base, amount, unit], context) => {
    if (base === undefined) return null;
    const parts = partsOfValue(base, now(context).slice(0, 10));
    if (parts === null) return null;
    const name = text(unit);
    const result = addInterval(parts, text(amount), name, sign);
    if (!Number.isFinite(result.year) || result.year > 9999 || result.year < 0) return null;
    const wasDate = isTemporal(base) ? base.t === 'date' : /^\s*\d+[-/.]\d+[-/.]\d+\s*$/.test(text(base));
    const staysDate = wasDate && /DAY$|WEEK|MONTH|QUARTER|YEAR/.test(name);
    const value = staysDate ? dateText(result) : datetimeText(result, result.micro === 0 ? 0 : 6);
    if (!isTemporal(base)) return value;
    return staysDate ? date(value) : datetime(value);
  });
}

/** Functions by name in capitals. */
export const FUNCTIONS: Readonly<Record<string, SqlFunction>> = {
  // text
  CONCAT: fn(1, 99, STRING, (args) => args.map(text).join('')),
  CONCAT_WS: nullable(2, 99, STRING, ([glue, ...rest]) =>
    glue == null ? null : rest.filter((each) => each !== null).map((each) => text(each)).join(text(glue))),
  LENGTH: fn(1, 1, INT4, ([x]) => BigInt(byteLength(text(x)))),
  OCTET_LENGTH: fn(1, 1, INT4, ([x]) => BigInt(byteLength(text(x)))),
  BIT_LENGTH: fn(1, 1, INT, ([x]) => BigInt(byteLength(text(x)) * 8)),
  CHAR_LENGTH: fn(1, 1, INT4, ([x]) => BigInt([...text(x)].length)),
  CHARACTER_LENGTH: fn(1, 1, INT4, ([x]) => BigInt([...text(x)].length)),
  UPPER: fn(1, 1, STRING, ([x]) => text(x).toUpperCase()),
  UCASE: fn(1, 1, STRING, ([x]) => text(x).toUpperCase()),
  LOWER: fn(1, 1, STRING, ([x]) => text(x).toLowerCase()),
  LCASE: fn(1, 1, STRING, ([x]) => text(x).toLowerCase()),
  LEFT: fn(2, 2, STRING, ([x, n]) => [...text(x)].slice(0, Math.max(0, int(n))).join('')),
  RIGHT: fn(2, 2, STRING, ([x, n]) => (int(n) <= 0 ? '' : [...text(x)].slice(-int(n)).join(''))),
  SUBSTRING: fn(2, 3, STRING, substring), SUBSTR: fn(2, 3, STRING, substring), MID: fn(3, 3, STRING, substring),
  SUBSTRING_INDEX: fn(3, 3, STRING, substringIndex),
  LOCATE: fn(2, 3, INT4, ([needle, hay, from]) => locate(text(needle), text(hay), from === undefined ? 1 : int(from))),
  INSTR: fn(2, 2, INT4, ([hay, needle]) => locate(text(needle), text(hay), 1)),
  REPLACE: fn(3, 3, STRING, ([x, a, b]) => (text(a) === '' ? text(x) : text(x).replaceAll(text(a), text(b)))),
  INSERT: fn(4, 4, STRING, ([x, p, n, y]) => { const l = [...text(x)]; return int(p) < 1 || int(p) > l.length ? text(x) : [...l.slice(0, int(p) - 1), text(y), ...l.slice(int(p) - 1 + int(n))].join(''); }),
  REVERSE: fn(1, 1, STRING, ([x]) => [...text(x)].reverse().join('')),
  REPEAT: fn(2, 2, STRING, ([x, n]) => text(x).repeat(Math.min(1e6, Math.max(0, int(n))))),
  SPACE: fn(1, 1, STRING, ([n]) => ' '.repeat(Math.max(0, int(n)))),
  LPAD: fn(2, 3, STRING, ([x, n, p]) => (p === undefined ? text(x).padStart(int(n)) : text(x).padStart(int(n), text(p))).slice(0, Math.max(0, int(n)))),
  RPAD: fn(2, 3, STRING, ([x, n, p]) => (p === undefined ? text(x).padEnd(int(n)) : text(x).padEnd(int(n), text(p))).slice(0, Math.max(0, int(n)))),
  TRIM: fn(1, 2, STRING, ([x, w]) => strip(text(x), w === undefined ? ' ' : text(w), true, true)),
  TRIM_LEADING: fn(1, 2, STRING, ([x, w]) => strip(text(x), w === undefined ? ' ' : text(w), true, false)),
  TRIM_TRAILING: fn(1, 2, STRING, ([x, w]) => strip(text(x), w === undefined ? ' ' : text(w), false, true)),
  LTRIM: fn(1, 1, STRING, ([x]) => text(x).replace(/^ +/, '')),
  RTRIM: fn(1, 1, STRING, ([x]) => text(x).replace(/ +$/, '')),
  ASCII: fn(1, 1, INT4, ([x]) => BigInt(toBytes(text(x))[0] ?? 0)),
  ORD: fn(1, 1, INT, ([x]) => BigInt(text(x).codePointAt(0) ?? 0)),
  CHAR: fn(1, 99, STRING, (args) => args.map((x) => String.fromCodePoint(int(x))).join('')),
  HEX: fn(1, 1, STRING, ([x]) => (typeof x === 'bigint' ? BigInt.asUintN(64, x).toString(16).toUpperCase() : hex(toBytes(text(x))).toUpperCase())),
  UNHEX: fn(1, 1, STRING, ([x]) => (/^([0-9a-f]{2})*$/i.test(text(x)) ? (text(x).match(/../g) ?? []).map((b) => String.fromCharCode(parseInt(b, 16))).join('') : null)),
  BIN: fn(1, 1, STRING, ([x]) => BigInt.asUintN(64, BigInt(int(x))).toString(2)),
  OCT: fn(1, 1, STRING, ([x]) => BigInt(int(x)).toString(8)),
  CONV: fn(3, 3, STRING, ([x, a, b]) => { const n = parseInt(text(x), int(a)); return Number.isNaN(n) ? '0' : n.toString(int(b)).toUpperCase(); }),
  STRCMP: fn(2, 2, INT4, ([a, b]) => BigInt(compareText(text(a), text(b), 'utf8mb4_general_ci'))),
  ELT: nullable(2, 99, STRING, ([n, ...rest]) => (n == null ? null : rest[int(n) - 1] ?? null)),
  FIELD: nullable(2, 99, INT4, ([x, ...rest]) => (x == null ? 0n : BigInt(rest.findIndex((each) => each !== null && text(each).toLowerCase() === text(x).toLowerCase()) + 1))),
  FIND_IN_SET: fn(2, 2, INT4, ([x, set]) => (text(set) === '' ? 0n : BigInt(text(set).split(',').findIndex((each) => each.toLowerCase() === text(x).toLowerCase()) + 1))),
  QUOTE: nullable(1, 1, STRING, ([x]) => (x == null ? 'NULL' : `'${text(x).replace(/['\\]/g, '\\$&')}'`)),
  FORMAT: fn(2, 3, STRING, ([x, n]) => (x === undefined ? null : formatNumber(x, int(n)))),
  TO_BASE64: fn(1, 1, STRING, ([x]) => base64(toBytes(text(x)))),
  MD5: fn(1, 1, STRING, ([x]) => hex(md5(toBytes(text(x))))),
  SHA1: fn(1, 1, STRING, ([x]) => hex(sha1(toBytes(text(x))))), SHA: fn(1, 1, STRING, ([x]) => hex(sha1(toBytes(text(x))))),
  PASSWORD: nullable(1, 1, STRING, ([x]) => (x == null ? '' : passwordHash(text(x)))),
  REGEXP_REPLACE: fn(3, 3, STRING, ([x, p, r]) => text(x).replace(new RegExp(text(p), 'gi'), text(r).replace(/\\(\d)/g, '$$$1'))),
  REGEXP_SUBSTR: fn(2, 2, STRING, ([x, p]) => new RegExp(text(p), 'i').exec(text(x))?.[0] ?? ''),
  // choice
  COALESCE: nullable(1, 99, mergeTypes, (args) => args.find((each) => each !== null) ?? null),
  IFNULL: nullable(2, 2, mergeTypes, ([a, b]) => a ?? b ?? null),
  NVL: nullable(2, 2, mergeTypes, ([a, b]) => a ?? b ?? null),
  NVL2: nullable(3, 3, ([, b, c]) => mergeTypes([b ?? STRING, c ?? STRING]), ([a, b, c]) => (a === null ? c ?? null : b ?? null)),
  ISNULL: nullable(1, 1, INT4, ([a]) => truth(a === null)),
  GREATEST: fn(2, 99, mergeTypes, (args) => extremum(args, true)),
  LEAST: fn(2, 99, mergeTypes, (args) => extremum(args, false)),
  // numbers
  ABS: fn(1, 1, numericType, ([x]) => { const n = numericOf(x ?? 0n); return typeof n === 'bigint' ? (n < 0n ? -n : n) : typeof n === 'number' ? Math.abs(n) : decimal(n.n < 0n ? -n.n : n.n, n.s); }),
  SIGN: fn(1, 1, INT4, ([x]) => BigInt(Math.sign(number(x)))),
  ROUND: fn(1, 2, numericType, ([x, n]) => round(x ?? 0n, int(n))),
  TRUNCATE: fn(2, 2, numericType, ([x, n]) => round(x ?? 0n, int(n), true)),
  CEIL: fn(1, 1, ([t]) => (t?.kind === 'dbl' || t?.kind === 'str' ? DOUBLE : INT), ([x]) => towards(x ?? 0n, true)),
  CEILING: fn(1, 1, ([t]) => (t?.kind === 'dbl' || t?.kind === 'str' ? DOUBLE : INT), ([x]) => towards(x ?? 0n, true)),
  FLOOR: fn(1, 1, ([t]) => (t?.kind === 'dbl' || t?.kind === 'str' ? DOUBLE : INT), ([x]) => towards(x ?? 0n, false)),
  MOD: fn(2, 2, numericType, ([a, b]) => integerDivide(a ?? 0n, b ?? 0n, true)),
  POW: fn(2, 2, DOUBLE, ([a, b]) => number(a) ** number(b)), POWER: fn(2, 2, DOUBLE, ([a, b]) => number(a) ** number(b)),
  SQRT: math(Math.sqrt), EXP: math(Math.exp), LN: math(Math.log), LOG2: math(Math.log2), LOG10: math(Math.log10),
  SIN: math(Math.sin), COS: math(Math.cos), TAN: math(Math.tan), ASIN: math(Math.asin), ACOS: math(Math.acos), ATAN: math(Math.atan),
  LOG: fn(1, 2, DOUBLE, ([a, b]) => (b === undefined ? Math.log(number(a)) : Math.log(number(b)) / Math.log(number(a)))),
  PI: fn(0, 0, DOUBLE, () => decimal(3141593n, 6)),
  DEGREES: math((x) => (x * 180) / Math.PI), RADIANS: math((x) => (x * Math.PI) / 180),
  RAND: fn(0, 1, DOUBLE, (_, context) => context.server.random()),
  CRC32: fn(1, 1, INT, ([x]) => BigInt(crc32(toBytes(text(x))))),
  INET_ATON: fn(1, 1, INT, ([x]) => (/^\d+(\.\d+){3}$/.test(text(x)) ? BigInt(text(x).split('.').reduce((sum, part) => sum * 256 + Number(part), 0)) : null)),
  INET_NTOA: fn(1, 1, STRING, ([x]) => [24, 16, 8, 0].map((shift) => (int(x) / 2 ** shift) & 255).join('.')),
  // dates
  NOW: fn(0, 1, DATETIME, ([n], c) => datetime(now(c, int(n)))), SYSDATE: fn(0, 1, DATETIME, ([n], c) => datetime(now(c, int(n)))),
  CURRENT_TIMESTAMP: fn(0, 1, DATETIME, ([n], c) => datetime(now(c, int(n)))), LOCALTIMESTAMP: fn(0, 1, DATETIME, ([n], c) => datetime(now(c, int(n)))),
  LOCALTIME: fn(0, 1, DATETIME, ([n], c) => datetime(now(c, int(n)))), UTC_TIMESTAMP: fn(0, 1, DATETIME, ([n], c) => datetime(now(c, int(n)))),
  CURDATE: fn(0, 0, DATE, (_, c) => date(now(c).slice(0, 10))), CURRENT_DATE: fn(0, 0, DATE, (_, c) => date(now(c).slice(0, 10))),
  UTC_DATE: fn(0, 0, DATE, (_, c) => date(now(c).slice(0, 10))),
  CURTIME: fn(0, 1, TIME, (_, c) => time(now(c).slice(11))), CURRENT_TIME: fn(0, 1, TIME, (_, c) => time(now(c).slice(11))), UTC_TIME: fn(0, 1, TIME, (_, c) => time(now(c).slice(11))),
  UNIX_TIMESTAMP: fn(0, 1, INT, ([x], c) => { if (x === undefined) return big(c.nowMs / 1000); const p = partsOfValue(x); return p === null ? 0n : big(microsOf(p) / 1e6); }),
  FROM_UNIXTIME: fn(1, 2, ([, f]) => (f === undefined ? DATETIME : STRING), ([x, f]) => { const p = partsOf(Math.round(number(x) * 1e6)); return f === undefined ? datetime(datetimeText(p, p.micro === 0 ? 0 : 6)) : formatDate(p, text(f)); }),
  DATE: onDate(1, 1, DATE, (p) => date(dateText(p))), TIMESTAMP: onDate(1, 2, DATETIME, (p) => datetime(datetimeText(p))),
  TIME: fn(1, 1, TIME, ([x]) => { const t = text(x); const micros = parseTime(/\d-\d/.test(t) ? t.slice(11) || '00:00:00' : t); return micros === null ? null : time(durationText(micros)); }),
  YEAR: onDate(1, 1, INT4, (p) => BigInt(p.year)), MONTH: onDate(1, 1, INT4, (p) => BigInt(p.month)), DAY: onDate(1, 1, INT4, (p) => BigInt(p.day)),
  DAYOFMONTH: onDate(1, 1, INT4, (p) => BigInt(p.day)), QUARTER: onDate(1, 1, INT4, (p) => BigInt(Math.ceil(p.month / 3))),
  HOUR: timePart((s) => Math.floor(s / 3600)), MINUTE: timePart((s) => Math.floor(s / 60) % 60), SECOND: timePart((s) => s % 60),
  MICROSECOND: onDate(1, 1, INT4, (p) => BigInt(p.micro)),
  DAYOFWEEK: onDate(1, 1, INT4, (p) => BigInt(weekday(p) + 1)), WEEKDAY: onDate(1, 1, INT4, (p) => BigInt((weekday(p) + 6) % 7)),
  DAYOFYEAR: onDate(1, 1, INT4, (p) => BigInt(dayOfYear(p))), WEEK: onDate(1, 2, INT4, (p) => BigInt(weekOfYear(p))), WEEKOFYEAR: onDate(1, 1, INT4, (p) => BigInt(weekOfYear(p))),
  DAYNAME: onDate(1, 1, STRING, dayName), MONTHNAME: onDate(1, 1, STRING, monthName),
  LAST_DAY: onDate(1, 1, DATE, (p) => date(dateText({ ...p, day: daysInMonth(p.year, p.month) }))),
  TO_DAYS: onDate(1, 1, INT4, (p) => BigInt(dayNumber(p.year, p.month, p.day) + 719528)),
  FROM_DAYS: fn(1, 1, DATE, ([x]) => date(dateText(dateOfDay(int(x) - 719528)))),
  TO_SECONDS: onDate(1, 1, INT, (p) => big(microsOf(p) / 1e6 + 719528 * 86400)),
  DATE_FORMAT: onDate(2, 2, STRING, (p, args) => formatDate(p, text(args[1]))),
  TIME_FORMAT: fn(2, 2, STRING, ([x, f]) => { const p = partsOfValue(x ?? '', '1970-01-01') ?? partsOfValue(`1970-01-01 ${text(x)}`); return p === null ? null : formatDate(p, text(f)); }),
  STR_TO_DATE: fn(2, 2, DATETIME, ([x, f]) => strToDate(text(x), text(f))),
  DATEDIFF: fn(2, 2, INT4, ([a, b]) => { const [p, q] = [partsOfValue(a ?? ''), partsOfValue(b ?? '')]; return p === null || q === null ? null : BigInt(dayNumber(p.year, p.month, p.day) - dayNumber(q.year, q.month, q.day)); }),
  TIMEDIFF: fn(2, 2, TIME, ([a, b]) => { const [p, q] = [partsOfValue(a ?? ''), partsOfValue(b ?? '')]; if (p !== null && q !== null) return time(durationText(microsOf(p) - microsOf(q))); const [s, t] = [parseTime(text(a)), parseTime(text(b))]; return s === null || t === null ? null : time(durationText(s - t)); }),
  TIMESTAMPDIFF: fn(3, 3, INT, ([u, a, b]) => { const [p, q] = [partsOfValue(a ?? ''), partsOfValue(b ?? '')]; return p === null || q === null ? null : timestampDiff(text(u), p, q); }),
  TIMESTAMPADD: fn(3, 3, DATETIME, ([u, n, x]) => { const p = partsOfValue(x ?? ''); return p === null ? null : datetime(datetimeText(addInterval(p, text(n), text(u), 1))); }),
  EXTRACT: fn(2, 2, INT, ([u, x]) => { const p = partsOfValue(x ?? '', '1970-01-01'); return p === null ? null : extract(text(u), p); }),
  SEC_TO_TIME: fn(1, 1, TIME, ([x]) => time(durationText(number(x) * 1e6))),
  TIME_TO_SEC: fn(1, 1, INT, ([x]) => { const t = text(x); return big((parseTime(/\d-\d/.test(t) ? t.slice(11) : t) ?? 0) / 1e6); }),
  MAKEDATE: fn(2, 2, DATE, ([y, d]) => date(dateText(dateOfDay(dayNumber(int(y), 1, 1) + int(d) - 1)))),
  PERIOD_DIFF: fn(2, 2, INT, ([a, b]) => BigInt(Math.floor(int(a) / 100) * 12 + (int(a) % 100) - Math.floor(int(b) / 100) * 12 - (int(b) % 100))),
  ADDTIME: fn(2, 2, STRING, ([a, b]) => { const p = partsOfValue(a ?? ''); const t = parseTime(text(b)) ?? 0; return p === null ? durationText((parseTime(text(a)) ?? 0) + t) : datetimeText(partsOf(microsOf(p) + t)); }),
  DATE_ADD: interval(1), DATE_SUB: interval(-1),
  // the session
  DATABASE: nullable(0, 0, STRING, (_, c) => c.session.database), SCHEMA: nullable(0, 0, STRING, (_, c) => c.session.database),
  VERSION: fn(0, 0, STRING, (_, c) => c.server.version), USER: fn(0, 0, STRING, (_, c) => `${c.session.user}@${c.session.host}`),
  SESSION_USER: fn(0, 0, STRING, (_, c) => `${c.session.user}@${c.session.host}`), SYSTEM_USER: fn(0, 0, STRING, (_, c) => `${c.session.user}@${c.session.host}`),
  CURRENT_USER: fn(0, 0, STRING, (_, c) => `${c.session.account?.user ?? ''}@${c.session.account?.host ?? ''}`),
  CURRENT_ROLE: nullable(0, 0, STRING, (_, c) => c.session.role),
  CONNECTION_ID: fn(0, 0, INT, (_, c) => BigInt(c.session.id)),
  LAST_INSERT_ID: fn(0, 1, INT, ([x], c) => { if (x !== undefined) c.session.lastInsertId = integerOf(x).toString(); return BigInt(c.session.lastInsertId); }),
  ROW_COUNT: fn(0, 0, INT, (_, c) => BigInt(c.session.rowCount)), FOUND_ROWS: fn(0, 0, INT, (_, c) => BigInt(c.session.foundRows)),
  CHARSET: fn(1, 1, STRING, () => 'utf8mb4'), COLLATION: fn(1, 1, STRING, () => 'utf8mb4_general_ci'),
  UUID: fn(0, 0, STRING, (_, c) => c.server.uuid()), SLEEP: fn(1, 1, INT4, () => 0n), BENCHMARK: fn(2, 2, INT4, () => 0n),
  GET_LOCK: fn(2, 2, INT4, () => 1n), RELEASE_LOCK: fn(1, 1, INT4, () => 1n), IS_FREE_LOCK: fn(1, 1, INT4, () => 1n),
  // JSON
  JSON_VALID: fn(1, 1, INT4, ([x]) => truth(readJson(text(x)) !== null)),
  JSON_VALUE: fn(2, 2, STRING, ([x, p]) => { const found = jsonAt(x, p); return found === null || !('v' in found) || (found.t === 'literal' && found.v === 'null') ? null : found.v === 'true' && found.t === 'literal' ? '1' : found.v === 'false' && found.t === 'literal' ? '0' : found.v; }),
  JSON_EXTRACT: fn(2, 2, STRING, ([x, p]) => { const found = jsonAt(x, p); return found === null ? null : writeJson(found); }),
  JSON_QUERY: fn(2, 2, STRING, ([x, p]) => { const found = jsonAt(x, p); return found === null || 'v' in found ? null : writeJson(found); }),
  JSON_UNQUOTE: fn(1, 1, STRING, ([x]) => { const json = readJson(text(x)); return json?.t === 'string' ? json.v : text(x); }),
  JSON_QUOTE: fn(1, 1, STRING, ([x]) => JSON.stringify(text(x))),
  JSON_EXISTS: fn(2, 2, INT4, ([x, p]) => truth(jsonAt(x, p) !== null)),
  JSON_LENGTH: fn(1, 2, INT4, ([x]) => { const json = readJson(text(x)); return json === null ? null : BigInt(json.t === 'array' ? json.items.length : json.t === 'object' ? json.members.length : 1); }),
  JSON_KEYS: fn(1, 1, STRING, ([x]) => { const json = readJson(text(x)); return json?.t === 'object' ? `[${json.members.map(([name]) => JSON.stringify(name)).join(', ')}]` : null; }),
  JSON_TYPE: fn(1, 1, STRING, ([x]) => { const json = readJson(text(x)); return json === null ? null : json.t === 'literal' ? (json.v === 'null' ? 'NULL' : 'BOOLEAN') : json.t === 'number' ? (/[.eE]/.test(json.v) ? 'DOUBLE' : 'INTEGER') : json.t.toUpperCase(); }),
  JSON_OBJECT: nullable(0, 99, STRING, (args) => { const members: [string, JsonValue][] = []; for (let i = 0; i < args.length; i += 2) members.push([args[i] == null ? '' : text(args[i] as Given), jsonOf(args[i + 1] ?? null)]); return writeJson({ t: 'object', members }); }),
  JSON_ARRAY: nullable(0, 99, STRING, (args) => writeJson({ t: 'array', items: args.map(jsonOf) })),
  JSON_CONTAINS: fn(2, 2, INT4, ([x, y]) => truth(text(x).replace(/\s/g, '').includes(text(y).replace(/\s/g, '')))),
  JSON_COMPACT: fn(1, 1, STRING, ([x]) => { const json = readJson(text(x)); return json === null ? null : writeJson(json, true); }),
  JSON_DETAILED: fn(1, 1, STRING, ([x]) => { const json = readJson(text(x)); return json === null ? null : detailed(json, 0); }),
  JSON_SET: jsonChange('set'), JSON_INSERT: jsonChange('insert'), JSON_REPLACE: jsonChange('replace'), JSON_REMOVE: jsonChange('remove'),
};

function detailed(json: JsonValue, depth: number): string {
  const pad = '    '.repeat(depth);
  if (json.t === 'object') return `{\n${json.members.map(([name, v]) => `${pad}    ${JSON.stringify(name)}: ${'v' in v ? '' : `\n${pad}    `}${detailed(v, depth + 1)}`).join(',\n')}\n${pad}}`;
  if (json.t === 'array') return `[\n${json.items.map((v) => `${pad}    ${detailed(v, depth + 1)}`).join(',\n')}\n${pad}]`;
  return writeJson(json);
}

function jsonAt(value: Given | undefined, path: Given | undefined): JsonValue | null {
  const json = readJson(text(value));
  const steps = readPath(text(path));
  return json === null || steps === null ? null : follow(json, steps);
}

function timePart(pick: (seconds: number) => number): SqlFunction {
  return fn(1, 1, INT4, ([x]) => {
    const t = text(x);
    const isDate = /\d-\d/.test(t);
    const micros = parseTime(isDate ? t.slice(11) || '00:00:00' : t);
    return micros === null ? null : BigInt(pick(Math.floor(Math.abs(micros) / 1e6)));
  });
}

function extract(unit: string, p: Parts): bigint {
  const simple: Readonly<Record<string, number>> = {
    YEAR: p.year, QUARTER: Math.ceil(p.month / 3), MONTH: p.month, WEEK: weekOfYear(p), DAY: p.day, HOUR: p.hour, MINUTE: p.minute,
    SECOND: p.second, MICROSECOND: p.micro, YEAR_MONTH: p.year * 100 + p.month, DAY_HOUR: p.day * 100 + p.hour,
    DAY_MINUTE: (p.day * 100 + p.hour) * 100 + p.minute, DAY_SECOND: ((p.day * 100 + p.hour) * 100 + p.minute) * 100 + p.second,
    HOUR_MINUTE: p.hour * 100 + p.minute, HOUR_SECOND: (p.hour * 100 + p.minute) * 100 + p.second, MINUTE_SECOND: p.minute * 100 + p.second,
  };
  return BigInt(simple[unit] ?? 0);
}

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

function strToDate(given: string, format: string): Value {
  const p: Parts = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0, micro: 0 };
  const digits = (most: number): [string, (t: string) => number] => [`(\\d{1,${most}})`, Number];
  const fields: Readonly<Record<string, [string, (t: string) => number, keyof Parts]>> = {
    Y: [...digits(4), 'year'], m: [...digits(2), 'month'], c: [...digits(2), 'month'], d: [...digits(2), 'day'], e: [...digits(2), 'day'],
    H: [...digits(2), 'hour'], k: [...digits(2), 'hour'], i: [...digits(2), 'minute'], s: [...digits(2), 'second'], S: [...digits(2), 'second'],
    f: ['(\\d{1,6})', (t) => Number(t.padEnd(6, '0')), 'micro'], y: ['(\\d{2})', (t) => Number(t) + (Number(t) < 70 ? 2000 : 1900), 'year'],
    b: ['([A-Za-z]{3})', (t) => MONTHS.indexOf(t.toLowerCase()) + 1, 'month'], M: ['([A-Za-z]+)', (t) => MONTHS.indexOf(t.slice(0, 3).toLowerCase()) + 1, 'month'],
  };
  const used: [(t: string) => number, keyof Parts][] = [];
  const source = format.replace('%T', '%H:%i:%s').replace(/%(.)|[.*+?^${}()|[\]\\]/g, (whole, letter: string | undefined) => {
    const field = letter === undefined ? undefined : fields[letter];
    if (field === undefined) return letter ?? `\\${whole}`;
    used.push([field[1], field[2]]);
    return field[0];
  });
  const match = new RegExp(`^\\s*${source}`).exec(given);
  if (match === null) return null;
  used.forEach(([read, name], index) => { p[name] = read(match[index + 1] ?? ''); });
  const hasTime = /%[HkisSfT]/.test(format);
  const hasDate = /%[YymcdebM]/.test(format);
  if (!hasDate) return time(timeText(p));
  return hasTime ? datetime(datetimeText(p)) : date(dateText(p));
}

function base64(bytes: Uint8Array): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  let out = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const word = ((bytes[index] ?? 0) << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    const left = bytes.length - index;
    out += letters.charAt(word >> 18) + letters.charAt((word >> 12) & 63) + (left > 1 ? letters.charAt((word >> 6) & 63) : '=') + (left > 2 ? letters.charAt(word & 63) : '=');
  }
  return out;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
