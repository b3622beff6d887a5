import type { Stat } from '../../host/inode.ts';

const KINDS = { directory: 'directory', symlink: 'symbolic link', character: 'character special file', fifo: 'fifo', socket: 'socket' } as const;

/** What coreutils call a file of this type (`regular empty file`, `symbolic link` …). */
export function fileKind(stat: Stat): string {
  if (stat.type === 'file') return stat.sizeBytes === 0 ? 'regular empty file' : 'regular file';
  return KINDS[stat.type];
}
