/** A value: a number, a string, or text from outside that counts as a number when it looks like one. */
export type Value = number | string | { readonly text: string };

export type AwkArray = Map<string, Value>;

const LEADING = /^\s*[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?)/;
const WHOLE = /^\s*[-+]?(\d+\.?\d*([eE][-+]?\d+)?|\.\d+([eE][-+]?\d+)?)\s*$/;

export const isNumeric = (value: Value): boolean => typeof value === 'number' || (typeof value === 'object' && WHOLE.test(value.text));

export function toNumber(value: Value): number {
  if (typeof value === 'number') return value;
  const text = typeof value === 'string' ? value : value.text;
  return Number(LEADING.exec(text)?.[0] ?? 0);
}

/** A number as awk prints it (%.6g, integers whole). */
export function numberText(value: number, format: (value: number) => string): string {
  if (Number.isInteger(value)) return Math.abs(value) < 1e16 ? String(value) : BigInt(value).toString();
  if (Number.isNaN(value)) return 'nan';
  if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
  return format(value);
}

export function toBoolean(value: Value): boolean {
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'string') return value !== '';
  return isNumeric(value) ? toNumber(value) !== 0 : value.text !== '';
}
