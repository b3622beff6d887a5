import { calendar, fromCalendar } from '../time/clock.ts';
import { strerror } from './errors.ts';
import type { Sys } from './sys.ts';

type Rule = 'none' | 'eu' | 'us';

/** A zone: minutes east of Greenwich, its abbreviation, that of summer time, and when summer time is. */
interface Zone {
  readonly offsetMin: number;
  readonly name: string;
  readonly summerName: string;
  readonly rule: Rule;
}

const fixed = (offsetMin: number, name: string): Zone => ({ offsetMin, name, summerName: name, rule: 'none' });
const europe = (offsetMin: number, name: string, summerName: string): Zone => ({ offsetMin, name, summerName, rule: 'eu' });
const america = (offsetMin: number, name: string, summerName: string): Zone => ({ offsetMin, name, summerName, rule: 'us' });
const CET = europe(60, 'CET', 'CEST');
const EET = europe(120, 'EET', 'EEST');

/** The zones of the tz database that this world knows, by name, with their rules of the 2020s. */
export const ZONES: Readonly<Record<string, Zone>> = {
  UTC: fixed(0, 'UTC'), 'Etc/UTC': fixed(0, 'UTC'), GMT: fixed(0, 'GMT'), 'Etc/GMT': fixed(0, 'GMT'),
  'Europe/London': europe(0, 'GMT', 'BST'), 'Europe/Dublin': europe(0, 'GMT', 'IST'), 'Europe/Lisbon': europe(0, 'WET', 'WEST'),
  'Europe/Amsterdam': CET, 'Europe/Belgrade': CET, 'Europe/Berlin': CET, 'Europe/Brussels': CET, 'Europe/Budapest': CET,
  'Europe/Copenhagen': CET, 'Europe/Madrid': CET, 'Europe/Oslo': CET, 'Europe/Paris': CET, 'Europe/Prague': CET,
  'Europe/Rome': CET, 'Europe/Stockholm': CET, 'Europe/Vienna': CET, 'Europe/Warsaw': CET, 'Europe/Zurich': CET,
  'Europe/Athens': EET, 'Europe/Bucharest': EET, 'Europe/Helsinki': EET, 'Europe/Kiev': EET, 'Europe/Kyiv': EET,
  'Europe/Sofia': EET, 'Europe/Riga': EET, 'Europe/Tallinn': EET, 'Europe/Vilnius': EET,
  'Europe/Istanbul': fixed(180, '+03'), 'Europe/Moscow': fixed(180, 'MSK'), 'Europe/Minsk': fixed(180, '+03'),
  'Africa/Cairo': fixed(120, 'EET'), 'Africa/Johannesburg': fixed(120, 'SAST'), 'Africa/Lagos': fixed(60, 'WAT'),
  'Africa/Nairobi': fixed(180, 'EAT'),
  'America/Anchorage': america(-540, 'AKST', 'AKDT'), 'America/Chicago': america(-360, 'CST', 'CDT'),
  'America/Denver': america(-420, 'MST', 'MDT'), 'America/Los_Angeles': america(-480, 'PST', 'PDT'),
  'America/New_York': america(-300, 'EST', 'EDT'), 'America/Phoenix': fixed(-420, 'MST'),
  'America/Toronto': america(-300, 'EST', 'EDT'), 'America/Vancouver': america(-480, 'PST', 'PDT'),
  'America/Argentina/Buenos_Aires': fixed(-180, '-03'), 'America/Bogota': fixed(-300, '-05'),
  'America/Mexico_City': fixed(-360, 'CST'), 'America/Sao_Paulo': fixed(-180, '-03'),
  'Asia/Bangkok': fixed(420, '+07'), 'Asia/Dubai': fixed(240, '+04'), 'Asia/Ho_Chi_Minh': fixed(420, '+07'),
  'Asia/Hong_Kong': fixed(480, 'HKT'), 'Asia/Jakarta': fixed(420, 'WIB'), 'Asia/Karachi': fixed(300, 'PKT'),
  'Asia/Kolkata': fixed(330, 'IST'), 'Asia/Manila': fixed(480, 'PST'), 'Asia/Seoul': fixed(540, 'KST'),
  'Asia/Shanghai': fixed(480, 'CST'), 'Asia/Singapore': fixed(480, '+08'), 'Asia/Taipei': fixed(480, 'CST'),
  'Asia/Tashkent': fixed(300, '+05'), 'Asia/Tehran': fixed(210, '+0330'), 'Asia/Tokyo': fixed(540, 'JST'),
  'Australia/Brisbane': fixed(600, 'AEST'), 'Australia/Perth': fixed(480, 'AWST'), 'Pacific/Honolulu': fixed(-600, 'HST'),
};

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** The nth (from 1, or -1 for the last) Sunday of a month, at midnight UTC. */
function sunday(year: number, month: number, nth: number): number {
  if (nth > 0) {
    const first = fromCalendar(year, month, 1);
    return first + (((7 - calendar(first).weekday) % 7) + 7 * (nth - 1)) * DAY_MS;
  }
  const last = fromCalendar(year, month + 1, 1) - DAY_MS;
  return last - calendar(last).weekday * DAY_MS;
}

function isSummer(zone: Zone, ms: number): boolean {
  const { year } = calendar(ms);
  if (zone.rule === 'eu') return ms >= sunday(year, 3, -1) + HOUR_MS && ms < sunday(year, 10, -1) + HOUR_MS;
  if (zone.rule === 'none') return false;
  const standard = ms + zone.offsetMin * 60_000;
  return standard >= sunday(year, 3, 2) + 2 * HOUR_MS && standard < sunday(year, 11, 1) + HOUR_MS;
}

/** What a zone says at a moment: minutes east of Greenwich and the abbreviation. An unknown zone is UTC, as in libc. */
export function zoneAt(name: string, ms: number): { readonly offsetMin: number; readonly name: string } {
  const zone = ZONES[name];
  if (zone === undefined) return { offsetMin: 0, name: 'UTC' };
  return isSummer(zone, ms) ? { offsetMin: zone.offsetMin + 60, name: zone.summerName } : zone;
}

/** The zone's name of the process: $TZ, else what /etc/localtime links to, else UTC. */
export function zoneName(sys: Sys): string {
  const fromEnv = sys.env['TZ'];
  if (fromEnv !== undefined && fromEnv !== '') return fromEnv.replace(/^:/, '');
  try {
    return /zoneinfo\/(.+)$/.exec(sys.readLink('/etc/localtime'))?.[1] ?? 'UTC';
  } catch (error) {
    strerror(error);
    return 'UTC';
  }
}
