import type { Routine } from '../../host/program.ts';
import { LineReader } from '../../host/line-reader.ts';
import type { Sys } from '../../host/sys.ts';
import { displayWidth } from '../../host/width.ts';

/** What a pager shows: lines, read as far as they are needed. */
export class PagerSource {
  readonly lines: string[] = [];
  isComplete = false;
  readonly #reader: LineReader;

  constructor(sys: Sys, fd: number) {
    this.#reader = new LineReader(sys, fd);
  }

  /** Reads until there are `count` lines or no more. */
  *need(count: number): Routine<void> {
    while (!this.isComplete && this.lines.length < count) {
      const line = yield* this.#reader.next();
      if (line === null) this.isComplete = true;
      else this.lines.push(line.replace(/\n$/, ''));
    }
  }
}

/** Colours and links: they take no room. */
const SGR = /\x1b\[[0-9;]*m|\x1b\]8;[^\x07\x1b]*\x07/;

/** Control signs as less shows them; colours stay with -R. */
export function shownText(line: string, isRaw: boolean): string {
  const text = expandTabs(line.replace(/\r$/, isRaw ? '' : '^M').replace(/.\x08(.)/gu, '$1'));
  return text.replace(/\x1b\]8;[^\x07\x1b]*\x07|\x1b\[[0-9;]*[mK]|[\x00-\x1f\x7f]/g, (sign) => {
    if (sign.startsWith('\x1b]') && isRaw) return sign;
    if (sign.length > 1) return isRaw ? (sign.endsWith('K') ? '' : sign) : `\x1b[7mESC\x1b[27m${sign.slice(1)}`;
    return sign === '\x1b' ? '\x1b[7mESC\x1b[27m' : `\x1b[7m^${String.fromCharCode(sign.charCodeAt(0) ^ 64)}\x1b[27m`;
  });
}

function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  let out = '';
  let column = 0;
  for (const piece of text.split(/(\t)/)) {
    const shown = piece === '\t' ? ' '.repeat(8 - (column % 8)) : piece;
    out += shown;
    column += displayWidth(shown.replace(/\x1b\[[0-9;]*m/g, ''));
  }
  return out;
}

/** A line in pieces of at most `columns` columns; escape sequences take no room. */
export function wrapped(text: string, columns: number): string[] {
  const rows: string[] = [];
  let row = '';
  let width = 0;
  for (const piece of text.split(new RegExp(`(${SGR.source})`))) {
    if (SGR.test(piece)) {
      row += piece;
      continue;
    }
    for (const sign of piece) {
      const own = displayWidth(sign);
      if (width + own > columns) {
        rows.push(row);
        row = '';
        width = 0;
      }
      row += sign;
      width += own;
    }
  }
  return [...rows, row];
}
