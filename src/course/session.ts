import { assert } from '../base/assert.ts';
import { Emitter } from '../base/emitter.ts';
import type { Lab, LabEvent } from '../lab/lab.ts';
import { askChecks } from './check/ask.ts';
import type { CourseProgress, Notebook, OpenSession, Session, SessionState } from './engine.ts';
import { play } from './play.ts';
import { forgetAfter, forgetSteps } from './progress/notebook.ts';
import { courseProgress, lessonState, quizzesOf, remembered } from './progress/progress.ts';
import { dueCards, review } from './quiz/cards.ts';
import { judgeQuiz } from './quiz/judge.ts';
import type { Quiz, QuizAnswer, QuizResult } from './quiz/types.ts';
import { SCENE_SEED, lessonsOf, sceneAfterStep, sceneBefore } from './scenes.ts';
import type { Check, Course, Lesson, Step, Verdict } from './types.ts';
import { fillIn, valuesOf } from './variables.ts';

/** Opens the engine over a lab; see Session. */
export const openSession: OpenSession = async ({ course, lab, notebook, before = null }) => {
  const hosts = (await lab.hosts()).map((host) => host.name);
  const session = new LabSession(course, lab, notebook, hosts, before);
  await session.start();
  return session;
};

class LabSession implements Session {
  readonly lab: Lab;
  readonly #written: Course;
  readonly #hosts: readonly string[];
  readonly #changed = new Emitter<void>();
  readonly #verdicts = new Map<string, Verdict>();
  readonly #wasGreen = new Set<string>();
  #course: Course;
  #notebook: Notebook;
  #isChecking = false;
  #isClosed = false;
  /** What is to be asked after the questions that are under way. */
  #wanted: readonly Check[] = [];
  #checking: Promise<void> | null = null;
  #state: SessionState | null = null;
  /** Only the open lesson is asked about: the lab answers slowly. */
  readonly #isSlow: boolean;
  /** How far the lessons are that nobody has asked about yet; null: all are asked about. */
  #before: CourseProgress | null;
  /** How far they will be once the lab is in the scene that it is being put into. */
  #expected: CourseProgress | null = null;
  /** The lesson that is open. */
  #openId: string | null = null;
  #off: () => void = () => undefined;

  constructor(course: Course, lab: Lab, notebook: Notebook, hosts: readonly string[], before: CourseProgress | null) {
    this.#written = course;
    this.lab = lab;
    this.#notebook = notebook;
    this.#hosts = hosts;
    this.#isSlow = before !== null;
    this.#before = before;
    this.#course = this.#filled();
  }

  async start(): Promise<void> {
    this.#off = await this.lab.on((event) => this.#hear(event));
    if (!this.#isSlow) await this.#ask(this.#allChecks());
  }

  get course(): Course {
    return this.#course;
  }

  state(): SessionState {
    this.#state ??= {
      open: this.#openLesson(), progress: courseProgress(this.#course, this.#verdicts, this.#notebook, this.#before),
      notebook: this.#notebook, isChecking: this.#isChecking,
    };
    return this.#state;
  }

  on(listener: () => void): () => void {
    return this.#changed.on(listener);
  }

  async open(lesson: string | null): Promise<void> {
    assert(lesson === null || this.#lesson(lesson) !== null, `no lesson ${lesson ?? ''}`);
    this.#write({ at: lesson ?? this.#notebook.at });
    this.#openId = lesson;
    this.#tell();
    await this.check();
  }

  async check(): Promise<void> {
    const open = this.#openId === null ? null : this.#lesson(this.#openId);
    if (open !== null) await this.#askAgain(this.#askable(open));
    else if (!this.#isSlow) await this.#askAgain(this.#allChecks());
  }

  showHint(check: string): void {
    const shown = this.#notebook.hints[check] ?? 0;
    const known = this.#allChecks().find((each) => each.id === check);
    assert(known !== undefined, `no check ${check}`);
    this.#write({ hints: { ...this.#notebook.hints, [check]: Math.min(shown + 1, known.hints.length) } });
  }

  showSolution(step: string): void {
    if (!this.#notebook.revealed.includes(step)) this.#write({ revealed: [...this.#notebook.revealed, step] });
  }

  async solveStep(id: string): Promise<void> {
    const step = this.#step(id);
    await play(this.lab, step.solve);
    this.#write({ assisted: { ...this.#notebook.assisted, [id]: await this.lab.now() } });
    await this.check();
  }

  answer(id: string, answer: QuizAnswer, nowMs: number): QuizResult {
    const quiz = this.#allQuizzes().find((each) => each.id === id);
    assert(quiz !== undefined, `no quiz ${id}`);
    const result = judgeQuiz(quiz, answer);
    const tries = (this.#notebook.answers[id]?.tries ?? 0) + 1;
    this.#write({
      answers: { ...this.#notebook.answers, [id]: { answer, isRight: result.isRight, tries } },
      cards: review(this.#notebook.cards, id, result.isRight, nowMs),
    });
    return result;
  }

  due(nowMs: number): ReturnType<Session['due']> {
    const quizzes = this.#allQuizzes();
    return dueCards(this.#notebook.cards, nowMs).flatMap((card) => {
      const quiz = quizzes.find((each) => each.id === card.quiz);
      return quiz === undefined ? [] : [{ card, quiz }];
    });
  }

  choose(variable: string, value: string | null): void {
    const { [variable]: _old, ...rest } = this.#notebook.chosen;
    this.#write({ chosen: value === null ? rest : { ...rest, [variable]: value } });
    this.#course = this.#filled();
    this.#tell();
    void this.check();
  }

  variables(): ReturnType<Session['variables']> {
    const values = valuesOf(this.#written, this.#notebook.seed, this.#notebook.chosen);
    return this.#written.draws.map(({ name, label }) =>
      ({ name, label, value: values[name] ?? '', isChosen: name in this.#notebook.chosen }));
  }

  async restart(id: string): Promise<void> {
    const lessons = this.#lessons();
    const later = lessons.slice(lessons.findIndex((lesson) => lesson.id === id)).map((lesson) => lesson.id);
    const scene = sceneBefore(this.#course, id);
    const before = this.#notebook;
    const notebook = later.reduce(forgetSteps, before);
    this.#write(scene === this.#course.scene ? notebook : { ...notebook, seed: SCENE_SEED, chosen: {} });
    this.#course = this.#filled();
    this.#expected = this.#doneUntil(id);
    try {
      await this.lab.reset(scene);
    } catch (error) {
      this.#expected = null;
      // The machines are as they were, so their lessons are too.
      this.#write(before);
      this.#course = this.#filled();
      this.#tell();
      throw error;
    }
  }

  async skip(id: string): Promise<boolean> {
    const scene = sceneAfterStep(this.#course, id, await this.lab.scenes());
    if (scene === null) return false;
    const lessons = this.#lessons();
    const known = new Set(lessons.filter((lesson) => this.#wasDone(lesson)));
    const steps = lessons.flatMap((lesson) => lesson.steps.map((step) => ({ step, isDone: known.has(lesson) || this.#isGreen(step) })));
    const left = steps.slice(0, steps.findIndex(({ step }) => step.id === id) + 1).flatMap(({ step, isDone }) => (isDone ? [] : [step]));
    this.#write({ seed: SCENE_SEED, chosen: {} });
    this.#course = this.#filled();
    this.#expected = this.#doneUntil(lessons.find(({ steps: own }) => own.some((step) => step.id === id))?.id ?? '');
    await this.lab.reset(scene);
    const now = await this.lab.now();
    this.#write({ assisted: { ...this.#notebook.assisted, ...Object.fromEntries(left.map((step) => [step.id, now])) } });
    return true;
  }

  /** How far a prepared scene is: it was made by doing every lesson before this one, each check green. */
  #doneUntil(id: string): CourseProgress {
    const lessons = this.#lessons();
    const done = lessons.slice(0, lessons.findIndex((lesson) => lesson.id === id)).map(({ id: lesson, steps }) =>
      [lesson, { solved: steps.length, steps: steps.length, assisted: steps.filter((step) => step.id in this.#notebook.assisted).length }] as const);
    return { lessons: Object.fromEntries(done), next: id };
  }

  /** A lesson that nobody has asked about in this session, and that was done before. */
  #wasDone(lesson: Lesson): boolean {
    const isUnasked = checksOf(lesson).every((check) => !this.#verdicts.has(check.id));
    return isUnasked && this.#before?.lessons[lesson.id]?.solved === lesson.steps.length;
  }

  #isGreen(step: Step): boolean {
    return step.checks.every((check) => remembered(check, this.#verdicts.get(check.id), this.#notebook)?.passed === true);
  }

  close(): void {
    this.#isClosed = true;
    this.#off();
  }

  #hear(event: LabEvent): void {
    if (this.#isClosed) return;
    if (event.kind === 'settled') void this.check();
    if (event.kind === 'replaced') void this.#startOver();
  }

  /** The lab is another one now (undo, reset, restore). */
  async #startOver(): Promise<void> {
    if (this.#isSlow) {
      this.#before = this.#expected ?? this.state().progress;
      this.#expected = null;
      this.#verdicts.clear();
    }
    this.#wasGreen.clear();
    this.#write(forgetAfter(this.#notebook, await this.lab.now()));
    await (this.#isSlow ? this.check() : this.#askAgain(this.#allChecks()));
  }

  /** One question at a time; what happens meanwhile is asked about afterwards. */
  async #askAgain(checks: readonly Check[]): Promise<void> {
    if (this.#checking !== null) {
      if (checks.length > this.#wanted.length) this.#wanted = checks;
      return this.#checking;
    }
    this.#checking = this.#askUntilStill(checks);
    try {
      await this.#checking;
    } finally {
      this.#checking = null;
    }
  }

  async #askUntilStill(checks: readonly Check[]): Promise<void> {
    let now = checks;
    do {
      this.#wanted = [];
      await this.#ask(now);
      now = this.#wanted;
    } while (now.length > 0);
  }

  async #ask(checks: readonly Check[]): Promise<void> {
    this.#isChecking = true;
    this.#tell();
    const verdicts = await askChecks(this.lab, checks, this.#hosts);
    const nowMs = await this.lab.now();
    const seen: Record<string, number> = {};
    for (const check of checks) {
      const verdict = verdicts.get(check.id);
      if (verdict === undefined) continue;
      this.#verdicts.set(check.id, verdict);
      if (!verdict.passed) continue;
      this.#wasGreen.add(check.id);
      if (check.mode === 'edge' && !(check.id in this.#notebook.seen)) seen[check.id] = nowMs;
    }
    this.#isChecking = false;
    this.#write({ seen: { ...this.#notebook.seen, ...seen } });
  }

  #write(change: Partial<Notebook>): void {
    this.#notebook = { ...this.#notebook, ...change };
    this.#tell();
  }

  #tell(): void {
    this.#state = null;
    this.#changed.emit();
  }

  #filled(): Course {
    return fillIn(this.#written, valuesOf(this.#written, this.#notebook.seed, this.#notebook.chosen));
  }

  #openLesson(): SessionState['open'] {
    const lesson = this.#openId === null ? null : this.#lesson(this.#openId);
    return lesson === null ? null : lessonState(lesson, this.#verdicts, this.#notebook, this.#wasGreen, this.lab.offers);
  }

  #lessons(): readonly Lesson[] {
    return lessonsOf(this.#course);
  }

  #lesson(id: string): Lesson | null {
    return this.#lessons().find((lesson) => lesson.id === id) ?? null;
  }

  #step(id: string): Step {
    const step = this.#lessons().flatMap((lesson) => lesson.steps).find((each) => each.id === id);
    assert(step !== undefined, `no step ${id}`);
    return step;
  }

  /** The checks of a lesson; none where the lab cannot do it. */
  #askable(lesson: Lesson): Check[] {
    return lesson.needs.every((need) => this.lab.offers.includes(need)) ? checksOf(lesson) : [];
  }

  #allChecks(): Check[] {
    return this.#lessons().flatMap((lesson) => this.#askable(lesson));
  }

  #allQuizzes(): Quiz[] {
    return this.#lessons().flatMap(quizzesOf);
  }
}

const checksOf = (lesson: Lesson): Check[] => lesson.steps.flatMap((step) => [...step.checks]);
