// Plays the lessons' own commands, and looks around after each chapter, in any lab; keeps what was printed as it was
// printed. Knows labs by their seam only.
import { askChecks } from '../src/course/check/ask.ts';
import { typeLine } from '../src/course/play.ts';
import { asInScenes } from '../src/course/scenes.ts';
import type { Course, Lesson, Typing } from '../src/course/types.ts';
import type { Lab, TerminalId } from '../src/lab/lab.ts';
import type { Look } from './looks.ts';
import { questionsFor } from './questions.ts';

/** As wide as the longest line of a lesson needs with its prompt. */
const SIZE = { columns: 200, rows: 50 };

/** One command as it was played. */
export interface Played {
  /** The lesson's id; for a look around and for questions the chapter's. */
  readonly at: string;
  /** `verdict`: what a check (`text`: when, and its id) said; `answer`: what the lab said of a probe (`text`, as JSON). */
  readonly kind: 'lesson' | 'verdict' | 'look' | 'answer';
  readonly host: string;
  readonly user: string;
  readonly text: string;
  /** What the terminal shows of it, without colours and without what was drawn over. */
  readonly output: string;
  readonly exit: number;
}

export interface Playing {
  /** Commands to look around with after each chapter, and then questions; null: neither. */
  readonly looks: readonly Look[] | null;
  /** Ends with this chapter. */
  readonly until?: string | null;
  /** Rejects when a command takes too long. */
  readonly limit?: (what: string) => Promise<never>;
  /** Told at the end of each chapter, before anybody looks around. */
  readonly onChapter?: (chapter: string) => Promise<void>;
}

/** Plays a course's chapters that this lab can do, from its first scene on; yields each command. */
export async function* played(course: Course, lab: Lab, { looks, until, limit, onChapter }: Playing): AsyncGenerator<Played> {
  const player = new Player(lab, limit);
  // A host of the real guest is off until somebody types there.
  for (const { name } of await lab.hosts()) await player.run({ host: name, user: 'root', text: 'true' });
  for (const chapter of asInScenes(course).chapters) {
    if (chapter.lessons.some((lesson) => lesson.needs.some((need) => !lab.offers.includes(need)))) return;
    for (const lesson of chapter.lessons) {
      yield* verdicts('before', lesson, lab);
      for (const typing of lesson.steps.flatMap((step) => step.solve)) yield { at: lesson.id, kind: 'lesson', ...await player.run(typing) };
      yield* verdicts('after', lesson, lab);
    }
    await player.close();
    await onChapter?.(chapter.id);
    if (looks !== null) yield* look(chapter.id, lab, looks, limit);
    if (chapter.id === until) return;
  }
}

/** Looks around where the lab stands; a look that needs a file which is not there is left out. */
export async function* look(at: string, lab: Lab, looks: readonly Look[], limit?: Playing['limit']): AsyncGenerator<Played> {
  const player = new Player(lab, limit);
  const there = new Map<string, boolean>();
  for (const { typing, needs } of looks) {
    const place = `${typing.host}:${needs ?? ''}`;
    if (needs !== null && !there.has(place)) there.set(place, await isFile(lab, typing.host, needs));
    if (there.get(place) ?? true) yield { at, kind: 'look', ...await player.run(typing).catch(async (error: unknown) => ({ ...typing, ...await player.giveUp(error) })) };
  }
  await player.close();
  const hosts = (await lab.hosts()).map(({ name }) => name);
  for (const probe of questionsFor(hosts)) {
    yield { at, kind: 'answer', ...SYSTEM, text: JSON.stringify(probe), output: JSON.stringify(await lab.ask(probe), null, 1), exit: 0 };
  }
}

async function isFile(lab: Lab, host: string, path: string): Promise<boolean> {
  const answer = await lab.ask({ kind: 'file', host, path });
  return answer.kind === 'file' && answer.type !== null;
}

/** Not typed by anybody. */
const SYSTEM = { host: '', user: '' } as const;

/** What the lesson's checks say. */
async function* verdicts(when: 'before' | 'after', lesson: Lesson, lab: Lab): AsyncGenerator<Played> {
  const hosts = (await lab.hosts()).map(({ name }) => name);
  const said = await askChecks(lab, lesson.steps.flatMap((step) => step.checks), hosts);
  for (const [id, { passed, saw, cause }] of said) {
    yield { at: lesson.id, kind: 'verdict', ...SYSTEM, text: `${when} ${id}`, output: `${saw}\n${cause ?? ''}`, exit: passed ? 0 : 1 };
  }
}

/** Types commands into terminals of their own, and reads what was printed. */
class Player {
  readonly #lab: Lab;
  readonly #limit: Playing['limit'];
  readonly #terminals = new Map<string, TerminalId>();

  constructor(lab: Lab, limit: Playing['limit']) {
    this.#lab = lab;
    this.#limit = limit;
  }

  async run({ host, user, text }: Typing): Promise<Omit<Played, 'at' | 'kind'>> {
    const key = `${user}@${host}`;
    const id = this.#terminals.get(key) ?? (await this.#lab.openTerminal(host, SIZE, user)).id;
    this.#terminals.set(key, id);
    let stream = '';
    const off = await this.#lab.on((event) => { if (event.kind === 'output' && event.terminal === id) stream += event.text; });
    try {
      const ended = typeLine(this.#lab, id, text);
      await (this.#limit === undefined ? ended : Promise.race([ended, this.#limit(`${key}: ${text}`)]));
    } finally {
      off();
    }
    const exit = (await this.#lab.history()).findLast((record) => record.terminal === id)?.exit ?? -1;
    return { host, user, text, output: outputOf(stream, text), exit };
  }

  /** Leaves terminals in which a command hangs. */
  async giveUp(error: unknown): Promise<Pick<Played, 'output' | 'exit'>> {
    await this.close();
    return { output: error instanceof Error ? error.message : String(error), exit: -1 };
  }

  async close(): Promise<void> {
    for (const id of this.#terminals.values()) await this.#lab.closeTerminal(id);
    this.#terminals.clear();
  }
}

/** What a terminal's stream shows between the echo of a typed command and the prompt after it. Throws when there is no echo. */
export function outputOf(stream: string, text: string): string {
  const lines = plain(stream).split('\n');
  const typed = text.replace(/\n$/, '').split('\n');
  const isPrompted = (line: string): boolean => line.endsWith(`# ${typed[0] ?? ''}`) || line.endsWith(`$ ${typed[0] ?? ''}`);
  // What is typed before the prompt is there is shown once more behind it.
  const prompted = lines.findIndex((line) => /^\[\w+@\w+ /.test(line) && isPrompted(line));
  const at = prompted === -1 ? lines.findIndex((line) => line.endsWith(typed[0] ?? '')) : prompted;
  if (at === -1) throw new Error(`the terminal does not show that it was typed: ${text}`);
  const output = lines.slice(at + typed.length).join('\n');
  return output.replace(/(^|\n)?\[\w+@\w+ [^\]]*\][#$] *$/, '');
}

/** A stream without escape sequences, and without what was drawn over. */
function plain(stream: string): string {
  return stream.replaceAll(/\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]|\x1b[=>]/g, '').split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '').join('\n');
}
