/** One entry of the systemd journal. */
export interface JournalEntry {
  readonly seq: number;
  readonly atMs: number;
  /** Syslog priority 0 (emerg) – 7 (debug). */
  readonly priority: number;
  /** SYSLOG_IDENTIFIER, e.g. `systemd`, `mariadbd`. */
  readonly identifier: string;
  readonly pid: number;
  readonly uid: number;
  readonly message: string;
  /** The unit of the process that logged (_SYSTEMD_UNIT), or null. */
  readonly unit: string | null;
  /** The unit that a message of systemd itself is about (UNIT=), or null. */
  readonly about: string | null;
  /** MESSAGE_ID of systemd's catalogue, for `journalctl -x`. */
  readonly messageId?: string;
  readonly fields?: Readonly<Record<string, string>>;
}

/** The host's journal, oldest first. */
export interface Journal {
  entries(): readonly JournalEntry[];
  append(entry: Omit<JournalEntry, 'seq' | 'atMs'>): void;
}

const CAPACITY = 4000;

export class MemoryJournal implements Journal {
  #entries: JournalEntry[] = [];
  #nextSeq = 1;
  /** Entries as JSON texts, as far as they were frozen: an entry never changes. */
  readonly #texts = new WeakMap<JournalEntry, string>();
  readonly #nowMs: () => number;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  append(entry: Omit<JournalEntry, 'seq' | 'atMs'>): void {
    this.#entries.push({ ...entry, seq: this.#nextSeq++, atMs: this.#nowMs() });
    if (this.#entries.length > CAPACITY) this.#entries.splice(0, this.#entries.length - CAPACITY);
  }

  toJSON(): JournalEntry[] {
    return this.#entries;
  }

  /** What `toJSON` says, as texts that are shared between two freezings. */
  freeze(): readonly string[] {
    return this.#entries.map((entry) => {
      const known = this.#texts.get(entry);
      if (known !== undefined) return known;
      const text = JSON.stringify(entry);
      this.#texts.set(entry, text);
      return text;
    });
  }

  restore(entries: JournalEntry[]): void {
    this.#entries = [...entries];
    this.#nextSeq = (entries.at(-1)?.seq ?? 0) + 1;
  }
}
