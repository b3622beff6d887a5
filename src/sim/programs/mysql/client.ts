import type { Json } from '../../../base/json.ts';
import { SqlError } from '../../protocol/mysql.ts';
import { SysError } from '../../host/errors.ts';
import { LineReader } from '../../host/line-reader.ts';
import type { Build } from '../../host/mysql/build.ts';
import type { Program, Routine } from '../../host/program.ts';
import { readLine, type Completion } from '../../host/readline/index.ts';
import type { Sys } from '../../host/sys.ts';
import { connectionText, makeClient, targetOf, versionLine, type Client } from './connect.ts';
import { Console, Leave } from './console.ts';
import { OptionError, optionTable, type Parsed } from './options.ts';
import { COMMANDS } from './scanner.ts';
import { newMemory, type Memory, type Settings } from './settings.ts';

const { on, needs, number, ignored } = optionTable;

const CLIENT: Client = {
  name: 'mariadb',
  version: '15.1',
  suffix: ' using readline 5.1',
  usage: '[OPTIONS] [database]',
  summary: 'Sends statements to a MariaDB server and prints the answers.\n',
  groups: ['mysql', 'mariadb-client', 'client', 'client-server', 'client-mariadb'],
  options: [
    on('batch', 'B'), on('auto-rehash'), { name: 'no-auto-rehash', short: 'A', takes: 'no' }, on('column-names'), { name: 'skip-column-names', short: 'N', takes: 'no' },
    needs('database', 'D'), needs('delimiter'), needs('execute', 'e'), on('force', 'f'), on('named-commands', 'G'), on('html', 'H'), on('xml', 'X'), on('table', 't'),
    on('vertical', 'E'), on('raw', 'r'), on('silent', 's'), { name: 'no-beep', short: 'b', takes: 'no' }, on('line-numbers'), { name: 'skip-line-numbers', short: 'L', takes: 'no' },
    needs('prompt'), needs('tee'), { name: 'pager', takes: 'opt' }, on('show-warnings'), on('print-query-on-error'), on('sandbox'), on('reconnect'),
    ignored('abort-source-on-error'), ignored('comments', 'no', 'c'), ignored('quick', 'no', 'q'), ignored('unbuffered', 'no', 'n'), ignored('ignore-spaces', 'no', 'i'),
    ignored('local-infile'), ignored('max-allowed-packet', 'req'), ignored('max-join-size', 'req'), ignored('net-buffer-length', 'req'), ignored('progress-reports'),
    ignored('safe-updates', 'no', 'U'), ignored('i-am-a-dummy'), ignored('secure-auth'), ignored('select-limit', 'req'), ignored('sigint-ignore'), ignored('wait', 'no', 'w'),
    ignored('one-database', 'no', 'o'), ignored('connect-expired-password'), ignored('binary-mode'), ignored('binary-as-hex'), ignored('auto-vertical-output'),
    needs('init-command'), ignored('column-type-info'), ignored('enable-cleartext-plugin'), number('quick-max-column-width'),
  ],
  run,
};

const plain = makeClient(CLIENT);

/** mysql, mariadb: the command-line client. */
export const mysql: Program = {
  name: 'mariadb',
  *run(sys, resumed) {
    if (resumed === undefined) return yield* plain.run(sys);
    return yield* interact(sys, new Console(sys, resumed as unknown as Memory));
  },
};

function settingsOf(sys: Sys, options: Parsed, build: Build, target: Settings['target']): Settings {
  const isTerminal = sys.isTty(0) && sys.isTty(1);
  const isBatch = options.has('batch') || options.has('execute') || !isTerminal;
  const base = options.has('batch') || !isTerminal ? 1 : 0;
  const silent = base + options.count('silent');
  const verbose = options.count('verbose');
  const style = options.has('html') ? 'html' : options.has('xml') ? 'xml' : options.has('vertical') ? 'vertical'
    : silent > 0 && verbose <= 2 && !options.has('table') ? 'tab' : 'table';
  const name = sys.argv[0] ?? 'mysql';
  return {
    isBatch, silent, verbose, style, hasNames: !options.has('skip-column-names') && options.last('column-names') !== '0' && silent < 2, isRaw: options.has('raw'),
    isForced: options.has('force') && !options.has('execute') || options.has('force'), hasBeep: !options.has('no-beep'),
    hasLineNumbers: !options.has('skip-line-numbers') && options.last('line-numbers') !== '0', showsQueryOnError: options.last('print-query-on-error') !== '0',
    rehashes: !options.has('no-auto-rehash') && options.last('auto-rehash') !== '0', hasNamedCommands: options.has('named-commands'),
    isBold: isTerminal && !['dumb', '', undefined].includes(sys.env.TERM), target, connection: connectionText(target), versionLine: versionLine(name, CLIENT, build), serverComment: null,
  };
}

function* run(sys: Sys, options: Parsed, build: Build): Routine<number> {
  if (options.operands.length > 1) throw new OptionError(`${versionLine(sys.argv[0] ?? 'mysql', CLIENT, build)}\nUsage: ${sys.argv[0] ?? 'mysql'} [OPTIONS] [database]`, 1);
  const target = yield* targetOf(sys, options, build, 'mysql');
  const database = options.operands[0] ?? options.last('database');
  const settings = settingsOf(sys, options, build, target);
  const console = new Console(sys, newMemory(settings, options));
  try {
    yield* console.connect(database);
    const first = options.last('init-command');
    if (first !== null) yield* console.session?.query(first) ?? (function* (): Routine<void> { /* not connected */ })();
  } catch (error) {
    if (!(error instanceof SqlError)) throw error;
    return yield* refused(sys, settings, error);
  }
  const text = options.last('execute');
  if (text !== null) return yield* finish(console, batch(console, text.split('\n')));
  if (settings.isBatch) return yield* finish(console, piped(sys, console));
  yield* banner(console);
  return yield* interact(sys, console);
}

/** There is no connection: the error, on a terminal with its bell; quietly for `-e`. */
function* refused(sys: Sys, { isBold, hasBeep, isBatch }: Settings, error: SqlError): Routine<number> {
  yield* sys.write(2, `ERROR ${error.code} (${error.state}): ${error.message}\n`);
  if (isBold && !isBatch) yield* sys.write(1, `${hasBeep ? '\x07' : ''}\x1b(B\x1b[0;7m\x1b(B\x1b[m`);
  return 1;
}

function* banner(console: Console): Routine<void> {
  const { session } = console;
  if (session === null) return;
  yield* console.info('Welcome to the MariaDB monitor.  Commands end with ; or \\g.', false);
  const comment = (yield* session.query('select @@version_comment limit 1')).rows[0]?.[0] ?? '';
  yield* console.info(`Your MariaDB connection id is ${session.connectionId}\nServer version: ${session.serverVersion} ${comment}\n`, false);
  yield* console.info('Copyright (c) 2000, 2018, Oracle, MariaDB Corporation Ab and others.\n', false);
  yield* console.info("Type 'help;' or '\\h' for help. Type '\\c' to clear the current input statement.\n", false);
}

function* batch(console: Console, lines: readonly string[]): Routine<void> {
  for (const line of lines) yield* take(console, line);
  yield* console.end();
}

function* piped(sys: Sys, console: Console): Routine<void> {
  const reader = new LineReader(sys, 0);
  for (let line = yield* reader.next(); line !== null; line = yield* reader.next()) yield* take(console, line.replace(/\r?\n$/, ''));
  yield* console.end();
}

function* take(console: Console, line: string): Routine<void> {
  const { memory } = console;
  memory.line += 1;
  if (memory.scan.buffer === '' && memory.scan.quote === '') memory.startLine = memory.line;
  yield* console.line(line);
}

/** Runs to the end or to \q; `Bye` is for -vv. */
function* finish(console: Console, work: Routine<void>): Routine<number> {
  try {
    yield* work;
    yield* console.info('Bye');
    return 0;
  } catch (error) {
    if (error instanceof Leave) {
      if (error.status === 0) yield* console.info('Bye');
      return error.status;
    }
    throw error;
  } finally {
    console.close();
  }
}

// ── at the terminal

function historyFile(sys: Sys): string | null {
  if (sys.env.MYSQL_HISTFILE !== undefined) return sys.env.MYSQL_HISTFILE === '/dev/null' ? null : sys.env.MYSQL_HISTFILE;
  return sys.env.HOME === undefined ? null : `${sys.env.HOME}/.mysql_history`;
}

function loadHistory(sys: Sys, memory: Memory): void {
  const path = historyFile(sys);
  try {
    if (path !== null && memory.readline.history.length === 0) memory.readline.history = sys.readFile(path).split('\n').filter((line) => line !== '');
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

function saveHistory(sys: Sys, { readline }: Memory): void {
  const path = historyFile(sys);
  try {
    if (path !== null) sys.writeFile(path, readline.history.map((line) => `${line}\n`).join(''), { mode: 0o600 });
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
  }
}

/** Words that a password may stand by are kept out of the history. */
const isSecret = (line: string): boolean => /identified|password/i.test(line);

function* interact(sys: Sys, console: Console): Routine<number> {
  loadHistory(sys, console.memory);
  sys.catchSignals(['SIGINT']);
  let status = 0;
  try {
    for (;;) {
      const line = yield* prompt(sys, console);
      if (line === null) break;
      yield* typed(console, line);
    }
    yield* console.info('Bye');
  } catch (error) {
    if (!(error instanceof Leave)) throw error;
    status = error.status;
    yield* console.info('Bye');
  }
  saveHistory(sys, console.memory);
  console.close();
  return status;
}

function* typed(console: Console, line: string): Routine<void> {
  const { memory } = console;
  memory.line += 1;
  if (line.trim() !== '' && memory.readline.history.at(-1) !== line && !isSecret(line)) memory.readline.history.push(line);
  yield* console.line(line);
}

/** One line from the terminal; null at its end. Ctrl-C drops the statement. */
function* prompt(sys: Sys, console: Console): Routine<string | null> {
  for (;;) {
    const result = yield* readLine(sys, console.memory.readline, {
      prompt: console.promptText(), bracketedPaste: false, interruptText: '^C\n', complete: (text, point) => complete(console, text, point),
      // Keys typed ahead are read without a wait: a checkpoint here would outlive its moment.
      beforeWait: () => { if (!sys.hasInput(0)) sys.checkpoint(() => console.remember() as unknown as Json); },
    });
    if (result.kind === 'line') return result.text;
    if (result.kind === 'eof') {
      yield* sys.write(1, '^D');
      return null;
    }
    sys.takeSignals();
    console.memory.scan.buffer = '';
  }
}

/** Tab: names of commands, databases and tables. */
function* complete(console: Console, text: string, point: number): Routine<Completion> {
  const word = /[\w`.$-]*$/.exec(text.slice(0, point))?.[0] ?? '';
  const names = new Set(COMMANDS.map(({ name }) => name));
  const { session } = console;
  if (session !== null && session.isOpen) {
    const { rows } = yield* session.query('show databases');
    for (const [name] of rows) names.add(name ?? '');
    const tables = session.database === null ? [] : (yield* session.query('show tables')).rows;
    for (const [name] of tables) names.add(name ?? '');
  }
  const matches = [...names].filter((name) => name.startsWith(word) && word !== '').sort();
  return { start: point - word.length, matches: matches.map((name) => ({ text: name })) };
}
