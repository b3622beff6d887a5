// Says that this browser keeps nothing, and offers the file.
import { exportLab } from '../app/lab-actions.ts';
import { texts } from '../app/texts.ts';
import { Button } from '../design/Button.tsx';
import type { Workspace } from '../store/workspace.ts';
import styles from './LabPage.module.css';

export function StorageNotice({ workspace }: { readonly workspace: Workspace }) {
  return (
    <div className={styles.storage} role="alert">
      <p>{texts.storageBroken}</p>
      <Button onPress={() => void exportLab(workspace)}>{texts.exportLab}</Button>
    </div>
  );
}
