import type { GuestFiles } from './files.ts';
import type { DiskFiles } from './manifest.ts';
import type { Unzstd } from './zstd.ts';

const BLOCK = 4096;
/** v86's own disks keep what was written in pieces of this size; states made with one are understood too. */
const SECTOR = 256;
/** Parts kept in memory: 16 MB of 256 KiB each. */
const KEPT_PARTS = 64;

type Done = (bytes: Uint8Array) => void;

interface Options {
  readonly files: GuestFiles;
  readonly image: DiskFiles;
  readonly unzstd: Unzstd;
  /** A part could not be had even after tries: the machine waits until `retry`. */
  readonly onFault: (error: unknown) => void;
}

/**
 * A hard disk whose content comes in parts when first read, and whose changes stay in memory. Has the shape that v86
 * asks of a disk (get, set, load …).
 */
export class Disk {
  readonly byteLength: number;
  onload: (() => void) | undefined = undefined;
  onprogress: undefined = undefined;
  readonly #options: Options;
  readonly #zeros: ReadonlySet<number>;
  readonly #parts = new Map<number, Promise<Uint8Array>>();
  #written = new Map<number, Uint8Array>();
  /** Changes that came with a state in v86's own form; under `#written`. */
  #sectors = new Map<number, Uint8Array>();
  #stuck: (() => void)[] = [];

  constructor(options: Options) {
    this.#options = options;
    this.byteLength = options.image.bytes;
    this.#zeros = new Set(options.image.zeros ?? []);
  }

  load(): void {
    this.onload?.();
  }

  get(start: number, length: number, done: Done): void {
    void this.#read(start, length).then(done);
  }

  get_and_cache(start: number, length: number, done: Done): void {
    this.get(start, length, done);
  }

  /** Nothing can be had at once: v86 then asks by `get`. */
  get_from_cache(): undefined {
    return undefined;
  }

  get_buffer(done: (buffer?: ArrayBuffer) => void): void {
    done();
  }

  set(start: number, data: Uint8Array, done: () => void): void {
    // A copy: v86 uses its buffer again, and a block's beginning may have to be fetched first.
    void this.#write(start, data.slice()).then(done);
  }

  /** Fetches again what could not be fetched. */
  retry(): void {
    for (const again of this.#stuck.splice(0)) again();
  }

  async #read(start: number, length: number): Promise<Uint8Array> {
    const result = new Uint8Array(length);
    const end = start + length;
    for (let at = start; at < end;) {
      const index = Math.floor(at / BLOCK);
      const until = Math.min(end, (index + 1) * BLOCK);
      const written = this.#written.get(index);
      if (written !== undefined) result.set(written.subarray(at - index * BLOCK, until - index * BLOCK), at - start);
      else {
        result.set(await this.#original(at, until), at - start);
        this.#overlay(result.subarray(at - start, until - start), at);
      }
      at = until;
    }
    return result;
  }

  /** Puts sectors that came with a state over bytes that begin at `start`; both lie on sectors' borders. */
  #overlay(bytes: Uint8Array, start: number): void {
    if (this.#sectors.size === 0) return;
    for (let at = 0; at < bytes.length; at += SECTOR) {
      const sector = this.#sectors.get((start + at) / SECTOR);
      if (sector !== undefined) bytes.set(sector, at);
    }
  }

  /** Bytes as the image has them; never across a part's end. */
  async #original(start: number, end: number): Promise<Uint8Array> {
    const { partBytes } = this.#options.image;
    const index = Math.floor(start / partBytes);
    const part = await this.#part(index);
    return part.subarray(start - index * partBytes, end - index * partBytes);
  }

  #part(index: number): Promise<Uint8Array> {
    const { partBytes } = this.#options.image;
    if (this.#zeros.has(index)) return Promise.resolve(new Uint8Array(partBytes));
    const known = this.#parts.get(index);
    const part = known ?? this.#fetch(index);
    // The parts that were used last stay.
    this.#parts.delete(index);
    this.#parts.set(index, part);
    const [oldest] = this.#parts.keys();
    if (this.#parts.size > KEPT_PARTS && oldest !== undefined) this.#parts.delete(oldest);
    return part;
  }

  async #fetch(index: number): Promise<Uint8Array> {
    const { files, image, unzstd, onFault } = this.#options;
    for (;;) {
      try {
        const packed = await files.read(image.parts.replace('{index}', String(index)));
        return unzstd(packed, image.partBytes);
      } catch (error) {
        onFault(error);
        await new Promise<void>((resolve) => { this.#stuck.push(resolve); });
      }
    }
  }

  async #write(start: number, data: Uint8Array): Promise<void> {
    const end = start + data.length;
    for (let at = start; at < end;) {
      const index = Math.floor(at / BLOCK);
      const until = Math.min(end, (index + 1) * BLOCK);
      let block = this.#written.get(index);
      if (block === undefined) {
        const isWhole = at % BLOCK === 0 && until - at === BLOCK;
        const before = isWhole ? new Uint8Array(BLOCK) : await this.#read(index * BLOCK, BLOCK);
        // Another write may have come while the part was fetched.
        block = this.#written.get(index) ?? before;
        this.#written.set(index, block);
      }
      block.set(data.subarray(at - start, until - start), at - index * BLOCK);
      at = until;
    }
  }

  /** What was written, for a state: sectors in v86's own form, then numbers of blocks and their bytes. */
  get_state(): unknown[] {
    const numbers = [...this.#written.keys()].sort((a, b) => a - b);
    const bytes = new Uint8Array(numbers.length * BLOCK);
    for (const [index, number] of numbers.entries()) bytes.set(this.#written.get(number) ?? new Uint8Array(BLOCK), index * BLOCK);
    return [[...this.#sectors], Int32Array.from(numbers), bytes];
  }

  set_state(state: readonly unknown[]): void {
    const [sectors, numbers = new Int32Array(), bytes = new Uint8Array()] = state as [[number, Uint8Array][], Int32Array?, Uint8Array?];
    this.#sectors = new Map(sectors);
    this.#written = new Map([...numbers].map((number, index) => [number, bytes.slice(index * BLOCK, (index + 1) * BLOCK)]));
  }
}
