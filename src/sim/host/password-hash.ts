const ALPHABET = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const HASH_LENGTH = 86;

/** One of the 32-bit lanes that the hash is drawn from (FNV-1a, then mulberry32's finish). */
function lane(text: string, seed: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b1)) >>> 0;
  for (let index = 0; index < text.length; index += 1) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  hash = Math.imul(hash ^ (hash >>> 15), hash | 1);
  return (hash ^ (hash >>> 14)) >>> 0;
}

/**
 * A password as /etc/shadow keeps it. It looks like crypt(3)'s SHA-512 (`$6$salt$…`, 86 characters) but is NOT: a
 * cheap deterministic hash of our own, for simulated accounts only. Never use it for a real secret.
 */
export function hashPassword(password: string, salt: string): string {
  let hash = '';
  for (let index = 0; index < HASH_LENGTH; index += 1) hash += ALPHABET.charAt(lane(`${salt}$${password}`, index) & 63);
  return `$6$${salt}$${hash}`;
}

/** Whether `password` opens an account whose shadow field is `field`; locked (`!`, `*`) and foreign fields never match. */
export function checkPassword(password: string, field: string): boolean {
  if (field === '') return password === '';
  const salt = /^\$6\$([^$]*)\$/.exec(field)?.[1];
  return salt !== undefined && hashPassword(password, salt) === field;
}

/** A 16-character salt; `between` is the host's dice. */
export function makeSalt(dice: { between(low: number, high: number): number }): string {
  return Array.from({ length: 16 }, () => ALPHABET.charAt(dice.between(0, 63))).join('');
}
