// Asks before something is lost, and says what.
import { Heading } from 'react-aria-components';
import { Button } from '../design/Button.tsx';
import { closeDialog, type Confirmation } from './dialogs.ts';
import styles from './Dialogs.module.css';
import { texts } from './texts.ts';

export function ConfirmDialog({ confirmation }: { readonly confirmation: Confirmation }) {
  const confirm = (): void => {
    closeDialog();
    void confirmation.onConfirm();
  };
  return (
    <div className={styles.body}>
      <Heading slot="title" className={styles.title ?? ''}>
        {confirmation.title}
      </Heading>
      {confirmation.says.map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      <div className={styles.actions}>
        <Button onPress={closeDialog} autoFocus>
          {texts.cancel}
        </Button>
        <Button look={confirmation.isDangerous ? 'danger' : 'strong'} onPress={confirm}>
          {confirmation.action}
        </Button>
      </div>
    </div>
  );
}
