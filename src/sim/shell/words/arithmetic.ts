/** An arithmetic expression that bash refuses; `token` is the rest it stopped at. */
export class ArithmeticError extends Error {
  override readonly name = 'ArithmeticError';
}

/** How the evaluator reads and writes variables; names may carry an index: `a[i+1]`. */
export interface ArithmeticScope {
  read(name: string): string;
  write(name: string, value: string): void;
}

const BINARY: readonly (readonly string[])[] = [
  ['||'], ['&&'], ['|'], ['^'], ['&'], ['==', '!='], ['<=', '>=', '<', '>'], ['<<', '>>'], ['+', '-'], ['*', '/', '%'],
];
const ASSIGN = ['=', '+=', '-=', '*=', '/=', '%=', '<<=', '>>=', '&=', '^=', '|='];
const OPERATORS = [
  '<<=', '>>=', '**', '++', '--', '<=', '>=', '==', '!=', '&&', '||', '<<', '>>', '+=', '-=', '*=', '/=', '%=', '&=', '^=', '|=',
  '+', '-', '*', '/', '%', '<', '>', '!', '~', '&', '^', '|', '?', ':', '=', ',', '(', ')',
];

interface Token {
  readonly kind: 'number' | 'name' | 'operator' | 'end';
  readonly text: string;
  readonly at: number;
}

const wrap = (value: bigint): bigint => BigInt.asIntN(64, value);

/** Length of a name with its index, brackets matched. */
function nameLength(text: string): number {
  const name = /^[A-Za-z_]\w*/.exec(text)?.[0] ?? '';
  if (text[name.length] !== '[') return name.length;
  let depth = 0;
  for (let at = name.length; at < text.length; at += 1) {
    if (text[at] === '[') depth += 1;
    if (text[at] === ']') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return name.length;
}

/** Recursive descent over a text with values of 64 bits (ARITHMETIC EVALUATION in bash(1)). */
class Evaluator {
  readonly #text: string;
  readonly #scope: ArithmeticScope;
  readonly #depth: number;
  #at = 0;
  #token: Token = { kind: 'end', text: '', at: 0 };
  /** Above 0: parse without effects (the branch not taken). */
  #skip = 0;
  #lastAt = 0;

  constructor(text: string, scope: ArithmeticScope, depth: number) {
    this.#text = text;
    this.#scope = scope;
    this.#depth = depth;
    this.#next();
  }

  run(): bigint {
    if (this.#isAtEnd()) return 0n;
    const value = this.#comma();
    if (!this.#isAtEnd()) this.#fail(this.#wrongToken());
    return value;
  }

  #isAtEnd(): boolean {
    return this.#token.kind === 'end';
  }

  #wrongToken(): string {
    const isOperand = this.#token.kind !== 'operator';
    return isOperand ? 'syntax error in expression' : 'syntax error: invalid arithmetic operator';
  }

  #fail(problem: string, from = this.#token.at): never {
    const shown = this.#text.replace(/^\s+/, '');
    throw new ArithmeticError(`${shown}: ${problem} (error token is "${this.#text.slice(from)}")`);
  }

  #next(): void {
    this.#lastAt = this.#token.at;
    while (/\s/.test(this.#text[this.#at] ?? '')) this.#at += 1;
    const rest = this.#text.slice(this.#at);
    const at = this.#at;
    if (rest === '') this.#token = { kind: 'end', text: '', at };
    else if (/^\d/.test(rest)) this.#token = { kind: 'number', text: /^\d[\w#@]*/.exec(rest)?.[0] ?? '', at };
    else if (/^[A-Za-z_]/.test(rest)) this.#token = { kind: 'name', text: rest.slice(0, nameLength(rest)), at };
    else {
      const operator = OPERATORS.find((each) => rest.startsWith(each));
      if (operator === undefined) {
        this.#token = { kind: 'operator', text: rest[0] ?? '', at };
        if (at > 0) this.#fail('syntax error: invalid arithmetic operator', at);
        this.#fail('syntax error: operand expected', at);
      }
      this.#token = { kind: 'operator', text: operator, at };
    }
    this.#at += this.#token.text.length;
  }

  #is(operator: string): boolean {
    return this.#token.kind === 'operator' && this.#token.text === operator;
  }

  #comma(): bigint {
    let value = this.#assignment();
    while (this.#is(',')) {
      this.#next();
      value = this.#assignment();
    }
    return value;
  }

  #assignment(): bigint {
    const { kind, text: name, at } = this.#token;
    if (kind !== 'name') return this.#ternary();
    this.#next();
    if (this.#token.kind === 'operator' && ASSIGN.includes(this.#token.text)) return this.#assign(name);
    this.#at = at;
    this.#next();
    return this.#ternary();
  }

  #assign(name: string): bigint {
    const operator = this.#token.text.slice(0, -1);
    this.#next();
    const right = this.#assignment();
    const value = operator === '' ? right : this.#apply(operator, this.#read(name), right);
    if (this.#skip === 0) this.#scope.write(name, String(value));
    return value;
  }

  #ternary(): bigint {
    const test = this.#binary(0);
    if (!this.#is('?')) return test;
    this.#next();
    const yes = this.#skipping(test === 0n, () => this.#comma());
    if (!this.#is(':')) this.#fail("`:' expected for conditional expression", this.#isAtEnd() ? this.#lastAt : this.#token.at);
    this.#next();
    const no = this.#skipping(test !== 0n, () => this.#assignment());
    return test !== 0n ? yes : no;
  }

  #skipping(isSkipped: boolean, parse: () => bigint): bigint {
    if (isSkipped) this.#skip += 1;
    const value = parse();
    if (isSkipped) this.#skip -= 1;
    return value;
  }

  #binary(level: number): bigint {
    const operators = BINARY[level];
    if (operators === undefined) return this.#power();
    let left = this.#binary(level + 1);
    while (this.#token.kind === 'operator' && operators.includes(this.#token.text)) {
      const operator = this.#token.text;
      this.#next();
      const isDecided = (operator === '&&' && left === 0n) || (operator === '||' && left !== 0n);
      const from = this.#token.at;
      const right = this.#skipping(isDecided, () => this.#binary(level + 1));
      left = this.#apply(operator, left, right, from);
    }
    return left;
  }

  #power(): bigint {
    const base = this.#unary();
    if (!this.#is('**')) return base;
    this.#next();
    const exponent = this.#power();
    if (exponent < 0n) this.#fail('exponent less than 0');
    return wrap(base ** exponent);
  }

  #apply(operator: string, left: bigint, right: bigint, from?: number): bigint {
    switch (operator) {
      case '+': return wrap(left + right);
      case '-': return wrap(left - right);
      case '*': return wrap(left * right);
      case '/': case '%':
        if (right === 0n) {
          if (this.#skip > 0) return 0n;
          this.#fail('division by 0', from);
        }
        return wrap(operator === '/' ? left / right : left % right);
      case '<<': return wrap(left << (right & 63n));
      case '>>': return wrap(left >> (right & 63n));
      case '&': return left & right;
      case '|': return left | right;
      case '^': return left ^ right;
      default: return this.#compare(operator, left, right) ? 1n : 0n;
    }
  }

  #compare(operator: string, left: bigint, right: bigint): boolean {
    switch (operator) {
      case '&&': return left !== 0n && right !== 0n;
      case '||': return left !== 0n || right !== 0n;
      case '==': return left === right;
      case '!=': return left !== right;
      case '<=': return left <= right;
      case '>=': return left >= right;
      case '<': return left < right;
      default: return left > right;
    }
  }

  #unary(): bigint {
    if (this.#token.kind !== 'operator') return this.#primary();
    const { text } = this.#token;
    if (text === '++' || text === '--') return this.#prefixStep(text);
    if (!['+', '-', '!', '~'].includes(text)) return this.#primary();
    this.#next();
    const value = this.#unary();
    if (text === '-') return wrap(-value);
    if (text === '!') return value === 0n ? 1n : 0n;
    return text === '~' ? ~value : value;
  }

  #prefixStep(text: string): bigint {
    this.#next();
    if (this.#token.kind !== 'name') return text === '--' ? this.#unary() : this.#unary();
    const name = this.#token.text;
    this.#next();
    const value = wrap(this.#read(name) + (text === '++' ? 1n : -1n));
    if (this.#skip === 0) this.#scope.write(name, String(value));
    return value;
  }

  #primary(): bigint {
    const { kind, text, at } = this.#token;
    if (kind === 'number') {
      this.#next();
      return this.#number(text, at);
    }
    if (kind === 'name') return this.#variable(text);
    if (!this.#is('(')) return this.#fail('syntax error: operand expected', this.#isAtEnd() ? this.#lastAt : this.#token.at);
    this.#next();
    const value = this.#comma();
    if (!this.#is(')')) this.#fail("missing `)'", this.#isAtEnd() ? this.#lastAt : this.#token.at);
    this.#next();
    return value;
  }

  #variable(name: string): bigint {
    this.#next();
    const value = this.#read(name);
    if (!this.#is('++') && !this.#is('--')) return value;
    const step = this.#is('++') ? 1n : -1n;
    this.#next();
    if (this.#skip === 0) this.#scope.write(name, String(wrap(value + step)));
    return value;
  }

  #read(name: string): bigint {
    if (this.#skip > 0) return 0n;
    const text = this.#scope.read(name).trim();
    if (text === '') return 0n;
    if (/^-?(0|[1-9]\d*)$/.test(text)) return wrap(BigInt(text));
    if (this.#depth > 100) this.#fail('expression recursion level exceeded');
    return new Evaluator(text, this.#scope, this.#depth + 1).run();
  }

  #number(text: string, at: number): bigint {
    const based = /^(\d+)#([\w@]*)$/.exec(text);
    if (based !== null) return this.#based(Number(based[1]), based[2] ?? '', at);
    if (/^0[xX][0-9a-fA-F]*$/.test(text)) return wrap(BigInt(text.length === 2 ? 0 : text));
    if (/^0\d*$/.test(text)) {
      if (/[89]/.test(text)) this.#fail('value too great for base', at);
      return wrap(BigInt(`0o0${text.slice(1)}`));
    }
    if (!/^\d+$/.test(text)) this.#fail('value too great for base', at);
    return wrap(BigInt(text));
  }

  #based(base: number, digits: string, at: number): bigint {
    if (base < 2 || base > 64) this.#fail('invalid arithmetic base', at);
    let value = 0n;
    for (const digit of digits) {
      const order = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';
      const isUpper = base <= 36 && /[A-Z]/.test(digit);
      const worth = order.indexOf(isUpper ? digit.toLowerCase() : digit);
      if (worth >= base) this.#fail('value too great for base', at);
      value = value * BigInt(base) + BigInt(worth);
    }
    return wrap(value);
  }
}

/** The value of an arithmetic expression; throws ArithmeticError in bash's words. */
export function evaluateArithmetic(text: string, scope: ArithmeticScope): bigint {
  return new Evaluator(text, scope, 0).run();
}
