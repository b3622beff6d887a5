// How the readers ask one guest: together what is asked in one breath, and only what may have changed.
import type { Activity } from '../activity.ts';
import { quoted, type Said } from '../agent.ts';
import type { Shell } from './kinds.ts';
import { field } from './told.ts';

/** So long an answer is good for whoever asks again, if nothing happened on the host in between. */
const FRESH_MS = 3000;
/** On a host where nothing had happened for a while when it was asked, an answer is good for longer: only its own timers go on. */
const REST_MS = 10_000;
const FRESH_AT_REST_MS = 30_000;

/** Between the teller's answers. */
const NEXT = '\x1d';

interface Kept {
  readonly mark: string;
  readonly said: Said;
}

/** What the teller said last to a question, and the number that it gave that. */
interface Told {
  readonly number: string;
  readonly text: string;
}

/** What is remembered of a guest from one asking to the next. */
export interface HostMemory {
  readonly kept: Map<string, Kept>;
  readonly told: Map<string, Told>;
  recent: { readonly shell: HostShell; readonly revision: number; readonly atMs: number; readonly untilMs: number } | null;
}

export const newMemory = (): HostMemory => ({ kept: new Map(), told: new Map(), recent: null });

/** What a shell needs of the lab. */
export interface HostShellOptions {
  readonly run: (script: string) => Promise<Said>;
  readonly memory: HostMemory;
  /** What happened last where the answers come from. */
  readonly activity: ReturnType<Activity['of']>;
  readonly nowMs: number;
  /** What it asks may take its time: then nobody else may wait for its answers. */
  readonly isPatient: boolean;
}

/** How a host is asked: as a moment ago while nothing has happened since, with all that it heard. */
export function hostShell(options: HostShellOptions): HostShell {
  const { memory, activity: { revision, restMs }, nowMs, isPatient } = options;
  const { recent } = memory;
  const known = recent?.revision === revision && nowMs >= recent.atMs && nowMs < recent.untilMs ? recent.shell : null;
  if (isPatient || known === null) {
    const shell = new HostShell(options, known);
    if (!isPatient) memory.recent = { shell, revision, atMs: nowMs, untilMs: nowMs + (restMs < REST_MS ? FRESH_MS : FRESH_AT_REST_MS) };
    return shell;
  }
  return known;
}

/** What is asked of the teller in one breath, and its answers in that order. */
interface Gathered {
  readonly questions: string[];
  readonly answers: Promise<readonly string[]>;
}

class HostShell implements Pick<Shell, 'run' | 'runUnless' | 'tell'> {
  readonly #ask: HostShellOptions['run'];
  readonly #memory: HostMemory;
  readonly #said = new Map<string, Promise<Said>>();
  readonly #told = new Map<string, Promise<string>>();
  #gathered: Gathered | null = null;
  readonly #before: HostShell | null;

  /** `before`: has heard what may be of use. */
  constructor({ run, memory }: HostShellOptions, before: HostShell | null) {
    this.#before = before;
    this.#ask = run;
    this.#memory = memory;
  }

  /** What the host said to this script, if it was run. */
  saidTo(script: string): Promise<Said> | undefined {
    return this.#said.get(script);
  }

  /** What its teller said to this question, if it was asked. */
  toldTo(question: string): Promise<string> | undefined {
    return this.#told.get(question);
  }

  run(script: string): Promise<Said> {
    const known = this.#said.get(script) ?? this.#before?.saidTo(script);
    if (known !== undefined) return known;
    const said = this.#ask(script);
    this.#said.set(script, said);
    // A machine that did not answer is asked again.
    said.catch(() => { this.#said.delete(script); this.#memory.recent = null; });
    return said;
  }

  async runUnless(mark: string, script: string): Promise<Said> {
    const kept = this.#memory.kept.get(script);
    if (kept?.mark === mark) return kept.said;
    const said = await this.run(script);
    this.#memory.kept.set(script, { mark, said });
    return said;
  }

  tell(kind: string, ...args: readonly string[]): Promise<string> {
    const question = [kind, ...args.map(field)].join('\t');
    const known = this.#told.get(question) ?? this.#before?.toldTo(question);
    if (known !== undefined) return known;
    const { questions, answers } = this.#gathered ??= this.#gather();
    const index = questions.push(question) - 1;
    const told = answers.then((all) => all[index] ?? '');
    this.#told.set(question, told);
    told.catch(() => { this.#told.delete(question); this.#memory.recent = null; });
    return told;
  }

  #gather(): Gathered {
    const questions: string[] = [];
    // By then everybody has named what he asks about; the agent sends a little later still.
    const answers = Promise.resolve().then(async () => {
      this.#gathered = null;
      const { told } = this.#memory;
      const { text } = await this.#ask(`lab_tell ${questions.map((question) => quoted(`${told.get(question)?.number ?? ''}\t${question}`)).join(' ')}`);
      const said = text.split(NEXT);
      return questions.map((question, index) => this.#heard(question, said[index] ?? ''));
    });
    return { questions, answers };
  }

  /** A number alone: it is as it was. */
  #heard(question: string, said: string): string {
    const end = said.indexOf('\n');
    if (end === -1) return this.#memory.told.get(question)?.text ?? '';
    const text = said.slice(end + 1);
    this.#memory.told.set(question, { number: said.slice(0, end), text });
    return text;
  }
}
