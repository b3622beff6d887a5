import { fromBase64, toBase64 } from '../../base/base64.ts';
import { toBytes } from '../../base/bytes.ts';
import { sha256 } from '../../base/sha256.ts';
import type { Dice } from '../time/dice.ts';
import { checkPassword, hashPassword } from './password-hash.ts';

export type KeyType = 'rsa' | 'ecdsa' | 'ed25519';

interface Kind {
  readonly name: string;
  readonly prefix: string;
  readonly length: (bits: number) => number;
  readonly bits: number;
  readonly label: string;
}

/** Names, the constant start of the public blob, and its length in base64 letters. */
const KINDS: Readonly<Record<KeyType, Kind>> = {
  rsa: { name: 'ssh-rsa', prefix: 'AAAAB3NzaC1yc2EAAAADAQABAAAB', length: (bits) => Math.ceil((bits / 8 + 23) / 3) * 4, bits: 3072, label: 'RSA' },
  ecdsa: { name: 'ecdsa-sha2-nistp256', prefix: 'AAAAE2VjZHNhLXNoYTItbmlzdHAyNTYAAAAIbmlzdHAyNTYAAABB', length: () => 140, bits: 256, label: 'ECDSA' },
  ed25519: { name: 'ssh-ed25519', prefix: 'AAAAC3NzaC1lZDI1NTE5AAAAI', length: () => 68, bits: 256, label: 'ED25519' },
};

export const isKeyType = (text: string): text is KeyType => text === 'rsa' || text === 'ecdsa' || text === 'ed25519';

export const defaultBits = (type: KeyType): number => KINDS[type].bits;
/** `RSA`, `ED25519` … */
export const keyLabel = (type: KeyType): string => KINDS[type].label;

export interface KeyPair {
  readonly type: KeyType;
  readonly bits: number;
  /** `ssh-rsa AAAA… comment`. */
  readonly publicLine: string;
  /** The private file's text. */
  readonly privateText: string;
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/**
 * A key pair of the simulated world. It looks like OpenSSH's but holds no mathematics: who can read the private file
 * has the key, since the file holds the public part too. Never use one outside.
 */
export function makeKeyPair(dice: Dice, type: KeyType, bits: number, comment: string, passphrase: string): KeyPair {
  const kind = KINDS[type];
  let blob = kind.prefix;
  while (blob.length < kind.length(bits)) blob += LETTERS.charAt(dice.between(0, 63));
  const lock = passphrase === '' ? '' : hashPassword(passphrase, dice.hex(16));
  const body = toBase64(toBytes(`openssh-key-v1\0${type}\0${bits}\0${blob}\0${comment}\0${lock}`));
  const lines = body.match(/.{1,70}/g) ?? [];
  return {
    type, bits, publicLine: `${kind.name} ${blob} ${comment}`,
    privateText: `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`,
  };
}

export interface PrivateKey {
  readonly type: KeyType;
  readonly bits: number;
  readonly publicLine: string;
  readonly needsPassphrase: boolean;
  opens(passphrase: string): boolean;
}

/** Reads a private file; null when it is none of ours. */
export function readPrivateKey(text: string): PrivateKey | null {
  const body = /-----BEGIN OPENSSH PRIVATE KEY-----\n([\s\S]*?)-----END/.exec(text)?.[1];
  if (body === undefined) return null;
  const plain = [...fromBase64(body)].map((byte) => String.fromCharCode(byte)).join('');
  const [magic, type = '', bits = '', blob = '', comment = '', lock = ''] = plain.split('\0');
  if (magic !== 'openssh-key-v1' || !isKeyType(type)) return null;
  return {
    type, bits: Number(bits), publicLine: `${KINDS[type].name} ${blob} ${comment}`, needsPassphrase: lock !== '',
    opens: (passphrase) => lock === '' || checkPassword(passphrase, lock),
  };
}

/** Type and blob of a public line (with or without options before it), or null. */
export function readPublicLine(line: string): { type: KeyType; blob: string; comment: string } | null {
  const words = line.trim().split(/\s+/);
  const at = words.findIndex((word) => Object.values(KINDS).some(({ name }) => name === word));
  const found = (Object.entries(KINDS) as [KeyType, Kind][]).find(([, { name }]) => name === words[at]);
  const blob = words[at + 1];
  if (found === undefined || blob === undefined) return null;
  return { type: found[0], blob, comment: words.slice(at + 2).join(' ') };
}

/** `SHA256:…` of a public blob. */
export const fingerprint = (blob: string): string => `SHA256:${toBase64(sha256(fromBase64(blob))).replace(/=+$/, '')}`;

const ART = ' .o+=*BOX@%&#/^SE';

/** The picture of a fingerprint (the walk of the drunken bishop). */
export function randomArt(blob: string, type: KeyType, bits: number): string {
  const field = Array.from({ length: 9 }, () => new Array<number>(17).fill(0));
  let [x, y] = [8, 4];
  for (const byte of sha256(fromBase64(blob))) {
    for (let pair = 0; pair < 4; pair += 1) {
      const step = (byte >> (pair * 2)) & 3;
      x = Math.min(16, Math.max(0, x + ((step & 1) === 0 ? -1 : 1)));
      y = Math.min(8, Math.max(0, y + ((step & 2) === 0 ? -1 : 1)));
      const row = field[y] as number[];
      row[x] = Math.min(ART.length - 3, (row[x] ?? 0) + 1);
    }
  }
  (field[4] as number[])[8] = ART.length - 2;
  (field[y] as number[])[x] = ART.length - 1;
  const edge = (text: string): string => {
    const label = `[${text}]`;
    const left = Math.floor((17 - label.length) / 2);
    return `+${'-'.repeat(left)}${label}${'-'.repeat(17 - label.length - left)}+`;
  };
  const rows = field.map((row) => `|${row.map((value) => ART.charAt(value)).join('')}|`);
  return [edge(`${KINDS[type].label} ${bits}`), ...rows, edge('SHA256')].join('\n');
}
