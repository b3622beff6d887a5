import { expect, test } from 'vitest';
import type { Json } from '../base/json.ts';
import { compact, expand } from './compact.ts';
import { startLab } from './world.testing.ts';

test('expanding a compacted world gives the world, with much less to write', async () => {
  const lab = await startLab();
  lab.world.host('compute1').files.writeFile('/etc/motd', 'changed\n', { uid: 0, gid: 0, groups: [0] });
  const world = JSON.parse(JSON.stringify(lab.world.toJSON())) as Json;
  const small = compact(world);
  expect(expand(JSON.parse(JSON.stringify(small)) as Json)).toEqual(world);
  expect(JSON.stringify(small).length).toBeLessThan(JSON.stringify(world).length * 0.7);
});
