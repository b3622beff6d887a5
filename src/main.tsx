// Chooses the lab (the simulated cloud, in a Worker), opens the courses and mounts the page. The only file that names a
// concrete lab.
import type { Course } from './course/types.ts';
import { mountPage } from './ui/mount.tsx';
import { createXtermScreenLater, preloadXterm } from './ui/panels/terminal/later.ts';
import { openVault } from './ui/store/vault.ts';
import { labInWorker } from './ui/store/worker-lab.ts';

let courses: Promise<readonly Course[]> | null = null;

function loadCourses(): Promise<readonly Course[]> {
  courses ??= import('virtual:lessons').then((module) => module.courses);
  return courses;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

/** A Worker that loads while the page is still being drawn. */
const startWorker = (): Worker => new Worker(new URL('./sim-worker.ts', import.meta.url), { type: 'module', name: 'handstack' });

const wantsLab = /^#\/(lesson|free)/.test(location.hash);
let waiting: Worker | null = wantsLab ? startWorker() : null;
if (wantsLab) preloadXterm();
// One that cannot load is not handed out; the next try says why.
waiting?.addEventListener('error', () => {
  waiting = null;
});

mountPage(root, {
  startLab: (snapshot) => {
    const worker = waiting ?? startWorker();
    waiting = null;
    const seed = crypto.getRandomValues(new Uint32Array(1))[0] ?? 1;
    return labInWorker(worker, { base: new URL('./', location.href).href, seed, snapshot });
  },
  loadCourses,
  vault: openVault(),
  createScreen: createXtermScreenLater,
});
