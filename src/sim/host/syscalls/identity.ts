import type { Json } from '../../../base/json.ts';
import type { Dice } from '../../time/dice.ts';
import type { Accounts } from '../accounts.ts';
import { SysError } from '../errors.ts';
import type { FileSystem } from '../file-system.ts';
import type { Credentials } from '../inode.ts';
import type { Journal } from '../journal.ts';
import type { Kernel } from '../kernel.ts';
import type { Network } from '../network.ts';
import type { OpenFile } from '../open-file.ts';
import type { PackageCatalogue } from '../package.ts';
import { joinPath } from '../path.ts';
import type { Process } from '../process.ts';
import type { KernelTables } from '../sys.ts';
import type { Systemd } from '../systemd/systemd.ts';

/** System calls of one process, the first part: who it is and where it runs. Each further part extends the one before. */
export class IdentityCalls {
  /** The kernel that runs us; `kernel` is what programs may see of it. */
  protected readonly os: Kernel;
  protected readonly self: Process;

  constructor(os: Kernel, self: Process) {
    this.os = os;
    this.self = self;
  }

  get pid(): number { return this.self.pid; }
  get ppid(): number { return this.self.ppid; }
  get hostname(): string { return this.os.host.name; }
  get argv(): readonly string[] { return this.self.argv; }
  get env(): Readonly<Record<string, string>> { return this.self.env; }
  get credentials(): Credentials { return this.self.as; }
  get accounts(): Accounts { return this.os.host.accounts; }
  get cwd(): string { return this.self.cwd; }
  get group(): number { return this.self.group; }
  get bootMs(): number { return this.os.host.bootMs; }
  get dice(): Dice { return this.os.host.shared.dice; }
  get network(): Network { return this.os.host.network; }
  get systemd(): Systemd { return this.os.host.init; }
  get journal(): Journal { return this.os.host.journal; }
  get kernel(): KernelTables { return this.os.host.kernelTables(); }
  packages(): Promise<PackageCatalogue> { return this.os.host.shared.packages(); }
  get state(): Json { return this.self.state; }
  get filesVersion(): number { return this.files.version; }

  nowMs(): number {
    return this.os.nowMs;
  }

  setEnv(name: string, value: string | null): void {
    if (value === null) delete this.self.env[name];
    else this.self.env[name] = value;
  }

  get realUid(): number {
    return this.self.realUid;
  }

  setCredentials(as: Credentials): void {
    const { uid } = this.self.as;
    if (uid !== 0 && as.uid !== uid) throw new SysError('EPERM');
    this.self.as = as;
    this.self.realUid = as.uid;
  }

  chdir(path: string): void {
    const found = this.files.find(this.absolute(path), { as: this.credentials });
    if (found.node === null) throw new SysError('ENOENT');
    if (found.node.type !== 'directory') throw new SysError('ENOTDIR');
    if (!this.files.allowed(found.node, 1, this.credentials)) throw new SysError('EACCES');
    this.self.cwd = found.path;
  }

  umask(mask?: number): number {
    const old = this.self.umask;
    if (mask !== undefined) this.self.umask = mask & 0o777;
    return old;
  }

  protected get files(): FileSystem { return this.os.host.files; }

  /** The path from `cwd`; ENOENT for none. */
  protected absolute(path: string): string {
    if (path === '') throw new SysError('ENOENT');
    return joinPath(this.self.cwd, path);
  }

  protected fileOf(fd: number): OpenFile {
    const file = this.self.files.get(fd);
    if (file === undefined) throw new SysError('EBADF');
    return file;
  }

  /** Opens it under the lowest number that is free, from `from` on. */
  protected addFile(file: OpenFile, from = 0): number {
    let fd = from;
    while (this.self.files.has(fd)) fd += 1;
    this.os.install(this.self, fd, file);
    return fd;
  }
}
