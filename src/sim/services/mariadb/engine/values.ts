// Values of SQL expressions: exact integers as bigint, doubles as number, strings, decimals and times. Knows nothing
// of tables.

/** An exact decimal: `n` / 10^`s`. */
export interface Decimal {
  readonly t: 'dec';
  readonly n: bigint;
  readonly s: number;
}

/** A point in time in canonical text: `2026-11-20 07:34:17`, `2026-11-20`, `07:34:17`; fractions follow a dot. */
export interface Temporal {
  readonly t: 'datetime' | 'date' | 'time';
  readonly v: string;
}

export type Value = null | bigint | number | string | Decimal | Temporal;

export const decimal = (n: bigint, s: number): Decimal => ({ t: 'dec', n, s });

export const isDecimal = (value: Value): value is Decimal => typeof value === 'object' && value !== null && value.t === 'dec';

export const isTemporal = (value: Value): value is Temporal =>
  typeof value === 'object' && value !== null && value.t !== 'dec';

export const truth = (is: boolean): bigint => (is ? 1n : 0n);

const TEN = 10n;

export function decimalText(value: Decimal): string {
  const digits = (value.n < 0n ? -value.n : value.n).toString().padStart(value.s + 1, '0');
  const sign = value.n < 0n ? '-' : '';
  return value.s === 0 ? sign + digits : `${sign}${digits.slice(0, -value.s)}.${digits.slice(-value.s)}`;
}

/** Reads `-12.50` as a decimal with the scale it is written in. */
export function parseDecimal(text: string): Decimal {
  const [, sign = '', whole = '', fraction = ''] = /^\s*([+-]?)(\d*)(?:\.(\d*))?/.exec(text) ?? [];
  const n = BigInt(`${whole}${fraction}` === '' ? '0' : `${whole}${fraction}`);
  return decimal(sign === '-' ? -n : n, fraction.length);
}

/** The same value with `scale` digits after the point, rounded half away from zero. */
export function rescale(value: Decimal, scale: number): Decimal {
  if (scale === value.s) return value;
  if (scale > value.s) return decimal(value.n * TEN ** BigInt(scale - value.s), scale);
  const divisor = TEN ** BigInt(value.s - scale);
  const half = divisor / 2n;
  return decimal((value.n < 0n ? value.n - half : value.n + half) / divisor, scale);
}

/** A double as MariaDB prints it: shortest digits, exponent from 1e15 and below 1e-15. */
export function doubleText(value: number): string {
  if (value === 0) return '0';
  if (!Number.isFinite(value)) return 'NULL';
  const size = Math.abs(value);
  if (size >= 1e15 || size < 1e-15) return value.toExponential().replace('e+', 'e').replace(/\.0+e/, 'e');
  const text = String(value);
  if (!text.includes('e')) return text;
  const [, sign = '', digits = '', exponent = ''] = /^(-?)([\d.]+)e(-?\d+)$/.exec(text) ?? [];
  return `${sign}0.${'0'.repeat(-Number(exponent) - 1)}${digits.replace('.', '')}`;
}

/** A FLOAT with its six significant digits. */
export function floatText(value: number): string {
  if (value === 0) return '0';
  return doubleText(Number(value.toPrecision(6)));
}

/** The value as text, as the text protocol sends it; null for NULL. */
export function textOf(value: Value): string | null {
  if (value === null || typeof value === 'string') return value;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value === 'number') return doubleText(value);
  return value.t === 'dec' ? decimalText(value) : value.v;
}

/** The leading number of a string, as MariaDB converts it (0 when there is none). */
export function leadingNumber(text: string): number {
  const match = /^\s*[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?)/.exec(text);
  return match === null ? 0 : Number(match[0]);
}

/** The value as a double. */
export function numberOf(value: Exclude<Value, null>): number {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return leadingNumber(value);
  if (value.t === 'dec') return Number(value.n) / 10 ** value.s;
  return Number(value.v.replace(/[-: ]/g, ''));
}

/** The value as an exact number where it is one, else as a double. */
export function numericOf(value: Exclude<Value, null>): bigint | number | Decimal {
  if (typeof value === 'string') return leadingNumber(value);
  if (typeof value === 'object' && value.t !== 'dec') {
    const digits = value.v.replace(/[-: ]/g, '');
    return digits.includes('.') ? parseDecimal(digits) : BigInt(digits);
  }
  return value;
}

/** The value rounded to an integer, for bit operations and integer columns. */
export function integerOf(value: Exclude<Value, null>): bigint {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'string') {
    const match = /^\s*([+-]?\d+)(?![\d.eE])/.exec(value);
    return match?.[1] === undefined ? BigInt(Math.round(leadingNumber(value))) : BigInt(match[1]);
  }
  const number = numericOf(value);
  if (typeof number === 'bigint') return number;
  if (typeof number === 'number') return roundDouble(number);
  return rescale(number, 0).n;
}

function roundDouble(number: number): bigint {
  if (Number.isNaN(number)) return 0n;
  const limited = Math.max(Math.min(number, 1.8446744073709552e19), -9.223372036854775e18);
  return BigInt(limited < 0 ? -Math.round(-limited) : Math.round(limited));
}

/** Whether a condition holds; NULL does not. */
export function isTrue(value: Value): boolean {
  if (value === null) return false;
  if (typeof value === 'bigint') return value !== 0n;
  return numberOf(value) !== 0;
}

const toDecimal = (value: bigint | Decimal): Decimal => (typeof value === 'bigint' ? decimal(value, 0) : value);

/** Compares numbers exactly where both are exact. */
export function compareNumbers(a: bigint | number | Decimal, b: bigint | number | Decimal): number {
  if (typeof a === 'number' || typeof b === 'number') {
    const x = numberOf(a);
    const y = numberOf(b);
    return x < y ? -1 : x > y ? 1 : 0;
  }
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  const scale = Math.max(toDecimal(a).s, toDecimal(b).s);
  const x = rescale(toDecimal(a), scale).n;
  const y = rescale(toDecimal(b), scale).n;
  return x < y ? -1 : x > y ? 1 : 0;
}

/** `+ - *` on two numbers. */
export function arithmetic(op: '+' | '-' | '*', x: Exclude<Value, null>, y: Exclude<Value, null>): Value {
  const a = numericOf(x);
  const b = numericOf(y);
  if (typeof a === 'bigint' && typeof b === 'bigint') return op === '+' ? a + b : op === '-' ? a - b : a * b;
  if (typeof a === 'number' || typeof b === 'number') {
    const [p, q] = [numberOf(a), numberOf(b)];
    return op === '+' ? p + q : op === '-' ? p - q : p * q;
  }
  const [p, q] = [toDecimal(a), toDecimal(b)];
  if (op === '*') return decimal(p.n * q.n, p.s + q.s);
  const scale = Math.max(p.s, q.s);
  const [m, n] = [rescale(p, scale).n, rescale(q, scale).n];
  return decimal(op === '+' ? m + n : m - n, scale);
}

/** `/`: four more digits than the dividend has (div_precision_increment); NULL for a zero divisor. */
export function divide(x: Exclude<Value, null>, y: Exclude<Value, null>): Value {
  const a = numericOf(x);
  const b = numericOf(y);
  if (numberOf(b) === 0) return null;
  if (typeof a === 'number' || typeof b === 'number') return numberOf(a) / numberOf(b);
  const [p, q] = [toDecimal(a), toDecimal(b)];
  const scale = p.s + 4;
  const scaled = p.n * TEN ** BigInt(scale - p.s + q.s + 1);
  return rescale(decimal(scaled / q.n, scale + 1), scale);
}

/** `DIV` and `%`. */
export function integerDivide(x: Exclude<Value, null>, y: Exclude<Value, null>, wantsRest: boolean): Value {
  const a = numericOf(x);
  const b = numericOf(y);
  if (numberOf(b) === 0) return null;
  if (typeof a === 'bigint' && typeof b === 'bigint') return wantsRest ? a % b : a / b;
  if (typeof a === 'number' || typeof b === 'number') {
    return wantsRest ? numberOf(a) % numberOf(b) : BigInt(Math.trunc(numberOf(a) / numberOf(b)));
  }
  const scale = Math.max(toDecimal(a).s, toDecimal(b).s);
  const [m, n] = [rescale(toDecimal(a), scale).n, rescale(toDecimal(b), scale).n];
  return wantsRest ? decimal(m % n, scale) : m / n;
}
