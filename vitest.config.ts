import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // One per core: by default one is left free, which is half of a machine with two.
    maxWorkers: '100%',
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      // The page keeps stores and settings in modules: each file of tests begins with its own.
      { extends: true, test: { name: 'page', include: ['src/ui/**/*.test.{ts,tsx}'] } },
      // All else keeps its state in worlds: modules are loaded once for all files of a worker.
      { extends: true, test: { name: 'lab', include: ['src/{base,course,facts,lab,sim,v86}/**/*.test.ts', 'test/**/*.test.ts'], isolate: false } },
    ],
  },
});
