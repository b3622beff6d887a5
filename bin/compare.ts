// Plays the lessons' own commands on the simulator and on a real guest, and tells where what they print differs. Knows
// labs by their seam only.
import { typeLine } from '../src/course/play.ts';
import { asInScenes, lessonsOf } from '../src/course/scenes.ts';
import type { Course, Typing } from '../src/course/types.ts';
import type { Lab, TerminalId } from '../src/lab/lab.ts';
import { REASONS } from './differences.ts';

const SIZE = { columns: 200, rows: 50 };

/** One command whose outputs differ: lines that only one lab printed. */
export interface Difference {
  readonly lesson: string;
  readonly command: string;
  readonly simulated: readonly string[];
  readonly real: readonly string[];
  /** Why that must be so; null when it is not known, and the simulator should be mended. */
  readonly reason: string | null;
}

/** Compares lesson by lesson; yields each command that was played, with its difference or null. */
export async function* compare(course: Course, sim: Lab, guest: Lab, only: readonly string[]): AsyncGenerator<{ command: string; difference: Difference | null }> {
  const [left, right] = [new Player(sim), new Player(guest)];
  for (const lesson of lessonsOf(asInScenes(course))) {
    const isWanted = only.length === 0 || only.some((id) => lesson.id === id || lesson.id.startsWith(`${id}/`));
    for (const typing of lesson.steps.flatMap((step) => step.solve)) {
      const [simulated, real] = await Promise.all([left.run(typing), right.run(typing)]);
      if (isWanted) yield { command: typing.text, difference: differenceOf(lesson.id, typing.text, simulated, real) };
    }
  }
  await left.close();
  await right.close();
}

function differenceOf(lesson: string, command: string, simulated: readonly string[], real: readonly string[]): Difference | null {
  const [onlySimulated, onlyReal] = [without(simulated, real), without(real, simulated)];
  const rest = { simulated: onlySimulated.filter((line) => !isExplained(command, line)), real: onlyReal.filter((line) => !isExplained(command, line)) };
  if (onlySimulated.length + onlyReal.length === 0) return null;
  if (rest.simulated.length + rest.real.length > 0) return { lesson, command, ...rest, reason: null };
  const reasons = new Set([...onlySimulated, ...onlyReal].map((line) => reasonOf(command, line) ?? ''));
  return { lesson, command, simulated: onlySimulated, real: onlyReal, reason: [...reasons].join('; ') };
}

const reasonOf = (command: string, line: string): string | null =>
  REASONS.find((each) => each.command.test(command) && each.line.test(line))?.reason ?? null;

const isExplained = (command: string, line: string): boolean => reasonOf(command, line) !== null;

/** Lines of `these` beyond those of `others`, each counted. */
function without(these: readonly string[], others: readonly string[]): string[] {
  const left = [...others];
  return these.filter((line) => {
    const at = left.indexOf(line);
    if (at !== -1) left.splice(at, 1);
    return at === -1;
  });
}

/** Types commands into terminals of their own, and reads what was printed. */
class Player {
  readonly #lab: Lab;
  readonly #terminals = new Map<string, TerminalId>();

  constructor(lab: Lab) {
    this.#lab = lab;
  }

  async run({ host, user, text }: Typing): Promise<readonly string[]> {
    const key = `${user}@${host}`;
    const id = this.#terminals.get(key) ?? (await this.#lab.openTerminal(host, SIZE, user)).id;
    this.#terminals.set(key, id);
    await typeLine(this.#lab, id, text);
    const lines = plain(await this.#lab.screen(id)).split('\n');
    const count = text.replace(/\n$/, '').split('\n').length;
    const typed = lines.findLastIndex((line) => line.endsWith(`# ${text.split('\n')[0] ?? ''}`) || line.endsWith(`$ ${text.split('\n')[0] ?? ''}`));
    return lines.slice(typed + count).filter((line) => !/^\[\w+@\w+ [^\]]*\][#$] *$/.test(line)).map(normalised).filter((line) => line !== '');
  }

  async close(): Promise<void> {
    for (const id of this.#terminals.values()) await this.#lab.closeTerminal(id);
  }
}

/** A stream without escape sequences, and without what was drawn over. */
function plain(stream: string): string {
  return stream.replaceAll(/\x1b\[[0-9;?]*[a-zA-Z]|\x1b\][^\x07]*\x07|\x1b[()][A-Z0-9]/g, '').split('\n')
    .map((line) => line.replace(/\r+$/, '').split('\r').at(-1) ?? '').join('\n');
}

/** What is another each time is put in words: times, sizes, numbers, addresses of cards; columns lose their widths. */
export function normalised(line: string): string {
  return line
    .replaceAll(/\b[0-9a-f]{2}(:[0-9a-f]{2}){5}\b/g, 'MAC')
    .replaceAll(/\b(Mon|Tue|Wed|Thu|Fri|Sat|Sun)\b/g, 'DAY').replaceAll(/\b(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g, 'MONTH')
    .replaceAll(/\b(?!10\.0\.0\.)\d+([.:,]\d+)*\b/g, 'N').replaceAll(/\bN ?(ns|us|ms|s|min|h|[kMG]?B(\/s)?|[kMG])\b/g, 'N')
    .replaceAll(/[-=+]{3,}/g, '---').replaceAll(/\s+/g, ' ').trim();
}
