// The simulated lab in a Worker of its own, so that the page's thread never blocks.
import type { Snapshot } from './lab/lab.ts';
import { serveLab } from './serve-lab.ts';
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

serveLab(async ({ base, seed, snapshot }: OpenOptions) => {
  const options = { plan: antelope(), seed, wall: WALL, scenes: filesAt(base), hasEditor: true };
  return snapshot === null ? await SimLab.fromScene('antelope/bare', options) : await SimLab.from(snapshot, options);
});
