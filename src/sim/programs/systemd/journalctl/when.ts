// The times that --since and --until take (systemd.time(7), "Parsing Timestamps").
import { parseDate } from '../../../host/parse-date.ts';
import { localTime } from '../../../host/strftime.ts';
import type { Sys } from '../../../host/sys.ts';
import { parseSpan } from '../../../host/systemd/time-span.ts';
import { zoneName } from '../../../host/time-zone.ts';

const DAY_MS = 86_400_000;

/** Milliseconds since the epoch, or null when it is no time. */
export function parseWhen(sys: Sys, text: string): number | null {
  const now = sys.nowMs();
  const trimmed = text.trim();
  const words: Readonly<Record<string, number>> = { today: 0, yesterday: -1, tomorrow: 1 };
  if (trimmed === 'now') return now;
  const days = words[trimmed];
  if (days !== undefined) return midnight(sys, now) + days * DAY_MS;
  const epoch = /^@(\d+)(?:\.(\d+))?$/.exec(trimmed);
  if (epoch !== null) return Number(epoch[1]) * 1000;
  const ago = /^(.*?)\s+(ago|left)$/.exec(trimmed) ?? /^()([+-])(.*)$/.exec(trimmed);
  if (ago !== null) {
    const isShift = ago[3] !== undefined;
    const span = parseSpan(isShift ? ago[3] ?? '' : ago[1] ?? '');
    if (span === null) return null;
    return ago[2] === 'ago' || ago[2] === '-' ? now - span : now + span;
  }
  return absolute(sys, trimmed, now);
}

const midnight = (sys: Sys, ms: number): number => parseDate(localTime(sys, '%Y-%m-%d 00:00:00', ms), ms, zoneName(sys)) ?? ms;

function absolute(sys: Sys, text: string, now: number): number | null {
  const found = /^(?:[A-Z][a-z]{2} )?(\d{4}-\d{1,2}-\d{1,2})?[ T]?(\d{1,2}:\d{2}(?::\d{2})?)?(?:\.\d+)?( UTC)?$/.exec(text);
  const [, date, time, utc] = found ?? [];
  if (date === undefined && time === undefined) return null;
  const day = date ?? localTime(sys, '%Y-%m-%d', now);
  return parseDate(`${day} ${time ?? '00:00:00'}`, now, utc === undefined ? zoneName(sys) : 'UTC');
}
