import { expect, test } from 'vitest';
import { Saver, type SaveState } from './saver.ts';

/** A write that ends when told to. */
function slowWrites() {
  const ends: ((isWell: boolean) => void)[] = [];
  const write = () => new Promise<void>((done, fail) => ends.push((isWell) => (isWell ? done() : fail(new Error('full')))));
  return { ends, write };
}

test('requests during a write become one more write', async () => {
  const { ends, write } = slowWrites();
  const said: SaveState[] = [];
  const saver = new Saver(write, (state) => said.push(state));
  const first = saver.save();
  void saver.save();
  void saver.save();
  expect(ends.length).toBe(1);
  ends[0]?.(true);
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(ends.length).toBe(2);
  ends[1]?.(true);
  await first;
  expect(said).toEqual(['saving', 'saved']);
});

test('a write that fails is said, and the next one is tried again', async () => {
  const { ends, write } = slowWrites();
  const said: SaveState[] = [];
  const saver = new Saver(write, (state) => said.push(state));
  const first = saver.save();
  ends[0]?.(false);
  await first;
  const second = saver.save();
  ends[1]?.(true);
  await second;
  expect(said).toEqual(['saving', 'failed', 'saving', 'saved']);
});

test('after stop nothing is written', async () => {
  const { ends, write } = slowWrites();
  const saver = new Saver(write, () => undefined);
  saver.stop();
  await saver.save();
  expect(ends.length).toBe(0);
});
