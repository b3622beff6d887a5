import { sceneNames } from '../scenes.ts';

/** `handstack scenes`: the names of all scenes, one a line. */
export default async function scenes(): Promise<number> {
  process.stdout.write(`${(await sceneNames()).join('\n')}\n`);
  return 0;
}
