import type { Assignment, Command, Word } from 'unbash';
import { SysError } from '../host/errors.ts';
import { programNamed, type Routine } from '../host/program.ts';
import { assignNode, expandElements, type ArrayElement } from './assign.ts';
import { BUILTINS, SPECIAL_BUILTINS, type ArrayArgument } from './builtins/index.ts';
import { lineAt } from './execute.ts';
import { findInPath } from './find-command.ts';
import { Complaint } from './flow.ts';
import { callFunction } from './functions.ts';
import { foreground } from './pipeline.ts';
import { jobText } from './print.ts';
import { applyRedirections } from './redirect.ts';
import type { Shell, Unit } from './shell.ts';
import { runForked } from './subshell.ts';
import { handleSignals, runTrap } from './traps.ts';
import { hasJobControl } from './wait.ts';
import { expandAssignmentWord, expandIndex, expandText, expandWord } from './words/expand.ts';
import { traceQuote } from './words/quote.ts';
import { expandPrompt } from './prompt.ts';

/** Builtins whose arguments may be assignments, arrays among them. */
const DECLARING = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

interface Expanded {
  readonly words: string[];
  readonly arrays: Map<number, ArrayArgument>;
}

function* expandCommand(sh: Shell, node: Command, unit: Unit): Routine<Expanded> {
  const words: string[] = [];
  const arrays = new Map<number, ArrayArgument>();
  if (node.name !== undefined) words.push(...(yield* expandWord(sh, node.name, unit)));
  const isDeclaring = DECLARING.has(words[0] ?? '') || (words[0] === 'command' && DECLARING.has(node.args[0]?.text ?? ''))
    || (words[0] === 'builtin' && DECLARING.has(node.args[0]?.text ?? ''));
  for (const argument of node.args) {
    if (argument.type === 'Word') words.push(...(yield* expandArgument(sh, argument, unit, isDeclaring)));
    else if (isDeclaring) words.push(yield* declaration(sh, argument, unit, words.length, arrays));
    else words.push(...(yield* expandAssignmentWord(sh, argument, unit)));
  }
  return { words, arrays };
}

function* expandArgument(sh: Shell, word: Word, unit: Unit, isDeclaring: boolean): Routine<string[]> {
  return isDeclaring && /^\w+=/.test(word.text) ? [yield* expandText(sh, word, unit, 'assignment')] : yield* expandWord(sh, word, unit);
}

/** `name=value` of `declare` and its kin: one word, not split; an array's elements are handed over apart. */
function* declaration(
  sh: Shell, node: Assignment, unit: Unit, at: number, arrays: Map<number, ArrayArgument>,
): Routine<string> {
  const operator = node.append === true ? '+=' : '=';
  const index = node.index === undefined ? '' : `[${yield* expandIndex(sh, node.index, unit)}]`;
  if (node.value.type === 'ArrayValue') {
    const elements: ArrayElement[] = yield* expandElements(sh, node.value, unit);
    arrays.set(at, { name: node.name, elements, isAppended: node.append === true });
    return `${node.name}=()`;
  }
  return `${node.name}${index}${operator}${yield* expandText(sh, node.value, unit, 'assignment')}`;
}

/** Runs a simple command. With `isTail` the process has nothing else to do and becomes the program. */
export function* runCommand(sh: Shell, node: Command, unit: Unit, isTail: boolean): Routine<number> {
  sh.line = lineAt(unit, node.pos);
  sh.substitutionStatus = null;
  yield* handleSignals(sh);
  if (sh.traps.has('DEBUG')) yield* runTrap(sh, 'DEBUG');
  try {
    const { words, arrays } = yield* expandCommand(sh, node, unit);
    const assignments = node.prefix.filter((part) => part.type === 'Assignment');
    if (words.length === 0) return yield* assignOnly(sh, node, assignments, unit);
    return yield* runExpanded(sh, { node, unit, words, arrays, assignments, isTail });
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
    return error.status;
  } finally {
    closeProcessFds(sh);
  }
}

function closeProcessFds(sh: Shell): void {
  for (const fd of sh.processFds.splice(0)) if (sh.sys.descriptors().includes(fd)) sh.sys.close(fd);
}

/** A command without a word: its assignments stay, its redirections are only tried. */
function* assignOnly(sh: Shell, node: Command, assignments: readonly Assignment[], unit: Unit): Routine<number> {
  for (const assignment of assignments) {
    const { name, value } = yield* assignNode(sh, assignment, unit);
    const shown = assignment.value.type === 'ArrayValue' ? value : traceQuote(value);
    if (sh.options.has('xtrace')) yield* trace(sh, [`${name}=${shown}`]);
  }
  const undo = yield* applyRedirections(sh, node.redirects, unit);
  undo();
  return sh.substitutionStatus ?? 0;
}

/** `set -x`: the words as they will run. */
export function* trace(sh: Shell, words: readonly string[]): Routine<void> {
  const sign = yield* expandPrompt(sh, sh.get('PS4') ?? '+ ');
  const first = sign.slice(0, 1);
  yield* sh.err(`${first.repeat(sh.substitutionDepth)}${sign}${words.join(' ')}\n`);
}

interface Work extends Expanded {
  readonly node: Command;
  readonly unit: Unit;
  readonly assignments: readonly Assignment[];
  readonly isTail: boolean;
}

function* runExpanded(sh: Shell, work: Work): Routine<number> {
  const { words, node, unit } = work;
  const name = words[0] ?? '';
  if (name === 'exec' && words.length === 1) {
    yield* applyRedirections(sh, node.redirects, unit);
    for (const fd of [...sh.privateFds]) {
      sh.sys.close(fd);
      sh.privateFds.delete(fd);
    }
    return 0;
  }
  // What is traced goes where the shell's own errors go, not where the command's do.
  const isTraced = sh.options.has('xtrace') && work.assignments.length === 0;
  if (isTraced) yield* traceCommand(sh, work);
  const undo = yield* applyRedirections(sh, node.redirects, unit);
  const restore = yield* assignBefore(sh, work, name);
  try {
    if (sh.options.has('xtrace') && !isTraced) yield* traceCommand(sh, work);
    return yield* runNamed(sh, name, work);
  } finally {
    restore();
    undo();
    sh.lastArgument = words.at(-1) ?? '';
  }
}

function* traceCommand(sh: Shell, { words, arrays }: Work): Routine<void> {
  const shown = words.map((word, at) => {
    const array = arrays.get(at);
    return array === undefined ? traceQuote(word) : `${array.name}=(${array.elements.map((each) => traceQuote(each.value)).join(' ')})`;
  });
  yield* trace(sh, shown);
}

/** `x=1 command`: set and exported while the command runs. */
function* assignBefore(sh: Shell, { assignments, unit }: Work, command: string): Routine<() => void> {
  const before = assignments.map(({ name }) => ({ name, variable: sh.variables.snapshot(name) }));
  for (const assignment of assignments) {
    const { name, value } = yield* assignNode(sh, assignment, unit);
    sh.variables.ensure(name).isExported = true;
    if (sh.options.has('xtrace')) yield* trace(sh, [`${name}=${traceQuote(value)}`]);
  }
  if (sh.isPosix && SPECIAL_BUILTINS.has(command)) return () => undefined;
  return () => {
    for (const { name, variable } of before.reverse()) sh.variables.restore(name, variable);
    if (before.some(({ name }) => name === 'PATH')) sh.hashed.clear();
  };
}

function* runNamed(sh: Shell, name: string, work: Work): Routine<number> {
  if (sh.functions.has(name)) return yield* callFunction(sh, name, work.words.slice(1), lineAt(work.unit, work.node.pos));
  if (BUILTINS.has(name)) return yield* runBuiltin(sh, work.words, work.arrays);
  sh.isTopRunning = work.node === sh.topCommand && sh.privateFds.size === 0 && work.assignments.length === 0;
  try {
    return yield* runProgram(sh, work.words, { text: jobText(work.unit, work.node), isTail: work.isTail });
  } finally {
    sh.isTopRunning = false;
  }
}

/** Runs a builtin; what it complains about is said here. */
export function* runBuiltin(
  sh: Shell, words: readonly string[], arrays: ReadonlyMap<number, ArrayArgument> = new Map(),
): Routine<number> {
  const name = words[0] ?? '';
  const builtin = BUILTINS.get(name);
  if (builtin === undefined) {
    yield* sh.complain(`builtin: ${name}: not a shell builtin`);
    return 1;
  }
  try {
    return yield* builtin(sh, words, arrays);
  } catch (error) {
    if (error instanceof Complaint) {
      yield* sh.complain(error.message);
      return error.status;
    }
    if (!(error instanceof SysError)) throw error;
    if (error.errno === 'EINTR') {
      sh.pendingTraps.push(...sh.sys.takeSignals());
      yield* handleSignals(sh);
      return 130;
    }
    yield* sh.complain(`${name}: write error: ${error.text}`);
    return 1;
  }
}

/** Runs the words of a command that was put together (by `command`, `builtin`, `eval`-like builtins). */
export function* runWords(sh: Shell, words: readonly string[], skip?: 'functions' | 'all but builtins'): Routine<number> {
  const name = words[0] ?? '';
  if (skip === undefined && sh.functions.has(name)) return yield* callFunction(sh, name, words.slice(1), sh.line);
  if (BUILTINS.has(name) || skip === 'all but builtins') return yield* runBuiltin(sh, words);
  return yield* runProgram(sh, words, { text: words.join(' '), isTail: false });
}

interface ProgramOptions {
  readonly text: string;
  readonly isTail: boolean;
}

/** Descriptors that a child gets. */
export function childFds(sh: Shell): Record<number, number> {
  return Object.fromEntries(sh.sys.descriptors().filter((fd) => !sh.privateFds.has(fd)).map((fd) => [fd, fd]));
}

/** Runs a file: found along $PATH unless its name has a slash. */
export function* runProgram(sh: Shell, words: readonly string[], { text, isTail }: ProgramOptions): Routine<number> {
  const name = words[0] ?? '';
  const path = name.includes('/') ? name : name === '' ? null : findInPath(sh, name);
  if (path === null) {
    yield* sh.complain(`${name}: command not found`);
    return 127;
  }
  const env = { ...sh.environment, _: path };
  try {
    if (isTail && !sh.traps.has('EXIT')) yield* sh.sys.exec(path, words, { env });
    const group = hasJobControl(sh) ? { group: 0 } : {};
    const pid = yield* sh.sys.spawn(path, words, { env, fds: childFds(sh), ...group });
    return yield* foreground(sh, [pid], text);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    return yield* onExecFailure(sh, path, words, error, text);
  }
}

/** Why a file cannot run; one without `#!` is a script for this shell. */
function* onExecFailure(sh: Shell, path: string, words: readonly string[], error: SysError, text: string): Routine<number> {
  if (error.errno === 'ENOEXEC') return yield* runScriptFile(sh, path, words, text);
  const isThere = sh.sys.exists(path);
  if (error.errno === 'ENOENT' && isThere) {
    yield* sh.complain(`${path}: cannot execute: required file not found`);
    return 127;
  }
  if (isThere && sh.sys.stat(path).type === 'directory') {
    yield* sh.complain(`${path}: Is a directory`);
    return 126;
  }
  yield* sh.complain(`${path}: ${error.text}`);
  return error.errno === 'ENOENT' || error.errno === 'ENOTDIR' && !isThere ? 127 : 126;
}

function* runScriptFile(sh: Shell, path: string, words: readonly string[], text: string): Routine<number> {
  const source = sh.sys.readFile(path);
  const firstLine = source.split('\n', 1)[0] ?? '';
  if (firstLine.includes('\0') || programNamed(source) !== null) {
    yield* sh.complain(`${path}: cannot execute binary file: Exec format error`);
    return 126;
  }
  const pid = sh.sys.fork((sys) => runForked(sh, sys, function* (child) {
    child.name = path;
    Object.assign(child, { file: path, scriptFile: path });
    child.isInteractive = false;
    child.parameters = words.slice(1);
    child.functions.clear();
    return yield* child.language.runText(child, source, { line: 1 });
  }), hasJobControl(sh) ? { group: 0 } : {});
  return yield* foreground(sh, [pid], text);
}
