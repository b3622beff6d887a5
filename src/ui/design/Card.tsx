// A framed part of a page with a title of its own.
import { useId, type ReactNode } from 'react';
import styles from './Card.module.css';

export function Card({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  const id = useId();
  return (
    <section className={styles.card} aria-labelledby={id}>
      <h2 className={styles.title} id={id}>{title}</h2>
      {children}
    </section>
  );
}

/** Buttons and links in a row, at the end of a card or a text. */
export function Actions({ children }: { readonly children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}
