const SHIFTS = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const CONSTANTS = Array.from({ length: 64 }, (_, index) => Math.floor(Math.abs(Math.sin(index + 1)) * 4294967296) | 0);

/** MD5 of bytes (RFC 1321). */
export function md5(bytes: Uint8Array): Uint8Array {
  const padded = new Uint8Array((((bytes.length + 8) >> 6) + 1) << 6);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, bytes.length << 3, true);
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < padded.length; block += 64) mix(view, block, state);
  const digest = new DataView(new ArrayBuffer(16));
  state.forEach((word, index) => digest.setUint32(index * 4, word, true));
  return new Uint8Array(digest.buffer);
}

function mix(view: DataView, block: number, state: number[]): void {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  for (let index = 0; index < 64; index += 1) {
    const round = index >> 4;
    const [mixed, word] = round === 0 ? [(b & c) | (~b & d), index] : round === 1 ? [(d & b) | (~d & c), (5 * index + 1) % 16]
      : round === 2 ? [b ^ c ^ d, (3 * index + 5) % 16] : [c ^ (b | ~d), (7 * index) % 16];
    const sum = (a + mixed + (CONSTANTS[index] ?? 0) + view.getInt32(block + word * 4, true)) | 0;
    const shift = SHIFTS[round * 4 + (index % 4)] ?? 0;
    [a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0];
  }
  [a, b, c, d].forEach((word, index) => { state[index] = ((state[index] ?? 0) + word) | 0; });
}
