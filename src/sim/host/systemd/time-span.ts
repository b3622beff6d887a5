// Time spans as systemd.time(7) writes and shows them; all in milliseconds.

const UNITS: Readonly<Record<string, number>> = {
  us: 0.001, usec: 0.001, ms: 1, msec: 1, s: 1000, sec: 1000, second: 1000, seconds: 1000,
  m: 60_000, min: 60_000, minute: 60_000, minutes: 60_000, h: 3_600_000, hr: 3_600_000, hour: 3_600_000, hours: 3_600_000,
  d: 86_400_000, day: 86_400_000, days: 86_400_000, w: 604_800_000, week: 604_800_000, weeks: 604_800_000,
  M: 2_629_800_000, month: 2_629_800_000, months: 2_629_800_000, y: 31_557_600_000, year: 31_557_600_000, years: 31_557_600_000,
};

/** The milliseconds of `1min 30s`, `5` (seconds) or `infinity`; null when it is no time span. */
export function parseSpan(text: string, defaultUnit = 's'): number | null {
  const trimmed = text.trim();
  if (trimmed === 'infinity') return Infinity;
  if (!/^(\d+(\.\d+)?\s*[a-zA-Z]*\s*)+$/.test(trimmed)) return null;
  let sum = 0;
  for (const [, number = '', unit = ''] of trimmed.matchAll(/(\d+(?:\.\d+)?)\s*([a-zA-Z]*)/g)) {
    const factor = UNITS[unit === '' ? defaultUnit : unit];
    if (factor === undefined) return null;
    sum += Number(number) * factor;
  }
  return sum;
}

const SHOWN: readonly (readonly [string, number])[] = [
  ['y', 31_557_600_000], ['month', 2_629_800_000], ['w', 604_800_000], ['d', 86_400_000], ['h', 3_600_000],
  ['min', 60_000], ['s', 1000], ['ms', 1],
];

/** A span to the millisecond: `3min 33.836s`, `27ms`, `infinity`. */
export function formatSpan(ms: number): string {
  if (ms === Infinity) return 'infinity';
  const parts: string[] = [];
  let rest = Math.floor(ms);
  if (rest <= 0) return '0';
  for (const [unit, size] of SHOWN) {
    if (rest < size) continue;
    if (unit === 's' && rest % 1000 !== 0) {
      parts.push(`${Math.floor(rest / 1000)}.${String(rest % 1000).padStart(3, '0')}s`);
      break;
    }
    parts.push(`${Math.floor(rest / size)}${unit}`);
    rest %= size;
    if (rest === 0) break;
  }
  return parts.join(' ');
}

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** How far away a moment is, coarser the farther: `8min`, `3min 0s`, `1 day 2h`, `536ms`. */
export function formatDistance(ms: number): string {
  const s = ms / 1000;
  const whole = (size: number): number => Math.floor(s / size);
  if (s >= 31_557_600) return `${plural(whole(31_557_600), 'year')} ${plural(Math.floor((s % 31_557_600) / 2_629_800), 'month')}`;
  if (s >= 2_629_800) return `${plural(whole(2_629_800), 'month')} ${plural(Math.floor((s % 2_629_800) / 86_400), 'day')}`;
  if (s >= 604_800) return `${plural(whole(604_800), 'week')} ${plural(Math.floor((s % 604_800) / 86_400), 'day')}`;
  if (s >= 172_800) return `${whole(86_400)} days`;
  if (s >= 90_000) return `1 day ${Math.floor((s % 86_400) / 3600)}h`;
  if (s >= 21_600) return `${whole(3600)}h`;
  if (s >= 3600) return `${whole(3600)}h ${Math.floor((s % 3600) / 60)}min`;
  if (s >= 300) return `${whole(60)}min`;
  if (s >= 60) return `${whole(60)}min ${Math.floor(s % 60)}s`;
  if (s >= 1) return `${Math.floor(s)}s`;
  return `${Math.floor(ms)}ms`;
}

/** `8min ago`, `3h left`, `now`. */
export function formatRelative(fromMs: number, nowMs: number): string {
  if (fromMs === nowMs) return 'now';
  return fromMs < nowMs ? `${formatDistance(nowMs - fromMs)} ago` : `${formatDistance(fromMs - nowMs)} left`;
}
