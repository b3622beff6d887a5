// The visible list of keys.
import { X } from 'lucide-react';
import { Heading } from 'react-aria-components';
import { IconButton } from '../design/Button.tsx';
import { closeDialog } from './dialogs.ts';
import styles from './Dialogs.module.css';
import { OTHER_KEYS, SHORTCUTS } from './shortcuts.ts';
import { texts } from './texts.ts';

export function ShortcutsDialog() {
  return (
    <div className={styles.body}>
      <div className={styles.head}>
        <Heading slot="title" className={styles.title ?? ''}>
          {texts.shortcuts}
        </Heading>
        <IconButton label={texts.close} onPress={closeDialog}>
          <X />
        </IconButton>
      </div>
      <dl className={styles.keys}>
        {[...SHORTCUTS, ...OTHER_KEYS].map(({ keys, says }) => [
          <dt key={keys}>
            <kbd>{keys}</kbd>
          </dt>,
          <dd key={`${keys} says`}>{says}</dd>,
        ])}
      </dl>
    </div>
  );
}
