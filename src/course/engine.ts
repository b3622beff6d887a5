// The engine as the page sees it: one Session per open lab. The page draws `state()` and calls the rest; the session
// asks the probes after each 'settled' event of the lab (pushed, never polled) and tells its listeners.
import type { Lab } from '../lab/lab.ts';
import type { Course, Check, Lesson, Verdict } from './types.ts';
import type { Quiz, QuizAnswer, QuizResult } from './quiz/types.ts';

/**
 * What the page saves beside the lab's snapshot, in one record with it: everything that is not a function of the lab.
 * Plain data; make one with `newNotebook(course, seed)`.
 */
export interface Notebook {
  readonly version: 1;
  readonly course: string;
  /** Variables are drawn from it. */
  readonly seed: number;
  /** Variables the student chose himself, by name. */
  readonly chosen: Readonly<Record<string, string>>;
  /** How many hints of a check are shown, by check id. */
  readonly hints: Readonly<Record<string, number>>;
  /** Steps whose solution was shown. */
  readonly revealed: readonly string[];
  /** Steps that the page solved: step id → the lab's time. */
  readonly assisted: Readonly<Record<string, number>>;
  /** Edge checks that were true once: check id → the lab's time, so that undo takes them back. */
  readonly seen: Readonly<Record<string, number>>;
  readonly answers: Readonly<Record<string, GivenAnswer>>;
  readonly cards: Readonly<Record<string, Card>>;
  /** Where the student was: lesson id. */
  readonly at: string | null;
}

export interface GivenAnswer {
  readonly answer: QuizAnswer;
  readonly isRight: boolean;
  /** How often it was answered. */
  readonly tries: number;
}

/** A missed question that comes back (Leitner boxes 1–5); times are real ones, given by the page. */
export interface Card {
  readonly quiz: string;
  readonly box: number;
  readonly dueMs: number;
}

export interface CheckState {
  readonly check: Check;
  /** null until first asked. */
  readonly verdict: Verdict | null;
  /** Hints shown so far. */
  readonly hints: readonly string[];
  readonly hintsLeft: number;
  /** Was green in this session and is red now. */
  readonly hasTurnedRed: boolean;
}

export interface StepState {
  /** Step id. */
  readonly id: string;
  /** `solved`; `open`: the first unsolved one; `later`: wants the ones before it first (readable, checks live all the same). */
  readonly status: 'solved' | 'open' | 'later';
  readonly checks: readonly CheckState[];
  readonly isSolutionShown: boolean;
  readonly isAssisted: boolean;
}

export interface LessonState {
  /** The lesson with its variables filled in: draw this one. */
  readonly lesson: Lesson;
  readonly steps: readonly StepState[];
  readonly answers: Readonly<Record<string, GivenAnswer & { readonly result: QuizResult }>>;
  /** Capabilities the lab lacks; the lesson is then unavailable here. */
  readonly lacks: readonly string[];
  readonly solved: number;
  readonly isSolved: boolean;
}

/** Progress of the whole course, for the home page; also a function of lab and notebook. */
export interface CourseProgress {
  readonly lessons: Readonly<Record<string, { readonly solved: number; readonly steps: number; readonly assisted: number }>>;
  /** Where to go on: the first lesson with an unsolved step, or null when all is done. */
  readonly next: string | null;
}

export interface SessionState {
  readonly open: LessonState | null;
  readonly progress: CourseProgress;
  readonly notebook: Notebook;
  /** Probes are being asked. */
  readonly isChecking: boolean;
}

export interface Session {
  readonly course: Course;
  readonly lab: Lab;
  /** A new object after each change, the same one until then (fits useSyncExternalStore). */
  state(): SessionState;
  on(listener: () => void): () => void;
  /** Opens a lesson (null: none) and checks it. */
  open(lesson: string | null): Promise<void>;
  /** Asks all checks again ("check now"). */
  check(): Promise<void>;
  showHint(check: string): void;
  showSolution(step: string): void;
  /** Types the step's solution in terminals of its own and marks the step as assisted; resolves when the shell is back. */
  solveStep(step: string): Promise<void>;
  /** `nowMs`: the real time, for the card schedule. */
  answer(quiz: string, answer: QuizAnswer, nowMs: number): QuizResult;
  /** Cards due at `nowMs`, with their quizzes, variables filled in. */
  due(nowMs: number): readonly { readonly card: Card; readonly quiz: Quiz }[];
  /** Sets a drawn variable; null goes back to the drawn value. */
  choose(variable: string, value: string | null): void;
  /** Drawn variables with their present values. */
  variables(): readonly { readonly name: string; readonly label: string; readonly value: string; readonly isChosen: boolean }[];
  /**
   * Puts the lab into the start scene of a lesson (the end of the one before). Hints, solutions and marks of that lesson
   * and the later ones are taken back; variables become those of the prepared scenes, except at the course's bare start.
   */
  restart(lesson: string): Promise<void>;
  /** Puts the lab into the prepared scene at the end of a step and marks what was left out as assisted; false when there is none. */
  skip(step: string): Promise<boolean>;
  close(): void;
}

/**
 * Implemented in session.ts; the first state has every check of the course asked. With `before`, for labs that answer slowly,
 * only the open lesson's are asked, and the other lessons are as far as they were, or as the prepared scene is that the lab was put into.
 */
export type OpenSession = (options: { course: Course; lab: Lab; notebook: Notebook; before?: CourseProgress | null }) => Promise<Session>;
