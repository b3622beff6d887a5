// The real guests in a Worker of their own: the emulator never blocks the page.
import wasmUrl from 'v86/build/v86.wasm?url';
import type { Snapshot } from './lab/lab.ts';
import { serveLab } from './serve-lab.ts';
import { filesAt } from './v86/files.ts';
import { V86Lab } from './v86/v86-lab.ts';

export interface OpenGuestOptions {
  /** Where the page's static files lie, ending in a slash; the image lies in `guest/` below. */
  readonly base: string;
  readonly guest: string;
  readonly scene: string;
  readonly snapshot: Snapshot | null;
}

serveLab(({ base, guest, scene, snapshot }: OpenGuestOptions) => V86Lab.create({
  files: filesAt(`${base}guest/`), guest, scene, snapshot, nowMs: () => Date.now(),
  wasm: () => WebAssembly.compileStreaming(fetch(new URL(wasmUrl, location.href))),
  onStep: (startStep) => { self.postMessage({ startStep }); },
  onFault: () => { self.postMessage({ isStuck: true }); },
}));
