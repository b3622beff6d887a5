import { calendar, fromCalendar } from '../time/clock.ts';
import type { Sys } from './sys.ts';
import { zoneAt, zoneName } from './time-zone.ts';

const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
/** English names, as the locales C and en_US have them. */
export const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

const DAY_MS = 86_400_000;

/** Parts of a moment in a zone. */
interface Moment extends ReturnType<typeof calendar> {
  readonly epochMs: number;
  readonly offsetMin: number;
  readonly zone: string;
  /** Day of the year, from 1. */
  readonly yearDay: number;
}

function momentOf(ms: number, zoneId: string): Moment {
  const zone = zoneAt(zoneId, ms);
  const localMs = ms + zone.offsetMin * 60_000;
  const parts = calendar(localMs);
  const yearDay = Math.floor((localMs - fromCalendar(parts.year, 1, 1)) / DAY_MS) + 1;
  return { ...parts, epochMs: ms, offsetMin: zone.offsetMin, zone: zone.name, yearDay };
}

/** ISO 8601's week and the year it belongs to. */
function isoWeek(moment: Moment): { year: number; week: number } {
  const weekday = (moment.weekday + 6) % 7;
  const thursday = fromCalendar(moment.year, moment.month, moment.day) + (3 - weekday) * DAY_MS;
  const { year } = calendar(thursday);
  return { year, week: Math.floor((thursday - fromCalendar(year, 1, 1)) / DAY_MS / 7) + 1 };
}

function offsetText(moment: Moment, colons: number): string {
  const total = Math.abs(moment.offsetMin);
  const hours = String(Math.floor(total / 60)).padStart(2, '0');
  const minutes = String(total % 60).padStart(2, '0');
  const sign = moment.offsetMin < 0 ? '-' : '+';
  if (colons === 3) return sign + hours + (total % 60 === 0 ? '' : `:${minutes}`);
  return `${sign}${hours}${colons > 0 ? ':' : ''}${minutes}${colons === 2 ? ':00' : ''}`;
}

interface Field {
  readonly text: string;
  readonly width: number;
  readonly pad: string;
}

const number = (value: number, width: number, pad = '0'): Field => ({ text: String(value), width, pad });
const plain = (text: string): Field => ({ text, width: 0, pad: ' ' });
const hour12 = (moment: Moment): number => moment.hour % 12 === 0 ? 12 : moment.hour % 12;
const day = (moment: Moment): string => DAYS[moment.weekday] ?? '';
const month = (moment: Moment): string => MONTHS[moment.month - 1] ?? '';

type Conversion = (moment: Moment, isEnglish: boolean) => Field;

/** Conversions that stand for a longer format. */
const LONGER: Readonly<Record<string, (isEnglish: boolean) => string>> = {
  c: (isEnglish) => (isEnglish ? '%a %d %b %Y %r %Z' : '%a %b %e %H:%M:%S %Y'),
  D: () => '%m/%d/%y', F: () => '%Y-%m-%d', r: () => '%I:%M:%S %p', R: () => '%H:%M', T: () => '%H:%M:%S',
  x: (isEnglish) => (isEnglish ? '%m/%d/%Y' : '%m/%d/%y'), X: (isEnglish) => (isEnglish ? '%r' : '%T'),
};

const CONVERSIONS: Readonly<Record<string, Conversion>> = {
  a: (m) => plain(day(m).slice(0, 3)), A: (m) => plain(day(m)),
  b: (m) => plain(month(m).slice(0, 3)), B: (m) => plain(month(m)), h: (m) => plain(month(m).slice(0, 3)),
  C: (m) => number(Math.floor(m.year / 100), 2), d: (m) => number(m.day, 2), e: (m) => number(m.day, 2, ' '),
  g: (m) => number(isoWeek(m).year % 100, 2), G: (m) => number(isoWeek(m).year, 4),
  H: (m) => number(m.hour, 2), I: (m) => number(hour12(m), 2), j: (m) => number(m.yearDay, 3),
  k: (m) => number(m.hour, 2, ' '), l: (m) => number(hour12(m), 2, ' '), m: (m) => number(m.month, 2),
  M: (m) => number(m.minute, 2), n: () => plain('\n'), N: (m) => number(m.ms * 1_000_000, 9),
  p: (m) => plain(m.hour < 12 ? 'AM' : 'PM'), P: (m) => plain(m.hour < 12 ? 'am' : 'pm'),
  q: (m) => plain(String(Math.ceil(m.month / 3))), s: (m) => plain(String(Math.floor(m.epochMs / 1000))),
  S: (m) => number(m.second, 2), t: () => plain('\t'), u: (m) => plain(String(m.weekday === 0 ? 7 : m.weekday)),
  U: (m) => number(Math.floor((m.yearDay + 6 - m.weekday) / 7), 2), V: (m) => number(isoWeek(m).week, 2),
  w: (m) => plain(String(m.weekday)), W: (m) => number(Math.floor((m.yearDay + 6 - ((m.weekday + 6) % 7)) / 7), 2),
  y: (m) => number(m.year % 100, 2), Y: (m) => number(m.year, 4), Z: (m) => plain(m.zone), '%': () => plain('%'),
};

function applyFlags(field: Field, flags: string, width: number | null): string {
  const pad = flags.includes('-') ? '' : flags.includes('_') ? ' ' : flags.includes('0') ? '0' : field.pad;
  const padded = pad === '' ? field.text : field.text.padStart(width ?? field.width, pad);
  return flags.includes('^') ? padded.toUpperCase() : padded;
}

/** A moment as date(1)'s format says, in a zone; `isEnglish`: locale en_US rather than C. */
export function formatTime(format: string, ms: number, zoneId: string, isEnglish: boolean): string {
  const moment = momentOf(ms, zoneId);
  return format.replace(/%([-_0^#]*)(\d*)(:*)([EO]?)([a-zA-Z%])/g, (whole, flags: string, width: string, colons: string, _alt, letter: string) => {
    if (letter === 'z') return offsetText(moment, colons.length);
    const longer = LONGER[letter];
    if (longer !== undefined) return formatTime(longer(isEnglish), ms, zoneId, isEnglish);
    const conversion = CONVERSIONS[letter];
    if (conversion === undefined || colons !== '') return whole;
    const field = conversion(moment, isEnglish);
    if (letter === 'N' && width !== '') return field.text.padStart(9, '0').slice(0, Number(width));
    return applyFlags(field, flags, width === '' ? null : Number(width));
  });
}

/** Whether the process speaks en_US (or another real locale) rather than C, in the category `LC_…`. */
export function isEnglish(sys: Sys, category: 'LC_TIME' | 'LC_COLLATE'): boolean {
  const name = [sys.env['LC_ALL'], sys.env[category], sys.env['LANG']].find((each) => each !== undefined && each !== '') ?? 'C';
  return name !== 'POSIX' && name !== 'C' && !name.startsWith('C.');
}

/** A moment in the process's own zone and locale. */
export const localTime = (sys: Sys, format: string, ms: number): string =>
  formatTime(format, ms, zoneName(sys), isEnglish(sys, 'LC_TIME'));
