// Long-range matches: replaces what a long text says again, further back than deflate can look (32 kB), by references.
// Hosts are alike, and so are their logs: most of the second one is the first one again.

/** Characters that must agree before a match is tried. */
const WINDOW = 24;
/** A match must save more than its reference costs. */
const SHORTEST_MATCH = 40;
/** Nearer matches are left to deflate. */
const NEAREST = 20_000;
/** Places are remembered at every STEP characters. */
const STEP = 6;
const TABLE_SIZE = 2 ** 18;

/** A text with its repetitions taken out: `[literal length, source, match length, …]` says how to put it together. */
export interface Matched {
  readonly literals: string;
  readonly moves: readonly number[];
}

/** Finds far repetitions; `restore` is the inverse. */
export function match(text: string): Matched {
  const windows = hashes(text);
  // Position + 1 of the last window seen with a hash's low bits; 0: none.
  const places = new Int32Array(TABLE_SIZE);
  const moves: number[] = [];
  const literals: string[] = [];
  let start = 0;
  let remembered = 0;
  let at = 0;
  while (at + WINDOW <= text.length) {
    for (; remembered + WINDOW <= at - NEAREST; remembered += STEP) places[(windows[remembered] ?? 0) & (TABLE_SIZE - 1)] = remembered + 1;
    const source = (places[(windows[at] ?? 0) & (TABLE_SIZE - 1)] ?? 0) - 1;
    const found = source === -1 || windows[source] !== windows[at] ? null : extend(text, source, at, start);
    if (found === null) {
      at += 1;
      continue;
    }
    literals.push(text.slice(start, found.at));
    moves.push(found.at - start, found.source, found.length);
    start = found.at + found.length;
    at = start;
  }
  literals.push(text.slice(start));
  return { literals: literals.join(''), moves };
}

/** The match around a common window, as long as it goes both ways; null when it is too short to be worth it. */
function extend(text: string, source: number, at: number, from: number): { source: number; at: number; length: number } | null {
  let back = 0;
  while (at - back > from && source - back > 0 && text.charCodeAt(source - back - 1) === text.charCodeAt(at - back - 1)) back += 1;
  let ahead = 0;
  while (at + ahead < text.length && source + ahead < at - back && text.charCodeAt(source + ahead) === text.charCodeAt(at + ahead)) ahead += 1;
  return back + ahead < SHORTEST_MATCH ? null : { source: source - back, at: at - back, length: back + ahead };
}

/** Polynomial hashes of all windows of the text, computed one from the other. */
function hashes(text: string): Int32Array {
  const out = new Int32Array(Math.max(0, text.length - WINDOW + 1));
  let leaving = 1;
  for (let step = 1; step < WINDOW; step += 1) leaving = Math.imul(leaving, 31);
  let value = 0;
  for (let index = 0; index < text.length; index += 1) {
    if (index >= WINDOW) value = (value - Math.imul(text.charCodeAt(index - WINDOW), leaving)) | 0;
    value = (Math.imul(value, 31) + text.charCodeAt(index)) | 0;
    if (index >= WINDOW - 1) out[index - WINDOW + 1] = value;
  }
  return out;
}

/** The text that was matched. */
export function restore({ literals, moves }: Matched): string {
  let length = literals.length;
  for (let index = 2; index < moves.length; index += 3) length += moves[index] ?? 0;
  const text = new Uint16Array(length);
  let from = 0;
  let to = 0;
  const copyLiterals = (count: number): void => {
    for (const end = from + count; from < end; from += 1, to += 1) text[to] = literals.charCodeAt(from);
  };
  for (let index = 0; index < moves.length; index += 3) {
    copyLiterals(moves[index] ?? 0);
    const source = moves[index + 1] ?? 0;
    const count = moves[index + 2] ?? 0;
    text.copyWithin(to, source, source + count);
    to += count;
  }
  copyLiterals(literals.length - from);
  return asString(text);
}

function asString(units: Uint16Array): string {
  const pieces: string[] = [];
  for (let at = 0; at < units.length; at += 8192) pieces.push(String.fromCharCode(...units.subarray(at, at + 8192)));
  return pieces.join('');
}
