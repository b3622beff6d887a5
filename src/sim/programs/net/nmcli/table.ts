import type { Sys } from '../../../host/sys.ts';

/** How a row is painted on a terminal: active profiles green, those made by others dimmer. */
export type Paint = 'active' | 'external' | 'plain';

export interface Row {
  readonly cells: Readonly<Record<string, string>>;
  readonly paint: Paint;
}

/** nmcli's table, or with -t its terse form. */
export function table(sys: Sys, columns: readonly string[], rows: readonly Row[], options: { isTerse: boolean; hasHeader: boolean }): string {
  const cellsOf = (row: Row): string[] => columns.map((column) => row.cells[column] ?? '--');
  if (options.isTerse) {
    return rows.map((row) => `${columns.map((column) => (row.cells[column] ?? '').replace(/[:\\]/g, '\\$&')).join(':')}\n`).join('');
  }
  const all = [...(options.hasHeader ? [columns] : []), ...rows.map(cellsOf)];
  const widths = columns.map((_column, index) => Math.max(0, ...all.map((cells) => (cells[index] ?? '').length)));
  const lines = rows.map((row) => lineOf(cellsOf(row), widths, sys.isTty(1) ? row.paint : 'plain'));
  return `${options.hasHeader ? lineOf(columns, widths, 'plain') : ''}${lines.join('')}`;
}

function lineOf(cells: readonly string[], widths: readonly number[], paint: Paint): string {
  const code = paint === 'active' ? '\x1b[32m' : paint === 'external' ? '\x1b[32;2m' : null;
  return `${cells.map((cell, index) => `${code === null ? cell : `${code}${cell}\x1b[0m`}${' '.repeat((widths[index] ?? 0) - cell.length)}`).join('  ')} \n`;
}

/** `LABEL:    value`, the value from column 40 on. */
export const field = (label: string, value: string): string => `${`${label}:`.padEnd(40)}${value === '' ? '--' : value}\n`;
