import { expect, test } from 'vitest';
import { decryptCbc, encryptCbc } from './aes.ts';

const bytes = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
const hex = (all: Uint8Array): string => [...all].map((byte) => byte.toString(16).padStart(2, '0')).join('');

const KEY = bytes('2b7e151628aed2a6abf7158809cf4f3c');
const IV = bytes('000102030405060708090a0b0c0d0e0f');

test('the first two blocks of SP 800-38A, F.2.1', () => {
  const plain = bytes('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51');
  const cipher = encryptCbc(KEY, IV, plain);
  expect(hex(cipher.subarray(0, 32))).toBe('7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2');
  expect(hex(decryptCbc(KEY, IV, cipher) ?? new Uint8Array())).toBe(hex(plain));
});

test('another key finds no padding', () => {
  expect(decryptCbc(bytes('00'.repeat(16)), IV, encryptCbc(KEY, IV, bytes('01')))).toBe(null);
});
