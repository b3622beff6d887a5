import { SqlError, type Column } from '../../protocol/mysql.ts';
import { isLocal, MysqlSession, type MysqlTarget } from '../../host/mysql/connection.ts';
import type { Build } from '../../host/mysql/build.ts';
import { askSecret } from '../../host/password-prompt.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { connectionText, makeClient, targetOf } from './connect.ts';
import { uptimeText } from './console.ts';
import { optionTable, type Parsed } from './options.ts';
import { tableText } from './print.ts';

const { on, ignored } = optionTable;

const quote = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** Commands and the words that each takes after it. */
const COMMANDS: Readonly<Record<string, number>> = {
  create: 1, drop: 1, shutdown: 0, reload: 0, refresh: 0, version: 0, processlist: 0, status: 0, kill: 1, debug: 0, variables: 0, 'flush-logs': 0, 'flush-hosts': 0,
  'flush-tables': 0, password: 1, ping: 0, 'extended-status': 0, 'flush-status': 0, 'flush-privileges': 0, 'start-slave': 0, 'stop-slave': 0, 'flush-threads': 0, 'old-password': 1,
};

class Admin {
  readonly #sys: Sys;
  readonly #options: Parsed;
  readonly #target: MysqlTarget;
  readonly #build: Build;

  constructor(sys: Sys, options: Parsed, target: MysqlTarget, build: Build) {
    this.#sys = sys;
    this.#options = options;
    this.#target = target;
    this.#build = build;
  }

  get #name(): string {
    return this.#sys.argv[0] ?? 'mysqladmin';
  }

  *run(words: readonly string[]): Routine<number> {
    let session: MysqlSession;
    try {
      session = yield* MysqlSession.open(this.#sys, this.#target);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      return yield* this.#refused(error, words);
    }
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index] ?? '';
      const command = Object.keys(COMMANDS).find((each) => each === word) ?? only(Object.keys(COMMANDS).filter((each) => each.startsWith(word)));
      if (command === null) {
        yield* this.#sys.write(2, `${this.#options.has('no-beep') ? '' : '\x07'}${this.#name}: Unknown command: '${word}'\n`);
        return 1;
      }
      const takes = COMMANDS[command] ?? 0;
      const status = yield* this.#command(session, command, takes === 0 ? null : words[index + 1] ?? null);
      if (status !== 0) return status;
      index += takes;
    }
    session.close();
    return 0;
  }

  /** No connection: with nothing but `ping` asked, a server that refuses us is alive. */
  *#refused(error: SqlError, words: readonly string[]): Routine<number> {
    const host = this.#target.host ?? 'localhost';
    if (!this.#options.has('no-beep')) yield* this.#sys.write(2, '\x07');
    yield* this.#sys.write(2, `${this.#name}: connect to server at '${host}' failed\nerror: '${error.message}'\n`);
    if (error.code === 2002 && isLocal(this.#target)) {
      yield* this.#sys.write(2, `Check that mariadbd is running and that the socket: '${this.#target.socket ?? ''}' exists!\n`);
    }
    const isClientError = error.code >= 2000 && error.code < 3000;
    return !isClientError && words.every((word) => word === 'ping') ? 0 : 1;
  }

  *#command(session: MysqlSession, command: string, argument: string | null): Routine<number> {
    try {
      switch (command) {
        case 'ping':
          yield* session.ping();
          yield* this.#say('mysqld is alive\n');
          return 0;
        case 'status': yield* this.#say(`${yield* session.statistics()}\n`); return 0;
        case 'version': yield* this.#version(session); return 0;
        case 'create': yield* session.query(`create database ${quote(argument ?? '')}`); return 0;
        case 'drop': return yield* this.#drop(session, argument ?? '');
        case 'processlist': yield* this.#rows(session, this.#options.has('verbose') ? 'show full processlist' : 'show processlist'); return 0;
        case 'variables': yield* this.#rows(session, 'show /*!40003 GLOBAL */ variables'); return 0;
        case 'extended-status': yield* this.#rows(session, 'show /*!50002 GLOBAL */ status'); return 0;
        case 'kill':
          for (const id of (argument ?? '').split(',')) yield* session.query(`kill ${Number(id) || 0}`);
          return 0;
        case 'shutdown': yield* session.query('shutdown'); return 0;
        case 'password': case 'old-password': return yield* this.#password(session, argument);
        case 'reload': case 'flush-privileges': yield* session.query('flush privileges'); return 0;
        case 'debug': return 0;
        default: yield* session.query(`flush ${command === 'refresh' ? 'tables' : command.replace('flush-', '').replace('threads', 'tables')}`); return 0;
      }
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* this.#sys.write(2, failureText(this.#name, command, argument, error));
      return 1;
    }
  }

  *#say(text: string): Routine<void> {
    yield* this.#sys.write(1, text);
  }

  *#version(session: MysqlSession): Routine<void> {
    const statistics = yield* session.statistics();
    const local = isLocal(this.#target);
    yield* this.#say(`mysqladmin  Ver 10.0 Distrib ${this.#build.version}, for ${this.#build.system} on x86_64\nCopyright (c) 2000, 2018, Oracle, MariaDB Corporation Ab and others.\n\n`
      + `Server version\t\t${session.serverVersion}\nProtocol version\t10\nConnection\t\t${connectionText(this.#target)}\n`
      + (local ? `UNIX socket\t\t${this.#target.socket ?? ''}\n` : `TCP port\t\t${this.#target.port ?? 3306}\n`)
      + uptimeText(statistics, 'Uptime:\t\t\t'));
  }

  *#rows(session: MysqlSession, sql: string): Routine<void> {
    const { columns, rows } = yield* session.query(sql);
    const titles = (columns ?? []).map((column): Column => ({ name: column.name, type: 'VAR_STRING', notNull: true }));
    yield* this.#say(tableText(titles, rows.map((row) => row.map((cell) => cell ?? '')), true));
  }

  *#drop(session: MysqlSession, name: string): Routine<number> {
    if (!this.#options.has('force')) {
      yield* this.#say(`Dropping the database is potentially a very bad thing to do.\nAny data stored in the database will be destroyed.\n\nDo you really want to drop the '${name}' database [y/N] `);
      const answer = yield* this.#sys.readLine(0);
      if (!/^y/i.test(answer ?? '')) {
        yield* this.#say('\nOK, aborting database drop!\n');
        return 1;
      }
    }
    yield* session.query(`drop database ${quote(name)}`);
    yield* this.#say(`Database "${name}" dropped\n`);
    return 0;
  }

  *#password(session: MysqlSession, argument: string | null): Routine<number> {
    let password = argument;
    if (password === null) {
      password = yield* askSecret(this.#sys, 'New password: ');
      const again = yield* askSecret(this.#sys, 'Confirm new password: ');
      if (password !== again) {
        yield* this.#sys.write(2, `${this.#name}: New passwords don't match\n`);
        return 1;
      }
    }
    yield* session.query(`set password=password('${(password ?? '').replace(/['\\]/g, '\\$&')}')`);
    return 0;
  }
}

function only(names: readonly string[]): string | null {
  return names.length === 1 ? names[0] ?? null : null;
}

function failureText(name: string, command: string, argument: string | null, error: SqlError): string {
  switch (command) {
    case 'create': return `${name}: CREATE DATABASE failed; error: '${error.message}'\n`;
    case 'drop': return `${name}: DROP DATABASE ${argument ?? ''} failed;\nerror: '${error.message}'\n`;
    case 'shutdown': return `${name}: shutdown failed; error: '${error.message}'\n`;
    case 'kill': return `${name}: kill failed on ${argument ?? ''}; error: '${error.message}'\n`;
    case 'processlist': return `${name}: process list failed; error: '${error.message}'\n`;
    case 'password': return `${name}: unable to change password; error: '${error.message}'\n`;
    default: return `${name}: ${command} failed; error: '${error.message}'\n`;
  }
}

/** mysqladmin: single commands to a server. */
export const mysqladmin = makeClient({
  name: 'mariadb-admin', version: '10.0', usage: '[OPTIONS] command command....',
  summary: `Asks a MariaDB server, or tells it what to do. Commands: ${Object.keys(COMMANDS).join(', ')}.\n`,
  groups: ['mysqladmin', 'mariadb-admin', 'client', 'client-server', 'client-mariadb'],
  options: [
    on('force', 'f'), on('silent', 's'), ignored('count', 'req', 'c'), ignored('sleep', 'req', 'i'), ignored('relative', 'no', 'r'), ignored('vertical', 'no', 'E'), ignored('wait', 'opt', 'w'),
    { name: 'no-beep', short: 'b', takes: 'no' }, ignored('local', 'no', 'l'), ignored('shutdown-timeout', 'req'), ignored('wait-for-all-slaves'),
  ],
  *run(sys, options, build) {
    if (options.operands.length === 0) {
      yield* sys.write(1, `Usage: ${sys.argv[0] ?? 'mysqladmin'} [OPTIONS] command command....\n`);
      return 1;
    }
    const target = yield* targetOf(sys, options, build, 'mysqladmin');
    return yield* new Admin(sys, options, target, build).run(options.operands);
  },
});
