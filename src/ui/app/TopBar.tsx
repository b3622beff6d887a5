// The bar over a lab: where one is, whether it is saved, and what one may do to it.
import { CircleHelp, Command as CommandIcon, Ellipsis, Settings, Undo2 } from 'lucide-react';
import { Link } from 'wouter';
import { IconButton } from '../design/Button.tsx';
import { MenuButton, type MenuEntry } from '../design/MenuButton.tsx';
import { NARROW, useMedia, useStore } from '../design/use-store.ts';
import type { Workspace } from '../store/workspace.ts';
import { perform, useCommand } from './commands.ts';
import { eraseEverything, exportLab, importLab, openStep, resetChapter, resetStep, undo } from './lab-actions.ts';
import { usePage } from './page-context.ts';
import type { Place } from './paths.ts';
import { keysOf } from './shortcuts.ts';
import styles from './TopBar.module.css';
import { texts } from './texts.ts';

interface Props {
  /** null: free play. */
  readonly place: Place | null;
  /** null while it is being made. */
  readonly workspace: Workspace | null;
}

export function TopBar({ place, workspace }: Props) {
  const isNarrow = useMedia(NARROW);
  return (
    <header className={styles.bar} data-region="top" tabIndex={-1}>
      <Link href="/" className={styles.brand}>
        {texts.name}
      </Link>
      {!isNarrow && (
        <span className={styles.place}>{place === null ? texts.freePlay : `${place.course.title} · ${place.chapter.title}`}</span>
      )}
      {workspace !== null && <Badge workspace={workspace} />}
      <span className={styles.room} />
      {workspace !== null && <LabTools place={place} workspace={workspace} />}
      {!isNarrow && <PageTools />}
    </header>
  );
}

/** Says that the machines are real ones. */
function Badge({ workspace }: { readonly workspace: Workspace }) {
  const isGuest = useStore(workspace.store, (state) => state.machines !== 'simulated');
  if (!isGuest) return null;
  return (
    <Link href="/machines" className={styles.badge} title={texts.realTitle}>
      {texts.real}
    </Link>
  );
}

/** Palette, shortcuts, settings: on every page. */
export function PageTools() {
  return (
    <>
      <IconButton label={texts.palette} keys={keysOf('palette')} onPress={() => perform('palette')}>
        <CommandIcon />
      </IconButton>
      <IconButton label={texts.shortcuts} keys="?" onPress={() => perform('shortcuts')}>
        <CircleHelp />
      </IconButton>
      <IconButton label={texts.settings} keys={keysOf('settings')} onPress={() => perform('settings')}>
        <Settings />
      </IconButton>
    </>
  );
}

function LabTools({ place, workspace }: { readonly place: Place | null; readonly workspace: Workspace }) {
  const canUndo = useStore(workspace.store, (state) => state.canUndo && !state.isReadOnly && state.phase.kind === 'ready');
  const isReal = useStore(workspace.store, (state) => state.machines !== 'simulated');
  useCommand('undo', () => void undo(workspace));
  return (
    <>
      <Saving workspace={workspace} />
      {!isReal && (
        <IconButton label={texts.undo} keys={keysOf('undo')} isDisabled={!canUndo} onPress={() => void undo(workspace)}>
          <Undo2 />
        </IconButton>
      )}
      <LabMenu place={place} workspace={workspace} />
    </>
  );
}

function Saving({ workspace }: { readonly workspace: Workspace }) {
  const saving = useStore(workspace.store, (state) => state.saving);
  const isReady = useStore(workspace.store, (state) => state.phase.kind === 'ready' && !state.isReadOnly);
  if (!isReady) return null;
  const words = { saved: texts.saved, saving: texts.saved, failed: texts.saveFailed };
  return (
    <span className={styles.saving} data-state={saving}>
      {words[saving]}
    </span>
  );
}

function LabMenu({ place, workspace }: { readonly place: Place | null; readonly workspace: Workspace }) {
  const { workspaces } = usePage();
  const isNarrow = useMedia(NARROW);
  const entries = (): readonly MenuEntry[] => {
    const { phase, isReadOnly, session } = workspace.store.getState();
    const cannotChange = phase.kind !== 'ready' || isReadOnly;
    const step = openStep(session);
    return [
      { id: 'export', says: texts.exportLab, run: () => void exportLab(workspace) },
      { id: 'import', says: texts.importLab, isDisabled: cannotChange, run: () => void importLab(workspace) },
      ...(place === null ? [] : [
        { id: 'step', says: texts.resetStep, isSeparated: true, isDisabled: cannotChange || step === null,
          run: () => (step === null ? undefined : resetStep(workspace, step)) },
        { id: 'chapter', says: texts.resetChapter, isDisabled: cannotChange, run: () => resetChapter(workspace, place.course, place.chapter) },
      ]),
      { id: 'erase', says: texts.eraseAll, isSeparated: place === null, run: () => eraseEverything(workspaces) },
      ...(isNarrow ? [
        { id: 'palette', says: texts.palette, isSeparated: true, run: () => perform('palette') },
        { id: 'settings', says: texts.settings, run: () => perform('settings') },
      ] : []),
    ];
  };
  return (
    <MenuButton label={texts.more} entries={entries}>
      <Ellipsis />
    </MenuButton>
  );
}
