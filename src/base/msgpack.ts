// MessagePack (msgpack.org), as far as tokens need it: null, booleans, whole and floating numbers, text, bytes, arrays.
import { fromBytes, toBytes } from './bytes.ts';

export type Packed = null | boolean | number | string | Uint8Array | readonly Packed[];

/** A number that is written as a 64-bit float even when it is whole (Python's float). */
export interface Float {
  readonly float: number;
}

const isFloat = (value: unknown): value is Float => typeof value === 'object' && value !== null && 'float' in value;

/** The bytes of a value: what `Packed` has, Floats, and arrays of all of these. */
export function pack(value: unknown): Uint8Array {
  const out: number[] = [];
  put(out, value);
  return Uint8Array.from(out);
}

function put(out: number[], value: unknown): void {
  if (value === null) out.push(0xc0);
  else if (typeof value === 'boolean') out.push(value ? 0xc3 : 0xc2);
  else if (typeof value === 'number') putInteger(out, value);
  else if (isFloat(value)) {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value.float);
    out.push(0xcb, ...new Uint8Array(view.buffer));
  } else if (typeof value === 'string') {
    const bytes = toBytes(value);
    if (bytes.length < 32) out.push(0xa0 | bytes.length);
    else if (bytes.length < 256) out.push(0xd9, bytes.length);
    else out.push(0xda, bytes.length >> 8, bytes.length & 0xff);
    out.push(...bytes);
  } else if (value instanceof Uint8Array) {
    if (value.length < 256) out.push(0xc4, value.length);
    else out.push(0xc5, value.length >> 8, value.length & 0xff);
    out.push(...value);
  } else if (Array.isArray(value)) {
    if (value.length < 16) out.push(0x90 | value.length);
    else out.push(0xdc, value.length >> 8, value.length & 0xff);
    for (const item of value as readonly unknown[]) put(out, item);
  } else throw new TypeError(`cannot pack ${typeof value}`);
}

function putInteger(out: number[], value: number): void {
  if (value < 128) out.push(value);
  else if (value < 256) out.push(0xcc, value);
  else if (value < 65536) out.push(0xcd, value >> 8, value & 0xff);
  else out.push(0xce, (value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

/** The value that bytes stand for; null where they are none of ours. */
export function unpack(bytes: Uint8Array): { readonly value: Packed } | null {
  const reader = new Reader(bytes);
  try {
    const value = reader.next();
    return reader.isDone ? { value } : null;
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

class Reader {
  readonly #view: DataView;
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isDone(): boolean {
    return this.#at === this.#bytes.length;
  }

  next(): Packed {
    const lead = this.#unsigned(1);
    if (lead < 0x80) return lead;
    if (lead >= 0xa0 && lead < 0xc0) return fromBytes(this.#take(lead & 0x1f));
    if (lead >= 0x90 && lead < 0xa0) return this.#array(lead & 0x0f);
    switch (lead) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc4: return this.#take(this.#unsigned(1));
      case 0xc5: return this.#take(this.#unsigned(2));
      case 0xcb: return this.#float();
      case 0xcc: return this.#unsigned(1);
      case 0xcd: return this.#unsigned(2);
      case 0xce: return this.#unsigned(4);
      case 0xd9: return fromBytes(this.#take(this.#unsigned(1)));
      case 0xda: return fromBytes(this.#take(this.#unsigned(2)));
      case 0xdc: return this.#array(this.#unsigned(2));
      default: throw new RangeError(`lead byte ${lead}`);
    }
  }

  #array(length: number): Packed[] {
    return Array.from({ length }, () => this.next());
  }

  #float(): number {
    const value = this.#view.getFloat64(this.#at);
    this.#at += 8;
    return value;
  }

  #unsigned(size: 1 | 2 | 4): number {
    const value = size === 1 ? this.#view.getUint8(this.#at) : size === 2 ? this.#view.getUint16(this.#at) : this.#view.getUint32(this.#at);
    this.#at += size;
    return value;
  }

  #take(length: number): Uint8Array {
    if (this.#at + length > this.#bytes.length) throw new RangeError('too short');
    this.#at += length;
    return this.#bytes.slice(this.#at - length, this.#at);
  }
}
