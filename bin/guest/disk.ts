// Cuts a disk into the parts that the page loads one by one.
import { closeSync, fstatSync, mkdirSync, openSync, readSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Runner } from './shell.ts';

export const PART_BYTES = 256 * 1024;

export interface Parts {
  /** Of the disk's whole content. */
  readonly hash: string;
  /** Indexes of parts that hold only zeros and are not written. */
  readonly zeros: readonly number[];
  readonly compressedBytes: number;
}

/** Writes `folder`/INDEX.zst for each part of the disk that holds something. */
export async function cutDisk(disk: string, folder: string, { run }: Runner): Promise<Parts> {
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { recursive: true });
  const { hash, zeros, names } = writeParts(disk, fresh);
  // One process for all: to start one for each part would take longer than to compress it.
  for (let from = 0; from < names.length; from += 500) {
    await run('zstd', ['-q', '--rm', '-9', '--', ...names.slice(from, from + 500).map((name) => join(fresh, name))]);
  }
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return { hash, zeros, compressedBytes: readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0) };
}

function writeParts(disk: string, folder: string): { hash: string; zeros: number[]; names: string[] } {
  const file = openSync(disk, 'r');
  const hash = createHash('sha256');
  const zeros: number[] = [];
  const names: string[] = [];
  const part = Buffer.alloc(PART_BYTES);
  const empty = Buffer.alloc(PART_BYTES);
  for (let index = 0; index * PART_BYTES < fstatSync(file).size; index += 1) {
    part.fill(0);
    readSync(file, part, 0, PART_BYTES, index * PART_BYTES);
    hash.update(part);
    if (part.equals(empty)) zeros.push(index);
    else {
      names.push(String(index));
      writeFileSync(join(folder, String(index)), part);
    }
  }
  closeSync(file);
  return { hash: hash.digest('hex'), zeros, names };
}
