import { byteLength } from '../../../base/bytes.ts';

/** One value. */
export interface Item {
  readonly flags: number;
  readonly data: string;
  readonly cas: number;
  /** When it dies, ms; null: never. */
  readonly expiresMs: number | null;
}

/** The daemon's memory: plain data. */
export interface Memory {
  readonly maxBytes: number;
  readonly maxItem: number;
  readonly maxConnections: number;
  readonly startMs: number;
  readonly port: number;
  readonly inter: string;
  /** By key, the least recently used first. */
  items: Record<string, Item>;
  bytes: number;
  nextCas: number;
  connections: number;
  /** Counters of `stats`. */
  counts: Record<string, number>;
}

const OVERHEAD = 50;

/** What an item takes of the memory. */
export const sizeOf = (key: string, item: Item): number => key.length + byteLength(item.data) + OVERHEAD;

export function count(memory: Memory, name: string): void {
  memory.counts[name] = (memory.counts[name] ?? 0) + 1;
}

/** The item, unless it is dead. */
export function find(memory: Memory, key: string, nowMs: number): Item | null {
  const item = memory.items[key];
  if (item === undefined) return null;
  if (item.expiresMs !== null && item.expiresMs <= nowMs) {
    remove(memory, key);
    return null;
  }
  return item;
}

/** Finds an item and makes it the most recently used one. */
export function use(memory: Memory, key: string, nowMs: number): Item | null {
  const item = find(memory, key, nowMs);
  if (item === null) return null;
  delete memory.items[key];
  memory.items[key] = item;
  return item;
}

export function remove(memory: Memory, key: string): boolean {
  const item = memory.items[key];
  if (item === undefined) return false;
  memory.bytes -= sizeOf(key, item);
  delete memory.items[key];
  return true;
}

/** Keeps an item; the least recently used ones make room. */
export function put(memory: Memory, key: string, value: Omit<Item, 'cas'>): void {
  remove(memory, key);
  const item: Item = { ...value, cas: memory.nextCas };
  memory.nextCas += 1;
  memory.items[key] = item;
  memory.bytes += sizeOf(key, item);
  count(memory, 'total_items');
  for (const oldest of Object.keys(memory.items)) {
    if (memory.bytes <= memory.maxBytes || oldest === key) break;
    remove(memory, oldest);
    count(memory, 'evictions');
  }
}

const MONTH_S = 2_592_000;

/** An exptime as the protocol counts it: 0 never, negative at once, more than 30 days a date. */
export function expiry(exptime: number, nowMs: number): number | null {
  if (exptime === 0) return null;
  if (exptime < 0) return nowMs;
  return exptime > MONTH_S ? exptime * 1000 : nowMs + exptime * 1000;
}
