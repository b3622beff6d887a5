import type { Json } from '../base/json.ts';

/** Absolute times are ms since the epoch: at least 2001. Durations are smaller. */
const ABSOLUTE = 1_000_000_000_000;

/**
 * Plain data of a scene as if it had been made `deltaMs` later: every absolute time under a key that ends in `Ms` is
 * moved. (What logs and other texts say is left as it is.)
 */
export function shiftTimes(data: Json, deltaMs: number, key = ''): Json {
  if (typeof data === 'number') return key.endsWith('Ms') && data >= ABSOLUTE ? data + deltaMs : data;
  if (Array.isArray(data)) return (data as readonly Json[]).map((item) => shiftTimes(item, deltaMs));
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(Object.entries(data).map(([name, item]) => [name, item === undefined ? null : shiftTimes(item, deltaMs, name)]));
}
