import { expect, test } from 'vitest';
import { packLab, unpackLab } from './lab-file.ts';

const saved = { format: 1, savedAtMs: 5, snapshot: Uint8Array.from({ length: 300 }, (_, index) => index % 256), notebook: null, progress: null } as const;

test('a lab goes into a file and comes out the same', () => {
  expect(unpackLab(packLab('antelope', saved))).toEqual({ key: 'antelope', saved });
});

test('anything else is refused in one way', () => {
  const damaged = packLab('antelope', saved).replace(/"snapshot":"..../, '"snapshot":"%%%%');
  for (const text of ['', 'hello', '[]', 'null', '{"handstack":2}', '{"handstack":1,"lab":"x"}', damaged]) {
    expect(() => unpackLab(text)).toThrow('not a saved lab');
  }
});
