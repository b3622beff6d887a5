// What happened, and what to do next. Drawn with plain elements only: it must work when little else does.
import { Button } from '../design/Button.tsx';
import { Actions } from '../design/Card.tsx';
import styles from './Failure.module.css';
import { failureTexts } from './texts.ts';

interface Action {
  readonly label: string;
  readonly isMain?: boolean;
  readonly onPress: () => void;
}

interface Props {
  readonly title: string;
  readonly says: readonly string[];
  readonly detail?: string;
  readonly actions: readonly Action[];
}

export function Failure({ title, says, detail, actions }: Props) {
  return (
    <section className={styles.failure} role="alert">
      <h1 className={styles.title}>{title}</h1>
      {says.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Actions>
        {actions.map(({ label, isMain, onPress }) => (
          <Button key={label} look={isMain === true ? 'strong' : 'plain'} onPress={onPress}>{label}</Button>
        ))}
      </Actions>
      {detail !== undefined && detail !== '' && (
        <details className={styles.detail}>
          <summary>{failureTexts.detail}</summary>
          <pre>{detail}</pre>
        </details>
      )}
    </section>
  );
}
