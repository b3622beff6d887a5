import type { Json } from '../../../../base/json.ts';
import { newReadline, readLine, type Completion, type ReadlineState } from '../../../host/readline/index.ts';
import type { Routine } from '../../../host/program.ts';
import { COMMANDS } from '../commands.ts';
import { findCommand } from '../app/find.ts';
import type { Shell } from '../app/shell.ts';
import { runSubcommand, type Commands } from '../app/subcommand.ts';
import { BUILTINS, SHORTCUTS, builtinHelp, complain, overview, runShell } from './builtins.ts';
import { parseStatement, shlexSplit } from './split.ts';

/** What is kept while the prompt waits; plain data. */
export interface Memory {
  readonly [key: string]: Json;
  readonly readline: Json;
  /** cmd2's own commands that were typed: `history` knows no others. */
  readonly history: readonly string[];
  readonly access: Json;
}

/** The client's prompt: reads lines until `quit`, `exit` or the end, each a command without `openstack`. */
export class Loop {
  readonly #shell: Shell;
  readonly #commands: Commands;
  readonly #readline: ReadlineState;
  #history: string[];

  constructor(shell: Shell, commands: Commands, memory: Memory | null) {
    this.#shell = shell;
    this.#commands = commands;
    this.#readline = memory === null ? newReadline() : memory.readline as unknown as ReadlineState;
    this.#history = memory === null ? [] : [...memory.history];
  }

  *run(): Routine<number> {
    const { sys } = this.#shell;
    if (sys.isTty(0)) sys.catchSignals(['SIGINT']);
    for (;;) {
      const line = sys.isTty(0) ? yield* this.#typed() : yield* this.#piped();
      if (line === null || line.trim() === 'eof') {
        yield* this.#shell.out.write('\n');
        return 0;
      }
      if (yield* this.#line(line)) return 0;
    }
  }

  *#piped(): Routine<string | null> {
    const line = yield* this.#shell.sys.readLine(0);
    return line === null ? null : line.replace(/\n$/, '');
  }

  *#typed(): Routine<string | null> {
    const { sys } = this.#shell;
    for (;;) {
      const result = yield* readLine(sys, this.#readline, {
        prompt: '(openstack) ', bracketedPaste: false, interruptText: '^C\n', complete: complete(this.#shell),
        beforeWait: () => { if (!sys.hasInput(0)) sys.checkpoint(() => this.#remember()); },
      });
      if (result.kind === 'eof') return null;
      if (result.kind === 'line') {
        if (result.text.trim() !== '' && this.#readline.history.at(-1) !== result.text) this.#readline.history.push(result.text);
        return result.text;
      }
      sys.takeSignals();
    }
  }

  #remember(): Memory {
    return {
      readline: this.#readline as unknown as Json, history: this.#history, access: (this.#shell.session?.remembered ?? null) as unknown as Json,
    };
  }

  /** One line; true: it ends the loop. */
  *#line(line: string): Routine<boolean> {
    const text = line.trim();
    if (text === '' || text.startsWith('#')) return false;
    if (text.startsWith('!')) return yield* this.#builtin('shell', text.slice(1).trim(), text);
    const statement = parseStatement(text.startsWith('?') ? `help ${text.slice(1)}` : text);
    const words = shlexSplit(statement.text);
    if (words === null) {
      yield* complain(this.#shell, 'Invalid syntax: No closing quotation');
      return false;
    }
    if (statement.pipe !== null) {
      yield* complain(this.#shell, 'handstack: openstack: pipes at its own prompt are not modelled');
      return false;
    }
    const run = (): Routine<boolean> => this.#words(words, text);
    return yield* statement.to === null ? run() : this.#shell.out.into(statement.to.path, statement.to.appends, run);
  }

  *#words(words: readonly string[], text: string): Routine<boolean> {
    const [first = '', ...rest] = words;
    const found = findCommand(words, this.#shell.isLoaded);
    if (first === 'help') return yield* this.#help(rest, text);
    if (found === null && BUILTINS.includes(first)) return yield* this.#builtin(first, text.slice(first.length).trim(), text);
    // cmd2 joins the words again and loses their quotes; a name that was shortened is not found a second time.
    const again = found === null ? words : [found.name, ...shlexSplit(found.rest.join(' ')) ?? []];
    const status = yield* runSubcommand(this.#shell, this.#commands, again);
    if (status === 2 && found !== null && found.spec.command === found.name) yield* this.#shell.sys.write(2, '\n');
    return false;
  }

  *#help(words: readonly string[], text: string): Routine<boolean> {
    this.#history.push(text);
    const [topic] = words;
    if (topic === undefined) yield* this.#shell.out.write(overview(this.#shell));
    else if (BUILTINS.includes(topic) && topic !== 'help') yield* this.#shell.out.write(builtinHelp(topic));
    else yield* runSubcommand(this.#shell, this.#commands, ['help', ...words]);
    return false;
  }

  *#builtin(name: string, argument: string, text: string): Routine<boolean> {
    const { out } = this.#shell;
    switch (name) {
      case 'quit': case 'exit':
        if (argument === '') return true;
        yield* this.#shell.sys.write(2, `Usage: ${name} [-h]\n`);
        yield* complain(this.#shell, `Error: unrecognized arguments: ${argument}`);
        yield* this.#shell.sys.write(2, '\n');
        return false;
      case 'shell':
        yield* runShell(this.#shell, argument);
        break;
      case 'history':
        yield* out.write(this.#history.map((line, index) => `${String(index + 1).padStart(5)}  ${line}\n`).join(''));
        return false;
      case 'shortcuts':
        yield* out.write(SHORTCUTS);
        break;
      default:
        yield* complain(this.#shell, `handstack: openstack: ${name} at its own prompt is not modelled`);
    }
    this.#history.push(text);
    return false;
  }
}

/** Tab: commands that begin as the line does. */
const complete = (shell: Shell) => function* completer(text: string, point: number): Routine<Completion> {
  const line = text.slice(0, point);
  const start = line.lastIndexOf(' ') + 1;
  const names = COMMANDS.filter(shell.isLoaded).map(({ command }) => command);
  const all = start === 0 ? [...names, ...BUILTINS] : names;
  const matches = [...new Set(all.filter((name) => name.startsWith(line)).map((name) => name.slice(start)))].sort();
  return { start, matches: matches.map((match) => ({ text: match })) };
};
