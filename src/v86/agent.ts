// Asks the guest over its hidden serial line: scripts go in, their output comes back (vm-images/PROTOCOL.md).
import { byteLength, fromBytes, toBytes } from '../base/bytes.ts';
import { joined } from './files.ts';
import type { Machine } from './machine.ts';

const LINE = 1;
const START = 0x02;
const END = 0x03;
const NEWLINE = 0x0a;
/** How long the guest may take for a script while its machine runs. */
const LIMIT_MS = 120_000;
const LOOK_MS = 500;
/** The agent's place among the sessions of the machine (sched(7), autogroup): ahead of them while somebody waits, else beside or behind. */
const [AHEAD, BESIDE, BEHIND] = [-15, 0, 19].map((nice) => `echo ${nice} > /proc/self/autogroup\n`) as [string, string, string];
/** How often it is asked whether what can wait is done, and what it says if not (EX_TEMPFAIL). */
const LATER_MS = 250;
const NOT_YET = 75;
/** Ends the output of each script of a request, before its status. */
const MARK = '\x1e';

/** What a script said, and how it ended. */
export interface Said {
  readonly text: string;
  readonly status: number;
}

/** The guest did not answer; the reason is for the person. */
export class AgentError extends Error {
  override readonly name = 'AgentError';
}

interface Question {
  readonly script: string;
  /** Somebody waits for the answer. */
  readonly isUrgent: boolean;
  readonly resolve: (said: Said) => void;
  readonly reject: (error: AgentError) => void;
}

interface Request {
  readonly id: string;
  readonly questions: readonly Question[];
  /** Bytes of the answer so far. */
  chunks: Uint8Array[];
  waitedMs: number;
}

export class Agent {
  readonly #machine: Machine;
  readonly #isRunning: () => boolean;
  #waiting: Question[] = [];
  #open: Request | null = null;
  #count = 0;
  /** Scripts that run beside. */
  #later = 0;
  #timer: ReturnType<typeof setInterval> | null = null;
  #idle: (() => void)[] = [];
  /** Why nobody will answer any more; null while somebody does. */
  #gone: string | null = null;

  constructor(machine: Machine, isRunning: () => boolean) {
    this.#machine = machine;
    this.#isRunning = isRunning;
    machine.listen(LINE, (bytes) => { this.#take(bytes); });
  }

  /** Runs a script of sh as root. Scripts that come while another runs are sent together. Rejects with AgentError. */
  run(script: string): Promise<Said> {
    return this.#ask(script, true);
  }

  /** The same, and whoever uses the machine at a terminal has as much of it. */
  runBeside(script: string): Promise<Said> {
    return this.#ask(script, false);
  }

  #ask(script: string, isUrgent: boolean): Promise<Said> {
    if (this.#gone !== null) return Promise.reject(new AgentError(this.#gone));
    const said = new Promise<Said>((resolve, reject) => { this.#waiting.push({ script, isUrgent, resolve, reject }); });
    // What is asked in the same breath goes out together.
    queueMicrotask(() => { queueMicrotask(() => { this.#next(); }); });
    return said;
  }

  /** The same for what nobody waits for: it runs in the guest's background, with what the others leave of the processor, and holds up nobody. */
  async runLater(script: string): Promise<Said> {
    this.#count += 1;
    const file = `/run/lab/later-${this.#count}`;
    this.#later += 1;
    try {
      await this.runBeside(`: > ${file}.status; { (${script}\n) > ${file} 2>&1; echo $? > ${file}.status; } </dev/null &`);
      const ask = `[ -s ${file}.status ] || exit ${NOT_YET}; read -r status < ${file}.status; cat ${file}; rm -f ${file} ${file}.status; exit "$status"`;
      for (let waitedMs = 0; waitedMs < LIMIT_MS; waitedMs += LATER_MS) {
        await new Promise((resolve) => { setTimeout(resolve, LATER_MS); });
        const said = await this.runBeside(ask);
        if (said.status !== NOT_YET) return said;
      }
      throw new AgentError('the guest does not answer');
    } finally {
      this.#later -= 1;
    }
  }

  /** Resolves when nothing is under way: then the machine may be saved. */
  whenIdle(): Promise<void> {
    if (this.#open === null && this.#waiting.length === 0) return Promise.resolve();
    return new Promise((resolve) => { this.#idle.push(resolve); });
  }

  /** The machine is gone: what is under way, and whatever is asked later, is refused. */
  close(reason: string): void {
    this.#gone = reason;
    this.#forget(reason);
  }

  #forget(reason: string): void {
    const lost = [...this.#open?.questions ?? [], ...this.#waiting];
    this.#waiting = [];
    this.#close();
    for (const { reject } of lost) reject(new AgentError(reason));
  }

  #next(): void {
    if (this.#open !== null || this.#waiting.length === 0) return;
    const questions = this.#waiting.splice(0);
    this.#count += 1;
    this.#open = { id: `q${this.#count}`, questions, chunks: [], waitedMs: 0 };
    const asked = questions.map((question) => `(${question.script}\n)\nprintf '\\036%d\\036' $?\n`).join('');
    const script = `${questions.some(({ isUrgent }) => isUrgent) ? AHEAD : BESIDE}${asked}${this.#later > 0 ? BEHIND : ''}`;
    void this.#machine.send(LINE, toBytes(`${this.#open.id} ${byteLength(script)}\n${script}`));
    this.#timer = setInterval(() => { this.#look(); }, LOOK_MS);
  }

  /** Patience is counted only while the machine runs. */
  #look(): void {
    if (this.#open === null || !this.#isRunning()) return;
    this.#open.waitedMs += LOOK_MS;
    if (this.#open.waitedMs >= LIMIT_MS) this.#forget('the guest does not answer');
  }

  #close(): void {
    this.#open = null;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#next();
    if (this.#open === null) for (const tell of this.#idle.splice(0)) tell();
  }

  #take(bytes: Uint8Array): void {
    if (this.#open === null) return;
    this.#open.chunks.push(bytes);
    // The end is `\x03STATUS\n`.
    if (bytes.at(-1) !== NEWLINE) return;
    const all = joined(this.#open.chunks, this.#open.chunks.reduce((sum, chunk) => sum + chunk.length, 0));
    this.#open.chunks = [all];
    const end = all.lastIndexOf(END);
    const start = findStart(all, this.#open.id);
    if (end === -1 || start === -1 || end < start) return;
    this.#answer(this.#open.questions, fromBytes(all.subarray(start, end)));
  }

  #answer(questions: readonly Question[], text: string): void {
    const parts = text.split(MARK);
    this.#close();
    for (const [index, { resolve }] of questions.entries()) {
      resolve({ text: parts[2 * index] ?? '', status: Number(parts[2 * index + 1] ?? '255') });
    }
  }
}

/** Where the output of request `id` begins; -1 before it has. */
function findStart(bytes: Uint8Array, id: string): number {
  const head = toBytes(`\x02${id}\n`);
  for (let at = bytes.indexOf(START); at !== -1; at = bytes.indexOf(START, at + 1)) {
    if (head.every((byte, index) => bytes[at + index] === byte)) return at + head.length;
  }
  return -1;
}

/** A word as sh reads it. */
export const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
