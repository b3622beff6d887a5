// Puts the page into the document.
import { createRoot } from 'react-dom/client';
import './design/tokens.css';
import './design/base.css';
import { App } from './app/App.tsx';
import { PageContextValue, type PageServices } from './app/page-context.ts';
import { Workspaces } from './store/workspaces.ts';

/** Draws the page in `root`, over the given services. */
export function mountPage(root: HTMLElement, services: PageServices): void {
  const page = { services, workspaces: new Workspaces(services) };
  createRoot(root).render(
    <PageContextValue.Provider value={page}>
      <App />
    </PageContextValue.Provider>,
  );
}
