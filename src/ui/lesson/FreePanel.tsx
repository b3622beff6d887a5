// What stands beside the machines in free play.
import { useEffect } from 'react';
import { useStore } from '../design/use-store.ts';
import { focusTerminal } from '../panels/terminal/focus.ts';
import type { Workspace } from '../store/workspace.ts';
import { Inline } from './Inline.tsx';
import styles from './LessonPanel.module.css';
import { texts } from './texts.ts';

export function FreePanel({ workspace }: { readonly workspace: Workspace }) {
  const isReady = useStore(workspace.store, (state) => state.phase.kind === 'ready');
  const isGuest = useStore(workspace.store, (state) => state.machines !== 'simulated');
  useEffect(() => {
    const { active } = workspace.store.getState();
    if (isReady && active !== null) focusTerminal(active);
  }, [workspace, isReady]);
  return (
    <article className={styles.panel} aria-label={texts.freeTitle} data-region="lesson" tabIndex={-1}>
      <div className={styles.column}>
        <h1 className={styles.title}>{texts.freeTitle}</h1>
        <p className={styles.intro}><Inline text={isGuest ? texts.freeSaysReal : texts.freeSays} /></p>
      </div>
    </article>
  );
}
