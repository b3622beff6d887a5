import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

const LONG = /\/test\/(lessons|browser|properties|keystone\/real-client|transcripts\/openstack)/;

/** Long files first, so that no worker has one alone at the end; then what shares modules, unbroken; then the page's. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const rankOf = ({ project, moduleId }: TestSpecification): number => (project.name === 'page' ? 2 : LONG.test(moduleId) ? 0 : 1);
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}

export default defineConfig({
  test: {
    // One per core: by default one is left free, which is half of a machine with two.
    maxWorkers: '100%',
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // A browser on a busy computer may take its time to draw or to store.
    expect: { poll: { timeout: 15_000 } },
    sequence: { sequencer: LongFirst },
    projects: [
      // The page keeps stores and settings in modules: each file of tests begins with its own.
      { extends: true, test: { name: 'page', include: ['src/ui/**/*.test.{ts,tsx}'] } },
      // All else keeps its state in worlds: modules are loaded once for all files of a worker.
      { extends: true, test: { name: 'lab', include: ['src/{base,course,facts,lab,sim,v86}/**/*.test.ts', 'test/**/*.test.ts'], isolate: false } },
    ],
  },
});
