// AES-128 in CBC mode (FIPS 197, SP 800-38A) with PKCS #7 padding, as the Fernet format wants it.

const SBOX = new Uint8Array(256);
const INVERSE = new Uint8Array(256);
/** Multiplication by 2 in AES's field. */
const double = (byte: number): number => ((byte << 1) ^ (byte & 0x80 ? 0x11b : 0)) & 0xff;

for (let p = 1, q = 1, index = 0; index < 255; index += 1) {
  p ^= double(p);
  q ^= q << 1;
  q ^= q << 2;
  q ^= q << 4;
  q &= 0xff;
  if (q & 0x80) q ^= 0x09;
  const turned = q ^ ((q << 1) | (q >> 7)) ^ ((q << 2) | (q >> 6)) ^ ((q << 3) | (q >> 5)) ^ ((q << 4) | (q >> 4));
  SBOX[p] = (turned ^ 0x63) & 0xff;
}
SBOX[0] = 0x63;
SBOX.forEach((value, index) => { INVERSE[value] = index; });

const ROUNDS = 10;
const at = (bytes: Uint8Array, index: number): number => bytes[index] ?? 0;

function expand(key: Uint8Array): Uint8Array {
  const words = new Uint8Array(16 * (ROUNDS + 1));
  words.set(key);
  let constant = 1;
  for (let index = 16; index < words.length; index += 4) {
    let last = [at(words, index - 4), at(words, index - 3), at(words, index - 2), at(words, index - 1)];
    if (index % 16 === 0) {
      last = [last[1], last[2], last[3], last[0]].map((byte) => at(SBOX, byte ?? 0));
      last[0] = (last[0] ?? 0) ^ constant;
      constant = double(constant);
    }
    for (let byte = 0; byte < 4; byte += 1) words[index + byte] = at(words, index - 16 + byte) ^ (last[byte] ?? 0);
  }
  return words;
}

const addKey = (block: Uint8Array, keys: Uint8Array, round: number): void => {
  for (let index = 0; index < 16; index += 1) block[index] = at(block, index) ^ at(keys, round * 16 + index);
};

/** SubBytes and ShiftRows: row r moves by r columns, to the left or back. */
function shift(block: Uint8Array, table: Uint8Array, by: 1 | -1): void {
  const old = block.slice();
  for (let index = 0; index < 16; index += 1) block[index] = at(table, at(old, (index + by * 4 * (index % 4) + 16) % 16));
}

function mix(block: Uint8Array): void {
  for (let column = 0; column < 16; column += 4) {
    const [a, b, c, d] = [at(block, column), at(block, column + 1), at(block, column + 2), at(block, column + 3)];
    const all = a ^ b ^ c ^ d;
    block[column] = a ^ all ^ double(a ^ b);
    block[column + 1] = b ^ all ^ double(b ^ c);
    block[column + 2] = c ^ all ^ double(c ^ d);
    block[column + 3] = d ^ all ^ double(d ^ a);
  }
}

/** The inverse is the same after each pair was moved by 4 times its sum. */
function unmix(block: Uint8Array): void {
  for (let column = 0; column < 16; column += 4) {
    const even = double(double(at(block, column) ^ at(block, column + 2)));
    const odd = double(double(at(block, column + 1) ^ at(block, column + 3)));
    for (let byte = 0; byte < 4; byte += 1) block[column + byte] = at(block, column + byte) ^ (byte % 2 === 0 ? even : odd);
  }
  mix(block);
}

function encryptBlock(block: Uint8Array, keys: Uint8Array): void {
  addKey(block, keys, 0);
  for (let round = 1; round <= ROUNDS; round += 1) {
    shift(block, SBOX, 1);
    if (round < ROUNDS) mix(block);
    addKey(block, keys, round);
  }
}

function decryptBlock(block: Uint8Array, keys: Uint8Array): void {
  for (let round = ROUNDS; round >= 1; round -= 1) {
    addKey(block, keys, round);
    if (round < ROUNDS) unmix(block);
    shift(block, INVERSE, -1);
  }
  addKey(block, keys, 0);
}

/** Pads and encrypts; `key` and `iv` have 16 bytes. */
export function encryptCbc(key: Uint8Array, iv: Uint8Array, plain: Uint8Array): Uint8Array {
  const keys = expand(key);
  const padding = 16 - (plain.length % 16);
  const out = new Uint8Array(plain.length + padding).fill(padding);
  out.set(plain);
  let before = iv;
  for (let start = 0; start < out.length; start += 16) {
    const block = out.subarray(start, start + 16);
    for (let index = 0; index < 16; index += 1) block[index] = at(block, index) ^ at(before, index);
    encryptBlock(block, keys);
    before = block;
  }
  return out;
}

/** Decrypts and takes the padding off; null where length or padding are wrong. */
export function decryptCbc(key: Uint8Array, iv: Uint8Array, cipher: Uint8Array): Uint8Array | null {
  if (cipher.length === 0 || cipher.length % 16 !== 0) return null;
  const keys = expand(key);
  const out = cipher.slice();
  for (let start = 0; start < out.length; start += 16) {
    const before = start === 0 ? iv : cipher.subarray(start - 16, start);
    const block = out.subarray(start, start + 16);
    decryptBlock(block, keys);
    for (let index = 0; index < 16; index += 1) block[index] = at(block, index) ^ at(before, index);
  }
  const padding = at(out, out.length - 1);
  const isGood = padding >= 1 && padding <= 16 && out.subarray(out.length - padding).every((byte) => byte === padding);
  return isGood ? out.subarray(0, out.length - padding) : null;
}
