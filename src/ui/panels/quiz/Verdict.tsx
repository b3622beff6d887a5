// Right or wrong, and why: for one option, place or pair.
import { Check, X } from 'lucide-react';
import { Inline } from '../../lesson/Inline.tsx';
import styles from './QuizView.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly part: { readonly isRight: boolean; readonly because: string };
}

export function PartVerdict({ part }: Props) {
  const Icon = part.isRight ? Check : X;
  return (
    <span className={styles.part} data-right={part.isRight}>
      <Icon aria-hidden="true" />
      <span className="visually-hidden">{part.isRight ? texts.optionRight : texts.optionWrong}: </span>
      <Inline text={part.because} />
    </span>
  );
}
