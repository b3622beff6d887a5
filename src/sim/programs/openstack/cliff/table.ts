import { displayWidth } from '../../../host/width.ts';
import { isFormattable, str, type Cell } from './values.ts';
import { fill } from './wrap.ts';

export interface TableOptions {
  /** `--max-width`; 0: no limit. */
  readonly maxWidth: number;
  /** `--fit-width` on a terminal: its width; else null. */
  readonly fitWidth: number | null;
  readonly printsEmpty: boolean;
}

interface Grid {
  readonly names: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Right-aligned columns: numbers in the first row. */
  readonly isRight: readonly boolean[];
  readonly isCentred: boolean;
}

/** A list as a table; an empty one is an empty line unless `printsEmpty`. */
export function listTable(columns: readonly string[], rows: readonly (readonly Cell[])[], options: TableOptions): string {
  const [first] = rows;
  const isRight = columns.map((_, index) => typeof first?.[index] === 'number');
  const grid: Grid = { names: columns, rows: rows.map((row) => row.map(text)), isRight, isCentred: first === undefined };
  if (rows.length === 0 && !options.printsEmpty) return '\n';
  return draw(grid, limits(grid, options, 8));
}

/** One thing's fields as a table of Field and Value. */
export function showTable(columns: readonly string[], row: readonly Cell[], options: TableOptions): string {
  if (columns.length === 0) return '\n';
  const rows = columns.map((name, index) => [name, text(row[index] ?? null)]);
  const grid: Grid = { names: ['Field', 'Value'], rows, isRight: [false, false], isCentred: false };
  return draw(grid, limits(grid, options, 16));
}

const text = (cell: Cell): string => {
  const shown = isFormattable(cell) ? cell.human : str(cell);
  return shown.replaceAll('\r\n', '\n').replaceAll('\r', ' ');
};

const width = (cell: string): number => Math.max(...cell.split('\n').map(displayWidth));

/** Most characters each column may take; Infinity where it is left alone (cliff's _assign_max_widths). */
function limits(grid: Grid, options: TableOptions, least: number): number[] {
  const all = grid.names.map(() => Infinity);
  const terminal = options.maxWidth > 0 ? options.maxWidth : options.fitWidth;
  if (terminal === null) return all;
  const natural = widths(grid, all);
  const total = natural.reduce((sum, each) => sum + each + 3, 1);
  if (total <= terminal) return all;
  const usable = Math.max(0, terminal - 1 - 3 * grid.names.length);
  const fair = Math.max(0, Math.floor(usable / grid.names.length));
  const shrinking = natural.flatMap((each, index) => (each > fair ? [index] : []));
  let left = usable - natural.filter((each) => each <= fair).reduce((sum, each) => sum + each, 0);
  const share = Math.floor(left / shrinking.length);
  for (const index of shrinking.slice(0, -1)) {
    all[index] = Math.max(least, share);
    left -= share;
  }
  const last = shrinking.at(-1);
  if (last !== undefined) all[last] = Math.max(least, left);
  return all;
}

function widths(grid: Grid, limit: readonly number[]): number[] {
  return grid.names.map((name, index) =>
    Math.max(displayWidth(name), ...grid.rows.map((row) => Math.min(width(row[index] ?? ''), limit[index] ?? Infinity))));
}

function draw(grid: Grid, limit: readonly number[]): string {
  const size = widths(grid, limit);
  const rule = `+${size.map((each) => '-'.repeat(each + 2)).join('+')}+`;
  const line = (cells: readonly string[]): string => `|${cells.map((cell, index) => ` ${justify(cell, size[index] ?? 0, grid, index)} `).join('|')}|`;
  const body = grid.rows.flatMap((row) => {
    const columns = row.map((cell, index) => cell.split('\n').flatMap((each) =>
      (displayWidth(each) > (size[index] ?? 0) ? fill(each, size[index] ?? 0) : each).split('\n')));
    const height = Math.max(...columns.map((lines) => lines.length));
    return Array.from({ length: height }, (_, at) => line(columns.map((lines) => lines[at] ?? '')));
  });
  return `${[rule, line(grid.names), rule, ...body, rule].join('\n')}\n`;
}

function justify(cell: string, size: number, grid: Grid, index: number): string {
  const space = Math.max(0, size - displayWidth(cell));
  if (grid.isCentred) {
    const left = space % 2 === 1 && displayWidth(cell) % 2 === 1 ? Math.floor(space / 2) + 1 : Math.floor(space / 2);
    return ' '.repeat(left) + cell + ' '.repeat(space - left);
  }
  return grid.isRight[index] === true ? ' '.repeat(space) + cell : cell + ' '.repeat(space);
}
