import type { ArithmeticFor, Case, CompoundList, For, If, Select, TestCommand, While } from 'unbash';
import type { Routine } from '../host/program.ts';
import { runList, runStatements, test } from './execute.ts';
import { Complaint, LoopExit } from './flow.ts';
import { jobText } from './print.ts';
import type { Shell, Unit } from './shell.ts';
import { trace } from './simple.ts';
import { evaluateTest } from './test-expression.ts';
import { isName } from './variables.ts';
import { ArithmeticError } from './words/arithmetic.ts';
import { expandLoose, expandPattern, expandText, expandWords } from './words/expand.ts';
import { matchesPattern } from './words/pattern.ts';

/** `if`. */
export function* runIf(sh: Shell, node: If, unit: Unit): Routine<number> {
  if (yield* test(sh, node.clause, unit)) return yield* runList(sh, node.then, unit);
  for (const elif of node.elif) if (yield* test(sh, elif.clause, unit)) return yield* runList(sh, elif.then, unit);
  return node.else === undefined ? 0 : yield* runList(sh, node.else, unit);
}

/** Runs a loop's body once; false when the loop is to end. */
function* runBody(sh: Shell, body: CompoundList, unit: Unit): Routine<boolean> {
  sh.loopDepth += 1;
  try {
    yield* runStatements(sh, body.commands, unit);
    return true;
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error;
    sh.status = 0;
    if (error.levels > 1 && sh.loopDepth > 1) {
      error.levels -= 1;
      throw error;
    }
    return error.kind === 'continue';
  } finally {
    sh.loopDepth -= 1;
  }
}

/** `while` and `until`. */
export function* runWhile(sh: Shell, node: While, unit: Unit): Routine<number> {
  let status = 0;
  for (;;) {
    let isTrue: boolean;
    try {
      isTrue = yield* test(sh, node.clause, unit);
    } catch (error) {
      if (!(error instanceof LoopExit)) throw error;
      if (error.kind === 'break') return 0;
      continue;
    }
    if (isTrue === (node.kind === 'until')) return status;
    const goesOn = yield* runBody(sh, node.body, unit);
    status = sh.status;
    if (!goesOn) return status;
  }
}

/** Sets the variable of a loop; false when it is read-only. */
function* setLoopVariable(sh: Shell, name: string, word: string): Routine<boolean> {
  try {
    sh.set(name, word);
    return true;
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
    return false;
  }
}

/** `for name in …`. */
export function* runFor(sh: Shell, node: For, unit: Unit): Routine<number> {
  const name = node.name.text;
  if (!isName(name)) {
    yield* sh.complain(`\`${name}': not a valid identifier`);
    return 1;
  }
  const words = node.wordlist === undefined ? [...sh.parameters] : yield* expandWords(sh, node.wordlist, unit);
  sh.status = 0;
  for (const word of words) {
    if (sh.options.has('xtrace')) yield* trace(sh, ['for', name, 'in', ...words]);
    if (!(yield* setLoopVariable(sh, name, word))) return 1;
    if (!(yield* runBody(sh, node.body, unit))) break;
  }
  return sh.status;
}

/** `[[ … ]]`. */
export function* runTest(sh: Shell, node: TestCommand, unit: Unit): Routine<number> {
  if (sh.options.has('xtrace')) yield* trace(sh, [jobText(unit, node)]);
  return yield* evaluateTest(sh, node.expression, unit);
}

function* evaluate(sh: Shell, text: string): Routine<bigint> {
  try {
    return BigInt(sh.calculate(yield* expandLoose(sh, text.replaceAll('"', ''))));
  } catch (error) {
    if (error instanceof ArithmeticError) throw new Complaint(`((: ${error.message}`);
    throw error;
  }
}

/** `(( … ))`. */
export function* runArithmetic(sh: Shell, body: string): Routine<number> {
  if (sh.options.has('xtrace')) yield* sh.err(`+ (( ${body} ))\n`);
  try {
    return (yield* evaluate(sh, body)) === 0n ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
    return 1;
  }
}

/** `for (( … ))`. */
export function* runArithmeticFor(sh: Shell, node: ArithmeticFor, unit: Unit): Routine<number> {
  const header = /\(\(([^]*?)\)\)\s*(?:;|\n|do|\{|$)/.exec(unit.source.slice(node.pos, node.body.pos));
  const [init = '', condition = '', update = ''] = (header?.[1] ?? '').split(';');
  yield* evaluate(sh, init);
  sh.status = 0;
  for (;;) {
    if (condition.trim() !== '' && (yield* evaluate(sh, condition)) === 0n) return sh.status;
    if (!(yield* runBody(sh, node.body, unit))) return sh.status;
    yield* evaluate(sh, update);
  }
}

/** `case`. */
export function* runCase(sh: Shell, node: Case, unit: Unit): Routine<number> {
  const word = yield* expandText(sh, node.word, unit);
  const options = { extglob: sh.shopts.has('extglob'), ignoreCase: sh.shopts.has('nocasematch') };
  if (sh.options.has('xtrace')) yield* trace(sh, ['case', word, 'in']);
  sh.status = 0;
  let isFalling = false;
  for (const item of node.items) {
    let isMatch = isFalling;
    for (const pattern of isMatch ? [] : item.pattern) {
      isMatch ||= matchesPattern(yield* expandPattern(sh, pattern, unit), word, options);
    }
    if (!isMatch) continue;
    yield* runStatements(sh, item.body.commands, unit);
    if (item.terminator === undefined || item.terminator === ';;') return sh.status;
    isFalling = item.terminator === ';&';
  }
  return sh.status;
}

/** `select`. */
export function* runSelect(sh: Shell, node: Select, unit: Unit): Routine<number> {
  if (!isName(node.name.text)) {
    yield* sh.complain(`\`${node.name.text}': not a valid identifier`);
    return 1;
  }
  const words = node.wordlist === undefined ? [...sh.parameters] : yield* expandWords(sh, node.wordlist, unit);
  if (words.length === 0) return 0;
  const menu = words.map((word, index) => `${String(index + 1).padStart(String(words.length).length)}) ${word}\n`).join('');
  let isShown = false;
  for (;;) {
    if (!isShown) yield* sh.err(menu);
    isShown = true;
    yield* sh.err(sh.get('PS3') ?? '#? ');
    const line = yield* sh.sys.readLine(0);
    if (line === null) {
      yield* sh.err('\n');
      return 1;
    }
    const reply = line.replace(/\n$/, '');
    sh.set('REPLY', reply);
    if (reply === '') {
      isShown = false;
      continue;
    }
    sh.set(node.name.text, words[Number(reply) - 1] ?? '');
    if (!(yield* runBody(sh, node.body, unit))) return sh.status;
  }
}
