import { writeFileSync } from 'node:fs';
import type { Json } from '../../src/base/json.ts';
import { SHORTEST } from '../../src/sim/intern.ts';
import { antelope } from '../../src/sim/plans.ts';
import { World } from '../../src/sim/world.ts';

/** `handstack known-texts`: writes the table of texts that every fresh lab holds (those that do not hang on the seed). */
export default async function knownTexts(): Promise<number> {
  const [one, two] = [await texts(1), await texts(2)];
  const both = [...one].filter((text) => two.has(text));
  writeFileSync('src/sim/known-texts.json', `${JSON.stringify(both, null, 0)}\n`);
  process.stdout.write(`${both.length} texts\n`);
  return 0;
}

async function texts(seed: number): Promise<Set<string>> {
  const found = new Set<string>();
  const walk = (data: Json): void => {
    if (typeof data === 'string') {
      if (data.length >= SHORTEST) found.add(data);
    } else if (data !== null && typeof data === 'object') {
      for (const item of Object.values(data)) if (item !== undefined) walk(item as Json);
    }
  };
  walk(JSON.parse(JSON.stringify((await World.create(antelope(), seed)).toJSON())) as Json);
  return found;
}
