// When a timer elapses next (systemd.timer(5), systemd.time(7) "Calendar Events").
import { calendar, fromCalendar } from '../../time/clock.ts';
import type { UnitState } from './state.ts';
import { allSettings } from './unit-config.ts';
import { parseSpan } from './time-span.ts';

const DAY_MS = 86_400_000;
const SHORTHANDS: Readonly<Record<string, string>> = {
  minutely: '*-*-* *:*:00', hourly: '*-*-* *:00:00', daily: '*-*-* 00:00:00', weekly: 'Mon *-*-* 00:00:00',
  monthly: '*-*-01 00:00:00', quarterly: '*-01,04,07,10-01 00:00:00', yearly: '*-01-01 00:00:00', annually: '*-01-01 00:00:00',
};
const WEEKDAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];

/** The next moment after `nowMs` at which the timer unit elapses, or null. */
export function nextElapse(timer: UnitState, service: UnitState | null, nowMs: number, bootMs: number): number | null {
  const after = (key: string, baseMs: number | null): number[] => baseMs === null ? [] :
    allSettings(timer.config, `Timer.${key}`).map((value) => baseMs + (parseSpan(value) ?? 0));
  const moments = [
    ...after('OnActiveSec', timer.activeEnterMs), ...after('OnBootSec', bootMs), ...after('OnStartupSec', bootMs),
    ...after('OnUnitActiveSec', service?.inactiveExitMs ?? null), ...after('OnUnitInactiveSec', service?.inactiveEnterMs ?? null),
    ...allSettings(timer.config, 'Timer.OnCalendar').flatMap((value) => nextCalendar(value, nowMs) ?? []),
  ].filter((moment) => moment > nowMs);
  return moments.length === 0 ? null : Math.min(...moments);
}

/** The values that one part of a calendar expression allows, within [low, high]. */
function valuesOf(part: string, low: number, high: number): number[] {
  const found = new Set<number>();
  for (const piece of part.split(',')) {
    const [range = '', step] = piece.split('/');
    const [from, to] = range.split('..');
    const start = from === '*' ? low : Number(from);
    const end = to !== undefined ? Number(to) : from === '*' || step !== undefined ? high : start;
    for (let value = start; value <= end; value += Number(step ?? '1')) found.add(value);
  }
  return [...found].sort((a, b) => a - b);
}

function weekdaysOf(text: string): number[] {
  return text.toLowerCase().split(',').flatMap((piece) => {
    const [from = '', to] = piece.split(/\.\.|-/).map((day) => day.slice(0, 3));
    const start = WEEKDAYS.indexOf(from);
    const end = to === undefined ? start : WEEKDAYS.indexOf(to);
    const days: number[] = [];
    for (let day = start; ; day = (day + 1) % 7) {
      days.push(day);
      if (day === end || days.length > 7) return days;
    }
  });
}

/** The next moment of a calendar expression; null when it is not understood or never comes. */
export function nextCalendar(expression: string, nowMs: number): number | null {
  const words = (SHORTHANDS[expression.trim().toLowerCase()] ?? expression).trim().split(/\s+/).filter((word) => word !== 'UTC');
  const days = /^[A-Za-z]/.test(words[0] ?? '') ? weekdaysOf(words.shift() ?? '') : [0, 1, 2, 3, 4, 5, 6];
  const date = (words.find((word) => word.includes('-')) ?? '*-*-*').split('-');
  const time = (words.find((word) => word.includes(':')) ?? '00:00:00').split(':');
  const [year = '*', month = '*', day = '*'] = date.length === 2 ? ['*', ...date] : date;
  const hours = valuesOf(time[0] ?? '0', 0, 23);
  const minutes = valuesOf(time[1] ?? '0', 0, 59);
  const seconds = valuesOf(time[2] ?? '0', 0, 59);
  const months = valuesOf(month, 1, 12);
  const monthDays = valuesOf(day, 1, 31);
  if (days.includes(-1)) return null;
  const today = calendar(nowMs);
  for (let offset = 0; offset < 800; offset += 1) {
    const midnight = fromCalendar(today.year, today.month, today.day) + offset * DAY_MS;
    const at = calendar(midnight);
    const isHit = days.includes(at.weekday) && months.includes(at.month) && monthDays.includes(at.day) && (year === '*' || valuesOf(year, 1970, 2200).includes(at.year));
    if (!isHit) continue;
    for (const hour of hours) for (const minute of minutes) for (const second of seconds) {
      const moment = midnight + ((hour * 60 + minute) * 60 + second) * 1000;
      if (moment > nowMs) return moment;
    }
  }
  return null;
}
