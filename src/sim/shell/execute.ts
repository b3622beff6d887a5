import type {
  AndOr, ArithmeticFor, Case, CommandNode, CompoundList, For, Function as FunctionNode, If, Pipeline, PipelineNode, Redirected,
  Select, Statement, TestCommand, While,
} from 'unbash';
import { SysError } from '../host/errors.ts';
import type { Routine } from '../host/program.ts';
import type { Sys } from '../host/sys.ts';
import { Complaint, LoopExit, ShellExit } from './flow.ts';
import { jobText } from './print.ts';
import { applyRedirections } from './redirect.ts';
import type { Shell, Unit } from './shell.ts';
import { runCommand, trace } from './simple.ts';
import { runForked } from './subshell.ts';
import { evaluateTest } from './test-expression.ts';
import { handleSignals, runTrap } from './traps.ts';
import { isName } from './variables.ts';
import { hasJobControl, waitForeground } from './wait.ts';
import { ArithmeticError } from './words/arithmetic.ts';
import { expandLoose, expandPattern, expandText, expandWords } from './words/expand.ts';
import { matchesPattern } from './words/pattern.ts';

/** Statements between two short pauses, so that an endless loop can be interrupted. */
const STATEMENTS_PER_PAUSE = 400;

/** The line of the source that offset `pos` is on. */
export function lineAt(unit: Unit, pos: number): number {
  let line = unit.firstLine;
  for (let at = unit.source.indexOf('\n'); at !== -1 && at < pos; at = unit.source.indexOf('\n', at + 1)) line += 1;
  return line;
}

/** Runs statements in order; the status of the last. */
export function* runStatements(sh: Shell, statements: readonly Statement[], unit: Unit, isTail = false): Routine<number> {
  for (const [index, statement] of statements.entries()) {
    yield* runStatement(sh, statement, unit, isTail && index === statements.length - 1);
  }
  return sh.status;
}

function* runStatement(sh: Shell, statement: Statement, unit: Unit, isTail: boolean): Routine<void> {
  sh.steps += 1;
  if (sh.steps % STATEMENTS_PER_PAUSE === 0) yield* pause(sh);
  yield* handleSignals(sh);
  if (sh.options.has('noexec') && !sh.isInteractive) return;
  if (statement.background === true) yield* runBackground(sh, statement, unit);
  else yield* runNode(sh, statement.command, unit, isTail && sh.traps.size === 0);
}

function* pause(sh: Shell): Routine<void> {
  try {
    yield* sh.sys.sleep(1);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    sh.pendingTraps.push(...sh.sys.takeSignals());
  }
}

/** Runs one command of any kind; `sh.status` is its status. */
export function* runNode(sh: Shell, node: PipelineNode | AndOr, unit: Unit, isTail = false): Routine<number> {
  sh.status = yield* dispatch(sh, node, unit, isTail);
  if (isChecked(node) && node.type !== 'Pipeline') sh.pipeStatus = [sh.status];
  if (sh.status !== 0 && isChecked(node) && sh.untested === 0) yield* onFailure(sh);
  return sh.status;
}

/** Kinds of commands whose failure `set -e` and the ERR trap look at. */
function isChecked(node: PipelineNode | AndOr): boolean {
  if (node.type === 'Pipeline') return !node.prefixes.some((prefix) => prefix.type === 'Negation');
  return ['Command', 'Subshell', 'TestCommand', 'ArithmeticCommand', 'Redirected'].includes(node.type);
}

function* onFailure(sh: Shell): Routine<void> {
  if (sh.variables.depth === 0 || sh.options.has('errtrace')) yield* runTrap(sh, 'ERR');
  if (sh.options.has('errexit')) throw new ShellExit(sh.status);
}

function* dispatch(sh: Shell, node: PipelineNode | AndOr, unit: Unit, isTail: boolean): Routine<number> {
  if (node.type !== 'Command' && node.type !== 'AndOr' && node.type !== 'Pipeline') sh.line = lineAt(unit, node.pos);
  switch (node.type) {
    case 'Command': return yield* runCommand(sh, node, unit, isTail);
    case 'Pipeline': return yield* runPipeline(sh, node, unit);
    case 'AndOr': return yield* runAndOr(sh, node, unit);
    case 'Redirected': return yield* runRedirected(sh, node, unit);
    case 'Function': return define(sh, node, unit);
    case 'Subshell': return yield* runSubshell(sh, node.body, unit, jobText(unit, node));
    case 'BraceGroup': return yield* runList(sh, node.body, unit);
    case 'If': return yield* runIf(sh, node, unit);
    case 'While': return yield* runWhile(sh, node, unit);
    case 'For': return yield* runFor(sh, node, unit);
    case 'ArithmeticFor': return yield* runArithmeticFor(sh, node, unit);
    case 'Case': return yield* runCase(sh, node, unit);
    case 'Select': return yield* runSelect(sh, node, unit);
    case 'TestCommand': return yield* runTest(sh, node, unit);
    case 'ArithmeticCommand': return yield* runArithmetic(sh, node.body);
    case 'Coproc':
      yield* sh.err('handstack: bash: coproc is not modelled\n');
      return 1;
  }
}

export function* runList(sh: Shell, list: CompoundList, unit: Unit): Routine<number> {
  return yield* runStatements(sh, list.commands, unit);
}

/** A condition: its failure is no error. */
function* test(sh: Shell, list: CompoundList, unit: Unit): Routine<boolean> {
  return (yield* untested(sh, runStatements(sh, list.commands, unit))) === 0;
}

function* untested(sh: Shell, run: Routine<number>): Routine<number> {
  sh.untested += 1;
  try {
    return yield* run;
  } finally {
    sh.untested -= 1;
  }
}

function* runAndOr(sh: Shell, node: AndOr, unit: Unit): Routine<number> {
  for (const [index, command] of node.commands.entries()) {
    const operator = index === 0 ? '' : node.operators[index - 1];
    const isSkipped = (operator === '&&' && sh.status !== 0) || (operator === '||' && sh.status === 0);
    if (isSkipped) continue;
    const isLast = index === node.commands.length - 1;
    if (isLast) yield* runNode(sh, command, unit);
    else yield* untested(sh, runNode(sh, command, unit));
  }
  return sh.status;
}

function* runRedirected(sh: Shell, node: Redirected, unit: Unit): Routine<number> {
  if (node.command.type === 'Subshell') {
    const { body } = node.command;
    return yield* runSubshell(sh, body, unit, jobText(unit, node), node.redirects);
  }
  const undo = yield* redirectOrComplain(sh, node.redirects, unit);
  if (undo === null) return 1;
  try {
    return yield* runNode(sh, node.command, unit);
  } finally {
    undo();
  }
}

/** Applies redirections; null when one failed (said already). */
function* redirectOrComplain(sh: Shell, redirects: Redirected['redirects'], unit: Unit): Routine<(() => void) | null> {
  try {
    return yield* applyRedirections(sh, redirects, unit);
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
    return null;
  }
}

function define(sh: Shell, node: FunctionNode, unit: Unit): number {
  const name = node.name.text;
  sh.functions.set(name, { name, text: unit.source.slice(node.pos, node.end), line: lineAt(unit, node.pos), file: sh.file });
  return 0;
}

function* runSubshell(
  sh: Shell, body: CompoundList, unit: Unit, text: string, redirects: Redirected['redirects'] = [],
): Routine<number> {
  const pid = sh.sys.fork((sys) => runForked(sh, sys, function* (child) {
    const undo = yield* redirectOrComplain(child, redirects, unit);
    if (undo === null) return 1;
    return yield* runStatements(child, body.commands, unit, true);
  }), hasJobControl(sh) ? { group: 0 } : {});
  return yield* foreground(sh, [pid], text);
}

/** Waits for processes just started as a job in the foreground. */
export function* foreground(sh: Shell, pids: readonly number[], text: string): Routine<number> {
  const group = hasJobControl(sh) ? pids[0] ?? 0 : sh.sys.group;
  if (hasJobControl(sh) && sh.sys.isTty(0)) sh.sys.setForeground(group);
  return yield* waitForeground(sh, {
    id: 0, group, pids, statuses: {}, signal: 0, state: 'running', text, isBackground: false, isNotified: false, cwd: sh.sys.cwd,
  });
}

function* runPipeline(sh: Shell, node: Pipeline, unit: Unit): Routine<number> {
  const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  const time = node.prefixes.find((prefix) => prefix.type === 'Time');
  const startMs = sh.sys.nowMs();
  const status = isNegated ? yield* untested(sh, runStages(sh, node, unit)) : yield* runStages(sh, node, unit);
  if (time !== undefined) yield* reportTime(sh, sh.sys.nowMs() - startMs, time.posix !== undefined);
  return isNegated ? (status === 0 ? 1 : 0) : status;
}

function* reportTime(sh: Shell, ms: number, isPosix: boolean): Routine<void> {
  const seconds = (value: number): string => `${String(Math.floor(value / 1000))}.${String(value % 1000).padStart(3, '0')}`;
  if (isPosix) {
    yield* sh.err(`real ${seconds(ms).slice(0, -1)}\nuser 0.00\nsys 0.00\n`);
    return;
  }
  const minutes = `${String(Math.floor(ms / 60000))}m${seconds(ms % 60000)}s`;
  yield* sh.err(`\nreal\t${minutes}\nuser\t0m0.001s\nsys\t0m0.001s\n`);
}

function* runStages(sh: Shell, node: Pipeline, unit: Unit): Routine<number> {
  const [first, ...more] = node.commands;
  if (first === undefined) return 0;
  if (more.length === 0) return yield* runNode(sh, first, unit);
  const pids = startStages(sh, node, unit);
  const last = yield* foreground(sh, pids, jobText(unit, node));
  if (!sh.options.has('pipefail')) return last;
  return sh.pipeStatus.findLast((status) => status !== 0) ?? last;
}

/** Starts every command of a pipeline in a process of its own, joined by pipes. */
function startStages(sh: Shell, node: Pipeline, unit: Unit): number[] {
  const pids: number[] = [];
  let input: number | null = null;
  for (const [index, command] of node.commands.entries()) {
    const isLast = index === node.commands.length - 1;
    const pipe = isLast ? null : sh.sys.pipe();
    const ends: StageEnds = { input, pipe, withErrors: node.operators[index] === '|&' };
    const group = hasJobControl(sh) ? { group: pids[0] ?? 0 } : {};
    pids.push(sh.sys.fork((sys) => runForked(sh, sys, function* (child) {
      connect(sys, ends);
      child.untested = 0;
      return yield* runStage(child, command, unit);
    }), group));
    if (input !== null) sh.sys.close(input);
    if (pipe !== null) sh.sys.close(pipe[1]);
    input = pipe?.[0] ?? null;
  }
  return pids;
}

function* runStage(child: Shell, command: CommandNode, unit: Unit): Routine<number> {
  if (command.type === 'Command') return yield* runCommand(child, command, unit, true);
  if (command.type === 'Subshell') return yield* runStatements(child, command.body.commands, unit, true);
  return yield* runNode(child, command, unit);
}

interface StageEnds {
  readonly input: number | null;
  readonly pipe: readonly [number, number] | null;
  readonly withErrors: boolean;
}

function connect(sys: Sys, { input, pipe, withErrors }: StageEnds): void {
  if (input !== null) {
    sys.dup(input, 0);
    sys.close(input);
  }
  if (pipe === null) return;
  sys.dup(pipe[1], 1);
  if (withErrors) sys.dup(pipe[1], 2);
  sys.close(pipe[0]);
  sys.close(pipe[1]);
}

/** `command &`. */
function* runBackground(sh: Shell, statement: Statement, unit: Unit): Routine<void> {
  const isControlled = hasJobControl(sh);
  const { command } = statement;
  const isPipeline = command.type === 'Pipeline' && command.prefixes.length === 0 && command.commands.length > 1;
  const pids = isPipeline ? startStages(sh, command, unit) : [sh.sys.fork((sys) => runForked(sh, sys, function* (child) {
    if (!isControlled) sys.dup(sys.open('/dev/null', { read: true }), 0);
    child.untested = 0;
    return yield* (command.type === 'Command' ? runCommand(child, command, unit, true) : runNode(child, command, unit));
  }), isControlled ? { group: 0 } : { ignore: ['SIGINT', 'SIGQUIT'] })];
  sh.backgroundPid = pids.at(-1) ?? null;
  const job = sh.jobs.add({
    group: isControlled ? pids[0] ?? 0 : sh.sys.group, pids, statuses: {}, signal: 0, state: 'running',
    text: jobText(unit, command), isBackground: true, isNotified: false, cwd: sh.sys.cwd,
  });
  sh.jobs.touch(job);
  if (isControlled) yield* sh.err(`[${String(job.id)}] ${String(sh.backgroundPid)}\n`);
  sh.status = 0;
}

function* runIf(sh: Shell, node: If, unit: Unit): Routine<number> {
  if (yield* test(sh, node.clause, unit)) return yield* runList(sh, node.then, unit);
  for (const elif of node.elif) if (yield* test(sh, elif.clause, unit)) return yield* runList(sh, elif.then, unit);
  return node.else === undefined ? 0 : yield* runList(sh, node.else, unit);
}

/** Runs a loop's body once; false when the loop is to end. */
function* runBody(sh: Shell, body: CompoundList, unit: Unit): Routine<boolean> {
  sh.loopDepth += 1;
  try {
    yield* runStatements(sh, body.commands, unit);
    return true;
  } catch (error) {
    if (!(error instanceof LoopExit)) throw error;
    sh.status = 0;
    if (error.levels > 1 && sh.loopDepth > 1) {
      error.levels -= 1;
      throw error;
    }
    return error.kind === 'continue';
  } finally {
    sh.loopDepth -= 1;
  }
}

function* runWhile(sh: Shell, node: While, unit: Unit): Routine<number> {
  let status = 0;
  for (;;) {
    let isTrue: boolean;
    try {
      isTrue = yield* test(sh, node.clause, unit);
    } catch (error) {
      if (!(error instanceof LoopExit)) throw error;
      if (error.kind === 'break') return 0;
      continue;
    }
    if (isTrue === (node.kind === 'until')) return status;
    const goesOn = yield* runBody(sh, node.body, unit);
    status = sh.status;
    if (!goesOn) return status;
  }
}

/** Sets the variable of a loop; false when it is read-only. */
function* setLoopVariable(sh: Shell, name: string, word: string): Routine<boolean> {
  try {
    sh.set(name, word);
    return true;
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
    return false;
  }
}

function* runFor(sh: Shell, node: For, unit: Unit): Routine<number> {
  const name = node.name.text;
  if (!isName(name)) {
    yield* sh.complain(`\`${name}': not a valid identifier`);
    return 1;
  }
  const words = node.wordlist === undefined ? [...sh.parameters] : yield* expandWords(sh, node.wordlist, unit);
  sh.status = 0;
  for (const word of words) {
    if (sh.options.has('xtrace')) yield* trace(sh, ['for', name, 'in', ...words]);
    if (!(yield* setLoopVariable(sh, name, word))) return 1;
    if (!(yield* runBody(sh, node.body, unit))) break;
  }
  return sh.status;
}

function* runTest(sh: Shell, node: TestCommand, unit: Unit): Routine<number> {
  if (sh.options.has('xtrace')) yield* trace(sh, [jobText(unit, node)]);
  return yield* evaluateTest(sh, node.expression, unit);
}

function* evaluate(sh: Shell, text: string): Routine<bigint> {
  try {
    return BigInt(sh.calculate(yield* expandLoose(sh, text.replaceAll('"', ''))));
  } catch (error) {
    if (error instanceof ArithmeticError) throw new Complaint(`((: ${error.message}`);
    throw error;
  }
}

function* runArithmetic(sh: Shell, body: string): Routine<number> {
  if (sh.options.has('xtrace')) yield* sh.err(`+ (( ${body} ))\n`);
  try {
    return (yield* evaluate(sh, body)) === 0n ? 1 : 0;
  } catch (error) {
    if (!(error instanceof Complaint)) throw error;
    yield* sh.complain(error.message);
    return 1;
  }
}

function* runArithmeticFor(sh: Shell, node: ArithmeticFor, unit: Unit): Routine<number> {
  const header = /\(\(([^]*?)\)\)\s*(?:;|\n|do|\{|$)/.exec(unit.source.slice(node.pos, node.body.pos));
  const [init = '', condition = '', update = ''] = (header?.[1] ?? '').split(';');
  yield* evaluate(sh, init);
  sh.status = 0;
  for (;;) {
    if (condition.trim() !== '' && (yield* evaluate(sh, condition)) === 0n) return sh.status;
    if (!(yield* runBody(sh, node.body, unit))) return sh.status;
    yield* evaluate(sh, update);
  }
}

function* runCase(sh: Shell, node: Case, unit: Unit): Routine<number> {
  const word = yield* expandText(sh, node.word, unit);
  const options = { extglob: sh.shopts.has('extglob'), ignoreCase: sh.shopts.has('nocasematch') };
  if (sh.options.has('xtrace')) yield* trace(sh, ['case', word, 'in']);
  sh.status = 0;
  let isFalling = false;
  for (const item of node.items) {
    let isMatch = isFalling;
    for (const pattern of isMatch ? [] : item.pattern) {
      isMatch ||= matchesPattern(yield* expandPattern(sh, pattern, unit), word, options);
    }
    if (!isMatch) continue;
    yield* runStatements(sh, item.body.commands, unit);
    if (item.terminator === undefined || item.terminator === ';;') return sh.status;
    isFalling = item.terminator === ';&';
  }
  return sh.status;
}

function* runSelect(sh: Shell, node: Select, unit: Unit): Routine<number> {
  if (!isName(node.name.text)) {
    yield* sh.complain(`\`${node.name.text}': not a valid identifier`);
    return 1;
  }
  const words = node.wordlist === undefined ? [...sh.parameters] : yield* expandWords(sh, node.wordlist, unit);
  if (words.length === 0) return 0;
  const menu = words.map((word, index) => `${String(index + 1).padStart(String(words.length).length)}) ${word}\n`).join('');
  let isShown = false;
  for (;;) {
    if (!isShown) yield* sh.err(menu);
    isShown = true;
    yield* sh.err(sh.get('PS3') ?? '#? ');
    const line = yield* sh.sys.readLine(0);
    if (line === null) {
      yield* sh.err('\n');
      return 1;
    }
    const reply = line.replace(/\n$/, '');
    sh.set('REPLY', reply);
    if (reply === '') {
      isShown = false;
      continue;
    }
    sh.set(node.name.text, words[Number(reply) - 1] ?? '');
    if (!(yield* runBody(sh, node.body, unit))) return sh.status;
  }
}

