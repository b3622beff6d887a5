// The command lines of services' tools: what oslo.config gives every one, and a sub-command with arguments of its own.
// Words of argparse (Python 3.9).
import type { Routine } from '../../host/program.ts';
import type { Sys } from '../../host/sys.ts';

/** An option or positional argument of a sub-command. */
export interface Argument {
  /** `--bootstrap-password`, or a positional's name. */
  readonly name: string;
  /** What the usage shows for its value; null for a flag. */
  readonly metavar: string | null;
  readonly choices?: readonly string[];
  readonly isRequired?: boolean;
  /** Arguments of the same group exclude each other. */
  readonly group?: string;
}

/** A sub-command: its arguments as usage shows them, wrapped. */
export interface Command {
  readonly name: string;
  readonly usage: readonly string[];
  readonly arguments: readonly Argument[];
}

/** A command line that was understood. */
export interface Parsed {
  readonly command: string;
  readonly values: Readonly<Record<string, string | true>>;
  readonly configFiles: readonly string[] | null;
  readonly configFolders: readonly string[] | null;
  /** Options that stand for lines of the configuration, by `SECTION/name`. */
  readonly overrides: Readonly<Record<string, string>>;
}

/** Usage or help or a version was wanted, or the line is wrong: what to print, and the status. */
export class Usage extends Error {
  override readonly name = 'Usage';
  readonly out: string;
  readonly err: string;
  readonly status: number;

  constructor(status: number, out: string, err: string) {
    super(err === '' ? out : err);
    this.status = status;
    this.out = out;
    this.err = err;
  }

  *print(sys: Sys): Routine<number> {
    if (this.out !== '') yield* sys.write(1, this.out);
    if (this.err !== '') yield* sys.write(2, this.err);
    return this.status;
  }
}

/** Options of oslo.config and oslo.log with a value; what follows is the option of the configuration they set. */
const WITH_VALUE: Readonly<Record<string, string | null>> = {
  '--config-file': null, '--config-dir': null, '--log-config-append': 'DEFAULT/log_config_append', '--log-config': 'DEFAULT/log_config_append',
  '--log_config': 'DEFAULT/log_config_append', '--log-date-format': 'DEFAULT/log_date_format', '--log-file': 'DEFAULT/log_file', '--logfile': 'DEFAULT/log_file',
  '--log-dir': 'DEFAULT/log_dir', '--logdir': 'DEFAULT/log_dir', '--syslog-log-facility': 'DEFAULT/syslog_log_facility',
  '--pydev-debug-host': '/', '--pydev-debug-port': '/',
};

const FLAGS: Readonly<Record<string, readonly [string, string]>> = Object.fromEntries(
  ['debug', 'use-syslog', 'use-journal', 'use-json', 'watch-log-file', 'standard-threads'].flatMap((name): [string, [string, string]][] => {
    const option = name === 'standard-threads' ? '/' : `DEFAULT/${name.replaceAll('-', '_')}`;
    return [[`--${name}`, [option, 'true']], [`--no${name}`, [option, 'false']]];
  }),
);

/** What a tool is called, and what it can do. */
export interface Tool {
  readonly prog: string;
  /** After the name in the usage, e.g. `[bootstrap|db_sync]`. */
  readonly usage: string;
  readonly version: string;
  readonly commands: readonly Command[];
  /** What `--help` says. */
  readonly help: string;
}

/** Reads a tool's command line. Throws Usage. */
export function parseCommandLine(tool: Tool, words: readonly string[]): Parsed {
  return new Parser(tool).run(words);
}

class Parser {
  readonly #tool: Tool;
  readonly #usage: string;
  readonly #files: string[] = [];
  readonly #folders: string[] = [];
  readonly #overrides: Record<string, string> = {};
  readonly #extras: string[] = [];

  constructor(tool: Tool) {
    this.#tool = tool;
    this.#usage = `usage: ${tool.prog} ${tool.usage}\n`;
  }

  run(words: readonly string[]): Parsed {
    const rest = [...words];
    let found: { command: Command; values: Record<string, string | true> } | null = null;
    while (rest.length > 0 && found === null) {
      const word = rest.shift() ?? '';
      if (word.startsWith('-') && word !== '-') this.#global(word, rest);
      else found = { command: this.#command(word), values: {} };
    }
    if (found === null) throw this.#fail('the following arguments are required: command');
    found.values = this.#arguments(found.command, rest);
    if (this.#extras.length > 0) throw this.#fail(`unrecognized arguments: ${this.#extras.join(' ')}`);
    return {
      command: found.command.name, values: found.values, configFiles: this.#files.length === 0 ? null : this.#files,
      configFolders: this.#folders.length === 0 ? null : this.#folders, overrides: this.#overrides,
    };
  }

  #fail(message: string): Usage {
    return new Usage(2, '', `${this.#usage}${this.#tool.prog}: error: ${message}\n`);
  }

  #command(word: string): Command {
    const command = this.#tool.commands.find(({ name }) => name === word);
    if (command !== undefined) return command;
    const choices = this.#tool.commands.map(({ name }) => `'${name}'`).join(', ');
    throw this.#fail(`argument command: invalid choice: '${word}' (choose from ${choices})`);
  }

  #global(word: string, rest: string[]): void {
    if (word === '-h' || word === '--help') throw new Usage(0, `${this.#usage}\n${this.#tool.help}`, '');
    if (word === '--version') throw new Usage(0, `${this.#tool.version}\n`, '');
    const [typed, given] = word === '-d' ? ['--debug'] : split(word);
    const name = complete(typed ?? '', [...Object.keys(WITH_VALUE), ...Object.keys(FLAGS), '--version', '--help']);
    if (Array.isArray(name)) throw this.#fail(`ambiguous option: ${typed ?? ''} could match ${name.join(', ')}`);
    const flag = FLAGS[name];
    const option = WITH_VALUE[name];
    if (flag !== undefined) this.#overrides[flag[0]] = flag[1];
    else if (option === undefined) this.#extras.push(word);
    else this.#set(name, option, this.#value(name, given, rest, (message) => this.#fail(message)));
  }

  #set(name: string, option: string | null, value: string): void {
    if (name === '--config-file') this.#files.push(value);
    else if (name === '--config-dir') this.#folders.push(value);
    else if (option !== null) this.#overrides[option] = value;
  }

  #value(name: string, given: string | undefined, rest: string[], fail: (message: string) => Usage): string {
    if (given !== undefined) return given;
    const next = rest[0];
    if (next === undefined || (next.startsWith('-') && next.length > 1 && !/^-\d/.test(next) && !next.includes(' '))) throw fail(`argument ${name}: expected one argument`);
    rest.shift();
    return next;
  }

  #arguments(command: Command, words: readonly string[]): Record<string, string | true> {
    const rest = [...words];
    const prog = `${this.#tool.prog} ${this.#tool.usage} ${command.name}`;
    const usage = [`usage: ${prog}`, ...command.usage.map((line) => `       ${line}`)].join('\n');
    const fail = (message: string): Usage => new Usage(2, '', `${usage}\n${prog}: error: ${message}\n`);
    const values: Record<string, string | true> = {};
    const positionals = command.arguments.filter(({ name }) => !name.startsWith('-'));
    while (rest.length > 0) {
      const word = rest.shift() ?? '';
      if (!word.startsWith('-') || word === '-') {
        const next = positionals.shift();
        if (next === undefined) this.#extras.push(word);
        else values[next.name] = word;
        continue;
      }
      if (word === '-h' || word === '--help') throw new Usage(0, `${usage}\n`, '');
      const [typed, given] = split(word);
      const name = complete(typed, command.arguments.map((each) => each.name).filter((each) => each.startsWith('-')));
      if (Array.isArray(name)) throw fail(`ambiguous option: ${typed} could match ${name.join(', ')}`);
      const argument = command.arguments.find((each) => each.name === name);
      if (argument === undefined) this.#extras.push(word);
      else take(argument, command, values, argument.metavar === null ? true : this.#value(argument.name, given, rest, fail), fail);
    }
    const missing = command.arguments.filter((each) => each.isRequired === true && values[each.name] === undefined).map(({ name }) => name);
    if (missing.length > 0) throw fail(`the following arguments are required: ${missing.join(', ')}`);
    return values;
  }
}

function take(argument: Argument, command: Command, values: Record<string, string | true>, value: string | true, fail: (message: string) => Usage): void {
  const rival = command.arguments.find((each) => each.group !== undefined && each.group === argument.group && each !== argument && values[each.name] !== undefined);
  if (rival !== undefined) throw fail(`argument ${argument.name}: not allowed with argument ${rival.name}`);
  if (argument.choices !== undefined && !argument.choices.includes(String(value))) {
    throw fail(`argument ${argument.name}: invalid choice: '${String(value)}' (choose from ${argument.choices.map((each) => `'${each}'`).join(', ')})`);
  }
  values[argument.name] = value;
}

function split(word: string): [string, string | undefined] {
  const at = word.indexOf('=');
  return at === -1 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

/** argparse takes any beginning of an option that fits only one; several are returned as a list, none as the word itself. */
function complete(word: string, names: readonly string[]): string | string[] {
  if (names.includes(word)) return word;
  const fitting = word.startsWith('--') ? names.filter((name) => name.startsWith(word)) : [];
  return fitting.length > 1 ? fitting : fitting[0] ?? word;
}
