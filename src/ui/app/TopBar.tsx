// The bar over a lab: where one is, whether it is saved, and what one may do to it.
import { CircleHelp, Command as CommandIcon, Ellipsis, Settings, Undo2 } from 'lucide-react';
import { Menu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { Link } from 'wouter';
import { IconButton } from '../design/Button.tsx';
import menu from '../design/Menu.module.css';
import { NARROW, useMedia, useStore } from '../design/use-store.ts';
import type { Workspace } from '../store/workspace.ts';
import { perform, useCommand } from './commands.ts';
import { eraseEverything, exportLab, importLab, resetChapter, resetStep, undo } from './lab-actions.ts';
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
      <span className={styles.room} />
      {workspace !== null && <LabTools place={place} workspace={workspace} />}
      {!isNarrow && <PageTools />}
    </header>
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
  useCommand('undo', () => void undo(workspace));
  return (
    <>
      <Saving workspace={workspace} />
      <IconButton label={texts.undo} keys={keysOf('undo')} isDisabled={!canUndo} onPress={() => void undo(workspace)}>
        <Undo2 />
      </IconButton>
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
  const phase = useStore(workspace.store, (state) => state.phase.kind);
  const isReadOnly = useStore(workspace.store, (state) => state.isReadOnly);
  const isNarrow = useMedia(NARROW);
  const canChange = phase === 'ready' && !isReadOnly;
  const openStep = (): { id: string; title: string } | null => {
    const open = workspace.store.getState().session?.state().open;
    const id = open?.steps.find(({ status }) => status === 'open')?.id;
    const title = open?.lesson.steps.find((step) => step.id === id)?.title;
    return id === undefined || title === undefined ? null : { id, title };
  };
  const actions: Record<string, () => void> = {
    export: () => void exportLab(workspace),
    import: () => void importLab(workspace),
    step: () => {
      const step = openStep();
      if (step !== null) resetStep(workspace, step);
    },
    chapter: () => {
      if (place !== null) resetChapter(workspace, place.course, place.chapter);
    },
    erase: () => eraseEverything(workspaces),
    palette: () => perform('palette'),
    shortcuts: () => perform('shortcuts'),
    settings: () => perform('settings'),
  };
  return (
    <MenuTrigger>
      <IconButton label={texts.more}>
        <Ellipsis />
      </IconButton>
      <Popover className={menu.popover ?? ''} placement="bottom end">
        <Menu className={menu.menu ?? ''} aria-label={texts.more} onAction={(key) => actions[String(key)]?.()}>
          <MenuItem id="export" className={menu.item ?? ''}>{texts.exportLab}</MenuItem>
          <MenuItem id="import" className={menu.item ?? ''} isDisabled={!canChange}>{texts.importLab}</MenuItem>
          <Separator className={menu.separator ?? ''} />
          {place !== null && <MenuItem id="step" className={menu.item ?? ''} isDisabled={!canChange || openStep() === null}>{texts.resetStep}</MenuItem>}
          {place !== null && <MenuItem id="chapter" className={menu.item ?? ''} isDisabled={!canChange}>{texts.resetChapter}</MenuItem>}
          <MenuItem id="erase" className={menu.item ?? ''}>{texts.eraseAll}</MenuItem>
          {isNarrow && <Separator className={menu.separator ?? ''} />}
          {isNarrow && <MenuItem id="palette" className={menu.item ?? ''}>{texts.palette}</MenuItem>}
          {isNarrow && <MenuItem id="settings" className={menu.item ?? ''}>{texts.settings}</MenuItem>}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
