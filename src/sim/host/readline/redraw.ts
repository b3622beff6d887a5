import type { Cell, Layout } from './layout.ts';
import { widthOf } from './layout.ts';

const same = (a: Cell | undefined, b: Cell | undefined): boolean =>
  a !== undefined && b !== undefined && a.text === b.text && a.isMarked === b.isMarked;

/** Cells as bytes: reverse video switched at its edges. */
function paint(cells: readonly Cell[]): string {
  let out = '';
  let isMarked = false;
  for (const cell of cells) {
    if (cell.isMarked !== isMarked) out += cell.isMarked ? '\x1b[7m' : '\x1b[27m';
    isMarked = cell.isMarked;
    out += cell.before + cell.text;
  }
  return isMarked ? `${out}\x1b[27m` : out;
}

/** How far two rows agree at their ends; a common tail without a blank is not worth keeping (as Readline has it). */
function commonTail(before: readonly Cell[], after: readonly Cell[], from: number): number {
  let tail = 0;
  let hasBlank = false;
  while (tail + 1 < before.length - from && tail + 1 < after.length - from) {
    if (!same(before[before.length - 1 - tail], after[after.length - 1 - tail])) break;
    if (before[before.length - 1 - tail]?.text === ' ') hasBlank = true;
    tail += 1;
  }
  if (!hasBlank) return 0;
  const isSameNext = same(before[before.length - 1 - tail], after[after.length - 1 - tail]);
  return isSameNext ? tail + 1 : tail;
}

/**
 * The screen as Readline knows it: turns the wish for a new picture into the bytes that an xterm needs, choosing as
 * Readline's display does (recorded: insert and delete characters, `\b` or CR and forward moves, clear to the end).
 */
export class Screen {
  readonly columns: number;
  #rows: readonly (readonly Cell[])[] = [[]];
  #row = 0;
  #column = 0;
  #out = '';

  constructor(columns: number) {
    this.columns = columns;
  }

  /** Takes the picture as being shown already (after a restore). */
  adopt(layout: Layout): void {
    this.#rows = layout.rows;
    this.#row = layout.row;
    this.#column = layout.column;
  }

  /** Forgets what is shown: the next `show` paints everything where the cursor is. */
  forget(): void {
    this.adopt({ rows: [[]], row: 0, column: 0 });
  }

  /** The bytes that bring the screen to `next`. */
  show(next: Layout): string {
    const old = this.#rows;
    for (let row = 0; row < next.rows.length; row += 1) {
      this.#update(row, old[row] ?? [], next.rows[row] ?? [], next.rows.length - 1, old.length - 1);
    }
    for (let row = next.rows.length; row < old.length; row += 1) {
      this.#vertical(row);
      this.#horizontal(0);
      this.#out += '\x1b[K';
    }
    this.#rows = next.rows;
    this.#vertical(next.row);
    this.#horizontal(next.column);
    return this.#take();
  }

  /** Moves behind the last row, as when a line is accepted. */
  leave(): string {
    let last = this.#rows.length - 1;
    const isOnlyCursor = last > 0 && this.#column === 0 && (this.#rows[last]?.length ?? 0) === 0;
    if (isOnlyCursor) last -= 1;
    this.#vertical(last);
    const row = this.#rows[last] ?? [];
    if (isOnlyCursor && widthOf(row) === this.columns) {
      this.#horizontal(this.columns - 1);
      this.#out += `\x1b[K${row.at(-1)?.text ?? ''}`;
    }
    if (row.length > 0 || this.#column > 0) this.#out += '\n';
    this.forget();
    return this.#take();
  }

  #take(): string {
    const out = this.#out;
    this.#out = '';
    return out;
  }

  #update(row: number, old: readonly Cell[], next: readonly Cell[], lastRow: number, oldLastRow: number): void {
    let before = old;
    if (this.#column === this.columns && this.#row === row - 1) before = this.#wrap(row, old, next);
    let first = 0;
    while (first < before.length && same(before[first], next[first])) first += 1;
    if (first === before.length && first === next.length) return;
    const tail = commonTail(before, next, first);
    this.#vertical(row);
    this.#horizontal(widthOf(next.slice(0, first)));
    const added = next.slice(first, next.length - tail);
    const removed = before.slice(first, before.length - tail);
    const growth = widthOf(added) - widthOf(removed);
    const isGrowing = row >= oldLastRow && lastRow > oldLastRow;
    // A prompt that changes from its first character on is written out, never shifted.
    const isPrompt = row === 0 && first === 0;
    const rest = next.slice(first);
    if (growth > 0) this.#insert(added, rest, growth, tail > 0 && !isGrowing && !isPrompt);
    else this.#remove(added, rest, -growth);
  }

  /** The cursor hangs behind the last column: the first cell of the next row makes the terminal wrap. */
  #wrap(row: number, old: readonly Cell[], next: readonly Cell[]): readonly Cell[] {
    const first = next[0];
    this.#out += first === undefined ? ' ' : paint([first]);
    this.#column = first?.width ?? 1;
    this.#row = row;
    return first === undefined ? old : [first, ...old.slice(1)];
  }

  #insert(added: readonly Cell[], rest: readonly Cell[], growth: number, isInserting: boolean): void {
    if (isInserting) this.#out += `\x1b[${String(growth)}@`;
    this.#print(isInserting ? added : rest);
  }

  #remove(added: readonly Cell[], rest: readonly Cell[], shrinkage: number): void {
    if (2 * widthOf(rest) >= shrinkage) {
      if (shrinkage > 0) this.#out += `\x1b[${String(shrinkage)}P`;
      this.#print(added);
      return;
    }
    this.#print(rest);
    this.#out += '\x1b[K';
  }

  #print(cells: readonly Cell[]): void {
    this.#out += paint(cells);
    this.#column += widthOf(cells);
  }

  #vertical(row: number): void {
    if (row > this.#row) {
      this.#out += `${'\n'.repeat(row - this.#row)}\r`;
      this.#column = 0;
    } else this.#out += '\x1b[A'.repeat(this.#row - row);
    this.#row = row;
  }

  #horizontal(column: number): void {
    if (column === this.#column) return;
    const isReturnShorter = column + 1 < this.#column - column;
    if (column === 0 || isReturnShorter || this.#column === this.columns) {
      this.#out += '\r';
      this.#column = 0;
    }
    this.#out += column > this.#column ? '\x1b[C'.repeat(column - this.#column) : '\b'.repeat(this.#column - column);
    this.#column = column;
  }
}
