// The terminals of a lab: tabs, a split, and what one does with a terminal.
import { useState } from 'react';
import { Group, Panel, Separator } from 'react-resizable-panels';
import type { TerminalInfo } from '../../../lab/lab.ts';
import { NARROW, useMedia, useStore } from '../../design/use-store.ts';
import { copyText, pastedText } from '../../app/clipboard.ts';
import { useCommand } from '../../app/commands.ts';
import { openTerminal } from '../../app/lab-actions.ts';
import { tell } from '../../app/messages.ts';
import type { Workspace } from '../../store/workspace.ts';
import { focusTerminal } from './focus.ts';
import { HelperKeys } from './HelperKeys.tsx';
import { screenOf } from './screens.ts';
import { TerminalSearch } from './TerminalSearch.tsx';
import { TerminalTools } from './TerminalTools.tsx';
import { TerminalView } from './TerminalView.tsx';
import styles from './TerminalPanel.module.css';
import { texts } from './texts.ts';

interface Props {
  readonly workspace: Workspace;
}

/** A terminal's name among the others: its host, with a number from the second on. */
export function nameOf(terminals: readonly TerminalInfo[], terminal: TerminalInfo): string {
  const ofHost = terminals.filter((each) => each.host === terminal.host);
  return texts.tab(terminal.host, ofHost.indexOf(terminal) + 1);
}

export function TerminalPanel({ workspace }: Props) {
  const terminals = useStore(workspace.store, (state) => state.terminals);
  const shown = useStore(workspace.store, (state) => state.shown);
  const active = useStore(workspace.store, (state) => state.active);
  const isReadOnly = useStore(workspace.store, (state) => state.isReadOnly);
  const generation = useStore(workspace.store, (state) => state.generation);
  const [isFinding, setFinding] = useState(false);
  const isNarrow = useMedia(NARROW);
  useTerminalCommands(workspace, () => setFinding(true));
  const endFind = (): void => {
    setFinding(false);
    screenOf(active)?.endFind();
    if (active !== null) focusTerminal(active);
  };
  const views = shown.flatMap((id) => terminals.filter((terminal) => terminal.id === id));
  return (
    <section className={styles.panel} aria-label={texts.panel} data-region="terminal" tabIndex={-1}>
      <div className={styles.bar}>
        <TerminalTabs workspace={workspace} terminals={terminals} shown={shown} active={active} />
        <TerminalTools workspace={workspace} onFind={() => setFinding(true)} />
      </div>
      {isReadOnly && <p className={styles.readOnly}>{texts.readOnly}</p>}
      {isFinding && <TerminalSearch screen={screenOf(active)} onClose={endFind} />}
      <Group className={styles.views ?? ''} orientation="horizontal" id="terminal-split">
        {views.map((terminal, index) => [
          index > 0 && <Separator key="separator" className={styles.separator ?? ''} aria-label="Width of the terminals" />,
          <Panel key={terminal.id} id={terminal.id} minSize="20%">
            <div
              className={`${styles.pane} ${views.length > 1 && terminal.id === active ? styles.activePane : ''}`}
              id={`pane-${terminal.id}`}
              role="tabpanel"
              aria-labelledby={`tab-${terminal.id}`}
            >
              <TerminalView key={`${terminal.id} ${String(generation)}`} workspace={workspace} terminal={terminal} />
            </div>
          </Panel>,
        ])}
      </Group>
      {isNarrow && active !== null && <HelperKeys onKeys={(keys) => workspace.terminals.type(active, keys)} onDone={() => focusTerminal(active)} />}
    </section>
  );
}

function useTerminalCommands(workspace: Workspace, find: () => void): void {
  const active = (): string | null => workspace.store.getState().active;
  useCommand('find', find);
  useCommand('split', () => void openTerminal(() => workspace.terminals.toggleSplit()));
  useCommand('next-terminal', () => {
    const { terminals } = workspace.store.getState();
    const at = terminals.findIndex((terminal) => terminal.id === active());
    const next = terminals[(at + 1) % terminals.length];
    if (next === undefined) return;
    workspace.terminals.select(next.id);
    focusTerminal(next.id);
  });
  useCommand('copy', () => {
    const text = screenOf(active())?.selection() ?? '';
    if (text !== '') void copyText(text);
  });
  useCommand('paste', () => {
    const screen = screenOf(active());
    void pastedText().then((text) => {
      if (text !== null) screen?.paste(text);
      else tell(texts.pasteFailed, true);
    });
  });
}

interface TabsProps extends Props {
  readonly terminals: readonly TerminalInfo[];
  readonly shown: readonly string[];
  readonly active: string | null;
}

function TerminalTabs({ workspace, terminals, shown, active }: TabsProps) {
  const go = (index: number): void => {
    const terminal = terminals[(index + terminals.length) % terminals.length];
    if (terminal === undefined) return;
    workspace.terminals.select(terminal.id);
    document.getElementById(`tab-${terminal.id}`)?.focus();
  };
  const onKey = (event: React.KeyboardEvent, index: number): void => {
    const moves: Record<string, number> = { ArrowRight: index + 1, ArrowLeft: index - 1, Home: 0, End: terminals.length - 1 };
    const to = moves[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };
  return (
    <div className={styles.tabs} role="tablist" aria-label={texts.tabs}>
      {terminals.map((terminal, index) => (
        <button
          key={terminal.id}
          id={`tab-${terminal.id}`}
          type="button"
          role="tab"
          className={`${styles.tab} ${shown.includes(terminal.id) ? styles.shownTab : ''}`}
          aria-selected={terminal.id === active}
          aria-controls={shown.includes(terminal.id) ? `pane-${terminal.id}` : undefined}
          tabIndex={terminal.id === active ? 0 : -1}
          onKeyDown={(event) => onKey(event, index)}
          onClick={() => {
            workspace.terminals.select(terminal.id);
            focusTerminal(terminal.id);
          }}
        >
          {nameOf(terminals, terminal)}
        </button>
      ))}
    </div>
  );
}
