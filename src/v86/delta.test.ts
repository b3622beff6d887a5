import { expect, it } from 'vitest';
import { deflated, deltaOf, indexBlocks, inflated, withDelta } from './delta.ts';

/** A state as v86 writes it: head, description, buffers. */
function state(...buffers: readonly Uint8Array[]): Uint8Array {
  let offset = 0;
  const infos = buffers.map((buffer) => {
    const info = { offset, length: buffer.length };
    offset += (buffer.length + 3) & ~3;
    return info;
  });
  const info = new TextEncoder().encode(JSON.stringify({ buffer_infos: infos, state: [] }));
  const first = (16 + info.length + 3) & ~3;
  const raw = new Uint8Array(first + offset);
  new DataView(raw.buffer).setInt32(12, info.length, true);
  raw.set(info, 16);
  for (const [index, buffer] of buffers.entries()) raw.set(buffer, first + (infos[index]?.offset ?? 0));
  return raw;
}

/** Bytes that no two pages share. */
const pages = (count: number, seed: number): Uint8Array => {
  let value = seed;
  return Uint8Array.from({ length: count * 4096 }, () => (value = (Math.imul(value, 1_103_515_245) + 12_345) >>> 0) >>> 24);
};

it('keeps only pages that the scene has not, wherever they lie, and gives back the same bytes', async () => {
  const memory = pages(64, 1);
  const base = state(memory, Uint8Array.from([1, 2, 3]));
  const changed = new Uint8Array(65 * 4096);
  changed.set(memory, 4096);
  changed.set(pages(1, 7), 10 * 4096);
  const now = state(Uint8Array.from([9]), changed, Uint8Array.from([1, 2, 4]));
  const delta = await deltaOf(now, await indexBlocks(base));
  const packed = await deflated(delta);
  expect(packed.length).toBeLessThan(3 * 4096);
  expect(withDelta(delta, base)).toEqual(now);
  expect(await inflated(packed)).toEqual(delta);
});
