import type { ParameterExpansionPart, ParameterOperation } from 'unbash';
import type { Routine } from '../../host/program.ts';
import { Discard } from '../flow.ts';
import type { Shell, Unit } from '../shell.ts';
import { flagsOf, keysOf, scalarOf, valuesOf, type Variable } from '../variables.ts';
import { arithmetic, expandIndex, expandPattern, expandQuoted, expandText, type Expanded } from './expand.ts';
import type { Span } from './items.ts';
import { patternRegExp } from './pattern.ts';
import { doubleQuote, singleQuote } from './quote.ts';
import { expandPrompt } from '../prompt.ts';
import { decodeEscapes } from './escapes.ts';

interface Parameter {
  readonly name: string;
  /** As written, for messages. */
  readonly text: string;
  readonly part?: ParameterExpansionPart;
}

/** What a parameter is before its operator: a text, a list, or unset. */
type Value = { kind: 'unset' } | Expanded;

const text = (value: string): Expanded => ({ kind: 'text', text: value });

function bad(parameter: Parameter): never {
  throw new Discard(1, `${parameter.text}: bad substitution`);
}

/** The array a name with `[@]` or `[*]` stands for, or the positional parameters. */
function listOf(sh: Shell, name: string, index: string | null): { values: string[]; variable: Variable | null } | null {
  if ((name === '@' || name === '*') && index === null) return { values: [...sh.parameters], variable: null };
  if (index !== '@' && index !== '*') return null;
  const variable = sh.variable(name);
  return { values: variable === null ? [] : valuesOf(variable), variable };
}

function element(sh: Shell, name: string, index: string): string | null {
  const variable = sh.variable(name);
  if (variable === null) return null;
  const key = sh.key(variable, name, index);
  if (variable.kind === 'scalar') return key === '0' ? variable.value : null;
  return variable.items.get(key) ?? null;
}

function valueOf(sh: Shell, name: string, index: string | null): Value {
  const list = listOf(sh, name, index);
  if (list !== null) return { kind: 'list', values: list.values, isStar: (index ?? name) === '*' };
  const found = index === null ? sh.get(name) : element(sh, name, index);
  return found === null ? { kind: 'unset' } : text(found);
}

const isSetListName = (value: Value): boolean => value.kind === 'text' || (value.kind === 'list' && value.values.length > 0);

function isNull(value: Value): boolean {
  if (value.kind === 'unset') return true;
  return value.kind === 'text' ? value.text === '' : value.values.every((each) => each === '');
}

/** The operand of `:-` and its kin: quotes count outside double quotes only. */
function* operandOf(sh: Shell, operand: Span, isQuoted: boolean, unit: Unit): Routine<string> {
  return isQuoted ? yield* expandQuoted(sh, operand, unit, 'double') : yield* expandText(sh, operand, unit);
}

/** `$x` of a variable nobody set, under `set -u`. */
function orUnset(sh: Shell, parameter: Parameter, value: Value): Expanded {
  if (value.kind !== 'unset') return value;
  const isAlwaysSet = /^[@*]$/.test(parameter.name);
  if (sh.options.has('nounset') && !isAlwaysSet) {
    const shown = parameter.part?.index === undefined ? parameter.name : `${parameter.name}[${parameter.part.index.text}]`;
    throw new Discard(sh.fatalStatus, `${/^\d+$/.test(parameter.name) ? `$${parameter.name}` : shown}: unbound variable`, true);
  }
  return text('');
}

/** The value of `$name` or `${…}`. */
export function* expandParameter(sh: Shell, parameter: Parameter, isQuoted: boolean, unit: Unit): Routine<Expanded> {
  const { part } = parameter;
  if (part === undefined) return orUnset(sh, parameter, valueOf(sh, parameter.name, null));
  const swaps = part.operation?.type === 'Unknown' && /^~~?$/.test(part.operation.operator) ? part.operation.operator : null;
  if (part.parameter === '' || (part.operation?.type === 'Unknown' && swaps === null)) return bad(parameter);
  const index = part.index === undefined ? null : yield* expandIndex(sh, part.index, unit);
  if (part.prefix === '#') return text(String(lengthOf(sh, parameter, index)));
  if (part.prefix === '!') return yield* indirect(sh, parameter, part, index, isQuoted, unit);
  const value = valueOf(sh, part.parameter, index);
  if (swaps !== null) return each(orUnset(sh, parameter, value), (one) => swapCase(one, swaps.length === 2));
  if (part.operation === undefined) return orUnset(sh, parameter, value);
  return yield* operate(sh, parameter, { value, name: part.parameter, index, operation: part.operation, isQuoted, unit });
}

function lengthOf(sh: Shell, parameter: Parameter, index: string | null): number {
  const list = listOf(sh, parameter.name, index);
  if (list !== null) return list.values.length;
  const value = orUnset(sh, parameter, valueOf(sh, parameter.name, index));
  return value.kind === 'text' ? [...value.text].length : value.values.length;
}

/** `${!name}`, `${!prefix*}`, `${!array[@]}`. */
function* indirect(
  sh: Shell, parameter: Parameter, part: ParameterExpansionPart, index: string | null, isQuoted: boolean, unit: Unit,
): Routine<Expanded> {
  const { operation } = part;
  if (operation?.type === 'Names') {
    const values = sh.variables.names().filter((name) => name.startsWith(part.parameter) && isVisible(sh, name));
    return { kind: 'list', values, isStar: operation.operator === '*' };
  }
  if (index === '@' || index === '*') {
    const variable = sh.variable(part.parameter);
    return { kind: 'list', values: variable === null ? [] : keysOf(variable), isStar: index === '*' };
  }
  const own = sh.variables.find(part.parameter);
  if (own?.isReference === true) return text(own.value ?? '');
  const target = index === null ? sh.get(part.parameter) : element(sh, part.parameter, index);
  if (target === null || target === '') {
    if (target === null && operation === undefined) throw new Discard(1, `${part.parameter}: invalid indirect expansion`);
    throw new Discard(1, `${target ?? part.parameter}: invalid variable name`);
  }
  const named = /^([A-Za-z_]\w*|\d+|[@*#?$!-])(?:\[(.*)\])?$/s.exec(target);
  if (named === null) throw new Discard(1, `${target}: invalid variable name`);
  const name = named[1] ?? '';
  const key = named[2] ?? null;
  const value = valueOf(sh, name, key);
  if (operation === undefined) return orUnset(sh, { ...parameter, name }, value);
  return yield* operate(sh, parameter, { value, name, index: key, operation, isQuoted, unit });
}

function isVisible(sh: Shell, name: string): boolean {
  const variable = sh.variables.find(name);
  return variable !== null && (variable.kind !== 'scalar' || variable.value !== null);
}

interface Work {
  readonly value: Value;
  readonly name: string;
  readonly index: string | null;
  readonly operation: ParameterOperation;
  readonly isQuoted: boolean;
  readonly unit: Unit;
}

function* operate(sh: Shell, parameter: Parameter, work: Work): Routine<Expanded> {
  const { operation, value } = work;
  switch (operation.type) {
    case 'Default': return yield* byDefault(sh, parameter, work, operation.operator, operation.operand);
    case 'Slice': return yield* slice(sh, parameter, work, operation.offset, operation.length);
    case 'Remove': {
      const pattern = yield* expandPattern(sh, operation.operand, work.unit);
      return each(orUnset(sh, parameter, value), (one) => removeMatch(one, operation.operator, pattern, sh));
    }
    case 'Replace': return yield* replace(sh, parameter, work, operation);
    case 'CaseModification': {
      const pattern = operation.operand === undefined ? '?' : (yield* expandPattern(sh, operation.operand, work.unit)) || '?';
      return each(orUnset(sh, parameter, value), (one) => changeCase(one, operation.operator, pattern));
    }
    case 'Transform': return yield* transform(sh, parameter, work, operation.operand.text);
    default: return bad(parameter);
  }
}

function each(value: Expanded, change: (one: string) => string): Expanded {
  if (value.kind === 'text') return text(change(value.text));
  return { ...value, values: value.values.map(change) };
}

function* byDefault(sh: Shell, parameter: Parameter, work: Work, operator: string, operand: Span): Routine<Expanded> {
  const { value, isQuoted, unit } = work;
  const isAbsent = operator.startsWith(':') ? isNull(value) : !isSetListName(value);
  const kind = operator.slice(-1);
  if (kind === '+') return isAbsent ? text('') : text(yield* operandOf(sh, operand, isQuoted, unit));
  if (!isAbsent) return value.kind === 'unset' ? text('') : value;
  const word = yield* operandOf(sh, operand, isQuoted, unit);
  if (kind === '-') return text(word);
  const shown = work.index === null ? work.name : `${work.name}[${work.index}]`;
  if (kind === '?') {
    const fallback = operator === '?' ? 'parameter not set' : 'parameter null or not set';
    throw new Discard(sh.fatalStatus, `${shown}: ${word === '' ? fallback : word}`, true);
  }
  if (!/^[A-Za-z_]\w*$/.test(work.name)) throw new Discard(1, `$${parameter.name}: cannot assign in this way`);
  sh.set(work.name, word, { index: work.index });
  return text(word);
}

function* slice(
  sh: Shell, parameter: Parameter, work: Work, offset: Span, length: Span | undefined,
): Routine<Expanded> {
  const { value } = work;
  const start = Number(yield* arithmetic(sh, offset.text));
  const count = length === undefined ? null : Number(yield* arithmetic(sh, length.text));
  if (value.kind === 'list') return { ...value, values: sliceList(sh, work, value.values, start, count) };
  const signs = [...orText(orUnset(sh, parameter, value))];
  const from = start < 0 ? signs.length + start : start;
  if (from < 0 || from > signs.length) return text('');
  if (count === null) return text(signs.slice(from).join(''));
  const end = count < 0 ? signs.length + count : from + count;
  if (end < from) throw new Discard(1, `${length?.text ?? ''}: substring expression < 0`);
  return text(signs.slice(from, end).join(''));
}

const orText = (value: Expanded): string => (value.kind === 'text' ? value.text : value.values.join(' '));

function sliceList(sh: Shell, work: Work, values: readonly string[], start: number, count: number | null): string[] {
  if (count !== null && count < 0) {
    const span = work.operation.type === 'Slice' ? work.operation.length?.text ?? '' : '';
    throw new Discard(1, `${span}: substring expression < 0`);
  }
  const isPositional = work.index === null;
  const all = isPositional ? [sh.name, ...values] : [...values];
  const variable = isPositional ? null : sh.variable(work.name);
  if (variable !== null && variable.kind === 'indexed') {
    const keys = keysOf(variable).map(Number);
    const from = start < 0 ? (keys.at(-1) ?? -1) + 1 + start : start;
    const first = keys.findIndex((key) => key >= from);
    if (first === -1 || from < 0) return [];
    return all.slice(first, count === null ? undefined : first + count);
  }
  const from = start < 0 ? all.length + start : start;
  if (from < 0) return [];
  const begin = isPositional && start < 0 ? Math.max(from, 0) : from;
  return all.slice(begin, count === null ? undefined : begin + count);
}

function removeMatch(value: string, operator: string, pattern: string, sh: Shell): string {
  const options = { extglob: sh.shopts.has('extglob') };
  const regExp = patternRegExp(pattern, options);
  const isPrefix = operator.startsWith('#');
  const isLongest = operator.length === 2;
  const order = Array.from({ length: value.length + 1 }, (_, at) => at);
  // From the shortest piece to the longest, or the other way.
  if (isLongest) order.reverse();
  for (const size of order) {
    const piece = isPrefix ? value.slice(0, size) : value.slice(value.length - size);
    if (regExp.test(piece)) return isPrefix ? value.slice(size) : value.slice(0, value.length - size);
  }
  return value;
}

function* replace(
  sh: Shell, parameter: Parameter, work: Work, operation: Extract<ParameterOperation, { type: 'Replace' }>,
): Routine<Expanded> {
  const pattern = yield* expandPattern(sh, operation.pattern, work.unit);
  const replacement = yield* expandText(sh, operation.replacement, work.unit);
  const value = orUnset(sh, parameter, work.value);
  if (pattern === '' && operation.operator !== '/#' && operation.operator !== '/%') return value;
  return each(value, (one) => replaceIn(sh, one, operation.operator, pattern, replacement));
}

function replaceIn(sh: Shell, value: string, operator: string, pattern: string, replacement: string): string {
  const options = { extglob: sh.shopts.has('extglob'), ignoreCase: sh.shopts.has('nocasematch') };
  if (operator === '/#') return value.replace(patternRegExp(pattern, options, '^', ''), () => replacement);
  if (operator === '/%') {
    const regExp = patternRegExp(pattern, options);
    for (let at = 0; at <= value.length; at += 1) if (regExp.test(value.slice(at))) return value.slice(0, at) + replacement;
    return value;
  }
  const regExp = patternRegExp(pattern, options, '', '');
  if (operator === '/') return value.replace(regExp, () => replacement);
  return value.replace(new RegExp(regExp.source, `${regExp.flags}g`), (match) => (match === '' ? '' : replacement));
}

function swapCase(value: string, isAll: boolean): string {
  const swap = (char: string): string => (char === char.toUpperCase() ? char.toLowerCase() : char.toUpperCase());
  return [...value].map((char, at) => (isAll || at === 0 ? swap(char) : char)).join('');
}

function changeCase(value: string, operator: string, pattern: string): string {
  const regExp = patternRegExp(pattern);
  const change = (char: string): string => (operator.startsWith('^') ? char.toUpperCase() : char.toLowerCase());
  return [...value].map((char, at) => ((operator.length === 2 || at === 0) && regExp.test(char) ? change(char) : char)).join('');
}

function* transform(sh: Shell, parameter: Parameter, work: Work, letter: string): Routine<Expanded> {
  const { value } = work;
  const variable = sh.variable(work.name);
  if (letter === 'a') return text(variable === null ? '' : flagsOf(variable));
  if (letter === 'A') return text(assignmentOf(sh, work, variable));
  if (letter === 'K' && value.kind === 'list') {
    const pairs = variable === null ? [] : keysOf(variable).map((key) => `${key} ${doubleQuote(variable.items.get(key) ?? '')}`);
    return text(pairs.join(' '));
  }
  if (value.kind === 'unset') return orUnset(sh, parameter, value);
  if (letter === 'P') return value.kind === 'text' ? text(yield* expandPrompt(sh, value.text)) : value;
  const changes: Readonly<Record<string, (one: string) => string>> = {
    Q: singleQuote, K: singleQuote, E: (one) => decodeEscapes(one, 'ansi').text, U: (one) => one.toUpperCase(),
    u: (one) => one.slice(0, 1).toUpperCase() + one.slice(1), L: (one) => one.toLowerCase(),
  };
  const change = changes[letter];
  return change === undefined ? bad(parameter) : each(value, change);
}

function assignmentOf(sh: Shell, work: Work, variable: Variable | null): string {
  if (variable === null) return '';
  const flags = flagsOf(variable);
  if (variable.kind === 'scalar') {
    const value = `${work.name}=${singleQuote(scalarOf(variable) ?? '')}`;
    return flags === '' ? value : `declare -${flags} ${value}`;
  }
  const items = keysOf(variable).map((key) => `[${key}]=${doubleQuote(variable.items.get(key) ?? '')}`).join(' ');
  return `declare -${flags} ${work.name}=(${items}${variable.kind === 'associative' ? ' ' : ''})`;
}

