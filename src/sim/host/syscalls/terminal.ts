import { SysError } from '../errors.ts';
import { TtyFile } from '../open-file.ts';
import type { Routine } from '../program.ts';
import { PtyMaster } from '../pty.ts';
import type { EditRequest, EditResult } from '../sys.ts';
import type { Tty, TtyMode } from '../tty.ts';
import { ProcessCalls } from './processes.ts';

/** Terminals, sessions' foreground groups, and the page's editor. */
export class TerminalCalls extends ProcessCalls {
  #tty(fd: number): Tty {
    const file = this.self.files.get(fd);
    if (!(file instanceof TtyFile)) throw new SysError('ENOTTY');
    return file.tty;
  }

  isTty(fd: number): boolean {
    return this.self.files.get(fd) instanceof TtyFile;
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
    const tty = this.os.openTty(size.columns, size.rows);
    tty.hasEditor = options.hasEditor === true;
    const master = this.addFile(new PtyMaster(tty, () => this.os.hangUp(tty.data.name)));
    return { master, name: `/dev/${tty.data.name}` };
  }

  #master(fd: number): PtyMaster {
    const file = this.self.files.get(fd);
    if (!(file instanceof PtyMaster)) throw new SysError('ENOTTY');
    return file;
  }

  setTtySize(fd: number, size: { columns: number; rows: number }): void {
    const file = this.self.files.get(fd);
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
    const tty = this.self.tty === null ? undefined : this.os.ttys.get(this.self.tty);
    if (tty !== undefined) tty.data.foreground = group;
  }

  setGroup(pid: number, group: number): void {
    this.os.process(pid).group = group === 0 ? pid : group;
  }

  setNice(pid: number, nice: number): void {
    const process = this.os.process(pid);
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
}
