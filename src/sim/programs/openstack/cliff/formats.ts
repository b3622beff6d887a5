import type { Json } from '../../../../base/json.ts';
import { isFormattable, machine, str, type Cell } from './values.ts';
import { dumpYaml } from './yaml.ts';

/** Python's json.dump with ASCII only; `indent` 2 or none. */
export function dumpJson(value: Json, indent: 2 | null): string {
  return indent === null ? flat(value) : ascii(JSON.stringify(value, null, indent));
}

const ascii = (text: string): string => text.replaceAll(/[\u007f-\uffff]/g, (unit) => (unit === '\u007f' ? unit : `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`));

/** One line with Python's separators `, ` and `: `. */
function flat(value: Json): string {
  if (value === null || typeof value !== 'object') return ascii(JSON.stringify(value));
  if (Array.isArray(value)) return `[${value.map((item) => flat(item as Json)).join(', ')}]`;
  return `{${Object.entries(value as Readonly<Record<string, Json>>).map(([key, item]) => `${ascii(JSON.stringify(key))}: ${flat(item)}`).join(', ')}}`;
}

const asObject = (columns: readonly string[], row: readonly Cell[]): Json =>
  Object.fromEntries(columns.map((name, index) => [name, machine(row[index] ?? null)]));

export const listJson = (columns: readonly string[], rows: readonly (readonly Cell[])[], isFlat: boolean): string =>
  `${dumpJson(rows.map((row) => asObject(columns, row)), isFlat ? null : 2)}\n`;

export const showJson = (columns: readonly string[], row: readonly Cell[], isFlat: boolean): string =>
  `${dumpJson(asObject(columns, row), isFlat ? null : 2)}\n`;

export const listYaml = (columns: readonly string[], rows: readonly (readonly Cell[])[]): string =>
  dumpYaml(rows.map((row) => asObject(columns, row)));

export const showYaml = (columns: readonly string[], row: readonly Cell[]): string =>
  columns.map((name, index) => dumpYaml({ [name]: machine(row[index] ?? null) })).join('');

export const listValues = (rows: readonly (readonly Cell[])[]): string =>
  rows.map((row) => `${row.map((cell) => str(machine(cell))).join(' ')}\n`).join('');

export const showValues = (row: readonly Cell[]): string => row.map((cell) => `${str(machine(cell))}\n`).join('');

/** `name="value"` lines that a shell can evaluate; `wanted` empty: all. */
export function showShell(columns: readonly string[], row: readonly Cell[], prefix: string, wanted: readonly string[]): string {
  return columns.flatMap((column, index) => {
    const name = column.toLowerCase().replaceAll(' ', '_');
    if (wanted.length > 0 && !wanted.includes(name)) return [];
    const cell = row[index] ?? null;
    const value = str(machine(cell));
    const isText = typeof cell === 'string' || isFormattable(cell);
    return [`${prefix}${name.replaceAll(/[:-]/g, '_')}="${isText ? value.replaceAll('"', '\\"') : value}"\n`];
  }).join('');
}

export type QuoteMode = 'all' | 'minimal' | 'none' | 'nonnumeric';

/** Python's csv.writer with `\` as its escape. */
export function listCsv(columns: readonly string[], rows: readonly (readonly Cell[])[], mode: QuoteMode): string {
  const cell = (value: Cell): string => csvCell(isFormattable(value) ? str(value.machine) : value, mode);
  return [columns, ...rows].map((row) => `${row.map(cell).join(',')}\n`).join('');
}

function csvCell(value: Json, mode: QuoteMode): string {
  const text = value === null ? '' : str(value);
  const isQuoted = mode === 'all' || (mode === 'nonnumeric' && typeof value !== 'number' && typeof value !== 'boolean')
    || (mode === 'minimal' && (/[,"\n\r\\]/.test(text) || text === ''));
  if (mode === 'none') return text.replaceAll(/[,"\\\n\r]/g, '\\$&');
  return isQuoted ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '""')}"` : text;
}
