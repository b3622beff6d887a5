// One tab at a time may work in a lab. Uses Web Locks; a browser without them lets every tab in.

export interface TabLock {
  /** True while this tab may work and save. */
  isHeld(): boolean;
  release(): void;
}

/** Takes the lock of `key`, by force if told so; null when another tab has it. `onLost` is called when it is taken over. */
export async function takeTabLock(key: string, isForced: boolean, onLost: () => void): Promise<TabLock | null> {
  const locks = (globalThis.navigator as Navigator | undefined)?.locks;
  if (locks === undefined) return { isHeld: () => true, release: () => undefined };
  return new Promise((resolve) => {
    let isHeld = false;
    let release: () => void = () => undefined;
    const work = (lock: Lock | null): Promise<void> | undefined => {
      if (lock === null) {
        resolve(null);
        return undefined;
      }
      isHeld = true;
      return new Promise<void>((done) => {
        release = () => {
          isHeld = false;
          done();
        };
        resolve({ isHeld: () => isHeld, release: () => release() });
      });
    };
    const options: LockOptions = isForced ? { steal: true } : { ifAvailable: true };
    locks.request(`handstack:${key}`, options, work).catch(() => {
      // Rejects only when another tab took the lock over.
      if (!isHeld) return;
      isHeld = false;
      onLost();
    });
  });
}
