// How systemd's tools show things: colours, links, the pager (systemd 252).
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { localTime } from '../../host/strftime.ts';
import type { Sys } from '../../host/sys.ts';

export const RED = '\x1b[0;1;31m';
export const GREEN = '\x1b[0;1;32m';
export const YELLOW = '\x1b[0;1;38;5;185m';
export const GREY = '\x1b[0;38;5;245m';
export const BOLD = '\x1b[0;1;39m';
export const BLUE = '\x1b[0;1;34m';
export const OFF = '\x1b[0m';

/** `Fri 2026-11-20 09:19:10 UTC` in the zone of the asker. */
export const timestamp = (sys: Sys, ms: number): string => localTime(sys, '%a %Y-%m-%d %H:%M:%S %Z', ms);

/** What a run prints: kept until the end, as it may go through a pager. */
export class Screen {
  readonly isTty: boolean;
  readonly #sys: Sys;
  readonly #wantsPager: boolean;
  readonly #errTty: boolean;
  #parts: { fd: 1 | 2; text: string }[] = [];

  readonly #cuts: boolean;

  /** `cuts`: lines end at the screen's edge where there is no pager. */
  constructor(sys: Sys, wantsPager: boolean, cuts = true) {
    this.#cuts = cuts;
    this.#sys = sys;
    this.isTty = sys.isTty(1) && sys.env['TERM'] !== 'dumb' && sys.env['NO_COLOR'] === undefined && sys.env['SYSTEMD_COLORS'] !== '0';
    this.#errTty = sys.isTty(2) && sys.env['TERM'] !== 'dumb';
    this.#wantsPager = wantsPager && sys.isTty(1);
  }

  /** Whether lines are cut at the screen's width: on a terminal without a pager. */
  get columns(): number | null {
    return this.#cuts && this.#sys.isTty(1) && !this.isPaging ? this.#sys.ttySize(1).columns : null;
  }

  get isPaging(): boolean {
    const pager = this.#sys.env['SYSTEMD_PAGER'] ?? this.#sys.env['PAGER'] ?? 'less';
    return this.#wantsPager && pager !== '' && pager !== 'cat';
  }

  out(text: string): void {
    this.#parts.push({ fd: 1, text });
  }

  /** Text in a colour where there are colours. */
  paint(color: string, text: string): string {
    return this.isTty && color !== '' ? `${color}${text}${OFF}` : text;
  }

  /** A link that terminals open. */
  link(url: string, text: string): string {
    return this.isTty ? `\x1b]8;;${url}\x07${text}\x1b]8;;\x07` : text;
  }

  fileLink(path: string, text = path): string {
    return this.link(`file://${this.#sys.hostname}${path}`, text);
  }

  /** A line of log_error(), log_warning() or log_notice(): coloured on a terminal. */
  error(text: string, color = RED): void {
    const lines = text.split('\n').map((line) => (this.#errTty && color !== '' ? `${color}${line}${OFF}` : line));
    this.#parts.push({ fd: 2, text: `${lines.join('\n')}\n` });
  }

  warn(text: string): void {
    this.error(text, YELLOW);
  }

  info(text: string): void {
    this.error(text, '');
  }

  /** Lets out what has been said so far. */
  *flush(): Routine<void> {
    const parts = this.#parts;
    this.#parts = [];
    if (parts.length === 0) return;
    if (this.isPaging && (yield* page(this.#sys, parts.map((part) => part.text).join('')))) return;
    for (const { fd, text } of parts) yield* this.#sys.write(fd, text);
  }

  /** Writes what has been said at once, without the pager. */
  *flushPlain(): Routine<void> {
    const parts = this.#parts;
    this.#parts = [];
    for (const { fd, text } of parts) yield* this.#sys.write(fd, text);
  }
}

/** Shows `text` in less; false when there is no less. `end`: begins at the end, as journalctl -e does. */
export function* page(sys: Sys, text: string, atEnd = false): Routine<boolean> {
  const [from, to] = sys.pipe();
  const pager = sys.env['SYSTEMD_PAGER'] ?? sys.env['PAGER'] ?? 'less';
  const path = pager.startsWith('/') ? pager : `/usr/bin/${pager.split(' ')[0] ?? 'less'}`;
  const env = { ...sys.env, LESS: sys.env['SYSTEMD_LESS'] ?? 'FRSXMK', LESSCHARSET: 'utf-8' };
  try {
    const pid = yield* sys.spawn(path, [...pager.split(' '), ...(atEnd ? ['+G'] : [])], { env, fds: { 0: from, 1: 1, 2: 2 } });
    sys.close(from);
    yield* feed(sys, to, text);
    sys.close(to);
    yield* sys.wait(pid);
    return true;
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'ENOENT') throw error;
    sys.close(from);
    sys.close(to);
    return false;
  }
}

/** The person may leave the pager before all is read. */
function* feed(sys: Sys, fd: number, text: string): Routine<void> {
  sys.ignoreSignals(['SIGPIPE']);
  try {
    yield* sys.write(fd, text);
  } catch (error) {
    if (!(error instanceof SysError) || error.errno !== 'EPIPE') throw error;
  }
}

/** Cuts `text` to `width` columns: `percent` of what stays is before the dots. */
export function ellipsize(text: string, width: number, percent: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const left = Math.floor(((width - 1) * percent + 50) / 100);
  return `${characters.slice(0, left).join('')}…${characters.slice(characters.length - (width - 1 - left)).join('')}`;
}

/** A cell of a table: its text and, on a terminal, its colour; `isWide` colours the gap after it too. */
export interface Cell {
  readonly text: string;
  readonly color?: string;
  readonly isWide?: boolean;
}

const UNDERLINE = '\x1b[0m\x1b[0;4m';

/** Lays a table as systemd's format-table does: columns parted by a blank, a header that is underlined on a terminal. */
export function layTable(screen: Screen, header: readonly string[], rows: readonly (readonly Cell[])[], rightAligned: readonly number[] = []): string {
  const widths = header.map((title, column) => Math.max([...title].length, ...rows.map((row) => [...(row[column]?.text ?? '')].length)));
  const last = header.length - 1;
  const pad = (text: string, column: number): string => {
    const fill = ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...text].length));
    return rightAligned.includes(column) ? fill + text : text + fill;
  };
  const head = screen.isTty
    ? header.map((title, column) => `${UNDERLINE}${column === 0 ? '' : ' '}${pad(title, column)}${OFF}`).join('')
    : header.map((title, column) => (column === last ? title : pad(title, column))).join(' ');
  const lines = rows.map((row) => row.map((cell, column) => {
    const color = screen.isTty ? cell.color ?? '' : '';
    const isPlainLast = column === last && color === '';
    const text = isPlainLast ? cell.text : pad(cell.text, column);
    const gap = column === last ? '' : cell.isWide === true && color !== '' ? `${color} ${OFF}` : ' ';
    return `${color === '' ? text : `${color}${text}${OFF}`}${gap}`;
  }).join(''));
  return `${[head, ...lines].join('\n')}\n`;
}

/** The underline of a table's row, to mix with a colour. */
export const underlined = (color: string): string => (color === '' ? UNDERLINE : color.replace('1;', '1;4;'));
