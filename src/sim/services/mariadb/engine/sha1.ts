import { toBytes } from '../../../../base/bytes.ts';

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

/** SHA-1 of bytes (FIPS 180-4). */
export function sha1(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 4, bytes.length << 3);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  for (let block = 0; block < padded.length; block += 64) mixBlock(view, block, state);
  const digest = new DataView(new ArrayBuffer(20));
  state.forEach((word, index) => digest.setUint32(index * 4, word));
  return new Uint8Array(digest.buffer);
}

function mixBlock(view: DataView, block: number, state: number[]): void {
  const words: number[] = [];
  for (let index = 0; index < 16; index += 1) words.push(view.getInt32(block + index * 4));
  for (let index = 16; index < 80; index += 1) {
    words.push(rotate((words[index - 3] ?? 0) ^ (words[index - 8] ?? 0) ^ (words[index - 14] ?? 0) ^ (words[index - 16] ?? 0), 1));
  }
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state;
  words.forEach((word, index) => {
    const [mixed, constant] = index < 20 ? [(b & c) | (~b & d), 0x5a827999] : index < 40 ? [b ^ c ^ d, 0x6ed9eba1]
      : index < 60 ? [(b & c) | (b & d) | (c & d), 0x8f1bbcdc] : [b ^ c ^ d, 0xca62c1d6];
    const next = (rotate(a, 5) + mixed + e + constant + word) | 0;
    [a, b, c, d, e] = [next, a, rotate(b, 30), c, d];
  });
  [a, b, c, d, e].forEach((word, index) => { state[index] = ((state[index] ?? 0) + word) | 0; });
}

export const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** PASSWORD(): `*` and SHA1(SHA1(password)) in capitals; '' stays ''. */
export const passwordHash = (password: string): string =>
  password === '' ? '' : `*${hex(sha1(sha1(toBytes(password)))).toUpperCase()}`;
