// prove: shows that a lesson is true, by playing it in a lab. Knows the lab's seam only.
import type { Lab, Snapshot } from '../../lab/lab.ts';
import { askChecks } from '../check/ask.ts';
import { play } from '../play.ts';
import { asInScenes, lessonsOf } from '../scenes.ts';
import type { Check, Course, Lesson, Mutation, Step, Typing, Verdict } from '../types.ts';

export type ProofName = 'valid' | 'unsolved' | 'solve' | 'alternatives' | 'mutate' | 'again';

/** One proof of one lesson: what went wrong, each in a sentence; none when it holds. */
export interface Proof {
  readonly lesson: string;
  readonly proof: ProofName;
  readonly failures: readonly string[];
  /** How many things were tried. */
  readonly tried: number;
}

export interface ProveOptions {
  /** Lesson ids (or chapter ids); all when empty. */
  readonly only: readonly string[];
  /** Rejects when a command takes too long. */
  readonly limit: (what: string) => Promise<never>;
  /** Which proofs; all when left out. What comes before them is played all the same. */
  readonly proofs?: readonly ProofName[];
  /** Called when a step's solution has turned its checks green, and broken nothing. */
  readonly afterStep?: (lesson: Lesson, step: Step) => Promise<void>;
  /** Whether two saves of an untouched lab are the same bytes; a real machine never stands still. */
  readonly isExact?: boolean;
}

type Verdicts = ReadonlyMap<string, Verdict>;

/** Proves lessons one after the other in `lab`, which must be in the course's first scene; each starts where the one before ended. */
export async function* proveCourse(course: Course, lab: Lab, options: ProveOptions): AsyncGenerator<Proof> {
  const hosts = (await lab.hosts()).map((host) => host.name);
  for (const lesson of lessonsOf(asInScenes(course))) {
    const prover = new Prover(lesson, lab, hosts, options);
    const isWanted = options.only.length === 0 || options.only.some((id) => lesson.id === id || lesson.id.startsWith(`${id}/`));
    if (isWanted) yield* prover.all();
    else await prover.solveAll();
  }
}

class Prover {
  readonly #lesson: Lesson;
  readonly #lab: Lab;
  readonly #hosts: readonly string[];
  readonly #options: ProveOptions;
  /** The lab before each step, and at the end. */
  readonly #snapshots: Snapshot[] = [];
  /** Verdicts after each step of the straight run. */
  readonly #straight: Verdicts[] = [];

  constructor(lesson: Lesson, lab: Lab, hosts: readonly string[], options: ProveOptions) {
    this.#lesson = lesson;
    this.#lab = lab;
    this.#hosts = hosts;
    this.#options = options;
  }

  type(typing: readonly Typing[]): Promise<void> {
    return play(this.#lab, typing, this.#options.limit);
  }

  /** Goes to the lesson's end without proving anything. */
  async solveAll(): Promise<void> {
    for (const step of this.#lesson.steps) await this.type(step.solve);
  }

  async *all(): AsyncGenerator<Proof> {
    const faults = faultsOf(this.#lesson);
    yield this.#proof('valid', faults, this.#checks().length);
    if (faults.length > 0) return this.solveAll();
    if (this.#wants('unsolved')) yield this.#proof('unsolved', await this.#unsolved(), this.#lesson.steps.length);
    const failures = await this.#solve();
    yield this.#proof('solve', failures, this.#lesson.steps.length);
    if (failures.length > 0) return;
    if (this.#wants('alternatives')) yield this.#proof('alternatives', await this.#alternatives(), count(this.#lesson, (step) => step.alternatives));
    if (this.#wants('mutate')) yield this.#proof('mutate', await this.#mutate(), count(this.#lesson, (step) => step.mutations));
    if (this.#wants('again')) yield this.#proof('again', await this.#again(), this.#lesson.steps.length);
    if (this.#comesBack()) await this.#lab.restore(this.#at(this.#lesson.steps.length));
  }

  #wants(proof: ProofName): boolean {
    return this.#options.proofs?.includes(proof) ?? true;
  }

  /** Whether a proof begins where the straight run has been. */
  #comesBack(): boolean {
    return (['alternatives', 'mutate', 'again'] as const).some((proof) => this.#wants(proof));
  }

  /** Keeps the lab as it is now, if a proof comes back to it: a real machine takes seconds for that. */
  async #keep(): Promise<void> {
    if (this.#comesBack()) this.#snapshots.push(await this.#lab.save());
  }

  #proof(proof: ProofName, failures: readonly string[], tried: number): Proof {
    return { lesson: this.#lesson.id, proof, failures, tried };
  }

  #checks(): readonly Check[] {
    return this.#lesson.steps.flatMap((step) => step.checks);
  }

  #ask(): Promise<Verdicts> {
    return askChecks(this.#lab, this.#checks(), this.#hosts);
  }

  #at(step: number): Snapshot {
    return this.#snapshots[step] as Snapshot;
  }

  /** At the start no step is green, and asking leaves no trace in the machines. */
  async #unsolved(): Promise<string[]> {
    const isExact = this.#options.isExact ?? true;
    const before = isExact ? await this.#lab.save() : null;
    const verdicts = await this.#ask();
    const green = this.#lesson.steps.filter((step) => isGreen(step, verdicts)).map((step) => `step '${step.title}' is green before anything was done`);
    return before === null || isSame(before, await this.#lab.save()) ? green : [...green, 'asking the checks changed the lab'];
  }

  /** Each solution turns its step green and no later one; earlier ones stay green. */
  async #solve(): Promise<string[]> {
    const failures: string[] = [];
    for (const [index, step] of this.#lesson.steps.entries()) {
      await this.#keep();
      const failure = await this.#attempt(step.solve);
      const verdicts = await this.#ask();
      this.#straight.push(verdicts);
      if (failure !== null) return [...failures, `solution of '${step.title}': ${failure}`];
      failures.push(...redOnes(step, verdicts).map((red) => `solution of '${step.title}': ${red}`));
      const later = this.#lesson.steps.slice(index + 1).filter((each) => isGreen(each, verdicts));
      failures.push(...later.map((each) => `solution of '${step.title}' turns '${each.title}' green, too`));
      const broken = this.#lesson.steps.slice(0, index).filter((each) => !isGreen(each, verdicts));
      failures.push(...broken.map((each) => `solution of '${step.title}' turns '${each.title}' red again`));
      if (failures.length === 0) await this.#options.afterStep?.(this.#lesson, step);
    }
    await this.#keep();
    return failures;
  }

  async #alternatives(): Promise<string[]> {
    const failures: string[] = [];
    for (const [index, step] of this.#lesson.steps.entries()) {
      for (const [number, typing] of step.alternatives.entries()) {
        await this.#lab.restore(this.#at(index));
        const failure = await this.#attempt(typing);
        const problems = failure === null ? redOnes(step, await this.#ask()) : [failure];
        failures.push(...problems.map((problem) => `alternative ${number + 1} of '${step.title}': ${problem}`));
      }
    }
    return failures;
  }

  async #mutate(): Promise<string[]> {
    const failures: string[] = [];
    for (const [index, step] of this.#lesson.steps.entries()) {
      for (const mutation of step.mutations) {
        await this.#lab.restore(this.#at(mutation.when === 'after' ? index + 1 : index));
        const failure = await this.#attempt(mutation.typing) ?? namedBy((await this.#ask()).get(mutation.check), mutation);
        if (failure !== null) failures.push(`mistake '${mutation.says}' in '${step.title}': ${failure}`);
      }
    }
    return failures;
  }

  /** Solving each step twice does no harm, and neither does saving and restoring in between. */
  async #again(): Promise<string[]> {
    const failures: string[] = [];
    await this.#lab.restore(this.#at(0));
    for (const [index, step] of this.#lesson.steps.entries()) {
      const failure = await this.#attempt(step.solve);
      await this.#lab.restore(await this.#lab.save());
      const restored = await this.#ask();
      failures.push(...changes(this.#straight[index], restored).map((change) => `after saving and restoring in '${step.title}': ${change}`));
      const second = failure ?? await this.#attempt(step.solve);
      const problems = second === null ? redOnes(step, await this.#ask()) : [second];
      failures.push(...problems.map((problem) => `solving '${step.title}' twice: ${problem}`));
    }
    return failures;
  }

  /** Types; says what went wrong, or null. */
  async #attempt(typing: readonly Typing[]): Promise<string | null> {
    try {
      await this.type(typing);
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }
}

/** What no lab is needed for: a natural mistake for every check, and patterns that can be read. */
export function faultsOf(lesson: Lesson): string[] {
  const checks = lesson.steps.flatMap((step) => step.checks);
  const mutated = new Set(lesson.steps.flatMap((step) => step.mutations.map((mutation) => mutation.check)));
  const unproved = checks.filter((check) => !mutated.has(check.id)).map((check) => `no mistake is tried against '${check.says}'`);
  const patterns = [
    ...lesson.steps.flatMap((step) => step.mutations.map((mutation) => mutation.names)),
    ...checks.flatMap((check) => (check.want.kind === 'history' ? [check.want.pattern] : [])),
  ];
  return [...unproved, ...patterns.filter((pattern) => !isPattern(pattern)).map((pattern) => `not a regular expression: ${pattern}`)];
}

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const count = (lesson: Lesson, of: (step: Step) => readonly unknown[]): number =>
  lesson.steps.reduce((sum, step) => sum + of(step).length, 0);

const isGreen = (step: Step, verdicts: Verdicts): boolean => step.checks.every((check) => verdicts.get(check.id)?.passed === true);

function redOnes(step: Step, verdicts: Verdicts): string[] {
  return step.checks.flatMap((check) => {
    const verdict = verdicts.get(check.id);
    return verdict?.passed === true ? [] : [`'${check.says}' is red: ${told(verdict)}`];
  });
}

const told = (verdict: Verdict | undefined): string => (verdict === undefined ? 'no verdict' : `${verdict.saw} ${verdict.cause ?? ''}`.trim());

/** Null when the mistake is red and named. */
function namedBy(verdict: Verdict | undefined, mutation: Mutation): string | null {
  if (verdict?.passed !== false) return 'the check is green';
  return new RegExp(mutation.names).test(told(verdict)) ? null : `the verdict does not name it (${mutation.names}): ${told(verdict)}`;
}

function changes(before: Verdicts | undefined, after: Verdicts): string[] {
  return [...(before ?? [])].filter(([id, verdict]) => after.get(id)?.passed !== verdict.passed)
    .map(([id, verdict]) => `${id} was ${verdict.passed ? 'green' : 'red'}: ${told(after.get(id))}`);
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
