import { expect, it } from 'vitest';
import { Activity } from './activity.ts';

it('tells hosts apart', () => {
  let nowMs = 0;
  const activity = new Activity(() => nowMs);
  expect(activity.of('controller')).toEqual({ revision: 0, restMs: Infinity });
  activity.stir('controller');
  nowMs = 5;
  activity.stir('compute1');
  nowMs = 7;
  expect([activity.of('controller'), activity.of('compute1')]).toEqual([{ revision: 1, restMs: 7 }, { revision: 1, restMs: 2 }]);
});
