// Time-based one-time passwords (RFC 6238): SHA-1, six digits, thirty seconds.
import { sha1 } from '../../../host/digest.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The bytes that a base32 text (RFC 4648) stands for; null where a letter is none of it. */
export function fromBase32(text: string): Uint8Array | null {
  const bare = text.replace(/=+$/, '');
  if (!/^[A-Z2-7]*$/.test(bare)) return null;
  const bits = [...bare].map((letter) => ALPHABET.indexOf(letter).toString(2).padStart(5, '0')).join('');
  return Uint8Array.from(bits.match(/.{8}/g) ?? [], (byte) => Number.parseInt(byte, 2));
}

/** The passcode of the thirty seconds that are the `step`th since the epoch. */
export function totp(secret: Uint8Array, step: number): string {
  const counter = new Uint8Array(8);
  new DataView(counter.buffer).setUint32(4, step);
  const digest = hmacSha1(secret, counter);
  const at = (digest[19] ?? 0) & 15;
  const number = new DataView(digest.buffer).getUint32(at) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}

function hmacSha1(secret: Uint8Array, message: Uint8Array): Uint8Array {
  const key = new Uint8Array(64);
  key.set(secret.length > 64 ? bytes(sha1(secret)) : secret);
  const inner = bytes(sha1(joined(key.map((byte) => byte ^ 0x36), message)));
  return bytes(sha1(joined(key.map((byte) => byte ^ 0x5c), inner)));
}

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
const joined = (a: Uint8Array, b: Uint8Array): Uint8Array => Uint8Array.from([...a, ...b]);
