// A broken file to mend: edited where it stands.
import type { AnswerProps } from './QuizView.tsx';
import styles from './QuizView.module.css';
import { texts } from './texts.ts';
import { PartVerdict } from './Verdict.tsx';

export function RepairAnswer({ quiz, answer, result, onChange }: AnswerProps<'repair'>) {
  const shown = quiz.shown.trimEnd();
  const text = answer?.kind === 'text' ? answer.text : shown;
  return (
    <div className={styles.options}>
      <textarea
        className={styles.file}
        aria-label={texts.file}
        value={text}
        readOnly={result !== null}
        rows={shown.split('\n').length + 1}
        wrap="off"
        autoCapitalize="off"
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange({ kind: 'text', text: event.target.value })}
      />
      {result?.parts.map((part, index) => <PartVerdict key={index} part={part} />)}
    </div>
  );
}
