import type { Statement } from 'unbash';
import { SysError } from '../../host/errors.ts';
import type { Routine } from '../../host/program.ts';
import { readLine, type Completion, type ReadLineResult } from '../../host/readline/index.ts';
import type { ReportedVariable } from '../../host/sys.ts';
import { runStatements } from '../execute.ts';
import { Complaint, Discard, FunctionReturn, LoopExit, ShellExit } from '../flow.ts';
import { addHistory, historyFile, writeHistory } from '../history.ts';
import type { Job } from '../jobs.ts';
import { expandPrompt } from '../prompt.ts';
import { complainSyntax, read } from '../run-text.ts';
import { runTrap } from '../traps.ts';
import type { Shell } from '../shell.ts';
import { scalarOf } from '../variables.ts';
import { notifyJobs, waitForeground } from '../wait.ts';
import { joinLines } from './join-lines.ts';
import { saveShell, type Waiting } from './save.ts';

/** How an interactive shell goes on after a line. */
type Next = { readonly kind: 'run'; readonly statements: readonly Statement[]; readonly source: string; readonly line: string }
  | { readonly kind: 'again' } | { readonly kind: 'eof' };

/** Without one of these a line has nothing to expand. */
const HISTORY_MARKS = /[!^]/;

/** Completion is loaded with the first Tab. */
function* complete(sh: Shell, text: string, point: number): Routine<Completion> {
  const { completeLine } = yield* sh.sys.external(import('../completion/complete-line.ts'));
  return yield* completeLine(sh, text, point);
}

/** The read–run loop of a person's shell. */
export class Loop {
  readonly #sh: Shell;
  /** Lines of a command that is not complete yet. */
  #input: string;

  constructor(sh: Shell, input: string) {
    this.#sh = sh;
    this.#input = input;
  }

  /** Runs lines until the end of input or `exit`; the status. `waiting` is what a restored shell was waiting for. */
  *run(waiting: Waiting | null): Routine<number> {
    const sh = this.#sh;
    try {
      if (waiting !== null) yield* this.#goOn(waiting);
      for (;;) {
        const next = yield* this.#next();
        if (next.kind === 'eof') {
          if (yield* this.#mayLeave()) return sh.status;
        } else if (next.kind === 'run') yield* this.#runLine(next);
      }
    } catch (error) {
      if (error instanceof ShellExit) return error.status;
      throw error;
    }
  }

  #checkpoint(waiting: Waiting | null): void {
    this.#sh.sys.checkpoint(() => saveShell(this.#sh, this.#input, waiting));
  }

  *#goOn({ line, job }: Waiting): Routine<void> {
    const sh = this.#sh;
    const own: Job = { ...job, statuses: { ...job.statuses } };
    yield* this.#guarded(line, function* (loop) {
      sh.isTopRunning = true;
      sh.waitState = (waited) => { loop.#checkpoint({ line, job: waited }); };
      sh.status = yield* waitForeground(sh, own);
    });
  }

  *#next(): Routine<Next> {
    const sh = this.#sh;
    const isNew = this.#input === '';
    const isResumed = sh.readline.session !== null;
    if (isNew && !isResumed) yield* this.#beforePrompt();
    const prompt = yield* expandPrompt(sh, sh.get(isNew ? 'PS1' : 'PS2') ?? '');
    const result = yield* this.#readLine(prompt);
    if (result.kind === 'interrupt') return yield* this.#interrupted();
    if (result.kind === 'eof') return yield* this.#atEnd();
    return yield* this.#take(result.text);
  }

  *#beforePrompt(): Routine<void> {
    const sh = this.#sh;
    yield* notifyJobs(sh);
    this.#noteSize();
    const command = sh.get('PROMPT_COMMAND');
    if (command === null || command === '') return;
    const { status, pipeStatus, lastArgument } = sh;
    yield* this.#safely(sh.language.runText(sh, command));
    Object.assign(sh, { status, pipeStatus, lastArgument });
  }

  /** COLUMNS and LINES as the terminal is now (shopt checkwinsize). */
  #noteSize(): void {
    const sh = this.#sh;
    if (!sh.sys.isTty(0) || !sh.shopts.has('checkwinsize')) return;
    const { columns, rows } = sh.sys.ttySize(0);
    sh.variables.ensureGlobal('COLUMNS').value = String(columns);
    sh.variables.ensureGlobal('LINES').value = String(rows);
  }

  *#readLine(prompt: string): Routine<ReadLineResult> {
    const { sys, readline } = this.#sh;
    if (!sys.isTty(0)) {
      yield* this.#sh.err(prompt.replace(/\x01[^\x02]*\x02/g, ''));
      const line = yield* sys.readLine(0);
      return line === null ? { kind: 'eof' } : { kind: 'line', text: line.replace(/\n$/, '') };
    }
    const sh = this.#sh;
    return yield* readLine(sys, readline, {
      prompt, output: 2, complete: (text, point) => complete(sh, text, point), beforeWait: () => { this.#checkpoint(null); },
    });
  }

  *#interrupted(): Routine<Next> {
    this.#input = '';
    this.#sh.status = 130;
    yield* runTrap(this.#sh, 'SIGINT');
    return { kind: 'again' };
  }

  *#atEnd(): Routine<Next> {
    const sh = this.#sh;
    if (sh.sys.isTty(0)) yield* sh.err('\n');
    if (this.#input === '') return { kind: 'eof' };
    const parsed = read(sh, this.#input);
    if (parsed.kind !== 'commands') yield* complainSyntax(sh, parsed, this.#input, 1);
    this.#input = '';
    return { kind: 'eof' };
  }

  *#mayLeave(): Routine<boolean> {
    const sh = this.#sh;
    yield* sh.err(sh.isLogin ? 'logout\n' : 'exit\n');
    if (sh.hasWarnedOfJobs || !sh.jobs.list.some((job) => job.state === 'stopped')) return true;
    yield* sh.err('There are stopped jobs.\n');
    sh.hasWarnedOfJobs = true;
    return false;
  }

  *#take(typed: string): Routine<Next> {
    const sh = this.#sh;
    const line = yield* this.#withHistory(typed);
    if (line === null) return { kind: 'again' };
    const before = this.#input;
    this.#input += `${line}\n`;
    if (before === '') addHistory(sh, line);
    else sh.readline.history.splice(-1, 1, joinLines(sh.readline.history.at(-1) ?? '', line, read(sh, before)));
    const parsed = read(sh, this.#input);
    if (parsed.kind === 'incomplete' || (parsed.kind === 'commands' && parsed.unfinishedHereDoc !== null)) return { kind: 'again' };
    const source = this.#input;
    this.#input = '';
    if (parsed.kind === 'commands') return { kind: 'run', statements: parsed.statements, source: parsed.source, line: source.replace(/\n$/, '') };
    yield* complainSyntax(sh, parsed, source, 1);
    sh.sys.reportCommand(source.replace(/\n$/, ''), sh.status, cloudVariables(sh));
    return { kind: 'again' };
  }

  /** History expansion; null when there is nothing to run. */
  *#withHistory(typed: string): Routine<string | null> {
    const sh = this.#sh;
    if (!sh.options.has('histexpand') || !HISTORY_MARKS.test(typed)) return typed;
    const { expandHistory } = yield* sh.sys.external(import('../history-expansion.ts'));
    const { text, isChanged, error, isOnlyShown } = expandHistory(typed, sh.readline.history, sh.historyOffset);
    if (error !== null) {
      yield* sh.err(`${sh.name}: ${error}\n`);
      this.#input = '';
      return null;
    }
    if (isChanged) yield* sh.err(`${text}\n`);
    if (isOnlyShown) addHistory(sh, text);
    return isOnlyShown ? null : text;
  }

  *#runLine({ statements, source, line }: Extract<Next, { kind: 'run' }>): Routine<void> {
    const sh = this.#sh;
    if (statements.length === 0) return;
    const [only] = statements;
    const isSingle = statements.length === 1 && only?.background !== true && only?.command.type === 'Command';
    sh.topCommand = isSingle ? only.command : null;
    yield* this.#guarded(line, function* (loop) {
      sh.waitState = (job) => { loop.#checkpoint({ line, job }); };
      yield* runStatements(sh, statements, { source, firstLine: 1 });
    });
  }

  /** Runs a line's commands, says what made it give up, and tells the lab how it ended. */
  *#guarded(line: string, body: (loop: Loop) => Routine<void>): Routine<void> {
    const sh = this.#sh;
    sh.steps = 0;
    try {
      yield* this.#safely(body(this));
    } finally {
      Object.assign(sh, { waitState: null, topCommand: null, isTopRunning: false });
      sh.untested = 0;
      sh.loopDepth = 0;
    }
    sh.sys.reportCommand(line, sh.status, cloudVariables(sh));
  }

  *#safely<T>(body: Routine<T>): Routine<void> {
    const sh = this.#sh;
    try {
      yield* body;
    } catch (error) {
      if (error instanceof LoopExit || error instanceof FunctionReturn) return;
      if (error instanceof SysError && error.errno === 'EINTR') {
        sh.sys.takeSignals();
        sh.status = 130;
        return;
      }
      if (!(error instanceof Discard) && !(error instanceof Complaint)) throw error;
      const text = error instanceof Complaint ? error.message : error.isSaid ? null : error.complaint;
      if (text !== null) yield* sh.complain(text);
      sh.status = error.status;
    }
  }
}

/** Writes the history to its file, as an interactive shell does when it ends. */
export function keepHistory(sh: Shell): void {
  const path = historyFile(sh);
  if (path === null) return;
  const isAppended = sh.shopts.has('histappend');
  writeHistory(sh, path, isAppended ? sh.readline.history.slice(sh.historyLoaded) : sh.readline.history, isAppended);
}

/** The variables that say how clients of a cloud log in. */
function cloudVariables(sh: Shell): readonly ReportedVariable[] {
  return sh.variables.names().filter((name) => name.startsWith('OS_')).flatMap((name) => {
    const variable = sh.variables.find(name);
    const value = variable === null ? null : scalarOf(variable);
    return value === null ? [] : [{ name, value, isExported: variable?.isExported === true }];
  });
}
