const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** RFC 4648. */
export function toBase64(bytes: Uint8Array): string {
  let out = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b, c] = [bytes[at], bytes[at + 1], bytes[at + 2]];
    out += ALPHABET.charAt(a >> 2) + ALPHABET.charAt(((a & 3) << 4) | ((b ?? 0) >> 4));
    out += b === undefined ? '==' : ALPHABET.charAt(((b & 15) << 2) | ((c ?? 0) >> 6)) + (c === undefined ? '=' : ALPHABET.charAt(c & 63));
  }
  return out;
}

/** The bytes that a base64 text stands for; letters outside the alphabet are skipped. */
export function fromBase64(text: string): Uint8Array {
  const out: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of text) {
    const value = ALPHABET.indexOf(letter);
    if (value === -1) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out.push((held >> bits) & 0xff);
    }
  }
  return Uint8Array.from(out);
}

/** The same, but null where a letter or the length is wrong. */
export function fromStrictBase64(text: string): Uint8Array | null {
  const isGood = text.length % 4 === 0 && /^[A-Za-z0-9+/]*=*$/.test(text);
  return isGood ? fromBase64(text) : null;
}
