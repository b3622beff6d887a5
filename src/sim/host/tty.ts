import { Emitter } from '../../base/emitter.ts';
import type { EditRequest, EditResult } from './sys.ts';

/** The part of termios(3) that programs here use. */
export interface TtyMode {
  /** Lines (true) or single keys (false). */
  readonly canonical: boolean;
  readonly echo: boolean;
  /** Ctrl-C, Ctrl-\ and Ctrl-Z make signals. */
  readonly signals: boolean;
  /** Output goes out as it is, NL stays NL (-opost); default false. */
  readonly rawOutput?: boolean;
}

export const COOKED: TtyMode = { canonical: true, echo: true, signals: true };

export type TtySignal = 'SIGINT' | 'SIGQUIT' | 'SIGTSTP';

/** What is saved of a terminal. */
export interface TtyData {
  name: string;
  columns: number;
  rows: number;
  mode: TtyMode;
  session: number;
  foreground: number;
  pending: string;
  lines: string[];
  column: number;
}

/**
 * A terminal's line discipline (n_tty): echo, erase, kill, signals; NL to CR NL on the way out. Keys come in by
 * `type`, what the screen gets leaves by `output`.
 */
export class Tty {
  readonly output = new Emitter<string>();
  readonly edits = new Emitter<EditRequest | null>();
  data: TtyData;
  /** Set by the kernel: delivers a signal to the foreground group. */
  onSignal: (signal: TtySignal | 'SIGWINCH' | 'SIGHUP') => void = () => undefined;
  editResult: EditResult | null = null;
  isEditing = false;
  /** Whether somebody shows this terminal who can open an editor in its place. */
  hasEditor = false;
  isHungUp = false;

  constructor(name: string, columns: number, rows: number) {
    this.data = {
      name, columns, rows, mode: COOKED, session: 0, foreground: 0, pending: '', lines: [], column: 0,
    };
  }

  /** Writes text of a program to the screen. */
  print(text: string): void {
    const shown = this.data.mode.rawOutput === true ? text : text.replaceAll('\n', '\r\n');
    const lastBreak = Math.max(shown.lastIndexOf('\r'), shown.lastIndexOf('\n'));
    this.data.column = lastBreak === -1 ? this.data.column + shown.length : shown.length - lastBreak - 1;
    this.output.emit(shown);
  }

  /** Keys from the person, in order. */
  type(keys: string): void {
    for (const key of keys) this.#key(key);
  }

  #key(key: string): void {
    const { mode } = this.data;
    if (mode.signals && this.#signal(key)) return;
    if (!mode.canonical) {
      this.data.lines.push(key);
      if (mode.echo) this.print(key === '\r' ? '\n' : key);
      return;
    }
    this.#canonical(key === '\r' ? '\n' : key);
  }

  #signal(key: string): boolean {
    const signal = ({ '\x03': 'SIGINT', '\x1c': 'SIGQUIT', '\x1a': 'SIGTSTP' } as const)[key as '\x03'];
    if (signal === undefined) return false;
    if (this.data.mode.echo) this.print(`^${String.fromCharCode(key.charCodeAt(0) + 64)}`);
    this.data.pending = '';
    this.data.lines = [];
    this.onSignal(signal);
    return true;
  }

  #canonical(key: string): void {
    const { mode } = this.data;
    if (key === '\n') {
      if (mode.echo) this.print('\n');
      // With echo off the newline is still echoed by programs themselves (getpass does so).
      this.data.lines.push(`${this.data.pending}\n`);
      this.data.pending = '';
    } else if (key === '\x04') {
      this.data.lines.push(this.data.pending);
      this.data.pending = '';
    } else if (key === '\x7f' || key === '\b') this.#erase(1);
    else if (key === '\x15') this.#erase([...this.data.pending].length);
    else if (key === '\x17') this.#erase((/\S*\s*$/.exec(this.data.pending)?.[0] ?? '').length);
    else {
      this.data.pending += key;
      if (mode.echo) this.print(key >= ' ' || key === '\t' ? key : `^${String.fromCharCode(key.charCodeAt(0) + 64)}`);
    }
  }

  #erase(count: number): void {
    const erased = [...this.data.pending].slice(-count).length;
    if (erased === 0) return;
    this.data.pending = [...this.data.pending].slice(0, -erased).join('');
    if (this.data.mode.echo) this.print('\b \b'.repeat(erased));
  }

  /** Whether a read would answer: a whole line or the end (canonical), any key (raw). */
  hasInput(): boolean {
    return this.isHungUp || this.data.lines.length > 0;
  }

  /** Takes a line (canonical) or all keys so far (raw); '' is the end of input. */
  take(max: number): string {
    if (this.data.mode.canonical) {
      const line = this.data.lines.shift() ?? '';
      if (line.length > max) this.data.lines.unshift(line.slice(max));
      return line.slice(0, max);
    }
    const keys = this.data.lines.join('');
    this.data.lines = keys.length > max ? [keys.slice(max)] : [];
    return keys.slice(0, max);
  }

  /** Changing to raw makes keys of typed lines, to canonical keeps whole lines. */
  setMode(mode: Partial<TtyMode>): void {
    const next = { ...this.data.mode, ...mode };
    if (this.data.mode.canonical && !next.canonical && this.data.pending !== '') {
      this.data.lines.push(this.data.pending);
      this.data.pending = '';
    }
    if (!this.data.mode.canonical && next.canonical) this.#regroup();
    this.data.mode = next;
  }

  /** Keys that were typed ahead in raw mode become lines. */
  #regroup(): void {
    const keys = this.data.lines.join('').replaceAll('\r', '\n');
    const parts = keys.split(/(?<=\n)/);
    this.data.lines = parts.filter((part) => part.endsWith('\n'));
    this.data.pending = parts.filter((part) => !part.endsWith('\n')).join('') + this.data.pending;
  }

  resize(columns: number, rows: number): void {
    if (columns === this.data.columns && rows === this.data.rows) return;
    this.data.columns = columns;
    this.data.rows = rows;
    this.onSignal('SIGWINCH');
  }
}
