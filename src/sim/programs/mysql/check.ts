import { SqlError } from '../../protocol/mysql.ts';
import { MysqlSession } from '../../host/mysql/connection.ts';
import type { Program, Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { makeClient, targetOf } from './connect.ts';
import { optionTable, type Parsed } from './options.ts';

const { on, ignored } = optionTable;
const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

function operationOf(options: Parsed): string {
  return options.has('optimize') ? 'OPTIMIZE' : options.has('repair') ? 'REPAIR' : options.has('analyze') ? 'ANALYZE' : 'CHECK';
}

function* checkDatabase(sys: Sys, session: MysqlSession, db: string, tables: readonly string[], operation: string): Routine<void> {
  yield* session.use(db);
  const names = tables.length > 0 ? tables
    : (yield* session.query('show full tables')).rows.filter(([, kind]) => kind === 'BASE TABLE').map(([name]) => name ?? '');
  for (const name of names) {
    const { rows } = yield* session.query(`${operation} TABLE ${quote(name)}`);
    const notes = rows.filter(([, , kind]) => kind !== 'status');
    const status = rows.find(([, , kind]) => kind === 'status')?.[3] ?? '';
    if (notes.length === 0) yield* sys.write(1, `${`${db}.${name}`.padEnd(50)} ${status}\n`);
    else yield* sys.write(1, `${db}.${name}\n${[...notes, ...rows.filter(([, , kind]) => kind === 'status')].map(([, , kind, text]) => `${(kind ?? '').padEnd(8)} : ${text ?? ''}\n`).join('')}`);
  }
}

/** mysqlcheck: checks, analyses, optimises or repairs tables. */
export const mysqlcheck = makeClient({
  name: 'mariadb-check', version: '2.7.4-MariaDB', usage: '[OPTIONS] database [tables]', summary: 'Checks, analyses, optimises or repairs tables.\n',
  groups: ['mysqlcheck', 'mariadb-check', 'client', 'client-server', 'client-mariadb'],
  options: [
    on('all-databases', 'A'), on('analyze', 'a'), on('check', 'c'), on('optimize', 'o'), on('repair', 'r'), on('databases', 'B'), on('silent', 's'), on('force', 'f'),
    ignored('auto-repair'), ignored('check-upgrade', 'no', 'g'), ignored('extended', 'no', 'e'), ignored('fast', 'no', 'F'), ignored('medium-check', 'no', 'm'), ignored('quick', 'no', 'q'), ignored('check-only-changed', 'no', 'C'),
  ],
  *run(sys, options, build) {
    const name = sys.argv[0] ?? 'mysqlcheck';
    if (options.operands.length === 0 && !options.has('all-databases')) {
      yield* sys.write(1, 'You forgot to give the arguments! Please see mysqlcheck --help\nfor more information.\n');
      return 1;
    }
    let doing = 'when trying to connect';
    try {
      const session = yield* MysqlSession.open(sys, yield* targetOf(sys, options, build, 'mysqlcheck'));
      const [first, ...rest] = options.operands;
      const all = options.has('all-databases') ? (yield* session.query('show databases')).rows.map(([db]) => db ?? '').filter((db) => !['information_schema', 'performance_schema'].includes(db)) : null;
      doing = 'when selecting the database';
      for (const db of all ?? (options.has('databases') ? options.operands : [first ?? ''])) {
        yield* checkDatabase(sys, session, db, all === null && !options.has('databases') ? rest : [], operationOf(options));
      }
      session.close();
      return 0;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* sys.write(2, `${name}: Got error: ${error.code}: ${error.message} ${doing}\n`);
      return 2;
    }
  },
});

/** mysql_upgrade: the tables of this lab are always of the server's version. */
export const mysqlUpgrade: Program = makeClient({
  name: 'mariadb-upgrade', version: '2.1', usage: '[OPTIONS]', summary: 'Brings system tables to the version of the server.\n',
  groups: ['mysql_upgrade', 'mariadb-upgrade', 'client', 'client-server', 'client-mariadb'],
  options: [on('force', 'f'), on('silent', 's'), ignored('version-check', 'no', 'k'), ignored('upgrade-system-tables', 'no', 's'), ignored('write-binlog')],
  *run(sys, options, build) {
    try {
      const session = yield* MysqlSession.open(sys, yield* targetOf(sys, options, build, 'mysql_upgrade'));
      yield* sys.write(1, `This installation of MariaDB is already upgraded to ${session.serverVersion.replace(/(-MariaDB).*/, '$1')}.\nThere is no need to run mysql_upgrade again.\nYou can use --force if you still want to run mysql_upgrade\n`);
      session.close();
      return 0;
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* sys.write(2, `Version check failed. Got the following error when calling the 'mysql' command line client\nERROR ${error.code} (${error.state}): ${error.message}\nFATAL ERROR: Upgrade failed\n`);
      return 1;
    }
  },
});
