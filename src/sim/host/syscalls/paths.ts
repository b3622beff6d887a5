import type { Json } from '../../../base/json.ts';
import { SysError } from '../errors.ts';
import type { InodeType, Stat } from '../inode.ts';
import { DescriptorCalls } from './descriptors.ts';

/** Files by their paths; regular files never block. */
export class PathCalls extends DescriptorCalls {
  readFile(path: string): string {
    return this.files.readFile(this.absolute(path), this.credentials);
  }

  writeFile(path: string, text: string, options: { append?: boolean; mode?: number } = {}): void {
    const absolute = this.absolute(path);
    const mode = (options.mode ?? 0o666) & ~this.self.umask;
    const old = options.append === true && this.exists(path) ? this.readFile(path) : '';
    this.files.writeFile(absolute, old + text, this.credentials, mode);
  }

  readBlob(path: string): Json | undefined {
    const node = this.files.at(this.absolute(path), { as: this.credentials });
    if (!this.files.allowed(node, 4, this.credentials)) throw new SysError('EACCES');
    return node.blob;
  }

  writeBlob(path: string, blob: Json, options: { sizeBytes?: number; mode?: number } = {}): void {
    const absolute = this.absolute(path);
    const found = this.files.find(absolute, { as: this.credentials });
    if (found.node !== null && !this.files.allowed(found.node, 2, this.credentials)) throw new SysError('EACCES');
    const mode = (options.mode ?? 0o666) & ~this.self.umask;
    const node = found.node ?? this.files.createIn(found, 'file', mode, this.credentials);
    this.files.setBlob(node, blob, options.sizeBytes ?? node.blobSize ?? 0);
  }

  exists(path: string): boolean {
    try {
      const own = this.ownDescriptor(path);
      if (own !== null) return this.self.files.has(own);
      return this.files.find(this.absolute(path), { as: this.credentials }).node !== null;
    } catch (error) {
      if (error instanceof SysError) return false;
      throw error;
    }
  }

  stat(path: string): Stat {
    const own = this.ownDescriptor(path);
    if (own !== null && !this.self.files.has(own)) throw new SysError('ENOENT');
    if (own !== null) return this.statFd(own);
    return this.files.stat(this.absolute(path), { as: this.credentials });
  }

  lstat(path: string): Stat {
    return this.files.stat(this.absolute(path), { as: this.credentials, follow: false });
  }

  access(path: string, want: 'read' | 'write' | 'execute'): boolean {
    if (this.ownDescriptor(path) !== null) return want !== 'execute' && this.exists(path);
    const node = this.files.at(this.absolute(path), { as: this.credentials });
    return this.files.allowed(node, { read: 4, write: 2, execute: 1 }[want], this.credentials);
  }

  readDirectory(path: string): string[] {
    const names = this.files.readDirectory(this.absolute(path), this.credentials);
    return names.sort((a, b) => (a < b ? -1 : 1));
  }

  readLink(path: string): string {
    const node = this.files.at(this.absolute(path), { as: this.credentials, follow: false });
    if (node.type !== 'symlink') throw new SysError('EINVAL');
    return node.content;
  }

  realPath(path: string): string {
    const found = this.files.find(this.absolute(path), { as: this.credentials });
    if (found.node === null) throw new SysError('ENOENT');
    return found.path;
  }

  mkdir(path: string, mode = 0o777): void {
    this.files.create(this.absolute(path), 'directory', mode & ~this.self.umask, this.credentials);
  }

  mknod(path: string, type: InodeType, mode = 0o666): void {
    this.files.create(this.absolute(path), type, mode & ~this.self.umask, this.credentials);
  }

  rmdir(path: string): void {
    if (/(^|\/)\.\/*$/.test(path)) throw new SysError('EINVAL');
    this.files.rmdir(this.absolute(path), this.credentials);
  }

  unlink(path: string): void {
    this.files.unlink(this.absolute(path), this.credentials);
  }

  rename(from: string, to: string): void {
    this.files.rename(this.absolute(from), this.absolute(to), this.credentials);
  }

  link(existing: string, path: string): void {
    this.files.link(this.absolute(existing), this.absolute(path), this.credentials);
  }

  symlink(target: string, path: string): void {
    if (target === '') throw new SysError('ENOENT');
    this.files.create(this.absolute(path), 'symlink', 0o777, this.credentials, target);
  }

  chmod(path: string, mode: number): void {
    this.files.chmod(this.absolute(path), mode, this.credentials);
  }

  chown(path: string, uid: number, gid: number, options: { follow?: boolean } = {}): void {
    this.files.chown(this.absolute(path), uid, gid, this.credentials, options.follow ?? true);
  }

  setTimes(path: string, atimeMs: number, mtimeMs: number): void {
    this.files.setTimes(this.absolute(path), atimeMs, mtimeMs, this.credentials);
  }
}
