import { byteLength } from '../../../../base/bytes.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';

const UNITS = ' KMGT';

/** A size in seven characters (`  174 `, ` 2929KB`), as OpenSSH's progress meter gives it. */
function sizeText(bytes: number): string {
  let unit = 0;
  let size = bytes;
  while (size >= 10_000 && unit < UNITS.length - 1) {
    size = Math.floor((size + 512) / 1024);
    unit += 1;
  }
  return `${String(size).padStart(4)}${UNITS.charAt(unit)}${unit > 0 ? 'B' : ' '}`;
}

function rateText(bytesPerSecond: number): string {
  let unit = 1;
  let rate = (bytesPerSecond * 100) / 1024;
  while (rate >= 100_000 && unit < UNITS.length - 1) {
    rate /= 1024;
    unit += 1;
  }
  const hundredths = Math.floor(rate + 5);
  return `${String(Math.floor(hundredths / 100)).padStart(3)}.${Math.floor((hundredths % 100) / 10)}${UNITS.charAt(unit)}B`;
}

/** Shows a file's line when stdout is a terminal, while the time it takes goes by. */
export function* progress(sys: Sys, name: string, text: string): Routine<void> {
  const bytes = byteLength(text);
  const ms = 1 + bytes / 50_000;
  yield* sys.sleep(ms);
  if (!sys.isTty(1)) return;
  const { columns } = sys.ttySize(1);
  const line = (percent: number, done: number, rate: number, tail: string): string =>
    `\r${name.padEnd(columns - 36).slice(0, Math.max(0, columns - 36))} ${String(percent).padStart(3)}% ${sizeText(done)} ${rateText(rate)}/s   ${tail}`;
  yield* sys.write(1, line(0, 0, 0, '--:-- ETA') + line(100, bytes, (bytes * 1000) / ms, '00:00    \n'));
}
