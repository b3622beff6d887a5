// What every part of the page may reach: the labs it can start, the courses, the vault. Made once in mount.tsx.
import { createContext, useContext } from 'react';
import type { Course } from '../../course/types.ts';
import type { CreateScreen } from '../panels/terminal/screen.ts';
import type { Vault } from '../store/vault.ts';
import type { GuestOffer, StartLab } from '../store/running-lab.ts';
import type { Workspaces } from '../store/workspaces.ts';

/** What `main.tsx` puts under the page: the concrete lab, the courses, the stores. */
export interface PageServices {
  /** Starts the machines: a saved lab, or fresh ones. */
  readonly startLab: StartLab;
  /** The real guests whose image is served, smallest first. Loads nothing of the emulator. */
  readonly guestOffers: () => Promise<readonly GuestOffer[]>;
  readonly loadCourses: () => Promise<readonly Course[]>;
  readonly vault: Vault;
  readonly createScreen: CreateScreen;
}

export interface PageContext {
  readonly services: PageServices;
  readonly workspaces: Workspaces;
}

export const PageContextValue = createContext<PageContext | null>(null);

/** The page's services; only inside the page. */
export function usePage(): PageContext {
  const page = useContext(PageContextValue);
  if (page === null) throw new Error('usePage outside of the page');
  return page;
}
