// The whole page in jsdom, over fake machines and plain screens: what jsdom lacks is put in its place here.
import { act, configure, render } from '@testing-library/react';
import { vi } from 'vitest';
import { App } from './app/App.tsx';
import { dialogs } from './app/dialogs.ts';
import { PageContextValue, type PageServices } from './app/page-context.ts';
import { COURSE } from './course.testing.ts';
import { FakeLab } from './fake-lab.testing.ts';
import type { Screen } from './panels/terminal/screen.ts';
import { memoryVault } from './store/vault.ts';
import { Workspaces } from './store/workspaces.ts';

/** A screen that only keeps what was written. */
export class PlainScreen implements Screen {
  text = '';
  #keys: (keys: string) => void = () => undefined;
  #element: HTMLElement | null = null;

  mount = (element: HTMLElement) => {
    this.#element = element;
    element.tabIndex = -1;
  };
  write = (text: string) => {
    this.text += text;
    if (this.#element !== null) this.#element.textContent = this.text;
  };
  fit = () => ({ columns: 80, rows: 24 });
  focus = () => this.#element?.focus();
  onKeys = (listener: (keys: string) => void) => {
    this.#keys = listener;
  };
  apply = () => undefined;
  paste = (text: string) => this.#keys(text);
  selection = () => '';
  find = (text: string) => this.text.includes(text);
  endFind = () => undefined;
  dispose = () => {
    if (this.#element !== null) this.#element.textContent = '';
  };
  /** As if the person typed. */
  press = (keys: string) => this.#keys(keys);
}

// Parts of the page are loaded when first needed: on a busy machine that takes longer than the usual second.
configure({ asyncUtilTimeout: 10_000 });

function patchDocument(): void {
  vi.stubGlobal('CSS', { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') });
  globalThis.matchMedia = (query: string) =>
    ({ matches: false, media: query, addEventListener: () => undefined, removeEventListener: () => undefined }) as unknown as MediaQueryList;
  globalThis.ResizeObserver = class {
    observe(): void { /* jsdom has no layout */ }
    unobserve(): void { /* jsdom has no layout */ }
    disconnect(): void { /* jsdom has no layout */ }
  };
  Element.prototype.scrollTo = () => undefined;
  Element.prototype.scrollIntoView = () => undefined;
  Object.defineProperty(HTMLElement.prototype, 'offsetParent', { configurable: true, get(this: HTMLElement) { return this.parentElement; } });
}

/** Draws the page at `path`; `change` replaces services. */
export async function openPage(path: string, change: Partial<PageServices> = {}) {
  patchDocument();
  dialogs.setState({ open: { kind: 'none' } });
  location.hash = `#${path}`;
  const screens: PlainScreen[] = [];
  const labs: FakeLab[] = [];
  const courses = Promise.resolve([COURSE]);
  const services: PageServices = {
    startLab: async ({ snapshot }) => {
      const lab = new FakeLab();
      if (snapshot !== null) await lab.restore(snapshot);
      labs.push(lab);
      return { lab, onCrash: () => () => undefined };
    },
    guestOffers: () => Promise.resolve([]),
    loadCourses: () => courses,
    vault: memoryVault(),
    createScreen: () => {
      const screen = new PlainScreen();
      screens.push(screen);
      return Promise.resolve(screen);
    },
    ...change,
  };
  const workspaces = new Workspaces(services);
  await act(async () => {
    render(
      <PageContextValue.Provider value={{ services, workspaces }}>
        <App />
      </PageContextValue.Provider>,
    );
    await Promise.resolve();
  });
  return { screens, labs, services, workspaces };
}
