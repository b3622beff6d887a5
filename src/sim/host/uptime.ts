import { loadAverage } from './proc.ts';
import { localTime } from './strftime.ts';
import type { Sys } from './sys.ts';

const plural = (count: number, word: string): string => `${count} ${word}${count === 1 ? '' : 's'}`;

/** `16 min`, ` 1:23`, `2 days,  3:04`. */
function uptimeText(upMs: number): string {
  const minutes = Math.floor(upMs / 60_000);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor(minutes / 60) % 24, minutes % 60];
  const clock = hours > 0 ? `${String(hours).padStart(2)}:${String(rest).padStart(2, '0')}` : `${rest} min`;
  return (days > 0 ? `${plural(days, 'day')}, ` : '') + clock;
}

/** `09:31:36 up 17 min,  1 user,  load average: 0.00, 0.00, 0.00`: what uptime, w and top begin with (procps). */
export function uptimeLine(sys: Sys): string {
  const upMs = sys.nowMs() - sys.bootMs;
  const users = sys.processes().filter((each) => each.tty !== null && each.session === each.pid && each.status !== 'Z').length;
  return `${localTime(sys, '%H:%M:%S', sys.nowMs())} up ${uptimeText(upMs)}, ${String(users).padStart(2)} user${users === 1 ? '' : 's'},  `
    + `load average: ${loadAverage(upMs / 1000).join(', ')}`;
}
