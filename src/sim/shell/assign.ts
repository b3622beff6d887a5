import type { ArrayValue, Assignment } from 'unbash';
import type { Routine } from '../host/program.ts';
import { Complaint, Discard } from './flow.ts';
import { type Shell, toArray, type Unit } from './shell.ts';
import type { Variable } from './variables.ts';
import { expandIndex, expandItemsText, expandText, expandWord } from './words/expand.ts';
import { itemsOf, type Item } from './words/items.ts';

/** An array's elements, expanded: `[key]=value`, or a value for the next place. */
export interface ArrayElement {
  readonly key: string | null;
  readonly value: string;
  readonly isAppended: boolean;
}

/** The pieces of `[key]=value` in an array's parentheses, or null. */
function keyed(items: readonly Item[]): { key: Item[]; value: Item[]; isAppended: boolean } | null {
  const [first] = items;
  if (first?.kind !== 'text' || first.isQuoted || !first.text.startsWith('[')) return null;
  const key: Item[] = [];
  for (const [index, item] of items.entries()) {
    const text = item.kind === 'text' && !item.isQuoted ? (index === 0 ? item.text.slice(1) : item.text) : null;
    const match = text === null ? null : /\](\+?)=/.exec(text);
    if (text === null || match === null) {
      key.push(text === null ? item : { kind: 'text', text, isQuoted: false });
      continue;
    }
    if (match.index > 0) key.push({ kind: 'text', text: text.slice(0, match.index), isQuoted: false });
    const rest: Item = { kind: 'text', text: text.slice(match.index + match[0].length), isQuoted: false };
    return { key, value: [rest, ...items.slice(index + 1)], isAppended: match[1] === '+' };
  }
  return null;
}

/** Expands what stands between an array's parentheses. */
export function* expandElements(sh: Shell, array: ArrayValue, unit: Unit): Routine<ArrayElement[]> {
  const out: ArrayElement[] = [];
  for (const word of array.elements) {
    const parts = keyed(itemsOf(word, 'bare'));
    if (parts === null) {
      for (const value of yield* expandWord(sh, word, unit)) out.push({ key: null, value, isAppended: false });
      continue;
    }
    const key = yield* expandItemsText(sh, parts.key, unit);
    out.push({ key, value: yield* expandItemsText(sh, parts.value, unit, 'assignment'), isAppended: parts.isAppended });
  }
  return out;
}

/** Fills an array variable; without `append` the old elements go. */
export function assignElements(
  sh: Shell, name: string, variable: Variable, elements: readonly ArrayElement[], isAppended: boolean,
): void {
  if (variable.isReadonly) throw new Complaint(`${name}: readonly variable`);
  toArray(variable);
  if (!isAppended) variable.items = new Map();
  if (variable.kind === 'associative') {
    assignPairs(sh, name, variable, elements);
    return;
  }
  let next = isAppended ? Math.max(-1, ...[...variable.items.keys()].map(Number)) + 1 : 0;
  for (const { key, value, isAppended: isMore } of elements) {
    if (key !== null) next = Number(sh.key(variable, name, key));
    sh.assign(name, variable, value, { index: String(next), append: isMore });
    next += 1;
  }
}

function assignPairs(sh: Shell, name: string, variable: Variable, elements: readonly ArrayElement[]): void {
  for (let at = 0; at < elements.length; at += 1) {
    const element = elements[at];
    if (element === undefined) continue;
    const { key, value, isAppended } = element;
    if (key !== null) sh.assign(name, variable, value, { index: key, append: isAppended });
    else {
      sh.assign(name, variable, elements[at + 1]?.value ?? '', { index: value });
      at += 1;
    }
  }
}

/** Does one assignment of a command line; returns it as `set -x` shows it. One that is refused discards the line. */
export function* assignNode(sh: Shell, node: Assignment, unit: Unit): Routine<{ name: string; value: string }> {
  try {
    return yield* assignOne(sh, node, unit);
  } catch (error) {
    if (error instanceof Complaint) throw new Discard(1, error.message);
    throw error;
  }
}

function* assignOne(sh: Shell, node: Assignment, unit: Unit): Routine<{ name: string; value: string }> {
  const isAppended = node.append === true;
  if (node.value.type === 'ArrayValue') {
    const elements = yield* expandElements(sh, node.value, unit);
    assignElements(sh, node.name, sh.variables.ensure(sh.resolve(node.name)), elements, isAppended);
    return { name: node.name, value: node.text.slice(node.value.pos - node.pos) };
  }
  const value = yield* expandText(sh, node.value, unit, 'assignment');
  const index = node.index === undefined ? null : yield* expandIndex(sh, node.index, unit);
  if (index === '') throw new Complaint(`${node.name}[]: bad array subscript`);
  sh.set(node.name, value, { append: isAppended, index });
  if (sh.options.has('allexport')) sh.variables.ensure(node.name).isExported = true;
  return { name: node.name, value };
}
