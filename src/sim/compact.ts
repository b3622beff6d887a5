import type { Json } from '../base/json.ts';

type Inode = { readonly [key: string]: Json };
type Files = { readonly nextIno: number; readonly inodes: readonly Json[] };
type HostData = { readonly files: Files; readonly [key: string]: Json | Files };

/** Fields that every inode has; each is written as a column of its own. `rest` holds what few inodes have. */
const COLUMNS = ['ino', 'type', 'mode', 'uid', 'gid', 'nlink', 'mtimeMs', 'ctimeMs', 'atimeMs', 'content'] as const;

interface Table {
  readonly columns: readonly (readonly Json[])[];
  /** Names of directories, by row: names joined by slashes, and runs of numbers. */
  readonly entries: readonly (readonly [number, string, readonly number[]])[];
  readonly rest: readonly (readonly [number, Json])[];
}

/**
 * A world's data in fewer bytes: inodes as columns in which equal neighbours are counted, and whatever a host shares
 * with the first host as runs of its rows. Hosts are installed alike, so most of a disk is shared.
 */
export function compact(world: Json): Json {
  const { hosts, ...rest } = world as { hosts: HostData[] };
  const first = hosts[0]?.files.inodes ?? [];
  const known = new Map(first.map((inode, index) => [(inode as Inode)['ino'], { inode: inode as Inode, index }]));
  return {
    ...rest,
    hosts: hosts.map((host, index) => ({
      ...host, files: { nextIno: host.files.nextIno, ...(index === 0 ? { table: toTable(first) } : toRuns(host.files.inodes, known)) },
    })),
  } as unknown as Json;
}

/** Inverse of `compact`. */
export function expand(data: Json): Json {
  const { hosts, ...rest } = data as unknown as { hosts: (HostData & { files: { nextIno: number; table: Table; runs: Json[] } })[] };
  const first = hosts[0] === undefined ? [] : fromTable(hosts[0].files.table);
  return {
    ...rest,
    hosts: hosts.map((host, index) => ({
      ...host, files: { nextIno: host.files.nextIno, inodes: index === 0 ? first : fromRuns(host.files, first) },
    })),
  };
}

/** A column: a value, or `[value, times]` for equal neighbours; numbers as the difference to the one before. */
function pack(values: readonly Json[], isNumber: boolean): Json[] {
  const out: (Json | [Json, number])[] = [];
  let before = 0;
  let last: Json | undefined;
  for (const value of values) {
    const cell = isNumber ? Number(value) - before : value;
    if (isNumber) before = Number(value);
    const tail = out.at(-1);
    if (out.length > 0 && cell === last) out[out.length - 1] = Array.isArray(tail) ? [cell, tail[1] + 1] : [cell, 2];
    else out.push(cell);
    last = cell;
  }
  return out;
}

function unpack(cells: readonly Json[], isNumber: boolean): Json[] {
  let before = 0;
  return cells.flatMap((cell) => {
    const [value, times] = Array.isArray(cell) ? [cell[0] as Json, Number(cell[1])] : [cell, 1];
    return Array.from({ length: times }, () => {
      if (!isNumber) return value;
      before += Number(value);
      return before;
    });
  });
}

const isNumeric = (column: string): boolean => column === 'ino' || column.endsWith('Ms');

function toTable(inodes: readonly Json[]): Table {
  const all = inodes as readonly Inode[];
  const entries: [number, string, number[]][] = [];
  const rest: [number, Json][] = [];
  for (const [row, inode] of all.entries()) {
    const more = Object.entries(inode).filter(([key]) => key !== 'entries' && !(COLUMNS as readonly string[]).includes(key));
    if (more.length > 0) rest.push([row, Object.fromEntries(more.map(([key, value]) => [key, key === 'blob' ? JSON.stringify(value) : value]))]);
    const names = inode['entries'] as readonly (readonly [string, number])[] | undefined;
    if (names !== undefined) entries.push([row, names.map(([name]) => name).join('/'), runsOf(names.map(([, ino]) => ino))]);
  }
  return { columns: COLUMNS.map((column) => pack(all.map((inode) => inode[column] ?? null), isNumeric(column))), entries, rest };
}

function fromTable(table: Table): Json[] {
  const columns = COLUMNS.map((column, index) => unpack(table.columns[index] ?? [], isNumeric(column)));
  const inodes = (columns[0] ?? []).map((_, row): Record<string, Json> =>
    Object.fromEntries(COLUMNS.map((column, index) => [column, columns[index]?.[row] ?? null])));
  for (const [row, more] of table.rest) {
    const { blob, ...others } = more as Readonly<Record<string, Json>>;
    Object.assign(inodes[row] ?? {}, others, blob === undefined ? {} : { blob: JSON.parse(blob as string) as Json });
  }
  for (const [row, names, runs] of table.entries) {
    const numbers = fromNumberRuns(runs);
    const inode = inodes[row];
    if (inode !== undefined) inode['entries'] = names === '' ? [] : names.split('/').map((name, index) => [name, numbers[index] ?? 0]);
  }
  return inodes;
}

/** Numbers that mostly count up by one, as `start, length` pairs; starts as differences. */
function runsOf(numbers: readonly number[]): number[] {
  const out: number[] = [];
  let next = 0;
  for (const number of numbers) {
    if (out.length > 0 && number === next) out[out.length - 1] = (out.at(-1) ?? 0) + 1;
    else out.push(number - next, 1);
    next = number + 1;
  }
  return out;
}

function fromNumberRuns(runs: readonly number[]): number[] {
  const out: number[] = [];
  let next = 0;
  for (let index = 0; index < runs.length; index += 2) {
    next += runs[index] ?? 0;
    for (let times = runs[index + 1] ?? 0; times > 0; times -= 1) {
      out.push(next);
      next += 1;
    }
  }
  return out;
}

/** Runs `[start, length]` of the first host's inodes, `-1` and a count where the host's own come from `own`. */
function toRuns(inodes: readonly Json[], known: ReadonlyMap<Json | undefined, { inode: Inode; index: number }>): { runs: [number, number][]; own: Table } {
  const runs: [number, number][] = [];
  const own: Json[] = [];
  for (const inode of inodes) {
    const twin = known.get((inode as Inode)['ino']);
    const index = twin !== undefined && isSame(inode as Inode, twin.inode) ? twin.index : -1;
    if (index === -1) own.push(inode);
    const last = runs.at(-1);
    if (last !== undefined && (index === -1 ? last[0] === -1 : last[0] !== -1 && last[0] + last[1] === index)) last[1] += 1;
    else runs.push([index, 1]);
  }
  return { runs, own: toTable(own) };
}

/** Whether two inodes are equal, field by field. */
function isSame(a: Inode, b: Inode): boolean {
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) =>
    a[key] === b[key] || (typeof a[key] === 'object' && JSON.stringify(a[key]) === JSON.stringify(b[key])));
}

function fromRuns(files: Json | Files, first: readonly Json[]): Json[] {
  const { runs, own } = files as unknown as { runs: [number, number][]; own: Table };
  const mine = fromTable(own);
  let at = 0;
  return runs.flatMap(([start, length]) => {
    if (start !== -1) return first.slice(start, start + length);
    at += length;
    return mine.slice(at - length, at);
  });
}
