// The build of a guest as a row of stages, each skipped while nothing that went into it has changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Stage {
  readonly name: string;
  /** Rough duration on a slow machine, for the person who waits. */
  readonly about: string;
  /** Files and folders (all files below) whose contents the result depends on, beside the stage before. */
  readonly inputs: readonly string[];
  /** What else it depends on. */
  facts?(): readonly string[];
  /** Files that must be there for the stage to count as done. */
  readonly outputs: readonly string[];
  run(): Promise<void>;
}

/** Runs the stages that are not up to date; `work` keeps what was done. Returns how many ran. */
export async function runStages(stages: readonly Stage[], work: string, say: (line: string) => void): Promise<number> {
  let ran = 0;
  let key = '';
  for (const stage of stages) {
    key = digest([key, ...stage.inputs.flatMap(contents), ...(stage.facts?.() ?? [])]);
    const marker = join(work, `${stage.name}.done`);
    if (stage.outputs.every((file) => existsSync(file)) && existsSync(marker) && readFileSync(marker, 'utf8') === key) continue;
    rmSync(marker, { force: true });
    say(`── ${stage.name} (${stage.about})`);
    const start = performance.now();
    await stage.run();
    writeFileSync(marker, key);
    say(`   done in ${((performance.now() - start) / 1000).toFixed(0)} s`);
    ran += 1;
  }
  return ran;
}

/** Names and contents of a file, or of all files in a folder, in a fixed order. */
function contents(path: string): string[] {
  if (!statSync(path).isDirectory()) return [path, readFileSync(path, 'latin1')];
  return readdirSync(path).sort().flatMap((name) => contents(join(path, name)));
}

const digest = (parts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const part of parts) hash.update(`${part.length}:`).update(part);
  return hash.digest('hex');
};
