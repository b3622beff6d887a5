import { SnapshotError } from '../lab/lab.ts';
import { StartError, type StartStep } from '../lab/start.ts';
import { indexBlocks, type BlockIndex } from './delta.ts';
import type { GuestFiles } from './files.ts';
import type { Hardware } from './machine.ts';
import { isPrepared, type SceneFile, type StateScene } from './manifest.ts';
import { unpackGuestLab, type GuestLabData, type SavedHost } from './snapshot.ts';
import { createUnzstd, createUnzstdSlowly } from './zstd.ts';

/** What is fetched, in the person's words. */
const SAYS = {
  state: 'Fetch the machine as it stands after booting', others: 'Fetch in what the second machine differs', scene: 'Fetch what the lessons before have changed',
} as const;

/** Hears how far a start has come. */
export type OnStep = (step: StartStep) => void;

/** Fetches and unpacks the states that machines begin with. */
export class SceneLoader {
  readonly #hardware: Hardware;
  readonly #files: GuestFiles;
  readonly #keeps: boolean;
  /** What was fetched for the scene in use: the second host and the first save want it too. */
  #packed: { readonly scene: string; readonly bytes: Promise<Uint8Array> } | null = null;
  #index: { readonly scene: string; readonly blocks: Promise<BlockIndex> } | null = null;
  readonly #kept = new Map<string, Uint8Array>();

  /** `keeps`: hold unpacked states in memory for the next time (100 MB and more each). */
  constructor(hardware: Hardware, files: GuestFiles, keeps: boolean) {
    this.#hardware = hardware;
    this.#files = files;
    this.#keeps = keeps;
  }

  #file(scene: string): SceneFile {
    const file = this.#hardware.image.scenes[scene];
    if (file === undefined) throw new StartError('missing-image', `no scene ${scene}`);
    return file;
  }

  /** The file of a scene that is a state. Throws StartError when the image has none of that name. */
  state(scene: string): StateScene {
    const file = this.#file(scene);
    if (isPrepared(file)) throw new StartError('missing-image', `scene ${scene} is no state`);
    return file;
  }

  /** Whether a saved machine still fits the image that is served. Throws SnapshotError when not. */
  check(scene: string, disk: string, sceneState: string): void {
    const file = this.#hardware.image.scenes[scene];
    if (file?.hash !== sceneState || this.#hardware.image.disk.hash !== disk) throw new SnapshotError('other-image');
  }

  /** A prepared scene's lab, its deltas plain; null when the scene is a state and nothing more. */
  async lab(scene: string, onStep: OnStep): Promise<GuestLabData | null> {
    const file = this.#file(scene);
    if (!isPrepared(file)) return null;
    const packed = await this.#fetch(file.lab, file.bytes, 'scene', onStep);
    return unpackGuestLab(createUnzstd(this.#hardware.module)(packed, file.rawBytes));
  }

  /** A host other than the first as it stands in a scene that is a state, its delta plain. Throws StartError. */
  async other(scene: string, host: string, onStep: OnStep): Promise<SavedHost> {
    const { others } = this.state(scene);
    const packed = await this.#fetch(others.lab, others.bytes, 'others', onStep);
    const saved = unpackGuestLab(createUnzstd(this.#hardware.module)(packed, others.rawBytes)).hosts.find((each) => each.host === host);
    if (saved === undefined) throw new StartError('missing-image', `the image holds no host ${host}`);
    return saved;
  }

  /** A scene's state, unpacked, for whoever asks alone: v86 takes its bytes over. */
  async load(scene: string, onStep: OnStep): Promise<Uint8Array> {
    const file = this.state(scene);
    const kept = this.#kept.get(scene);
    if (kept !== undefined) return kept.slice();
    const packed = await this.#fetched(scene, onStep);
    onStep({ id: 'unpack', says: 'Unpack it', state: 'running' });
    // A decompressor of its own, so that its memory goes with it.
    const raw = createUnzstd(this.#hardware.module)(packed, file.rawBytes);
    if (this.#keeps) this.#kept.set(scene, raw.slice());
    onStep({ id: 'unpack', says: 'Unpack it', state: 'done' });
    return raw;
  }

  /** A scene's blocks by content: made when first asked for, and without holding up the machines for long. */
  index(scene: string): Promise<BlockIndex> {
    if (this.#index?.scene !== scene) this.#index = { scene, blocks: this.#indexed(scene) };
    return this.#index.blocks;
  }

  async #indexed(scene: string): Promise<BlockIndex> {
    const packed = await this.#fetched(scene, () => undefined);
    return indexBlocks(this.#kept.get(scene) ?? await createUnzstdSlowly(this.#hardware.module)(packed, this.state(scene).rawBytes));
  }

  #fetched(scene: string, onStep: OnStep): Promise<Uint8Array> {
    if (this.#packed?.scene !== scene) {
      const file = this.state(scene);
      const bytes = this.#fetch(file.state, file.bytes, 'state', onStep);
      this.#packed = { scene, bytes };
      // Another try fetches again.
      bytes.catch(() => { this.#packed = null; });
    }
    return this.#packed.bytes;
  }

  async #fetch(path: string, total: number, what: keyof typeof SAYS, onStep: OnStep): Promise<Uint8Array> {
    const step = { id: what, says: SAYS[what] };
    onStep({ ...step, state: 'running', bytes: { loaded: 0, total } });
    const packed = await this.#files.read(path, (loaded) => { onStep({ ...step, state: 'running', bytes: { loaded, total } }); });
    onStep({ ...step, state: 'done', bytes: { loaded: total, total } });
    return packed;
  }
}
