// Find in a terminal: its screen and what has scrolled away.
import { ChevronDown, ChevronUp, X } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../../design/Button.tsx';
import type { Screen } from './screen.ts';
import styles from './TerminalPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly screen: Screen | null;
  readonly onClose: () => void;
}

export function TerminalSearch({ screen, onClose }: Props) {
  const [text, setText] = useState('');
  const [isFound, setFound] = useState(true);
  const find = (wanted: string, direction: 'next' | 'previous'): void => {
    setFound(wanted === '' || (screen?.find(wanted, direction) ?? false));
  };
  const onKey = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') find(text, event.shiftKey ? 'previous' : 'next');
    else return;
    event.preventDefault();
  };
  return (
    <div className={styles.search} role="search">
      <label>
        <span className="visually-hidden">{texts.findLabel}</span>
        <input
          autoFocus
          value={text}
          placeholder={texts.findLabel}
          onKeyDown={onKey}
          onChange={(event) => {
            setText(event.target.value);
            find(event.target.value, 'next');
          }}
        />
      </label>
      <IconButton label={texts.findPrevious} onPress={() => find(text, 'previous')}>
        <ChevronUp />
      </IconButton>
      <IconButton label={texts.findNext} onPress={() => find(text, 'next')}>
        <ChevronDown />
      </IconButton>
      <span role="status" className={styles.nothing}>
        {isFound ? '' : texts.findNothing}
      </span>
      <IconButton label={texts.findClose} onPress={onClose}>
        <X />
      </IconButton>
    </div>
  );
}
