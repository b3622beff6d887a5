// The workspaces of this tab: at most one at a time, kept while the person looks at other pages.
import type { PageServices } from '../app/page-context.ts';
import type { Course } from '../../course/types.ts';
import { settings, type Machines } from './settings.ts';
import { Workspace } from './workspace.ts';

/** The saved lab of free play. */
const FREE_KEY = 'free';

/** Names the saved lab of a course (null: free play) on these machines: each kind has its own. */
export function keyOf(course: Course | null, machines: Machines): string {
  const key = course?.id ?? FREE_KEY;
  return machines === 'simulated' ? key : `${machines}/${key}`;
}

export class Workspaces {
  readonly #services: PageServices;
  #current: Workspace | null = null;
  /** Closing and starting happen one after the other, however fast the person clicks. */
  #queue: Promise<void> = Promise.resolve();

  constructor(services: PageServices) {
    this.#services = services;
  }

  get current(): Workspace | null {
    return this.#current;
  }

  /** The workspace of a course (null: free play); starts it when it is not the current one, closing that first. */
  open(course: Course | null): Workspace {
    const { machines } = settings.getState();
    const key = keyOf(course, machines);
    if (this.#current?.key === key) return this.#current;
    const { vault, startLab } = this.#services;
    const before = this.#current;
    const next = new Workspace({ key, vault, startLab, course, machines });
    this.#current = next;
    this.#queue = this.#queue.then(() => before?.close()).then(() => next.start());
    return next;
  }

  /** Leaves nothing behind: no running lab, no saved one. */
  async eraseAll(): Promise<void> {
    const before = this.#current;
    this.#current = null;
    await before?.abandon();
    await this.#services.vault.eraseAll();
  }
}
