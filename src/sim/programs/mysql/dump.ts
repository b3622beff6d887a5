import { SqlError, isNumeric, type Cell, type Column } from '../../protocol/mysql.ts';
import { SysError } from '../../host/errors.ts';
import { MysqlSession, type MysqlTarget } from '../../host/mysql/connection.ts';
import type { Build } from '../../host/mysql/build.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { calendar } from '../../time/clock.ts';
import { makeClient, targetOf } from './connect.ts';
import { optionTable, type Parsed } from './options.ts';

const { on, needs, ignored } = optionTable;
const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

const BEGIN = [
  '/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;', '/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;',
  '/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;', '/*!40101 SET NAMES utf8mb4 */;', '/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;',
  "/*!40103 SET TIME_ZONE='+00:00' */;",
];
const UNIQUE = '/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;';
const CHECKS = [
  '/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;', "/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;",
  '/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;',
];
const END = ['/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;', '/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;'];
const END_UNIQUE = '/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;';
const END_CHARSETS = [
  '/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;', '/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;',
  '/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;', '/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;',
];

/** The dump fails with this message and status. */
class DumpError extends Error {
  readonly status: number;

  constructor(message: string, status: number) {
    super(message);
    this.status = status;
  }
}

class Dump {
  readonly #sys: Sys;
  readonly #session: MysqlSession;
  readonly #options: Parsed;
  readonly #fd: number;
  readonly #build: Build;
  readonly #target: MysqlTarget;
  readonly #isCompact: boolean;
  /** Views are written last, in their true form. */
  #views: string[] = [];

  constructor(sys: Sys, session: MysqlSession, options: Parsed, build: Build, target: MysqlTarget, fd: number) {
    this.#sys = sys;
    this.#session = session;
    this.#options = options;
    this.#build = build;
    this.#target = target;
    this.#fd = fd;
    this.#isCompact = options.has('compact');
  }

  *#write(text: string): Routine<void> {
    yield* this.#sys.write(this.#fd, text);
  }

  *#comment(text: string): Routine<void> {
    if (!this.#isCompact && this.#options.last('comments') !== '0') yield* this.#write(`\n--\n-- ${text}\n--\n\n`);
    else if (!this.#isCompact) yield* this.#write('\n');
  }

  *run(): Routine<void> {
    const { operands } = this.#options;
    const isAll = this.#options.has('all-databases');
    const isList = isAll || this.#options.has('databases');
    yield* this.#head(isAll ? '' : operands[0] ?? '');
    if (!isList) yield* this.#database(operands[0] ?? '', operands.slice(1), false);
    else {
      const names = isAll ? (yield* this.#session.query('show databases')).rows.map(([name]) => name ?? '').filter((name) => !['information_schema', 'performance_schema', 'sys'].includes(name)) : operands;
      for (const name of names) yield* this.#database(name, [], true);
    }
    yield* this.#foot();
  }

  *#head(database: string): Routine<void> {
    yield* this.#write('/*M!999999\\- enable the sandbox mode */ \n');
    if (this.#isCompact) return;
    if (this.#options.last('comments') !== '0') {
      yield* this.#write(`-- MariaDB dump 10.19  Distrib ${this.#build.version}, for ${this.#build.system} (x86_64)\n--\n-- Host: ${this.#target.host ?? 'localhost'}    Database: ${database}\n`
        + `-- ------------------------------------------------------\n-- Server version\t${this.#session.serverVersion}\n`);
    }
    const lines = [...BEGIN, ...(this.#options.has('no-create-info') ? [] : [UNIQUE]), ...CHECKS];
    yield* this.#write(`\n${lines.join('\n')}\n`);
  }

  *#foot(): Routine<void> {
    if (this.#isCompact) return;
    const lines = [...END, ...(this.#options.has('no-create-info') ? [] : [END_UNIQUE]), ...END_CHARSETS];
    yield* this.#write(`/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;\n\n${lines.join('\n')}\n\n`);
    if (this.#options.last('comments') === '0') return;
    const { year, month, day, hour, minute, second } = calendar(this.#sys.nowMs());
    const two = (number: number): string => String(number).padStart(2, '0');
    const when = this.#options.last('dump-date') === '0' ? '' : ` on ${year}-${two(month)}-${two(day)} ${String(hour).padStart(2)}:${two(minute)}:${two(second)}`;
    yield* this.#write(`-- Dump completed${when}\n`);
  }

  *#database(db: string, wanted: readonly string[], isNamed: boolean): Routine<void> {
    try {
      yield* this.#session.use(db);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      throw new DumpError(`Got error: ${error.code}: "${error.message}" when selecting the database`, 2);
    }
    if (isNamed) yield* this.#createDatabase(db);
    const { rows } = yield* this.#session.query('show full tables');
    const kinds = new Map(rows.map(([name, kind]) => [name ?? '', kind ?? '']));
    const ignoredTables = this.#options.given.filter(({ name }) => name === 'ignore-table').map(({ value }) => value);
    const names = wanted.length > 0 ? wanted : [...kinds.keys()].filter((name) => !ignoredTables.includes(`${db}.${name}`));
    const missing = names.find((name) => !kinds.has(name));
    if (missing !== undefined) throw new DumpError(`Couldn't find table: "${missing}"`, 6);
    this.#views = [];
    for (const name of names) {
      if (kinds.get(name) === 'VIEW') yield* this.#view(name);
      else yield* this.#table(name);
    }
    for (const name of this.#views) yield* this.#finalView(name);
  }

  *#createDatabase(db: string): Routine<void> {
    yield* this.#comment(`Current Database: ${quote(db)}`);
    if (!this.#options.has('no-create-db')) {
      const { rows } = yield* this.#session.query(`show create database if not exists ${quote(db)}`);
      yield* this.#write(`${this.#options.has('add-drop-database') ? `/*!40000 DROP DATABASE IF EXISTS ${quote(db)}*/;\n\n` : ''}${rows[0]?.[1] ?? ''};\n\n`);
    }
    yield* this.#write(`USE ${quote(db)};\n`);
  }

  *#table(name: string): Routine<void> {
    if (!this.#options.has('no-create-info')) {
      yield* this.#comment(`Table structure for table ${quote(name)}`);
      if (!this.#isCompact && this.#options.last('add-drop-table') !== '0') yield* this.#write(`DROP TABLE IF EXISTS ${quote(name)};\n`);
      const { rows } = yield* this.#session.query(`show create table ${quote(name)}`);
      yield* this.#write(`/*!40101 SET @saved_cs_client     = @@character_set_client */;\n/*!40101 SET character_set_client = utf8mb4 */;\n${rows[0]?.[1] ?? ''};\n/*!40101 SET character_set_client = @saved_cs_client */;\n`);
    }
    if (!this.#options.has('no-data')) yield* this.#data(name);
  }

  *#data(name: string): Routine<void> {
    const where = this.#options.last('where');
    const { columns, rows } = yield* this.#session.query(`SELECT /*!40001 SQL_NO_CACHE */ * FROM ${quote(name)}${where === null ? '' : ` WHERE ${where}`}`);
    const titles = columns ?? [];
    yield* this.#comment(`Dumping data for table ${quote(name)}${where === null ? '' : `\n--\n-- WHERE:  ${where}`}`);
    const locks = !this.#isCompact && this.#options.last('add-locks') !== '0';
    if (locks) yield* this.#write(`LOCK TABLES ${quote(name)} WRITE;\n`);
    if (!this.#isCompact && this.#options.last('disable-keys') !== '0') yield* this.#write(`/*!40000 ALTER TABLE ${quote(name)} DISABLE KEYS */;\n`);
    if (rows.length > 0) yield* this.#inserts(name, titles, rows);
    if (!this.#isCompact && this.#options.last('disable-keys') !== '0') yield* this.#write(`/*!40000 ALTER TABLE ${quote(name)} ENABLE KEYS */;\n`);
    if (locks) yield* this.#write('UNLOCK TABLES;\n');
  }

  *#inserts(name: string, columns: readonly Column[], rows: readonly (readonly Cell[])[]): Routine<void> {
    const list = this.#options.has('complete-insert') ? ` (${columns.map((column) => quote(column.name)).join(', ')})` : '';
    const verb = this.#options.has('replace') ? 'REPLACE' : this.#options.has('insert-ignore') ? 'INSERT  IGNORE' : 'INSERT';
    const values = rows.map((row) => `(${row.map((cell, index) => literal(cell, columns[index])).join(',')})`);
    const isExtended = this.#options.last('extended-insert') !== '0';
    if (isExtended) yield* this.#write(`${verb} INTO ${quote(name)}${list} VALUES\n${values.join(',\n')};\n`);
    else for (const value of values) yield* this.#write(`${verb} INTO ${quote(name)}${list} VALUES ${value};\n`);
  }

  /** A stand-in with the view's columns, so that views may refer to each other. */
  *#view(name: string): Routine<void> {
    if (this.#options.has('no-create-info')) return;
    this.#views.push(name);
    const { rows } = yield* this.#session.query(`show columns from ${quote(name)}`);
    yield* this.#comment(`Temporary table structure for view ${quote(name)}`);
    yield* this.#write(`DROP TABLE IF EXISTS ${quote(name)};\n/*!50001 DROP VIEW IF EXISTS ${quote(name)}*/;\nSET @saved_cs_client     = @@character_set_client;\nSET character_set_client = utf8mb4;\n`
      + `/*!50001 CREATE VIEW ${quote(name)} AS SELECT\n${rows.map(([column]) => ` NULL AS ${quote(column ?? '')}`).join(',\n')} */;\nSET character_set_client = @saved_cs_client;\n`);
  }

  *#finalView(name: string): Routine<void> {
    const { rows } = yield* this.#session.query(`show create view ${quote(name)}`);
    const [, text = '', charset, collation] = rows[0] ?? [];
    const [, algorithm = '', definer = '', body = ''] = /^CREATE (ALGORITHM=\w+) (DEFINER=\S+ SQL SECURITY \w+) (VIEW [\s\S]*)$/.exec(text ?? '') ?? [];
    yield* this.#comment(`Final view structure for view ${quote(name)}`);
    const set = (variable: string, value: string): string => `/*!50001 SET ${variable.padEnd(25)} = ${value} */;\n`;
    yield* this.#write(`/*!50001 DROP VIEW IF EXISTS ${quote(name)}*/;\n`
      + set('@saved_cs_client', '@@character_set_client') + set('@saved_cs_results', '@@character_set_results') + set('@saved_col_connection', '@@collation_connection')
      + set('character_set_client', charset ?? '') + set('character_set_results', charset ?? '') + set('collation_connection', collation ?? '')
      + `/*!50001 CREATE ${algorithm} */\n/*!50013 ${definer} */\n/*!50001 ${body} */;\n`
      + set('character_set_client', '@saved_cs_client') + set('character_set_results', '@saved_cs_results') + set('collation_connection', '@saved_col_connection'));
  }
}

function literal(cell: Cell, column: Column | undefined): string {
  if (cell === null) return 'NULL';
  if (column !== undefined && isNumeric(column)) return cell;
  return `'${cell.replace(/[\\'"\0\n\r\x1a]/g, (letter) => ({ '\0': '\\0', '\n': '\\n', '\r': '\\r', '\x1a': '\\Z' })[letter] ?? `\\${letter}`)}'`;
}

const USAGE = (name: string): string => `Usage: ${name} [OPTIONS] database [tables]\nOR     ${name} [OPTIONS] --databases DB1 [DB2 DB3...]\nOR     ${name} [OPTIONS] --all-databases\nOR     ${name} [OPTIONS] --system=[SYSTEMOPTIONS]]\nFor more options, use ${name} --help\n`;

/** mysqldump: databases as SQL. */
export const mysqldump = makeClient({
  name: 'mariadb-dump', version: '10.19', usage: '[OPTIONS] database [tables]', summary: 'Writes databases as statements that make them anew.\n',
  groups: ['mysqldump', 'mariadb-dump', 'client', 'client-server', 'client-mariadb'],
  options: [
    on('all-databases', 'A'), on('databases', 'B'), on('no-data', 'd'), on('no-create-info', 't'), on('no-create-db', 'n'), on('add-drop-database'), on('add-drop-table'), on('add-locks'),
    on('comments', 'i'), on('compact'), on('complete-insert', 'c'), on('extended-insert', 'e'), on('disable-keys', 'K'), on('replace'), on('insert-ignore'), needs('where', 'w'), needs('ignore-table'),
    needs('result-file', 'r'), on('dump-date'), on('force', 'f'), ignored('single-transaction'), ignored('lock-tables', 'no', 'l'), ignored('lock-all-tables', 'no', 'x'), ignored('quick', 'no', 'q'),
    ignored('opt'), ignored('routines', 'no', 'R'), ignored('triggers'), ignored('events', 'no', 'E'), ignored('flush-logs', 'no', 'F'), ignored('flush-privileges'), ignored('hex-blob'),
    ignored('master-data', 'opt'), ignored('create-options', 'no', 'a'), ignored('set-charset'), ignored('tz-utc'), ignored('order-by-primary'), ignored('allow-keywords'), ignored('quote-names', 'no', 'Q'),
    ignored('skip-opt'), ignored('no-tablespaces', 'no', 'y'), ignored('max-allowed-packet', 'req'), ignored('net-buffer-length', 'req'), ignored('no-autocommit'), ignored('gtid'), ignored('tables'),
  ],
  *run(sys, options, build) {
    if (options.operands.length === 0 && !options.has('all-databases')) {
      yield* sys.write(1, USAGE(sys.argv[0] ?? 'mysqldump'));
      return 1;
    }
    return yield* dump(sys, options, build);
  },
});

function* dump(sys: Sys, options: Parsed, build: Build): Routine<number> {
  const target = yield* targetOf(sys, options, build, 'mysqldump');
  const name = sys.argv[0] ?? 'mysqldump';
  try {
    const session = yield* MysqlSession.open(sys, { ...target, charset: 'utf8mb4' });
    const path = options.last('result-file');
    const fd = path === null ? 1 : sys.open(path, { write: true, create: true, truncate: true });
    yield* new Dump(sys, session, options, build, target, fd).run();
    session.close();
    return 0;
  } catch (error) {
    if (error instanceof DumpError) {
      yield* sys.write(2, `${name}: ${error.message}\n`);
      return error.status;
    }
    if (error instanceof SysError && error.errno !== 'EPIPE') {
      yield* sys.write(2, `${name}: Can't create/write to file '${options.last('result-file') ?? ''}' (Errcode: 2 "${error.text}")\n`);
      return 1;
    }
    if (!(error instanceof SqlError)) throw error;
    yield* sys.write(2, `${name}: Got error: ${error.code}: "${error.message}" when trying to connect\n`);
    return 2;
  }
}
