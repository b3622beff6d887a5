// For tests: a lab at rest, and commands run in it as a person or a script would.
import { ROOT } from './host/inode.ts';
import { antelope } from './plans.ts';
import { Runner } from './runner.ts';
import { World, type Plan } from './world.ts';

export type { RunOptions, RunResult } from './runner.ts';

/** A lab of two hosts after its boot. */
export type TestLab = Runner;

/** A fresh lab in the bare state of a plan. */
export async function startLab(options: { seed?: number; plan?: Plan } = {}): Promise<TestLab> {
  return new Runner(await World.create(options.plan ?? antelope(), options.seed ?? 1));
}

/** Writes a file as root, making it if needed: for tests that need one in place. */
export function putFile(lab: TestLab, host: string, path: string, text: string, mode = 0o644): void {
  lab.world.host(host).files.writeFile(path, text, ROOT, mode);
}
