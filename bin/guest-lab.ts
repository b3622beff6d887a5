// The real guest under Node: from the folder that `npm run guest` fills.
import { existsSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { StartError } from '../src/lab/start.ts';
import type { Snapshot } from '../src/lab/lab.ts';
import { EmulatedMachine } from '../src/v86/emulated-machine.ts';
import type { GuestFiles } from '../src/v86/files.ts';
import type { OnStep } from '../src/v86/scenes.ts';
import { V86Lab } from '../src/v86/v86-lab.ts';

/** Where the image lies: `.guest/` in the project, or where HANDSTACK_GUEST says. */
export const guestFolder = (): string => process.env['HANDSTACK_GUEST'] ?? fileURLToPath(new URL('../.guest/', import.meta.url));

/** Why there is no image to run, or null when there is one. */
export function whyNoGuest(guest = 'a'): string | null {
  const manifest = join(guestFolder(), 'manifest.json');
  if (!existsSync(manifest)) return `no image in ${guestFolder()} (npm run guest builds it)`;
  const { guests } = JSON.parse(readFileSync(manifest, 'utf8')) as { guests: Record<string, { scenes: object }> };
  return guests[guest] === undefined ? `the image holds no guest ${guest}` : null;
}

/** Names of the scenes that a guest of the image has. */
export function guestScenes(guest = 'a'): readonly string[] {
  if (whyNoGuest(guest) !== null) return [];
  const { guests } = JSON.parse(readFileSync(join(guestFolder(), 'manifest.json'), 'utf8')) as { guests: Record<string, { scenes: object }> };
  return Object.keys(guests[guest]?.scenes ?? {});
}

const filesIn = (folder: string): GuestFiles => ({
  async read(path) {
    try {
      return new Uint8Array(await readFile(join(folder, path)));
    } catch {
      throw new StartError('missing-image', path);
    }
  },
});

interface GuestLabOptions {
  readonly guest?: string;
  readonly folder?: string;
  readonly snapshot?: Snapshot | null;
  readonly onStep?: OnStep;
}

let wasm: Promise<WebAssembly.Module> | null = null;

async function compiled(): Promise<WebAssembly.Module> {
  const path = fileURLToPath(new URL('../node_modules/v86/build/v86.wasm', import.meta.url));
  return WebAssembly.compile(await readFile(path));
}

/** A lab over a real guest. Throws StartError, SnapshotError. */
export function guestLab(scene: string, { guest = 'a', folder = guestFolder(), snapshot = null, onStep }: GuestLabOptions = {}): Promise<V86Lab> {
  const files = filesIn(folder);
  return V86Lab.create({
    files, startMachine: (options) => EmulatedMachine.start(files, options), guest, scene, snapshot, keepsScenes: true, nowMs: () => Date.now(),
    wasm: () => (wasm ??= compiled()),
    onFault: (error) => { throw error; },
    ...(onStep === undefined ? {} : { onStep }),
  });
}
