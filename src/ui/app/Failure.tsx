// What happened, and what to do next. Drawn with plain elements only: it must work when little else does.
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
      <div className={styles.actions}>
        {actions.map((action) => (
          <button key={action.label} type="button" className={action.isMain === true ? styles.main : styles.action} onClick={action.onPress}>
            {action.label}
          </button>
        ))}
      </div>
      {detail !== undefined && detail !== '' && (
        <details className={styles.detail}>
          <summary>{failureTexts.detail}</summary>
          <pre>{detail}</pre>
        </details>
      )}
    </section>
  );
}
