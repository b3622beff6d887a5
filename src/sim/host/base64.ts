const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Bytes in base64 (RFC 4648), in one line. */
export function base64(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3);
    const word = (a << 16) | (b << 8) | c;
    const signs = [18, 12, 6, 0].map((shift) => ALPHABET.charAt((word >> shift) & 63)).join('');
    const count = Math.min(3, bytes.length - at);
    text += signs.slice(0, count + 1).padEnd(4, '=');
  }
  return text;
}

/** The bytes of base64 text; null where a sign or the length is wrong. */
export function fromBase64(text: string): Uint8Array | null {
  const plain = text.replace(/=+$/, '');
  if (text.length % 4 !== 0 || /[^A-Za-z0-9+/]/.test(plain)) return null;
  const bytes: number[] = [];
  let bits = 0;
  let word = 0;
  for (const sign of plain) {
    word = ((word << 6) | ALPHABET.indexOf(sign)) & 0xffffff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((word >> bits) & 255);
  }
  return Uint8Array.from(bytes);
}
