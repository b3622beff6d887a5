import { sha256 as sha256Bytes } from '../../base/sha256.ts';

/** MD5 (RFC 1321) and SHA-2 (FIPS 180-4) of bytes, as hexadecimal text: for md5sum and its kin, not for secrets. */
const rotate = (value: number, count: number): number => (value << count) | (value >>> (32 - count));

function padded(bytes: Uint8Array, isBigEndian: boolean): DataView {
  const length = Math.ceil((bytes.length + 9) / 64) * 64;
  const view = new DataView(new ArrayBuffer(length));
  for (const [index, byte] of bytes.entries()) view.setUint8(index, byte);
  view.setUint8(bytes.length, 0x80);
  const high = Math.floor(bytes.length / 0x20000000);
  view.setUint32(length - (isBigEndian ? 8 : 4), high, !isBigEndian);
  view.setUint32(length - (isBigEndian ? 4 : 8), (bytes.length << 3) >>> 0, !isBigEndian);
  return view;
}

const hex = (words: readonly number[], swaps: boolean): string => words.map((word) => {
  const text = (word >>> 0).toString(16).padStart(8, '0');
  return swaps ? (text.match(/../g) ?? []).reverse().join('') : text;
}).join('');

const MD5_SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];

export function md5(bytes: Uint8Array): string {
  const view = padded(bytes, false);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let at = 0; at < view.byteLength; at += 64) {
    let [a = 0, b = 0, c = 0, d = 0] = state;
    for (let step = 0; step < 64; step += 1) {
      const round = step >> 4;
      const mix = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] ?? 0;
      const word = [step, 5 * step + 1, 3 * step + 5, 7 * step][round] ?? 0;
      const sum = a + mix + Math.floor(Math.abs(Math.sin(step + 1)) * 4294967296) + view.getUint32(at + (word % 16) * 4, true);
      [a, d, c, b] = [d, c, b, (b + rotate(sum | 0, MD5_SHIFTS[round * 4 + (step % 4)] ?? 0)) | 0];
    }
    for (const [index, value] of [a, b, c, d].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
  }
  return hex(state, true);
}

export function sha1(bytes: Uint8Array): string {
  const view = padded(bytes, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let at = 0; at < view.byteLength; at += 64) {
    const words: number[] = [];
    for (let step = 0; step < 80; step += 1) {
      words.push(step < 16 ? view.getInt32(at + step * 4) : rotate((words[step - 3] ?? 0) ^ (words[step - 8] ?? 0) ^ (words[step - 14] ?? 0) ^ (words[step - 16] ?? 0), 1));
    }
    let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
    for (const [step, word] of words.entries()) {
      const [mix, constant] = step < 20 ? [(b & c) | (~b & d), 0x5a827999] : step < 40 ? [b ^ c ^ d, 0x6ed9eba1] : step < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6];
      [a, b, c, d, e] = [(rotate(a, 5) + mix + e + constant + word) | 0, a, rotate(b, 30), c, d];
    }
    for (const [index, value] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + value) | 0;
  }
  return hex(state, false);
}

/** The first `count` primes: SHA-2's constants are the fractions of their roots. */
function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  return found;
}

/** The first `bits` bits of the fraction of a prime's square or cube root. */
function rootBits(prime: number, degree: 2 | 3, bits: number): bigint {
  const scaled = BigInt(prime) << BigInt(bits * degree);
  let [low, high] = [0n, 1n << BigInt(bits + 10)];
  while (low < high - 1n) {
    const middle = (low + high) >> 1n;
    if (middle ** BigInt(degree) <= scaled) low = middle;
    else high = middle;
  }
  return low & ((1n << BigInt(bits)) - 1n);
}

export const sha256 = (bytes: Uint8Array): string => [...sha256Bytes(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export function sha512(bytes: Uint8Array): string {
  const mask = (1n << 64n) - 1n;
  const length = Math.ceil((bytes.length + 17) / 128) * 128;
  const view = new DataView(new ArrayBuffer(length));
  for (const [index, byte] of bytes.entries()) view.setUint8(index, byte);
  view.setUint8(bytes.length, 0x80);
  view.setBigUint64(length - 8, BigInt(bytes.length) * 8n);
  const turn = (value: bigint, count: bigint): bigint => ((value >> count) | (value << (64n - count))) & mask;
  const constants = primes(80).map((prime) => rootBits(prime, 3, 64));
  const state = primes(8).map((prime) => rootBits(prime, 2, 64));
  for (let at = 0; at < length; at += 128) {
    const words: bigint[] = [];
    for (let step = 0; step < 80; step += 1) {
      const [x, y] = [words[step - 15] ?? 0n, words[step - 2] ?? 0n];
      const s0 = turn(x, 1n) ^ turn(x, 8n) ^ (x >> 7n);
      const s1 = turn(y, 19n) ^ turn(y, 61n) ^ (y >> 6n);
      words.push(step < 16 ? view.getBigUint64(at + step * 8) : ((words[step - 16] ?? 0n) + s0 + (words[step - 7] ?? 0n) + s1) & mask);
    }
    let [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n, g = 0n, h = 0n] = state;
    for (const [step, word] of words.entries()) {
      const first = h + (turn(e, 14n) ^ turn(e, 18n) ^ turn(e, 41n)) + ((e & f) ^ (~e & mask & g)) + (constants[step] ?? 0n) + word;
      const second = (turn(a, 28n) ^ turn(a, 34n) ^ turn(a, 39n)) + ((a & b) ^ (a & c) ^ (b & c));
      [a, b, c, d, e, f, g, h] = [(first + second) & mask, a, b, c, (d + first) & mask, e, f, g];
    }
    for (const [index, value] of [a, b, c, d, e, f, g, h].entries()) state[index] = ((state[index] ?? 0n) + value) & mask;
  }
  return state.map((value) => value.toString(16).padStart(16, '0')).join('');
}
