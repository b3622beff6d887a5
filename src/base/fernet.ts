// Fernet (github.com/fernet/spec): AES-128-CBC and HMAC-SHA256 in URL-safe base64.
import { decryptCbc, encryptCbc } from './aes.ts';
import { fromBase64, toBase64 } from './base64.ts';
import { hmacSha256 } from './sha256.ts';

/** URL-safe base64 with padding. */
export const toUrlSafe = (bytes: Uint8Array): string => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_');

/** Its inverse; padding may lack. Null where a letter is none of the alphabet. */
export function fromUrlSafe(text: string): Uint8Array | null {
  const bare = text.replace(/=+$/, '');
  if (!/^[\w-]*$/.test(bare) || bare.length % 4 === 1) return null;
  return fromBase64(bare.replaceAll('-', '+').replaceAll('_', '/'));
}

/** The two halves of a key: for signing, for encrypting. Null when it is no key. */
export function splitKey(text: string): { readonly signing: Uint8Array; readonly encryption: Uint8Array } | null {
  const bytes = fromUrlSafe(text.trim());
  return bytes === null || bytes.length !== 32 ? null : { signing: bytes.subarray(0, 16), encryption: bytes.subarray(16) };
}

type Key = NonNullable<ReturnType<typeof splitKey>>;

/** A token around `plain`, made at `seconds` since the epoch with 16 random bytes `iv`; padded with `=`. */
export function encrypt(key: Key, iv: Uint8Array, seconds: number, plain: Uint8Array): string {
  const cipher = encryptCbc(key.encryption, iv, plain);
  const signed = new Uint8Array(1 + 8 + 16 + cipher.length);
  const view = new DataView(signed.buffer);
  view.setUint8(0, 0x80);
  view.setUint32(1, Math.floor(seconds / 0x100000000));
  view.setUint32(5, seconds >>> 0);
  signed.set(iv, 9);
  signed.set(cipher, 25);
  const all = new Uint8Array(signed.length + 32);
  all.set(signed);
  all.set(hmacSha256(key.signing, signed), signed.length);
  return toUrlSafe(all);
}

/** What is inside, and when it was made; null unless one of the keys made it. */
export function decrypt(keys: readonly Key[], token: string): { readonly plain: Uint8Array; readonly seconds: number } | null {
  const bytes = fromUrlSafe(token);
  if (bytes === null || bytes.length < 73 || bytes[0] !== 0x80) return null;
  const signed = bytes.subarray(0, bytes.length - 32);
  const signature = bytes.subarray(bytes.length - 32);
  const key = keys.find((each) => hmacSha256(each.signing, signed).every((byte, index) => byte === signature[index]));
  if (key === undefined) return null;
  const plain = decryptCbc(key.encryption, signed.subarray(9, 25), signed.subarray(25));
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return plain === null ? null : { plain, seconds: view.getUint32(1) * 0x100000000 + view.getUint32(5) };
}
