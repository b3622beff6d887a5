import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { plain, unpack } from '../../src/sim/snapshot.ts';
import { buildScenes, sceneNames } from '../scenes.ts';

/**
 * `handstack scenes`: the names of all scenes, one a line. `handstack scenes --build DIR`: writes those that the page
 * ships, `DIR/<name>.json` each, and prints a name as soon as its file is there.
 */
export default async function scenes(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({ args: [...args], options: { build: { type: 'string' } } });
  if (values.build === undefined) {
    process.stdout.write(`${(await sceneNames()).join('\n')}\n`);
    return 0;
  }
  for await (const { name, snapshot } of buildScenes((each) => !each.startsWith('recorded/'))) {
    const file = join(values.build, `${name}.json`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, plain(await unpack(snapshot)));
    process.stdout.write(`${name}\n`);
  }
  return 0;
}
