// Some questions, one after the other, and how it went.
import { useEffect, useRef, useState } from 'react';
import type { GivenAnswer, Session } from '../../course/engine.ts';
import type { Quiz, QuizResult } from '../../course/quiz/types.ts';
import { Button } from '../design/Button.tsx';
import { QuizView, type Judge } from '../panels/quiz/QuizView.tsx';
import styles from './ReviewPage.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly session: Session;
  readonly quizzes: readonly Quiz[];
  readonly onEnd: () => void;
}

type Given = GivenAnswer & { readonly result: QuizResult };

export function Round({ session, quizzes, onEnd }: Props) {
  const [at, setAt] = useState(0);
  // What was answered before this round does not count: each question is asked afresh.
  const [given, setGiven] = useState<Readonly<Record<string, Given>>>({});
  const [firstTries, setFirstTries] = useState<Readonly<Record<string, boolean>>>({});
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), [at]);
  const judge: Judge = {
    answer: (id, answer, nowMs) => {
      const result = session.answer(id, answer, nowMs);
      setGiven((before) => ({ ...before, [id]: { answer, isRight: result.isRight, tries: (before[id]?.tries ?? 0) + 1, result } }));
      setFirstTries((before) => ({ [id]: result.isRight, ...before }));
      return result;
    },
  };
  const quiz = quizzes[at];
  if (quiz === undefined) return <Score right={Object.values(firstTries).filter(Boolean).length} count={quizzes.length} onEnd={onEnd} />;
  return (
    <section className={styles.round}>
      <p className={styles.quiet} tabIndex={-1} ref={heading}>
        {texts.place(at + 1, quizzes.length)}
      </p>
      <QuizView key={quiz.id} quiz={quiz} session={judge} given={given[quiz.id] ?? null} />
      <div className={styles.ways}>
        {quiz.id in given && (
          <Button look="strong" onPress={() => setAt(at + 1)}>
            {at + 1 < quizzes.length ? texts.next : texts.finish}
          </Button>
        )}
        <Button look="quiet" onPress={onEnd}>
          {texts.stop}
        </Button>
      </div>
    </section>
  );
}

function Score({ right, count, onEnd }: { readonly right: number; readonly count: number; readonly onEnd: () => void }) {
  const heading = useRef<HTMLParagraphElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <section className={styles.round} role="status">
      <p className={styles.score} tabIndex={-1} ref={heading}>
        {texts.score(right, count)}
      </p>
      <p>{right === count ? texts.allRight : texts.missed}</p>
      <Button look="strong" onPress={onEnd}>
        {texts.title}
      </Button>
    </section>
  );
}
