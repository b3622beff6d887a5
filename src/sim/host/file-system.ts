import { byteLength } from '../../base/bytes.ts';
import type { Json } from '../../base/json.ts';
import { SysError } from './errors.ts';
import { ROOT, type Credentials, type Inode, type InodeType, type Stat } from './inode.ts';
import { joinPath, normalize, splitPath } from './path.ts';

export const READ = 4;
export const WRITE = 2;
export const EXECUTE = 1;

const MAX_LINKS = 40;

/** Where a path leads: the directory that holds its last name, that name, and the inode if there is one. */
export interface Found {
  readonly parent: Inode;
  readonly name: string;
  readonly node: Inode | null;
  /** The absolute path without links, `.` or `..`. */
  readonly path: string;
}

export interface LookUp {
  readonly as: Credentials;
  /** Follow a symlink in the last place too (default true). */
  readonly follow?: boolean;
}

/** A directory whose entries are made when looked at (/proc, /sys): `list` and `look` answer for names below it. */
export interface Synthetic {
  list(path: string): string[] | null;
  look(path: string): Inode | null;
}

/** A file system at rest: each inode as JSON. */
export interface FrozenFiles {
  readonly nextIno: number;
  readonly inodes: readonly string[];
}

type Saved = { readonly nextIno: number; readonly inodes: readonly Json[] };

/** Saved data as `FileSystem.freeze` gives it. */
export function freezeFiles(files: Json): FrozenFiles {
  const { nextIno, inodes } = files as unknown as Saved;
  return { nextIno, inodes: inodes.map((node) => JSON.stringify(node)) };
}

/** The data that `FileSystem.toJSON` would have given. */
export const thawFiles = ({ nextIno, inodes }: FrozenFiles): Json => ({ nextIno, inodes: JSON.parse(`[${inodes.join(',')}]`) as Json });

const plain = ({ entries, ...rest }: Inode): unknown => (entries === undefined ? rest : { ...rest, entries: [...entries] });

/** One host's tree of inodes. Paths given to it are absolute; every call checks the asker's permissions. */
export class FileSystem {
  #inodes = new Map<number, Inode>();
  #nextIno = 2;
  readonly #nowMs: () => number;
  readonly #mounts = new Map<string, Synthetic>();
  /** Grows with every change: a cheap "has anything changed?". */
  version = 0;
  /** Inodes as JSON text, by number, from when they were last frozen until they change. */
  readonly #texts = new Map<number, string>();

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
    const root = this.#make('directory', 0o555, ROOT, '', 1);
    root.entries = new Map();
    root.nlink = 2;
  }

  get root(): Inode {
    return this.#inodes.get(1) as Inode;
  }

  mount(path: string, synthetic: Synthetic): void {
    this.#mounts.set(path, synthetic);
  }

  /** Follows `path`. Throws ENOENT / ENOTDIR / EACCES / ELOOP for what stands before the last name. */
  find(path: string, { as, follow = true }: LookUp): Found {
    return this.#walk(path, as, follow, 0);
  }

  /** The inode at `path`; throws ENOENT when there is none. */
  at(path: string, lookUp: LookUp): Inode {
    const found = this.find(path, lookUp);
    if (found.node === null) throw new SysError('ENOENT');
    return found.node;
  }

  #walk(path: string, as: Credentials, follow: boolean, depth: number): Found {
    if (depth > MAX_LINKS) throw new SysError('ELOOP');
    if (path === '') throw new SysError('ENOENT');
    if (path.length > 4095) throw new SysError('ENAMETOOLONG');
    const mounted = this.#synthetic(path);
    if (mounted !== null) return this.#throughMount(mounted, as, follow, depth);
    const trail: { node: Inode; name: string }[] = [{ node: this.root, name: '' }];
    const parts = path.split('/').filter((part) => part !== '' && part !== '.');
    const wantsDirectory = /(\/|\/\.)$/.test(path);
    for (const [index, part] of parts.entries()) {
      const directory = (trail.at(-1) as { node: Inode }).node;
      if (directory.type !== 'directory') throw new SysError('ENOTDIR');
      if (!this.allowed(directory, EXECUTE, as)) throw new SysError('EACCES');
      if (part === '..') {
        if (trail.length > 1) trail.pop();
        continue;
      }
      if (part.length > 63 && byteLength(part) > 255) throw new SysError('ENAMETOOLONG');
      const isLast = index === parts.length - 1;
      const node = this.#child(directory, part);
      if (node === null) {
        if (!isLast) throw new SysError('ENOENT');
        return { parent: directory, name: part, node: null, path: `${nameOf(trail)}/${part}` };
      }
      if (node.type === 'symlink' && (!isLast || follow || wantsDirectory)) {
        const rest = parts.slice(index + 1).join('/');
        const here = nameOf(trail);
        const target = joinPath(here === '' ? '/' : here, node.content);
        const next = rest === '' ? target : `${target}/${rest}`;
        return this.#walk(wantsDirectory && !next.endsWith('/') ? `${next}/` : next, as, follow, depth + 1);
      }
      trail.push({ node, name: part });
    }
    const last = trail.at(-1) as { node: Inode; name: string };
    if (wantsDirectory && last.node.type !== 'directory') throw new SysError('ENOTDIR');
    const parent = (trail.at(-2) ?? last).node;
    const absolute = nameOf(trail);
    const mountedHere = absolute === path ? null : this.#synthetic(absolute);
    if (mountedHere !== null) return this.#throughMount(mountedHere, as, follow, depth);
    return { parent, name: last.name, node: last.node, path: absolute === '' ? '/' : absolute };
  }

  #synthetic(path: string): Found | null {
    if (this.#mounts.size === 0) return null;
    const clean = path.includes('//') || path.includes('/.') || path.endsWith('/') ? normalize(path) : path;
    for (const [mountPoint, synthetic] of this.#mounts) {
      if (clean !== mountPoint && !clean.startsWith(`${mountPoint}/`)) continue;
      const node = synthetic.look(clean.slice(mountPoint.length));
      return { parent: this.root, name: splitPath(clean).name, node, path: clean };
    }
    return null;
  }

  /** A link of /proc is followed as others are. */
  #throughMount(found: Found, as: Credentials, follow: boolean, depth: number): Found {
    if (found.node?.type !== 'symlink' || !follow) return found;
    return this.#walk(joinPath(splitPath(found.path).directory, found.node.content), as, follow, depth + 1);
  }

  #child(directory: Inode, name: string): Inode | null {
    const ino = directory.entries?.get(name);
    return ino === undefined ? null : (this.#inodes.get(ino) as Inode);
  }

  /** Whether `as` may use `node` in the ways of `want` (READ | WRITE | EXECUTE). */
  allowed(node: Inode, want: number, as: Credentials): boolean {
    if (as.uid === 0) {
      return (want & EXECUTE) === 0 || node.type === 'directory' || (node.mode & 0o111) !== 0;
    }
    const isGroup = as.gid === node.gid || as.groups.includes(node.gid);
    const bits = as.uid === node.uid ? node.mode >> 6 : isGroup ? node.mode >> 3 : node.mode;
    return (bits & want) === want;
  }

  #require(node: Inode, want: number, as: Credentials): void {
    if (!this.allowed(node, want, as)) throw new SysError('EACCES');
  }

  #make(type: InodeType, mode: number, owner: Credentials, content: string, ino = this.#nextIno++): Inode {
    const now = this.#nowMs();
    const node: Inode = {
      ino, type, mode, uid: owner.uid, gid: owner.gid, nlink: 1, atimeMs: now, mtimeMs: now, ctimeMs: now, content,
    };
    if (type === 'directory') {
      node.entries = new Map();
      node.nlink = 2;
    }
    this.#inodes.set(ino, node);
    return node;
  }

  #enter(found: Found, node: Inode): Inode {
    found.parent.entries?.set(found.name, node.ino);
    if (node.type === 'directory') found.parent.nlink += 1;
    this.#touch(found.parent);
    return node;
  }

  #touch(node: Inode): void {
    node.mtimeMs = this.#nowMs();
    node.ctimeMs = node.mtimeMs;
    this.#changed(node);
  }

  #changed(node: Inode): void {
    this.#texts.delete(node.ino);
    this.version += 1;
  }

  /** Makes a new inode at `path`; throws EEXIST when the name is taken. A setgid directory hands down its group. */
  create(path: string, type: InodeType, mode: number, as: Credentials, content = ''): Inode {
    const found = this.find(path, { as, follow: false });
    if (found.node !== null) throw new SysError('EEXIST');
    return this.createIn(found, type, mode, as, content);
  }

  /** The same where the place has been found already. */
  createIn(found: Found, type: InodeType, mode: number, as: Credentials, content = ''): Inode {
    if (this.#synthetic(found.path) !== null) throw new SysError('ENOENT');
    this.#require(found.parent, WRITE | EXECUTE, as);
    const inherits = (found.parent.mode & 0o2000) !== 0;
    const owner = inherits ? { ...as, gid: found.parent.gid } : as;
    const bits = inherits && type === 'directory' ? mode | 0o2000 : mode;
    return this.#enter(found, this.#make(type, bits, owner, content));
  }

  /** A directory's names in order of their making (`.` and `..` left out); throws ENOTDIR / EACCES. */
  readDirectory(path: string, as: Credentials): string[] {
    const found = this.find(path, { as });
    const node = found.node;
    if (node === null) throw new SysError('ENOENT');
    if (node.type !== 'directory') throw new SysError('ENOTDIR');
    this.#require(node, READ, as);
    for (const [mountPoint, synthetic] of this.#mounts) {
      if (found.path === mountPoint || found.path.startsWith(`${mountPoint}/`)) {
        return synthetic.list(found.path.slice(mountPoint.length)) ?? [];
      }
    }
    // What is mounted has no inode of its own in the folder that holds it.
    const mounted = [...this.#mounts.keys()].map(splitPath).filter(({ directory, name }) => directory === found.path && node.entries?.has(name) !== true);
    return [...(node.entries?.keys() ?? []), ...mounted.map(({ name }) => name)];
  }

  /** A file's whole content. */
  readFile(path: string, as: Credentials): string {
    const node = this.at(path, { as });
    if (node.type === 'directory') throw new SysError('EISDIR');
    this.#require(node, READ, as);
    return this.contentOf(node);
  }

  contentOf(node: Inode): string {
    if (node.provide !== undefined) return node.provide();
    if (node.blob !== undefined) return '\0'.repeat(Math.min(node.blobSize ?? 0, 4096));
    return node.content;
  }

  /** Replaces a file's content, making it with `mode` when it is not there. */
  writeFile(path: string, text: string, as: Credentials, mode = 0o644): Inode {
    const found = this.find(path, { as });
    if (found.node === null) return this.createIn(found, 'file', mode, as, text);
    if (found.node.type === 'directory') throw new SysError('EISDIR');
    this.#require(found.node, WRITE, as);
    this.setContent(found.node, text);
    return found.node;
  }

  /** Sets the bytes of an inode that somebody holds open. */
  setContent(node: Inode, text: string): void {
    if (node.type !== 'file') return;
    if (node.accept !== undefined) return node.accept(text);
    delete node.blob;
    node.content = text;
    this.#touch(node);
  }

  setBlob(node: Inode, blob: Json, sizeBytes: number): void {
    node.blob = blob;
    node.blobSize = sizeBytes;
    this.#touch(node);
  }

  unlink(path: string, as: Credentials): void {
    const found = this.find(path, { as, follow: false });
    if (found.node === null) throw new SysError('ENOENT');
    if (found.node.type === 'directory') throw new SysError('EISDIR');
    this.#requireRemovable(found.parent, found.node, as);
    this.#leave(found);
  }

  rmdir(path: string, as: Credentials): void {
    const found = this.find(path, { as, follow: false });
    if (found.node === null) throw new SysError('ENOENT');
    if (found.node.type !== 'directory') throw new SysError('ENOTDIR');
    if (found.node === this.root) throw new SysError('EBUSY');
    this.#requireRemovable(found.parent, found.node, as);
    if ((found.node.entries?.size ?? 0) > 0) throw new SysError('ENOTEMPTY');
    this.#leave(found);
  }

  #requireRemovable(parent: Inode, node: Inode, as: Credentials): void {
    this.#require(parent, WRITE | EXECUTE, as);
    const isSticky = (parent.mode & 0o1000) !== 0;
    if (isSticky && as.uid !== 0 && as.uid !== node.uid && as.uid !== parent.uid) throw new SysError('EPERM');
  }

  #leave(found: Found): void {
    const node = found.node as Inode;
    found.parent.entries?.delete(found.name);
    if (node.type === 'directory') {
      found.parent.nlink -= 1;
      node.nlink = 0;
    } else node.nlink -= 1;
    node.ctimeMs = this.#nowMs();
    this.#changed(node);
    this.#touch(found.parent);
    if (node.nlink === 0) this.#inodes.delete(node.ino);
  }

  /** rename(2): replaces a file by a file, an empty directory by a directory. */
  rename(from: string, to: string, as: Credentials): void {
    const source = this.find(from, { as, follow: false });
    if (source.node === null) throw new SysError('ENOENT');
    const target = this.find(to, { as, follow: false });
    if (target.path === source.path) return;
    if (target.path.startsWith(`${source.path}/`)) throw new SysError('EINVAL');
    this.#requireRemovable(source.parent, source.node, as);
    this.#require(target.parent, WRITE | EXECUTE, as);
    if (target.node !== null) this.#replace(target, source.node, as);
    source.parent.entries?.delete(source.name);
    if (source.node.type === 'directory') source.parent.nlink -= 1;
    this.#touch(source.parent);
    this.#enter(target, source.node);
  }

  #replace(target: Found, by: Inode, as: Credentials): void {
    const old = target.node as Inode;
    if (old.type === 'directory' && by.type !== 'directory') throw new SysError('EISDIR');
    if (old.type !== 'directory' && by.type === 'directory') throw new SysError('ENOTDIR');
    if (old.type === 'directory' && (old.entries?.size ?? 0) > 0) throw new SysError('ENOTEMPTY');
    this.#requireRemovable(target.parent, old, as);
    this.#leave(target);
  }

  /** A hard link. */
  link(existing: string, path: string, as: Credentials): void {
    const node = this.at(existing, { as, follow: false });
    if (node.type === 'directory') throw new SysError('EPERM');
    const found = this.find(path, { as, follow: false });
    if (found.node !== null) throw new SysError('EEXIST');
    this.#require(found.parent, WRITE | EXECUTE, as);
    node.nlink += 1;
    this.#changed(node);
    this.#enter(found, node);
  }

  chmod(path: string, mode: number, as: Credentials): void {
    const node = this.at(path, { as });
    if (as.uid !== 0 && as.uid !== node.uid) throw new SysError('EPERM');
    node.mode = mode & 0o7777;
    node.ctimeMs = this.#nowMs();
    this.#changed(node);
  }

  /** chown(2); -1 leaves an id as it is. `follow: false` is lchown. */
  chown(path: string, uid: number, gid: number, as: Credentials, follow = true): void {
    const node = this.at(path, { as, follow });
    const mayGive = as.uid === 0 || (uid === -1 || uid === node.uid) && as.uid === node.uid && (gid === -1 || gid === node.gid || as.groups.includes(gid));
    if (!mayGive) throw new SysError('EPERM');
    if (uid !== -1) node.uid = uid;
    if (gid !== -1) node.gid = gid;
    node.ctimeMs = this.#nowMs();
    this.#changed(node);
  }

  /** utimensat(2), ms since the epoch. */
  setTimes(path: string, atimeMs: number, mtimeMs: number, as: Credentials): void {
    const node = this.at(path, { as });
    if (as.uid !== 0 && as.uid !== node.uid) this.#require(node, WRITE, as);
    node.atimeMs = atimeMs;
    node.mtimeMs = mtimeMs;
    node.ctimeMs = this.#nowMs();
    this.#changed(node);
  }

  /** Nothing on a fresh disk is younger than its installation at `atMs`. */
  settleTimes(atMs: number): void {
    for (const node of this.#inodes.values()) {
      node.mtimeMs = Math.min(node.mtimeMs, atMs);
      node.atimeMs = Math.min(node.atimeMs, atMs);
      node.ctimeMs = atMs;
      this.#changed(node);
    }
  }

  stat(path: string, lookUp: LookUp): Stat {
    return this.statOf(this.at(path, lookUp));
  }

  statOf(node: Inode): Stat {
    const sizeBytes = node.blob !== undefined ? (node.blobSize ?? 0)
      : node.type === 'directory' ? 4096
      : node.type === 'file' && node.provide !== undefined ? 0
      : node.type === 'file' || node.type === 'symlink' ? byteLength(node.content) : 0;
    const { ino, type, mode, uid, gid, nlink, atimeMs, mtimeMs, ctimeMs } = node;
    return { ino, type, mode, uid, gid, nlink, sizeBytes, atimeMs, mtimeMs, ctimeMs };
  }

  inode(ino: number): Inode | null {
    return this.#inodes.get(ino) ?? null;
  }

  /** All inodes as plain data, in order of number. */
  toJSON(): Json {
    return { nextIno: this.#nextIno, inodes: [...this.#inodes.values()].map(plain) } as unknown as Json;
  }

  /** What `toJSON` says, as texts that are shared between two freezings where nothing has changed. */
  freeze(): FrozenFiles {
    const inodes = [...this.#inodes.values()].map((node) => {
      const known = this.#texts.get(node.ino);
      if (known !== undefined) return known;
      const text = JSON.stringify(plain(node));
      this.#texts.set(node.ino, text);
      return text;
    });
    return { nextIno: this.#nextIno, inodes };
  }

  restore(data: Json): void {
    const { nextIno, inodes } = data as unknown as { nextIno: number; inodes: (Inode & { entries?: unknown })[] };
    this.#nextIno = nextIno;
    this.#texts.clear();
    this.#inodes = new Map(inodes.map((saved) => {
      const node = { ...saved };
      if (saved.entries !== undefined) node.entries = new Map(saved.entries);
      return [node.ino, node];
    }));
    this.version += 1;
  }
}

/** The absolute path of the directories walked so far; '' is the root. */
const nameOf = (trail: readonly { readonly name: string }[]): string => trail.map(({ name }) => name).join('/');
