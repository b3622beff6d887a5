import { expect, test } from 'vitest';
import { md5, sha1, sha256, sha512 } from './digest.ts';

const bytes = (text: string): Uint8Array => Uint8Array.from([...text].map((sign) => sign.charCodeAt(0)));

test('digests of "abc" are those of the standards', () => {
  expect(md5(bytes('abc'))).toBe('900150983cd24fb0d6963f7d28e17f72');
  expect(sha1(bytes('abc'))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(sha256(bytes('abc'))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  expect(sha512(bytes('abc'))).toBe('ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f');
});

test('longer than a block', () => {
  expect(md5(bytes('a'.repeat(200)))).toBe('887f30b43b2867f4a9accceee7d16e6c');
  expect(sha256(bytes('a'.repeat(200)))).toBe('c2a908d98f5df987ade41b5fce213067efbcc21ef2240212a41e54b5e7c28ae5');
});
