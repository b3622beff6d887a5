import { Failure } from '../../../host/command.ts';
import { strerror } from '../../../host/errors.ts';
import { printf } from '../../../host/printf.ts';
import type { Routine } from '../../../host/program.ts';
import { RegexError, posixRegex } from '../../../host/regex.ts';
import { localTime } from '../../../host/strftime.ts';
import type { Sys } from '../../../host/sys.ts';
import type { AwkProgram, Expr, Redirection, Stmt } from './tree.ts';
import { isNumeric, numberText, toBoolean, toNumber, type AwkArray, type Value } from './values.ts';

/** What leaves a loop, a line or the program. */
type Jump = 'break' | 'continue' | 'next' | 'nextfile' | 'exit' | 'return' | null;

/** Where lines come from. */
export interface AwkInput {
  /** The next record, or null; sets FILENAME and FNR through `opened`. */
  next(separator: string): Routine<string | null>;
  skipFile(): void;
}

const MOST_STEPS = 50_000_000;

/** Runs a program over its input. */
export class Awk {
  readonly #sys: Sys;
  readonly #program: AwkProgram;
  readonly #input: AwkInput;
  readonly #globals = new Map<string, Value>();
  readonly #arrays = new Map<string, AwkArray>();
  #frames: { values: Map<string, Value>; arrays: Map<string, AwkArray> }[] = [];
  #record = '';
  #fields: string[] = [];
  #isSplit = true;
  readonly #ranges = new Set<number>();
  readonly #outputs = new Map<string, { fd: number; pid: number | null }>();
  readonly #readers = new Map<string, string[]>();
  readonly #regexes = new Map<string, RegExp>();
  #pending = '';
  #returned: Value = '';
  #steps = 0;
  status = 0;

  constructor(sys: Sys, program: AwkProgram, input: AwkInput) {
    this.#sys = sys;
    this.#program = program;
    this.#input = input;
    for (const [name, value] of Object.entries({ FS: ' ', OFS: ' ', ORS: '\n', RS: '\n', SUBSEP: '\x1c', CONVFMT: '%.6g', OFMT: '%.6g', FILENAME: '' })) this.#globals.set(name, value);
    for (const name of ['NR', 'NF', 'FNR', 'RSTART']) this.#globals.set(name, 0);
    this.#globals.set('RLENGTH', -1);
    this.#arrays.set('ENVIRON', new Map(Object.entries(sys.env).map(([name, value]) => [name, { text: value }])));
  }

  set(name: string, value: Value): void {
    this.#globals.set(name, value);
  }

  setArguments(words: readonly string[]): void {
    this.#arrays.set('ARGV', new Map(words.map((word, index) => [String(index), { text: word }])));
    this.#globals.set('ARGC', words.length);
  }

  /** The whole program: BEGIN, the lines, END. */
  *run(): Routine<number> {
    let jump = yield* this.#rules('begin');
    const hasLines = this.#program.rules.some((rule) => rule.kind !== 'begin');
    while (jump !== 'exit' && hasLines) {
      const record = yield* this.#nextRecord();
      if (record === null) break;
      this.#setRecord(record);
      jump = yield* this.#lineRules();
      if (this.#pending.length > 16384) yield* this.flush();
    }
    yield* this.#rules('end');
    yield* this.close();
    return this.status;
  }

  *#nextRecord(): Routine<string | null> {
    const record = yield* this.#input.next(this.#text(this.#globals.get('RS') ?? '\n'));
    if (record === null) return null;
    this.#globals.set('NR', toNumber(this.#globals.get('NR') ?? 0) + 1);
    this.#globals.set('FNR', toNumber(this.#globals.get('FNR') ?? 0) + 1);
    return record;
  }

  *#rules(kind: 'begin' | 'end'): Routine<Jump> {
    for (const rule of this.#program.rules) {
      if (rule.kind !== kind || rule.body === null) continue;
      const jump = yield* this.#statement(rule.body);
      if (jump === 'exit') return jump;
    }
    return null;
  }

  *#lineRules(): Routine<Jump> {
    for (const [index, rule] of this.#program.rules.entries()) {
      if (rule.kind !== 'line' || !(yield* this.#isWanted(rule.pattern, rule.until, index))) continue;
      const jump = rule.body === null ? yield* this.#printRecord() : yield* this.#statement(rule.body);
      if (jump === 'next' || jump === 'exit') return jump;
      if (jump === 'nextfile') {
        this.#input.skipFile();
        return null;
      }
    }
    return null;
  }

  *#printRecord(): Routine<null> {
    this.#pending += this.#joined() + this.#text(this.#globals.get('ORS') ?? '\n');
    return null;
  }

  *#isWanted(pattern: Expr | null, until: Expr | null, index: number): Routine<boolean> {
    if (pattern === null) return true;
    if (until === null) return toBoolean(yield* this.#evaluate(pattern));
    if (!this.#ranges.has(index)) {
      if (!toBoolean(yield* this.#evaluate(pattern))) return false;
      this.#ranges.add(index);
    }
    if (toBoolean(yield* this.#evaluate(until))) this.#ranges.delete(index);
    return true;
  }

  // ── the record and its fields

  #setRecord(text: string): void {
    this.#record = text;
    this.#isSplit = false;
  }

  #split(): void {
    if (this.#isSplit) return;
    this.#isSplit = true;
    this.#fields = this.#pieces(this.#record, this.#text(this.#globals.get('FS') ?? ' '));
    this.#globals.set('NF', this.#fields.length);
  }

  #pieces(text: string, separator: string): string[] {
    if (text === '') return [];
    if (separator === ' ') return text.trim() === '' ? [] : text.trim().split(/[ \t\n]+/);
    if (separator === '') return [...text];
    if (separator === '\t' || (separator.length === 1 && separator !== '\\' && !/[\^$.*+?()[\]{}|]/.test(separator))) return text.split(separator);
    if (separator === '|') return text.split('|');
    const regex = this.#regex(separator);
    const parts: string[] = [];
    let at = 0;
    for (const match of text.matchAll(new RegExp(regex.source, regex.flags))) {
      if (match[0] === '') continue;
      parts.push(text.slice(at, match.index));
      at = match.index + match[0].length;
    }
    return [...parts, text.slice(at)];
  }

  #joined(): string {
    return this.#record;
  }

  #rebuild(): void {
    this.#record = this.#fields.join(this.#text(this.#globals.get('OFS') ?? ' '));
  }

  #setField(index: number, text: string): void {
    if (index < 0) throw new Failure(`cmd. line:1: fatal: attempt to access field ${index}`, 2);
    if (index === 0) {
      this.#setRecord(text);
      return;
    }
    this.#split();
    while (this.#fields.length < index) this.#fields.push('');
    this.#fields[index - 1] = text;
    this.#globals.set('NF', this.#fields.length);
    this.#rebuild();
  }

  #field(index: number): Value {
    if (index === 0) return { text: this.#record };
    if (index < 0) throw new Failure(`cmd. line:1: fatal: attempt to access field ${index}`, 2);
    this.#split();
    const text = this.#fields[index - 1];
    return { text: text ?? '' };
  }

  // ── names

  #array(name: string): AwkArray {
    const frame = this.#frames.at(-1);
    const own = frame?.arrays.get(name);
    if (own !== undefined) return own;
    const known = this.#arrays.get(name);
    if (known !== undefined && frame?.values.has(name) !== true) return known;
    const made: AwkArray = new Map();
    if (frame?.values.has(name) === true) frame.arrays.set(name, made);
    else this.#arrays.set(name, made);
    return made;
  }

  #variable(name: string): Value {
    if (name === 'NF') this.#split();
    return this.#frames.at(-1)?.values.get(name) ?? this.#globals.get(name) ?? { text: '' };
  }

  #setVariable(name: string, value: Value): void {
    const frame = this.#frames.at(-1);
    if (frame?.values.has(name) === true) {
      frame.values.set(name, value);
      return;
    }
    if (name === 'NF') {
      this.#split();
      const count = toNumber(value);
      this.#fields = Array.from({ length: count }, (_, index) => this.#fields[index] ?? '');
      this.#globals.set('NF', count);
      this.#rebuild();
      return;
    }
    if (name === 'FS') this.#split();
    this.#globals.set(name, value);
  }

  *#key(keys: readonly Expr[]): Routine<string> {
    const parts: string[] = [];
    for (const key of keys) parts.push(this.#text(yield* this.#evaluate(key)));
    return parts.join(this.#text(this.#globals.get('SUBSEP') ?? '\x1c'));
  }

  *#assign(target: Expr, value: Value): Routine<void> {
    if (target.kind === 'variable') this.#setVariable(target.name, value);
    else if (target.kind === 'field') this.#setField(toNumber(yield* this.#evaluate(target.index)), this.#text(value));
    else if (target.kind === 'element') this.#array(target.array).set(yield* this.#key(target.keys), value);
    else if (target.kind === 'group') yield* this.#assign(target.inner, value);
  }

  // ── values

  #text(value: Value): string {
    if (typeof value === 'string') return value;
    if (typeof value === 'object') return value.text;
    return numberText(value, (number) => this.#format(typeof this.#globals.get('CONVFMT') === 'string' ? this.#globals.get('CONVFMT') as string : '%.6g', [number]));
  }

  #outText(value: Value): string {
    return typeof value === 'number' ? numberText(value, (number) => this.#format(this.#text(this.#globals.get('OFMT') ?? '%.6g'), [number])) : this.#text(value);
  }

  #format(format: string, values: readonly Value[]): string {
    // %c of a number is its sign, %d cuts what is behind the point.
    let used = 0;
    const args = [...format.matchAll(/%[-+ 0#']*(\*|\d*)(?:\.(\*|\d*))?([a-zA-Z%])/g)].flatMap(([, width, precision, letter = '']) => {
      const stars = (width === '*' ? 1 : 0) + (precision === '*' ? 1 : 0);
      const lead = values.slice(used, used + stars).map((each) => String(Math.trunc(toNumber(each))));
      used += stars;
      if (letter === '%') return lead;
      const value = values[used++] ?? '';
      if (letter === 'c') return [...lead, typeof value === 'number' ? String.fromCodePoint(Math.trunc(value)) : this.#text(value)];
      if ('di'.includes(letter)) return [...lead, String(BigInt(Math.trunc(Number.isFinite(toNumber(value)) ? toNumber(value) : 0)))];
      if ('ouxX'.includes(letter)) return [...lead, String(BigInt(Math.trunc(toNumber(value))))];
      if ('eEfFgG'.includes(letter)) return [...lead, String(toNumber(value))];
      return [...lead, this.#text(value)];
    });
    const escaped = format.replaceAll('\\', '\\\\');
    return printf(escaped, args, { expected: String, partly: String, invalid: String }, (text) => text).text;
  }

  #regex(source: string): RegExp {
    const known = this.#regexes.get(source);
    if (known !== undefined) {
      known.lastIndex = 0;
      return known;
    }
    try {
      const made = posixRegex(source, { extended: true });
      this.#regexes.set(source, made);
      return made;
    } catch (error) {
      if (error instanceof RegexError) throw new Failure(`cmd. line:1: fatal: invalid regexp: ${error.message}: /${source}/`, 2);
      throw error;
    }
  }

  *#pattern(expr: Expr): Routine<RegExp> {
    return this.#regex(expr.kind === 'regex' ? expr.source : this.#text(yield* this.#evaluate(expr)));
  }

  *#evaluate(expr: Expr): Routine<Value> {
    switch (expr.kind) {
      case 'number': case 'string': return expr.value;
      case 'group': return yield* this.#evaluate(expr.inner);
      case 'regex': return this.#regex(expr.source).test(this.#record) ? 1 : 0;
      case 'variable': return this.#variable(expr.name);
      case 'field': return this.#field(toNumber(yield* this.#evaluate(expr.index)));
      case 'element': {
        const array = this.#array(expr.array);
        const key = yield* this.#key(expr.keys);
        const value = array.get(key);
        if (value !== undefined) return value;
        array.set(key, { text: '' });
        return { text: '' };
      }
      case 'in': return this.#array(expr.array).has(yield* this.#key(expr.keys)) ? 1 : 0;
      case 'assign': {
        const right = yield* this.#evaluate(expr.value);
        const value = expr.operator === '=' ? right : arithmetic(expr.operator.slice(0, -1), toNumber(yield* this.#evaluate(expr.target)), toNumber(right));
        yield* this.#assign(expr.target, value);
        return value;
      }
      case 'step': {
        const old = toNumber(yield* this.#evaluate(expr.target));
        yield* this.#assign(expr.target, old + expr.by);
        return expr.isPrefix ? old + expr.by : old;
      }
      case 'unary': {
        const value = yield* this.#evaluate(expr.operand);
        return expr.operator === '!' ? (toBoolean(value) ? 0 : 1) : expr.operator === '-' ? -toNumber(value) : toNumber(value);
      }
      case 'binary': return yield* this.#binary(expr.operator, expr.left, expr.right);
      case 'match': {
        const text = this.#text(yield* this.#evaluate(expr.text));
        return (yield* this.#pattern(expr.pattern)).test(text) !== expr.isNegated ? 1 : 0;
      }
      case 'condition': return yield* this.#evaluate(toBoolean(yield* this.#evaluate(expr.test)) ? expr.yes : expr.no);
      case 'getline': return yield* this.#getline(expr);
      default: return yield* this.#call(expr.name, expr.args);
    }
  }

  *#binary(operator: string, left: Expr, right: Expr): Routine<Value> {
    const a = yield* this.#evaluate(left);
    if (operator === '&&') return toBoolean(a) && toBoolean(yield* this.#evaluate(right)) ? 1 : 0;
    if (operator === '||') return toBoolean(a) || toBoolean(yield* this.#evaluate(right)) ? 1 : 0;
    const b = yield* this.#evaluate(right);
    if (operator === ' ') return this.#text(a) + this.#text(b);
    if (!['<', '<=', '==', '!=', '>', '>='].includes(operator)) return arithmetic(operator, toNumber(a), toNumber(b));
    const isUnset = (value: Value): boolean => typeof value === 'object' && value.text === '';
    const asNumbers = (isNumeric(a) || isUnset(a)) && (isNumeric(b) || isUnset(b)) && (isNumeric(a) || isNumeric(b));
    const [x, y] = asNumbers ? [toNumber(a), toNumber(b)] : [this.#text(a), this.#text(b)];
    const order = x < y ? -1 : x > y ? 1 : 0;
    return { '<': order < 0, '<=': order <= 0, '==': order === 0, '!=': order !== 0, '>': order > 0, '>=': order >= 0 }[operator] === true ? 1 : 0;
  }

  *#getline(expr: Extract<Expr, { kind: 'getline' }>): Routine<number> {
    let line: string | null | undefined;
    if (expr.from === 'input') line = yield* this.#nextRecord();
    else {
      const source = this.#text(yield* this.#evaluate(expr.source as Expr));
      const key = `${expr.from} ${source}`;
      if (!this.#readers.has(key)) {
        const text = expr.from === 'file' ? this.#fileText(source) : yield* this.#commandText(source);
        if (text === null) return -1;
        this.#readers.set(key, text === '' ? [] : text.replace(/\n$/, '').split('\n'));
      }
      line = this.#readers.get(key)?.shift() ?? null;
    }
    if (line === null) return 0;
    if (expr.target === null) this.#setRecord(line);
    else yield* this.#assign(expr.target, { text: line });
    return 1;
  }

  #fileText(path: string): string | null {
    try {
      return this.#sys.readFile(path);
    } catch (error) {
      strerror(error);
      return null;
    }
  }

  *#commandText(command: string): Routine<string> {
    yield* this.flush();
    const [read, write] = this.#sys.pipe();
    const pid = yield* this.#sys.spawn('/bin/sh', ['sh', '-c', command], { fds: { 0: 0, 1: write, 2: 2 } });
    this.#sys.close(write);
    const text = yield* this.#sys.readAll(read);
    this.#sys.close(read);
    yield* this.#sys.wait(pid);
    return text;
  }

  // ── functions

  *#call(name: string, args: readonly Expr[]): Routine<Value> {
    const own = this.#program.functions.get(name);
    if (own !== undefined) return yield* this.#callOwn(own.parameters, own.body, args);
    const text = function* (self: Awk, index: number, otherwise: string): Routine<string> {
      const arg = args[index];
      return arg === undefined ? otherwise : self.#text(yield* self.#evaluate(arg));
    };
    const number = function* (self: Awk, index: number): Routine<number> {
      const arg = args[index];
      return arg === undefined ? 0 : toNumber(yield* self.#evaluate(arg));
    };
    switch (name) {
      case 'length': {
        const [arg] = args;
        if (arg?.kind === 'variable' && (this.#arrays.has(arg.name) || this.#frames.at(-1)?.arrays.has(arg.name) === true)) return this.#array(arg.name).size;
        return [...(yield* text(this, 0, this.#record))].length;
      }
      case 'substr': {
        const signs = [...(yield* text(this, 0, ''))];
        const start = Math.round(yield* number(this, 1));
        const end = args[2] === undefined ? Infinity : start + Math.round(yield* number(this, 2));
        return signs.slice(Math.max(0, start - 1), Math.max(0, end - 1)).join('');
      }
      case 'index': {
        const haystack = yield* text(this, 0, '');
        return haystack.indexOf(yield* text(this, 1, '')) + 1;
      }
      case 'tolower': return (yield* text(this, 0, '')).toLowerCase();
      case 'toupper': return (yield* text(this, 0, '')).toUpperCase();
      case 'int': return Math.trunc(yield* number(this, 0));
      case 'sqrt': return Math.sqrt(yield* number(this, 0));
      case 'exp': return Math.exp(yield* number(this, 0));
      case 'log': return Math.log(yield* number(this, 0));
      case 'sin': return Math.sin(yield* number(this, 0));
      case 'cos': return Math.cos(yield* number(this, 0));
      case 'atan2': return Math.atan2(yield* number(this, 0), yield* number(this, 1));
      case 'rand': return this.#sys.dice.next();
      case 'srand': return 0;
      case 'systime': return Math.floor(this.#sys.nowMs() / 1000);
      case 'strftime': return localTime(this.#sys, yield* text(this, 0, '%a %b %e %H:%M:%S %Z %Y'), args[1] === undefined ? this.#sys.nowMs() : (yield* number(this, 1)) * 1000);
      case 'sprintf': {
        const values: Value[] = [];
        for (const arg of args.slice(1)) values.push(yield* this.#evaluate(arg));
        return this.#format(yield* text(this, 0, ''), values);
      }
      case 'split': return yield* this.#splitCall(args);
      case 'match': {
        const subject = yield* text(this, 0, '');
        const found = (yield* this.#pattern(args[1] as Expr)).exec(subject);
        this.#globals.set('RSTART', found === null ? 0 : found.index + 1);
        this.#globals.set('RLENGTH', found === null ? -1 : found[0].length);
        const into = args[2];
        if (into?.kind === 'variable') {
          const array = this.#array(into.name);
          array.clear();
          for (const [index, part] of (found ?? []).entries()) array.set(String(index), { text: part });
        }
        return found === null ? 0 : found.index + 1;
      }
      case 'sub': case 'gsub': return yield* this.#substitute(name === 'gsub', args);
      case 'gensub': {
        const how = yield* text(this, 2, '1');
        const subject = yield* text(this, 3, this.#record);
        const [result] = replaceIn(subject, yield* this.#pattern(args[0] as Expr), yield* text(this, 1, ''), /^[gG]/.test(how), Number(how) || 1, true);
        return result;
      }
      case 'system': {
        yield* this.flush();
        const pid = yield* this.#sys.spawn('/bin/sh', ['sh', '-c', yield* text(this, 0, '')]);
        return (yield* this.#sys.wait(pid)).status;
      }
      case 'close': return yield* this.#closeOne(yield* text(this, 0, ''));
      case 'fflush':
        yield* this.flush();
        return 0;
      default: throw new Failure(`cmd. line:1: fatal: function \`${name}' not defined`, 2);
    }
  }

  *#callOwn(parameters: readonly string[], body: Stmt, args: readonly Expr[]): Routine<Value> {
    if (this.#frames.length > 1000) throw new Failure('fatal: function calls nested too deep', 2);
    const frame = { values: new Map<string, Value>(), arrays: new Map<string, AwkArray>() };
    for (const [index, name] of parameters.entries()) {
      const arg = args[index];
      const isArray = arg?.kind === 'variable' && (this.#frames.at(-1)?.arrays.has(arg.name) === true || (this.#arrays.has(arg.name) && !this.#globals.has(arg.name)));
      if (isArray && arg.kind === 'variable') frame.arrays.set(name, this.#array(arg.name));
      else frame.values.set(name, arg === undefined ? { text: '' } : yield* this.#evaluate(arg));
    }
    this.#frames.push(frame);
    this.#returned = { text: '' };
    yield* this.#statement(body);
    this.#frames.pop();
    const value = this.#returned;
    this.#returned = { text: '' };
    return value;
  }

  *#splitCall(args: readonly Expr[]): Routine<number> {
    const [subject, into, by] = args;
    const text = subject === undefined ? '' : this.#text(yield* this.#evaluate(subject));
    if (into?.kind !== 'variable') throw new Failure('cmd. line:1: fatal: split: second argument is not an array', 2);
    const separator = by === undefined ? this.#text(this.#globals.get('FS') ?? ' ') : by.kind === 'regex' ? by.source : this.#text(yield* this.#evaluate(by));
    const parts = this.#pieces(text, separator);
    const array = this.#array(into.name);
    array.clear();
    for (const [index, part] of parts.entries()) array.set(String(index + 1), { text: part });
    return parts.length;
  }

  *#substitute(isGlobal: boolean, args: readonly Expr[]): Routine<number> {
    const regex = yield* this.#pattern(args[0] as Expr);
    const by = this.#text(yield* this.#evaluate(args[1] as Expr));
    const target: Expr = args[2] ?? { kind: 'field', index: { kind: 'number', value: 0 } };
    const [result, count] = replaceIn(this.#text(yield* this.#evaluate(target)), regex, by, isGlobal, 1, false);
    if (count > 0) yield* this.#assign(target, { text: result });
    return count;
  }

  // ── statements

  *#statement(statement: Stmt): Routine<Jump> {
    this.#steps += 1;
    // An endless loop that prints nothing would stop the whole world: it lets others run now and then.
    if (this.#steps % 100_000 === 0) {
      if (this.#steps > MOST_STEPS) throw new Failure('fatal: handstack: the program runs for too long', 2);
      yield* this.#sys.sleep(1);
    }
    switch (statement.kind) {
      case 'expression':
        yield* this.#evaluate(statement.value);
        return null;
      case 'print': case 'printf': return yield* this.#print(statement);
      case 'block':
        for (const each of statement.body) {
          const jump = yield* this.#statement(each);
          if (jump !== null) return jump;
        }
        return null;
      case 'if': {
        const branch = toBoolean(yield* this.#evaluate(statement.test)) ? statement.yes : statement.no;
        return branch === null ? null : yield* this.#statement(branch);
      }
      case 'while': return yield* this.#loop(statement.test, null, statement.body, false);
      case 'do': return yield* this.#loop(statement.test, null, statement.body, true);
      case 'for':
        if (statement.start !== null) yield* this.#statement(statement.start);
        return yield* this.#loop(statement.test, statement.next, statement.body, false);
      case 'each': {
        for (const key of sortedKeys(this.#array(statement.array))) {
          this.#setVariable(statement.variable, { text: key });
          const jump = yield* this.#statement(statement.body);
          if (jump === 'break') break;
          if (jump !== null && jump !== 'continue') return jump;
        }
        return null;
      }
      case 'delete':
        if (statement.keys === null) this.#array(statement.array).clear();
        else this.#array(statement.array).delete(yield* this.#key(statement.keys));
        return null;
      case 'exit':
        if (statement.value !== null) this.status = toNumber(yield* this.#evaluate(statement.value)) & 255;
        return 'exit';
      case 'return':
        this.#returned = statement.value === null ? { text: '' } : yield* this.#evaluate(statement.value);
        return 'return';
      default: return statement.kind;
    }
  }

  *#loop(test: Expr | null, next: Stmt | null, body: Stmt, isFirstFree: boolean): Routine<Jump> {
    for (let isFirst = isFirstFree; isFirst || test === null || toBoolean(yield* this.#evaluate(test)); isFirst = false) {
      const jump = yield* this.#statement(body);
      if (jump === 'break') return null;
      if (jump !== null && jump !== 'continue') return jump;
      if (next !== null) yield* this.#statement(next);
    }
    return null;
  }

  *#print(statement: Extract<Stmt, { kind: 'print' | 'printf' }>): Routine<null> {
    const values: Value[] = [];
    for (const value of statement.values) values.push(yield* this.#evaluate(value));
    const ors = this.#text(this.#globals.get('ORS') ?? '\n');
    const text = statement.kind === 'printf' ? this.#format(this.#text(values[0] ?? ''), values.slice(1))
      : values.length === 0 ? this.#joined() + ors : values.map((value) => this.#outText(value)).join(this.#text(this.#globals.get('OFS') ?? ' ')) + ors;
    if (statement.to === null) this.#pending += text;
    else yield* this.#sys.write((yield* this.#output(statement.to)), text);
    return null;
  }

  *#output(to: Redirection): Routine<number> {
    const name = this.#text(yield* this.#evaluate(to.target));
    if (name === '/dev/stdout' || name === '-') {
      yield* this.flush();
      return 1;
    }
    if (name === '/dev/stderr') return 2;
    const known = this.#outputs.get(name);
    if (known !== undefined) return known.fd;
    yield* this.flush();
    if (to.kind === '|') {
      const [read, write] = this.#sys.pipe();
      const pid = yield* this.#sys.spawn('/bin/sh', ['sh', '-c', name], { fds: { 0: read, 1: 1, 2: 2 } });
      this.#sys.close(read);
      this.#outputs.set(name, { fd: write, pid });
      return write;
    }
    try {
      const fd = this.#sys.open(name, { write: true, create: true, append: to.kind === '>>', truncate: to.kind === '>' });
      this.#outputs.set(name, { fd, pid: null });
      return fd;
    } catch (error) {
      throw new Failure(`cmd. line:1: fatal: cannot redirect to \`${name}': ${strerror(error)}`, 2);
    }
  }

  *#closeOne(name: string): Routine<number> {
    for (const from of ['file', 'command']) this.#readers.delete(`${from} ${name}`);
    const output = this.#outputs.get(name);
    if (output === undefined) return -1;
    this.#outputs.delete(name);
    this.#sys.close(output.fd);
    return output.pid === null ? 0 : (yield* this.#sys.wait(output.pid)).status;
  }

  *flush(): Routine<void> {
    const text = this.#pending;
    this.#pending = '';
    if (text !== '') yield* this.#sys.write(1, text);
  }

  /** Writes what is left and waits for the commands that read from us. */
  *close(): Routine<void> {
    yield* this.flush();
    for (const name of [...this.#outputs.keys()]) yield* this.#closeOne(name);
  }
}

function arithmetic(operator: string, left: number, right: number): number {
  switch (operator) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '^': return left ** right;
    default:
      if (right === 0) throw new Failure(`cmd. line:1: fatal: division by zero attempted${operator === '%' ? ' in `%\'' : ''}`, 2);
      return operator === '/' ? left / right : left % right;
  }
}

/** Keys in order of their making; gawk's order follows from its hashes and is not promised. */
const sortedKeys = (array: AwkArray): string[] => [...array.keys()];

/** Replaces matches; `&` and, with `groups`, `\1` stand for what was found. Answers the text and how many. */
function replaceIn(text: string, regex: RegExp, by: string, isGlobal: boolean, nth: number, groups: boolean): [string, number] {
  const fill = (match: RegExpExecArray): string => by.replace(/\\(.)|&/g, (whole, sign: string | undefined) => {
    if (sign === undefined) return match[0];
    if (sign === '&' || sign === '\\') return sign;
    return groups && /\d/.test(sign) ? match[Number(sign)] ?? '' : whole;
  });
  regex.lastIndex = 0;
  let [out, at, seen, count] = ['', 0, 0, 0];
  let lastWasFull = false;
  for (let match = regex.exec(text); match !== null; match = regex.exec(text)) {
    // An empty match right behind the last one does not count.
    if (match[0] === '' && count > 0 && match.index === at && lastWasFull) {
      lastWasFull = false;
      regex.lastIndex += 1;
      if (regex.lastIndex > text.length) break;
      continue;
    }
    lastWasFull = match[0] !== '';
    seen += 1;
    if (isGlobal || seen === nth) {
      out += text.slice(at, match.index) + fill(match);
      at = match.index + match[0].length;
      count += 1;
    }
    if (match[0] === '') regex.lastIndex += 1;
    if ((!isGlobal && count > 0) || regex.lastIndex > text.length) break;
  }
  return [out + text.slice(at), count];
}
