// Writes expressions and queries in the server's canonical form, as SHOW CREATE TABLE and SHOW CREATE VIEW show them.
import type { ColumnName, Expr, OrderItem, Query, Select, TableRef } from '../grammar/ast.ts';

/** How a column is written: with its table (views) or alone (CHECK). */
export type Qualify = (name: ColumnName) => string;

export const quoteName = (name: string): string => `\`${name.replaceAll('`', '``')}\``;
export const quoteText = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

export const asWritten: Qualify = ({ db, table, name }) => [db, table, name].filter((part) => part !== null).map(quoteName).join('.');

const FUNCTION_NAMES: Readonly<Record<string, string>> = {
  NOW: 'current_timestamp', CURRENT_TIMESTAMP: 'current_timestamp', LOCALTIME: 'current_timestamp', LOCALTIMESTAMP: 'current_timestamp', CURRENT_DATE: 'curdate',
  UPPER: 'ucase', LOWER: 'lcase', SUBSTRING: 'substr', CHAR_LENGTH: 'char_length', DAYOFMONTH: 'dayofmonth',
};

const list = (items: readonly Expr[], qualify: Qualify): string => items.map((item) => print(item, qualify)).join(',');

/** An operand: in brackets where it binds less tightly. */
function operand(e: Expr, qualify: Qualify): string {
  const inner = e.k === 'paren' ? e.e : e;
  const text = print(inner, qualify);
  return ['and', 'or', 'not', 'bin', 'in', 'between', 'like', 'is', 'regexp'].includes(inner.k) && e.k === 'paren' ? `(${text})` : text;
}

/** An expression in canonical form. */
export function print(e: Expr, qualify: Qualify): string {
  switch (e.k) {
    case 'int': case 'decimal': case 'double': return e.text;
    case 'hex': return `0x${e.text}`;
    case 'bits': return `b'${e.text}'`;
    case 'str': return quoteText(e.v);
    case 'null': return 'NULL';
    case 'bool': return e.v ? '1' : '0';
    case 'temporal': return `${e.type}'${e.v}'`;
    case 'param': return '?';
    case 'uvar': return `@\`${e.name}\``;
    case 'assign': return `@\`${e.name}\`:=${print(e.e, qualify)}`;
    case 'sysvar': return e.raw;
    case 'col': return qualify(e);
    case 'paren': return print(e.e, qualify);
    case 'and': case 'or': return `${operand(e.l, qualify)} ${e.k} ${operand(e.r, qualify)}`;
    case 'not': return `!${operand(e.e, qualify)}`;
    case 'bin': return `${operand(e.l, qualify)} ${e.op === '!=' ? '<>' : e.op} ${operand(e.r, qualify)}`;
    case 'un': return `${e.op}${operand(e.e, qualify)}`;
    case 'is': return `${operand(e.e, qualify)} is ${e.not ? 'not ' : ''}${e.what.toLowerCase()}`;
    case 'in': return `${operand(e.e, qualify)} ${e.not ? 'not ' : ''}in (${e.query === null ? list(e.list ?? [], qualify) : printQuery(e.query, qualify)})`;
    case 'between': return `${operand(e.e, qualify)} ${e.not ? 'not ' : ''}between ${operand(e.low, qualify)} and ${operand(e.high, qualify)}`;
    case 'like': return `${operand(e.e, qualify)} ${e.not ? 'not ' : ''}like ${operand(e.pattern, qualify)}`;
    case 'regexp': return `${operand(e.e, qualify)} ${e.not ? 'not ' : ''}regexp ${operand(e.pattern, qualify)}`;
    case 'quant': return `${operand(e.l, qualify)} ${e.op} ${e.all ? 'all' : 'any'} (${printQuery(e.query, qualify)})`;
    case 'exists': return `exists(${printQuery(e.query, qualify)} limit 1)`;
    case 'sub': return `(${printQuery(e.query, qualify)})`;
    case 'row': return `(${list(e.items, qualify)})`;
    case 'case': return `case ${e.base === null ? '' : `${print(e.base, qualify)} `}${e.whens.map(({ when, then }) => `when ${print(when, qualify)} then ${print(then, qualify)} `).join('')}${e.else === null ? '' : `else ${print(e.else, qualify)} `}end`;
    case 'cast': return `cast(${print(e.e, qualify)} as ${e.type.base}${e.type.args === null ? '' : `(${e.type.args.join(',')})`})`;
    case 'convert': return `convert(${print(e.e, qualify)} using ${e.charset})`;
    case 'collate': return `${operand(e.e, qualify)} collate ${e.name}`;
    case 'default': return e.column === null ? 'default' : `default(${qualify(e.column)})`;
    case 'values': return `values(${qualify(e.column)})`;
    case 'interval': return `interval ${print(e.e, qualify)} ${e.unit.toLowerCase()}`;
    case 'agg': return `${e.name.toLowerCase()}(${e.distinct ? 'distinct ' : ''}${e.star === true ? '0' : list(e.args, qualify)}${e.name === 'GROUP_CONCAT' ? ` separator ${quoteText(e.separator ?? ',')}` : ''})`;
    case 'fn': return printFunction(e.name, e.args, qualify);
  }
}

function printFunction(name: string, args: readonly Expr[], qualify: Qualify): string {
  if ((name === 'DATE_ADD' || name === 'DATE_SUB') && args[0] !== undefined && args[1] !== undefined) {
    return `${print(args[0], qualify)} ${name === 'DATE_ADD' ? '+' : '-'} ${print(args[1], qualify)}`;
  }
  return `${FUNCTION_NAMES[name] ?? name.toLowerCase()}(${list(args, qualify)})`;
}

const printOrder = (items: readonly OrderItem[], qualify: Qualify): string =>
  items.map(({ e, desc }) => `${print(e, qualify)}${desc ? ' desc' : ''}`).join(',');

/** A query in canonical form. `names` are the titles of its columns, `from` writes its tables. */
export function printQuery(query: Query, qualify: Qualify, names: readonly string[] = [], db: string | null = null): string {
  if (query.k === 'with') return printQuery(query.body, qualify, names, db);
  if (query.k === 'union') {
    const parts = query.rest.map(({ op, all, query: part }) => ` ${op} ${all ? 'all ' : ''}${printQuery(part, qualify, names, db)}`);
    return `${printQuery(query.first, qualify, names, db)}${parts.join('')}`;
  }
  return printSelect(query, qualify, names, db);
}

function printSelect(query: Select, qualify: Qualify, names: readonly string[], db: string | null): string {
  const items = query.items.map((item, index) => (item.star === true ? '*'
    : `${print(item.e, qualify)} AS ${quoteName(item.alias ?? names[index] ?? (item.e.k === 'col' ? item.e.name : item.text))}`));
  const parts = [`select ${query.distinct ? 'distinct ' : ''}${items.join(',')}`];
  if (query.from !== null) parts.push(`from ${printFrom(query.from, qualify, db)}`);
  if (query.where !== null) parts.push(`where ${print(query.where, qualify)}`);
  if (query.group !== null) parts.push(`group by ${printOrder(query.group, qualify)}`);
  if (query.having !== null) parts.push(`having ${print(query.having, qualify)}`);
  if (query.order.length > 0) parts.push(`order by ${printOrder(query.order, qualify)}`);
  if (query.limit !== null) parts.push(`limit ${query.limit.offset === null ? '' : `${print(query.limit.offset, qualify)},`}${print(query.limit.count, qualify)}`);
  return parts.join(' ');
}

function printFrom(ref: TableRef, qualify: Qualify, db: string | null): string {
  if (ref.k === 'derived') return `(${printQuery(ref.query, qualify, [], db)}) ${quoteName(ref.alias)}`;
  if (ref.k === 'table') {
    const schema = ref.db ?? db;
    return `${schema === null ? '' : `${quoteName(schema)}.`}${quoteName(ref.name)}${ref.alias === null ? '' : ` ${quoteName(ref.alias)}`}`;
  }
  const on = ref.on !== null ? ` on(${print(ref.on, qualify)})` : Array.isArray(ref.using) ? ` using (${ref.using.map(quoteName).join(',')})` : '';
  const word = ref.type === 'left' ? 'left join' : ref.type === 'right' ? 'right join' : 'join';
  return `(${printFrom(ref.l, qualify, db)} ${word} ${printFrom(ref.r, qualify, db)}${on})`;
}
