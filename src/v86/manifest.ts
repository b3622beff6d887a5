// v86: a real Linux in an emulated PC, as a Lab. Knows nothing of lessons, of the page or of the simulator.
import { StartError } from '../lab/start.ts';
import type { Capability } from '../lab/lab.ts';
import type { GuestFiles } from './files.ts';

/** A file as it is served, zstd-compressed. */
interface Served {
  readonly bytes: number;
  readonly rawBytes: number;
  readonly hash: string;
}

/** A saved lab: its hosts as what differs from a scene's state. */
interface SavedFile extends Served {
  readonly lab: string;
}

/** A scene that is a machine's state: the first host's as it stands after booting. */
export interface StateScene extends Served {
  readonly state: string;
  /** Serial lines on which a shell of root waits at its prompt. */
  readonly shells: readonly number[];
  /** The other hosts as they stand then. */
  readonly others: SavedFile;
}

/** A prepared scene: its hosts after lessons were done in it, by the state of another scene. */
export interface LabScene extends SavedFile {
  readonly from: string;
  /** The build's word for what was done in it: with the same word it need not be made again. */
  readonly made?: string;
}

export type SceneFile = StateScene | LabScene;

/** Whether a scene was saved after somebody had worked in it. */
export const isPrepared = (scene: SceneFile): scene is LabScene => 'lab' in scene;

export interface DiskFiles {
  readonly bytes: number;
  readonly partBytes: number;
  /** Path of a part, with `{index}` in it. */
  readonly parts: string;
  readonly hash: string;
  /** Parts of zeros, which are not there. */
  readonly zeros?: readonly number[];
}

/** One guest of `vm-images/PROTOCOL.md`. */
export interface GuestImage {
  readonly title: string;
  readonly system: string;
  readonly memoryMb: number;
  readonly vgaMemoryMb: number;
  readonly kernel: string;
  readonly initrd: string;
  readonly cmdline: string;
  readonly disk: DiskFiles;
  readonly offers: readonly Capability[];
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  readonly scenes: Readonly<Record<string, SceneFile>>;
}

export interface Manifest {
  readonly format: 1;
  readonly bios: string;
  readonly vgaBios: string;
  readonly guests: Readonly<Record<string, GuestImage>>;
}

const isManifest = (value: unknown): value is Manifest =>
  typeof value === 'object' && value !== null && 'format' in value && value.format === 1 && 'guests' in value && typeof value.guests === 'object';

/** Reads `manifest.json`. Throws StartError when no image is served, or one that this lab cannot read. */
export async function readManifest(files: GuestFiles): Promise<Manifest> {
  const bytes = await files.read('manifest.json');
  const parsed = parsedJson(new TextDecoder().decode(bytes));
  if (!isManifest(parsed)) throw new StartError('missing-image', 'manifest.json is not one that this version reads');
  return parsed;
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
