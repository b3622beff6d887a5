// A lab on the page: with a lesson beside it, or in free play. Shows the machines, or why they are not there.
import { use, useEffect, useState } from 'react';
import { usePage } from '../app/page-context.ts';
import { findLesson, type Place } from '../app/paths.ts';
import { later } from '../design/later.tsx';
import { NARROW, useMedia, useStore } from '../design/use-store.ts';
import type { Workspace } from '../store/workspace.ts';
import { NotFound } from '../app/Notices.tsx';
import { TopBar } from '../app/TopBar.tsx';
import styles from './LabPage.module.css';
import { NarrowLayout, WideLayout } from './layouts.tsx';
import { StorageNotice } from './StorageNotice.tsx';
import { Veil } from './Veil.tsx';

const StuckNotice = later(() => import('../machines/StuckNotice.tsx'));

interface Props {
  /** A lesson's id; null: free play. */
  readonly lesson: string | null;
}

const IDLE_MS = 2500;

export default function LabPage({ lesson }: Props) {
  const { services } = usePage();
  const place = lesson === null ? null : findLesson(use(services.loadCourses()), lesson);
  if (lesson !== null && place === null) return <NotFound />;
  return <Lab place={place} />;
}

function Lab({ place }: { readonly place: Place | null }) {
  const { workspaces } = usePage();
  const course = place?.course ?? null;
  const [workspace, setWorkspace] = useState<Workspace | null>(null);
  useEffect(() => {
    setWorkspace(workspaces.open(course));
  }, [workspaces, course]);
  useEffect(() => {
    document.title = place === null ? 'Free play · Handstack' : `${place.lesson.title} · Handstack`;
  }, [place]);
  return (
    <div className={styles.page}>
      <TopBar place={place} workspace={workspace} />
      {workspace !== null && <LabMain workspace={workspace} place={place} />}
    </div>
  );
}

/** Once the machines are there, what the next key may ask for is fetched in peace. */
function useIdleLoading(workspace: Workspace): void {
  const isReady = useStore(workspace.store, (state) => state.phase.kind === 'ready');
  useEffect(() => {
    if (!isReady) return undefined;
    const timer = setTimeout(() => void import('../app/Dialogs.tsx').catch(() => undefined), IDLE_MS);
    return () => clearTimeout(timer);
  }, [isReady]);
}

/** A tab that goes into the background may be killed there: what is not saved yet is saved now, and real machines stand still. */
function useSavingWhenHidden(workspace: Workspace): void {
  useEffect(() => {
    const onChange = (): void => {
      void workspace.setHidden(document.visibilityState === 'hidden').catch(() => undefined);
    };
    document.addEventListener('visibilitychange', onChange);
    return () => document.removeEventListener('visibilitychange', onChange);
  }, [workspace]);
}

function LabMain({ workspace, place }: { readonly workspace: Workspace; readonly place: Place | null }) {
  useIdleLoading(workspace);
  useSavingWhenHidden(workspace);
  const isNarrow = useMedia(NARROW);
  const isBroken = useStore(workspace.store, (state) => state.isStorageBroken);
  const isStuck = useStore(workspace.store, (state) => state.isStuck);
  const Layout = isNarrow ? NarrowLayout : WideLayout;
  return (
    <main className={styles.main} tabIndex={-1}>
      {isBroken && <StorageNotice workspace={workspace} />}
      {isStuck && <StuckNotice workspace={workspace} />}
      <Layout workspace={workspace} place={place} machines={(children) => <Veil workspace={workspace}>{children}</Veil>} />
    </main>
  );
}
