// Text layout as dnf's cli/output.py and cli/format.py lay it out: columns, sizes, times, wrapped values, colours.
import { displayWidth, padEnd, padStart } from '../../host/width.ts';

/** Where dnf writes: `columns` of its terminal, or null when stdout is none (80 are assumed where a width is needed). */
export interface Screen {
  readonly columns: number | null;
}

export const widthOf = (screen: Screen): number => screen.columns ?? 80;

/** Each column's lengths: how many items have it. */
export type Lengths = Map<number, number>;

export function countLengths(texts: readonly string[]): Lengths {
  const lengths: Lengths = new Map();
  for (const text of texts) lengths.set(displayWidth(text), (lengths.get(displayWidth(text)) ?? 0) + 1);
  return lengths;
}

export interface ColumnOptions {
  readonly minimum?: readonly number[];
  readonly remainderColumn?: number;
  /** Total width; null lets long columns overflow as when stdout is no terminal. */
  readonly total?: number | null;
  readonly indent?: string;
}

/** dnf's calcColumns: gives each step of width to the column where it helps most items. */
export function calcColumns(lengths: readonly Lengths[], options: ColumnOptions = {}): number[] {
  const { remainderColumn = 0, indent = '' } = options;
  const data = lengths.map((each) => [...each].sort((left, right) => left[0] - right[0]));
  const columns = options.minimum === undefined ? [...Array<number>(data.length - 1).fill(1), 0] : [...options.minimum];
  let total = options.total ?? null;
  if (total === null) {
    const full = data.map((column, index) => (column.at(-1)?.[0] ?? (columns[index] ?? 0) + 1));
    full[0] = (full[0] ?? 0) + indent.length * 2;
    if (sum(full) > 80) return full;
    total = 80;
  }
  let left = total - (sum(columns) + (data.length - 1) + indent.length);
  if (columns.at(-1) === 0) left += 1;
  while (left > 0) {
    const index = mostHelped(columns, data, left);
    if (index === null) break;
    const next = (data[index] as [number, number][]).shift() as [number, number];
    const more = next[0] - (columns[index] ?? 0);
    if (columns[index] === 0 && index === data.length - 1) left -= 1;
    columns[index] = (columns[index] ?? 0) + more;
    left -= more;
  }
  if (left > 0) spread(columns, data, left, remainderColumn);
  return columns;
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, each) => total + each, 0);

function mostHelped(columns: readonly number[], data: readonly (readonly [number, number])[][], left: number): number | null {
  let helps = 0;
  let best: number | null = null;
  for (const [index, column] of data.entries()) {
    let count = 0;
    for (const [length, items] of column) {
      if (left < length - (columns[index] ?? 0)) break;
      count += items;
    }
    if (count === 0) continue;
    if (helps > 0 && index === data.length - 1 && count / 2 < helps) continue;
    if (count < helps) continue;
    helps = count;
    best = index;
  }
  return best;
}

function spread(columns: number[], data: readonly (readonly unknown[])[], total: number, remainderColumn: number): void {
  let left = total;
  const overflowed = data.filter((column) => column.length > 0).length;
  if (overflowed > 0) {
    const each = Math.floor(left / overflowed);
    for (const [index, column] of data.entries()) {
      if (column.length === 0) continue;
      columns[index] = (columns[index] ?? 0) + each;
      left -= each;
    }
  }
  const each = Math.floor(left / (data.length - 1));
  for (let index = 0; index < data.length - 1; index += 1) columns[index] = (columns[index] ?? 0) + each;
  columns[remainderColumn] = (columns[remainderColumn] ?? 0) + left - each * (data.length - 1);
}

/** A cell: its text, its width (negative: to the left), and what to highlight it with. */
export type Cell = readonly [text: string, width: number, style?: Style];

/** dnf's fmtColumns: a row; what is too long goes on in the next line. */
export function formatColumns(cells: readonly Cell[], start = '', end = ''): string {
  let text = start;
  let used = start.length;
  for (const [value, width, style = ''] of cells.slice(0, -1)) {
    if (width === 0) {
      text += value;
      continue;
    }
    const room = Math.abs(width);
    const [on, off] = highlight(style);
    if (displayWidth(value) <= room) {
      text += width < 0 ? `${on}${padEnd(value, room)}${off} ` : `${on}${padStart(value, room)}${off} `;
    } else {
      text += `${on}${value}${off}\n${' '.repeat(used + room + 1)}`;
    }
    used += room + 1;
  }
  const [value = '', width = 0, style = ''] = cells.at(-1) ?? [];
  const [on, off] = highlight(style);
  const padded = width < 0 ? `${on}${value}${off}${' '.repeat(Math.max(0, -width - displayWidth(value)))}` : `${' '.repeat(Math.max(0, width - displayWidth(value)))}${on}${value}${off}`;
  return text + padded + end;
}

/** Names of dnf.conf's colours, comma-separated: `bold,green`. */
export type Style = string;

const CODES: Readonly<Record<string, string>> = {
  bold: '\x1b[1m', dim: '\x1b[2m', underline: '\x1b[4m', blink: '\x1b[5m', reverse: '\x1b[7m',
  black: '\x1b[30m', red: '\x1b[31m', green: '\x1b[32m', yellow: '\x1b[33m', blue: '\x1b[34m', magenta: '\x1b[35m', cyan: '\x1b[36m', white: '\x1b[37m',
};

/** Escape sequences that turn a style on and off; '' for none. */
export function highlight(style: Style): [string, string] {
  const on = style.split(',').map((name) => CODES[name.trim()] ?? '').join('');
  return on === '' ? ['', ''] : [on, '\x1b(B\x1b[m'];
}

/** dnf's format_number: three digits and a unit of 1024. `isRate`: a fraction even when it is whole (Python's float). */
export function formatNumber(number: number, isRate = false): string {
  const symbols = [' ', 'k', 'M', 'G', 'T'];
  let value = number;
  let depth = 0;
  while (value > 999 && depth < symbols.length - 1) {
    depth += 1;
    value /= 1024;
  }
  if (depth === 0 && !isRate && Number.isInteger(number)) return `${value} ${symbols[0]}`;
  return `${value < 9.95 ? value.toFixed(1) : roundHalfEven(value)} ${symbols[depth]}`;
}

/** Python's %.0f rounds halves to even. */
function roundHalfEven(value: number): string {
  const floor = Math.floor(value);
  const rest = value - floor;
  return String(rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor);
}

/** `mm:ss`. */
export function formatTime(seconds: number): string {
  const whole = Math.floor(seconds);
  return `${String(Math.floor(whole / 60)).padStart(2, '0')}:${String(whole % 60).padStart(2, '0')}`;
}

/** Cut or filled to exactly `width`. */
export const exactly = (text: string, width: number): string => padEnd(displayWidth(text) > width ? cut(text, width) : text, width);

function cut(text: string, width: number): string {
  let short = '';
  for (const character of text) {
    if (displayWidth(short + character) > width) break;
    short += character;
  }
  return short;
}

/** dnf's fmtSection: `=== name ===` over the whole width. */
export function section(name: string, screen: Screen, fill = '='): string {
  const columns = widthOf(screen) - 2;
  const length = displayWidth(name);
  if (length >= columns - 4) return `${fill.repeat(2)} ${name} ${fill.repeat(2)}`;
  const before = Math.floor((columns - length) / 2);
  return `${fill.repeat(before)} ${name} ${fill.repeat(columns - length - before)}`;
}

/** dnf's fmtKeyValFill: `key : value`, wrapped on a terminal with the key's width as indent. */
export function keyValue(key: string, value: string, screen: Screen): string {
  if (value === '') return key;
  const width = screen.columns === null ? Number.MAX_SAFE_INTEGER : Math.max(20, screen.columns);
  const next = `${' '.repeat(Math.max(0, displayWidth(key) - 2))}: `;
  const filled = value.split('\n').map((line, index) => wrap(line, width, index === 0 ? key : next, next)).join('\n');
  if ((filled.match(/\n/g)?.length ?? 0) > 1 && displayWidth(key) > Math.floor(width / 3)) {
    return value.split('\n').map((line, index) => wrap(line, width, index === 0 ? key : '     ...: ', '     ...: ')).join('\n');
  }
  return filled;
}

function wrap(text: string, width: number, first: string, next: string): string {
  const lines: string[] = [];
  let line = first;
  let isEmpty = true;
  for (const word of text.split(' ')) {
    if (!isEmpty && displayWidth(line) + 1 + displayWidth(word) > width) {
      lines.push(line);
      line = next;
      isEmpty = true;
    }
    line += isEmpty ? word : ` ${word}`;
    isEmpty = false;
  }
  lines.push(line);
  return lines.join('\n');
}

/** dnf's _pto_callback: packages in as many columns as fit, under a heading. */
export function inColumns(heading: string, items: readonly string[], screen: Screen): string {
  if (items.length === 0) return '';
  const width = widthOf(screen);
  const columns = [8, 7, 6, 5, 4, 3, 2].map((number) => fitting(items, number, width)).find((each) => each !== null) ?? [-(width - 2)];
  const lines = [`${heading}:`];
  for (let index = 0; index < items.length; index += columns.length) {
    const row = items.slice(index, index + columns.length);
    lines.push(`  ${formatColumns(row.map((item, at): Cell => [item, columns[at] ?? 0]))}`);
  }
  return `${lines.join('\n')}\n`;
}

function fitting(items: readonly string[], number: number, width: number): number[] | null {
  if (items.length < number) return null;
  let left = width - (number - 1 + 2);
  const lengths = Array<number>(number).fill(0);
  for (const [index, item] of items.entries()) {
    const column = index % number;
    const more = item.length - (lengths[column] ?? 0);
    if (more <= 0) continue;
    if (left <= more) return null;
    left -= more;
    lengths[column] = item.length;
  }
  return left <= 0 ? null : lengths.map((length) => -(length + Math.floor(left / number)));
}
