// Pairs to find: for each left side a list of all right sides.
import { hash } from '../../../course/variables.ts';
import { shuffled } from '../../../course/quiz/judge.ts';
import { Inline } from '../../lesson/Inline.tsx';
import type { AnswerProps } from './QuizView.tsx';
import styles from './QuizView.module.css';
import { texts } from './texts.ts';
import { PartVerdict } from './Verdict.tsx';

const NONE = -1;

export function MatchAnswer({ quiz, answer, result, onChange }: AnswerProps<'match'>) {
  const sequence = answer?.kind === 'sequence' ? answer.sequence : quiz.pairs.map(() => NONE);
  const offered = shuffled(quiz, hash(quiz.id));
  const choose = (place: number, right: number): void =>
    onChange({ kind: 'sequence', sequence: sequence.map((each, index) => (index === place ? right : each)) });
  return (
    <div className={styles.pairs}>
      {quiz.pairs.map((pair, place) => {
        const part = result?.parts[place];
        return (
          <label key={place} className={styles.pair}>
            <span>
              <Inline text={pair.left} />
            </span>
            <select value={sequence[place] ?? NONE} disabled={result !== null} onChange={(event) => choose(place, Number(event.target.value))}>
              <option value={NONE}>{texts.choose}</option>
              {offered.map((right) => (
                <option key={right} value={right}>
                  {quiz.pairs[right]?.right.replaceAll('`', '')}
                </option>
              ))}
            </select>
            {part !== undefined && <PartVerdict part={part} />}
          </label>
        );
      })}
    </div>
  );
}
