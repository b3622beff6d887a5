import type { Json } from '../../base/json.ts';
import type { Message } from '../protocol/message.ts';
import { byteLength } from '../../base/bytes.ts';
import { SysError } from './errors.ts';
import type { Accounts } from './accounts.ts';
import type { Credentials, Inode, InodeType, Stat } from './inode.ts';
import type { Journal } from './journal.ts';
import { ExitNow, type Kernel } from './kernel.ts';
import type { Network } from './network.ts';
import type { PackageCatalogue } from './package.ts';
import { kernelThreads } from './kernel-threads.ts';
import { MemoryFile, RegularFile, TtyFile, makePipe, type OpenFile } from './open-file.ts';
import { joinPath, normalize } from './path.ts';
import { PtyMaster } from './pty.ts';
import { offerStream, takeStream } from './stream.ts';
import type { Process, ProcessInfo } from './process.ts';
import type { Routine } from './program.ts';
import type { SignalName } from './signals.ts';
import type {
  EditRequest, EditResult, KernelTables, ListenOptions, OpenFlags, ReportedVariable, Socket, SpawnOptions, Sys, WaitStatus,
} from './sys.ts';
import type { Systemd } from './systemd/systemd.ts';
import type { Tty, TtyMode } from './tty.ts';
import type { Dice } from '../time/dice.ts';

const NEVER = (): boolean => false;

/** Names of one's own descriptors: of standard ones (1) or by number (2). */
const OWN_DESCRIPTOR = /^\/(?:dev\/std(in|out|err)|(?:dev|proc\/self)\/fd\/(\d+))$/;

/** Sys for one process: every call looks at, or changes, that process and its host. */
export class ProcessSys implements Sys {
  readonly #kernel: Kernel;
  readonly #process: Process;

  constructor(kernel: Kernel, process: Process) {
    this.#kernel = kernel;
    this.#process = process;
  }

  // ── who am I
  get pid(): number { return this.#process.pid; }
  get ppid(): number { return this.#process.ppid; }
  get hostname(): string { return this.#kernel.host.name; }
  get argv(): readonly string[] { return this.#process.argv; }
  get env(): Readonly<Record<string, string>> { return this.#process.env; }
  get credentials(): Credentials { return this.#process.as; }
  get accounts(): Accounts { return this.#kernel.host.accounts; }
  get cwd(): string { return this.#process.cwd; }
  get group(): number { return this.#process.group; }
  get bootMs(): number { return this.#kernel.host.bootMs; }
  get dice(): Dice { return this.#kernel.host.shared.dice; }
  get network(): Network { return this.#kernel.host.network; }
  get systemd(): Systemd { return this.#kernel.host.init; }
  get journal(): Journal { return this.#kernel.host.journal; }
  get kernel(): KernelTables { return this.#kernel.host.kernelTables(); }
  packages(): Promise<PackageCatalogue> { return this.#kernel.host.shared.packages(); }
  get state(): Json { return this.#process.state; }
  get filesVersion(): number { return this.#files.version; }

  get #files() { return this.#kernel.host.files; }

  setEnv(name: string, value: string | null): void {
    if (value === null) delete this.#process.env[name];
    else this.#process.env[name] = value;
  }

  get realUid(): number {
    return this.#process.realUid;
  }

  setCredentials(as: Credentials): void {
    const { uid } = this.#process.as;
    if (uid !== 0 && as.uid !== uid) throw new SysError('EPERM');
    this.#process.as = as;
    this.#process.realUid = as.uid;
  }

  chdir(path: string): void {
    const found = this.#files.find(this.#absolute(path), { as: this.credentials });
    if (found.node === null) throw new SysError('ENOENT');
    if (found.node.type !== 'directory') throw new SysError('ENOTDIR');
    if (!this.#files.allowed(found.node, 1, this.credentials)) throw new SysError('EACCES');
    this.#process.cwd = found.path;
  }

  umask(mask?: number): number {
    const old = this.#process.umask;
    if (mask !== undefined) this.#process.umask = mask & 0o777;
    return old;
  }

  #absolute(path: string): string {
    if (path === '') throw new SysError('ENOENT');
    return joinPath(this.#process.cwd, path);
  }

  #file(fd: number): OpenFile {
    const file = this.#process.files.get(fd);
    if (file === undefined) throw new SysError('EBADF');
    return file;
  }

  #add(file: OpenFile, from = 0): number {
    let fd = from;
    while (this.#process.files.has(fd)) fd += 1;
    this.#kernel.install(this.#process, fd, file);
    return fd;
  }

  // ── descriptors
  open(path: string, flags: OpenFlags): number {
    const own = this.#ownDescriptor(path);
    if (own !== null) return this.#reopen(own);
    const as = this.credentials;
    const found = this.#files.find(this.#absolute(path), { as });
    let { node } = found;
    if (node !== null && flags.create === true && flags.exclusive === true) throw new SysError('EEXIST');
    if (node === null) {
      if (flags.create !== true) throw new SysError('ENOENT');
      node = this.#files.createIn(found, 'file', (flags.mode ?? 0o666) & ~this.#process.umask, as);
    } else this.#checkOpen(node.type === 'directory', node, flags);
    if (node.type === 'character') return this.#add(this.#kernel.openDevice(node.content, this.#process));
    if (node.type === 'socket') throw new SysError('EACCES');
    if (flags.truncate === true && flags.write === true && node.content !== '') this.#files.setContent(node, '');
    return this.#add(new RegularFile(this.#files, node, found.path, flags));
  }

  /** /dev/stdin, /dev/fd/3: the descriptor itself once more. */
  /** The descriptor that `/dev/stdin`, `/dev/fd/3` … name; null for any other path. */
  #ownDescriptor(path: string): number | null {
    const own = OWN_DESCRIPTOR.exec(this.#absolute(path));
    return own === null ? null : { in: 0, out: 1, err: 2 }[own[1] as 'in'] ?? Number(own[2]);
  }

  #reopen(fd: number): number {
    const file = this.#process.files.get(fd);
    if (file === undefined) throw new SysError('ENOENT');
    return this.#add(file);
  }

  #checkOpen(isDirectory: boolean, node: Inode, flags: OpenFlags): void {
    if (isDirectory && flags.write === true) throw new SysError('EISDIR');
    if (flags.read === true && !this.#allowed(node, 4)) throw new SysError('EACCES');
    if (flags.write === true && !this.#allowed(node, 2)) throw new SysError('EACCES');
  }

  #allowed(node: Inode, want: number): boolean {
    return this.#files.allowed(node, want, this.credentials);
  }

  close(fd: number): void {
    if (!this.#kernel.closeFile(this.#process, fd)) throw new SysError('EBADF');
  }

  dup(from: number, to: number): void {
    const file = this.#file(from);
    if (from !== to) this.#kernel.install(this.#process, to, file);
  }

  descriptors(): number[] {
    return [...this.#process.files.keys()].sort((a, b) => a - b);
  }

  pipe(): [number, number] {
    const [reader, writer] = makePipe();
    return [this.#add(reader), this.#add(writer)];
  }

  memoryFile(): number {
    return this.#add(new MemoryFile());
  }

  *read(fd: number, max = 65536): Routine<string> {
    const file = this.#file(fd);
    if (file instanceof TtyFile) this.#mayReadTty(file.tty);
    // A checkpoint is for a wait: what was typed ahead leads on at once.
    if (file.hasInput()) this.#process.checkpoint = null;
    else yield { ready: () => file.hasInput() };
    return file.take(max);
  }

  /** A background process that reads its terminal is stopped (SIGTTIN). */
  #mayReadTty(tty: Tty): void {
    const { tty: name, group } = this.#process;
    if (tty.data.name !== name || tty.data.foreground === group || tty.data.foreground === 0) return;
    if (this.#process.ignored.includes('SIGTTIN')) throw new SysError('EIO');
    this.#kernel.deliver(this.#process, 'SIGTTIN');
  }

  *readLine(fd: number): Routine<string | null> {
    const file = this.#file(fd);
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
    const file = this.#file(fd);
    let rest = text;
    while (rest !== '') {
      if (!file.hasRoom()) yield { ready: () => file.hasRoom() };
      try {
        rest = file.put(rest);
      } catch (error) {
        if (error instanceof SysError && error.errno === 'EPIPE') this.#kernel.deliver(this.#process, 'SIGPIPE');
        throw error;
      }
    }
  }

  hasInput(fd: number): boolean {
    return this.#file(fd).hasInput();
  }

  seek(fd: number, offset: number, from: 'start' | 'current' | 'end'): number {
    const file = this.#file(fd);
    if (!(file instanceof RegularFile)) throw new SysError('ESPIPE');
    const size = this.#files.statOf(file.node).sizeBytes;
    const base = from === 'start' ? 0 : from === 'end' ? size : file.offset;
    if (base + offset < 0) throw new SysError('EINVAL');
    file.offset = base + offset;
    return file.offset;
  }

  statFd(fd: number): Stat {
    const file = this.#file(fd);
    if (file instanceof RegularFile) return this.#files.statOf(file.node);
    const type: InodeType = file instanceof TtyFile ? 'character' : 'fifo';
    const now = this.nowMs();
    return {
      ino: 0, type, mode: 0o620, uid: this.credentials.uid, gid: this.credentials.gid, nlink: 1, sizeBytes: 0,
      atimeMs: now, mtimeMs: now, ctimeMs: now,
    };
  }

  // ── files by path
  readFile(path: string): string {
    return this.#files.readFile(this.#absolute(path), this.credentials);
  }

  writeFile(path: string, text: string, options: { append?: boolean; mode?: number } = {}): void {
    const absolute = this.#absolute(path);
    const mode = (options.mode ?? 0o666) & ~this.#process.umask;
    const old = options.append === true && this.exists(path) ? this.readFile(path) : '';
    this.#files.writeFile(absolute, old + text, this.credentials, mode);
  }

  readBlob(path: string): Json | undefined {
    const node = this.#files.at(this.#absolute(path), { as: this.credentials });
    if (!this.#files.allowed(node, 4, this.credentials)) throw new SysError('EACCES');
    return node.blob;
  }

  writeBlob(path: string, blob: Json, options: { sizeBytes?: number; mode?: number } = {}): void {
    const absolute = this.#absolute(path);
    const found = this.#files.find(absolute, { as: this.credentials });
    if (found.node !== null && !this.#files.allowed(found.node, 2, this.credentials)) throw new SysError('EACCES');
    const mode = (options.mode ?? 0o666) & ~this.#process.umask;
    const node = found.node ?? this.#files.createIn(found, 'file', mode, this.credentials);
    this.#files.setBlob(node, blob, options.sizeBytes ?? node.blobSize ?? 0);
  }

  exists(path: string): boolean {
    try {
      const own = this.#ownDescriptor(path);
      if (own !== null) return this.#process.files.has(own);
      return this.#files.find(this.#absolute(path), { as: this.credentials }).node !== null;
    } catch (error) {
      if (error instanceof SysError) return false;
      throw error;
    }
  }

  stat(path: string): Stat {
    const own = this.#ownDescriptor(path);
    if (own !== null && !this.#process.files.has(own)) throw new SysError('ENOENT');
    if (own !== null) return this.statFd(own);
    return this.#files.stat(this.#absolute(path), { as: this.credentials });
  }

  lstat(path: string): Stat {
    return this.#files.stat(this.#absolute(path), { as: this.credentials, follow: false });
  }

  access(path: string, want: 'read' | 'write' | 'execute'): boolean {
    if (this.#ownDescriptor(path) !== null) return want !== 'execute' && this.exists(path);
    const node = this.#files.at(this.#absolute(path), { as: this.credentials });
    return this.#files.allowed(node, { read: 4, write: 2, execute: 1 }[want], this.credentials);
  }

  readDirectory(path: string): string[] {
    const names = this.#files.readDirectory(this.#absolute(path), this.credentials);
    return names.sort((a, b) => (a < b ? -1 : 1));
  }

  readLink(path: string): string {
    const node = this.#files.at(this.#absolute(path), { as: this.credentials, follow: false });
    if (node.type !== 'symlink') throw new SysError('EINVAL');
    return node.content;
  }

  realPath(path: string): string {
    const found = this.#files.find(this.#absolute(path), { as: this.credentials });
    if (found.node === null) throw new SysError('ENOENT');
    return found.path;
  }

  mkdir(path: string, mode = 0o777): void {
    this.#files.create(this.#absolute(path), 'directory', mode & ~this.#process.umask, this.credentials);
  }

  mknod(path: string, type: InodeType, mode = 0o666): void {
    this.#files.create(this.#absolute(path), type, mode & ~this.#process.umask, this.credentials);
  }

  rmdir(path: string): void {
    if (/(^|\/)\.\/*$/.test(path)) throw new SysError('EINVAL');
    this.#files.rmdir(this.#absolute(path), this.credentials);
  }

  unlink(path: string): void {
    this.#files.unlink(this.#absolute(path), this.credentials);
  }

  rename(from: string, to: string): void {
    this.#files.rename(this.#absolute(from), this.#absolute(to), this.credentials);
  }

  link(existing: string, path: string): void {
    this.#files.link(this.#absolute(existing), this.#absolute(path), this.credentials);
  }

  symlink(target: string, path: string): void {
    if (target === '') throw new SysError('ENOENT');
    this.#files.create(this.#absolute(path), 'symlink', 0o777, this.credentials, target);
  }

  chmod(path: string, mode: number): void {
    this.#files.chmod(this.#absolute(path), mode, this.credentials);
  }

  chown(path: string, uid: number, gid: number, options: { follow?: boolean } = {}): void {
    this.#files.chown(this.#absolute(path), uid, gid, this.credentials, options.follow ?? true);
  }

  setTimes(path: string, atimeMs: number, mtimeMs: number): void {
    this.#files.setTimes(this.#absolute(path), atimeMs, mtimeMs, this.credentials);
  }

  // ── processes
  *spawn(path: string, argv: readonly string[], options: SpawnOptions = {}): Routine<number> {
    const as = options.as ?? this.credentials;
    if (options.as !== undefined && this.credentials.uid !== 0) throw new SysError('EPERM');
    const cwd = options.cwd === undefined ? this.cwd : normalize(this.#absolute(options.cwd));
    const loaded = yield* this.#kernel.load(path, argv, as, cwd);
    const child = this.#child(loaded.argv, loaded.path, { ...options, as: loaded.as, cwd });
    child.realUid = options.as?.uid ?? this.realUid;
    child.program = loaded.program.name;
    child.routine = loaded.program.run(new ProcessSys(this.#kernel, child));
    return child.pid;
  }

  fork(run: (sys: Sys) => Routine<number>, options: SpawnOptions = {}): number {
    const fds = options.fds ?? Object.fromEntries(this.descriptors().map((fd) => [fd, fd]));
    const child = this.#child(this.argv, this.#process.path, { ...options, fds });
    child.name = this.#process.name;
    child.program = this.#process.program;
    child.routine = run(new ProcessSys(this.#kernel, child));
    return child.pid;
  }

  #child(argv: readonly string[], path: string, options: SpawnOptions): Process {
    const mine = this.#process;
    const pid = this.#kernel.takePid();
    const isNew = options.newSession === true;
    const child = this.#kernel.make({
      pid, argv, path, ppid: mine.pid, as: options.as ?? mine.as, realUid: options.as?.uid ?? mine.realUid, env: { ...(options.env ?? mine.env) },
      cwd: options.cwd ?? mine.cwd, umask: mine.umask, nice: mine.nice, unit: mine.unit, cause: mine.cause,
      tty: isNew ? null : mine.tty, session: isNew ? pid : mine.session,
      group: isNew || options.group === 0 ? pid : options.group ?? mine.group,
      ignored: [...mine.ignored, ...(options.ignore ?? [])], ...(options.name === undefined ? {} : { name: options.name }),
      threads: options.threads ?? 1,
    });
    if (isNew && options.terminal !== undefined) this.#giveTerminal(child, options.terminal);
    for (const [fd, from] of Object.entries(options.fds ?? { 0: 0, 1: 1, 2: 2 })) {
      const file = mine.files.get(from);
      if (file !== undefined) this.#kernel.install(child, Number(fd), file);
    }
    return child;
  }

  #giveTerminal(child: Process, path: string): void {
    const name = path.replace('/dev/', '');
    const tty = this.#kernel.ttys.get(name);
    if (tty === undefined) throw new SysError('ENOENT');
    child.tty = name;
    tty.data.session = child.pid;
    tty.data.foreground = child.pid;
  }

  *exec(path: string, argv: readonly string[], options: SpawnOptions = {}): Routine<never> {
    const process = this.#process;
    const loaded = yield* this.#kernel.load(path, argv, options.as ?? this.credentials, this.cwd);
    if (options.as !== undefined) this.setCredentials(options.as);
    process.as = loaded.as;
    if (options.env !== undefined) process.env = { ...options.env };
    Object.assign(process, {
      argv: loaded.argv, path: loaded.path, program: loaded.program.name, title: null, caught: [],
      name: (path.split('/').at(-1) ?? '').slice(0, 15),
    });
    process.routine = loaded.program.run(new ProcessSys(this.#kernel, process));
    process.wait = null;
    for (;;) yield { ready: NEVER };
  }

  *wait(pid: number, options: { untraced?: boolean } = {}): Routine<WaitStatus> {
    for (;;) {
      const status = this.poll(pid, options);
      if (status !== null) return status;
      yield { ready: () => this.#hasNews(pid, options.untraced === true) };
    }
  }

  #hasNews(pid: number, isUntraced: boolean): boolean {
    for (const child of this.#kernel.processes.values()) {
      if (child.ppid !== this.pid) continue;
      if (pid !== -1 && child.pid !== pid && !(pid < -1 && child.group === -pid)) continue;
      if (child.ended !== null || (isUntraced && child.news !== null)) return true;
    }
    return false;
  }

  poll(pid: number, options: { untraced?: boolean } = {}): WaitStatus | null {
    return this.#kernel.poll(this.#process, pid, options.untraced === true);
  }

  kill(pid: number, signal: SignalName): void {
    const targets = [...this.#kernel.processes.values()].filter((each) =>
      each.ended === null && (pid < 0 ? each.group === -pid : each.pid === pid));
    if (targets.length === 0) throw new SysError('ESRCH');
    const { uid } = this.credentials;
    const allowed = targets.filter((each) => uid === 0 || each.as.uid === uid);
    if (allowed.length === 0) throw new SysError('EPERM');
    for (const target of allowed) this.#kernel.deliver(target, signal);
  }

  catchSignals(signals: readonly SignalName[]): void {
    this.#process.caught = [...signals];
  }

  ignoreSignals(signals: readonly SignalName[]): void {
    this.#process.ignored = [...signals];
  }

  takeSignals(): SignalName[] {
    const signals = this.#process.pendingSignals;
    this.#process.pendingSignals = [];
    this.#process.interrupt = false;
    return signals;
  }

  processes(): readonly ProcessInfo[] {
    const own = [...this.#kernel.processes.values()].map((process) => this.#kernel.info(process));
    return [...own, ...kernelThreads(this.bootMs)].sort((a, b) => a.pid - b.pid);
  }

  describe(as: { title?: string; memoryMb?: number; threads?: number }): void {
    Object.assign(this.#process, as);
  }

  exit(status: number): never {
    throw new ExitNow('exited', status & 0xff);
  }

  // ── terminal
  #tty(fd: number): Tty {
    const file = this.#process.files.get(fd);
    if (!(file instanceof TtyFile)) throw new SysError('ENOTTY');
    return file.tty;
  }

  isTty(fd: number): boolean {
    return this.#process.files.get(fd) instanceof TtyFile;
  }

  ttyName(fd: number): string {
    return `/dev/${this.#tty(fd).data.name}`;
  }

  ttySize(fd: number): { columns: number; rows: number } {
    const { columns, rows } = this.#tty(fd).data;
    return { columns, rows };
  }

  ttyMode(fd: number): TtyMode {
    return this.#tty(fd).data.mode;
  }

  setTtyMode(fd: number, mode: Partial<TtyMode>): void {
    this.#tty(fd).setMode(mode);
  }

  openPty(size: { columns: number; rows: number }, options: { hasEditor?: boolean } = {}): { master: number; name: string } {
    const tty = this.#kernel.openTty(size.columns, size.rows);
    tty.hasEditor = options.hasEditor === true;
    const master = this.#add(new PtyMaster(tty, () => this.#kernel.hangUp(tty.data.name)));
    return { master, name: `/dev/${tty.data.name}` };
  }

  #master(fd: number): PtyMaster {
    const file = this.#process.files.get(fd);
    if (!(file instanceof PtyMaster)) throw new SysError('ENOTTY');
    return file;
  }

  setTtySize(fd: number, size: { columns: number; rows: number }): void {
    const file = this.#process.files.get(fd);
    const tty = file instanceof PtyMaster ? file.tty : this.#tty(fd);
    tty.resize(size.columns, size.rows);
  }

  takeEdits(master: number): (EditRequest | null)[] {
    return this.#master(master).takeEdits();
  }

  answerEdit(master: number, result: EditResult): void {
    this.#master(master).answerEdit(result);
  }

  setForeground(group: number): void {
    const tty = this.#process.tty === null ? undefined : this.#kernel.ttys.get(this.#process.tty);
    if (tty !== undefined) tty.data.foreground = group;
  }

  setGroup(pid: number, group: number): void {
    this.#kernel.process(pid).group = group === 0 ? pid : group;
  }

  setNice(pid: number, nice: number): void {
    const process = this.#kernel.process(pid);
    const { uid } = this.credentials;
    if (uid !== 0 && uid !== process.as.uid) throw new SysError('EPERM');
    const wanted = Math.max(-20, Math.min(19, nice));
    if (uid !== 0 && wanted < process.nice) throw new SysError('EACCES');
    process.nice = wanted;
  }

  *edit(request: EditRequest): Routine<EditResult> {
    const tty = this.#tty(1);
    if (!tty.hasEditor) throw new SysError('ENOTTY');
    tty.editResult = null;
    tty.isEditing = true;
    tty.edits.emit(request);
    yield { ready: () => tty.editResult !== null };
    const result = tty.editResult as EditResult | null;
    tty.editResult = null;
    if (result === null) throw new SysError('EINTR');
    return result;
  }

  closeEditor(): void {
    const tty = this.#tty(1);
    tty.isEditing = false;
    tty.edits.emit(null);
  }

  // ── time and chance
  nowMs(): number {
    return this.#kernel.nowMs;
  }

  *sleep(ms: number): Routine<void> {
    yield { untilMs: this.nowMs() + ms };
  }

  *work(ms: number, totalMs = ms): Routine<void> {
    yield { untilMs: this.nowMs() + ms, work: { shareMs: ms, totalMs } };
  }

  *external<T>(promise: Promise<T>): Routine<T> {
    return yield* this.#kernel.external(promise);
  }

  // ── talking to others
  *connect(
    to: { host: string; port: number; protocol?: 'tcp' | 'udp' } | { path: string }, options: { timeoutMs?: number } = {},
  ): Routine<Socket> {
    const { host } = this.#kernel;
    return yield* host.shared.carrier.connect(host, this.#process, to, options.timeoutMs ?? null);
  }

  *call(socket: Socket, message: Message): Routine<Message> {
    const { host } = this.#kernel;
    return yield* host.shared.carrier.call(host, this.#process, socket, message);
  }

  closeSocket(socket: Socket): void {
    this.#kernel.host.shared.carrier.close(this.#kernel.host, this.#process, socket);
  }

  offerStream(): { id: number; fd: number } {
    const { id, end } = offerStream(this.#kernel.host.shared);
    return { id, fd: this.#add(end) };
  }

  takeStream(id: number): number {
    return this.#add(takeStream(this.#kernel.host.shared, id));
  }

  *ping(address: string): Routine<number> {
    return yield* this.#kernel.host.shared.carrier.ping(this.#kernel.host, this.#process, address);
  }

  listen(options: ListenOptions): void {
    const isPrivileged = options.port !== undefined && options.port < 1024 && this.credentials.uid !== 0;
    if (isPrivileged) throw new SysError('EACCES');
    this.#kernel.host.network.listen(this.pid, options);
    if (options.path !== undefined) this.#bindUnix(options.path);
  }

  #bindUnix(path: string): void {
    if (this.exists(path)) this.unlink(path);
    this.#files.create(this.#absolute(path), 'socket', 0o777 & ~this.#process.umask, this.credentials);
  }

  shareListener(options: ListenOptions, child: number): void {
    this.#kernel.host.network.share(this.pid, options, child);
  }

  unlisten(options: ListenOptions): void {
    this.#kernel.host.network.unlisten(this.pid, options);
  }

  // ── being a daemon
  *serve(state: Json, options: { status?: string } = {}): Routine<number> {
    this.#process.isServing = true;
    this.#process.state = state;
    const { systemd } = this.#kernel.host;
    if (options.status !== undefined) systemd?.onStatus(this.pid, options.status);
    systemd?.onReady(this.pid);
    for (;;) yield { ready: NEVER };
  }

  setState(state: Json): void {
    this.#process.state = state;
  }

  notifyReady(): void {
    this.#kernel.host.systemd?.onReady(this.pid);
  }

  notifyStatus(status: string): void {
    this.#kernel.host.systemd?.onStatus(this.pid, status);
  }

  setTimer(inMs: number, note: Json): void {
    this.#kernel.host.shared.agenda.add(this.nowMs() + inMs, this.#kernel.owner(this.pid), note);
  }

  cancelTimers(): void {
    this.#kernel.host.shared.agenda.cancelAll(this.#kernel.owner(this.pid));
  }

  // ── the machine
  log(message: string, options: { priority?: number; identifier?: string } = {}): void {
    this.journal.append({
      priority: options.priority ?? 6, identifier: options.identifier ?? (this.#process.path.split('/').at(-1) || this.#process.name), pid: this.pid,
      uid: this.credentials.uid, message, unit: this.#process.unit, about: null,
    });
  }

  reportCommand(line: string, exit: number, variables: readonly ReportedVariable[]): void {
    this.#kernel.report(this.#process, line, exit, variables);
  }

  // ── being resumed
  checkpoint(state: () => Json): void {
    this.#process.checkpoint = state;
  }
}
