import { expect, test } from 'vitest';
import { memoryVault } from './vault.ts';

const saved = { format: 1, savedAtMs: 5, snapshot: Uint8Array.of(1, 2), notebook: null, progress: null } as const;

test('labs and the starts of steps are kept by key, and removed with their lab', async () => {
  const kept = new Map<string, unknown>();
  const vault = memoryVault(kept);
  expect(await vault.read('antelope')).toBeNull();
  await vault.write('antelope', saved);
  await vault.write('free', saved);
  await vault.writeStart('antelope', 'antelope/a/one#first', Uint8Array.of(3));
  await vault.writeStart('antelope', 'antelope/b/two#first', Uint8Array.of(4));
  expect(await vault.read('antelope')).toEqual(saved);
  expect(await vault.readStart('antelope', 'antelope/a/one#first')).toEqual(Uint8Array.of(3));
  await vault.removeStarts('antelope', 'antelope/a/one#');
  expect(await vault.readStart('antelope', 'antelope/a/one#first')).toBeNull();
  await vault.remove('antelope');
  expect([...kept.keys()]).toEqual(['lab/free']);
});

test('what lies there and is no lab is not taken for one', async () => {
  const vault = memoryVault(new Map<string, unknown>([['lab/antelope', { snapshot: 'text' }], ['start/antelope/x', 5]]));
  expect(await vault.read('antelope')).toBeNull();
  expect(await vault.readStart('antelope', 'x')).toBeNull();
});

test('erasing leaves no key', async () => {
  const kept = new Map<string, unknown>();
  const vault = memoryVault(kept);
  await vault.write('antelope', saved);
  await vault.eraseAll();
  expect(kept.size).toBe(0);
});
