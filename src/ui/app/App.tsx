// The frame of every page: routes, keys, dialogs, and the screen for what went wrong.
import { Suspense, useEffect } from 'react';
import { Route, Router, Switch } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { later } from '../design/later.tsx';
import { useStore } from '../design/use-store.ts';
import { HomePage } from '../home/HomePage.tsx';
import { perform, useCommand } from './commands.ts';
import { dialogs, openDialog } from './dialogs.ts';
import { BrokenPage, ErrorBoundary } from './ErrorBoundary.tsx';
import { Loading, NotFound } from './Notices.tsx';
import { MessageBar } from './MessageBar.tsx';
import { focusRegion, leaveTerminal } from './regions.ts';
import { commandOf, isTyping } from './shortcuts.ts';
import { useReducedMotion, useTheme } from './use-look.ts';
import styles from './App.module.css';
import { texts } from './texts.ts';

const LabPage = later(() => import('../lesson/LabPage.tsx'), <Loading />);
const ReviewPage = later(() => import('../review/ReviewPage.tsx'), <Loading />);
const MachinesPage = later(() => import('../machines/MachinesPage.tsx'), <Loading />);
const Dialogs = later(() => import('./Dialogs.tsx'));

export function App() {
  useAppearance();
  useKeys();
  const hasDialog = useStore(dialogs, (state) => state.open.kind !== 'none');
  return (
    <ErrorBoundary fallback={(error) => <BrokenPage error={error} />}>
      <button type="button" className={styles.skip} onClick={() => document.querySelector('main')?.focus()}>
        {texts.skip}
      </button>
      <Router hook={useHashLocation}>
        <Suspense fallback={<Loading />}>
          <Switch>
            <Route path="/">
              <HomePage />
            </Route>
            <Route path="/lesson/*">{(params) => <LabPage lesson={params['*']} />}</Route>
            <Route path="/machines">
              <MachinesPage />
            </Route>
            <Route path="/free">
              <LabPage lesson={null} />
            </Route>
            <Route path="/questions/:course">{(params) => <ReviewPage course={params.course} />}</Route>
            <Route>
              <NotFound />
            </Route>
          </Switch>
        </Suspense>
        {hasDialog && <Dialogs />}
      </Router>
      <MessageBar />
    </ErrorBoundary>
  );
}

/** Theme and motion stand on the root element, where the tokens look for them. */
function useAppearance(): void {
  const theme = useTheme();
  const isReduced = useReducedMotion();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
    document.documentElement.dataset.motion = isReduced ? 'reduced' : 'full';
  }, [theme, isReduced]);
}

function useKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isHelp = event.key === '?' && !event.ctrlKey && !event.metaKey && !isTyping(event.target);
      const command = isHelp ? 'shortcuts' : commandOf(event);
      if (command === null) return;
      event.preventDefault();
      perform(command);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, []);
  useCommand('palette', () => openDialog({ kind: 'palette' }));
  useCommand('shortcuts', () => openDialog({ kind: 'shortcuts' }));
  useCommand('settings', () => openDialog({ kind: 'settings' }));
  useCommand('next-region', () => focusRegion(1));
  useCommand('previous-region', () => focusRegion(-1));
  useCommand('leave-terminal', leaveTerminal);
}
