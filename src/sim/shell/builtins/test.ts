import { binaryTest, isBinaryTest, isUnaryTest, unaryTest } from '../conditions.ts';
import { Complaint } from '../flow.ts';
import type { Shell } from '../shell.ts';
import type { Builtin } from './index.ts';

/** The recursive descent of test(1) for more than four arguments. */
class Expression {
  readonly #sh: Shell;
  readonly #words: readonly string[];
  #at = 0;

  constructor(sh: Shell, words: readonly string[]) {
    this.#sh = sh;
    this.#words = words;
  }

  get #word(): string | undefined {
    return this.#words[this.#at];
  }

  run(): boolean {
    const value = this.#or();
    if (this.#word !== undefined) throw new Complaint('too many arguments', 2);
    return value;
  }

  #or(): boolean {
    let value = this.#and();
    while (this.#word === '-o') {
      this.#at += 1;
      const right = this.#and();
      value = value || right;
    }
    return value;
  }

  #and(): boolean {
    let value = this.#not();
    while (this.#word === '-a') {
      this.#at += 1;
      const right = this.#not();
      value = value && right;
    }
    return value;
  }

  #not(): boolean {
    if (this.#word !== '!') return this.#primary();
    this.#at += 1;
    return !this.#not();
  }

  #primary(): boolean {
    const word = this.#word;
    if (word === undefined) throw new Complaint('argument expected', 2);
    const next = this.#words[this.#at + 1];
    const third = this.#words[this.#at + 2];
    if (next !== undefined && third !== undefined && isBinaryTest(next)) {
      this.#at += 3;
      return binaryTest(this.#sh, next, word, third);
    }
    if (word === '(') {
      this.#at += 1;
      const value = this.#or();
      if (this.#word !== ')') throw new Complaint("`)' expected", 2);
      this.#at += 1;
      return value;
    }
    if (isUnaryTest(word) && next !== undefined) {
      this.#at += 2;
      return unaryTest(this.#sh, word, next);
    }
    this.#at += 1;
    return word !== '';
  }
}

/** test(1)'s rules by the number of arguments (POSIX). */
function evaluate(sh: Shell, words: readonly string[]): boolean {
  const [a = '', b = '', c = ''] = words;
  switch (words.length) {
    case 0: return false;
    case 1: return a !== '';
    case 2:
      if (a === '!') return b === '';
      if (isUnaryTest(a)) return unaryTest(sh, a, b);
      throw new Complaint(`${a}: unary operator expected`, 2);
    case 3:
      if (isBinaryTest(b)) return binaryTest(sh, b, a, c);
      if (b === '-a') return a !== '' && c !== '';
      if (b === '-o') return a !== '' || c !== '';
      if (a === '!') return !evaluate(sh, words.slice(1));
      if (a === '(' && c === ')') return b !== '';
      throw new Complaint(`${b}: binary operator expected`, 2);
    case 4:
      if (a === '!') return !evaluate(sh, words.slice(1));
      if (a === '(' && words[3] === ')') return evaluate(sh, words.slice(1, 3));
      return new Expression(sh, words).run();
    default: return new Expression(sh, words).run();
  }
}

function run(sh: Shell, name: string, words: readonly string[]): number {
  try {
    return evaluate(sh, words) ? 0 : 1;
  } catch (error) {
    if (error instanceof Complaint) throw new Complaint(`${name}: ${error.message}`, error.status);
    throw error;
  }
}

const bracket: Builtin = function* (sh, words) {
  yield* [];
  if (words.at(-1) !== ']') throw new Complaint("[: missing `]'", 2);
  return run(sh, '[', words.slice(1, -1));
};

const test: Builtin = function* (sh, words) {
  yield* [];
  return run(sh, 'test', words.slice(1));
};

/** Conditions. */
export const TEST: Readonly<Record<string, Builtin>> = { test, '[': bracket };
