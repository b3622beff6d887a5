// Keys that a phone's keyboard lacks. Ctrl waits for the next letter of the row, which then offers the usual ones.
import { useState } from 'react';
import { ctrl, KEYS } from '../../../lab/terminal.ts';
import styles from './TerminalPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly onKeys: (keys: string) => void;
  /** After each key: gives the keyboard back to the terminal. */
  readonly onDone: () => void;
}

const PLAIN = [
  ['Tab', KEYS.tab], ['Esc', KEYS.escape], ['←', KEYS.left], ['→', KEYS.right], ['↑', KEYS.up], ['↓', KEYS.down],
  ['|', '|'], ['-', '-'], ['/', '/'],
] as const;

const NAMES: Readonly<Record<string, string>> = { '←': 'Left', '→': 'Right', '↑': 'Up', '↓': 'Down' };

const LETTERS = ['c', 'd', 'z', 'r', 'l', 'a', 'e', 'u', 'w'] as const;

export function HelperKeys({ onKeys, onDone }: Props) {
  const [hasCtrl, setCtrl] = useState(false);
  const press = (keys: string): void => {
    onKeys(keys);
    setCtrl(false);
    onDone();
  };
  const keys = hasCtrl ? LETTERS.map((letter) => [`^${letter.toUpperCase()}`, ctrl(letter)] as const) : PLAIN;
  return (
    <div className={styles.helpers} role="toolbar" aria-label={texts.helperKeys}>
      <button type="button" className={styles.helper} aria-pressed={hasCtrl} onClick={() => setCtrl(!hasCtrl)}>
        Ctrl
      </button>
      {keys.map(([label, sent]) => (
        <button key={label} type="button" className={styles.helper} aria-label={NAMES[label] ?? label} onClick={() => press(sent)}>
          {label}
        </button>
      ))}
    </div>
  );
}
