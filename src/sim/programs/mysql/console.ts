// The client at work: sends statements, prints what comes back, runs its own commands.
import { SqlError, type Cell } from '../../protocol/mysql.ts';
import { SysError } from '../../host/errors.ts';
import { MysqlSession, isLocal, type MysqlResult } from '../../host/mysql/connection.ts';
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';
import { durationText, htmlText, tableText, tabText, verticalText, xmlText } from './print.ts';
import { commandOf, newScan, scanLine, type Found } from './scanner.ts';
import { DEFAULT_PROMPT, type Memory } from './settings.ts';
import { calendar } from '../../time/clock.ts';
import { HELP } from './help.ts';

const BOLD = '\x1b(B\x1b[0;1m';
const STANDOUT = '\x1b(B\x1b[0;7m';
const PLAIN = '\x1b(B\x1b[m';

/** Ends the client with a status. */
export class Leave extends Error {
  readonly status: number;

  constructor(status: number) {
    super('leave');
    this.status = status;
  }
}

export class Console {
  readonly #sys: Sys;
  readonly memory: Memory;
  #session: MysqlSession | null;

  constructor(sys: Sys, memory: Memory) {
    this.#sys = sys;
    this.memory = memory;
    this.#session = memory.session === null ? null : MysqlSession.resume(sys, memory.session);
  }

  get session(): MysqlSession | null {
    return this.#session;
  }

  /** Brings the memory up to date for a checkpoint. */
  remember(): Memory {
    this.memory.session = this.#session === null || !this.#session.isOpen ? null : this.#session.save();
    return this.memory;
  }

  // ── printing

  *out(text: string): Routine<void> {
    const { tee } = this.memory;
    if (tee !== null) this.#sys.writeFile(tee, text, { append: true });
    yield* this.#sys.write(1, text);
  }

  /** A message: bold on a terminal; in batch only with -vv. */
  *info(text: string, isResult = true): Routine<void> {
    const { isBatch, verbose, silent, isBold } = this.memory.settings;
    if (isBatch) {
      if (isResult && verbose > 1) yield* this.out(`${text}\n`);
      return;
    }
    if (silent > 0) return;
    if (isBold) yield* this.#sys.write(1, BOLD);
    yield* this.out(`${text}\n`);
    if (isBold) yield* this.#sys.write(1, PLAIN);
  }

  /** An error. In batch it ends the client, unless --force. */
  *fail(message: string, error: SqlError | null = null): Routine<void> {
    const { isBatch, hasBeep, isBold, hasLineNumbers, isForced } = this.memory.settings;
    const number = error === null ? '' : ` ${error.code} (${error.state})`;
    const place = isBatch && hasLineNumbers && this.memory.startLine > 0 ? ` at line ${this.memory.startLine}` : '';
    const text = `ERROR${number}${place}: ${message}\n`;
    if (this.memory.tee !== null) this.#sys.writeFile(this.memory.tee, text, { append: true });
    yield* this.#sys.write(2, text);
    if (isBatch) {
      if (!isForced) throw new Leave(1);
      return;
    }
    if (isBold) yield* this.#sys.write(1, `${hasBeep ? '\x07' : ''}${STANDOUT}${PLAIN}`);
  }

  // ── connecting

  /** Logs in; throws SqlError. */
  *connect(database: string | null): Routine<void> {
    this.#session?.close();
    this.#session = null;
    this.#session = yield* MysqlSession.open(this.#sys, { ...this.memory.settings.target, database });
    yield* this.#rehash();
  }

  *#rehash(): Routine<void> {
    const { rehashes, isBatch, silent } = this.memory.settings;
    const session = this.#session;
    if (!rehashes || isBatch || silent > 0 || session === null || session.database === null) return;
    const { rows } = yield* session.query('show tables');
    if (rows.length > 0) {
      yield* this.out('Reading table information for completion of table and column names\nYou can turn off this feature to get a quicker startup with -A\n\n');
    }
  }

  /** The open session; a lost one is opened again, as --reconnect does. */
  *#live(): Routine<MysqlSession | null> {
    if (this.#session?.isOpen === true) return this.#session;
    if (this.memory.settings.isBatch && this.#session !== null) return this.#session;
    yield* this.info('No connection. Trying to reconnect...', false);
    try {
      yield* this.connect(this.#session?.database ?? null);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* this.fail(error.message, error);
      yield* this.fail("Can't connect to the server\n");
      return null;
    }
    yield* this.#tellConnection();
    return this.#session;
  }

  *#tellConnection(): Routine<void> {
    yield* this.info(`Connection id:    ${this.#session?.connectionId ?? 0}`, false);
    yield* this.info(`Current database: ${this.#session?.database ?? '*** NONE ***'}\n`, false);
  }

  /** Runs `query`, once more after a lost connection. */
  *#send(sql: string): Routine<MysqlResult | null> {
    const session = yield* this.#live();
    if (session === null) return null;
    try {
      return yield* session.query(sql);
    } catch (error) {
      if (!(error instanceof SqlError) || error.code !== 2006 || this.memory.settings.isBatch) throw error;
      yield* this.fail(error.message, error);
      const again = yield* this.#live();
      return again === null ? null : yield* again.query(sql);
    }
  }

  // ── lines

  /** Takes one line of input. */
  *line(text: string): Routine<void> {
    const { scan, settings } = this.memory;
    const mayName = scan.buffer === '' || settings.hasNamedCommands;
    if (mayName && !scan.isComment && scan.quote === '') {
      const found = commandOf(text, scan.delimiter);
      if (found !== null) {
        yield* this.#command(found.name, found.argument);
        return;
      }
    }
    for (const found of scanLine(scan, text)) yield* this.#act(found);
  }

  /** The end of the input: what is still in the buffer is run. */
  *end(): Routine<void> {
    const text = this.memory.scan.buffer;
    this.memory.scan.buffer = '';
    if (text.trim() !== '') yield* this.statement(text);
  }

  *#act(found: Found): Routine<void> {
    if (found.kind === 'statement') yield* this.statement(found.text);
    else if (found.kind === 'unknown') yield* this.fail(`Unknown command '\\${found.letter}'.`);
    else if (found.name === 'ego') yield* this.statement(found.argument, true);
    else yield* this.#command(found.name, found.argument);
  }

  // ── statements

  *statement(given: string, isVertical = false): Routine<void> {
    const text = given.replace(/[\x00-\x20\x7f]+$/, '');
    const { settings } = this.memory;
    if (text === '') {
      if (!settings.isBatch) yield* this.fail('No query specified\n');
      return;
    }
    if (settings.verbose > 0) yield* this.#frame(1, text);
    const startMs = this.#sys.nowMs();
    try {
      const result = yield* this.#send(text);
      if (result === null) return;
      const seconds = Math.max(0, this.#sys.nowMs() - startMs) / 1000;
      yield* this.#print(text, result, seconds, isVertical);
      if (this.memory.showsWarnings && result.warnings > 0) yield* this.#warnings();
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      // For SHOW GRANTS the server has sent the columns before it refuses: the client reads rows then.
      const isLate = error.code === 1141 && /^\s*show\s+grants\b/i.test(text);
      if (settings.isBatch && settings.verbose === 0 && settings.showsQueryOnError && !isLate) yield* this.#frame(2, text);
      yield* this.fail(error.message, error);
    }
  }

  *#frame(fd: number, text: string): Routine<void> {
    const framed = `--------------\n${text}\n--------------\n\n`;
    if (fd === 1) yield* this.out(framed);
    else yield* this.#sys.write(2, framed);
  }

  *#print(text: string, result: MysqlResult, seconds: number, isVertical: boolean): Routine<void> {
    const { silent, verbose } = this.memory.settings;
    let message: string;
    if (result.columns === null) message = `Query OK, ${result.affectedRows} ${result.affectedRows === 1 ? 'row' : 'rows'} affected`;
    else if (result.rows.length === 0) message = 'Empty set';
    else {
      message = `${result.rows.length} ${result.rows.length === 1 ? 'row' : 'rows'} in set`;
      yield* this.#page(this.#table(text, result, isVertical));
    }
    if (result.columns !== null && result.rows.length === 0 && this.memory.settings.style === 'xml') yield* this.out(xmlText(text, result.columns, []));
    if (result.warnings > 0) message += `, ${result.warnings} ${result.warnings === 1 ? 'warning' : 'warnings'}`;
    const time = verbose >= 3 || silent === 0 ? ` (${durationText(seconds)})` : '';
    yield* this.info(message + time);
    if (result.info !== '') yield* this.info(result.info);
    yield* this.info('');
  }

  #table(text: string, { columns, rows }: MysqlResult, isVertical: boolean): string {
    const { style, hasNames, isRaw } = this.memory.settings;
    const titles = columns ?? [];
    if (style === 'html') return htmlText(titles, rows, hasNames);
    if (style === 'xml') return xmlText(text, titles, rows);
    if (style === 'vertical' || isVertical) return verticalText(titles, rows, hasNames);
    return style === 'table' ? tableText(titles, rows, hasNames) : tabText(titles, rows, hasNames, isRaw);
  }

  /** Through the pager, when one is set. */
  *#page(text: string): Routine<void> {
    const { pager } = this.memory;
    if (pager === null) {
      yield* this.out(text);
      return;
    }
    yield* this.#shell(pager, text);
  }

  *#shell(command: string, input: string | null = null): Routine<void> {
    const path = '/bin/sh';
    try {
      if (input === null) {
        yield* this.#sys.wait(yield* this.#sys.spawn(path, ['sh', '-c', command]));
        return;
      }
      const [reader, writer] = this.#sys.pipe();
      const pid = yield* this.#sys.spawn(path, ['sh', '-c', command], { fds: { 0: reader, 1: 1, 2: 2 } });
      this.#sys.close(reader);
      try {
        yield* this.#sys.write(writer, input);
      } catch (error) {
        if (!(error instanceof SysError)) throw error;
      }
      this.#sys.close(writer);
      yield* this.#sys.wait(pid);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
    }
  }

  *#warnings(): Routine<void> {
    const result = yield* this.#send('show warnings');
    for (const [level, code, message] of result?.rows ?? []) yield* this.out(`${level ?? ''} (Code ${code ?? ''}): ${message ?? ''}\n`);
  }

  // ── the client's own commands

  *#command(name: string, argument: string): Routine<void> {
    switch (name) {
      case 'exit': case 'quit': throw new Leave(0);
      case 'clear':
        Object.assign(this.memory.scan, { ...newScan(), delimiter: this.memory.scan.delimiter });
        return;
      case 'go': return;
      case '?': case 'help': yield* this.#help(argument); return;
      case 'use': yield* this.#use(argument); return;
      case 'connect': yield* this.#reconnect(argument); return;
      case 'status': yield* this.#status(); return;
      case 'delimiter': yield* this.#delimiter(argument); return;
      case 'source': yield* this.#source(argument); return;
      case 'system': yield* this.#system(argument); return;
      case 'print': yield* this.out(`--------------\n${this.memory.scan.buffer.trimEnd()}\n--------------\n\n`); return;
      case 'prompt': yield* this.#prompt(argument); return;
      case 'tee': yield* this.#tee(argument); return;
      case 'notee':
        this.memory.tee = null;
        yield* this.#sys.write(1, 'Outfile disabled.\n');
        return;
      case 'pager': yield* this.#pager(argument); return;
      case 'nopager':
        this.memory.pager = null;
        yield* this.out('PAGER set to stdout\n');
        return;
      case 'warnings': case 'nowarning':
        this.memory.showsWarnings = name === 'warnings';
        yield* this.info(`Show warnings ${name === 'warnings' ? 'enabled' : 'disabled'}.`, false);
        return;
      case 'rehash': yield* this.#rehash(); return;
      case 'sandbox':
        this.memory.isSandbox = true;
        return;
      case 'charset': yield* this.#charset(argument); return;
      case 'edit': yield* this.#edit(); return;
      default: return;
    }
  }

  *#help(topic: string): Routine<void> {
    const wanted = topic.replace(/;$/, '').trim();
    if (wanted !== '') {
      yield* this.info('\nNothing found', false);
      yield* this.info("Please try to run 'help contents' for a list of all accessible topics\n", false);
      return;
    }
    yield* this.info('\nGeneral information about MariaDB can be found at\nhttp://mariadb.org\n', false);
    yield* this.info('List of all client commands:', false);
    if (!this.memory.settings.hasNamedCommands) yield* this.info("Note that all text commands must be first on line and end with ';'", false);
    yield* this.out(HELP);
    yield* this.info("\nFor server side help, type 'help contents'\n", false);
  }

  *#use(argument: string): Routine<void> {
    const name = unquote(argument);
    if (name === '') {
      yield* this.fail('USE must be followed by a database name');
      return;
    }
    const session = yield* this.#live();
    if (session === null) return;
    const isNew = session.database !== name;
    try {
      yield* session.use(name);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* this.fail(error.message, error);
      return;
    }
    if (isNew) yield* this.#rehash();
    yield* this.info('Database changed', false);
  }

  *#reconnect(argument: string): Routine<void> {
    const [db, host] = argument.replace(/;$/, '').trim().split(/\s+/).map(unquote);
    if (host !== undefined && host !== '') this.memory.settings = { ...this.memory.settings, target: { ...this.memory.settings.target, host } };
    try {
      yield* this.connect(db === undefined || db === '' ? this.#session?.database ?? null : db);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* this.fail(error.message, error);
      return;
    }
    yield* this.#tellConnection();
  }

  *#delimiter(argument: string): Routine<void> {
    const word = argument.split(/\s+/)[0] ?? '';
    const given = /^(['"`])(.*)\1$/.exec(word)?.[2] ?? word;
    if (given === '') yield* this.fail("DELIMITER must be followed by a 'delimiter' character or string");
    else if (given.includes('\\')) yield* this.fail('DELIMITER cannot contain a backslash character');
    else this.memory.scan.delimiter = given;
  }

  *#source(argument: string): Routine<void> {
    const path = argument.replace(/;$/, '').trim();
    if (path === '') {
      yield* this.fail('Usage: \\. <filename> | source <filename>');
      return;
    }
    if (yield* this.#refused()) return;
    let text: string;
    try {
      text = this.#sys.readFile(path);
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* this.fail(`Failed to open file '${path}', error: ${error.errno === 'EACCES' ? 13 : error.errno === 'EISDIR' ? 21 : 2}`);
      return;
    }
    const { scan, line, startLine } = this.memory;
    this.memory.scan = { ...newScan(), delimiter: scan.delimiter };
    for (const each of text.replace(/\n$/, '').split('\n')) yield* this.line(each);
    yield* this.end();
    Object.assign(this.memory, { scan: { ...scan, buffer: '' }, line, startLine });
  }

  *#refused(): Routine<boolean> {
    if (this.memory.isSandbox) yield* this.fail('Not allowed in the sandbox mode');
    return this.memory.isSandbox;
  }

  *#system(argument: string): Routine<void> {
    const command = argument.trim();
    if (command === '') {
      yield* this.fail('Usage: \\! shell-command');
      return;
    }
    if (!(yield* this.#refused())) yield* this.#shell(command);
  }

  *#prompt(argument: string): Routine<void> {
    this.memory.prompt = argument === '' ? DEFAULT_PROMPT : argument;
    yield* this.out(argument === '' ? `Returning to default PROMPT of ${DEFAULT_PROMPT}\n` : `PROMPT set to '${argument}'\n`);
  }

  *#tee(argument: string): Routine<void> {
    const path = argument.replace(/;$/, '').trim() || this.memory.lastTee;
    if (path === null) {
      yield* this.#sys.write(1, 'No previous outfile available, you must give a filename!\n');
      return;
    }
    try {
      this.#sys.writeFile(path, '', { append: true });
    } catch (error) {
      if (!(error instanceof SysError)) throw error;
      yield* this.#sys.write(1, `Error logging to file '${path}'\n`);
      return;
    }
    Object.assign(this.memory, { tee: path, lastTee: path });
    yield* this.out(`Logging to file '${path}'\n`);
  }

  *#pager(argument: string): Routine<void> {
    const pager = argument.replace(/;$/, '').trim() || this.#sys.env.PAGER || null;
    this.memory.pager = pager;
    yield* this.out(pager === null ? "Default pager wasn't set, using stdout.\n" : `PAGER set to '${pager}'\n`);
  }

  *#charset(argument: string): Routine<void> {
    const name = unquote(argument);
    if (name === '') {
      yield* this.fail('Usage: \\C charset_name | charset charset_name');
      return;
    }
    try {
      yield* this.#send(`SET NAMES '${name}'`);
      yield* this.info('Charset changed', false);
    } catch (error) {
      if (!(error instanceof SqlError)) throw error;
      yield* this.info('Charset is not found', false);
    }
  }

  /** Opens $EDITOR on the statement so far. */
  *#edit(): Routine<void> {
    if (yield* this.#refused()) return;
    const editor = this.#sys.env.EDITOR ?? this.#sys.env.VISUAL ?? 'vi';
    const path = `/tmp/sql${this.#sys.dice.hex(6)}`;
    this.#sys.writeFile(path, this.memory.scan.buffer, { mode: 0o600 });
    yield* this.#shell(`${editor} ${path}`);
    this.memory.scan.buffer = this.#sys.exists(path) ? this.#sys.readFile(path) : '';
    if (this.#sys.exists(path)) this.#sys.unlink(path);
  }

  *#status(): Routine<void> {
    const session = yield* this.#live();
    if (session === null) return;
    const { settings } = this.memory;
    const { rows } = yield* session.query('select DATABASE(), USER(), @@version_comment, @@character_set_server, @@character_set_database, @@character_set_client, @@character_set_connection');
    const [db, user, comment, server, database, client, connection] = rows[0] ?? [];
    const statistics = yield* session.statistics();
    const local = isLocal(settings.target);
    const field = (name: string, tabs: string, value: Cell | undefined): string => `${name}:${tabs}${value ?? ''}\n`;
    yield* this.out([
      `--------------\n${settings.versionLine}\n\n`, field('Connection id', '\t\t', String(session.connectionId)), field('Current database', '\t', db), field('Current user', '\t\t', user),
      field('SSL', '\t\t\t', 'Not in use'), field('Current pager', '\t\t', this.memory.pager ?? 'stdout'), field('Using outfile', '\t\t', `'${this.memory.tee ?? ''}'`),
      field('Using delimiter', '\t', this.memory.scan.delimiter), field('Server', '\t\t\t', 'MariaDB'), field('Server version', '\t\t', `${session.serverVersion} ${comment ?? ''}`),
      field('Protocol version', '\t', '10'), field('Connection', '\t\t', settings.connection), field('Server characterset', '\t', server), field('Db     characterset', '\t', database),
      field('Client characterset', '\t', client), field('Conn.  characterset', '\t', connection),
      local ? field('UNIX socket', '\t\t', settings.target.socket ?? '') : field('TCP port', '\t\t', String(settings.target.port ?? 3306)),
      uptimeText(statistics), '--------------\n\n',
    ].join(''));
  }

  // ── the prompt

  /** What stands before the line to be typed. */
  promptText(): string {
    const { scan } = this.memory;
    if (scan.isComment && scan.quote === '') return '   /*> ';
    if (scan.buffer !== '' || scan.quote !== '') return scan.quote === '' ? '    -> ' : `    ${scan.quote}> `;
    return this.memory.prompt.replace(/\\(.)/g, (_, letter: string) => this.#promptPart(letter));
  }

  #promptPart(letter: string): string {
    const session = this.#session;
    const { target } = this.memory.settings;
    const now = calendar(this.#sys.nowMs());
    const two = (number: number): string => String(number).padStart(2, '0');
    const parts: Readonly<Record<string, string>> = {
      N: 'MariaDB', d: session?.database ?? '(none)', u: target.user, U: `${target.user}@${target.host ?? 'localhost'}`, h: target.host ?? 'localhost',
      v: session?.serverVersion ?? '', p: String(isLocal(target) ? target.socket ?? '' : target.port ?? 3306), R: two(now.hour), r: two(now.hour % 12 === 0 ? 12 : now.hour % 12),
      m: two(now.minute), s: two(now.second), P: now.hour < 12 ? 'am' : 'pm', Y: String(now.year), y: two(now.year % 100), o: String(now.month), O: '', _: ' ', S: ';', t: '\t', n: '\n', l: this.memory.scan.delimiter, c: String(this.memory.line),
      "'": "'", '"': '"', ' ': ' ', '\\': '\\',
    };
    return parts[letter] ?? letter;
  }

  close(): void {
    this.#session?.close();
  }
}

function unquote(text: string): string {
  const bare = text.replace(/;\s*$/, '').trim();
  const quoted = /^(['"`])([\s\S]*)\1$/.exec(bare);
  return quoted?.[2] ?? bare.split(/\s+/)[0] ?? '';
}

/** The server's statistics with the time it runs in words. */
export function uptimeText(statistics: string, label = 'Uptime:\t\t\t'): string {
  const [, seconds = '0', rest = ''] = /^Uptime: (\d+)\s+(.*)$/.exec(statistics) ?? [];
  return `${label}${spanText(Number(seconds))}\n\n${rest}\n`;
}

/** `2 hours 5 min 3 sec`. */
function spanText(seconds: number): string {
  const parts: string[] = [];
  const days = Math.floor(seconds / 86400);
  const hours = Math.floor(seconds / 3600) % 24;
  const minutes = Math.floor(seconds / 60) % 60;
  if (days > 0) parts.push(`${days} ${days === 1 ? 'day' : 'days'}`);
  if (days > 0 || hours > 0) parts.push(`${hours} ${hours === 1 ? 'hour' : 'hours'}`);
  if (seconds >= 60) parts.push(`${minutes} min`);
  return [...parts, `${seconds % 60} sec`].join(' ');
}
