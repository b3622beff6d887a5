// The real guests in a Worker of their own: the emulator never blocks the page. Speaks comlink for questions, and posts
// events on the same channel, so that events and answers arrive in the order in which they were made.
import { expose } from 'comlink';
import wasmUrl from 'v86/build/v86.wasm?url';
import { assert } from './base/assert.ts';
import type { Capability, Snapshot } from './lab/lab.ts';
import { filesAt } from './v86/files.ts';
import { V86Lab } from './v86/v86-lab.ts';

export interface OpenGuestOptions {
  /** Where the page's static files lie, ending in a slash; the image lies in `guest/` below. */
  readonly base: string;
  readonly guest: string;
  readonly scene: string;
  readonly snapshot: Snapshot | null;
}

let lab: V86Lab | null = null;

const worker = {
  /** Opens the lab of this Worker and says what it offers. Throws StartError, SnapshotError. */
  async open({ base, guest, scene, snapshot }: OpenGuestOptions): Promise<readonly Capability[]> {
    lab = await V86Lab.create({
      files: filesAt(`${base}guest/`), guest, scene, snapshot, nowMs: () => Date.now(),
      wasm: () => WebAssembly.compileStreaming(fetch(new URL(wasmUrl, location.href))),
      onStep: (startStep) => { self.postMessage({ startStep }); },
      onFault: () => { self.postMessage({ isStuck: true }); },
    });
    await lab.on((labEvent) => { self.postMessage({ labEvent }); });
    return lab.offers;
  },

  /** Calls a method of the open lab by name. */
  call(method: string, args: readonly unknown[]): unknown {
    assert(lab !== null, 'the lab is not open');
    const found: unknown = Reflect.get(lab, method);
    assert(typeof found === 'function', `no method ${method}`);
    return Reflect.apply(found, lab, args);
  },
};

// What breaks outside of a call reaches the page's error screen.
self.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
  self.postMessage({ crash: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) });
});

expose(worker);
