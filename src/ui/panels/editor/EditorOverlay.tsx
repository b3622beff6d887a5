// The editor in the terminal's place. Loaded when a program first asks for it.
import type { EditorAction, EditorRequest } from '../../../lab/lab.ts';
import { useStore } from '../../design/use-store.ts';
import { settings } from '../../store/settings.ts';
import type { Workspace } from '../../store/workspace.ts';
import styles from './Editor.module.css';
import { NanoEditor } from './NanoEditor.tsx';
import { texts } from './texts.ts';
import { VimEditor } from './VimEditor.tsx';

/** What both editors get: the newest request (after a write: what became of it), and where their actions go. */
export interface EditorProps {
  readonly request: EditorRequest;
  readonly onAction: (action: EditorAction) => void;
}

interface Props {
  readonly workspace: Workspace;
  readonly request: EditorRequest;
}

export default function EditorOverlay({ workspace, request }: Props) {
  const fontSize = useStore(settings, (state) => state.fontSize);
  const Editor = request.editor === 'vim' ? VimEditor : NanoEditor;
  return (
    <div className={styles.editor} style={{ fontSize }} role="group" aria-label={texts.label(request.editor, request.path)}>
      {/* `vi a b`: the next file is a buffer of its own. */}
      <Editor key={request.path} request={request} onAction={(action) => workspace.terminals.editorAction(request.terminal, action)} />
    </div>
  );
}
