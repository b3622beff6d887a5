import { assignElements } from '../assign.ts';
import type { Routine } from '../../host/program.ts';
import { Complaint } from '../flow.ts';
import { bodyOf } from '../functions.ts';
import { printFunction } from '../print.ts';
import { toArray, type Shell } from '../shell.ts';
import { flagsOf, isName, keysOf, scalarOf, setFlags, type Variable } from '../variables.ts';
import { doubleQuote, listQuote } from '../words/quote.ts';
import type { ArrayArgument, Builtin } from './index.ts';
import { parseOptions } from './options.ts';

/** A variable as `declare -p` shows it. */
export function declaration(name: string, variable: Variable): string {
  const flags = flagsOf(variable);
  const head = `declare -${flags === '' ? '-' : flags} ${name}`;
  if (variable.kind === 'scalar') return variable.value === null ? head : `${head}=${doubleQuote(variable.value)}`;
  const items = keysOf(variable).map((key) => `[${keyText(variable, key)}]=${doubleQuote(variable.items.get(key) ?? '')}`);
  return `${head}=(${items.join(' ')}${variable.kind === 'associative' && items.length > 0 ? ' ' : ''})`;
}

const keyText = (variable: Variable, key: string): string =>
  (variable.kind === 'associative' && !/^[\w.-]+$/.test(key) ? doubleQuote(key) : key);

/** A variable as `set` lists it. */
export function assignmentText(name: string, variable: Variable): string {
  if (variable.kind === 'scalar') return `${name}=${listQuote(scalarOf(variable) ?? '')}`;
  return declaration(name, variable).replace(/^declare -\S+ /, '');
}

interface Request {
  /** Attribute letters to switch on and off. */
  readonly on: string;
  readonly off: string;
  readonly isLocal: boolean;
  readonly isGlobal: boolean;
}

/** Letters given with `-` and with `+`, and the operands. */
function readFlags(words: readonly string[]): { on: string; off: string; operandsAt: number } {
  let on = '';
  let off = '';
  let at = 1;
  for (; at < words.length; at += 1) {
    const word = words[at] ?? '';
    if (word === '--') return { on, off, operandsAt: at + 1 };
    if (!/^[-+][A-Za-z]/.test(word)) break;
    for (const letter of word.slice(1)) {
      if (!'aAfFgiIlnrtuxp'.includes(letter)) parseOptions([words[0] ?? '', `${word[0] ?? ''}${letter}`.replace('+', '-')], '');
      if (word.startsWith('-')) on += letter;
      else off += letter;
    }
  }
  return { on, off, operandsAt: at };
}

/** Makes or changes one variable: `name`, `name=value`, `name+=value`, `name[key]=value`. */
function declareOne(sh: Shell, command: string, word: string, request: Request, array: ArrayArgument | undefined): void {
  const match = /^([^=[+]*|[^=]*?)(\[[^\]]*\])?(?:(\+?=)([^]*))?$/.exec(word);
  const name = match?.[1] ?? '';
  if (match === null || !isName(name)) throw new Complaint(`${command}: \`${word}': not a valid identifier`);
  const [, , subscript, operator, value] = match;
  const variable = request.isLocal ? sh.variables.makeLocal(name)
    : request.isGlobal ? sh.variables.ensureGlobal(name) : sh.variables.ensure(request.on.includes('n') ? name : sh.resolve(name));
  if (variable.isReadonly && (operator !== undefined || request.off.includes('r'))) {
    const isNamed = command !== 'export' && command !== 'readonly';
    throw new Complaint(`${isNamed ? `${command}: ` : ''}${name}: readonly variable`);
  }
  shape(command, name, variable, request);
  // -r comes last, so that the value can still be set.
  setFlags(variable, request.on.replace('r', ''));
  clearFlags(variable, request.off);
  if (array !== undefined) assignElements(sh, name, variable, array.elements, array.isAppended);
  else if (operator !== undefined) {
    sh.assign(name, variable, value ?? '', { append: operator === '+=', index: subscript === undefined ? null : subscript.slice(1, -1) });
  }
  if (request.on.includes('r')) variable.isReadonly = true;
  if (name === 'PATH') sh.hashed.clear();
}

function shape(command: string, name: string, variable: Variable, request: Request): void {
  const wantsMap = request.on.includes('A');
  const wantsList = request.on.includes('a');
  if (wantsMap && variable.kind === 'indexed') throw new Complaint(`${command}: ${name}: cannot convert indexed to associative array`);
  if (wantsList && variable.kind === 'associative') throw new Complaint(`${command}: ${name}: cannot convert associative to indexed array`);
  if (wantsMap) toArray(variable, 'associative');
  else if (wantsList) toArray(variable);
  if (request.on.includes('l') || request.on.includes('u')) variable.letterCase = null;
}

function clearFlags(variable: Variable, off: string): void {
  if (off.includes('x')) variable.isExported = false;
  if (off.includes('i')) variable.isInteger = false;
  if (off.includes('n')) variable.isReference = false;
  if (off.includes('l') || off.includes('u')) variable.letterCase = null;
}

/** Does all operands; complaints of one do not stop the others. */
function* declareAll(
  sh: Shell, words: readonly string[], from: number, request: Request, arrays: ReadonlyMap<number, ArrayArgument>,
): Routine<number> {
  let status = 0;
  for (let at = from; at < words.length; at += 1) {
    try {
      declareOne(sh, words[0] ?? '', words[at] ?? '', request, arrays.get(at));
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      yield* sh.complain(error.message);
      status = 1;
    }
  }
  return status;
}

function* showFunctions(sh: Shell, names: readonly string[], isBrief: boolean): Routine<number> {
  let status = 0;
  for (const name of names.length > 0 ? names : [...sh.functions.keys()].sort()) {
    const definition = sh.functions.get(name);
    const parsed = definition === undefined ? null : bodyOf(definition);
    if (parsed === null) status = 1;
    else if (isBrief) yield* sh.out(names.length > 0 ? `${name}\n` : `declare -f ${name}\n`);
    else yield* sh.out(`${printFunction(parsed.node, parsed.unit)}\n`);
  }
  return status;
}

function* showVariables(sh: Shell, command: string, names: readonly string[], flags: string): Routine<number> {
  let status = 0;
  const chosen = names.length > 0 ? names : sh.variables.names().filter((name) => {
    const variable = sh.variables.find(name);
    return variable !== null && [...flags].every((flag) => flagsOf(variable).includes(flag));
  });
  for (const name of chosen) {
    const variable = sh.variable(name);
    if (variable === null) {
      yield* sh.complain(`${command}: ${name}: not found`);
      status = 1;
    } else yield* sh.out(`${declaration(name, variable)}\n`);
  }
  return status;
}

const declare: Builtin = function* (sh, words, arrays) {
  const { on, off, operandsAt } = readFlags(words);
  const operands = words.slice(operandsAt);
  const command = words[0] ?? 'declare';
  if (command === 'local' && sh.variables.depth === 0) throw new Complaint('local: can only be used in a function');
  if (on.includes('f') || on.includes('F')) return yield* showFunctions(sh, operands, on.includes('F'));
  if (on.includes('p')) return yield* showVariables(sh, command, operands, on.replace('p', ''));
  if (operands.length === 0) return yield* listAll(sh, command, on);
  const isLocal = sh.variables.depth > 0 && !on.includes('g');
  return yield* declareAll(sh, words, operandsAt, { on, off, isLocal, isGlobal: on.includes('g') }, arrays);
};

function* listAll(sh: Shell, command: string, flags: string): Routine<number> {
  if (flags !== '' && command !== 'local') return yield* showVariables(sh, command, [], flags);
  for (const name of sh.variables.names()) {
    const variable = command === 'local' ? sh.variables.findLocal(name) : sh.variables.find(name);
    if (variable !== null && (variable.kind !== 'scalar' || variable.value !== null)) yield* sh.out(`${assignmentText(name, variable)}\n`);
  }
  if (command !== 'local') yield* showFunctions(sh, [], false);
  return 0;
}

const exporting: Builtin = function* (sh, words, arrays) {
  const { letters, used, operands } = parseOptions(words, 'fnp');
  if (letters.has('f')) return operands.every((name) => sh.functions.has(name)) ? 0 : yield* notFunction(sh, operands);
  if (operands.length === 0) return yield* showVariables(sh, 'export', [], 'x');
  const isOff = letters.has('n');
  return yield* declareAll(sh, words, used, { on: isOff ? '' : 'x', off: isOff ? 'x' : '', isLocal: false, isGlobal: false }, arrays);
};

function* notFunction(sh: Shell, names: readonly string[]): Routine<number> {
  for (const name of names) if (!sh.functions.has(name)) yield* sh.complain(`export: ${name}: not a function`);
  return 1;
}

const readonly: Builtin = function* (sh, words, arrays) {
  const { letters, used, operands } = parseOptions(words, 'aAfp');
  if (operands.length === 0) return yield* showVariables(sh, 'readonly', [], 'r');
  if (letters.has('f')) return 0;
  const kind = letters.has('A') ? 'A' : letters.has('a') ? 'a' : '';
  return yield* declareAll(sh, words, used, { on: `r${kind}`, off: '', isLocal: false, isGlobal: false }, arrays);
};

const unset: Builtin = function* (sh, words) {
  const { letters, operands } = parseOptions(words, 'fvn');
  let status = 0;
  for (const operand of operands) {
    try {
      unsetOne(sh, operand, letters);
    } catch (error) {
      if (!(error instanceof Complaint)) throw error;
      yield* sh.complain(error.message);
      status = 1;
    }
  }
  return status;
};

function unsetOne(sh: Shell, operand: string, letters: ReadonlySet<string>): void {
  const element = /^([A-Za-z_]\w*)\[(.*)\]$/s.exec(operand);
  const name = element?.[1] ?? operand;
  if (letters.has('f')) {
    sh.functions.delete(name);
    return;
  }
  if (!isName(name)) {
    if (letters.has('v')) throw new Complaint(`unset: \`${operand}': not a valid identifier`);
    sh.functions.delete(name);
    return;
  }
  const target = letters.has('n') ? name : sh.resolve(name);
  const variable = sh.variables.find(target);
  if (variable === null) {
    if (!letters.has('v')) sh.functions.delete(name);
    return;
  }
  if (variable.isReadonly) throw new Complaint(`unset: ${name}: cannot unset: readonly variable`);
  if (element === null) sh.variables.unset(target);
  else if (element[2] === '@' || element[2] === '*') variable.items.clear();
  else variable.items.delete(sh.key(variable, name, element[2] ?? ''));
}

/** Variables and functions. */
export const DECLARE: Readonly<Record<string, Builtin>> = {
  declare, typeset: declare, local: declare, export: exporting, readonly, unset,
};
