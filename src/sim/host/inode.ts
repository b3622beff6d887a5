import type { Json } from '../../base/json.ts';

export type InodeType = 'file' | 'directory' | 'symlink' | 'character' | 'fifo' | 'socket';

/** One file, directory, link or device: plain data. Times in ms since the epoch; `mode` holds the 12 permission bits. */
export interface Inode {
  readonly ino: number;
  readonly type: InodeType;
  mode: number;
  uid: number;
  gid: number;
  nlink: number;
  atimeMs: number;
  mtimeMs: number;
  ctimeMs: number;
  /** A file's bytes as text (base/bytes), a symlink's target, a device's name (`null`, `zero`, `tty` …). */
  content: string;
  /** A directory's names. */
  entries?: Map<string, number>;
  /** Structured content of a file whose real bytes are not modelled (a database's table, a package database). */
  blob?: Json;
  /** The size to show for a blob, in bytes. */
  blobSize?: number;
  /** A file or directory of /proc: asked when read, never stored. */
  provide?: () => string;
  /** A setting below /proc/sys: told what is written into it. */
  accept?: (text: string) => void;
}

/** Who asks: a process's effective ids. */
export interface Credentials {
  readonly uid: number;
  readonly gid: number;
  readonly groups: readonly number[];
}

export const ROOT: Credentials = { uid: 0, gid: 0, groups: [0] };

/** What stat(2) tells. `sizeBytes` of a symlink is its target's length. */
export interface Stat {
  readonly ino: number;
  readonly type: InodeType;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly nlink: number;
  readonly sizeBytes: number;
  readonly atimeMs: number;
  readonly mtimeMs: number;
  readonly ctimeMs: number;
}
