// Says that the machine waits for a file, and offers to fetch it again.
import { Button } from '../design/Button.tsx';
import lab from '../lesson/LabPage.module.css';
import type { Workspace } from '../store/workspace.ts';
import { texts } from './texts.ts';

export default function StuckNotice({ workspace }: { readonly workspace: Workspace }) {
  return (
    <div className={lab.storage} role="alert">
      <p>{texts.stuck}</p>
      <Button onPress={() => void workspace.retry()}>{texts.retry}</Button>
    </div>
  );
}
