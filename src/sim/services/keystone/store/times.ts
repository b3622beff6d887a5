import { calendar, fromCalendar } from '../../../time/clock.ts';
import type { Cell } from '../../../protocol/mysql.ts';

const two = (value: number): string => String(value).padStart(2, '0');

/** `2026-11-20 08:35:57`, in UTC: how a DATETIME is written. */
export function sqlTime(ms: number): string {
  const { year, month, day, hour, minute, second } = calendar(ms);
  return `${year}-${two(month)}-${two(day)} ${two(hour)}:${two(minute)}:${two(second)}`;
}

/** `2026-11-20T08:35:57.000000Z`: keystone's times in tokens and trusts. */
export const isoTime = (ms: number): string => `${plainTime(Math.floor(ms / 1000) * 1000)}Z`;

/** `2026-11-20T08:35:57.000000`: how oslo's jsonutils writes a datetime. */
export function plainTime(ms: number): string {
  return `${sqlTime(ms).replace(' ', 'T')}.${String(Math.round(((ms % 1000) + 1000) % 1000 * 1000)).padStart(6, '0')}`;
}

/** A DATETIME's moment. */
export function fromSqlTime(cell: Cell): number | null {
  const found = /^(\d+)-(\d+)-(\d+)(?:[ T](\d+):(\d+):(\d+))?/.exec(cell ?? '');
  if (found === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map((part) => Number(part ?? 0));
  return fromCalendar(year, month, day, hour, minute, second);
}

/** Microseconds since the epoch, as keystone's `…_int` columns have them. */
export const fromMicros = (cell: Cell): number | null => (cell === null ? null : Number(cell) / 1000);

/** A time as a client writes it (ISO 8601); null when it is none. */
export function parseIsoTime(text: string): number | null {
  const found = /^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ](\d{1,2}):?(\d{2})(?::?(\d{2})(?:[.,](\d+))?)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?$/.exec(text.trim());
  if (found === null) return null;
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zone = 'Z'] = found;
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > 31 || Number(hour) > 24 || Number(minute) > 59 || Number(second) > 59) return null;
  const offset = zone === 'Z' ? 0 : Number(`${zone[0]}1`) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(':', '') || '0'));
  const ms = fromCalendar(Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second));
  return ms + Number(`0.${fraction || '0'}`) * 1000 - offset * 60_000;
}
