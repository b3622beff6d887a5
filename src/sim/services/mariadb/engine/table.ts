// One table's rows, as its files hold them, and the look-ups in them. Knows nothing of SQL or sessions.
import type { Json } from '../../../../base/json.ts';
import { byteLength } from '../../../../base/bytes.ts';
import { DEFAULT_COLLATION, keyOf, order } from './compare.ts';
import { load, type ColumnDef, type Stored } from './column.ts';
import type { Value } from './values.ts';

export interface KeyDef {
  name: string;
  kind: 'primary' | 'unique' | 'index' | 'fulltext' | 'spatial';
  columns: { name: string; length: number | null }[];
}

export interface ForeignDef {
  name: string;
  columns: string[];
  refDb: string;
  refTable: string;
  refColumns: string[];
  onDelete: string | null;
  onUpdate: string | null;
}

/** What a table's .frm file holds. */
export interface TableDef {
  kind: 'table';
  columns: ColumnDef[];
  keys: KeyDef[];
  foreign: ForeignDef[];
  checks: { name: string; text: string }[];
  engine: string;
  charset: string;
  collation: string;
  comment: string;
  rowFormat: string | null;
  createdMs: number;
}

/** What a view's .frm file holds: its query in canonical text. */
export interface ViewDef {
  kind: 'view';
  columns: string[] | null;
  text: string;
  definer: string;
  /** The session's when it was made. */
  charset: string;
  collation: string;
}

export type Row = readonly Stored[];

/** What a table's .ibd (or .MAD) file holds. A row of a table without primary key ends with its hidden number. */
export interface TableData {
  rows: Row[];
  auto: number;
  nextRow: number;
  updatedMs: number | null;
}

/** Where tables lie: the part of Sys that the engine uses. */
export interface Disk {
  readBlob(path: string): Json | undefined;
  writeBlob(path: string, blob: Json, options?: { sizeBytes?: number; mode?: number }): void;
  readFile(path: string): string;
  writeFile(path: string, text: string, options?: { append?: boolean; mode?: number }): void;
  exists(path: string): boolean;
  readDirectory(path: string): string[];
  mkdir(path: string, mode?: number): void;
  rmdir(path: string): void;
  unlink(path: string): void;
  rename(from: string, to: string): void;
}

interface Look {
  unique: Map<string, Map<string, Row>>;
  groups: Map<string, Map<string, Row[]>>;
}

const looks = new WeakMap<TableData, Look>();

/** An open table. Changes go to `data` at once; `Server.flush` writes it to the disk. */
export class Table {
  readonly kind = 'table';
  readonly db: string;
  readonly name: string;
  readonly def: TableDef;
  readonly data: TableData;
  readonly primary: KeyDef | null;
  /** It lives in its session's memory, not in files. */
  readonly isTemporary: boolean;

  constructor(db: string, name: string, def: TableDef, data: TableData, isTemporary = false) {
    this.isTemporary = isTemporary;
    this.db = db;
    this.name = name;
    this.def = def;
    this.data = data;
    this.primary = def.keys.find(({ kind }) => kind === 'primary') ?? null;
  }

  columnIndex(name: string): number {
    const lower = name.toLowerCase();
    return this.def.columns.findIndex((column) => column.name.toLowerCase() === lower);
  }

  column(name: string): ColumnDef | null {
    return this.def.columns[this.columnIndex(name)] ?? null;
  }

  value(row: Row, index: number): Value {
    const column = this.def.columns[index];
    return column === undefined ? null : load(column, row[index] ?? null);
  }

  /** The text under which `row` is found in `key`; null where a part is NULL. */
  keyText(key: KeyDef, row: Row): string | null {
    let text = '';
    for (const part of key.columns) {
      const index = this.columnIndex(part.name);
      const column = this.def.columns[index];
      const stored = row[index] ?? null;
      if (stored === null || column === undefined) return null;
      const value = load(column, stored);
      text += `${keyOf(typeof value === 'string' && part.length !== null ? value.slice(0, part.length) : value, column.collation ?? 'binary')}\x01`;
    }
    return text;
  }

  /** What identifies a row: its primary key, or its hidden number. */
  identity(row: Row): string {
    if (this.primary !== null) return this.keyText(this.primary, row) ?? '';
    return `#${row[this.def.columns.length] ?? ''}`;
  }

  #look(): Look {
    let look = looks.get(this.data);
    if (look === undefined) looks.set(this.data, look = { unique: new Map(), groups: new Map() });
    return look;
  }

  /** Rows by their text in a unique key. */
  #unique(key: KeyDef): Map<string, Row> {
    const { unique } = this.#look();
    let map = unique.get(key.name);
    if (map === undefined) {
      map = new Map<string, Row>();
      unique.set(key.name, map);
      for (const row of this.data.rows) {
        const text = this.keyText(key, row);
        if (text !== null) map.set(text, row);
      }
    }
    return map;
  }

  /** The row with the same unique key as `row`, or null. */
  findDuplicate(key: KeyDef, row: Row): Row | null {
    const text = this.keyText(key, row);
    return text === null ? null : this.#unique(key).get(text) ?? null;
  }

  /** The row of an identity, or null. */
  find(identity: string): Row | null {
    if (this.primary !== null) return this.#unique(this.primary).get(identity) ?? null;
    return this.data.rows.find((row) => this.identity(row) === identity) ?? null;
  }

  /** Rows whose columns have the values that `text` is the key of (see `groupKey`). */
  group(columns: readonly number[], text: string): readonly Row[] {
    const { groups } = this.#look();
    const name = columns.join();
    let map = groups.get(name);
    if (map === undefined) {
      map = new Map<string, Row[]>();
      groups.set(name, map);
      for (const row of this.data.rows) {
        const at = this.groupKey(columns, row);
        const list = map.get(at);
        if (list === undefined) map.set(at, [row]);
        else list.push(row);
      }
    }
    return map.get(text) ?? [];
  }

  groupKey(columns: readonly number[], row: Row): string {
    return columns.map((index) => keyOf(this.value(row, index), this.def.columns[index]?.collation ?? DEFAULT_COLLATION)).join('\x01');
  }

  #place(row: Row): number {
    const { rows } = this.data;
    const key = this.primary;
    if (key === null || this.def.engine !== 'InnoDB') return rows.length;
    const indexes = key.columns.map(({ name }) => this.columnIndex(name));
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.compareRows(indexes, rows[middle] ?? [], row) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Compares two rows by some columns. */
  compareRows(indexes: readonly number[], a: Row, b: Row): number {
    for (const index of indexes) {
      const result = order(this.value(a, index), this.value(b, index), this.def.columns[index]?.collation ?? 'binary');
      if (result !== 0) return result;
    }
    return 0;
  }

  #note(row: Row, isAdded: boolean): void {
    const { unique, groups } = this.#look();
    groups.clear();
    for (const [name, map] of unique) {
      const key = this.def.keys.find((each) => each.name === name);
      const text = key === undefined ? null : this.keyText(key, row);
      if (text === null) continue;
      if (isAdded) map.set(text, row);
      else if (map.get(text) === row) map.delete(text);
    }
  }

  /** Puts a row in its place in the order of the primary key. */
  insert(row: Row): void {
    this.data.rows.splice(this.#place(row), 0, row);
    this.#note(row, true);
  }

  remove(row: Row): void {
    const index = this.data.rows.indexOf(row);
    if (index !== -1) this.data.rows.splice(index, 1);
    this.#note(row, false);
  }

  update(before: Row, after: Row): void {
    const index = this.data.rows.indexOf(before);
    if (index === -1) return;
    this.#note(before, false);
    if (this.identity(before) === this.identity(after)) {
      this.data.rows[index] = after;
      this.#note(after, true);
    } else {
      this.data.rows.splice(index, 1);
      this.insert(after);
    }
  }

  /** Forgets all rows. */
  clear(): void {
    this.data.rows = [];
    this.data.auto = 1;
    looks.delete(this.data);
  }

  /** Forgets the look-ups after the definition or all rows have changed. */
  changed(): void {
    looks.delete(this.data);
  }

  /** Size of the file: InnoDB's first pages, then 16 kB pages. */
  sizeBytes(): number {
    const bytes = this.data.rows.reduce((sum, row) => sum + row.reduce<number>((size, cell) => size + (typeof cell === 'string' ? byteLength(cell) : 8), 20), 0);
    if (this.def.engine !== 'InnoDB') return Math.max(8192, Math.ceil(bytes / 8192) * 8192);
    return 65536 + this.def.keys.filter(({ kind }) => kind !== 'primary').length * 16384 + Math.floor(bytes / 16384) * 16384;
  }
}

/** A view, opened. */
export interface View {
  readonly kind: 'view';
  readonly db: string;
  readonly name: string;
  readonly def: ViewDef;
}

/** A table of information_schema: its rows are made when asked for. */
export interface Virtual {
  readonly kind: 'virtual';
  readonly db: string;
  readonly name: string;
  readonly columns: readonly ColumnDef[];
  readonly rows: () => Row[];
}

