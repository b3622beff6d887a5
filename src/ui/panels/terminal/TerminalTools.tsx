// The buttons beside the terminal tabs.
import { AArrowDown, AArrowUp, Columns2, Plus, Search, Square, X } from 'lucide-react';
import { openTerminal } from '../../app/lab-actions.ts';
import { keysOf } from '../../app/shortcuts.ts';
import { IconButton } from '../../design/Button.tsx';
import { MenuButton } from '../../design/MenuButton.tsx';
import { NARROW, useMedia, useStore } from '../../design/use-store.ts';
import { changeSettings, settings, stepFontSize } from '../../store/settings.ts';
import type { Workspace } from '../../store/workspace.ts';
import { focusTerminal } from './focus.ts';
import styles from './TerminalPanel.module.css';
import { nameOf } from './TerminalPanel.tsx';
import { texts } from './texts.ts';

interface Props {
  readonly workspace: Workspace;
  readonly onFind: () => void;
}

export function TerminalTools({ workspace, onFind }: Props) {
  const terminals = useStore(workspace.store, (state) => state.terminals);
  const isSplit = useStore(workspace.store, (state) => state.shown.length > 1);
  const active = useStore(workspace.store, (state) => state.terminals.find(({ id }) => id === state.active));
  const isNarrow = useMedia(NARROW);
  const resize = (direction: 1 | -1): void => changeSettings({ fontSize: stepFontSize(settings.getState().fontSize, direction) });
  const canClose = active !== undefined && terminals.filter(({ host }) => host === active.host).length > 1;
  return (
    <div className={styles.tools}>
      {canClose && (
        <IconButton label={texts.close(nameOf(terminals, active))} onPress={() => void workspace.terminals.close(active.id)}>
          <X />
        </IconButton>
      )}
      <NewTerminal workspace={workspace} />
      {!isNarrow && (
        <IconButton
          label={isSplit ? texts.unsplit : texts.split}
          keys={keysOf('split')}
          onPress={() => void openTerminal(() => workspace.terminals.toggleSplit())}
        >
          {isSplit ? <Square /> : <Columns2 />}
        </IconButton>
      )}
      <IconButton label={texts.find} keys={keysOf('find')} onPress={onFind}>
        <Search />
      </IconButton>
      {!isNarrow && (
        <>
          <IconButton label={texts.smaller} onPress={() => resize(-1)}>
            <AArrowDown />
          </IconButton>
          <IconButton label={texts.bigger} onPress={() => resize(1)}>
            <AArrowUp />
          </IconButton>
        </>
      )}
    </div>
  );
}

function NewTerminal({ workspace }: Pick<Props, 'workspace'>) {
  const hosts = useStore(workspace.store, (state) => state.hosts);
  const open = async (host: string): Promise<void> => {
    await openTerminal(() => workspace.terminals.open(host));
    const { active } = workspace.store.getState();
    if (active !== null) focusTerminal(active);
  };
  const entries = () => hosts.map(({ name }) => ({ id: name, says: texts.newOn(name), run: () => void open(name) }));
  return (
    <MenuButton label={texts.newTerminal} entries={entries}>
      <Plus />
    </MenuButton>
  );
}
