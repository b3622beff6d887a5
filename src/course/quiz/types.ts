/** Why an option is right or wrong; shown after the answer. */
export interface QuizOption {
  readonly says: string;
  readonly right: boolean;
  readonly because: string;
}

interface QuizBase {
  /** `antelope/mariadb/grants#quiz-1`. */
  readonly id: string;
  readonly asks: string;
  /** Shown after any answer; may be ''. */
  readonly because: string;
}

/** What has to be written in a place: regular expressions of right answers, one to show, and known mistakes. */
export interface Gap {
  readonly accepts: readonly string[];
  readonly answer: string;
  readonly mistakes: readonly { readonly matches: string; readonly because: string }[];
}

/** Texts are plain with `code` in backquotes; `predict` shows `shown` (a command, a listing) as preformatted text. */
export type Quiz = QuizBase & (
  | { readonly kind: 'choice'; readonly options: readonly QuizOption[] }
  | { readonly kind: 'several'; readonly options: readonly QuizOption[] }
  | { readonly kind: 'predict'; readonly shown: string; readonly options: readonly QuizOption[] }
  /** `items` in the right order; the page shows them shuffled by `shuffled(quiz, seed)`. */
  | { readonly kind: 'order'; readonly items: readonly { readonly says: string; readonly because: string }[] }
  | { readonly kind: 'match'; readonly pairs: readonly { readonly left: string; readonly right: string; readonly because: string }[] }
  /** `before` ___ `after`; an answer is compared without regard to extra blanks. `accepts` are regular expressions. */
  | ({ readonly kind: 'fill'; readonly before: string; readonly after: string } & Gap)
  /** A broken file to mend in place: `faults` are its wrong lines (from 1), every other line must stay as it is. */
  | { readonly kind: 'repair'; readonly shown: string; readonly faults: readonly ({ readonly line: number; readonly because: string } & Gap)[] }
);

export type QuizKind = Quiz['kind'];

/** What a student answered, as plain data (kept in the notebook). */
export type QuizAnswer =
  /** choice, several, predict: indices of the options ticked. */
  | { readonly kind: 'options'; readonly chosen: readonly number[] }
  /** order: original indices in the student's order; match: for each left, the original index of the right chosen. */
  | { readonly kind: 'sequence'; readonly sequence: readonly number[] }
  | { readonly kind: 'text'; readonly text: string };

export interface QuizResult {
  readonly isRight: boolean;
  /** For each option / place / pair (or the one text): was it right, and why. Same order as the quiz lists them. */
  readonly parts: readonly { readonly isRight: boolean; readonly because: string }[];
  readonly because: string;
}
