import { displayWidth } from '../width.ts';

/** One place of the screen: a character with what combines with it, its columns, reverse video, invisible prefix. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  readonly isMarked: boolean;
  readonly before: string;
}

/** What should be on the screen: rows of cells and where the cursor stands. */
export interface Layout {
  readonly rows: readonly (readonly Cell[])[];
  readonly row: number;
  readonly column: number;
}

/** How a control character of the line is shown: `^C`; a tab is as wide as to the next multiple of eight. */
function shown(char: string, column: number): string {
  if (char === '\t') return ' '.repeat(8 - (column % 8));
  const code = char.charCodeAt(0);
  if (code === 0x7f) return '^?';
  return code < 0x20 && char !== '\n' ? `^${String.fromCharCode(code + 64)}` : char;
}

class Filler {
  readonly rows: Cell[][] = [[]];
  column = 0;
  #before = '';
  readonly #columns: number;

  constructor(columns: number) {
    this.#columns = columns;
  }

  invisible(text: string): void {
    this.#before += text;
  }

  put(char: string, isMarked: boolean): void {
    const width = displayWidth(char);
    const row = this.rows.at(-1);
    if (width === 0 && row !== undefined && row.length > 0) {
      const last = row[row.length - 1];
      if (last !== undefined) row[row.length - 1] = { ...last, text: last.text + char };
      return;
    }
    if (this.column + width > this.#columns) this.newRow();
    this.rows.at(-1)?.push({ text: char, width, isMarked, before: this.#before });
    this.#before = '';
    this.column += width;
  }

  /** The place of the next character: wraps when the row is full. */
  position(): { row: number; column: number } {
    if (this.column >= this.#columns) return { row: this.rows.length, column: 0 };
    return { row: this.rows.length - 1, column: this.column };
  }

  newRow(): void {
    this.rows.push([]);
    this.column = 0;
  }

  finish(): void {
    if (this.#before !== '') this.rows.at(-1)?.push({ text: '', width: 0, isMarked: false, before: this.#before });
    if (this.column >= this.#columns) this.newRow();
  }
}

function putPrompt(filler: Filler, prompt: string): void {
  for (const [index, part] of prompt.split(/[\x01\x02]/).entries()) {
    if (index % 2 === 1) filler.invisible(part);
    else for (const char of part) filler.put(char, false);
  }
}

/** Lays prompt and line out on a screen `columns` wide; the cursor stands before offset `point` of the line. */
export function layOut(
  prompt: string, text: string, point: number, highlight: readonly [number, number] | null, columns: number,
): Layout {
  const filler = new Filler(columns);
  putPrompt(filler, prompt);
  let offset = 0;
  let cursor: { row: number; column: number } | null = null;
  for (const char of text) {
    if (offset === point) cursor = filler.position();
    const isMarked = highlight !== null && offset >= highlight[0] && offset < highlight[1];
    if (char === '\n') filler.newRow();
    else for (const visible of shown(char, filler.column)) filler.put(visible, isMarked);
    offset += char.length;
  }
  cursor ??= filler.position();
  filler.finish();
  return { rows: filler.rows, ...cursor };
}

/** Columns that cells take. */
export const widthOf = (cells: readonly Cell[]): number => cells.reduce((sum, cell) => sum + cell.width, 0);
