// Saved work in IndexedDB: labs with their notebooks. Everything a person would miss goes through here.
import { clear, createStore, del, get, keys, set } from 'idb-keyval';
import type { CourseProgress, Notebook } from '../../course/engine.ts';
import type { Snapshot } from '../../lab/lab.ts';

/** A lab as it lies in the store. `format` is the envelope's version; the snapshot carries its own. */
export interface SavedLab {
  readonly format: 1;
  readonly savedAtMs: number;
  readonly snapshot: Snapshot;
  /** null in free play. */
  readonly notebook: Notebook | null;
  /** For the home page, which starts no machines: follows from the two above. */
  readonly progress: CourseProgress | null;
}

/** Saved work, by key. Every method rejects when the browser refuses storage. */
export interface Vault {
  read(key: string): Promise<SavedLab | null>;
  write(key: string, saved: SavedLab): Promise<void>;
  /** Forgets the lab `key` and all that belongs to it. */
  remove(key: string): Promise<void>;
  /** The machines as a step found them, for "start this step again". */
  readStart(key: string, step: string): Promise<Snapshot | null>;
  writeStart(key: string, step: string, snapshot: Snapshot): Promise<void>;
  /** Forgets the starts of steps whose id begins with `prefix`. */
  removeStarts(key: string, prefix: string): Promise<void>;
  /** Leaves no key behind. */
  eraseAll(): Promise<void>;
}

/** The few calls of a key-value store that the vault needs. */
interface Shelf {
  get(key: string): Promise<unknown>;
  set(key: string, value: unknown): Promise<void>;
  del(key: string): Promise<void>;
  keys(): Promise<readonly string[]>;
  clear(): Promise<void>;
}

const isSavedLab = (value: unknown): value is SavedLab =>
  typeof value === 'object' && value !== null && 'snapshot' in value && ArrayBuffer.isView(value.snapshot);

const labKey = (key: string): string => `lab/${key}`;
const startKey = (key: string, step: string): string => `start/${key}/${step}`;

function vaultOn(shelf: Shelf): Vault {
  const removeAll = async (prefix: string): Promise<void> => {
    for (const key of await shelf.keys()) if (key.startsWith(prefix)) await shelf.del(key);
  };
  return {
    async read(key) {
      const found = await shelf.get(labKey(key));
      return isSavedLab(found) ? found : null;
    },
    write: (key, saved) => shelf.set(labKey(key), saved),
    async remove(key) {
      await removeAll(startKey(key, ''));
      await shelf.del(labKey(key));
    },
    async readStart(key, step) {
      const found = await shelf.get(startKey(key, step));
      return ArrayBuffer.isView(found) ? (found as Snapshot) : null;
    },
    writeStart: (key, step, snapshot) => shelf.set(startKey(key, step), snapshot),
    removeStarts: (key, prefix) => removeAll(startKey(key, prefix)),
    eraseAll: () => shelf.clear(),
  };
}

/** The vault of this browser. */
export function openVault(): Vault {
  const store = createStore('handstack', 'work');
  return vaultOn({
    get: (key) => get(key, store),
    set: (key, value) => set(key, value, store),
    del: (key) => del(key, store),
    keys: () => keys<string>(store),
    clear: () => clear(store),
  });
}

/** A vault in memory, for tests. */
export function memoryVault(kept: Map<string, unknown> = new Map()): Vault {
  return vaultOn({
    get: (key) => Promise.resolve(kept.get(key)),
    set: (key, value) => Promise.resolve(void kept.set(key, value)),
    del: (key) => Promise.resolve(void kept.delete(key)),
    keys: () => Promise.resolve([...kept.keys()]),
    clear: () => Promise.resolve(kept.clear()),
  });
}
