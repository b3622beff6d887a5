import type { TestExpression, Word } from 'unbash';
import type { Routine } from '../host/program.ts';
import { Complaint } from './flow.ts';
import { binaryTest, unaryTest } from './conditions.ts';
import type { Shell, Unit } from './shell.ts';
import { ArithmeticError } from './words/arithmetic.ts';
import { expandPattern, expandQuoting, expandText } from './words/expand.ts';
import { matchesPattern } from './words/pattern.ts';

/** The right side of `=~` is no regular expression. */
class BadRegExp extends Error {}

const NUMERIC: Readonly<Record<string, (left: bigint, right: bigint) => boolean>> = {
  '-eq': (a, b) => a === b, '-ne': (a, b) => a !== b, '-lt': (a, b) => a < b, '-le': (a, b) => a <= b, '-gt': (a, b) => a > b,
  '-ge': (a, b) => a >= b,
};

function calculate(sh: Shell, text: string): bigint {
  try {
    return BigInt(sh.calculate(text));
  } catch (error) {
    if (error instanceof ArithmeticError) throw new Complaint(`[[: ${error.message}`);
    throw error;
  }
}

/** `=~`: quoted parts of the expression are literal; the groups go into BASH_REMATCH. */
function* matchRegExp(sh: Shell, left: string, word: Word, unit: Unit): Routine<boolean> {
  const source = yield* expandQuoting(sh, word, unit, (text) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  let regExp: RegExp;
  try {
    regExp = new RegExp(toJavaScript(source), sh.shopts.has('nocasematch') ? 'i' : '');
  } catch {
    throw new BadRegExp();
  }
  const match = regExp.exec(left);
  sh.setArray('BASH_REMATCH', match === null ? [] : [...match].map((group) => group ?? ''));
  return match !== null;
}

const CLASS_SETS: Readonly<Record<string, string>> = {
  alpha: 'a-zA-Z', digit: '0-9', alnum: 'a-zA-Z0-9', upper: 'A-Z', lower: 'a-z', space: '\\s', blank: ' \\t', punct: '!-\\/:-@\\[-`{-~',
  xdigit: '0-9A-Fa-f', print: '\\x20-\\x7e', graph: '\\x21-\\x7e', cntrl: '\\x00-\\x1f\\x7f',
};

/** A POSIX extended regular expression in JavaScript's syntax. */
function toJavaScript(source: string): string {
  return source.replace(/\[(\^?)(\]?)((?:\[:\w+:\]|[^\]])*)\]/g, (_whole, not: string, first: string, body: string) => {
    const set = body.replace(/\[:(\w+):\]|\\|\[/g, (part, name: string | undefined) =>
      (name === undefined ? `\\${part}` : CLASS_SETS[name] ?? ''));
    return `[${not}${first === '' ? '' : '\\]'}${set}]`;
  });
}

/** The status of what stands between `[[` and `]]`: 2 for a bad regular expression. */
export function* evaluateTest(sh: Shell, node: TestExpression, unit: Unit): Routine<number> {
  try {
    return (yield* evaluate(sh, node, unit)) ? 0 : 1;
  } catch (error) {
    if (error instanceof BadRegExp) return 2;
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
    return 1;
  }
}

function* evaluate(sh: Shell, node: TestExpression, unit: Unit): Routine<boolean> {
  switch (node.type) {
    case 'TestLogical': {
      const isAnd = node.operator === '&&';
      for (const operand of node.operands) if ((yield* evaluate(sh, operand, unit)) !== isAnd) return !isAnd;
      return isAnd;
    }
    case 'TestNot': return (yield* evaluate(sh, node.operand, unit)) !== (node.negations.length % 2 === 1);
    case 'TestGroup': return yield* evaluate(sh, node.expression, unit);
    case 'TestUnary': return unaryTest(sh, node.operator, yield* expandText(sh, node.operand, unit));
    case 'TestBinary': return yield* compare(sh, node.operator, node.left, node.right, unit);
  }
}

function* compare(sh: Shell, operator: string, leftWord: Word, rightWord: Word, unit: Unit): Routine<boolean> {
  const left = yield* expandText(sh, leftWord, unit);
  if (operator === '=~') return yield* matchRegExp(sh, left, rightWord, unit);
  if (operator === '==' || operator === '=' || operator === '!=') {
    const pattern = yield* expandPattern(sh, rightWord, unit);
    const isMatch = matchesPattern(pattern, left, { ignoreCase: sh.shopts.has('nocasematch') });
    return isMatch === (operator !== '!=');
  }
  const right = yield* expandText(sh, rightWord, unit);
  const numeric = NUMERIC[operator];
  if (numeric !== undefined) return numeric(calculate(sh, left), calculate(sh, right));
  return binaryTest(sh, operator, left, right);
}
