import { calendar, fromCalendar } from '../time/clock.ts';
import { MONTHS } from './strftime.ts';
import { zoneAt } from './time-zone.ts';

const DAY_NAMES = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const UNIT_MS: Readonly<Record<string, number>> = {
  sec: 1000, second: 1000, min: 60_000, minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000, fortnight: 1_209_600_000,
};
const ORDINALS: Readonly<Record<string, number>> = { last: -1, this: 0, next: 1, a: 1, an: 1 };

/** What has been understood so far; unset parts come from now. */
interface Reading {
  date: { year: number; month: number; day: number } | null;
  time: { hour: number; minute: number; second: number; ms: number } | null;
  offsetMin: number | null;
  epochMs: number | null;
  months: number;
  shiftMs: number;
  weekday: { day: number; weeks: number } | null;
}

const monthNamed = (word: string): number => MONTHS.findIndex((name) => word.length >= 3 && name.toLowerCase().startsWith(word)) + 1;

type Step = (reading: Reading, match: RegExpExecArray, today: { year: number }) => boolean;

const fullYear = (text: string): number => (text.length > 2 ? Number(text) : Number(text) + (Number(text) < 69 ? 2000 : 1900));

function setDate(reading: Reading, year: number, month: number, day: number): boolean {
  if (reading.date !== null || month < 1 || month > 12 || day < 1 || day > 31) return false;
  if (calendar(fromCalendar(year, month, day)).day !== day) return false;
  reading.date = { year, month, day };
  return true;
}

function setTime(reading: Reading, hour: number, minute: number, second: number, meridian = '', ms = 0): boolean {
  let hours = hour;
  if (meridian !== '') {
    if (hour < 1 || hour > 12) return false;
    hours = (hour % 12) + (meridian.startsWith('p') ? 12 : 0);
  }
  if (reading.time !== null || hours > 23 || minute > 59 || second > 60) return false;
  reading.time = { hour: hours, minute, second, ms };
  return true;
}

function addUnits(reading: Reading, count: number, unit: string): boolean {
  const name = unit.replace(/s$/, '');
  if (name === 'month') reading.months += count;
  else if (name === 'year') reading.months += 12 * count;
  else reading.shiftMs += count * (UNIT_MS[name] ?? 0);
  return true;
}

const UNITS = '(secs?|seconds?|mins?|minutes?|hours?|days?|weeks?|fortnights?|months?|years?)';

/** The forms, longest first: each takes its part from the front of the text. */
const STEPS: readonly (readonly [RegExp, Step])[] = [
  [/^@(-?\d+)(?:\.(\d+))?/, (r, m) => { r.epochMs = Number(m[1]) * 1000; return true; }],
  [/^(\d{4})-(\d\d?)-(\d\d?)(?=$|[\st])t?/, (r, m) => setDate(r, Number(m[1]), Number(m[2]), Number(m[3]))],
  [/^(\d{4})\/(\d\d?)\/(\d\d?)(?=$|\s)/, (r, m) => setDate(r, Number(m[1]), Number(m[2]), Number(m[3]))],
  [/^(\d\d?)\/(\d\d?)\/(\d{4}|\d\d)(?=$|\s)/, (r, m) => setDate(r, fullYear(m[3] ?? ''), Number(m[1]), Number(m[2]))],
  [/^(\d\d?)\/(\d\d?)(?=$|\s)/, (r, m, today) => setDate(r, today.year, Number(m[1]), Number(m[2]))],
  [/^(\d{4})(\d\d)(\d\d)(?=$|\s)/, (r, m) => setDate(r, Number(m[1]), Number(m[2]), Number(m[3]))],
  [/^(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?\s*([ap])?\.?(?:m\.?)?(?=$|[\s+\-z])/,
    (r, m) => setTime(r, Number(m[1]), Number(m[2]), Number(m[3] ?? 0), m[5], Number(`0.${m[4] ?? '0'}`) * 1000)],
  [/^(\d\d?)\s*([ap])\.?m\.?(?=$|\s)/, (r, m) => setTime(r, Number(m[1]), 0, 0, m[2])],
  [/^([+-])(\d\d):?(\d\d)(?=$|\s)/, (r, m) => {
    if (r.time === null) return false;
    r.offsetMin = (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3]));
    return true;
  }],
  [/^(?:utc|gmt|z)(?=$|\s)/, (r) => { r.offsetMin = 0; return true; }],
  [new RegExp(`^([+-]?\\s*\\d+)\\s*${UNITS}(\\s+ago)?(?=$|\\s)`), (r, m) =>
    addUnits(r, Number((m[1] ?? '').replaceAll(' ', '')) * (m[3] === undefined ? 1 : -1), m[2] ?? '')],
  [new RegExp(`^(last|this|next|an?)?\\s*${UNITS}(\\s+ago)?(?=$|\\s)`), (r, m) =>
    addUnits(r, (ORDINALS[m[1] ?? 'a'] ?? 1) * (m[3] === undefined ? 1 : -1), m[2] ?? '')],
  [/^(?:now|today)(?=$|\s)/, () => true],
  [/^yesterday(?=$|\s)/, (r) => addUnits(r, -1, 'day')],
  [/^tomorrow(?=$|\s)/, (r) => addUnits(r, 1, 'day')],
  [/^(?:midnight)(?=$|\s)/, (r) => setTime(r, 0, 0, 0)],
  [/^noon(?=$|\s)/, (r) => setTime(r, 12, 0, 0)],
  [/^(last|this|next)?\s*(sun|mon|tue|wed|thu|fri|sat)[a-z]*\.?,?(?=$|\s)/, (r, m) => {
    r.weekday = { day: DAY_NAMES.indexOf(m[2] ?? ''), weeks: m[1] === 'next' ? 1 : m[1] === 'last' ? -1 : 0 };
    return true;
  }],
  [/^([a-z]+)\.?\s+(\d\d?)(?:,?\s+(\d{4}))?(?=$|[\s,])/, (r, m, today) =>
    setDate(r, Number(m[3] ?? today.year), monthNamed(m[1] ?? ''), Number(m[2]))],
  [/^(\d\d?)[\s-]([a-z]+)\.?(?:[\s-](\d{4}))?(?=$|[\s,])/, (r, m, today) =>
    setDate(r, Number(m[3] ?? today.year), monthNamed(m[2] ?? ''), Number(m[1]))],
  [/^(\d{4})(?=$|\s)/, (r, m) => {
    if (r.date === null) return false;
    r.date.year = Number(m[1]);
    return true;
  }],
];

function readAll(text: string, year: number): Reading | null {
  const reading: Reading = { date: null, time: null, offsetMin: null, epochMs: null, months: 0, shiftMs: 0, weekday: null };
  let rest = text.trim().toLowerCase();
  while (rest !== '') {
    let took: number | null = null;
    for (const [form, step] of STEPS) {
      const match = form.exec(rest);
      if (match === null || !step(reading, match, { year })) continue;
      took = match[0].length;
      break;
    }
    if (took === null) return null;
    rest = rest.slice(took).replace(/^[\s,]+/, '');
  }
  return reading;
}

/** The moment of a calendar time in a zone. */
export function fromLocal(localMs: number, zoneId: string): number {
  const guess = localMs - zoneAt(zoneId, localMs).offsetMin * 60_000;
  return localMs - zoneAt(zoneId, guess).offsetMin * 60_000;
}

/**
 * A moment as `date -d` and `touch -d` read it (GNU's date input formats: the common ones), ms since the epoch; null
 * where it cannot be understood.
 */
export function parseDate(text: string, nowMs: number, zoneId: string): number | null {
  const localNow = nowMs + zoneAt(zoneId, nowMs).offsetMin * 60_000;
  const now = calendar(localNow);
  const reading = readAll(text, now.year);
  if (reading === null) return null;
  if (reading.epochMs !== null) return reading.epochMs + reading.shiftMs;
  const isWhole = reading.date !== null || reading.weekday !== null || reading.time !== null || text.trim() === '';
  const time = reading.time ?? (isWhole ? { hour: 0, minute: 0, second: 0, ms: 0 } : now);
  let { year, month, day } = reading.date ?? now;
  if (reading.date === null && reading.weekday !== null) {
    day += ((reading.weekday.day - now.weekday + 7) % 7) + 7 * reading.weekday.weeks;
    if (reading.weekday.weeks > 0 && reading.weekday.day !== now.weekday) day -= 7;
  }
  month += reading.months;
  year += Math.floor((month - 1) / 12);
  month = ((month - 1) % 12 + 12) % 12 + 1;
  const local = fromCalendar(year, month, day, time.hour, time.minute, time.second) + time.ms;
  const zoned = reading.offsetMin === null ? fromLocal(local, zoneId) : local - reading.offsetMin * 60_000;
  return zoned + reading.shiftMs;
}
