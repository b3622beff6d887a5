import { expose } from 'comlink';
import { expect, test } from 'vitest';
import { SnapshotError, type LabEvent } from '../../lab/lab.ts';
import { labInWorker, revived } from './worker-lab.ts';

const OPTIONS = { base: '/', seed: 1, snapshot: null };

/** A Worker played by a message channel: comlink speaks over it as over a real one. */
function fakeWorker(exposed: object) {
  const { port1, port2 } = new MessageChannel();
  const errors = new EventTarget();
  port1.start();
  port2.start();
  expose(exposed, port2);
  const worker = {
    postMessage: (message: unknown) => port1.postMessage(message),
    addEventListener: (kind: string, listener: (event: Event) => void) => {
      if (kind === 'error') errors.addEventListener('error', listener);
      else port1.addEventListener(kind, listener);
    },
    removeEventListener: (kind: string, listener: (event: Event) => void) => port1.removeEventListener(kind, listener),
    terminate: () => {
      port1.close();
      port2.close();
    },
  };
  return {
    worker: worker as unknown as Worker,
    post: (message: unknown) => port2.postMessage(message),
    breaks: (message: string) => errors.dispatchEvent(Object.assign(new Event('error'), { message })),
  };
}

test('calls go over with their arguments, events come back', async () => {
  const calls: unknown[] = [];
  const { worker, post } = fakeWorker({
    open: () => ['terminal'],
    call: (method: string, args: readonly unknown[]) => {
      calls.push([method, ...args]);
      return method === 'screen' ? 'drawn' : null;
    },
  });
  const { lab } = await labInWorker(worker, OPTIONS);
  expect(lab.offers).toEqual(['terminal']);
  expect(await lab.screen('t1')).toBe('drawn');
  await lab.type('t1', 'ls');
  expect(calls).toEqual([['screen', 't1'], ['type', 't1', 'ls']]);
  const heard = new Promise<LabEvent>((resolve) => void lab.on(resolve));
  post({ labEvent: { kind: 'settled', revision: 4 } });
  expect(await heard).toEqual({ kind: 'settled', revision: 4 });
  await lab.close();
});

test('a snapshot that cannot be used is a SnapshotError on this side too', async () => {
  const { worker } = fakeWorker({
    open: () => { throw new SnapshotError('newer-version'); },
  });
  await expect(labInWorker(worker, OPTIONS)).rejects.toMatchObject({ name: 'SnapshotError', reason: 'newer-version' });
  expect(revived(new Error('other'))).toMatchObject({ message: 'other' });
});

test('a Worker that cannot be loaded rejects instead of hanging', async () => {
  const { worker, breaks } = fakeWorker({ open: () => new Promise(() => undefined) });
  const opening = labInWorker(worker, OPTIONS);
  breaks('no such file');
  await expect(opening).rejects.toThrow('no such file');
});

test('what breaks later is told, and calls that wait are rejected', async () => {
  const { worker, post } = fakeWorker({ open: () => [], call: () => new Promise(() => undefined) });
  const { lab, onCrash } = await labInWorker(worker, OPTIONS);
  const reasons: string[] = [];
  onCrash((reason) => reasons.push(reason));
  const waiting = lab.save();
  post({ crash: 'kernel' });
  await expect(waiting).rejects.toThrow('kernel');
  expect(reasons).toEqual(['kernel']);
  await lab.close();
});
