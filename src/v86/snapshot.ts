import { SnapshotError, type CommandRecord, type Snapshot } from '../lab/lab.ts';
import { joined } from './files.ts';
import type { SavedLines } from './guest.ts';
import type { SavedTerminal } from './terminal.ts';

/** Raised when a saved lab's form changes. */
const VERSION = 1;
const MAGIC = 'HSGUEST\n';

/** A host of a saved lab: its machine as what differs from the scene. */
export interface SavedHost {
  readonly host: string;
  readonly lines: SavedLines;
  /** Deflated; plain in a prepared scene, whose file is packed as a whole. */
  readonly delta: Uint8Array;
}

/** What a lab of real guests consists of when it is saved. */
export interface GuestLabData {
  readonly guest: string;
  /** The image's identity: the disk's hash and the scene's. */
  readonly disk: string;
  readonly sceneState: string;
  readonly scene: string;
  readonly history: readonly CommandRecord[];
  readonly terminals: readonly SavedTerminal[];
  readonly nextId: number;
  readonly hosts: readonly SavedHost[];
}

interface Head extends Omit<GuestLabData, 'hosts'> {
  readonly version: number;
  readonly hosts: readonly { readonly host: string; readonly lines: SavedLines; readonly bytes: number }[];
}

/** The bytes of a lab: a word, the head's length, the head as JSON, the machines. */
export function packGuestLab(data: GuestLabData): Snapshot {
  const hosts = data.hosts.map(({ host, lines, delta }) => ({ host, lines, bytes: delta.length }));
  const head = new TextEncoder().encode(JSON.stringify({ ...data, version: VERSION, hosts } satisfies Head));
  const start = new TextEncoder().encode(`${MAGIC}${String(head.length).padStart(12)}`);
  const parts = [start, head, ...data.hosts.map(({ delta }) => delta)];
  return joined(parts, parts.reduce((sum, part) => sum + part.length, 0));
}

/** The lab again. Throws SnapshotError. */
export function unpackGuestLab(snapshot: Snapshot): GuestLabData {
  const start = new TextDecoder().decode(snapshot.subarray(0, MAGIC.length + 12));
  if (!start.startsWith(MAGIC)) throw new SnapshotError('damaged');
  const headEnd = start.length + Number(start.slice(MAGIC.length));
  const head = parsedHead(new TextDecoder().decode(snapshot.subarray(start.length, headEnd)));
  if (head.version > VERSION) throw new SnapshotError('newer-version');
  if (head.version < VERSION) throw new SnapshotError('unknown-version');
  let at = headEnd;
  const hosts = head.hosts.map(({ host, lines, bytes }) => {
    at += bytes;
    return { host, lines, delta: snapshot.slice(at - bytes, at) };
  });
  if (at !== snapshot.length) throw new SnapshotError('damaged');
  return { ...head, hosts };
}

function parsedHead(text: string): Head {
  try {
    return JSON.parse(text) as Head;
  } catch {
    throw new SnapshotError('damaged');
  }
}
