// A machine's state as what differs from the scene it began with: most pages of memory are still the same.
//
// v86 writes a state as a head of 16 bytes, a description in JSON, then buffers one after the other (v86's state.js). The
// memory is one of these buffers, page after page, so that equal pages are equal blocks counted from the buffer's start.
import { joined } from './files.ts';

const BLOCK = 4096;
const HEAD = 16;
const LITERAL = -1;
/** After so many blocks others have their turn. */
const BREATH = 1024;

interface Layout {
  /** Where blocks begin and end: the head and the description are one, each buffer is cut into several. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A state's blocks, found by their content. */
export interface BlockIndex {
  readonly bySum: ReadonlyMap<number, number>;
  readonly count: number;
}

function layoutOf(raw: Uint8Array): Layout {
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const infoLength = view.getInt32(12, true);
  const info = JSON.parse(new TextDecoder().decode(raw.subarray(HEAD, HEAD + infoLength))) as { buffer_infos: { offset: number; length: number }[] };
  const first = (HEAD + infoLength + 3) & ~3;
  const starts: number[] = [0];
  const ends: number[] = [first];
  for (const { offset, length } of info.buffer_infos) {
    for (let at = 0; at < length; at += BLOCK) {
      starts.push(first + offset + at);
      ends.push(first + offset + Math.min(length, at + BLOCK));
    }
  }
  return { starts: Int32Array.from(starts), ends: Int32Array.from(ends) };
}

/** Lets others have their turn. */
export type Breath = () => Promise<void>;

export const breath: Breath = () => new Promise((resolve) => { setTimeout(resolve, 0); });

/** A number of 53 bits for a block's content: two sums, mixed word by word. */
function sumOf(raw: Uint8Array, start: number, end: number): number {
  let first = (end - start) | 0;
  let second = 0x9e3779b9 | 0;
  // v86 begins each buffer on a word's border.
  for (const word of new Int32Array(raw.buffer, raw.byteOffset + start, (end - start) >> 2)) {
    first = Math.imul(first ^ word, 0x85ebca6b);
    first ^= first >>> 15;
    second = Math.imul(second + word, 0xc2b2ae35);
    second ^= second >>> 13;
  }
  return (first >>> 0) * 0x200000 + ((second >>> 0) & 0x1fffff);
}

/** Learns a scene's blocks, so that its bytes need not be kept. */
export async function indexBlocks(raw: Uint8Array): Promise<BlockIndex> {
  const { starts, ends } = layoutOf(raw);
  const bySum = new Map<number, number>();
  for (const [index, start] of starts.entries()) {
    const end = ends[index] ?? start;
    if (end - start === BLOCK) bySum.set(sumOf(raw, start, end), index);
    if (index % BREATH === 0) await breath();
  }
  return { bySum, count: starts.length };
}

/** What of `raw` is not in the scene; whoever has more important work for the thread says so by `pause`. */
export async function deltaOf(raw: Uint8Array, base: BlockIndex, pause: Breath = breath): Promise<Uint8Array> {
  const { starts, ends } = layoutOf(raw);
  const references = new Int32Array(starts.length);
  const literals: Uint8Array[] = [];
  for (const [index, start] of starts.entries()) {
    const end = ends[index] ?? start;
    const known = end - start === BLOCK ? base.bySum.get(sumOf(raw, start, end)) : undefined;
    references[index] = known ?? LITERAL;
    if (known === undefined) literals.push(raw.subarray(start, end));
    if (index % BREATH === 0) await pause();
  }
  const head = Int32Array.from([raw.length, starts.length]);
  const parts = [bytesOf(head), bytesOf(references), bytesOf(starts), bytesOf(ends), ...literals];
  return joined(parts, parts.reduce((sum, part) => sum + part.length, 0));
}

/** The state again, from its scene's. Throws a RangeError when the bytes are damaged. */
export function withDelta(bytes: Uint8Array, base: Uint8Array): Uint8Array {
  const [length = 0, count = 0] = new Int32Array(bytes.slice(0, 8).buffer);
  const table = (number: number): Int32Array => new Int32Array(bytes.slice(8 + number * count * 4, 8 + (number + 1) * count * 4).buffer);
  const [references, starts, ends] = [table(0), table(1), table(2)];
  const old = layoutOf(base);
  const raw = new Uint8Array(length);
  let at = 8 + 3 * count * 4;
  for (let index = 0; index < count; index += 1) {
    const [start = 0, end = 0, reference = LITERAL] = [starts[index], ends[index], references[index]];
    if (reference !== LITERAL) raw.set(base.subarray(old.starts[reference], old.ends[reference]), start);
    else {
      raw.set(bytes.subarray(at, at + end - start), start);
      at += end - start;
    }
  }
  return raw;
}

const bytesOf = (numbers: Int32Array): Uint8Array => new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);

/** The same in fewer bytes. */
export const deflated = (bytes: Uint8Array, pause: Breath = breath): Promise<Uint8Array> => squeezed(bytes, new CompressionStream('deflate-raw'), pause);

/** What was deflated. */
export const inflated = (bytes: Uint8Array): Promise<Uint8Array> => squeezed(bytes, new DecompressionStream('deflate-raw'), breath);

/** A stream takes what it is given in one go: it gets little at a time. */
const SIP = 1 << 18;

async function squeezed(bytes: Uint8Array, stream: CompressionStream | DecompressionStream, pause: Breath): Promise<Uint8Array> {
  let at = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    async pull(controller) {
      await pause();
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at + SIP) as Uint8Array<ArrayBuffer>);
      else controller.close();
      at += SIP;
    },
  });
  return new Uint8Array(await new Response(body.pipeThrough(stream)).arrayBuffer());
}
