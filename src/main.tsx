// Chooses the lab (the simulated cloud, or real Linux guests, each in a Worker), opens the courses and mounts the page. The
// only file that names a concrete lab. Nothing of the emulator is loaded before somebody asks for it.
import type { Course } from './course/types.ts';
import { mountPage } from './ui/mount.tsx';
import { createXtermScreenLater, preloadXterm } from './ui/panels/terminal/later.ts';
import type { GuestOffer, RunningLab, StartRequest } from './ui/store/running-lab.ts';
import { guestOf, REAL_MACHINES, settings } from './ui/store/settings.ts';
import { openVault } from './ui/store/vault.ts';
import { labInWorker } from './ui/store/worker-lab.ts';

/** A real machine is saved when nothing has happened for so long: a save makes it stand still for a moment. */
const GUEST_SAVE_PAUSE_MS = 3000;
const GUEST_SCENE = 'antelope/bare';

let courses: Promise<readonly Course[]> | null = null;

function loadCourses(): Promise<readonly Course[]> {
  courses ??= import('virtual:lessons').then((module) => module.courses);
  return courses;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

/** Where the page's static files lie. */
const base = (): string => new URL('./', location.href).href;

/** A Worker that loads while the page is still being drawn. */
const startWorker = (): Worker => new Worker(new URL('./sim-worker.ts', import.meta.url), { type: 'module', name: 'handstack' });

const wantsLab = /^#\/(lesson|free)/.test(location.hash);
let waiting: Worker | null = wantsLab && settings.getState().machines === 'simulated' ? startWorker() : null;
if (wantsLab) preloadXterm();
// Whoever draws the lesson asks again, and says it if they do not come.
if (location.hash.startsWith('#/lesson')) loadCourses().catch(() => undefined);
// One that cannot load is not handed out; the next try says why.
waiting?.addEventListener('error', () => {
  waiting = null;
});

function startSimulated({ snapshot }: StartRequest): Promise<RunningLab> {
  const worker = waiting ?? startWorker();
  waiting = null;
  const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
  return labInWorker(worker, { base: base(), seed, snapshot });
}

async function startGuest({ machines, snapshot, onStep }: StartRequest): Promise<RunningLab> {
  const worker = new Worker(new URL('./v86-worker.ts', import.meta.url), { type: 'module', name: 'handstack-guest' });
  const running = await labInWorker(worker, { base: base(), guest: guestOf(machines) ?? '', scene: GUEST_SCENE, snapshot }, onStep);
  return {
    ...running,
    savePauseMs: GUEST_SAVE_PAUSE_MS,
    setHidden: async (isHidden) => { await running.call('setHidden', [isHidden]); },
    retry: async () => { await running.call('retry', []); },
  };
}

/** What the page wants to know of `guest/manifest.json`. */
interface OfferedGuests {
  readonly guests?: Readonly<Record<string, Omit<GuestOffer, 'bytes' | 'machines'> & { readonly scenes: Readonly<Record<string, { readonly bytes: number }>> }>>;
}

async function guestOffers(): Promise<readonly GuestOffer[]> {
  const response = await fetch(`${base()}guest/manifest.json`);
  if (!response.ok || (response.headers.get('content-type') ?? '').startsWith('text/html')) return [];
  const { guests = {} } = await response.json() as OfferedGuests;
  return REAL_MACHINES.flatMap((machines) => {
    const found = guests[guestOf(machines) ?? ''];
    if (found === undefined) return [];
    const { title, system, memoryMb, offers, scenes } = found;
    return [{ machines, title, system, memoryMb, offers, bytes: scenes[GUEST_SCENE]?.bytes ?? 0, scenes: Object.fromEntries(Object.entries(scenes).map(([name, { bytes }]) => [name, bytes])) }];
  });
}

mountPage(root, {
  startLab: (request) => (guestOf(request.machines) === null ? startSimulated(request) : startGuest(request)),
  guestOffers: () => guestOffers().catch(() => []),
  loadCourses,
  vault: openVault(),
  createScreen: createXtermScreenLater,
});
