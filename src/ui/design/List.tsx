// A short list under a small title; a row that is new carries a word, not only a colour.
import type { ReactNode } from 'react';
import styles from './List.module.css';

interface ListProps {
  readonly title: string;
  /** Said in the place of rows; null: there are some. */
  readonly empty: string | null;
  readonly children: ReactNode;
}

/** A small title, of a list or of what stands beside lists. */
export function ListTitle({ children }: { readonly children: ReactNode }) {
  return <h4 className={styles.title}>{children}</h4>;
}

export function List({ title, empty, children }: ListProps) {
  return (
    <div>
      <ListTitle>{title}</ListTitle>
      {empty === null ? <ul className={styles.rows}>{children}</ul> : <p className={styles.empty}>{empty}</p>}
    </div>
  );
}

interface RowProps {
  /** Said at the end of a row that is new or different; null: it is as it was. */
  readonly news: string | null;
  /** The shape in front. */
  readonly mark?: 'active' | 'failed' | 'other';
  readonly children: ReactNode;
}

export function Row({ news, mark, children }: RowProps) {
  return (
    <li className={`${styles.row} ${news === null ? '' : styles.changed}`}>
      {mark !== undefined && <span className={styles.mark} data-state={mark} aria-hidden="true" />}
      <span className={styles.text}>{children}</span>
      {news !== null && <span className={styles.news}>{news}</span>}
    </li>
  );
}
