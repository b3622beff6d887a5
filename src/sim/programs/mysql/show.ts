import { SqlError, type Cell, type Column } from '../../protocol/mysql.ts';
import { MysqlSession } from '../../host/mysql/connection.ts';
import type { Routine } from '../../host/program.ts';
import { makeClient, targetOf } from './connect.ts';
import { optionTable, type Parsed } from './options.ts';
import { tableText } from './print.ts';

const { on } = optionTable;
const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** A list with its title in the middle; numbers of a second column to the right. */
function listText(title: string, rows: readonly (readonly string[])[], second: string | null): string {
  const width = Math.max(title.length, ...rows.map(([name]) => name?.length ?? 0));
  const left = Math.floor((width - title.length) / 2);
  const centred = `${' '.repeat(left)}${title}`.padEnd(width);
  const more = second === null ? 0 : Math.max(second.length, second === 'Columns' ? 8 : 6, ...rows.map((row) => row[1]?.length ?? 0));
  const line = `+${'-'.repeat(width + 2)}+${second === null ? '' : `${'-'.repeat(more + 2)}+`}\n`;
  const head = `| ${centred} |${second === null ? '' : ` ${second.padEnd(more)} |`}\n`;
  const body = rows.map((row) => `| ${(row[0] ?? '').padEnd(width)} |${second === null ? '' : ` ${(row[1] ?? '').padStart(more)} |`}\n`).join('');
  return `${line}${head}${line}${body}${line}`;
}

function* databases(session: MysqlSession, wildcard: string | null, options: Parsed): Routine<string> {
  const { rows } = yield* session.query(`show databases${wildcard === null ? '' : ` like '${wildcard}'`}`);
  const names = rows.map(([name]) => name ?? '');
  const head = wildcard === null ? '' : `Wildcard: ${wildcard}\n`;
  if (!options.has('verbose')) return head + listText('Databases', names.map((name) => [name]), null);
  const counted: string[][] = [];
  for (const name of names) counted.push([name, String((yield* session.query(`show tables from ${quote(name)}`)).rows.length)]);
  return `${head}${listText('Databases', counted, 'Tables')}${names.length} ${names.length === 1 ? 'row' : 'rows'} in set.\n`;
}

function* tables(session: MysqlSession, db: string, wildcard: string | null, options: Parsed): Routine<string> {
  yield* session.use(db);
  const { rows } = yield* session.query(`show tables${wildcard === null ? '' : ` like '${wildcard}'`}`);
  const names = rows.map(([name]) => name ?? '');
  const head = `Database: ${db}${wildcard === null ? '' : `  Wildcard: ${wildcard}`}\n`;
  if (!options.has('verbose')) return head + listText('Tables', names.map((name) => [name]), null);
  const counted: string[][] = [];
  for (const name of names) counted.push([name, String((yield* session.query(`show columns from ${quote(name)}`)).rows.length)]);
  return `${head}${listText('Tables', counted, 'Columns')}${names.length} ${names.length === 1 ? 'row' : 'rows'} in set.\n\n`;
}

const titled = (columns: readonly Column[] | null): Column[] => (columns ?? []).map(({ name }) => ({ name, type: 'VAR_STRING', notNull: true }));
const blank = (rows: readonly (readonly Cell[])[]): string[][] => rows.map((row) => row.map((cell) => cell ?? ''));

function* fields(session: MysqlSession, db: string, table: string, wildcard: string | null): Routine<string> {
  yield* session.use(db);
  const { columns, rows } = yield* session.query(`show full columns from ${quote(table)}${wildcard === null ? '' : ` like '${wildcard}'`}`);
  return `Database: ${db}  Table: ${table}\n${tableText(titled(columns), blank(rows), true)}`;
}

/** mysqlshow: databases, tables and columns as lists. */
export const mysqlshow = makeClient({
  name: 'mariadb-show', version: '9.10', usage: '[OPTIONS] [database [table [column]]]', summary: 'Shows the databases, tables or columns of a MariaDB server.\n',
  groups: ['mysqlshow', 'mariadb-show', 'client', 'client-server', 'client-mariadb'],
  options: [on('count'), on('keys', 'k'), on('status', 'i'), on('show-table-type', 't')],
  *run(sys, options, build) {
    const target = yield* targetOf(sys, options, build, 'mysqlshow');
    const [db, table, column] = options.operands;
    const last = options.operands.at(-1) ?? '';
    const wildcard = /[%_*?]/.test(last) ? last.replaceAll('*', '%').replaceAll('?', '_') : null;
    try {
      const session = yield* MysqlSession.open(sys, target);
      const text = db === undefined || (wildcard !== null && table === undefined) ? yield* databases(session, wildcard, options)
        : table === undefined || (wildcard !== null && column === undefined) ? yield* tables(session, db, table === undefined ? null : wildcard, options)
        : yield* fields(session, db, table, column === undefined ? null : column);
      yield* sys.write(1, text);
      session.close();
      return 0;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* sys.write(2, `${sys.argv[0] ?? 'mysqlshow'}: ${error.message}\n`);
      return 1;
    }
  },
});
