import type { Json } from '../base/json.ts';

type Inode = { readonly [key: string]: Json };
type Files = { readonly nextIno: number; readonly inodes: readonly Json[] };
type HostData = { readonly files: Files; readonly [key: string]: Json | Files };

/** Columns of an inode in a snapshot; `rest` holds what few inodes have. */
const COLUMNS = ['ino', 'type', 'mode', 'uid', 'gid', 'nlink', 'atimeMs', 'mtimeMs', 'ctimeMs', 'content'] as const;

/**
 * A world's data in fewer bytes: inodes as rows whose fields are left out where they equal the row before, and whatever
 * a host shares with the first host as a run of its rows. Hosts are installed alike, so most of a disk is shared.
 */
export function compact(world: Json): Json {
  const { hosts, ...rest } = world as { hosts: HostData[] };
  const first = hosts[0]?.files.inodes ?? [];
  const known = new Map(first.map((inode, index) => [JSON.stringify(inode), index]));
  return {
    ...rest,
    hosts: hosts.map((host, index) => ({
      ...host, files: { nextIno: host.files.nextIno, rows: index === 0 ? toRows(first) : toRuns(host.files.inodes, known) },
    })),
  } as unknown as Json;
}

/** Inverse of `compact`. */
export function expand(data: Json): Json {
  const { hosts, ...rest } = data as unknown as { hosts: (HostData & { files: { nextIno: number; rows: Json[] } })[] };
  const first = fromRows(hosts[0]?.files.rows ?? []);
  return {
    ...rest,
    hosts: hosts.map((host, index) => ({
      ...host, files: { nextIno: host.files.nextIno, inodes: index === 0 ? first : fromRuns(host.files.rows, first) },
    })),
  } as unknown as Json;
}

function toRows(inodes: readonly Json[]): Json[] {
  let before: Inode = {};
  return inodes.map((each) => {
    const inode = each as Inode;
    const rest = Object.fromEntries(Object.entries(inode).filter(([key]) => !(COLUMNS as readonly string[]).includes(key)));
    const last = before;
    // The number counts up by one nearly always; 0 stands for "as before".
    const row: Json[] = COLUMNS.map((column) => {
      if (column === 'ino') return Number(inode[column]) - Number(last[column] ?? 0) - 1;
      return inode[column] === last[column] ? 0 : [inode[column] ?? null];
    });
    before = inode;
    return Object.keys(rest).length === 0 ? trimmed(row) : [...row, rest];
  });
}

function trimmed(row: Json[]): Json[] {
  let length = row.length;
  while (length > 1 && row[length - 1] === 0) length -= 1;
  return row.slice(0, length);
}

function fromRows(rows: readonly Json[]): Json[] {
  let before: Record<string, Json> = {};
  return rows.map((each) => {
    const row = each as Json[];
    const inode: Record<string, Json> = {};
    for (const [index, column] of COLUMNS.entries()) {
      const cell = row[index] ?? 0;
      if (column === 'ino') inode[column] = Number(before[column] ?? 0) + Number(cell) + 1;
      else inode[column] = Array.isArray(cell) ? cell[0] as Json : before[column] as Json;
    }
    before = inode;
    return { ...inode, ...(row[COLUMNS.length] as Record<string, Json> | undefined ?? {}) };
  });
}

/** Runs `[start, length]` of the first host's inodes, between them the host's own as `{rows}`. */
function toRuns(inodes: readonly Json[], known: ReadonlyMap<string, number>): Json[] {
  const out: ([number, number] | { own: Json[] })[] = [];
  for (const inode of inodes) {
    const index = known.get(JSON.stringify(inode));
    const last = out.at(-1);
    if (index === undefined) {
      if (last !== undefined && 'own' in last) last.own.push(inode);
      else out.push({ own: [inode] });
    } else if (Array.isArray(last) && last[0] + last[1] === index) last[1] += 1;
    else out.push([index, 1]);
  }
  return out.map((each) => (Array.isArray(each) ? each : { rows: toRows(each.own) }));
}

function fromRuns(runs: readonly Json[], first: readonly Json[]): Json[] {
  return runs.flatMap((run): Json[] => {
    if (Array.isArray(run)) return first.slice(Number(run[0]), Number(run[0]) + Number(run[1]));
    return fromRows((run as { rows: Json[] }).rows);
  });
}
