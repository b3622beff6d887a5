/** A column of ss's output. */
export interface ColumnSpec {
  readonly header: string;
  readonly align: 'left' | 'right';
  /** Put before the column unless it is the first of the line. */
  readonly delimiter: '' | ' ';
  /** On a terminal only the header counts for its width. */
  readonly isFree?: boolean;
}

/** The columns in iproute2's order. */
export const COLUMNS = {
  netid: { header: 'Netid', align: 'left', delimiter: '' },
  state: { header: 'State', align: 'left', delimiter: ' ' },
  received: { header: 'Recv-Q', align: 'left', delimiter: ' ' },
  sent: { header: 'Send-Q', align: 'left', delimiter: ' ' },
  local: { header: 'Local Address:', align: 'right', delimiter: ' ' },
  localPort: { header: 'Port', align: 'left', delimiter: '' },
  peer: { header: 'Peer Address:', align: 'right', delimiter: ' ' },
  peerPort: { header: 'Port', align: 'left', delimiter: '' },
  process: { header: 'Process', align: 'left', delimiter: '', isFree: true },
} as const satisfies Record<string, ColumnSpec>;

/**
 * Lays out ss's table as iproute2 6 does: every column as wide as its widest cell; on a terminal of `screen` columns
 * the room that is left is spread over the columns from the right. `screen` is null when it goes to a file.
 */
export function layOut(columns: readonly ColumnSpec[], rows: readonly (readonly string[])[], screen: number | null, hasHeader: boolean): string {
  const shown = hasHeader ? [columns.map((column) => column.header), ...rows] : rows;
  const widths = columns.map((column, index) => {
    const cells = screen !== null && column.isFree === true ? [column.header] : shown.map((row) => row[index] ?? '');
    const content = Math.max(0, ...cells.map((cell) => cell.length));
    return content + (index > 0 && content > 0 ? column.delimiter.length : 0);
  });
  if (screen !== null) spread(widths, screen);
  return shown.map((row) => `${row.map((cell, index) => pad(cell, columns[index] as ColumnSpec, widths[index] ?? 0, index)).join('')}\n`).join('');
}

function pad(cell: string, { align, delimiter }: ColumnSpec, width: number, index: number): string {
  if (width === 0) return '';
  const before = index > 0 ? delimiter : '';
  return align === 'left' ? (before + cell).padEnd(width) : before + cell.padStart(width - before.length);
}

/** Breaks the columns into lines of at most `screen` and shares out what is left on each, the rest from the right. */
function spread(widths: number[], screen: number): void {
  let first = 0;
  let length = 0;
  for (let at = 0; at < widths.length; at += 1) {
    length += widths[at] ?? 0;
    const isLast = at === widths.length - 1;
    if (!isLast && length < screen) continue;
    let end = at;
    if (length > screen && at > first) {
      length -= widths[at] ?? 0;
      end = at - 1;
    }
    share(widths, first, end, screen - length);
    first = end + 1;
    at = end;
    length = 0;
  }
}

function share(widths: number[], first: number, last: number, room: number): void {
  if (room <= 0) return;
  const count = last - first + 1;
  let rest = room % count;
  for (let index = last; index >= first; index -= 1) {
    widths[index] = (widths[index] ?? 0) + Math.floor(room / count) + (rest > 0 ? 1 : 0);
    rest -= 1;
  }
}
