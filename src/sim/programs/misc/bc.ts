import { strerror } from '../../host/errors.ts';
import { LineReader } from '../../host/line-reader.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** A decimal number: `digits` without its point, `scale` of them behind it. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

class BcError extends Error {}

const raised = (scale: number): bigint => 10n ** BigInt(scale);
const rescale = (value: Decimal, scale: number): bigint => (scale >= value.scale ? value.digits * raised(scale - value.scale) : value.digits / raised(value.scale - scale));

function parse(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.');
  return { digits: BigInt(whole + fraction || '0'), scale: fraction.length };
}

function show(value: Decimal): string {
  const sign = value.digits < 0n ? '-' : '';
  const text = String(value.digits < 0n ? -value.digits : value.digits).padStart(value.scale + 1, '0');
  const [whole, fraction] = [text.slice(0, text.length - value.scale), text.slice(text.length - value.scale)];
  if (value.digits === 0n) return '0';
  return sign + (whole === '0' && fraction !== '' ? '' : whole) + (fraction === '' ? '' : `.${fraction}`);
}

/** A small bc: numbers of any length, + - * / % ^, comparisons, variables, scale, sqrt, length. */
class Calculator {
  readonly variables = new Map<string, Decimal>();
  #tokens: string[] = [];
  #at = 0;

  get #scale(): number {
    return Number(this.variables.get('scale')?.digits ?? 0n);
  }

  /** Runs a line; answers what it prints, or null for `quit`. */
  line(text: string): string | null {
    let out = '';
    for (const statement of text.split(';')) {
      const source = statement.replace(/#.*/, '').replace(/\/\*.*?\*\//gs, '').trim();
      if (source === '') continue;
      if (source === 'quit' || source === 'halt') return null;
      const string = /^(?:print\s+)?"([^"]*)"$/.exec(source);
      if (string !== null) {
        out += (string[1] ?? '').replaceAll('\\n', '\n');
        continue;
      }
      out += this.#statement(source);
    }
    return out;
  }

  #statement(source: string): string {
    this.#tokens = source.match(/\d+\.?\d*|\.\d+|[a-z_]\w*|[<>=!]=|&&|\|\||[-+*/%^()=<>!,]|\S/g) ?? [];
    this.#at = 0;
    const isAssignment = /^[a-z_]\w*\s*[-+*/%^]?=[^=]/.test(source);
    const value = this.#assignment();
    if (this.#at < this.#tokens.length) throw new BcError('syntax error');
    return isAssignment ? '' : `${show(value)}\n`;
  }

  #assignment(): Decimal {
    const [name = '', sign = '', equals = ''] = this.#tokens.slice(this.#at, this.#at + 3);
    if (/^[a-z_]\w*$/.test(name) && sign === '=') {
      this.#at += 2;
      const value = this.#assignment();
      this.variables.set(name, value);
      return value;
    }
    if (/^[a-z_]\w*$/.test(name) && /^[-+*/%^]$/.test(sign) && equals === '=') {
      this.#at += 3;
      const value = this.#apply(sign, this.variables.get(name) ?? parse('0'), this.#assignment());
      this.variables.set(name, value);
      return value;
    }
    return this.#binary(0);
  }

  #binary(rank: number): Decimal {
    const operators = [['||'], ['&&'], ['<', '>', '<=', '>=', '==', '!='], ['+', '-'], ['*', '/', '%']][rank];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(rank + 1);
    while (operators.includes(this.#tokens[this.#at] ?? '')) {
      const operator = this.#tokens[this.#at++] ?? '';
      left = this.#apply(operator, left, this.#binary(rank + 1));
    }
    return left;
  }

  #unary(): Decimal {
    if (this.#tokens[this.#at] === '-') {
      this.#at += 1;
      const value = this.#unary();
      return { ...value, digits: -value.digits };
    }
    const base = this.#primary();
    if (this.#tokens[this.#at] !== '^') return base;
    this.#at += 1;
    return this.#apply('^', base, this.#unary());
  }

  #primary(): Decimal {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new BcError('syntax error');
    if (/^[\d.]/.test(token)) return parse(token);
    if (token === '(') {
      const value = this.#assignment();
      if (this.#tokens[this.#at++] !== ')') throw new BcError('syntax error');
      return value;
    }
    if (!/^[a-z_]\w*$/.test(token)) throw new BcError('syntax error');
    if (this.#tokens[this.#at] !== '(') return this.variables.get(token) ?? parse('0');
    const argument = this.#primary();
    if (token === 'sqrt') return this.#root(argument);
    if (token === 'length') return parse(String(show(argument).replace(/[-.]/g, '').length));
    if (token === 'scale') return parse(String(argument.scale));
    throw new BcError(`Function ${token} not defined.`);
  }

  #root(value: Decimal): Decimal {
    if (value.digits < 0n) throw new BcError('Square root of a negative number');
    const scale = Math.max(this.#scale, value.scale);
    const target = rescale(value, scale * 2);
    let root = target === 0n ? 0n : 10n ** BigInt(Math.ceil(String(target).length / 2));
    for (let next = root; root > 0n; root = next) {
      next = (root + target / root) / 2n;
      if (next >= root) break;
    }
    return { digits: root, scale };
  }

  #apply(operator: string, left: Decimal, right: Decimal): Decimal {
    const common = Math.max(left.scale, right.scale);
    const [a, b] = [rescale(left, common), rescale(right, common)];
    const truth = (holds: boolean): Decimal => ({ digits: holds ? 1n : 0n, scale: 0 });
    switch (operator) {
      case '+': return { digits: a + b, scale: common };
      case '-': return { digits: a - b, scale: common };
      case '*': {
        const scale = Math.min(left.scale + right.scale, Math.max(this.#scale, left.scale, right.scale));
        return { digits: rescale({ digits: left.digits * right.digits, scale: left.scale + right.scale }, scale), scale };
      }
      case '/': {
        if (b === 0n) throw new BcError('Divide by zero');
        return { digits: (a * raised(this.#scale)) / b, scale: this.#scale };
      }
      case '%': {
        if (b === 0n) throw new BcError('Modulo by zero');
        const quotient = this.#apply('/', left, right);
        return this.#apply('-', left, { digits: quotient.digits * right.digits, scale: quotient.scale + right.scale });
      }
      case '^': return this.#power(left, Number(rescale(right, 0)));
      case '<': return truth(a < b);
      case '>': return truth(a > b);
      case '<=': return truth(a <= b);
      case '>=': return truth(a >= b);
      case '==': return truth(a === b);
      case '!=': return truth(a !== b);
      case '&&': return truth(a !== 0n && b !== 0n);
      default: return truth(a !== 0n || b !== 0n);
    }
  }

  #power(base: Decimal, exponent: number): Decimal {
    const count = Math.abs(exponent);
    const full: Decimal = { digits: base.digits ** BigInt(count), scale: base.scale * count };
    if (exponent < 0) return this.#apply('/', parse('1'), full);
    const scale = Math.min(full.scale, Math.max(this.#scale, base.scale));
    return { digits: rescale(full, scale), scale };
  }
}

function* calculate(sys: Sys, fd: number, calculator: Calculator): Routine<boolean> {
  const reader = new LineReader(sys, fd);
  for (let number = 1; ; number += 1) {
    const line = yield* reader.next();
    if (line === null) return true;
    try {
      const out = calculator.line(line.replace(/\n$/, ''));
      if (out === null) return false;
      yield* sys.write(1, out);
    } catch (error) {
      if (!(error instanceof BcError)) throw error;
      const isSyntax = error.message === 'syntax error';
      yield* sys.write(2, isSyntax ? `(standard_in) ${number}: syntax error\n` : `Runtime error (func=(main), adr=${number}): ${error.message}\n`);
    }
  }
}

/** bc(1): expressions, variables and scale; no functions, loops or other bases. */
export const bc: Program = {
  name: 'bc',
  *run(sys) {
    const args = sys.argv.slice(1);
    const calculator = new Calculator();
    if (args.includes('-v') || args.includes('--version')) {
      yield* sys.write(1, 'bc 1.07.1\n');
      return 0;
    }
    if (args.some((arg) => /^-\w*l/.test(arg) || arg === '--mathlib')) calculator.variables.set('scale', parse('20'));
    for (const name of args.filter((arg) => !arg.startsWith('-'))) {
      try {
        if (!(yield* calculate(sys, sys.open(name, { read: true }), calculator))) return 0;
      } catch (error) {
        yield* sys.write(2, `File ${name} is unavailable: ${strerror(error)}\n`);
        return 1;
      }
    }
    yield* calculate(sys, 0, calculator);
    return 0;
  },
};
