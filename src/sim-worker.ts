// The simulated lab in a Worker of its own, so that the page's thread never blocks. Speaks comlink for questions, and
// posts events on the same channel, so that events and answers arrive in the order in which they were made.
import { expose } from 'comlink';
import { assert } from './base/assert.ts';
import type { Capability, Snapshot } from './lab/lab.ts';
import { antelope } from './sim/plans.ts';
import { SimLab, type SceneSource } from './sim/sim-lab.ts';
import type { Wall } from './sim/pacer.ts';

const WALL: Wall = {
  nowMs: () => Date.now(),
  later(ms, call) {
    const timer = setTimeout(call, ms);
    return () => { clearTimeout(timer); };
  },
};

/** Scenes as files beside the page: `scenes/index.json` lists them, `scenes/<name>.json` holds each. */
function filesAt(base: string): SceneSource {
  return {
    async names() {
      const response = await fetch(`${base}scenes/index.json`);
      return response.ok ? await response.json() as string[] : [];
    },
    async load(name) {
      const response = await fetch(`${base}scenes/${name}.json`);
      const isLab = response.ok && !(response.headers.get('content-type') ?? '').startsWith('text/html');
      return isLab ? new Uint8Array(await response.arrayBuffer()) : null;
    },
  };
}

export interface OpenOptions {
  /** Where the page's static files lie, ending in a slash. */
  readonly base: string;
  readonly seed: number;
  /** A saved lab to go on with, or null for a fresh one. */
  readonly snapshot: Snapshot | null;
}

let lab: SimLab | null = null;

const worker = {
  /** Opens the lab of this Worker and says what it offers. Throws SnapshotError for a snapshot that cannot be used. */
  async open({ base, seed, snapshot }: OpenOptions): Promise<readonly Capability[]> {
    const scenes = filesAt(base);
    const options = { plan: antelope(), seed, wall: WALL, scenes, hasEditor: true };
    lab = snapshot === null ? await SimLab.fromScene('antelope/bare', options) : await SimLab.from(snapshot, options);
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
