// Lines to bring into order, with buttons that the keyboard reaches.
import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect } from 'react';
import { hash } from '../../../course/variables.ts';
import { shuffled } from '../../../course/quiz/judge.ts';
import { IconButton } from '../../design/Button.tsx';
import { Inline } from '../../lesson/Inline.tsx';
import type { AnswerProps } from './QuizView.tsx';
import styles from './QuizView.module.css';
import { texts } from './texts.ts';
import { PartVerdict } from './Verdict.tsx';

export function OrderAnswer({ quiz, answer, result, onChange }: AnswerProps<'order'>) {
  const sequence = answer?.kind === 'sequence' ? answer.sequence : shuffled(quiz, hash(quiz.id));
  useEffect(() => {
    // The order shown is an answer already: it may even be the right one.
    if (answer === null) onChange({ kind: 'sequence', sequence });
  });
  const move = (place: number, by: 1 | -1): void => {
    const next = [...sequence];
    const [item] = next.splice(place, 1);
    if (item !== undefined) next.splice(place + by, 0, item);
    onChange({ kind: 'sequence', sequence: next });
  };
  return (
    <ol className={styles.order}>
      {sequence.map((item, place) => {
        const says = quiz.items[item]?.says ?? '';
        const part = result?.parts[place];
        return (
          <li key={item} className={styles.orderItem}>
            <span className={styles.orderText}>
              <Inline text={says} />
              {part !== undefined && <PartVerdict part={part.isRight ? part : wrongPlace(quiz, place)} />}
            </span>
            {result === null && (
              <span className={styles.moves}>
                <IconButton label={texts.up(says)} isDisabled={place === 0} onPress={() => move(place, -1)}>
                  <ChevronUp />
                </IconButton>
                <IconButton label={texts.down(says)} isDisabled={place === sequence.length - 1} onPress={() => move(place, 1)}>
                  <ChevronDown />
                </IconButton>
              </span>
            )}
          </li>
        );
      })}
    </ol>
  );
}

function wrongPlace(quiz: AnswerProps<'order'>['quiz'], place: number): { isRight: boolean; because: string } {
  const item = quiz.items[place];
  return { isRight: false, because: `${texts.belongs(item?.says ?? '')}. ${item?.because ?? ''}` };
}
