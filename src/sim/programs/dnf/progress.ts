// Progress as dnf's cli/progress.py shows it: a line per file with speed, size and time, and a bar on a terminal.
import type { Routine } from '../../host/program.ts';
import { exactly, formatNumber, formatTime, widthOf } from './columns.ts';
import type { Console } from './console.ts';

/** Six megabytes a second, what such a mirror gives. */
export const BYTES_PER_MS = 6000;

/** `name            1.2 MB/s | 8.5 MB     00:07    `: a finished download. */
export function doneLine(console: Console, name: string, bytes: number, ms: number): string {
  const tail = ` ${formatNumber(bytes / Math.max(0.001, ms / 1000), true).padStart(5)}B/s | ${formatNumber(bytes).padStart(5)}B ${formatTime(ms / 1000).padStart(9)}    \n`;
  return exactly(name, widthOf(console.screen) - tail.length) + tail;
}

/** The line of a download whose size is unknown, with its wandering bar. */
export function waiting(console: Console, name: string, spin: number): string {
  const tail = ' ---  B/s |   0  B     --:-- ETA\r';
  const left = widthOf(console.screen) - tail.length;
  const bar = Math.floor((left - 7) / 2);
  if (bar <= 8) return exactly(name, left) + tail;
  const text = `     [${`${' '.repeat(Math.min(Math.max(0, (spin - 1) * 3), bar - 3))}===`.padEnd(bar)}]${tail}`;
  return exactly(name, left - bar - 7) + text;
}

/** Lets the bytes come in; on a terminal the bar moves about three times a second. */
export function* transfer(console: Console, label: string, bytes: number, workMs: number): Routine<void> {
  const ms = Math.max(80, bytes / BYTES_PER_MS);
  const steps = console.isTty ? Math.max(1, Math.min(12, Math.floor(ms / 330))) : 1;
  for (let step = 0; step < steps; step += 1) {
    if (console.isTty && ms > 330) yield* console.progress(bar(console, label, bytes, step / steps, ms));
    yield* console.sys.work(ms / steps, workMs);
  }
}

function bar(console: Console, label: string, bytes: number, part: number, ms: number): string {
  const done = Math.floor(bytes * part);
  const rate = part === 0 ? '---  ' : formatNumber(bytes / (ms / 1000));
  const eta = part === 0 ? '--:--' : formatTime((ms * (1 - part)) / 1000);
  const tail = ` ${rate.padStart(5)}B/s | ${formatNumber(done).padStart(5)}B ${eta.padStart(9)} ETA\r`;
  const left = widthOf(console.screen) - tail.length;
  const size = Math.floor((left - 7) / 2);
  if (size <= 8) return exactly(label, left) + tail;
  const halves = Math.floor(part * size * 2);
  const marks = '='.repeat(Math.floor(halves / 2)) + '-'.repeat(halves % 2);
  return exactly(label, left - size - 7) + `${String(Math.floor(part * 100)).padStart(3)}% [${marks.padEnd(size)}]${tail}`;
}
