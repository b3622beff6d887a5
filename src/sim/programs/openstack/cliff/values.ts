// cliff: how the openstack client shows what a command found: tables, JSON, YAML, CSV, values and shell variables, as
// cliff 4.0, PrettyTable 3 and PyYAML write them. Knows nothing of any command.
import type { Json } from '../../../../base/json.ts';

/** A value with one form for people and one for machines (cliff's FormattableColumn). */
export interface Formattable {
  readonly human: string;
  readonly machine: Json;
}

/** What a row holds. */
export type Cell = Json | Formattable;

export const isFormattable = (cell: Cell): cell is Formattable =>
  cell !== null && typeof cell === 'object' && !Array.isArray(cell) && 'human' in cell && 'machine' in cell;

/** The form for machines. */
export const machine = (cell: Cell): Json => (isFormattable(cell) ? cell.machine : cell);

/** Python's str() of plain data. */
export function str(value: Json): string {
  return typeof value === 'string' ? value : repr(value);
}

/** Python's repr() of plain data. */
export function repr(value: Json): string {
  if (value === null) return 'None';
  if (value === true) return 'True';
  if (value === false) return 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return reprText(value);
  if (Array.isArray(value)) return `[${value.map((item) => repr(item as Json)).join(', ')}]`;
  const pairs = Object.entries(value as Readonly<Record<string, Json>>).map(([key, item]) => `${reprText(key)}: ${repr(item)}`);
  return `{${pairs.join(', ')}}`;
}

function reprText(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  const body = text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t');
  return quote + body.replaceAll(quote, `\\${quote}`) + quote;
}

/** osc-lib's format_dict: `a='1', b='2'`, keys sorted, inner dictionaries with dotted keys. */
export function formatDict(data: Readonly<Record<string, Json>> | null, prefix = ''): string {
  if (data === null) return '';
  return Object.keys(data).sort().map((key) => {
    const value = data[key] as Json;
    const name = prefix === '' ? key : `${prefix}.${key}`;
    const isDict = value !== null && typeof value === 'object' && !Array.isArray(value);
    if (isDict) return formatDict(value as Readonly<Record<string, Json>>, name);
    return value === null ? `${name}=` : `${name}='${str(value)}'`;
  }).join(', ');
}

/** osc-lib's format_list: sorted, joined by commas. */
export const formatList = (items: readonly string[]): string => [...items].sort().join(', ');
