// A gap in a line to fill in.
import type { AnswerProps } from './QuizView.tsx';
import styles from './QuizView.module.css';
import { texts } from './texts.ts';
import { PartVerdict } from './Verdict.tsx';

export function FillAnswer({ quiz, answer, result, onChange }: AnswerProps<'fill'>) {
  const text = answer?.kind === 'text' ? answer.text : '';
  const part = result?.parts[0];
  return (
    <div>
      <div className={styles.fill}>
        <code>{quiz.before}</code>
        <input
          type="text"
          aria-label={texts.gap}
          value={text}
          readOnly={result !== null}
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          size={Math.max(quiz.answer.length + 4, 12)}
          onChange={(event) => onChange({ kind: 'text', text: event.target.value })}
        />
        <code>{quiz.after}</code>
      </div>
      {part !== undefined && <PartVerdict part={part} />}
    </div>
  );
}
