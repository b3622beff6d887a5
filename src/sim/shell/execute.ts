import type { AndOr, CompoundList, Function as FunctionNode, PipelineNode, Redirected, Statement } from 'unbash';
import { SysError } from '../host/errors.ts';
import type { Routine } from '../host/program.ts';
import { Complaint, ShellExit } from './flow.ts';
import { runArithmetic, runArithmeticFor, runCase, runFor, runIf, runSelect, runTest, runWhile } from './loops.ts';
import { foreground, runBackground, runPipeline } from './pipeline.ts';
import { jobText } from './print.ts';
import { applyRedirections } from './redirect.ts';
import type { Shell, Unit } from './shell.ts';
import { runCommand } from './simple.ts';
import { runForked } from './subshell.ts';
import { handleSignals, runTrap } from './traps.ts';
import { hasJobControl } from './wait.ts';

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

/** Runs the commands of a group. */
export function* runList(sh: Shell, list: CompoundList, unit: Unit): Routine<number> {
  return yield* runStatements(sh, list.commands, unit);
}

/** A condition: whether its commands succeed; their failure is no error. */
export function* test(sh: Shell, list: CompoundList, unit: Unit): Routine<boolean> {
  return (yield* untested(sh, runStatements(sh, list.commands, unit))) === 0;
}

/** Runs something whose failure is no error. */
export function* untested(sh: Shell, run: Routine<number>): Routine<number> {
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
