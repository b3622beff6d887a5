import { fromBytes } from '../base/bytes.ts';
import { TerminalsError } from '../lab/lab.ts';
import { StartError } from '../lab/start.ts';
import { Agent, quoted, type Said } from './agent.ts';
import type { Machine } from './machine.ts';

/** Serial lines that carry terminals; line 1 is the agent's. */
const LINES = [0, 2, 3] as const;
/** Terminals that a host can have. */
export const MOST_TERMINALS = LINES.length;
/** What a shell says before each prompt, the size of its terminal while nobody uses it, and when the prompt is there as well. */
const PROMPT = '\x1b]777;done;';
const WAITING_SIZE = { columns: 80, rows: 24 };
/** Where the guest keeps at which uptime its clock was set to what, a line each time. */
export const CLOCK = '/run/lab/clock';
const AFTER_PROMPT_MS = 500;
/** The kernel's number of ttyS0: terminals are 4:64 and on. */
const TTY_NUMBER = 4 * 256 + 64;

interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Lines as they are saved. */
export interface SavedLines {
  readonly taken: readonly number[];
  /** Lines on which a shell of root waits that nobody has used yet. */
  readonly waiting: readonly number[];
}

export interface GuestOptions {
  readonly host: string;
  readonly lines: SavedLines;
  readonly nowMs: () => number;
}

/** One host: its machine, its agent, and which serial lines are taken. */
export class Guest {
  readonly host: string;
  readonly machine: Machine;
  readonly agent: Agent;
  readonly #nowMs: () => number;
  readonly #taken: Set<number>;
  readonly #waiting: Set<number>;
  #isRunning = true;
  #answers: Promise<void> = Promise.resolve();

  private constructor(machine: Machine, { host, lines, nowMs }: GuestOptions) {
    this.host = host;
    this.machine = machine;
    this.agent = new Agent(machine, () => this.#isRunning);
    this.#nowMs = nowMs;
    this.#taken = new Set(lines.taken);
    this.#waiting = new Set(lines.waiting);
  }

  /** Tells a machine that was just started what time it is; a prompt need not wait until it has heard. */
  static on(machine: Machine, options: GuestOptions): Guest {
    const guest = new Guest(machine, options);
    guest.#answers = guest.setClock().then(
      () => undefined,
      (error: unknown) => { throw new StartError('stuck', error instanceof Error ? error.message : String(error)); },
    );
    // Whoever waits for it hears of it.
    guest.#answers.catch(() => undefined);
    return guest;
  }

  /** Whether the machine has nothing to do, or stands still. */
  get isIdle(): boolean {
    return !this.#isRunning || this.machine.isIdle;
  }

  /** Resolves when the machine has answered for the first time. Rejects with StartError. */
  get answers(): Promise<void> {
    return this.#answers;
  }

  /** Sets the clock, and notes at which uptime: so it can be told later when a process started. */
  setClock(): Promise<Said> {
    const seconds = Math.round(this.#nowMs() / 1000);
    return this.agent.runBeside(`date -s @${seconds} >/dev/null; [ -d /run/lab ] && read -r up idle < /proc/uptime && echo "$up ${seconds}" >> ${CLOCK}`);
  }

  get lines(): SavedLines {
    return { taken: [...this.#taken], waiting: [...this.#waiting] };
  }

  /** A line for a new terminal. Throws TerminalsError when none is free. */
  async takeLine(user: string): Promise<{ readonly line: number; readonly hasShell: boolean }> {
    const [ready] = this.#waiting;
    if (ready !== undefined && user === 'root') {
      this.#waiting.delete(ready);
      this.#taken.add(ready);
      return { line: ready, hasShell: true };
    }
    const line = LINES.find((each) => !this.#taken.has(each) && !this.#waiting.has(each)) ?? ready;
    if (line === undefined) throw new TerminalsError(this.host, LINES.length);
    this.#taken.add(line);
    // Root's shell waits there: another user's takes its place.
    if (!this.#waiting.delete(line)) return { line, hasShell: false };
    await this.endShell(line);
    this.#taken.add(line);
    return { line, hasShell: false };
  }

  freeLine(line: number): void {
    this.#taken.delete(line);
  }

  async resize(line: number, { columns, rows }: Size): Promise<void> {
    await this.agent.runBeside(`stty -F /dev/ttyS${line} cols ${columns} rows ${rows}`);
  }

  /** Throws when the guest cannot start the shell: no such user, say. */
  async startShell(line: number, user: string, { columns, rows }: Size): Promise<void> {
    const { text, status } = await this.agent.run(`lab-terminal ttyS${line} ${quoted(user)} ${columns} ${rows}`);
    if (status === 0) return;
    this.freeLine(line);
    throw new Error(`${this.host}: no shell for ${user}${text === '' ? '' : `: ${text.trim()}`}`);
  }

  /** Hangs up on everything that runs on a line. */
  async endShell(line: number): Promise<void> {
    const pids = `cat /proc/[0-9]*/stat 2>/dev/null | awk '{p = $1; sub(/.*\\) /, ""); if ($5 == ${TTY_NUMBER + line}) print p}'`;
    const isOpen = `[ -e /run/lab/ttyS${line} ]`;
    await this.agent.run(
      `kill -HUP $(${pids}) 2>/dev/null; i=0; while ${isOpen} && [ $i -lt 10 ]; do sleep 0.1; i=$((i+1)); done; `
      + `${isOpen} && { kill -KILL $(${pids}) 2>/dev/null; sleep 0.3; }; true`,
    );
    this.freeLine(line);
  }

  /** Lets the host stand still (a hidden tab), or go on with the right time. */
  async setRunning(isRunning: boolean): Promise<void> {
    if (this.#isRunning === isRunning) return;
    this.#isRunning = isRunning;
    await this.machine.setRunning(isRunning);
    if (isRunning) await this.setClock();
  }

  /** Lets root's shells wait on these lines, as in a scene, and leaves nothing in memory that lies on the disk as well. */
  async tidy(lines: readonly number[]): Promise<void> {
    for (const line of lines) {
      if (this.#taken.has(line) || this.#waiting.has(line)) continue;
      const prompt = this.#heard(line, PROMPT);
      await this.startShell(line, 'root', WAITING_SIZE);
      await prompt;
      this.#waiting.add(line);
    }
    await this.agent.run('sync; echo 3 > /proc/sys/vm/drop_caches');
  }

  /** Resolves a moment after these words came over a line. */
  #heard(line: number, words: string): Promise<void> {
    return new Promise((resolve) => {
      let text = '';
      this.machine.listen(line, (bytes) => {
        text += fromBytes(bytes);
        if (text.includes(words)) setTimeout(resolve, AFTER_PROMPT_MS);
      });
    });
  }

  /** The machine's state while nobody asks it anything; one that stands still would never come so far. */
  async save(): Promise<Uint8Array> {
    if (this.#isRunning) await this.agent.whenIdle();
    return this.machine.save();
  }

  async close(): Promise<void> {
    this.agent.close(`${this.host} was switched off`);
    await this.machine.destroy();
  }
}
