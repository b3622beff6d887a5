// FROM: opens tables and views, joins them, and looks rows up by key where a condition allows it.
import type { Expr, TableRef } from '../grammar/ast.ts';
import { parse } from '../grammar/parse.ts';
import { requireSelect } from './access.ts';
import { keyOf } from './compare.ts';
import { load, type Stored } from './column.ts';
import { sqlError } from './errors.ts';
import { columnReader, compile, typeOfColumn } from './expressions.ts';
import type { Compiled, Env, Scope, ScopeColumn } from './expression-types.ts';
import { newScope, runQuery } from './select.ts';
import { Table, type Row } from './table.ts';
import { isTrue, type Value } from './values.ts';

type Cells = readonly (Stored | Value)[];
type Tuple = (Cells | null)[];

/** What yields the rows of one table of the FROM clause. */
interface Leaf {
  readonly kind: 'leaf';
  readonly slot: number;
  readonly table: Table | null;
  rows: (outer: Env | null) => readonly Cells[];
  /** Conditions on this table alone, checked as rows are read. */
  filters: Compiled[];
  /** `column = constant` conditions: looked up instead of read through. */
  lookups: { index: number; value: Compiled }[];
}

interface Join {
  readonly kind: 'join';
  readonly type: 'inner' | 'left';
  readonly left: Node;
  readonly right: Node;
  readonly on: Compiled | null;
  /** `right column = something of the left` conditions. */
  readonly pairs: { index: number; from: Compiled }[];
}

type Node = Leaf | Join;

/** The FROM clause made ready. */
export interface Source {
  readonly shared: ReadonlySet<string>;
  /** `slot.column` that `*` leaves out (the second of a USING pair). */
  readonly hidden: ReadonlySet<string>;
  reader(slot: number, index: number): Compiled;
  /** Distributes the conditions of WHERE; `isSorted` says that the order of rows does not matter. */
  plan(where: Expr | null, scope: Scope, isSorted: boolean): void;
  rows(outer: Env | null): Env[];
}

interface Building { readonly scope: Scope; readonly hidden: Set<string>; readonly leaves: Leaf[] }

/** Opens what FROM names; adds its tables to the scope. */
export function buildFrom(from: TableRef | null, scope: Scope): Source {
  const building: Building = { scope, hidden: new Set(), leaves: [] };
  const root = from === null ? null : build(from, building);
  const width = scope.tables.length;
  return {
    shared: scope.shared,
    hidden: building.hidden,
    reader: (slot, index) => columnReader(scope.tables[slot]?.columns[index] ?? { name: '', type: { kind: 'null', wire: 'NULL' }, def: null }, slot, index, 0, scope.tables[slot]?.alias ?? ''),
    plan: (where, at, isSorted) => plan(root, building, where, at, isSorted),
    rows: (outer) => {
      if (root === null) return [{ rows: [], outer, aggregates: [] }];
      return run(root, outer, width).map((rows): Env => ({ rows, outer, aggregates: [] }));
    },
  };
}

function addTable(building: Building, db: string | null, alias: string, columns: readonly ScopeColumn[]): number {
  const { tables } = building.scope;
  const isTaken = tables.some((other) => other.alias.toLowerCase() === alias.toLowerCase() && (other.db === null || db === null || other.db === db));
  if (isTaken) throw sqlError(1066, alias);
  return tables.push({ db, alias, columns }) - 1;
}

function build(ref: TableRef, building: Building): Node {
  if (ref.k === 'table') return openNamed(ref, building);
  if (ref.k === 'derived') {
    const inner = newScope(building.scope.context, building.scope.parent);
    const prepared = runQuery(ref.query, building.scope.context, inner.parent ?? carrier(building.scope));
    const columns = prepared.columns.map((column, index): ScopeColumn => ({ name: ref.columns?.[index] ?? column.name, type: column.type, def: null }));
    return leaf(building, addTable(building, null, ref.alias, columns), null, (outer) => prepared.rows(outer));
  }
  return buildJoin(ref, building);
}

/** A scope that only hands down common table expressions. */
function carrier(scope: Scope): Scope | null {
  return scope.ctes.size === 0 ? null : { ...newScope(scope.context, null), ctes: scope.ctes };
}

function leaf(building: Building, slot: number, table: Table | null, rows: (outer: Env | null) => readonly Cells[]): Leaf {
  const made: Leaf = { kind: 'leaf', slot, table, rows, filters: [], lookups: [] };
  building.leaves.push(made);
  return made;
}

function openNamed(ref: Extract<TableRef, { k: 'table' }>, building: Building): Leaf {
  const { scope } = building;
  const { context } = scope;
  const cte = ref.db === null ? scope.ctes.get(ref.name.toLowerCase()) : undefined;
  if (cte !== undefined) return leaf(building, addTable(building, null, ref.alias ?? ref.name, cte.columns), null, () => cte.rows);
  const db = ref.db ?? context.session.database;
  if (db === null) throw sqlError(1046);
  const opened = requireSelect(context, db, ref.name);
  const alias = ref.alias ?? ref.name;
  if (opened.kind === 'view') {
    const inner = { ...context, asDefiner: true, session: { ...context.session, database: opened.db } };
    const query = parse(opened.def.text);
    if (query.k !== 'select' && query.k !== 'union' && query.k !== 'with') throw sqlError(1356, `${db}.${ref.name}`);
    const prepared = openView(() => runQuery(query, inner, null), `${db}.${ref.name}`);
    const columns = prepared.columns.map((column, index): ScopeColumn => ({ name: opened.def.columns?.[index] ?? column.name, type: column.type, def: null }));
    return leaf(building, addTable(building, db, alias, columns), null, () => prepared.rows(null));
  }
  const defs = opened.kind === 'table' ? opened.def.columns : opened.columns;
  const columns = defs.map((def): ScopeColumn => ({ name: def.name, type: typeOfColumn(def), def, ...(def.invisible === true ? { isHidden: true } : {}) }));
  const slot = addTable(building, db, alias, columns);
  if (opened.kind === 'virtual') return leaf(building, slot, null, opened.rows);
  return leaf(building, slot, opened, () => context.server.visibleRows(context.session, opened));
}

function openView<T>(open: () => T, name: string): T {
  try {
    return open();
  } catch (error) {
    if (error instanceof Error && error.name === 'SqlError') throw sqlError(1356, name);
    throw error;
  }
}

function buildJoin(ref: Extract<TableRef, { k: 'join' }>, building: Building): Join {
  const { scope } = building;
  const first = scope.tables.length;
  const l = build(ref.l, building);
  const middle = scope.tables.length;
  const r = build(ref.r, building);
  const isRight = ref.type === 'right';
  const [left, right] = isRight ? [r, l] : [l, r];
  if (ref.type === 'left') mayBeEmpty(scope, middle, scope.tables.length);
  if (isRight) mayBeEmpty(scope, first, middle);
  const conditions: Compiled[] = [];
  const pairs: Join['pairs'] = [];
  scope.clause = 'ON';
  if (ref.using !== null) {
    for (const name of usingNames(ref.using, scope, middle)) conditions.push(useColumn(name, building, middle, isRight));
  }
  for (const e of conjuncts(ref.on)) {
    conditions.push(compile(e, scope));
    const pair = right.kind === 'leaf' ? pairOf(e, right, scope) : null;
    if (pair !== null) pairs.push(pair);
  }
  const on = conditions.length === 0 ? null : both(conditions);
  return { kind: 'join', type: ref.type === 'left' || isRight ? 'left' : 'inner', left, right, on, pairs };
}

/** The columns of tables that an outer join may leave empty can be NULL. */
function mayBeEmpty(scope: Scope, from: number, to: number): void {
  for (let slot = from; slot < to; slot += 1) {
    const table = scope.tables[slot];
    if (table !== undefined) {
      scope.tables[slot] = { ...table, columns: table.columns.map((column) => { const { notNull: _, ...type } = column.type; return { ...column, type }; }) };
    }
  }
}

function usingNames(using: readonly string[] | 'natural', scope: Scope, middle: number): readonly string[] {
  if (using !== 'natural') return using;
  const names = (tables: typeof scope.tables): string[] => tables.flatMap(({ columns }) => columns.map(({ name }) => name));
  const right = new Set(names(scope.tables.slice(middle)).map((name) => name.toLowerCase()));
  return names(scope.tables.slice(0, middle)).filter((name) => right.has(name.toLowerCase()));
}

function useColumn(name: string, { scope, hidden }: Building, middle: number, isRight: boolean): Compiled {
  const find = (from: number, to: number): { slot: number; index: number } => {
    for (let slot = from; slot < to; slot += 1) {
      const index = scope.tables[slot]?.columns.findIndex((column) => column.name.toLowerCase() === name.toLowerCase()) ?? -1;
      if (index !== -1) return { slot, index };
    }
    throw sqlError(1054, name, 'FROM');
  };
  const [a, b] = [find(0, middle), find(middle, scope.tables.length)];
  scope.shared.add(name.toLowerCase());
  const second = isRight ? a : b;
  hidden.add(`${second.slot}.${name.toLowerCase()}`);
  const read = ({ slot, index }: { slot: number; index: number }): Compiled => columnReader(scope.tables[slot]?.columns[index] as ScopeColumn, slot, index, 0, '');
  const [x, y] = [read(a), read(b)];
  return { type: x.type, eval: (env) => {
    const [p, q] = [x.eval(env), y.eval(env)];
    return p !== null && q !== null && keyOf(p) === keyOf(q) ? 1n : 0n;
  } };
}

const both = (conditions: readonly Compiled[]): Compiled => {
  const [first] = conditions;
  if (conditions.length === 1 && first !== undefined) return first;
  return { type: { kind: 'int', wire: 'LONG' }, eval: (env) => (conditions.every((each) => isTrue(each.eval(env))) ? 1n : 0n) };
};

function conjuncts(e: Expr | null): Expr[] {
  if (e === null) return [];
  if (e.k === 'and') return [...conjuncts(e.l), ...conjuncts(e.r)];
  return e.k === 'paren' ? conjuncts(e.e) : [e];
}

// ── which condition concerns which table

interface Usage { readonly compiled: Compiled; readonly slots: ReadonlySet<number>; readonly isComplex: boolean }

/** Compiles a condition aside to see which tables it names. */
function usage(e: Expr, scope: Scope): Usage {
  const used = { slots: new Set<number>(), columns: new Map<number, Set<number>>(), isComplex: false };
  const compiled = compile(e, { ...scope, used, aggregates: null, clause: 'WHERE' });
  return { compiled, slots: used.slots, isComplex: used.isComplex };
}

const hasQuery = (e: unknown): boolean => e !== null && typeof e === 'object'
  && ('query' in e && e.query !== null || Object.values(e).some(hasQuery) || ('k' in e && (e.k === 'assign' || e.k === 'param')));

/** `right.column = expression of the tables before`, comparable by key. */
function pairOf(e: Expr, right: Leaf, scope: Scope): { index: number; from: Compiled } | null {
  if (e.k !== 'bin' || e.op !== '=' || right.table === null || hasQuery(e)) return null;
  for (const [side, other] of [[e.l, e.r], [e.r, e.l]] as const) {
    if (side.k !== 'col' || other.k === 'row') continue;
    const [a, b] = [usage(side, scope), usage(other, scope)];
    const { column } = a.compiled;
    if (column === undefined || column.slot !== right.slot || b.slots.has(right.slot) || a.isComplex) continue;
    if (a.compiled.type.kind === b.compiled.type.kind && (a.compiled.type.kind === 'int' || sameText(a.compiled, b.compiled))) {
      return { index: column.index, from: b.compiled };
    }
  }
  return null;
}

const sameText = (a: Compiled, b: Compiled): boolean =>
  a.type.kind === 'str' && (b.type.collation === undefined || a.type.collation === b.type.collation);

function plan(root: Node | null, building: Building, where: Expr | null, scope: Scope, isSorted: boolean): void {
  if (root === null) return;
  const inner = innerLeaves(root);
  for (const e of conjuncts(where)) {
    if (hasQuery(e)) continue;
    const use = usage(e, scope);
    const [slot] = use.slots;
    const at = inner.find((each) => each.slot === slot);
    if (use.slots.size !== 1 || at === undefined || use.isComplex) continue;
    at.filters.push(use.compiled);
    const pair = pairOf(e, at, scope);
    if (pair !== null) at.lookups.push({ index: pair.index, value: pair.from });
  }
  for (const each of building.leaves) if (!isSorted && building.leaves.length === 1) useCoveringKey(each, scope);
}

/** Tables that are not on the empty side of an outer join. */
function innerLeaves(node: Node): Leaf[] {
  if (node.kind === 'leaf') return [node];
  return node.type === 'left' ? innerLeaves(node.left) : [...innerLeaves(node.left), ...innerLeaves(node.right)];
}

/** InnoDB reads the shortest key that holds all wanted columns instead of the table: rows come in that key's order. */
function useCoveringKey(node: Leaf, scope: Scope): void {
  const { table } = node;
  if (table === null || node.lookups.length > 0) return;
  if (table.def.engine !== 'InnoDB' && table.primary === null) return;
  const wanted = scope.used.columns.get(node.slot) ?? new Set<number>();
  if (wanted.size === 0 && scope.used.slots.size > 0) return;
  const primary = table.def.engine === 'InnoDB' ? table.primary?.columns ?? [] : [];
  const indexes = (key: { columns: { name: string }[] }): number[] => key.columns.map(({ name }) => table.columnIndex(name));
  const covering = table.def.keys.filter((key) => {
    if ((key.kind === 'primary') === (table.def.engine === 'InnoDB') || key.kind === 'fulltext') return false;
    if (key.columns.some(({ length }) => length !== null)) return false;
    const has = new Set([...indexes(key), ...indexes({ columns: primary })]);
    return [...wanted].every((index) => has.has(index));
  });
  const [best] = covering.sort((a, b) => keyLength(table, a.columns) - keyLength(table, b.columns));
  if (best === undefined) return;
  const by = [...indexes(best), ...indexes({ columns: primary })];
  const { rows } = node;
  node.rows = (outer) => [...(rows(outer) as readonly Row[])].sort((a, b) => table.compareRows(by, a, b));
}

const keyLength = (table: Table, columns: readonly { name: string }[]): number =>
  columns.reduce((sum, { name }) => sum + (table.column(name)?.type.args?.[0] ?? 8), 0);

// ── running

function run(node: Node, outer: Env | null, width: number): Tuple[] {
  if (node.kind === 'leaf') {
    return scan(node, outer, width).map((cells) => tuple(width, node.slot, cells));
  }
  const left = run(node.left, outer, width);
  if (node.right.kind === 'leaf' && node.pairs.length > 0) return lookUpJoin(node, node.right, left, outer, width);
  const right = left.length === 0 ? [] : run(node.right, outer, width);
  return left.flatMap((a) => {
    const found = right.map((b) => merge(a, b)).filter((rows) => node.on === null || isTrue(node.on.eval({ rows, outer, aggregates: [] })));
    return found.length === 0 && node.type === 'left' ? [[...a]] : found;
  });
}

function tuple(width: number, slot: number, cells: Cells): Tuple {
  const made: Tuple = new Array<Cells | null>(width).fill(null);
  made[slot] = cells;
  return made;
}

const merge = (a: Tuple, b: Tuple): Tuple => a.map((cells, slot) => cells ?? b[slot] ?? null);

function scan(node: Leaf, outer: Env | null, width: number): readonly Cells[] {
  let rows = node.rows(outer);
  const [lookup] = node.lookups;
  const { table } = node;
  if (lookup !== undefined && table !== null && rows === table.data.rows) {
    const value = lookup.value.eval({ rows: new Array<null>(width).fill(null), outer, aggregates: [] });
    const found = value === null ? [] : table.group([lookup.index], keyOf(value, table.def.columns[lookup.index]?.collation ?? undefined));
    rows = found;
  }
  if (node.filters.length === 0) return rows;
  const env: Env = { rows: new Array<Cells | null>(width).fill(null), outer, aggregates: [] };
  return rows.filter((cells) => {
    env.rows[node.slot] = cells;
    return node.filters.every((filter) => isTrue(filter.eval(env)));
  });
}

function lookUpJoin(node: Join, right: Leaf, left: Tuple[], outer: Env | null, width: number): Tuple[] {
  if (left.length === 0) return [];
  const rows = scan(right, outer, width);
  const indexes = node.pairs.map(({ index }) => index);
  const { table } = right;
  if (table === null) return [];
  const keyed = new Map<string, Cells[]>();
  for (const cells of rows) {
    const key = indexes.map((index) => keyOf(load(table.def.columns[index] as never, (cells[index] ?? null) as Stored), table.def.columns[index]?.collation ?? undefined)).join('\x01');
    const list = keyed.get(key);
    if (list === undefined) keyed.set(key, [cells]);
    else list.push(cells);
  }
  return left.flatMap((a) => {
    const env: Env = { rows: a, outer, aggregates: [] };
    const key = node.pairs.map(({ index, from }) => keyOf(from.eval(env), table.def.columns[index]?.collation ?? undefined)).join('\x01');
    const found = (keyed.get(key) ?? []).map((cells) => merge(a, tuple(width, right.slot, cells)))
      .filter((rowsOf) => node.on === null || isTrue(node.on.eval({ rows: rowsOf, outer, aggregates: [] })));
    return found.length === 0 && node.type === 'left' ? [[...a]] : found;
  });
}
