// A question in a lesson. The engine judges; this collects the answer and shows every explanation.
import { useState } from 'react';
import { useFollowFocus } from '../../design/use-follow-focus.ts';
import type { GivenAnswer, Session } from '../../../course/engine.ts';
import type { Quiz, QuizAnswer, QuizResult } from '../../../course/quiz/types.ts';
import { Button } from '../../design/Button.tsx';
import { Inline } from '../../lesson/Inline.tsx';
import { FillAnswer } from './FillAnswer.tsx';
import { MatchAnswer } from './MatchAnswer.tsx';
import { OptionsAnswer } from './OptionsAnswer.tsx';
import { OrderAnswer } from './OrderAnswer.tsx';
import { RepairAnswer } from './RepairAnswer.tsx';
import styles from './QuizView.module.css';
import { texts } from './texts.ts';

/** Who judges an answer and keeps it. */
export type Judge = Pick<Session, 'answer'>;

interface Props {
  readonly quiz: Quiz;
  /** null while the lab starts: the question can be read, not answered. */
  readonly session: Judge | null;
  readonly given: (GivenAnswer & { readonly result: QuizResult }) | null;
}

/** What each kind of answer field gets. `result` is null while answering. */
export interface AnswerProps<Kind extends Quiz['kind']> {
  readonly quiz: Extract<Quiz, { kind: Kind }>;
  readonly answer: QuizAnswer | null;
  readonly result: QuizResult | null;
  readonly onChange: (answer: QuizAnswer) => void;
}

const LEADS: Readonly<Record<Quiz['kind'], string>> = {
  choice: texts.pickOne,
  predict: texts.pickOne,
  several: texts.pickSeveral,
  order: texts.putInOrder,
  match: texts.matchThem,
  fill: texts.fillIn,
  repair: texts.mend,
};

export function QuizView({ quiz, session, given }: Props) {
  const [draft, setDraft] = useState<QuizAnswer | null>(null);
  const [isTryingAgain, setTryingAgain] = useState(false);
  const isAnswered = given !== null && !isTryingAgain;
  const result = isAnswered ? given.result : null;
  const answer = isAnswered ? given.answer : draft;
  // The button that was pressed goes away: the keyboard follows to what came of it.
  const outcome = useFollowFocus<HTMLDivElement>(isAnswered);
  const submit = (): void => {
    if (session === null || draft === null) return;
    outcome.follow();
    session.answer(quiz.id, draft, Date.now());
    setTryingAgain(false);
  };
  return (
    <form
      className={styles.quiz}
      data-result={result === null ? 'open' : result.isRight ? 'right' : 'wrong'}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <fieldset className={styles.field}>
        <legend className={styles.asks}>
          <span className={styles.lead}>{LEADS[quiz.kind]}</span>
          <Inline text={quiz.asks} />
        </legend>
        {quiz.kind === 'predict' && <pre className={styles.shown} tabIndex={0}>{quiz.shown}</pre>}
        <Answer quiz={quiz} answer={answer} result={result} onChange={setDraft} />
      </fieldset>
      <div role="status" tabIndex={-1} ref={outcome.ref} className={styles.follow}>{result !== null && <Outcome result={result} />}</div>
      {result === null ? (
        <Button type="submit" isDisabled={session === null || draft === null}>
          {texts.answer}
        </Button>
      ) : (
        !result.isRight && <Button onPress={() => setTryingAgain(true)}>{texts.again}</Button>
      )}
    </form>
  );
}

function Answer({ quiz, ...rest }: Omit<AnswerProps<Quiz['kind']>, 'quiz'> & { readonly quiz: Quiz }) {
  if (quiz.kind === 'order') return <OrderAnswer quiz={quiz} {...rest} />;
  if (quiz.kind === 'match') return <MatchAnswer quiz={quiz} {...rest} />;
  if (quiz.kind === 'fill') return <FillAnswer quiz={quiz} {...rest} />;
  if (quiz.kind === 'repair') return <RepairAnswer quiz={quiz} {...rest} />;
  return <OptionsAnswer quiz={quiz} {...rest} />;
}

function Outcome({ result }: { readonly result: QuizResult }) {
  return (
    <p className={styles.outcome}>
      <b>{result.isRight ? texts.right : texts.wrong}</b> <Inline text={result.because} />
    </p>
  );
}
