import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { Json } from '../base/json.ts';
import { SnapshotError, type Snapshot } from '../lab/lab.ts';
import { compact, expand } from './compact.ts';
import { intern, resolve } from './intern.ts';
import { match, restore, type Matched } from './long-range.ts';
import type { LabData } from './snapshot.ts';
import { WORLD_VERSION } from './world.ts';

const MAGIC = 'handstack\n';

/** The bytes of a lab: a magic word, then deflated JSON without its repetitions. */
export function packed(data: LabData): Snapshot {
  const text = JSON.stringify(intern({ ...data, world: compact(data.world) } as unknown as Json));
  const body = deflateSync(strToU8(JSON.stringify(match(text))), { level: 9 });
  const bytes = new Uint8Array(MAGIC.length + body.length);
  bytes.set(strToU8(MAGIC));
  bytes.set(body, MAGIC.length);
  return bytes;
}

/** Inverse of `packed`. Throws SnapshotError for what is no lab. */
export function unpacked(bytes: Snapshot): LabData {
  if (strFromU8(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new SnapshotError('damaged');
  try {
    const matched = JSON.parse(strFromU8(inflateSync(bytes.subarray(MAGIC.length)))) as Matched;
    const data = resolve(JSON.parse(restore(matched)) as Json) as unknown as LabData;
    return data.version === WORLD_VERSION ? { ...data, world: expand(data.world) } : data;
  } catch {
    throw new SnapshotError('damaged');
  }
}
