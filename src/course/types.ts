// course: the lesson engine. What a course says, what a step checks, how far a student is. Knows the lab's seam and
// nothing of React, pages, files on disk or how machines are simulated. Everything here is plain data.
import type { Capability } from '../lab/lab.ts';
import type { Want } from './check/want.ts';
import type { Prose } from './prose.ts';
import type { Quiz } from './quiz/types.ts';

/** A seed document's track. `values` and `draws` say what `{{names}}` in its texts stand for (see variables.ts). */
export interface Course {
  /** `antelope`. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** The OpenStack release it teaches, and the distribution it is proved on. */
  readonly release: string;
  readonly system: string;
  /** The scene its first lesson starts from, e.g. `antelope/bare`. */
  readonly scene: string;
  readonly values: Readonly<Record<string, string>>;
  readonly draws: readonly Draw[];
  readonly chapters: readonly Chapter[];
  /** Seconds that the commands of a step take on a real guest, by the guest's letter and the step's id. */
  readonly waits: Waits;
}

export type Waits = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** A variable that is drawn once per attempt, or set by the student. */
export interface Draw {
  /** `passwords.keystone_db`. */
  readonly name: string;
  readonly kind: 'password';
  /** What the page calls it, e.g. `keystone's database password`. */
  readonly label: string;
}

export interface Chapter {
  /** `antelope/mariadb`; also the name of the scene at its end. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  readonly lessons: readonly Lesson[];
}

export interface Lesson {
  /** `antelope/mariadb/grants`: folders without their numbers. */
  readonly id: string;
  readonly title: string;
  readonly summary: string;
  /** Syllabus rows of the whole lesson; steps may name their own. */
  readonly covers: readonly string[];
  readonly minutes: number;
  readonly needs: readonly Capability[];
  /** The text before the first step. */
  readonly intro: readonly Block[];
  readonly steps: readonly Step[];
  /** The file it was compiled from, relative to the project. */
  readonly file: string;
}

export interface Step {
  /** `antelope/mariadb/grants#create-database`. */
  readonly id: string;
  readonly title: string;
  readonly covers: readonly string[];
  /** Text, commands to run and quizzes, in the order of the file. Checks and solutions are not among them. */
  readonly blocks: readonly Block[];
  readonly checks: readonly Check[];
  readonly solve: readonly Typing[];
  readonly alternatives: readonly (readonly Typing[])[];
  readonly mutations: readonly Mutation[];
  /** Line of its heading in the file. */
  readonly line: number;
}

export type Block =
  | { readonly kind: 'prose'; readonly prose: Prose }
  /** Commands the reader may copy or run on `host`; `text` without prompts, several lines possible. */
  | { readonly kind: 'run'; readonly host: string; readonly text: string }
  | { readonly kind: 'quiz'; readonly quiz: Quiz };

/** One thing that must be true, in the learner's words. Its text may hold `code` in backquotes. */
export interface Check {
  /** `antelope/mariadb/grants#create-database/exists`. */
  readonly id: string;
  readonly says: string;
  readonly want: Want;
  readonly hints: readonly Hint[];
  /** `level`: may turn red again. `edge`: sticks once it was true ("you looked at the log"). */
  readonly mode: 'level' | 'edge';
}

/** Points at the cause; plain text with `code` in backquotes. */
export type Hint = string;

/** What a solution types: `text` without prompt on a root shell of `host` (or `user`'s), then Enter; may have several lines. */
export interface Typing {
  readonly host: string;
  readonly user: string;
  readonly text: string;
}

/** A natural mistake: typed in the solution's place (or after it), it must leave `check` red, saying `names`. */
export interface Mutation {
  /** Check id. */
  readonly check: string;
  readonly says: string;
  readonly when: 'instead' | 'after';
  readonly typing: readonly Typing[];
  /** A regular expression found in the verdict's `saw` or `cause`. */
  readonly names: string;
}

/** What a check found. Texts are sentences for the learner, with `code` in backquotes. */
export interface Verdict {
  readonly passed: boolean;
  /** What should be so. */
  readonly wanted: string;
  /** What is so. */
  readonly saw: string;
  /** Why, as far as it can be told (the file and line, the unit, the account); null when there is nothing to add. */
  readonly cause: string | null;
  /** Harmless oddities that do not block, e.g. a second database `keyston`. */
  readonly notes: readonly string[];
}
