// Runs queries: finds rows, joins, filters, groups, sorts. Knows nothing of how statements arrive.
import type { Expr, Limit, OrderItem, Query, Select, SelectItem, Union } from '../grammar/ast.ts';
import type { ColumnDef } from './column.ts';
import type { Context } from './context.ts';
import { DEFAULT_COLLATION, keyOf, order } from './compare.ts';
import { sqlError } from './errors.ts';
import { compile, evaluate } from './expressions.ts';
import type { Compiled, Env, Scope, ScopeColumn, ValueType } from './expression-types.ts';
import { aggregate } from './aggregates.ts';
import { buildFrom, type Source } from './joins.ts';
import { integerOf, isTrue, textOf, type Value } from './values.ts';

export interface ResultColumn {
  readonly name: string;
  readonly type: ValueType;
  readonly table: string;
  /** The column's definition where it is a table's (for CREATE TABLE … SELECT). */
  readonly def: ColumnDef | null;
}

/** A query made ready: `rows` may run again with other outer rows. */
export interface Prepared {
  readonly columns: readonly ResultColumn[];
  readonly isCorrelated: boolean;
  rows(outer: Env | null): Value[][];
  /** The rows as the wire sends them. */
  cells(): (string | null)[][];
}

interface Item { readonly compiled: Compiled; readonly name: string }

export function newScope(context: Context, parent: Scope | null): Scope {
  return {
    context, tables: [], parent, clause: 'SELECT', shared: new Set(), aggregates: null, aliases: new Map(),
    used: { slots: new Set(), columns: new Map(), isComplex: false }, ctes: new Map(parent?.ctes ?? []),
  };
}

/** Makes a query ready; `parent` is the scope around a sub-query. */
export function runQuery(query: Query, context: Context, parent: Scope | null): Prepared {
  if (query.k === 'select') return prepareSelect(query, context, parent);
  if (query.k === 'union') return prepareUnion(query, context, parent);
  const scope = newScope(context, parent);
  for (const cte of query.ctes) {
    const inner = runQuery(cte.query, context, scope);
    const columns = inner.columns.map((column, index): ScopeColumn => ({ name: cte.columns?.[index] ?? column.name, type: column.type, def: null }));
    scope.ctes.set(cte.name.toLowerCase(), { columns, rows: inner.rows(null) });
  }
  return runQuery(query.body, context, scope);
}

function limits(limit: Limit | null, scope: Scope): { offset: number; count: number } {
  if (limit === null) return { offset: 0, count: Infinity };
  const number = (e: Expr): number => { const value = evaluate(e, scope); return value === null ? 0 : Number(integerOf(value)); };
  return { offset: limit.offset === null ? 0 : number(limit.offset), count: number(limit.count) };
}

// ── one SELECT

function expandItems(items: readonly SelectItem[], scope: Scope, source: Source): Item[] {
  return items.flatMap((item): Item[] => {
    if (item.star === true) return expandStar(item, scope, source);
    const compiled = compile(item.e, scope);
    const bare = item.e.k === 'paren' ? item.text : item.e.k === 'col' ? item.e.name : item.e.k === 'str' ? item.e.v : item.text.trim();
    // A column of a table is titled as it was written, one of a derived table or view by its own name.
    const isDerived = compiled.column !== undefined && compiled.column.def === null && item.e.k === 'col';
    const name = item.alias ?? (isDerived ? compiled.column?.name ?? bare : bare);
    const named: Item = { compiled, name };
    if (item.alias !== null) scope.aliases.set(item.alias.toLowerCase(), compiled);
    else if (item.e.k === 'col' && !scope.aliases.has(name.toLowerCase())) scope.aliases.set(name.toLowerCase(), compiled);
    return [named];
  });
}

function expandStar(star: { db: string | null; table: string | null }, scope: Scope, source: Source): Item[] {
  if (scope.tables.length === 0) throw sqlError(1096);
  const wanted = star.table?.toLowerCase();
  const slots = scope.tables.flatMap((table, slot) => (wanted === undefined || table.alias.toLowerCase() === wanted ? [slot] : []));
  if (slots.length === 0) throw sqlError(1051, star.table ?? '');
  const items = slots.flatMap((slot) => (scope.tables[slot]?.columns ?? []).flatMap((column, index) => {
    if (column.isHidden === true) return [];
    if (wanted === undefined && source.hidden.has(`${slot}.${column.name.toLowerCase()}`)) return [];
    const columns = scope.used.columns.get(slot) ?? new Set<number>();
    scope.used.columns.set(slot, columns.add(index));
    return [{ compiled: source.reader(slot, index), name: column.name, isShared: source.shared.has(column.name.toLowerCase()) }];
  }));
  // Columns of USING and NATURAL come first, once.
  return wanted === undefined ? [...items.filter((item) => item.isShared), ...items.filter((item) => !item.isShared)] : items;
}

function hasAggregate(e: unknown): boolean {
  if (e === null || typeof e !== 'object') return false;
  if (Array.isArray(e)) return e.some(hasAggregate);
  const node = e as { k?: string };
  if (node.k === 'agg') return true;
  if (node.k === 'select' || node.k === 'union') return false;
  return Object.values(node).some(hasAggregate);
}

function compileOrder(items: readonly OrderItem[], scope: Scope, columns: readonly Item[], clause: string): { by: Compiled; desc: boolean }[] {
  scope.clause = clause;
  return items.map(({ e, desc }) => {
    if (e.k === 'int') {
      const item = columns[Number(e.text) - 1];
      if (item === undefined) throw sqlError(1054, e.text, clause);
      return { by: item.compiled, desc };
    }
    return { by: compile(e, scope), desc };
  });
}

function prepareSelect(query: Select, context: Context, parent: Scope | null): Prepared {
  const scope = newScope(context, parent);
  const source = buildFrom(query.from, scope);
  const isGrouped = query.group !== null || hasAggregate(query.items) || hasAggregate(query.having) || hasAggregate(query.order);
  scope.clause = 'WHERE';
  const where = query.where === null ? null : compile(query.where, scope);
  scope.aggregates = isGrouped ? [] : null;
  scope.clause = 'SELECT';
  const items = expandItems(query.items, scope, source);
  const group = query.group === null ? null : compileOrder(query.group, { ...scope, aggregates: null }, items, 'GROUP BY');
  scope.clause = 'HAVING';
  const having = query.having === null ? null : compile(query.having, scope);
  const orderBy = compileOrder(query.order, scope, items, 'ORDER BY');
  const { offset, count } = limits(query.limit, scope);
  source.plan(query.where, scope, orderBy.length > 0 || isGrouped);

  const envs = (outer: Env | null): Env[] => {
    let found = source.rows(outer);
    if (where !== null) found = found.filter((env) => isTrue(where.eval(env)));
    if (scope.aggregates !== null) found = groupRows(found, group, scope, outer, query.group !== null);
    if (having !== null) found = found.filter((env) => isTrue(having.eval(env)));
    return found;
  };
  const finish = (found: Env[]): Env[] => {
    const sorted = orderBy.length > 0 ? sortEnvs(found, orderBy) : found;
    const distinct = query.distinct ? distinctEnvs(sorted, items) : sorted;
    if (parent === null) context.session.foundRows = distinct.length;
    const cut = offset === 0 && count === Infinity ? distinct : distinct.slice(offset, offset + count);
    if (parent === null && !query.calcFound) context.session.foundRows = cut.length;
    return cut;
  };
  const isCorrelated = scope.used.isComplex && parent !== null;
  return {
    columns: items.map(({ compiled, name }) => ({ name, type: compiled.type, table: compiled.column?.table ?? '', def: compiled.column?.def ?? null })),
    isCorrelated,
    rows: (outer) => finish(envs(outer)).map((env) => items.map(({ compiled }) => compiled.eval(env))),
    cells: () => finish(envs(null)).map((env) => items.map(({ compiled }) => compiled.show?.(env) ?? (compiled.show === undefined ? textOf(compiled.eval(env)) : null))),
  };
}

function groupRows(found: Env[], group: { by: Compiled; desc: boolean }[] | null, scope: Scope, outer: Env | null, isExplicit: boolean): Env[] {
  const groups = new Map<string, Env[]>();
  for (const env of found) {
    const key = (group ?? []).map(({ by }) => keyOf(by.eval(env), by.type.collation ?? DEFAULT_COLLATION)).join('\x01');
    const list = groups.get(key);
    if (list === undefined) groups.set(key, [env]);
    else list.push(env);
  }
  if (groups.size === 0 && !isExplicit) groups.set('', []);
  const slots = scope.aggregates ?? [];
  const result = [...groups.values()].map((list): Env => {
    const [first] = list;
    return { rows: first?.rows ?? scope.tables.map(() => null), outer, aggregates: slots.map((slot) => aggregate(slot, list)) };
  });
  return group !== null && group.length > 0 ? sortEnvs(result, group) : result;
}

function sortEnvs(envs: Env[], by: readonly { by: Compiled; desc: boolean }[]): Env[] {
  const keyed = envs.map((env) => ({ env, keys: by.map((item) => item.by.eval(env)) }));
  keyed.sort((a, b) => {
    for (const [index, { by: { type }, desc }] of by.entries()) {
      const result = order(a.keys[index] ?? null, b.keys[index] ?? null, type.collation);
      if (result !== 0) return desc ? -result : result;
    }
    return 0;
  });
  return keyed.map(({ env }) => env);
}

function distinctEnvs(envs: Env[], items: readonly Item[]): Env[] {
  const seen = new Set<string>();
  return envs.filter((env) => {
    const key = items.map(({ compiled }) => keyOf(compiled.eval(env), compiled.type.collation)).join('\x01');
    return !seen.has(key) && seen.add(key);
  });
}

// ── UNION

function prepareUnion(query: Union, context: Context, parent: Scope | null): Prepared {
  const first = runQuery(query.first, context, parent);
  const rest = query.rest.map((part) => ({ ...part, prepared: runQuery(part.query, context, parent) }));
  if (rest.some(({ prepared }) => prepared.columns.length !== first.columns.length)) throw sqlError(1222);
  const scope = newScope(context, parent);
  scope.tables.push({ db: null, alias: '', columns: first.columns.map(({ name, type }) => ({ name, type, def: null })) });
  const columns = first.columns.map((column, index): ResultColumn => {
    const types = [column, ...rest.map(({ prepared }) => prepared.columns[index] ?? column)].map(({ type }) => type);
    return { ...column, type: types.every(({ kind }) => kind === column.type.kind) ? column.type : types.find(({ kind }) => kind === 'str') ?? column.type };
  });
  const orderBy = compileOrder(query.order, scope, columns.map(({ name, type }, index) => ({ name, compiled: { type, eval: (env: Env) => env.rows[0]?.[index] as Value } })), 'ORDER BY');
  const { offset, count } = limits(query.limit, scope);
  const rows = (outer: Env | null): Value[][] => {
    let all = first.rows(outer);
    for (const { op, all: keepsAll, prepared } of rest) all = combine(all, prepared.rows(outer), op, keepsAll, columns);
    const sorted = orderBy.length === 0 ? all
      : sortEnvs(all.map((row) => ({ rows: [row], outer, aggregates: [] })), orderBy).map((env) => [...(env.rows[0] ?? [])]);
    const cut = sorted.slice(offset, offset + count);
    if (parent === null) context.session.foundRows = cut.length;
    return cut;
  };
  return { columns, isCorrelated: parent !== null, rows, cells: () => rows(null).map((row) => row.map(textOf)) };
}

function combine(a: Value[][], b: Value[][], op: string, keepsAll: boolean, columns: readonly ResultColumn[]): Value[][] {
  const key = (row: readonly Value[]): string => row.map((value, index) => keyOf(value, columns[index]?.type.collation)).join('\x01');
  if (op === 'union' && keepsAll) return [...a, ...b];
  const other = new Set(b.map(key));
  const kept = op === 'union' ? [...a, ...b] : a.filter((row) => other.has(key(row)) === (op === 'intersect'));
  const seen = new Set<string>();
  return kept.filter((row) => !seen.has(key(row)) && seen.add(key(row)));
}

