// The folders of unit files as they are on disk, looked at anew only when one of them has changed.
import { SysError } from '../errors.ts';
import type { FileSystem } from '../file-system.ts';
import { ROOT, type Inode } from '../inode.ts';
import { splitPath } from '../path.ts';

/** Where unit files are looked for, the strongest first. */
export const UNIT_PATHS = [
  '/etc/systemd/system.control', '/etc/systemd/system', '/run/systemd/system', '/run/systemd/generator',
  '/usr/local/lib/systemd/system', '/usr/lib/systemd/system',
] as const;

/** What stands in the unit folders. */
export interface UnitFolders {
  /** Folder → names in it. */
  readonly names: ReadonlyMap<string, ReadonlySet<string>>;
  /** Unit → other names that are links to it. */
  readonly aliases: ReadonlyMap<string, readonly string[]>;
}

const KNOWN = new WeakMap<FileSystem, { readonly stamp: string; readonly folders: UnitFolders }>();

const folderAt = (files: FileSystem, path: string): Inode | null => {
  try {
    const { node } = files.find(path, { as: ROOT });
    return node?.type === 'directory' ? node : null;
  } catch (error) {
    if (error instanceof SysError) return null;
    throw error;
  }
};

/** The folders now. */
export function unitFolders(files: FileSystem): UnitFolders {
  const nodes = UNIT_PATHS.map((path) => [path, folderAt(files, path)] as const);
  const stamp = nodes.map(([, node]) => (node === null ? '-' : `${node.ino}:${node.mtimeMs}:${node.ctimeMs}:${node.entries?.size ?? 0}`)).join(' ');
  const known = KNOWN.get(files);
  if (known?.stamp === stamp) return known.folders;
  const folders: UnitFolders = {
    names: new Map(nodes.map(([path, node]) => [path, new Set(node?.entries?.keys() ?? [])])), aliases: aliasesIn(files, nodes),
  };
  KNOWN.set(files, { stamp, folders });
  return folders;
}

function aliasesIn(files: FileSystem, nodes: readonly (readonly [string, Inode | null])[]): Map<string, string[]> {
  const aliases = new Map<string, string[]>();
  for (const [, folder] of nodes) {
    for (const [name, ino] of folder?.entries ?? []) {
      const node = files.inode(ino);
      if (node?.type !== 'symlink') continue;
      const target = splitPath(node.content).name;
      const sameType = name.slice(name.lastIndexOf('.')) === target.slice(target.lastIndexOf('.'));
      if (target === name || !sameType) continue;
      const known = aliases.get(target) ?? [];
      if (!known.includes(name)) aliases.set(target, [...known, name]);
    }
  }
  return aliases;
}
