// What stands beside the machines in free play.
import styles from './LessonPanel.module.css';
import { texts } from './texts.ts';

export function FreePanel() {
  return (
    <article className={styles.panel} aria-label={texts.freeTitle} data-region="lesson" tabIndex={-1}>
      <div className={styles.column}>
        <h1 className={styles.title}>{texts.freeTitle}</h1>
        <p className={styles.intro}>{texts.freeSays}</p>
      </div>
    </article>
  );
}
