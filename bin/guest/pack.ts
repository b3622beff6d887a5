// Packs what the page fetches. Knows nothing of what it is.
import { createHash } from 'node:crypto';
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Runner } from './shell.ts';

/** How hard to try, and how far back equal bytes are found: memory repeats itself, and the hosts of a scene are much alike. */
const PACKING = { state: ['--ultra', '-22', '--long=27'], scene: ['-12', '--long=27'] } as const;

export interface Packed {
  readonly bytes: number;
  readonly rawBytes: number;
  /** Of the bytes before they were packed. */
  readonly hash: string;
}

/** Writes bytes to `file`, zstd-compressed; the file is whole whenever it is there. */
export async function pack(raw: Uint8Array, file: string, how: keyof typeof PACKING, { run }: Runner): Promise<Packed> {
  const plain = `${file}.new`;
  writeFileSync(plain, raw);
  await run('zstd', ['-q', '-f', ...PACKING[how], '-T0', plain, '-o', `${plain}.zst`]);
  rmSync(plain);
  renameSync(`${plain}.zst`, file);
  return { bytes: statSync(file).size, rawBytes: raw.length, hash: createHash('sha256').update(raw).digest('hex') };
}
