import type { Json } from '../base/json.ts';
import knownTexts from './known-texts.json';

/** Shorter strings are cheaper than their reference. */
export const SHORTEST = 10;
/** Begins a reference; text that begins with it is written with one more. */
const MARK = '\u0001';

/**
 * Texts that every fresh lab holds, by number: a frozen table (`npm run known-texts` makes a new one, for a new
 * WORLD_VERSION). They need not be written into snapshots at all.
 */
const KNOWN = knownTexts as readonly string[];
const KNOWN_INDEX = new Map(KNOWN.map((text, at) => [text, at]));
const KNOWN_MARK = `${MARK}k`;

/**
 * Plain data with every string that occurs more than once written out only once: `{strings, data}` where data holds
 * references. Also lines that several texts share count: a log and the journal say the same things.
 */
export function intern(data: Json): Json {
  const counts = new Map<string, number>();
  count(data, counts);
  for (const text of KNOWN) counts.delete(text);
  const strings = [...counts].filter(([, times]) => times > 1).map(([text]) => text);
  const index = new Map(strings.map((text, at) => [text, at]));
  return { strings, data: replace(data, (text) => refer(text, index)) };
}

/** Inverse of `intern`. */
export function resolve(interned: Json): Json {
  const { strings, data } = interned as { strings: string[]; data: Json };
  return replace(data, (text) => {
    if (!text.startsWith(MARK)) return text;
    if (text.startsWith(KNOWN_MARK)) return KNOWN[parseInt(text.slice(2), 36)] ?? '';
    return text.startsWith(MARK + MARK) ? text.slice(1) : strings[parseInt(text.slice(2), 36)] ?? '';
  });
}

function refer(text: string, index: ReadonlyMap<string, number>): string {
  const known = KNOWN_INDEX.get(text);
  if (known !== undefined) return KNOWN_MARK + known.toString(36);
  const at = index.get(text);
  if (at !== undefined) return `${MARK}r${at.toString(36)}`;
  return text.startsWith(MARK) ? MARK + text : text;
}

function count(data: Json, counts: Map<string, number>): void {
  if (typeof data === 'string') {
    if (data.length >= SHORTEST) counts.set(data, (counts.get(data) ?? 0) + 1);
  } else if (Array.isArray(data)) for (const item of data as readonly Json[]) count(item, counts);
  else if (data !== null && typeof data === 'object') for (const item of Object.values(data)) if (item !== undefined) count(item, counts);
}

function replace(data: Json, by: (text: string) => string): Json {
  if (typeof data === 'string') return by(data);
  if (Array.isArray(data)) return (data as readonly Json[]).map((item) => replace(item, by));
  if (data === null || typeof data !== 'object') return data;
  return Object.fromEntries(Object.entries(data).map(([key, item]) => [key, item === undefined ? null : replace(item, by)]));
}
