// The lab of real guests in a Worker; each machine has another of its own, so that neither blocks the page nor the others.
import wasmUrl from 'v86/build/v86.wasm?url';
import type { Snapshot } from './lab/lab.ts';
import { serveLab } from './serve-lab.ts';
import { filesAt } from './v86/files.ts';
import type { StartMachine } from './v86/machine.ts';
import { RemoteMachine } from './v86/remote-machine.ts';
import { V86Lab } from './v86/v86-lab.ts';

export interface OpenGuestOptions {
  /** Where the page's static files lie, ending in a slash; the image lies in `guest/` below. */
  readonly base: string;
  readonly guest: string;
  readonly scene: string;
  readonly snapshot: Snapshot | null;
}

const newWorker = (): Worker => new Worker(new URL('./v86-machine-worker.ts', import.meta.url), { type: 'module', name: 'handstack-machine' });

/** The first one's emulator is loaded while its state comes. */
let first: Worker | null = newWorker();

const startIn = (base: string): StartMachine => (options) => {
  const worker = first ?? newWorker();
  first = null;
  return RemoteMachine.start(worker, base, options);
};

serveLab(({ base, guest, scene, snapshot }: OpenGuestOptions) => {
  const image = `${base}guest/`;
  return V86Lab.create({
    files: filesAt(image), startMachine: startIn(image), guest, scene, snapshot, nowMs: () => Date.now(),
    wasm: () => WebAssembly.compileStreaming(fetch(new URL(wasmUrl, location.href))),
    onStep: (startStep) => { self.postMessage({ startStep }); },
    onFault: () => { self.postMessage({ isStuck: true }); },
  });
});
