import type { Journal } from '../journal.ts';
import { OpenFile } from '../open-file.ts';

/** A unit's standard output or error: every line becomes a journal entry (systemd-journald's stdout transport). */
export class JournalStream extends OpenFile {
  readonly #journal: Journal;
  /** Plain data: who wrote, and the start of a line that is not finished. */
  readonly data: { readonly unit: string; readonly identifier: string; pid: number; uid: number; partial: string };

  constructor(journal: Journal, data: JournalStream['data']) {
    super();
    this.#journal = journal;
    this.data = data;
  }

  hasInput(): boolean {
    return true;
  }

  take(): string {
    return '';
  }

  hasRoom(): boolean {
    return true;
  }

  put(text: string): string {
    const lines = (this.data.partial + text).split('\n');
    this.data.partial = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
    return '';
  }

  override release(): void {
    if (this.data.partial !== '') this.#line(this.data.partial);
    this.data.partial = '';
  }

  /** A leading `<3>` is the priority (sd-daemon(3)); empty lines are dropped, as journald does. */
  #line(line: string): void {
    const level = /^<([0-7])>/.exec(line);
    const message = (level === null ? line : line.slice(3)).trimEnd();
    if (message === '') return;
    const { unit, identifier, pid, uid } = this.data;
    this.#journal.append({
      priority: level === null ? 6 : Number(level[1]), identifier, pid, uid, message, unit, about: null,
      fields: { _TRANSPORT: 'stdout' },
    });
  }
}
