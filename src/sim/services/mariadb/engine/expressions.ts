// Makes functions of expressions: names are looked up once, then rows run through. Knows nothing of how rows are found.
import type { Aggregate, CastSpec, ColumnName, Expr, Query } from '../grammar/ast.ts';
import { isBinary } from './collation.ts';
import { isBlob, isCharacter, load, show, wireType, type ColumnDef, type Stored } from './column.ts';
import { compare, DEFAULT_COLLATION, keyOf, likePattern } from './compare.ts';
import { date, dateText, datetime, datetimeText, durationText, parseDate, parseTime, partsOfValue, time } from './dates.ts';
import { sqlError } from './errors.ts';
import {
  DATE, DATETIME, DECIMAL, DOUBLE, INT, INT4, NULL, STRING, TIME, type Compiled, type Env, type Scope, type ScopeColumn, type ValueType,
} from './expression-types.ts';
import { FUNCTIONS, mergeTypes } from './functions.ts';
import { warn, type Context } from './context.ts';
import {
  arithmetic, decimal, divide, integerDivide, integerOf, isDecimal, isTemporal, isTrue, numberOf, numericOf, parseDecimal, rescale, textOf,
  truth, type Value,
} from './values.ts';
import { runQuery } from './select.ts';
import { readVariable } from './variables.ts';

const constant = (value: Value, type: ValueType): Compiled =>
  ({ type: value === null ? type : { ...type, notNull: true }, eval: () => value, constant: true });

/** The type, never NULL where none of what it is made of is. */
const unlessNull = ({ notNull: _, ...type }: ValueType, ...parts: readonly Compiled[]): ValueType =>
  (parts.every((part) => part.type.notNull === true) ? { ...type, notNull: true } : type);

/** Evaluates an expression that sees no rows. */
export function evaluate(e: Expr, scope: Scope): Value {
  return compile(e, scope).eval({ rows: [], outer: null, aggregates: [] });
}

/** Makes a function of an expression; throws 1054, 1052, 1305 and the like. */
export function compile(e: Expr, scope: Scope): Compiled {
  switch (e.k) {
    case 'int': return constant(BigInt(e.text), { ...(e.text.length < 10 ? INT4 : INT) });
    case 'decimal': return constant(parseDecimal(e.text), DECIMAL);
    case 'double': return constant(Number(e.text), DOUBLE);
    case 'hex': return constant(hexText(e.text), STRING);
    case 'bits': return constant(hexText(BigInt(`0b${e.text || '0'}`).toString(16)), STRING);
    case 'str': return constant(e.v, STRING);
    case 'null': return constant(null, NULL);
    case 'bool': return constant(truth(e.v), INT4);
    case 'temporal': return constant(temporal(e.type, e.v), e.type === 'DATE' ? DATE : e.type === 'TIME' ? TIME : DATETIME);
    case 'param': return compileParam(scope);
    case 'uvar': return compileUserVariable(e.name, scope);
    case 'assign': return compileAssign(e.name, e.e, scope);
    case 'sysvar': return compileSystemVariable(e, scope);
    case 'col': return compileColumn(e, scope);
    case 'paren': return compile(e.e, scope);
    case 'and': case 'or': return compileLogic(e.k, e.l, e.r, scope);
    case 'not': return compileUnary(compile(e.e, scope), INT4, (value) => truth(!isTrue(value)));
    case 'bin': return compileBinary(e.op, e.l, e.r, scope);
    case 'un': return compileSign(e.op, e.e, scope);
    case 'is': return compileIs(e, scope);
    case 'in': return compileIn(e, scope);
    case 'between': return compileBetween(e, scope);
    case 'like': return compileLike(e, scope);
    case 'regexp': return compileRegexp(e, scope);
    case 'quant': return compileQuantified(e, scope);
    case 'exists': return compileExists(e.query, scope);
    case 'sub': return compileSubquery(e.query, scope);
    case 'case': return compileCase(e, scope);
    case 'cast': return compileCast(compile(e.e, scope), e.type, scope.context);
    case 'convert': return compileUnary(compile(e.e, scope), STRING, (value) => textOf(value));
    case 'collate': { const inner = compile(e.e, scope); return { ...inner, type: { ...STRING, collation: e.name.toLowerCase() } }; }
    case 'agg': return compileAggregate(e, scope);
    case 'fn': return compileFunction(e.name, e.args, e.mode ?? 'BOTH', scope, e.written ?? e.name);
    case 'values': return compileValues(e.column, scope);
    case 'default': return compileDefault(e.column, scope);
    case 'row': throw sqlError(1241, 1);
    case 'interval': throw sqlError(1064, 'interval', 1);
  }
}

function hexText(digits: string): string {
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  return (even.match(/../g) ?? []).map((pair) => String.fromCharCode(parseInt(pair, 16))).join('');
}

function temporal(type: 'DATE' | 'TIME' | 'TIMESTAMP', text: string): Value {
  if (type === 'TIME') return time(durationText(parseTime(text) ?? 0));
  const parsed = parseDate(text);
  if (parsed === null) return null;
  return type === 'DATE' ? date(dateText(parsed.parts)) : datetime(datetimeText(parsed.parts));
}

function compileUnary(inner: Compiled, type: ValueType, run: (value: Exclude<Value, null>) => Value): Compiled {
  return { type: unlessNull(type, inner), eval: (env) => { const value = inner.eval(env); return value === null ? null : run(value); } };
}

function compileParam(scope: Scope): Compiled {
  const { params } = scope.context;
  const index = scope.context.nextParam;
  scope.context.nextParam += 1;
  return { type: STRING, eval: () => params[index] ?? null, constant: true };
}

function compileUserVariable(name: string, { context }: Scope): Compiled {
  const key = name.toLowerCase();
  const stored = context.session.userVariables[key];
  const type = stored?.t === 'i' ? INT : stored?.t === 'd' ? DECIMAL : stored?.t === 'f' ? DOUBLE : STRING;
  return { type, eval: () => fromUserVariable(context.session.userVariables[key] ?? null) };
}

/** A user variable's value. */
export function fromUserVariable(stored: { t: string; v: string } | null): Value {
  if (stored === null) return null;
  return stored.t === 'i' ? BigInt(stored.v) : stored.t === 'd' ? parseDecimal(stored.v) : stored.t === 'f' ? Number(stored.v) : stored.v;
}

/** The plain form a value has as a user variable. */
export function toUserVariable(value: Value): { t: string; v: string } | null {
  const v = textOf(value);
  if (v === null) return null;
  return { t: typeof value === 'bigint' ? 'i' : typeof value === 'number' ? 'f' : isDecimal(value) ? 'd' : 's', v };
}

function compileAssign(name: string, e: Expr, scope: Scope): Compiled {
  const inner = compile(e, scope);
  return { type: inner.type, eval: (env) => {
    const value = inner.eval(env);
    scope.context.session.userVariables[name.toLowerCase()] = toUserVariable(value);
    return value;
  } };
}

function compileSystemVariable(e: Extract<Expr, { k: 'sysvar' }>, { context }: Scope): Compiled {
  const value = readVariable(context, e.name, e.scope);
  if (value === null) return constant(null, STRING);
  const isNumber = /^-?\d+$/.test(value);
  const isSwitch = value === 'ON' || value === 'OFF';
  if (isSwitch) return constant(truth(value === 'ON'), INT4);
  return isNumber ? constant(BigInt(value), INT) : /^-?\d+\.\d+$/.test(value) ? constant(Number(value), DOUBLE) : constant(value, STRING);
}

// ── columns

interface Found { readonly scope: Scope; readonly depth: number; readonly slot: number; readonly index: number; readonly column: ScopeColumn }

const same = (a: string, b: string): boolean => a === b || a.toLowerCase() === b.toLowerCase();

function findIn(scope: Scope, name: ColumnName): { slot: number; index: number }[] {
  return scope.tables.flatMap((table, slot) => {
    if (name.table !== null && !same(table.alias, name.table)) return [];
    if (name.db !== null && table.db !== null && !same(table.db, name.db)) return [];
    const index = table.columns.findIndex((column) => same(column.name, name.name));
    return index === -1 ? [] : [{ slot, index }];
  });
}

const written = ({ db, table, name }: ColumnName): string => [db, table, name].filter((part) => part !== null).join('.');

function findColumn(name: ColumnName, scope: Scope): Found {
  let depth = 0;
  for (let at: Scope | null = scope; at !== null; at = at.parent, depth += 1) {
    const found = findIn(at, name);
    const [first] = found;
    if (first === undefined) continue;
    if (found.length > 1 && !(name.table === null && at.shared.has(name.name.toLowerCase()))) {
      throw sqlError(1052, written(name), at.clause);
    }
    const column = at.tables[first.slot]?.columns[first.index];
    if (column !== undefined) return { scope: at, depth, ...first, column };
  }
  throw sqlError(1054, written(name), scope.clause);
}

function compileColumn(name: ColumnName, scope: Scope): Compiled {
  if (name.table === null) {
    const aliased = scope.aliases.get(name.name.toLowerCase());
    const prefersAlias = scope.clause === 'ORDER BY' || (scope.clause === 'HAVING' && findIn(scope, name).length === 0)
      || (scope.clause === 'GROUP BY' && findIn(scope, name).length === 0);
    if (aliased !== undefined && prefersAlias) return aliased;
  }
  const { scope: at, depth, slot, index, column } = findColumn(name, scope);
  at.used.slots.add(slot);
  const columns = at.used.columns.get(slot) ?? new Set<number>();
  at.used.columns.set(slot, columns.add(index));
  if (depth > 0) for (let inner: Scope | null = scope; inner !== at && inner !== null; inner = inner.parent) inner.used.isComplex = true;
  return columnReader(column, slot, index, depth, at.tables[slot]?.alias ?? '');
}

/** Reads a column of the row in `slot`, `depth` queries further out. */
export function columnReader(column: ScopeColumn, slot: number, index: number, depth: number, table: string): Compiled {
  const { def } = column;
  const cellOf = (env: Env): Stored | Value => {
    let at: Env | null = env;
    for (let step = 0; step < depth && at !== null; step += 1) at = at.outer;
    return at?.rows[slot]?.[index] ?? null;
  };
  const place = { slot: depth === 0 ? slot : -1, index, name: column.name, table, def };
  if (def === null) return { type: column.type, eval: (env) => cellOf(env), column: place };
  return {
    type: column.type,
    eval: (env) => load(def, cellOf(env) as Stored),
    show: (env) => show(def, cellOf(env) as Stored),
    column: place,
  };
}

// ── operators

function collationOf(...sides: readonly Compiled[]): string {
  const given = sides.map(({ type }) => type.collation).filter((name) => name !== undefined);
  return given.find(isBinary) ?? given[0] ?? DEFAULT_COLLATION;
}

function compileLogic(op: 'and' | 'or', l: Expr, r: Expr, scope: Scope): Compiled {
  const [a, b] = [compile(l, scope), compile(r, scope)];
  const decisive = op === 'or';
  return { type: unlessNull(INT4, a, b), eval: (env) => {
    const left = a.eval(env);
    if (left !== null && isTrue(left) === decisive) return truth(decisive);
    const right = b.eval(env);
    if (right !== null && isTrue(right) === decisive) return truth(decisive);
    return left === null || right === null ? null : truth(!decisive);
  } };
}

const COMPARISONS: Readonly<Record<string, (order: number) => boolean>> = {
  '=': (o) => o === 0, '!=': (o) => o !== 0, '<': (o) => o < 0, '>': (o) => o > 0, '<=': (o) => o <= 0, '>=': (o) => o >= 0,
};

function compileBinary(op: string, l: Expr, r: Expr, scope: Scope): Compiled {
  const test = COMPARISONS[op];
  if (test !== undefined || op === '<=>') {
    if (l.k === 'row' || r.k === 'row') return compileRowComparison(op, l, r, scope);
    return compileComparison(op, test, compile(l, scope), compile(r, scope));
  }
  return calculation(op, compile(l, scope), compile(r, scope), scope);
}

function compileComparison(op: string, test: ((order: number) => boolean) | undefined, a: Compiled, b: Compiled): Compiled {
  const collation = collationOf(a, b);
  return { type: op === '<=>' ? { ...INT4, notNull: true } : unlessNull(INT4, a, b), eval: (env) => {
    const x = a.eval(env);
    const y = b.eval(env);
    if (op === '<=>') return truth(x === null || y === null ? x === y : compare(x, y, collation) === 0);
    return x === null || y === null || test === undefined ? null : truth(test(compare(x, y, collation)));
  } };
}

const rowItems = (e: Expr): readonly Expr[] => (e.k === 'row' ? e.items : e.k === 'paren' ? rowItems(e.e) : [e]);

function compileRowComparison(op: string, l: Expr, r: Expr, scope: Scope): Compiled {
  const right = rowItems(r);
  if (rowItems(l).length !== right.length) throw sqlError(1241, rowItems(l).length);
  const pairs = rowItems(l).map((item, index): [Compiled, Compiled] => [compile(item, scope), compile(right[index] ?? item, scope)]);
  const test = COMPARISONS[op === '<=>' ? '=' : op] ?? (() => false);
  return { type: INT4, eval: (env) => {
    for (const [a, b] of pairs) {
      const [x, y] = [a.eval(env), b.eval(env)];
      if (x === null || y === null) return null;
      const result = compare(x, y, collationOf(a, b));
      if (result !== 0) return truth(test(result));
    }
    return truth(test(0));
  } };
}

function numericKind(a: ValueType, b: ValueType, op: string): ValueType {
  const kinds = [a.kind, b.kind];
  if (kinds.some((kind) => kind === 'dbl' || kind === 'str')) return DOUBLE;
  if (op === '/') return DECIMAL;
  return kinds.includes('dec') ? DECIMAL : INT;
}

function calculation(op: string, a: Compiled, b: Compiled, scope: Scope): Compiled {
  const type = op === 'div' || '|&^<<>>'.includes(op) ? INT : numericKind(a.type, b.type, op);
  const unsigned = a.type.unsigned === true || b.type.unsigned === true;
  const known = { ...type, ...(unsigned ? { unsigned } : {}) };
  return { type: '/%'.includes(op) || op === 'div' ? known : unlessNull(known, a, b), eval: (env) => {
    const x = a.eval(env);
    const y = b.eval(env);
    if (x === null || y === null) return op === 'xor' ? null : null;
    return calculate(op, x, y, scope, unsigned && op !== '/');
  } };
}

const LARGEST = (1n << 64n) - 1n;
const LONG_LARGEST = (1n << 63n) - 1n;

function calculate(op: string, x: Exclude<Value, null>, y: Exclude<Value, null>, scope: Scope, isUnsigned: boolean): Value {
  switch (op) {
    case '+': case '-': case '*': {
      warnPartial(x, 'DOUBLE', scope.context);
      warnPartial(y, 'DOUBLE', scope.context);
      const result = arithmetic(op, x, y);
      const isOut = typeof result === 'bigint' && (result > (isUnsigned ? LARGEST : LONG_LARGEST) || result < (isUnsigned ? 0n : -LONG_LARGEST - 1n));
      if (isOut) throw sqlError(1690, isUnsigned ? 'BIGINT UNSIGNED' : 'BIGINT', `${textOf(x) ?? ''} ${op} ${textOf(y) ?? ''}`);
      return result;
    }
    case '/': case '%': case 'div': {
      const result = op === '/' ? divide(x, y) : integerDivide(x, y, op === '%');
      if (result === null) warn(scope.context, 'Warning', 1365, 'Division by 0');
      return result;
    }
    case 'xor': return truth(isTrue(x) !== isTrue(y));
    case '|': return BigInt.asUintN(64, integerOf(x)) | BigInt.asUintN(64, integerOf(y));
    case '&': return BigInt.asUintN(64, integerOf(x)) & BigInt.asUintN(64, integerOf(y));
    case '^': return BigInt.asUintN(64, integerOf(x)) ^ BigInt.asUintN(64, integerOf(y));
    case '<<': return BigInt.asUintN(64, integerOf(x) << integerOf(y));
    default: return BigInt.asUintN(64, integerOf(x)) >> integerOf(y);
  }
}

function compileSign(op: '-' | '~', e: Expr, scope: Scope): Compiled {
  const inner = compile(e, scope);
  if (op === '~') return compileUnary(inner, INT, (value) => BigInt.asUintN(64, ~integerOf(value)));
  const type = inner.type.kind === 'str' ? DOUBLE : inner.type;
  return { ...compileUnary(inner, type, (value) => {
    const number = numericOf(value);
    return typeof number === 'object' ? decimal(-number.n, number.s) : typeof number === 'bigint' ? -number : -number;
  }), ...(inner.constant === true ? { constant: true } : {}) };
}

function compileIs({ e, what, not }: Extract<Expr, { k: 'is' }>, scope: Scope): Compiled {
  const inner = compile(e, scope);
  return { type: { ...INT4, notNull: true }, eval: (env) => {
    const value = inner.eval(env);
    const is = what === 'NULL' ? value === null : value !== null && isTrue(value) === (what === 'TRUE');
    return truth(is !== not);
  } };
}

function compileIn(e: Extract<Expr, { k: 'in' }>, scope: Scope): Compiled {
  if (rowItems(e.e).length > 1) return compileRowIn(e, scope);
  const left = compile(e.e, scope);
  if (e.query !== null) return compileInQuery(left, e.query, e.not, scope);
  const items = (e.list ?? []).map((item) => compile(item, scope));
  const collation = collationOf(left, ...items);
  return { type: INT4, eval: (env) => {
    const value = left.eval(env);
    if (value === null) return null;
    let hasNull = false;
    for (const item of items) {
      const each = item.eval(env);
      if (each === null) hasNull = true;
      else if (compare(value, each, collation) === 0) return truth(!e.not);
    }
    return hasNull ? null : truth(e.not);
  } };
}

function compileRowIn(e: Extract<Expr, { k: 'in' }>, scope: Scope): Compiled {
  const left = rowItems(e.e).map((item) => compile(item, scope));
  const rowsOf: (env: Env) => Value[][] = e.query !== null
    ? queryRows(e.query, scope, left.length)
    : ((lists) => (env: Env) => lists.map((list) => list.map((item) => item.eval(env))))((e.list ?? []).map((row) => rowItems(row).map((item) => compile(item, scope))));
  return { type: INT4, eval: (env) => {
    const values = left.map((item) => item.eval(env));
    const has = rowsOf(env).some((row) => row.every((each, index) => {
      const value = values[index] ?? null;
      return value !== null && each !== null && compare(value, each) === 0;
    }));
    return truth(has !== e.not);
  } };
}

function compileBetween({ e, low, high, not }: Extract<Expr, { k: 'between' }>, scope: Scope): Compiled {
  const [value, from, to] = [compile(e, scope), compile(low, scope), compile(high, scope)];
  const collation = collationOf(value, from, to);
  return { type: INT4, eval: (env) => {
    const [x, a, b] = [value.eval(env), from.eval(env), to.eval(env)];
    if (x === null || a === null || b === null) return null;
    return truth((compare(x, a, collation) >= 0 && compare(x, b, collation) <= 0) !== not);
  } };
}

function compileLike({ e, pattern, escape, not }: Extract<Expr, { k: 'like' }>, scope: Scope): Compiled {
  const [value, like] = [compile(e, scope), compile(pattern, scope)];
  const isSensitive = isBinary(collationOf(value, like));
  return { type: INT4, eval: (env) => {
    const [x, p] = [textOf(value.eval(env)), textOf(like.eval(env))];
    return x === null || p === null ? null : truth(likePattern(p, escape, isSensitive).test(x) !== not);
  } };
}

function compileRegexp({ e, pattern, not }: Extract<Expr, { k: 'regexp' }>, scope: Scope): Compiled {
  const [value, regexp] = [compile(e, scope), compile(pattern, scope)];
  const isSensitive = isBinary(collationOf(value, regexp));
  return { type: INT4, eval: (env) => {
    const [x, p] = [textOf(value.eval(env)), textOf(regexp.eval(env))];
    return x === null || p === null ? null : truth(new RegExp(p.replaceAll('[[:alnum:]]', '[A-Za-z0-9]'), isSensitive ? 's' : 'is').test(x) !== not);
  } };
}

// ── sub-queries

function queryRows(query: Query, scope: Scope, width: number): (env: Env) => Value[][] {
  const prepared = runQuery(query, scope.context, scope);
  if (prepared.columns.length !== width) throw sqlError(1241, width);
  scope.used.isComplex = true;
  let known: Value[][] | null = null;
  return (env) => {
    if (known !== null) return known;
    const rows = prepared.rows(env);
    if (!prepared.isCorrelated) known = rows;
    return rows;
  };
}

function compileInQuery(left: Compiled, query: Query, not: boolean, scope: Scope): Compiled {
  const rowsOf = queryRows(query, scope, 1);
  const collation = collationOf(left);
  const sets = new WeakMap<Value[][], Set<string>>();
  return { type: INT4, eval: (env) => {
    const rows = rowsOf(env);
    const value = left.eval(env);
    if (rows.length === 0) return truth(not);
    if (value === null) return null;
    let keys = sets.get(rows);
    if (keys === undefined) sets.set(rows, keys = new Set(rows.map(([each]) => keyOf(each ?? null, collation))));
    const isFound = keys.has(keyOf(value, collation)) || rows.some(([each]) => each !== null && each !== undefined && typeof each !== typeof value && compare(value, each, collation) === 0);
    return isFound ? truth(!not) : keys.has('N') ? null : truth(not);
  } };
}

function compileQuantified({ op, all, l, query }: Extract<Expr, { k: 'quant' }>, scope: Scope): Compiled {
  const left = compile(l, scope);
  const rowsOf = queryRows(query, scope, 1);
  const test = COMPARISONS[op] ?? (() => false);
  return { type: INT4, eval: (env) => {
    const value = left.eval(env);
    const results = rowsOf(env).map(([each]) => (value === null || each === null || each === undefined ? null : test(compare(value, each, collationOf(left)))));
    if (results.includes(!all)) return truth(!all);
    return results.includes(null) ? null : truth(all);
  } };
}

function compileExists(query: Query, scope: Scope): Compiled {
  const prepared = runQuery(query, scope.context, scope);
  scope.used.isComplex = true;
  return { type: INT4, eval: (env) => truth(prepared.rows(env).length > 0) };
}

function compileSubquery(query: Query, scope: Scope): Compiled {
  const prepared = runQuery(query, scope.context, scope);
  if (prepared.columns.length !== 1) throw sqlError(1241, 1);
  scope.used.isComplex = true;
  let known: Value | undefined;
  return { type: without(prepared.columns[0]?.type ?? STRING), eval: (env) => {
    if (known !== undefined) return known;
    const rows = prepared.rows(env);
    if (rows.length > 1) throw sqlError(1242);
    const value = rows[0]?.[0] ?? null;
    if (!prepared.isCorrelated) known = value;
    return value;
  } };
}

// ── choice, casts, functions

function compileCase(e: Extract<Expr, { k: 'case' }>, scope: Scope): Compiled {
  const base = e.base === null ? null : compile(e.base, scope);
  const whens = e.whens.map(({ when, then }) => ({ when: compile(when, scope), then: compile(then, scope) }));
  const otherwise = e.else === null ? null : compile(e.else, scope);
  return {
    type: mergeTypes([...whens.map(({ then }) => then.type), ...(otherwise === null ? [] : [otherwise.type])]),
    eval: (env) => {
      const value = base?.eval(env) ?? null;
      for (const { when, then } of whens) {
        const test = when.eval(env);
        const is = base === null ? isTrue(test) : value !== null && test !== null && compare(value, test, collationOf(base, when)) === 0;
        if (is) return then.eval(env);
      }
      return otherwise?.eval(env) ?? null;
    },
  };
}

const CAST_TYPES: Readonly<Record<CastSpec['base'], ValueType>> = {
  signed: INT, unsigned: { ...INT, unsigned: true }, char: STRING, binary: { ...STRING, collation: 'binary' }, decimal: DECIMAL,
  datetime: DATETIME, date: DATE, time: TIME, double: DOUBLE,
};

function compileCast(inner: Compiled, spec: CastSpec, context: Context): Compiled {
  return compileUnary(inner, CAST_TYPES[spec.base], (value) => cast(value, spec, context));
}

/** Warning 1292 for a text that is not a number throughout. */
function warnPartial(value: Exclude<Value, null>, kind: 'INTEGER' | 'DOUBLE', context: Context): void {
  if (typeof value !== 'string' || /^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?\s*$/.test(value)) return;
  warn(context, 'Warning', 1292, `Truncated incorrect ${kind} value: '${value}'`);
}

function cast(value: Exclude<Value, null>, { base, args }: CastSpec, context: Context): Value {
  switch (base) {
    case 'signed': warnPartial(value, 'INTEGER', context); return BigInt.asIntN(64, typeof value === 'string' ? BigInt(/^\s*[+-]?\d+/.exec(value)?.[0].trim() ?? 0) : integerOf(value));
    case 'unsigned': warnPartial(value, 'INTEGER', context); return BigInt.asUintN(64, typeof value === 'string' ? BigInt(/^\s*[+-]?\d+/.exec(value)?.[0].trim() ?? 0) : integerOf(value));
    case 'char': case 'binary': { const text = textOf(value) ?? ''; return args === null ? text : [...text].slice(0, args[0]).join(''); }
    case 'decimal': { const n = numericOf(value); return rescale(typeof n === 'bigint' ? decimal(n, 0) : typeof n === 'number' ? parseDecimal(typeof value === 'string' ? value : textOf(n) ?? '0') : n, args?.[1] ?? 0); }
    case 'double': return numberOf(value);
    case 'time': { const text = isTemporal(value) && value.t === 'datetime' ? value.v.slice(11) : textOf(value) ?? ''; const micros = parseTime(/\d-\d/.test(text) ? text.slice(11) : text); return micros === null ? null : time(durationText(micros, args?.[0] ?? 0)); }
    default: { const parts = partsOfValue(value); return parts === null ? null : base === 'date' ? date(dateText(parts)) : datetime(datetimeText(parts, args?.[0] ?? 0)); }
  }
}

function compileFunction(name: string, args: readonly Expr[], mode: string, scope: Scope, written: string): Compiled {
  if (name === 'IF') return compileIf(args, scope);
  if (name === 'NULLIF') return compileNullIf(args, scope);
  const actual = name === 'ADDDATE' ? 'DATE_ADD' : name === 'SUBDATE' ? 'DATE_SUB' : name === 'TRIM' && mode !== 'BOTH' ? `TRIM_${mode}` : name;
  const found = FUNCTIONS[actual];
  if (found === undefined) throw missingFunction(written, scope);
  const compiled = args.flatMap((arg) => arg.k === 'interval' ? [compile(arg.e, scope), constant(arg.unit, STRING)] : [compile(arg, scope)]);
  if (compiled.length < found.min || compiled.length > found.max) throw sqlError(1582, written);
  const type = typeof found.type === 'function' ? found.type(compiled.map((each) => each.type)) : found.type;
  const { context } = scope;
  return { type: MAY_BE_NULL.has(actual) ? type : unlessNull(type, ...compiled), eval: (env) => {
    const values = compiled.map((each) => each.eval(env));
    if (found.seesNull !== true && values.includes(null)) return null;
    return found.run(values as Exclude<Value, null>[], context);
  } };
}

/** Functions that may answer NULL though no argument is. */
const MAY_BE_NULL = new Set(['DATABASE', 'SCHEMA', 'CURRENT_ROLE', 'ELT', 'JSON_VALUE', 'JSON_EXTRACT', 'JSON_QUERY', 'STR_TO_DATE', 'DATE_ADD', 'DATE_SUB', 'MOD', 'UNHEX', 'DATEDIFF', 'TIMEDIFF', 'DATE_FORMAT', 'LAST_DAY', 'SQRT', 'LN', 'LOG']);

function missingFunction(name: string, { context }: Scope): Error {
  if (name.includes('.')) return sqlError(1305, 'FUNCTION', name);
  return context.session.database === null ? sqlError(1046) : sqlError(1305, 'FUNCTION', `${context.session.database}.${name}`);
}

function compileIf(args: readonly Expr[], scope: Scope): Compiled {
  const [test, then, otherwise] = args.map((arg) => compile(arg, scope));
  if (test === undefined || then === undefined || otherwise === undefined || args.length > 3) throw sqlError(1582, 'IF');
  return { type: mergeTypes([then.type, otherwise.type]), eval: (env) => (isTrue(test.eval(env)) ? then : otherwise).eval(env) };
}

function compileNullIf(args: readonly Expr[], scope: Scope): Compiled {
  const [a, b] = args.map((arg) => compile(arg, scope));
  if (a === undefined || b === undefined || args.length > 2) throw sqlError(1582, 'NULLIF');
  return { type: a.type, eval: (env) => {
    const [x, y] = [a.eval(env), b.eval(env)];
    return x !== null && y !== null && compare(x, y, collationOf(a, b)) === 0 ? null : x;
  } };
}

function compileAggregate(e: Aggregate, scope: Scope): Compiled {
  if (scope.aggregates === null) throw sqlError(1111);
  const { aggregates } = scope;
  const inner: Scope = { ...scope, aggregates: null };
  const args = e.args.map((arg) => compile(arg, inner));
  const orderBy = (e.order ?? []).map((item) => ({ by: compile(item.e, inner), desc: item.desc }));
  const slot = aggregates.length;
  aggregates.push({ name: e.name, distinct: e.distinct, args, order: orderBy, separator: e.separator ?? ',' });
  const first = args[0]?.type ?? INT;
  const type = e.name === 'COUNT' || e.name.startsWith('BIT_') ? INT
    : e.name === 'MIN' || e.name === 'MAX' ? first
    : e.name === 'GROUP_CONCAT' ? STRING
    : e.name === 'SUM' || e.name === 'AVG' ? (first.kind === 'int' || first.kind === 'dec' ? DECIMAL : DOUBLE) : DOUBLE;
  return { type: e.name === 'COUNT' || e.name.startsWith('BIT_') ? { ...type, notNull: true } : without(type), eval: (env) => env.aggregates[slot] ?? null };
}

const without = ({ notNull: _, ...type }: ValueType): ValueType => type;

function compileValues(name: ColumnName, scope: Scope): Compiled {
  const slot = scope.valuesSlot;
  const table = slot === undefined ? undefined : scope.tables[slot];
  const index = table?.columns.findIndex((column) => same(column.name, name.name)) ?? -1;
  const column = table?.columns[index];
  if (slot === undefined || column === undefined) return constant(null, NULL);
  return columnReader(column, slot, index, 0, table?.alias ?? '');
}

function compileDefault(name: ColumnName | null, scope: Scope): Compiled {
  if (name === null) throw sqlError(1064, 'DEFAULT', 1);
  const { column } = findColumn(name, scope);
  const value = column.def?.default;
  if (column.def === null || (value === undefined && column.def.notNull)) throw sqlError(1364, column.name);
  return constant(value !== undefined && 'value' in value ? load(column.def, value.value) : null, column.type);
}

/** The type of value a stored column yields. */
export const typeOfColumn = (def: ColumnDef): ValueType => ({ ...plainType(def), ...(def.notNull ? { notNull: true } : {}) });

function plainType(def: ColumnDef): ValueType {
  const { type } = def;
  const wire = wireType(type);
  if (isCharacter(type) || isBlob(type)) return { kind: 'str', wire, collation: isBlob(type) ? 'binary' : def.collation ?? DEFAULT_COLLATION };
  switch (type.base) {
    case 'decimal': return { kind: 'dec', wire, scale: type.args?.[1] ?? 0 };
    case 'float': case 'double': return { kind: 'dbl', wire };
    case 'date': return { kind: 'date', wire };
    case 'time': return { kind: 'time', wire };
    case 'datetime': case 'timestamp': return { kind: 'datetime', wire };
    case 'inet6': case 'uuid': return { kind: 'str', wire, collation: DEFAULT_COLLATION };
    default: return { kind: 'int', wire, ...(type.unsigned ? { unsigned: true } : {}) };
  }
}
