// Small things remembered in localStorage under one prefix. A browser that refuses storage is no failure here: the
// page then simply forgets.

export const LOCAL_PREFIX = 'handstack:';

/** What was remembered under `key`, or null. */
export function readLocal(key: string): unknown {
  try {
    const text = localStorage.getItem(LOCAL_PREFIX + key);
    return text === null ? null : (JSON.parse(text) as unknown);
  } catch {
    return null;
  }
}

/** Remembers a plain value. */
export function writeLocal(key: string, value: unknown): void {
  try {
    localStorage.setItem(LOCAL_PREFIX + key, JSON.stringify(value));
  } catch {
    // Full or forbidden: nothing that is lost here is work.
  }
}

/** Forgets everything this page remembered. */
export function eraseLocal(): void {
  try {
    for (const key of Object.keys(localStorage)) if (key.startsWith(LOCAL_PREFIX)) localStorage.removeItem(key);
  } catch {
    // Forbidden: then nothing was stored either.
  }
}
