// How the client prints result sets. Pure text; knows nothing of where it goes.
import { byteLength } from '../../../base/bytes.ts';
import { isNumeric, type Cell, type Column } from '../../protocol/mysql.ts';

type Rows = readonly (readonly Cell[])[];

/** Columns are as wide as their longest text in bytes, padded by characters: so does the real client. */
const width = (text: string): number => [...text].length;
const textOf = (cell: Cell): string => cell ?? 'NULL';

/** The boxed table; titles left out with `hasNames` false. */
export function tableText(columns: readonly Column[], rows: Rows, hasNames: boolean): string {
  const widths = columns.map((column, index) => {
    const widest = rows.reduce((most, row) => { const cell = row[index] ?? null; return cell === null ? most : Math.max(most, byteLength(cell)); }, hasNames ? byteLength(column.name) : 0);
    return widest < 4 && column.notNull !== true ? 4 : widest;
  });
  const line = `+${widths.map((each) => `${'-'.repeat(each + 2)}+`).join('')}\n`;
  const pad = (text: string, index: number, isRight: boolean): string => {
    const blanks = ' '.repeat(Math.max(0, (widths[index] ?? 0) - width(text)));
    return isRight ? ` ${blanks}${text} |` : ` ${text}${blanks} |`;
  };
  const head = hasNames ? `|${columns.map((column, index) => pad(column.name, index, false)).join('')}\n${line}` : '';
  const body = rows.map((row) => `|${columns.map((column, index) => pad(textOf(row[index] ?? null), index, isNumeric(column))).join('')}\n`).join('');
  return `${line}${head}${body}${line}`;
}

const ESCAPES: Readonly<Record<string, string>> = { '\0': '\\0', '\t': '\\t', '\n': '\\n', '\\': '\\\\' };

/** Columns with tabs between; special characters escaped unless `isRaw`. */
export function tabText(columns: readonly Column[], rows: Rows, hasNames: boolean, isRaw: boolean): string {
  const field = (cell: Cell): string => (cell === null ? 'NULL' : isRaw ? cell : cell.replace(/[\0\t\n\\]/g, (letter) => ESCAPES[letter] ?? letter));
  const head = hasNames ? `${columns.map(({ name }) => name).join('\t')}\n` : '';
  return head + rows.map((row) => `${columns.map((_, index) => field(row[index] ?? null)).join('\t')}\n`).join('');
}

/** One field a line. */
export function verticalText(columns: readonly Column[], rows: Rows, hasNames: boolean): string {
  const widest = Math.max(0, ...columns.map(({ name }) => width(name)));
  return rows.map((row, index) => {
    const fields = columns.map(({ name }, at) => `${hasNames ? `${' '.repeat(widest - width(name))}${name}: ` : ''}${textOf(row[at] ?? null)}\n`);
    return `*************************** ${index + 1}. row ***************************\n${fields.join('')}`;
  }).join('');
}

const MARKUP: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escapeMarkup = (text: string): string => text.replace(/[&<>"]/g, (letter) => MARKUP[letter] ?? letter);

export function htmlText(columns: readonly Column[], rows: Rows, hasNames: boolean): string {
  const head = hasNames ? `<TR>${columns.map(({ name }) => `<TH>${escapeMarkup(name)}</TH>`).join('')}</TR>` : '';
  const body = rows.map((row) => `<TR>${columns.map((_, index) => `<TD>${escapeMarkup(textOf(row[index] ?? null))}</TD>`).join('')}</TR>`).join('');
  return `<TABLE BORDER=1>${head}${body}</TABLE>`;
}

export function xmlText(statement: string, columns: readonly Column[], rows: Rows): string {
  const field = (column: Column, cell: Cell): string => (cell === null
    ? `\t<field name="${escapeMarkup(column.name)}" xsi:nil="true" />\n` : `\t<field name="${escapeMarkup(column.name)}">${escapeMarkup(cell)}</field>\n`);
  const body = rows.map((row) => `  <row>\n${columns.map((column, index) => field(column, row[index] ?? null)).join('')}  </row>\n`).join('\n');
  return `<?xml version="1.0"?>\n\n<resultset statement="${escapeMarkup(statement)}\n" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\n${body}</resultset>\n`;
}

/** `0.001 sec`, `1 min 2.500 sec`. */
export function durationText(seconds: number): string {
  const parts: string[] = [];
  let rest = seconds;
  for (const [size, one, many] of [[86400, 'day', 'days'], [3600, 'hour', 'hours'], [60, 'min', 'min']] as const) {
    if (rest < size && (parts.length === 0 || size !== 60)) continue;
    const count = Math.floor(rest / size);
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`);
    rest -= count * size;
  }
  return [...parts, `${rest.toFixed(3)} sec`].join(' ');
}
