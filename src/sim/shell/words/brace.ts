import type { Item } from './items.ts';

/** A unit that brace expansion looks at: one unquoted character, or anything else as a whole. */
type Unit = string | Item;

function unitsOf(items: readonly Item[]): Unit[] {
  return items.flatMap((item): Unit[] => (item.kind === 'text' && !item.isQuoted ? [...item.text] : [item]));
}

function itemsFrom(units: readonly Unit[]): Item[] {
  const items: Item[] = [];
  for (const unit of units) {
    const last = items.at(-1);
    if (typeof unit !== 'string') items.push(unit);
    else if (last?.kind === 'text' && !last.isQuoted) items[items.length - 1] = { ...last, text: last.text + unit };
    else items.push({ kind: 'text', text: unit, isQuoted: false });
  }
  return items;
}

/** The end of the brace group opened at `open` and its top-level commas; null when it is none. */
function groupAt(units: readonly Unit[], open: number): { close: number; commas: number[] } | null {
  let depth = 0;
  const commas: number[] = [];
  for (let at = open; at < units.length; at += 1) {
    const unit = units[at];
    if (unit === '{') depth += 1;
    else if (unit === '}') {
      depth -= 1;
      if (depth === 0) return { close: at, commas };
    } else if (unit === ',' && depth === 1) commas.push(at);
  }
  return null;
}

/** `{1..5}`, `{a..e..2}`, `{01..10}`. */
function sequence(units: readonly Unit[]): string[] | null {
  if (!units.every((unit) => typeof unit === 'string')) return null;
  const text = units.join('');
  const match = /^(?:(-?\d+)\.\.(-?\d+)|([A-Za-z])\.\.([A-Za-z]))(?:\.\.(-?\d+))?$/.exec(text);
  if (match === null) return null;
  const [, from, to, first, last, by] = match;
  const isLetter = first !== undefined && last !== undefined;
  const start = isLetter ? first.charCodeAt(0) : Number(from);
  const end = isLetter ? last.charCodeAt(0) : Number(to);
  const step = Math.max(1, Math.abs(Number(by ?? 1))) * (start <= end ? 1 : -1);
  const isPadded = /^-?0\d/.test(from ?? '') || /^-?0\d/.test(to ?? '');
  const width = isPadded ? Math.max((from ?? '').length, (to ?? '').length) : 0;
  const out: string[] = [];
  for (let value = start; step > 0 ? value <= end : value >= end; value += step) {
    out.push(isLetter ? String.fromCharCode(value) : padded(value, width));
  }
  return out;
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value)).padStart(width - (value < 0 ? 1 : 0), '0');
  return value < 0 ? `-${digits}` : digits;
}

function expand(units: readonly Unit[]): Unit[][] {
  for (let open = 0; open < units.length; open += 1) {
    if (units[open] !== '{') continue;
    const group = groupAt(units, open);
    if (group === null) continue;
    const choices = choicesOf(units, open, group);
    if (choices === null) continue;
    const before = units.slice(0, open);
    const after = expand(units.slice(group.close + 1));
    return choices.flatMap((choice) => after.map((rest) => [...before, ...choice, ...rest]));
  }
  return [[...units]];
}

function choicesOf(units: readonly Unit[], open: number, group: { close: number; commas: number[] }): Unit[][] | null {
  if (group.commas.length === 0) {
    const numbers = sequence(units.slice(open + 1, group.close));
    return numbers === null ? null : numbers.map((text) => [...text]);
  }
  const edges = [open, ...group.commas, group.close];
  return edges.slice(0, -1).flatMap((edge, index) => expand(units.slice(edge + 1, edges[index + 1])));
}

/** Brace expansion: the words that one word stands for. */
export function expandBraces(items: readonly Item[]): Item[][] {
  const hasBrace = items.some((item) => item.kind === 'text' && !item.isQuoted && item.text.includes('{'));
  if (!hasBrace) return [[...items]];
  return expand(unitsOf(items)).map(itemsFrom);
}
