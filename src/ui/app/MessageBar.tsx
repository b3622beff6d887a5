// The message at the foot of the page, and the words that only screen readers hear.
import { X } from 'lucide-react';
import { IconButton } from '../design/Button.tsx';
import { useStore } from '../design/use-store.ts';
import styles from './App.module.css';
import { dismiss, messages } from './messages.ts';
import { texts } from './texts.ts';

export function MessageBar() {
  const shown = useStore(messages, (state) => state.shown);
  const said = useStore(messages, (state) => state.said);
  return (
    <>
      <div role="status" className="visually-hidden">
        {said}
      </div>
      <div role={shown?.isBad === true ? 'alert' : 'status'}>
        {shown !== null && (
          <div className={`${styles.message} ${shown.isBad ? styles.bad : ''}`}>
            <span>{shown.text}</span>
            <IconButton label={texts.dismiss} onPress={dismiss}>
              <X />
            </IconButton>
          </div>
        )}
      </div>
    </>
  );
}
