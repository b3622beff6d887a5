// Scenes under Node: the named starts of labs, built by playing what leads to them. Knows the courses through their
// lessons' solutions and the recorded states through scripts of their own.
import type { Snapshot } from '../src/lab/lab.ts';
import { antelope } from '../src/sim/plans.ts';
import { SimLab } from '../src/sim/sim-lab.ts';
import { RECORDED } from './recorded.ts';
import { courseScenes } from './course-scenes.ts';

/** How a scene comes to be: from another scene, by commands. */
export interface SceneRecipe {
  readonly name: string;
  /** Start of it, or null for the bare plan. */
  readonly from: string | null;
  play(lab: SimLab): Promise<void>;
}

const BARE = 'antelope/bare';

/** Every scene's recipe, bare ones left out, in an order in which each comes after the one it starts from. */
export async function recipes(): Promise<readonly SceneRecipe[]> {
  return [...await courseScenes(), ...RECORDED];
}

/** All names, the bare plan first. */
export async function sceneNames(): Promise<readonly string[]> {
  return [BARE, ...(await recipes()).map((recipe) => recipe.name)];
}

/** What was played here before: to begin there again. */
const played = new Map<string, Snapshot>();

/** A lab in that scene, running as fast as it can. Throws when there is no such scene. */
export async function labIn(scene: string, seed = 1, startMs = antelope().startMs): Promise<SimLab> {
  const options = { plan: { ...antelope(), startMs }, seed, wall: null };
  const key = JSON.stringify([scene, seed, startMs]);
  const known = played.get(key);
  if (known !== undefined) return SimLab.from(known, options);
  const lab = await SimLab.create(options);
  for (const recipe of await chain(scene)) await recipe.play(lab);
  played.set(key, await lab.save());
  return lab;
}

async function chain(scene: string): Promise<readonly SceneRecipe[]> {
  const all = await recipes();
  const steps: SceneRecipe[] = [];
  for (let name: string | null = scene; name !== null && name !== BARE;) {
    const recipe = all.find((each) => each.name === name);
    if (recipe === undefined) throw new Error(`no scene named ${name}`);
    steps.unshift(recipe);
    name = recipe.from;
  }
  return steps;
}

/** Snapshots of these scenes, the bare one first; each is played on from the one before where it can be. */
export async function* buildScenes(wanted: (name: string) => boolean, seed = 1): AsyncGenerator<{ name: string; snapshot: Snapshot }> {
  const built = new Map<string, Snapshot>();
  const bare = await SimLab.create({ plan: antelope(), seed, wall: null });
  built.set(BARE, await bare.save());
  if (wanted(BARE)) yield { name: BARE, snapshot: await bare.save() };
  for (const recipe of (await recipes()).filter(({ name }) => wanted(name))) {
    const from = built.get(recipe.from ?? BARE);
    const lab = from === undefined ? await labIn(recipe.from ?? BARE, seed) : await SimLab.from(from, { plan: antelope(), seed, wall: null });
    await recipe.play(lab);
    const snapshot = await lab.save();
    built.set(recipe.name, snapshot);
    yield { name: recipe.name, snapshot };
  }
}
