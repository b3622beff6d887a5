// Comparing values as MariaDB does: texts by collation, times as times, all else as numbers. Knows nothing of rows.
import { collationKey, compareText } from './collation.ts';
import { datetimeText, parseDate, parseTime } from './dates.ts';
import { compareNumbers, isTemporal, numericOf, textOf, type Temporal, type Value } from './values.ts';

export const DEFAULT_COLLATION = 'utf8mb4_general_ci';

type Given = Exclude<Value, null>;

/** A time in a text all times can be compared by. */
function timeKey(value: Temporal): string {
  const full = value.t === 'date' ? `${value.v} 00:00:00` : value.v;
  return full.includes('.') ? full.replace(/\.?0+$/, '') : full;
}

function asTemporal(value: Given, like: Temporal): string | null {
  if (isTemporal(value)) return timeKey(value);
  if (like.t === 'time') return typeof value === 'string' && parseTime(value) !== null ? value.trim() : null;
  const parsed = typeof value === 'string' ? parseDate(value) : null;
  if (parsed === null) return null;
  const text = datetimeText(parsed.parts, 6);
  return text.replace(/\.?0+$/, '').length < 19 ? text.slice(0, 19) : text.replace(/\.000000$/, '');
}

/** Negative, zero or positive. */
export function compare(a: Given, b: Given, collation: string = DEFAULT_COLLATION): number {
  if (typeof a === 'bigint' && typeof b === 'bigint') return a < b ? -1 : a > b ? 1 : 0;
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b, collation);
  const like = isTemporal(a) ? a : isTemporal(b) ? b : null;
  if (like !== null && [a, b].every((each) => isTemporal(each) || typeof each === 'string')) {
    const x = asTemporal(a, like) ?? textOf(a) ?? '';
    const y = asTemporal(b, like) ?? textOf(b) ?? '';
    return x < y ? -1 : x > y ? 1 : 0;
  }
  return compareNumbers(numericOf(a), numericOf(b));
}

/** Order of rows: NULL first. */
export function order(a: Value, b: Value, collation?: string): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return compare(a, b, collation);
}

/** A text that is equal for values that compare equal (within one kind), for grouping and look-ups. */
export function keyOf(value: Value, collation: string = DEFAULT_COLLATION): string {
  if (value === null) return 'N';
  if (typeof value === 'string') return `s${collationKey(value, collation)}`;
  if (isTemporal(value)) return `t${timeKey(value)}`;
  const number = numericOf(value);
  if (typeof number === 'bigint') return `n${number}`;
  const text = textOf(number) ?? '';
  return `n${text.includes('.') && !text.includes('e') ? text.replace(/\.?0+$/, '') : text}`;
}

const patterns = new Map<string, RegExp>();

/** The regular expression of a LIKE pattern. */
export function likePattern(pattern: string, escape: string, isCaseSensitive: boolean): RegExp {
  const key = `${isCaseSensitive}${escape}${pattern}`;
  const known = patterns.get(key);
  if (known !== undefined) return known;
  let source = '';
  const letters = [...pattern];
  for (let index = 0; index < letters.length; index += 1) {
    const letter = letters[index] ?? '';
    if (letter === escape && index + 1 < letters.length) {
      index += 1;
      source += (letters[index] ?? '').replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
    } else source += letter === '%' ? '.*' : letter === '_' ? '.' : letter.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  }
  const made = new RegExp(`^${source}$`, isCaseSensitive ? 'su' : 'isu');
  if (patterns.size > 500) patterns.clear();
  patterns.set(key, made);
  return made;
}
