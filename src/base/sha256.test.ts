import { expect, test } from 'vitest';
import { fromBase64, toBase64 } from './base64.ts';
import { toBytes } from './bytes.ts';
import { sha256 } from './sha256.ts';

const hex = (bytes: Uint8Array): string => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');

test('sha256 of the standard examples (FIPS 180-4)', () => {
  expect(hex(sha256(toBytes('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(hex(sha256(toBytes('')))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  expect(hex(sha256(toBytes('a'.repeat(64))))).toBe('ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb');
});

test('base64 there and back', () => {
  expect(toBase64(toBytes('me:pw'))).toBe('bWU6cHc=');
  expect(hex(fromBase64('bWU6cHc='))).toBe(hex(toBytes('me:pw')));
});
