import { byteLength } from '../../../base/bytes.ts';
import { SysError } from '../errors.ts';
import type { Inode, InodeType, Stat } from '../inode.ts';
import { MemoryFile, RegularFile, TtyFile, makePipe } from '../open-file.ts';
import type { Routine } from '../program.ts';
import type { OpenFlags } from '../sys.ts';
import type { Tty } from '../tty.ts';
import { IdentityCalls } from './identity.ts';

/** Names of one's own descriptors: of standard ones (1) or by number (2). */
const OWN_DESCRIPTOR = /^\/(?:dev\/std(in|out|err)|(?:dev|proc\/self)\/fd\/(\d+))$/;

/** Opens, reads, writes and copies descriptors. */
export class DescriptorCalls extends IdentityCalls {
  open(path: string, flags: OpenFlags): number {
    const own = this.ownDescriptor(path);
    if (own !== null) return this.#reopen(own);
    const as = this.credentials;
    const found = this.files.find(this.absolute(path), { as });
    let { node } = found;
    if (node !== null && flags.create === true && flags.exclusive === true) throw new SysError('EEXIST');
    if (node === null) {
      if (flags.create !== true) throw new SysError('ENOENT');
      node = this.files.createIn(found, 'file', (flags.mode ?? 0o666) & ~this.self.umask, as);
    } else this.#checkOpen(node.type === 'directory', node, flags);
    if (node.type === 'character') return this.addFile(this.os.openDevice(node.content, this.self));
    if (node.type === 'socket') throw new SysError('EACCES');
    if (flags.truncate === true && flags.write === true && node.content !== '') this.files.setContent(node, '');
    return this.addFile(new RegularFile(this.files, node, found.path, flags));
  }

  /** The descriptor that `/dev/stdin`, `/dev/fd/3` … name; null for any other path. */
  protected ownDescriptor(path: string): number | null {
    const own = OWN_DESCRIPTOR.exec(this.absolute(path));
    return own === null ? null : { in: 0, out: 1, err: 2 }[own[1] as 'in'] ?? Number(own[2]);
  }

  /** The descriptor itself once more. */
  #reopen(fd: number): number {
    const file = this.self.files.get(fd);
    if (file === undefined) throw new SysError('ENOENT');
    return this.addFile(file);
  }

  #checkOpen(isDirectory: boolean, node: Inode, flags: OpenFlags): void {
    if (isDirectory && flags.write === true) throw new SysError('EISDIR');
    if (flags.read === true && !this.#allowed(node, 4)) throw new SysError('EACCES');
    if (flags.write === true && !this.#allowed(node, 2)) throw new SysError('EACCES');
  }

  #allowed(node: Inode, want: number): boolean {
    return this.files.allowed(node, want, this.credentials);
  }

  close(fd: number): void {
    if (!this.os.closeFile(this.self, fd)) throw new SysError('EBADF');
  }

  dup(from: number, to: number): void {
    const file = this.fileOf(from);
    if (from !== to) this.os.install(this.self, to, file);
  }

  descriptors(): number[] {
    return [...this.self.files.keys()].sort((a, b) => a - b);
  }

  pipe(): [number, number] {
    const [reader, writer] = makePipe();
    return [this.addFile(reader), this.addFile(writer)];
  }

  memoryFile(): number {
    return this.addFile(new MemoryFile());
  }

  *read(fd: number, max = 65536): Routine<string> {
    const file = this.fileOf(fd);
    if (file instanceof TtyFile) this.#mayReadTty(file.tty);
    // A checkpoint is for a wait: what was typed ahead leads on at once.
    if (file.hasInput()) this.self.checkpoint = null;
    else yield { ready: () => file.hasInput() };
    return file.take(max);
  }

  /** A background process that reads its terminal is stopped (SIGTTIN). */
  #mayReadTty(tty: Tty): void {
    const { tty: name, group } = this.self;
    if (tty.data.name !== name || tty.data.foreground === group || tty.data.foreground === 0) return;
    if (this.self.ignored.includes('SIGTTIN')) throw new SysError('EIO');
    this.os.deliver(this.self, 'SIGTTIN');
  }

  *readLine(fd: number): Routine<string | null> {
    const file = this.fileOf(fd);
    if (file instanceof RegularFile) return yield* this.#regularLine(file);
    let line = '';
    for (;;) {
      const piece = yield* this.read(fd, file instanceof TtyFile ? 65536 : 1);
      if (piece === '') return line === '' ? null : line;
      line += piece;
      if (line.endsWith('\n')) return line;
    }
  }

  *#regularLine(file: RegularFile): Routine<string | null> {
    const start = file.offset;
    const text = file.take(65536);
    const end = text.indexOf('\n');
    if (end === -1) return text === '' ? null : text;
    const line = text.slice(0, end + 1);
    file.offset = start + byteLength(line);
    return line;
  }

  *readAll(fd: number): Routine<string> {
    let text = '';
    for (;;) {
      const piece = yield* this.read(fd);
      if (piece === '') return text;
      text += piece;
    }
  }

  *write(fd: number, text: string): Routine<void> {
    const file = this.fileOf(fd);
    let rest = text;
    while (rest !== '') {
      if (!file.hasRoom()) yield { ready: () => file.hasRoom() };
      try {
        rest = file.put(rest);
      } catch (error) {
        if (error instanceof SysError && error.errno === 'EPIPE') this.os.deliver(this.self, 'SIGPIPE');
        throw error;
      }
    }
  }

  hasInput(fd: number): boolean {
    return this.fileOf(fd).hasInput();
  }

  seek(fd: number, offset: number, from: 'start' | 'current' | 'end'): number {
    const file = this.fileOf(fd);
    if (!(file instanceof RegularFile)) throw new SysError('ESPIPE');
    const size = this.files.statOf(file.node).sizeBytes;
    const base = from === 'start' ? 0 : from === 'end' ? size : file.offset;
    if (base + offset < 0) throw new SysError('EINVAL');
    file.offset = base + offset;
    return file.offset;
  }

  statFd(fd: number): Stat {
    const file = this.fileOf(fd);
    if (file instanceof RegularFile) return this.files.statOf(file.node);
    const type: InodeType = file instanceof TtyFile ? 'character' : 'fifo';
    const now = this.nowMs();
    return {
      ino: 0, type, mode: 0o620, uid: this.credentials.uid, gid: this.credentials.gid, nlink: 1, sizeBytes: 0,
      atimeMs: now, mtimeMs: now, ctimeMs: now,
    };
  }
}
