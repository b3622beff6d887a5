import { writeFileSync } from 'node:fs';
import type { Json } from '../../src/base/json.ts';
import { SHORTEST } from '../../src/sim/intern.ts';
import { antelope } from '../../src/sim/plans.ts';
import { compact } from '../../src/sim/compact.ts';
import { labIn } from '../scenes.ts';

const SCENES = ['antelope/bare', 'antelope/mariadb'] as const;
const OTHER_START_MS = 37 * 3_600_000 + 123_456;

/** `handstack known-texts`: writes the table of texts that labs hold whatever their seed and time. */
export default async function knownTexts(): Promise<number> {
  const { startMs } = antelope();
  const one = new Set<string>();
  const two = new Set<string>();
  for (const scene of SCENES) {
    for (const text of await texts(scene, 1, startMs)) one.add(text);
    for (const text of await texts(scene, 2, startMs + OTHER_START_MS)) two.add(text);
  }
  // Bytes that are no text (lone surrogates) are refused by the bundler's JSON.
  const both = [...one].filter((text) => two.has(text) && !/\p{Surrogate}/u.test(text));
  writeFileSync('src/sim/known-texts.json', `${JSON.stringify(both, null, 0)}\n`);
  process.stdout.write(`${both.length} texts\n`);
  return 0;
}

async function texts(scene: string, seed: number, startMs: number): Promise<Set<string>> {
  const found = new Set<string>();
  const walk = (data: Json): void => {
    if (typeof data === 'string') {
      if (data.length >= SHORTEST) found.add(data);
    } else if (data !== null && typeof data === 'object') {
      for (const item of Object.values(data)) if (item !== undefined) walk(item);
    }
  };
  walk(JSON.parse(JSON.stringify(compact((await labIn(scene, seed, startMs)).world.toJSON()))) as Json);
  return found;
}
