import { expect, test } from 'vitest';
import { antelope } from './plans.ts';
import { SimLab } from './sim-lab.ts';
import type { Wall } from './pacer.ts';

const LATER_MS = 86_400_000 * 40 + 12_345;

test('a scene starts at the wall clock’s time, and its machines have just been started', async () => {
  const snapshot = await (await SimLab.create({ plan: antelope(), wall: null })).save();
  const wall: Wall = { nowMs: () => antelope().startMs + LATER_MS, later: () => () => undefined };
  const scenes = { names: () => Promise.resolve(['antelope/bare']), load: () => Promise.resolve(snapshot) };
  const lab = await SimLab.fromScene('antelope/bare', { plan: antelope(), wall, scenes });
  const now = await lab.now();
  expect(now - wall.nowMs()).toBeLessThan(60_000);
  expect(now).toBeGreaterThanOrEqual(wall.nowMs());
  const [host] = lab.world.hosts;
  expect(now - (host?.bootMs ?? 0)).toBeLessThan(60_000);
  expect(lab.world.next()?.atMs).toBeGreaterThanOrEqual(now);
  await lab.close();
});
