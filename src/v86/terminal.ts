import { fromBytes, toBytes } from '../base/bytes.ts';
import type { ShellVariable } from '../lab/identity.ts';
import type { CommandRecord, TerminalInfo } from '../lab/lab.ts';
import type { EditCall } from './editing.ts';
import type { Guest } from './guest.ts';
import { MarkReader, type Mark } from './markers.ts';

/** Screen and scrollback that are kept, in characters. */
const KEPT = 160_000;
const PROMPT_LIMIT_MS = 20_000;
const REDRAW = '\x0c';
const ENTER = '\r';
const VISIBLE = /[^\x00-\x20]\s*$/;
/** A prompt is there when nothing more comes for so long; one that shows nothing at all is one all the same. */
const PROMPT_PAUSE_MS = 40;
const EMPTY_PROMPT_MS = 500;

/** What a terminal's stream brings. */
export interface TerminalHooks {
  output(text: string): void;
  command(record: Omit<CommandRecord, 'atMs'>): void;
  /** A program asks for the page's editor; null: it has ended. */
  edit(call: EditCall | null): void;
  /** Its shell ended. */
  closed(): void;
}

/** A terminal as it is saved. */
export interface SavedTerminal {
  readonly id: string;
  readonly host: string;
  readonly user: string;
  readonly columns: number;
  readonly rows: number;
  /** The serial line; null while its host is off. */
  readonly line: number | null;
  readonly screen: string;
  readonly isBusy: boolean;
  /** A program waits for the page's editor. */
  readonly isEditing?: boolean;
}

/** A terminal: a shell on one of the guest's serial lines, and what it has shown. */
export class Terminal {
  readonly id: string;
  readonly host: string;
  readonly user: string;
  columns: number;
  rows: number;
  line: number | null = null;
  readonly #hooks: TerminalHooks;
  #guest: Guest | null = null;
  #screen = '';
  readonly #marks = new MarkReader();
  /** The end of the last bytes, when a letter was cut in two. */
  #cut = new Uint8Array();
  #isBusy = false;
  /** The last line's number in the shell's history, once it has said one. */
  #lastNumber: number | null = null;
  #isOpening = false;
  #isEditing = false;
  /** What the shell told of its OS_* variables since its last command. */
  #variables: readonly ShellVariable[] = [];
  /** Runs while the shell has said that a command ended, and has not yet shown its prompt. */
  #promptTimer: ReturnType<typeof setTimeout> | null = null;
  /** What is to be told once the prompt is there: only then does the shell take keys as it should. */
  #atPrompt: (() => void)[] = [];

  constructor({ id, host, user, columns, rows }: TerminalInfo & { readonly user: string }, hooks: TerminalHooks) {
    this.id = id;
    this.host = host;
    this.user = user;
    this.columns = columns;
    this.rows = rows;
    this.#hooks = hooks;
  }

  static from(saved: SavedTerminal, hooks: TerminalHooks): Terminal {
    const terminal = new Terminal(saved, hooks);
    terminal.line = saved.line;
    terminal.#screen = saved.screen;
    terminal.#isBusy = saved.isBusy;
    terminal.#isEditing = saved.isEditing === true;
    return terminal;
  }

  toJSON(): SavedTerminal {
    const { id, host, user, columns, rows, line } = this;
    return { id, host, user, columns, rows, line, screen: this.#screen, isBusy: this.#isBusy, ...(this.#isEditing ? { isEditing: true } : {}) };
  }

  info(): TerminalInfo {
    return { id: this.id, host: this.host, columns: this.columns, rows: this.rows };
  }

  get screen(): string {
    return this.#screen;
  }

  /** Has a guest that runs under it. */
  get isAttached(): boolean {
    return this.#guest !== null;
  }

  /** Connects with the line it had before the machine was saved. The page's editor is not open any more. */
  resume(guest: Guest): void {
    this.#connect(guest);
    if (this.#isEditing) this.endEdit();
  }

  /** Lets the program go on that waits for the page's editor. */
  endEdit(): void {
    this.type(ENTER);
  }

  /** Takes a free line of the guest and starts a shell there; resolves at its first prompt. Throws when all lines are taken. */
  async open(guest: Guest): Promise<void> {
    const { line, hasShell } = await guest.takeLine(this.user);
    this.line = line;
    this.#isOpening = !hasShell;
    this.#connect(guest);
    const prompt = new Promise<void>((resolve) => { this.#atPrompt.push(resolve); });
    if (hasShell) {
      // The shell hears of its size as soon as the agent does; its prompt need not wait for that.
      void guest.resize(line, this).catch(() => undefined);
      this.#awaitPrompt(EMPTY_PROMPT_MS);
      this.type(REDRAW);
    } else await guest.startShell(line, this.user, this);
    await Promise.race([prompt, guest.answers.then(() => prompt), new Promise((resolve) => { setTimeout(resolve, PROMPT_LIMIT_MS); })]);
  }

  #connect(guest: Guest): void {
    this.#guest = guest;
    if (this.line !== null) guest.machine.listen(this.line, (bytes) => { this.#take(bytes); });
  }

  /** Shows something that no program of the guest wrote. */
  print(text: string): void {
    this.#show(text);
  }

  type(keys: string): void {
    if (this.#guest !== null && this.line !== null) void this.#guest.machine.send(this.line, toBytes(keys));
  }

  async resize({ columns, rows }: { readonly columns: number; readonly rows: number }): Promise<void> {
    const isSame = columns === this.columns && rows === this.rows;
    this.columns = columns;
    this.rows = rows;
    if (!isSame && this.#guest !== null && this.line !== null) await this.#guest.resize(this.line, this);
  }

  async close(): Promise<void> {
    const guest = this.#guest;
    this.#guest = null;
    if (guest === null || this.line === null) return;
    guest.machine.listen(this.line, () => undefined);
    await guest.endShell(this.line);
  }

  #take(bytes: Uint8Array): void {
    const all = this.#cut.length === 0 ? bytes : Uint8Array.from([...this.#cut, ...bytes]);
    const whole = wholeLetters(all);
    this.#cut = all.slice(whole);
    for (const mark of this.#marks.read(fromBytes(all.subarray(0, whole)))) {
      if (mark.kind === 'text') this.#printed(mark.text);
      else if (mark.kind === 'start') this.#isBusy = true;
      // Before the first prompt `closed` is the last word of a shell that was there before.
      else if (mark.kind === 'end') this.#commandEnded(mark);
      else if (mark.kind === 'variables') this.#variables = mark.variables;
      else if (mark.kind === 'edit') this.#edit(mark.call);
      else if (!this.#isOpening) this.#ended();
    }
  }

  #edit(call: EditCall | null): void {
    this.#isEditing = call !== null;
    this.#hooks.edit(call);
  }

  #commandEnded({ status, user, cwd, line, number }: Extract<Mark, { kind: 'end' }>): void {
    const variables = this.#variables;
    this.#variables = [];
    const record = { terminal: this.id, host: this.host, user, cwd, line, exit: status, ...(variables.length === 0 ? {} : { variables }) };
    // A line that bash cannot read (a syntax error) is in its history though nothing of it was started.
    const isUnread = number !== null && this.#lastNumber !== null && number > this.#lastNumber;
    this.#lastNumber = number ?? this.#lastNumber;
    if (this.#isBusy || isUnread) this.#atPrompt.push(() => { this.#hooks.command(record); });
    if (this.#isEditing) this.#edit(null);
    this.#isBusy = false;
    this.#isOpening = false;
    this.#awaitPrompt(EMPTY_PROMPT_MS);
  }

  #printed(text: string): void {
    this.#show(text);
    if (this.#promptTimer !== null && VISIBLE.test(text)) this.#awaitPrompt(PROMPT_PAUSE_MS);
  }

  #awaitPrompt(ms: number): void {
    if (this.#promptTimer !== null) clearTimeout(this.#promptTimer);
    this.#promptTimer = setTimeout(() => { this.#prompted(); }, ms);
  }

  #prompted(): void {
    this.#promptTimer = null;
    for (const tell of this.#atPrompt.splice(0)) tell();
  }

  #ended(): void {
    const guest = this.#guest;
    this.#guest = null;
    if (guest !== null && this.line !== null) guest.freeLine(this.line);
    this.line = null;
    this.#hooks.closed();
  }

  #show(text: string): void {
    this.#screen += text;
    if (this.#screen.length > 2 * KEPT) this.#screen = this.#screen.slice(this.#screen.indexOf('\n', this.#screen.length - KEPT) + 1);
    this.#hooks.output(text);
  }
}

/** How many of the bytes are whole letters of UTF-8. */
function wholeLetters(bytes: Uint8Array): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}
