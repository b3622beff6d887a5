// Whole-page notices: loading, nothing here.
import { Link } from 'wouter';
import styles from './App.module.css';
import { texts } from './texts.ts';

/** Shown while a part of the page loads; stays hidden for the first moment. */
export function Loading() {
  return (
    <main className={styles.centre} tabIndex={-1}>
      <p className={styles.loading}>{texts.loading}</p>
    </main>
  );
}

export function NotFound() {
  return (
    <main className={styles.centre} tabIndex={-1}>
      <h1>{texts.notFound}</h1>
      <Link href="/">{texts.toHome}</Link>
    </main>
  );
}
