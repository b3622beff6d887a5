// Options to tick: one (choice, predict) or several.
import { Inline } from '../../lesson/Inline.tsx';
import type { AnswerProps } from './QuizView.tsx';
import styles from './QuizView.module.css';
import { PartVerdict } from './Verdict.tsx';

export function OptionsAnswer({ quiz, answer, result, onChange }: AnswerProps<'choice' | 'several' | 'predict'>) {
  const chosen = answer?.kind === 'options' ? answer.chosen : [];
  const isSeveral = quiz.kind === 'several';
  const toggle = (index: number): void => {
    const next = !isSeveral ? [index] : chosen.includes(index) ? chosen.filter((each) => each !== index) : [...chosen, index];
    onChange({ kind: 'options', chosen: next });
  };
  return (
    <div className={styles.options}>
      {quiz.options.map((option, index) => {
        const part = result?.parts[index];
        const explained = part !== undefined && (chosen.includes(index) || option.right || isSeveral || result?.isRight === true);
        return (
          <label key={index} className={styles.option} data-chosen={chosen.includes(index)}>
            <input
              type={isSeveral ? 'checkbox' : 'radio'}
              name={quiz.id}
              checked={chosen.includes(index)}
              disabled={result !== null && !chosen.includes(index)}
              onChange={() => (result === null ? toggle(index) : undefined)}
            />
            <span>
              <Inline text={option.says} />
              {explained && <PartVerdict part={{ isRight: option.right, because: part.because }} />}
            </span>
          </label>
        );
      })}
    </div>
  );
}
