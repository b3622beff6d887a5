import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Quiet } from './quiet.ts';

beforeEach(() => { vi.useFakeTimers(); });
afterEach(() => { vi.useRealTimers(); });

const done: string[] = [];
const job = (name: string) => (): Promise<void> => {
  done.push(name);
  return Promise.resolve();
};

it('lets what can wait wait until nobody types, nobody waits and nothing works, one after the other', async () => {
  done.length = 0;
  let isIdle = true;
  const quiet = new Quiet(() => Date.now(), () => isIdle);
  quiet.stir();
  void quiet.patiently(job('panel'));
  void quiet.patiently(job('rehearsal'));
  void quiet.urgently(job('check'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toEqual(['check']);
  quiet.stir();
  await vi.advanceTimersByTimeAsync(1400);
  expect(done).toEqual(['check']);
  let answer = (): void => undefined;
  void quiet.urgently(() => new Promise<void>((resolve) => { answer = resolve; }));
  await vi.advanceTimersByTimeAsync(3000);
  expect(done).toEqual(['check']);
  answer();
  isIdle = false;
  await vi.advanceTimersByTimeAsync(3000);
  expect(done).toEqual(['check']);
  isIdle = true;
  await vi.advanceTimersByTimeAsync(200);
  expect(done).toEqual(['check', 'panel', 'rehearsal']);
});

it('goes on after something failed, and does not wait for ever', async () => {
  done.length = 0;
  const quiet = new Quiet(() => Date.now(), () => true);
  const failed = quiet.patiently(() => Promise.reject(new Error('off'))).catch((error: unknown) => String(error));
  void quiet.patiently(job('next'));
  const printing = setInterval(() => { quiet.stir(); }, 500);
  await vi.advanceTimersByTimeAsync(130_000);
  clearInterval(printing);
  expect(await failed).toBe('Error: off');
  expect(done).toEqual(['next']);
});

it('finds a pause for what should not wait behind the rest', async () => {
  done.length = 0;
  let isIdle = true;
  const quiet = new Quiet(() => Date.now(), () => isIdle);
  void quiet.patiently(() => new Promise(() => undefined));
  void quiet.inPause(job('save'));
  await vi.advanceTimersByTimeAsync(200);
  expect(done).toEqual(['save']);
  isIdle = false;
  void quiet.inPause(job('save while it works'));
  await vi.advanceTimersByTimeAsync(16_000);
  expect(done).toEqual(['save', 'save while it works']);
});

it('lets long work stand still while a check is under way, and not for ever', async () => {
  done.length = 0;
  const quiet = new Quiet(() => Date.now(), () => true);
  let answer = (): void => undefined;
  void quiet.urgently(() => new Promise<void>((resolve) => { answer = resolve; }));
  const pause = quiet.givingWay();
  void pause().then(job('piece'));
  await vi.advanceTimersByTimeAsync(1000);
  expect(done).toEqual([]);
  answer();
  await vi.advanceTimersByTimeAsync(50);
  expect(done).toEqual(['piece']);
  void quiet.urgently(() => new Promise(() => undefined));
  void pause().then(pause).then(job('rest'));
  await vi.advanceTimersByTimeAsync(4500);
  expect(done).toEqual(['piece', 'rest']);
});
