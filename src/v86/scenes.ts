import { SnapshotError } from '../lab/lab.ts';
import { StartError, type StartStep } from '../lab/start.ts';
import { indexBlocks, type BlockIndex } from './delta.ts';
import type { Hardware } from './machine.ts';
import type { SceneFile } from './manifest.ts';
import { createUnzstd } from './zstd.ts';

/** A scene's state, unpacked, and its blocks by content. */
export interface SceneState {
  readonly raw: Uint8Array;
  readonly index: BlockIndex;
}

/** Hears how far a start has come. */
export type OnStep = (step: StartStep) => void;

/** Fetches and unpacks the states that machines begin with. */
export class SceneLoader {
  readonly #hardware: Hardware;
  readonly #keeps: boolean;
  readonly #kept = new Map<string, Promise<SceneState>>();

  /** `keeps`: hold unpacked states in memory for the next time (100 MB and more each). */
  constructor(hardware: Hardware, keeps: boolean) {
    this.#hardware = hardware;
    this.#keeps = keeps;
  }

  /** The file of a scene. Throws StartError when the image has none of that name. */
  file(scene: string): SceneFile {
    const file = this.#hardware.image.scenes[scene];
    if (file === undefined) throw new StartError('missing-image', `no scene ${scene}`);
    return file;
  }

  /** Whether a saved machine still fits the image that is served. Throws SnapshotError when not. */
  check(scene: string, disk: string, sceneState: string): void {
    const file = this.#hardware.image.scenes[scene];
    if (file?.hash !== sceneState || this.#hardware.image.disk.hash !== disk) throw new SnapshotError('other-image');
  }

  load(scene: string, onStep: OnStep): Promise<SceneState> {
    const known = this.#kept.get(scene) ?? this.#fetch(this.file(scene), onStep);
    if (this.#keeps) this.#kept.set(scene, known);
    return known;
  }

  async #fetch(file: SceneFile, onStep: OnStep): Promise<SceneState> {
    const step = { id: 'state', says: 'Fetch the machine as it stands after booting' };
    const total = file.bytes;
    onStep({ ...step, state: 'running', bytes: { loaded: 0, total } });
    const packed = await this.#hardware.files.read(file.state, (loaded) => { onStep({ ...step, state: 'running', bytes: { loaded, total } }); });
    onStep({ ...step, state: 'done', bytes: { loaded: total, total } });
    onStep({ id: 'unpack', says: 'Unpack it', state: 'running' });
    // A decompressor of its own, so that its memory goes with it.
    const raw = createUnzstd(this.#hardware.module)(packed, file.rawBytes);
    const index = indexBlocks(raw);
    onStep({ id: 'unpack', says: 'Unpack it', state: 'done' });
    return { raw, index };
  }
}
