// Dates and times as MariaDB reads, writes and calculates them. Knows nothing of clocks: the time comes in as text.
import type { Temporal, Value } from './values.ts';

export interface Parts {
  year: number; month: number; day: number; hour: number; minute: number; second: number; micro: number;
}

const two = (number: number): string => String(number).padStart(2, '0');

const fraction = (micro: number, digits: number): string =>
  digits === 0 ? '' : `.${String(micro).padStart(6, '0').slice(0, digits)}`;

/** Days since 1970-01-01 of a proleptic Gregorian date. */
export function dayNumber(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719468;
}

/** The date of a day number: its inverse. */
export function dateOfDay(days: number): { year: number; month: number; day: number } {
  const z = days + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1 };
}

export const daysInMonth = (year: number, month: number): number =>
  month === 2 ? (year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;

function isValid({ year, month, day, hour, minute, second }: Parts): boolean {
  if (year === 0 && month === 0 && day === 0) return hour < 24 && minute < 60 && second < 60;
  return month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month) && hour < 24 && minute < 60 && second < 60;
}

const fullYear = (text: string): number =>
  text.length > 2 ? Number(text) : Number(text) + (Number(text) < 70 ? 2000 : 1900);

/** Reads a date or date and time as freely as the server does; null when it is none. */
export function parseDate(text: string): { parts: Parts; hasTime: boolean; rest: string } | null {
  const clean = text.trim();
  const digits = /^(\d{4}|\d{2})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2}))?(\.\d+)?$/.exec(clean);
  const match = digits ?? /^(\d{1,4})[-/.:](\d{1,2})[-/.:](\d{1,2})(?:[T ]+(\d{1,2})(?::(\d{1,2})(?::(\d{1,2}))?)?(\.\d*)?)?(?:Z|\+00:00)?/.exec(clean);
  if (match === null) return null;
  const [whole, year = '', month, day, hour, minute, second, dot = ''] = match;
  const parts: Parts = {
    year: fullYear(year), month: Number(month), day: Number(day), hour: Number(hour ?? 0), minute: Number(minute ?? 0),
    second: Number(second ?? 0), micro: Number(dot.slice(1, 7).padEnd(6, '0')),
  };
  return isValid(parts) ? { parts, hasTime: hour !== undefined, rest: clean.slice(whole.length) } : null;
}

export const dateText = ({ year, month, day }: Pick<Parts, 'year' | 'month' | 'day'>): string =>
  `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

export const timeText = ({ hour, minute, second, micro }: Pick<Parts, 'hour' | 'minute' | 'second' | 'micro'>, digits = 0): string =>
  `${two(hour)}:${two(minute)}:${two(second)}${fraction(micro, digits)}`;

export const datetimeText = (parts: Parts, digits = 0): string => `${dateText(parts)} ${timeText(parts, digits)}`;

/** Reads a time of day or duration `[-]hh:mm:ss` in microseconds; null when it is none. */
export function parseTime(text: string): number | null {
  const match = /^\s*(-?)(?:(\d+) )?(\d{1,3}):(\d{1,2})(?::(\d{1,2})(\.\d*)?)?\s*$/.exec(text);
  const plain = match === null ? /^\s*(-?)(\d{1,7})(\.\d*)?\s*$/.exec(text) : null;
  if (plain !== null) {
    const digits = (plain[2] ?? '').padStart(7, '0');
    const [hour, minute, second] = [Number(digits.slice(0, 3)), Number(digits.slice(3, 5)), Number(digits.slice(5))];
    return minute > 59 || second > 59 ? null : (plain[1] === '-' ? -1 : 1) * ((hour * 60 + minute) * 60 + second) * 1e6;
  }
  if (match === null) return null;
  const [, sign, days = '0', hour, minute, second = '0', dot = ''] = match;
  if (Number(minute) > 59 || Number(second) > 59) return null;
  const seconds = (Number(days) * 24 + Number(hour)) * 3600 + Number(minute) * 60 + Number(second);
  return (sign === '-' ? -1 : 1) * (seconds * 1e6 + Number(dot.slice(1, 7).padEnd(6, '0')));
}

export function durationText(micros: number, digits = 0): string {
  const size = Math.abs(Math.trunc(micros));
  const seconds = Math.floor(size / 1e6);
  const text = timeText({ hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60, micro: size % 1e6 }, digits);
  return micros < 0 ? `-${text}` : text;
}

/** Microseconds since 1970 of a date and time (no time zone). */
export const microsOf = (parts: Parts): number =>
  (dayNumber(parts.year, parts.month, parts.day) * 86400 + parts.hour * 3600 + parts.minute * 60 + parts.second) * 1e6 + parts.micro;

export function partsOf(micros: number): Parts {
  const days = Math.floor(micros / 86400e6);
  const rest = micros - days * 86400e6;
  const seconds = Math.floor(rest / 1e6);
  return { ...dateOfDay(days), hour: Math.floor(seconds / 3600), minute: Math.floor(seconds / 60) % 60, second: seconds % 60, micro: Math.round(rest % 1e6) };
}

/** `2026-11-20 07:34:17[.ffffff]` of a moment in ms since the epoch (UTC). */
export const datetimeOfMs = (ms: number, digits = 0): string => datetimeText(partsOf(Math.floor(ms) * 1000), digits);

/** The date and time in a value; a time of day takes `today`. Null when it is none. */
export function partsOfValue(value: Exclude<Value, null>, today = '1970-01-01'): Parts | null {
  if (typeof value === 'object' && value.t === 'time') return parseDate(`${today} ${value.v}`)?.parts ?? null;
  if (typeof value === 'object' && value.t !== 'dec') return parseDate(value.v)?.parts ?? zeroDate(value.v);
  return parseDate(typeof value === 'string' ? value : String(typeof value === 'object' ? value.n : value))?.parts ?? null;
}

function zeroDate(text: string): Parts | null {
  const match = /^(\d+)-(\d+)-(\d+)/.exec(text);
  return match === null ? null : { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]), hour: 0, minute: 0, second: 0, micro: 0 };
}

const UNIT_MICROS: Readonly<Record<string, number>> = {
  MICROSECOND: 1, SECOND: 1e6, MINUTE: 60e6, HOUR: 3600e6, DAY: 86400e6, WEEK: 604800e6,
};

const COMPOUND: Readonly<Record<string, readonly string[]>> = {
  DAY_HOUR: ['DAY', 'HOUR'], DAY_MINUTE: ['DAY', 'HOUR', 'MINUTE'], DAY_SECOND: ['DAY', 'HOUR', 'MINUTE', 'SECOND'],
  HOUR_MINUTE: ['HOUR', 'MINUTE'], HOUR_SECOND: ['HOUR', 'MINUTE', 'SECOND'], MINUTE_SECOND: ['MINUTE', 'SECOND'],
};

function addMonths(parts: Parts, months: number): Parts {
  const total = parts.year * 12 + parts.month - 1 + months;
  const year = Math.floor(total / 12);
  const month = (total % 12) + 1;
  return { ...parts, year, month, day: Math.min(parts.day, daysInMonth(year, month)) };
}

/** `base + amount unit`; `amount` may be text for compound units. */
export function addInterval(base: Parts, amount: string, unit: string, sign: 1 | -1): Parts {
  if (unit === 'YEAR_MONTH') {
    const [years = 0, months = 0] = amount.split(/\D+/).map(Number);
    return addMonths(base, sign * (years * 12 + months));
  }
  const number = sign * Number(/^\s*[+-]?[\d.]+/.exec(amount)?.[0] ?? 0);
  if (unit === 'YEAR') return addMonths(base, Math.round(number) * 12);
  if (unit === 'QUARTER') return addMonths(base, Math.round(number) * 3);
  if (unit === 'MONTH') return addMonths(base, Math.round(number));
  const fields = COMPOUND[unit];
  if (fields === undefined) {
    const steps = unit === 'SECOND' ? number : Math.round(number);
    return partsOf(microsOf(base) + Math.round(steps * (UNIT_MICROS[unit] ?? 0)));
  }
  const amounts = amount.split(/\D+/).filter((part) => part !== '').map(Number);
  const used = fields.slice(-amounts.length);
  const micros = used.reduce((sum, field, index) => sum + (amounts[index] ?? 0) * (UNIT_MICROS[field] ?? 0), 0);
  return partsOf(microsOf(base) + sign * micros);
}

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

export const weekday = (parts: Parts): number => (((dayNumber(parts.year, parts.month, parts.day) + 4) % 7) + 7) % 7;
export const dayName = (parts: Parts): string => DAYS[weekday(parts)] ?? '';
export const monthName = (parts: Parts): string => MONTHS[parts.month - 1] ?? '';
export const dayOfYear = (parts: Parts): number => dayNumber(parts.year, parts.month, parts.day) - dayNumber(parts.year, 1, 1) + 1;

/** Week of the year, mode 0: weeks begin on Sunday, week 1 has a Sunday in this year. */
export const weekOfYear = (parts: Parts): number => Math.floor((dayOfYear(parts) + 6 - weekday(parts)) / 7);

/** DATE_FORMAT. */
export function formatDate(parts: Parts, format: string): string {
  const hour12 = parts.hour % 12 === 0 ? 12 : parts.hour % 12;
  const letters: Readonly<Record<string, () => string>> = {
    Y: () => String(parts.year).padStart(4, '0'), y: () => two(parts.year % 100), m: () => two(parts.month), c: () => String(parts.month),
    d: () => two(parts.day), e: () => String(parts.day), H: () => two(parts.hour), k: () => String(parts.hour),
    h: () => two(hour12), I: () => two(hour12), l: () => String(hour12), i: () => two(parts.minute), s: () => two(parts.second),
    S: () => two(parts.second), f: () => String(parts.micro).padStart(6, '0'), p: () => (parts.hour < 12 ? 'AM' : 'PM'),
    T: () => timeText(parts), r: () => `${two(hour12)}:${two(parts.minute)}:${two(parts.second)} ${parts.hour < 12 ? 'AM' : 'PM'}`,
    M: () => monthName(parts), b: () => monthName(parts).slice(0, 3), W: () => dayName(parts), a: () => dayName(parts).slice(0, 3),
    w: () => String(weekday(parts)), j: () => String(dayOfYear(parts)).padStart(3, '0'), U: () => two(weekOfYear(parts)),
    D: () => `${parts.day}${parts.day % 10 === 1 && parts.day !== 11 ? 'st' : parts.day % 10 === 2 && parts.day !== 12 ? 'nd' : parts.day % 10 === 3 && parts.day !== 13 ? 'rd' : 'th'}`,
  };
  return format.replace(/%(.)/g, (_, letter: string) => letters[letter]?.() ?? letter);
}

export const datetime = (v: string): Temporal => ({ t: 'datetime', v });
export const date = (v: string): Temporal => ({ t: 'date', v });
export const time = (v: string): Temporal => ({ t: 'time', v });
