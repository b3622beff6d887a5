/** Names in columns, filled downwards, as few rows as fit into `width` (cmd.columnize); every cell is padded. */
export function columnize(names: readonly string[], width: number): string {
  for (let rows = 1; rows < names.length; rows += 1) {
    const widths = widthsOf(names, rows);
    if (widths.reduce((sum, each) => sum + each + 2, -2) <= width) return lines(names, rows, widths);
  }
  return names.map((name) => `${name}\n`).join('');
}

function widthsOf(names: readonly string[], rows: number): number[] {
  const count = Math.ceil(names.length / rows);
  return Array.from({ length: count }, (_, column) => Math.max(...names.slice(column * rows, (column + 1) * rows).map(({ length }) => length)));
}

function lines(names: readonly string[], rows: number, widths: readonly number[]): string {
  return Array.from({ length: rows }, (_, row) => {
    const cells = widths.map((width, column) => ({ name: names[column * rows + row], width })).filter(({ name }) => name !== undefined);
    return `${cells.map(({ name = '', width }) => name.padEnd(width)).join('  ')}\n`;
  }).join('');
}
