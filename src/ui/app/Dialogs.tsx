// All dialogs of the page; loaded when the first one opens.
import { Dialog, Modal, ModalOverlay } from 'react-aria-components';
import { useStore } from '../design/use-store.ts';
import { SettingsDialog } from '../settings/SettingsDialog.tsx';
import { ConfirmDialog } from './ConfirmDialog.tsx';
import { closeDialog, dialogs } from './dialogs.ts';
import { PaletteDialog } from './PaletteDialog.tsx';
import { ShortcutsDialog } from './ShortcutsDialog.tsx';
import styles from './Dialogs.module.css';
import { texts } from './texts.ts';

export default function Dialogs() {
  const open = useStore(dialogs, (state) => state.open);
  const isOpen = open.kind !== 'none';
  return (
    <ModalOverlay
      // Each kind is a dialog of its own: with its own name and its own first focus.
      key={open.kind}
      className={`${styles.overlay} ${open.kind === 'palette' ? styles.high : ''}`}
      isOpen={isOpen}
      isDismissable
      onOpenChange={(isNowOpen) => {
        if (!isNowOpen) closeDialog();
      }}
    >
      <Modal className={styles.modal ?? ''}>
        <Dialog
          className={styles.dialog ?? ''}
          {...(open.kind === 'palette' ? { 'aria-label': texts.palette } : {})}
          {...(open.kind === 'confirm' ? { role: 'alertdialog' } : {})}
        >
          {open.kind === 'palette' && <PaletteDialog />}
          {open.kind === 'shortcuts' && <ShortcutsDialog />}
          {open.kind === 'settings' && <SettingsDialog />}
          {open.kind === 'confirm' && <ConfirmDialog confirmation={open.confirmation} />}
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
