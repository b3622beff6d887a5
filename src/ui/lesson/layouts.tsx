// Where lesson, terminals and cloud stand: side by side, or one at a time on a narrow screen.
import { useEffect, useState, type ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout, usePanelRef, type PanelImperativeHandle } from 'react-resizable-panels';
import { useCommand } from '../app/commands.ts';
import { texts as frame } from '../app/texts.ts';
import type { Place } from '../app/paths.ts';
import { later } from '../design/later.tsx';
import { useStore } from '../design/use-store.ts';
import { CloudPanel } from '../panels/cloud/CloudPanel.tsx';
import { TerminalPanel } from '../panels/terminal/TerminalPanel.tsx';
import { LOCAL_PREFIX } from '../store/local.ts';
import type { Workspace } from '../store/workspace.ts';
import { FreePanel } from './FreePanel.tsx';
import styles from './LabPage.module.css';
import { texts } from './texts.ts';

const LessonPanel = later(() => import('./LessonPanel.tsx'));

interface Props {
  readonly workspace: Workspace;
  readonly place: Place | null;
  /** Puts a veil over the machines while they are not there. */
  readonly machines: (children: ReactNode) => ReactNode;
}

/** Sizes are remembered beside everything else of ours, so that "erase everything" finds them. */
const storage = {
  getItem: (key: string): string | null => {
    try {
      return localStorage.getItem(LOCAL_PREFIX + key);
    } catch {
      return null;
    }
  },
  setItem: (key: string, value: string): void => {
    try {
      localStorage.setItem(LOCAL_PREFIX + key, value);
    } catch {
      // Full or forbidden: sizes are then not remembered.
    }
  },
};

export function WideLayout({ workspace, place, machines }: Props) {
  const columns = useDefaultLayout({ id: 'columns', storage });
  const rows = useDefaultLayout({ id: 'rows', storage });
  const lesson = usePanelRef();
  const cloud = usePanelRef();
  useCommand('toggle-lesson', () => toggle(lesson.current));
  useCommand('toggle-cloud', () => toggle(cloud.current));
  return (
    <Group className={styles.columns ?? ''} orientation="horizontal" id="columns" defaultLayout={columns.defaultLayout} onLayoutChanged={columns.onLayoutChanged}>
      <Panel id="lesson" panelRef={lesson} defaultSize="40%" minSize="18rem" collapsible>
        <Text workspace={workspace} place={place} onRun={() => undefined} />
      </Panel>
      <Separator className={styles.upright ?? ''} aria-label={texts.width} />
      <Panel id="machines" minSize="20rem">
        {machines(
          <Group orientation="vertical" id="rows" defaultLayout={rows.defaultLayout} onLayoutChanged={rows.onLayoutChanged}>
            <Panel id="terminals" defaultSize="66%" minSize="8rem">
              <TerminalPanel workspace={workspace} />
            </Panel>
            <Separator className={styles.level ?? ''} aria-label={texts.height} />
            <Panel id="cloud" panelRef={cloud} defaultSize="34%" minSize="5rem" collapsible>
              <CloudPanel workspace={workspace} />
            </Panel>
          </Group>,
        )}
      </Panel>
    </Group>
  );
}

/** Shows a hidden panel, hides a shown one. */
function toggle(panel: PanelImperativeHandle | null): void {
  if (panel?.isCollapsed() === true) panel.expand();
  else panel?.collapse();
}

type Part = 'lesson' | 'terminal' | 'cloud';
const PARTS: readonly Part[] = ['lesson', 'terminal', 'cloud'];

export function NarrowLayout({ workspace, place, machines }: Props) {
  const [part, setPart] = useState<Part>('lesson');
  const isBroken = useStore(workspace.store, ({ phase }) => phase.kind === 'failed' || phase.kind === 'elsewhere');
  // Why there are no machines stands in their place.
  useEffect(() => {
    if (isBroken) setPart('terminal');
  }, [isBroken]);
  const content: Record<Part, () => ReactNode> = {
    lesson: () => <Text workspace={workspace} place={place} onRun={() => setPart('terminal')} />,
    terminal: () => machines(<TerminalPanel workspace={workspace} />),
    cloud: () => machines(<CloudPanel workspace={workspace} />),
  };
  return (
    <div className={styles.narrow}>
      {part !== 'lesson' && <h1 className="visually-hidden">{place?.lesson.title ?? frame.freePlay}</h1>}
      <div className={styles.part}>{content[part]()}</div>
      <nav className={styles.parts} aria-label={frame.parts}>
        {PARTS.map((each) => (
          <button key={each} type="button" className={styles.partButton} aria-pressed={each === part} onClick={() => setPart(each)}>
            {frame[each]}
          </button>
        ))}
      </nav>
    </div>
  );
}

function Text({ workspace, place, onRun }: Pick<Props, 'workspace' | 'place'> & { readonly onRun: () => void }) {
  if (place === null) return <FreePanel workspace={workspace} />;
  return <LessonPanel workspace={workspace} place={place} onRun={onRun} />;
}
