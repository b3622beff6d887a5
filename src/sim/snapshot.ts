import { deflateSync, inflateSync, strFromU8, strToU8 } from 'fflate';
import type { Json } from '../base/json.ts';
import { SnapshotError, type CommandRecord, type EditorAction, type Snapshot } from '../lab/lab.ts';
import { compact, expand } from './compact.ts';
import { intern, resolve } from './intern.ts';
import { match, restore, type Matched } from './long-range.ts';
import type { TerminalData } from './terminals.ts';
import { WORLD_VERSION } from './world.ts';

/** What a person did since the last moment at which the world could be saved whole. */
export type Input = { readonly atMs: number } & (
  | { readonly kind: 'type'; readonly terminal: string; readonly keys: string }
  | { readonly kind: 'open'; readonly host: string; readonly columns: number; readonly rows: number; readonly user: string }
  | { readonly kind: 'resize'; readonly terminal: string; readonly columns: number; readonly rows: number }
  | { readonly kind: 'edit'; readonly terminal: string; readonly action: EditorAction }
  | { readonly kind: 'close'; readonly terminal: string }
);

/** A lab as data: the world at its last quiet moment, and what to do again to come to now. */
export interface LabData {
  readonly version: number;
  readonly plan: string;
  readonly scene: string;
  readonly nowMs: number;
  readonly world: Json;
  readonly terminals: { readonly nextId: number; readonly list: TerminalData[] };
  readonly history: readonly CommandRecord[];
  readonly inputs: readonly Input[];
}

const MAGIC = 'handstack\n';

/** The bytes of a lab: a magic word, then deflated JSON without its repetitions. */
export function pack(data: LabData): Snapshot {
  const text = JSON.stringify(intern({ ...data, world: compact(data.world) } as unknown as Json));
  const body = deflateSync(strToU8(JSON.stringify(match(text))), { level: 9 });
  const bytes = new Uint8Array(MAGIC.length + body.length);
  bytes.set(strToU8(MAGIC));
  bytes.set(body, MAGIC.length);
  return bytes;
}

/** The lab in these bytes. Throws SnapshotError for what is no lab, or of another version. */
export function unpack(bytes: Snapshot): LabData {
  const data = inflate(bytes);
  if (data.version > WORLD_VERSION) throw new SnapshotError('newer-version');
  if (data.version !== WORLD_VERSION) throw new SnapshotError('unknown-version');
  return data;
}

function inflate(bytes: Snapshot): LabData {
  if (strFromU8(bytes.subarray(0, MAGIC.length)) !== MAGIC) throw new SnapshotError('damaged');
  try {
    const matched = JSON.parse(strFromU8(inflateSync(bytes.subarray(MAGIC.length)))) as Matched;
    const data = resolve(JSON.parse(restore(matched)) as Json) as unknown as LabData;
    return data.version === WORLD_VERSION ? { ...data, world: expand(data.world) } : data;
  } catch {
    throw new SnapshotError('damaged');
  }
}
