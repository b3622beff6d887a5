import { Failure, command } from '../../host/command.ts';
import { RegexError, regexSource } from '../../host/regex.ts';
import { curly } from '../../host/quote.ts';
import { UsageError } from '../../host/getopt.ts';

const LEVELS: readonly (readonly string[])[] = [['|'], ['&'], ['<', '<=', '=', '==', '!=', '>=', '>'], ['+', '-'], ['*', '/', '%'], [':']];

const isNull = (value: string): boolean => value === '' || /^-?0+$/.test(value);

/** The arguments as an expression, read by rank of operator. */
class Expression {
  readonly #words: readonly string[];
  #at = 0;

  constructor(words: readonly string[]) {
    this.#words = words;
  }

  value(): string {
    const result = this.#level(0);
    const rest = this.#words[this.#at];
    if (rest !== undefined) throw new Failure(`syntax error: unexpected argument ${curly(rest)}`, 2);
    return result;
  }

  #level(rank: number): string {
    const operators = LEVELS[rank];
    if (operators === undefined) return this.#primary();
    let left = this.#level(rank + 1);
    for (;;) {
      const operator = this.#words[this.#at];
      if (operator === undefined || !operators.includes(operator)) return left;
      this.#at += 1;
      left = apply(operator, left, this.#level(rank + 1));
    }
  }

  #next(): string {
    const word = this.#words[this.#at++];
    if (word === undefined) throw new Failure(`syntax error: missing argument after ${curly(this.#words.at(-1) ?? '')}`, 2);
    return word;
  }

  #primary(): string {
    const word = this.#next();
    if (word === '(') {
      const inner = this.#level(0);
      const close = this.#words[this.#at];
      if (close === undefined) throw new Failure(`syntax error: expecting ')' after ${curly(this.#words.at(-1) ?? '')}`, 2);
      if (close !== ')') throw new Failure(`syntax error: expecting ')' instead of ${curly(close)}`, 2);
      this.#at += 1;
      return inner;
    }
    if (word === ')') throw new Failure("syntax error: unexpected ')'", 2);
    const hasMore = this.#at < this.#words.length;
    if (word === '+' && hasMore) return this.#next();
    if (word === 'length' && hasMore) return String([...this.#primary()].length);
    if (word === 'match' && hasMore) return apply(':', this.#primary(), this.#primary());
    if (word === 'index' && hasMore) {
      const [text, signs] = [this.#primary(), this.#primary()];
      return String([...text].findIndex((sign) => signs.includes(sign)) + 1);
    }
    if (word === 'substr' && hasMore) {
      const [text, start, length] = [this.#primary(), Number(this.#primary()), Number(this.#primary())];
      return start > 0 && length > 0 ? [...text].slice(start - 1, start - 1 + length).join('') : '';
    }
    return word;
  }
}

function arithmetic(operator: string, left: string, right: string): string {
  if (!/^-?\d+$/.test(left) || !/^-?\d+$/.test(right)) throw new Failure('non-integer argument', 2);
  const [a, b] = [BigInt(left), BigInt(right)];
  if ((operator === '/' || operator === '%') && b === 0n) throw new Failure('division by zero', 2);
  return String({ '+': () => a + b, '-': () => a - b, '*': () => a * b, '/': () => a / b, '%': () => a % b }[operator as '+']());
}

function match(text: string, pattern: string): string {
  try {
    const found = new RegExp(`^(?:${regexSource(pattern)})`, 'us').exec(text);
    if (/\\\(/.test(pattern)) return found?.[1] ?? '';
    return String([...found?.[0] ?? ''].length);
  } catch (error) {
    if (error instanceof RegexError) throw new Failure(error.message, 2);
    throw error;
  }
}

function apply(operator: string, left: string, right: string): string {
  if (operator === '|') return isNull(left) ? (isNull(right) ? '0' : right) : left;
  if (operator === '&') return isNull(left) || isNull(right) ? '0' : left;
  if (operator === ':') return match(left, right);
  if ('+-*/%'.includes(operator)) return arithmetic(operator, left, right);
  const areNumbers = /^-?\d+$/.test(left) && /^-?\d+$/.test(right);
  const order = areNumbers ? Number(BigInt(left) - BigInt(right)) : left < right ? -1 : left > right ? 1 : 0;
  const holds = { '<': order < 0, '<=': order <= 0, '=': order === 0, '==': order === 0, '!=': order !== 0, '>=': order >= 0, '>': order > 0 }[operator as '<'];
  return holds ? '1' : '0';
}

/** expr(1). */
export const expr = command({
  name: 'expr', usage: ['EXPRESSION', 'OPTION'], summary: 'Prints the value of an expression.', version: 'expr (GNU coreutils) 8.32', usageStatus: 2,
  options: { short: '+' },
  rewrite: (args) => (args[0] === '--help' || args[0] === '--version' ? args : ['--', ...(args[0] === '--' ? args.slice(1) : args)]),
  *run(sys, args) {
    if (args.operands.length === 0) throw new UsageError('missing operand');
    const value = new Expression(args.operands).value();
    yield* sys.write(1, `${value}\n`);
    return isNull(value) ? 1 : 0;
  },
});

