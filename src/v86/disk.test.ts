import { describe, expect, it } from 'vitest';
import { Disk } from './disk.ts';

const PART = 8192;
const image = { bytes: 4 * PART, partBytes: PART, parts: 'p/{index}', hash: 'h', zeros: [2] };

/** A disk whose part N is filled with N + 1; fails to fetch as often as `failures` says. */
function disk(failures = 0): { disk: Disk; read: string[]; faults: () => number } {
  const read: string[] = [];
  let [left, faults] = [failures, 0];
  const files = {
    read(path: string): Promise<Uint8Array> {
      read.push(path);
      if (left-- > 0) return Promise.reject(new Error('offline'));
      return Promise.resolve(new Uint8Array(PART).fill(Number(path.split('/')[1]) + 1));
    },
  };
  return { disk: new Disk({ files, image, unzstd: (bytes) => bytes, onFault: () => { faults += 1; } }), read, faults: () => faults };
}

const get = (from: Disk, start: number, length: number): Promise<Uint8Array> => new Promise((resolve) => { from.get(start, length, resolve); });
const set = (to: Disk, start: number, bytes: Uint8Array): Promise<void> => new Promise((resolve) => { to.set(start, bytes, resolve); });

describe('a disk in parts', () => {
  it('fetches a part when it is first read, and none of zeros', async () => {
    const { disk: sda, read } = disk();
    expect([...new Set(await get(sda, PART - 512, 1024))]).toEqual([1, 2]);
    expect([...new Set(await get(sda, 2 * PART, 512))]).toEqual([0]);
    await get(sda, 0, 512);
    expect(read).toEqual(['p/0', 'p/1']);
  });

  it('keeps what is written, in a state and from a state, also in v86\'s own form', async () => {
    const { disk: sda } = disk();
    await set(sda, 4096 + 512, new Uint8Array(512).fill(77));
    await set(sda, PART, new Uint8Array(4096).fill(88));
    const other = disk().disk;
    other.set_state(sda.get_state());
    expect([...new Set(await get(other, 4096, 1536))]).toEqual([1, 77]);
    expect([...new Set(await get(other, PART, 8192))]).toEqual([88, 2]);
    const old = disk().disk;
    old.set_state([[[3, new Uint8Array(256).fill(5)]]]);
    expect([...await get(old, 512, 768)].filter((byte) => byte === 5)).toHaveLength(256);
    await set(old, 512, new Uint8Array(256).fill(6));
    const again = disk().disk;
    again.set_state(old.get_state());
    expect([...new Set(await get(again, 512, 768))]).toEqual([6, 5, 1]);
  });

  it('waits when a part cannot be fetched, and goes on after a retry', async () => {
    const { disk: sda, faults } = disk(2);
    let bytes: Uint8Array | null = null;
    const reading = get(sda, 0, 512).then((found) => { bytes = found; });
    await expect.poll(faults).toBe(1);
    sda.retry();
    await expect.poll(faults).toBe(2);
    expect(bytes).toBeNull();
    sda.retry();
    await reading;
    expect(bytes).toEqual(new Uint8Array(512).fill(1));
  });
});
