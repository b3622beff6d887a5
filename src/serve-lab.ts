// A lab in a Worker: speaks comlink for questions, and posts events on the same channel, so that events and answers arrive in
// the order in which they were made. Knows the seam, not which lab it is.
import { expose } from 'comlink';
import { assert } from './base/assert.ts';
import type { Capability, Lab } from './lab/lab.ts';

/** Serves the lab that `open` makes from the page's options. */
export function serveLab(open: (options: never) => Promise<Lab>): void {
  let lab: Lab | null = null;
  expose({
    /** Opens the lab of this Worker and says what it offers. Throws what `open` throws: StartError, SnapshotError. */
    async open(options: unknown): Promise<readonly Capability[]> {
      lab = await open(options as never);
      await lab.on((labEvent) => { self.postMessage({ labEvent }); });
      return lab.offers;
    },

    /** Calls a method of the open lab by name. */
    call(method: string, args: readonly unknown[]): unknown {
      assert(lab !== null, 'the lab is not open');
      const found: unknown = Reflect.get(lab, method);
      assert(typeof found === 'function', `no method ${method}`);
      return Reflect.apply(found, lab, args);
    },
  });
  // What breaks outside of a call reaches the page's error screen.
  self.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => {
    self.postMessage({ crash: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) });
  });
}
