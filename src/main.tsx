// Chooses the lab (the simulated cloud, in a Worker), opens the courses and mounts the page. The only file that names a
// concrete lab.
import type { Course } from './course/types.ts';
import { mountPage } from './ui/mount.tsx';
import { createXtermScreenLater } from './ui/panels/terminal/later.ts';
import { openVault } from './ui/store/vault.ts';
import { labInWorker } from './ui/store/worker-lab.ts';

let courses: Promise<readonly Course[]> | null = null;

function loadCourses(): Promise<readonly Course[]> {
  courses ??= import('virtual:lessons').then((module) => module.courses);
  return courses;
}

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

mountPage(root, {
  startLab: () => labInWorker(new Worker(new URL('./sim-worker.ts', import.meta.url), { type: 'module', name: 'handstack' })),
  loadCourses,
  vault: openVault(),
  createScreen: createXtermScreenLater,
  freeScene: 'antelope/bare',
});
