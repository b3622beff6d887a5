import { fromBytes } from '../base/bytes.ts';
import type { Json } from '../base/json.ts';
import { SnapshotError, type CommandRecord, type EditorAction, type Snapshot } from '../lab/lab.ts';
import { compact, expand } from './compact.ts';
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

/** What makes labs small, and the texts that it knows: loaded with the first save. */
const packing = async (): Promise<typeof import('./packing.ts')> => import('./packing.ts');

/** The bytes of a lab, as small as they get. */
export async function pack(data: LabData): Promise<Snapshot> {
  return (await packing()).packed(data);
}

/**
 * A lab as the plain text of a prepared start: a web server compresses it, better than `pack` does, and a page that
 * starts from it needs none of the code for the other form.
 */
export const plain = (data: LabData): string => JSON.stringify({ ...data, world: compact(data.world) });

/** The lab in these bytes, packed or plain. Throws SnapshotError for what is no lab, or of another version. */
export async function unpack(bytes: Snapshot): Promise<LabData> {
  const data = bytes[0] === PLAIN_START ? fromPlain(bytes) : (await packing()).unpacked(bytes);
  if (data.version > WORLD_VERSION) throw new SnapshotError('newer-version');
  if (data.version !== WORLD_VERSION) throw new SnapshotError('unknown-version');
  return data;
}

const PLAIN_START = '{'.charCodeAt(0);

function fromPlain(bytes: Snapshot): LabData {
  try {
    const data = JSON.parse(fromBytes(bytes)) as LabData;
    return data.version === WORLD_VERSION ? { ...data, world: expand(data.world) } : data;
  } catch {
    throw new SnapshotError('damaged');
  }
}
