import type { Sys } from '../../../host/sys.ts';
import type { Values } from '../argparse/parse.ts';
import { isSet, text, words, type Outcome } from '../command.ts';
import { listCsv, listJson, listValues, listYaml, showJson, showShell, showValues, showYaml, type QuoteMode } from '../cliff/formats.ts';
import { listTable, showTable, type TableOptions } from '../cliff/table.ts';
import { machine, repr, str, type Cell } from '../cliff/values.ts';
import { ClientError } from './errors.ts';

/** What a command found, in the format that was asked for. Throws ClientError for unknown columns. */
export function present(sys: Sys, outcome: Outcome, values: Values): string {
  if (outcome.kind === 'nothing') return '';
  if (outcome.kind === 'many') return list(sys, outcome.columns, sorted(outcome, values), values);
  const names = outcome.fields.map(([name]) => name);
  const chosen = choose(names, values);
  const row = outcome.fields.map(([, cell]) => cell).filter((_, index) => chosen[index] === true);
  return one(sys, names.filter((_, index) => chosen[index] === true), row, values);
}

function choose(names: readonly string[], values: Values): boolean[] {
  const wanted = words(values, 'columns');
  const chosen = names.map((name) => wanted.length === 0 || wanted.includes(name));
  if (chosen.includes(true) || names.length === 0) return chosen;
  const known = values['sort_columns'] === undefined ? `(${names.map((name) => repr(name)).join(', ')}${names.length === 1 ? ',' : ''})` : repr([...names]);
  throw new ClientError(`No recognized column names in ${repr([...wanted])}. Recognized columns are ${known}.`);
}

function sorted(outcome: { columns: readonly string[]; rows: readonly (readonly Cell[])[] }, values: Values): readonly (readonly Cell[])[] {
  const indexes = words(values, 'sort_columns').map((name) => outcome.columns.indexOf(name)).filter((index) => index >= 0).reverse();
  const sign = values['sort_direction'] === 'desc' ? -1 : 1;
  return indexes.reduce((rows, index) => [...rows].sort((a, b) => sign * compare(a[index] ?? null, b[index] ?? null)), outcome.rows);
}

/** Python's order of `(value is None, value)`. */
function compare(a: Cell, b: Cell): number {
  const left = machine(a);
  const right = machine(b);
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  if (typeof left === 'number' && typeof right === 'number') return left - right;
  const [x, y] = [str(left), str(right)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function tableOptions(sys: Sys, values: Values): TableOptions {
  const wantsFit = isSet(values, 'fit_width') || Number(sys.env['CLIFF_FIT_WIDTH'] ?? 0) > 0;
  const given = Number(values['max_width'] ?? 0);
  const maxWidth = given > 0 ? given : Number(sys.env['CLIFF_MAX_TERM_WIDTH'] ?? 0);
  return { maxWidth, fitWidth: wantsFit && sys.isTty(1) ? sys.ttySize(1).columns : null, printsEmpty: isSet(values, 'print_empty') };
}

function list(sys: Sys, names: readonly string[], all: readonly (readonly Cell[])[], values: Values): string {
  const chosen = choose(names, values);
  const columns = names.filter((_, index) => chosen[index] === true);
  const rows = all.map((row) => row.filter((_, index) => chosen[index] === true));
  switch (text(values, 'formatter')) {
    case 'json': return listJson(columns, rows, isSet(values, 'noindent'));
    case 'yaml': return listYaml(columns, rows);
    case 'value': return listValues(rows);
    case 'csv': return listCsv(columns, rows, text(values, 'quote_mode') as QuoteMode);
    default: return listTable(columns, rows, tableOptions(sys, values));
  }
}

function one(sys: Sys, columns: readonly string[], row: readonly Cell[], values: Values): string {
  switch (text(values, 'formatter')) {
    case 'json': return showJson(columns, row, isSet(values, 'noindent'));
    case 'yaml': return showYaml(columns, row);
    case 'value': return showValues(row);
    case 'shell': return showShell(columns, row, text(values, 'prefix'), words(values, 'variables'));
    default: return showTable(columns, row, tableOptions(sys, values));
  }
}
