import { Failure } from '../../../host/command.ts';
import { tokenize, type Token } from './tokens.ts';
import type { AwkFunction, AwkProgram, Expr, Redirection, Rule, Stmt } from './tree.ts';

const ASSIGNMENTS = ['=', '+=', '-=', '*=', '/=', '%=', '^=', '**='];
const COMPARISONS = ['<', '<=', '==', '!=', '>', '>='];
const BUILT_IN_WITHOUT_ARGUMENTS = ['length'];

/** Reads a program by recursive descent. */
class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  /** Inside print's list `>` writes to a file, inside for's head `in` is its own. */
  #noGreater = false;
  #noIn = false;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  get #now(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #is(text: string): boolean {
    return this.#now.text === text && this.#now.kind !== 'string' && this.#now.kind !== 'regex';
  }

  #take(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #fail(): never {
    const { line, kind, at } = this.#now;
    const text = this.#source.split('\n')[line - 1] ?? '';
    const what = kind === 'end' || kind === 'newline' ? 'unexpected newline or end of string' : 'syntax error';
    const lineStart = this.#source.split('\n').slice(0, line - 1).join('\n').length + (line > 1 ? 1 : 0);
    throw new Failure(`cmd. line:${line}: ${text}\nawk: cmd. line:${line}: ${' '.repeat(Math.max(0, at - lineStart))}^ ${what}`, 1);
  }

  #need(text: string): void {
    if (!this.#take(text)) this.#fail();
  }

  #skipNewlines(): void {
    while (this.#now.kind === 'newline') this.#at += 1;
  }

  #skipEnds(): void {
    while (this.#now.kind === 'newline' || this.#is(';')) this.#at += 1;
  }

  program(): AwkProgram {
    const rules: Rule[] = [];
    const functions = new Map<string, AwkFunction>();
    this.#skipEnds();
    while (this.#now.kind !== 'end') {
      if (this.#is('function') || this.#is('func')) this.#function(functions);
      else rules.push(this.#rule());
      this.#skipEnds();
    }
    return { rules, functions };
  }

  #function(functions: Map<string, AwkFunction>): void {
    this.#at += 1;
    const name = this.#now.text;
    this.#at += 1;
    this.#need('(');
    const parameters: string[] = [];
    while (!this.#take(')')) {
      parameters.push(this.#now.text);
      this.#at += 1;
      this.#take(',');
      this.#skipNewlines();
    }
    this.#skipNewlines();
    functions.set(name, { parameters, body: this.#block() });
  }

  #rule(): Rule {
    if (this.#take('BEGIN')) return { kind: 'begin', pattern: null, until: null, body: this.#block() };
    if (this.#take('END')) return { kind: 'end', pattern: null, until: null, body: this.#block() };
    if (this.#is('{')) return { kind: 'line', pattern: null, until: null, body: this.#block() };
    const pattern = this.#expression();
    let until: Expr | null = null;
    if (this.#take(',')) {
      this.#skipNewlines();
      until = this.#expression();
    }
    return { kind: 'line', pattern, until, body: this.#is('{') ? this.#block() : null };
  }

  #block(): Stmt {
    this.#need('{');
    const body: Stmt[] = [];
    this.#skipEnds();
    while (!this.#take('}')) {
      if (this.#now.kind === 'end') this.#fail();
      body.push(this.#statement());
      this.#skipEnds();
    }
    return { kind: 'block', body };
  }

  #body(): Stmt {
    this.#skipNewlines();
    if (this.#take(';')) return { kind: 'block', body: [] };
    return this.#statement();
  }

  #statement(): Stmt {
    if (this.#is('{')) return this.#block();
    if (this.#now.kind === 'word') {
      const special = this.#keyword();
      if (special !== null) return special;
    }
    return this.#ended(this.#simple());
  }

  /** A simple statement ends at `;`, a newline, or before `}`. */
  #ended(statement: Stmt): Stmt {
    if (this.#take(';') || this.#now.kind === 'newline' || this.#is('}') || this.#now.kind === 'end') return statement;
    return this.#fail();
  }

  #simple(): Stmt {
    if (this.#is('print') || this.#is('printf')) return this.#print();
    if (this.#take('delete')) return this.#delete();
    return { kind: 'expression', value: this.#expression() };
  }

  #keyword(): Stmt | null {
    if (this.#take('if')) return this.#if();
    if (this.#take('while')) {
      this.#need('(');
      const test = this.#expression();
      this.#need(')');
      return { kind: 'while', test, body: this.#body() };
    }
    if (this.#take('do')) return this.#do();
    if (this.#take('for')) return this.#for();
    for (const word of ['break', 'continue', 'next', 'nextfile'] as const) if (this.#take(word)) return this.#ended({ kind: word });
    for (const word of ['exit', 'return'] as const) {
      if (this.#take(word)) {
        const hasValue = !(this.#is(';') || this.#is('}') || this.#now.kind === 'newline' || this.#now.kind === 'end');
        return this.#ended({ kind: word, value: hasValue ? this.#expression() : null });
      }
    }
    return null;
  }

  #if(): Stmt {
    this.#need('(');
    const test = this.#expression();
    this.#need(')');
    const yes = this.#body();
    const back = this.#at;
    this.#skipEnds();
    if (this.#take('else')) return { kind: 'if', test, yes, no: this.#body() };
    this.#at = back;
    return { kind: 'if', test, yes, no: null };
  }

  #do(): Stmt {
    const body = this.#body();
    this.#skipEnds();
    this.#need('while');
    this.#need('(');
    const test = this.#expression();
    this.#need(')');
    return this.#ended({ kind: 'do', test, body });
  }

  #for(): Stmt {
    this.#need('(');
    const [name, word, array, close] = this.#tokens.slice(this.#at, this.#at + 4);
    if (name?.kind === 'name' && word?.text === 'in' && array?.kind === 'name' && close?.text === ')') {
      this.#at += 4;
      return { kind: 'each', variable: name.text, array: array.text, body: this.#body() };
    }
    const start = this.#is(';') ? null : this.#simple();
    this.#need(';');
    this.#skipNewlines();
    const test = this.#is(';') ? null : this.#expression();
    this.#need(';');
    this.#skipNewlines();
    const next = this.#is(')') ? null : this.#simple();
    this.#need(')');
    return { kind: 'for', start, test, next, body: this.#body() };
  }

  #delete(): Stmt {
    const array = this.#now.text;
    this.#at += 1;
    if (!this.#take('[')) return { kind: 'delete', array, keys: null };
    const keys = this.#list(']');
    return { kind: 'delete', array, keys };
  }

  #print(): Stmt {
    const kind = this.#now.text as 'print' | 'printf';
    this.#at += 1;
    const values: Expr[] = [];
    const isEnd = (): boolean => [';', '}', '>', '>>', '|'].some((text) => this.#is(text)) || this.#now.kind === 'newline' || this.#now.kind === 'end';
    const old = this.#noGreater;
    this.#noGreater = true;
    if (!isEnd()) {
      // A list in parentheses may be followed by a redirection.
      const back = this.#at;
      if (this.#take('(')) {
        this.#noGreater = false;
        const inner = this.#list(')');
        this.#noGreater = true;
        if (isEnd()) values.push(...inner);
        else this.#at = back;
      }
      if (values.length === 0) {
        do {
          this.#skipNewlines();
          values.push(this.#expression());
        } while (this.#take(','));
      }
    }
    this.#noGreater = old;
    return { kind, values, to: this.#redirection() };
  }

  #redirection(): Redirection | null {
    for (const kind of ['>>', '>', '|'] as const) {
      if (this.#take(kind)) return { kind, target: this.#concatenation() };
    }
    return null;
  }

  #list(close: string): Expr[] {
    const values: Expr[] = [];
    this.#skipNewlines();
    while (!this.#take(close)) {
      values.push(this.#expression());
      this.#skipNewlines();
      if (!this.#take(',') && !this.#is(close)) this.#fail();
      this.#skipNewlines();
    }
    return values;
  }

  #expression(): Expr {
    const left = this.#ternary();
    const operator = ASSIGNMENTS.find((each) => this.#is(each));
    if (operator === undefined || !['variable', 'field', 'element'].includes(left.kind)) return left;
    this.#at += 1;
    this.#skipNewlines();
    return { kind: 'assign', operator: operator === '**=' ? '^=' : operator, target: left, value: this.#expression() };
  }

  #ternary(): Expr {
    const test = this.#or();
    if (!this.#take('?')) return test;
    this.#skipNewlines();
    const yes = this.#expression();
    this.#skipNewlines();
    this.#need(':');
    this.#skipNewlines();
    return { kind: 'condition', test, yes, no: this.#expression() };
  }

  #or(): Expr {
    let left = this.#and();
    while (this.#take('||')) {
      this.#skipNewlines();
      left = { kind: 'binary', operator: '||', left, right: this.#and() };
    }
    return left;
  }

  #and(): Expr {
    let left = this.#in();
    while (this.#take('&&')) {
      this.#skipNewlines();
      left = { kind: 'binary', operator: '&&', left, right: this.#in() };
    }
    return left;
  }

  #in(): Expr {
    let left = this.#match();
    while (!this.#noIn && this.#take('in')) {
      const array = this.#now.text;
      this.#at += 1;
      left = { kind: 'in', array, keys: [left] };
    }
    return left;
  }

  #match(): Expr {
    let left = this.#comparison();
    for (;;) {
      const isNegated = this.#is('!~');
      if (!isNegated && !this.#is('~')) return left;
      this.#at += 1;
      left = { kind: 'match', isNegated, text: left, pattern: this.#comparison() };
    }
  }

  #comparison(): Expr {
    const left = this.#concatenation();
    const operator = COMPARISONS.find((each) => this.#is(each) && !(each === '>' && this.#noGreater));
    if (operator === undefined) return this.#pipedGetline(left);
    this.#at += 1;
    return { kind: 'binary', operator, left, right: this.#concatenation() };
  }

  #pipedGetline(left: Expr): Expr {
    let value = left;
    while (this.#is('|') && this.#tokens[this.#at + 1]?.text === 'getline') {
      this.#at += 2;
      value = { kind: 'getline', from: 'command', source: value, target: this.#target() };
    }
    return value;
  }

  #target(): Expr | null {
    return this.#is('$') || this.#now.kind === 'name' ? this.#postfix() : null;
  }

  #concatenation(): Expr {
    let left = this.#additive();
    for (;;) {
      const { kind, text } = this.#now;
      const begins = ['number', 'string', 'regex', 'name', 'call'].includes(kind) || (kind === 'sign' && ['$', '!', '(', '-', '+', '++', '--'].includes(text));
      if (!begins || (kind === 'word')) return left;
      left = { kind: 'binary', operator: ' ', left, right: this.#additive() };
    }
  }

  #additive(): Expr {
    let left = this.#multiplicative();
    for (;;) {
      const operator = ['+', '-'].find((each) => this.#is(each));
      if (operator === undefined) return left;
      this.#at += 1;
      left = { kind: 'binary', operator, left, right: this.#multiplicative() };
    }
  }

  #multiplicative(): Expr {
    let left = this.#unary();
    for (;;) {
      const operator = ['*', '/', '%'].find((each) => this.#is(each));
      if (operator === undefined) return left;
      this.#at += 1;
      left = { kind: 'binary', operator, left, right: this.#unary() };
    }
  }

  #unary(): Expr {
    for (const operator of ['!', '-', '+'] as const) {
      if (this.#take(operator)) return { kind: 'unary', operator, operand: this.#unary() };
    }
    return this.#power();
  }

  #power(): Expr {
    const base = this.#postfix();
    if (!this.#take('^') && !this.#take('**')) return base;
    return { kind: 'binary', operator: '^', left: base, right: this.#unary() };
  }

  #postfix(): Expr {
    for (const [sign, by] of [['++', 1], ['--', -1]] as const) {
      if (this.#take(sign)) return { kind: 'step', target: this.#postfix(), by, isPrefix: true };
    }
    const value = this.#primary();
    if (!['variable', 'field', 'element'].includes(value.kind)) return value;
    for (const [sign, by] of [['++', 1], ['--', -1]] as const) {
      if (this.#take(sign)) return { kind: 'step', target: value, by, isPrefix: false };
    }
    return value;
  }

  #primary(): Expr {
    const { kind, text } = this.#now;
    this.#at += 1;
    if (kind === 'number') return { kind: 'number', value: Number(text) };
    if (kind === 'string') return { kind: 'string', value: text };
    if (kind === 'regex') return { kind: 'regex', source: text };
    if (kind === 'call') {
      this.#need('(');
      const [greater, noIn] = [this.#noGreater, this.#noIn];
      this.#noGreater = false;
      const args = this.#list(')');
      [this.#noGreater, this.#noIn] = [greater, noIn];
      return { kind: 'call', name: text, args };
    }
    if (kind === 'name') {
      if (this.#take('[')) return { kind: 'element', array: text, keys: this.#list(']') };
      return BUILT_IN_WITHOUT_ARGUMENTS.includes(text) ? { kind: 'call', name: text, args: [] } : { kind: 'variable', name: text };
    }
    if (text === '$') return { kind: 'field', index: this.#is('++') || this.#is('--') ? this.#postfix() : this.#is('-') ? this.#unary() : this.#primary() };
    if (text === '(') return this.#parenthesis();
    if (text === 'getline') {
      const target = this.#target();
      if (this.#take('<')) return { kind: 'getline', from: 'file', source: this.#primary(), target };
      return { kind: 'getline', from: 'input', source: null, target };
    }
    this.#at -= 1;
    return this.#fail();
  }

  /** A group, or `(a, b) in array`. */
  #parenthesis(): Expr {
    const greater = this.#noGreater;
    this.#noGreater = false;
    const values = this.#list(')');
    this.#noGreater = greater;
    if (values.length > 1) {
      this.#need('in');
      const array = this.#now.text;
      this.#at += 1;
      return { kind: 'in', array, keys: values };
    }
    return { kind: 'group', inner: values[0] ?? this.#fail() };
  }
}

/** The tree of an awk program; Failure in gawk's words. */
export const parseAwk = (source: string): AwkProgram => new Parser(source).program();
