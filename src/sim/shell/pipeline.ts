import type { CommandNode, Pipeline, Statement } from 'unbash';
import type { Routine } from '../host/program.ts';
import type { Sys } from '../host/sys.ts';
import { runNode, runStatements, untested } from './execute.ts';
import { jobText } from './print.ts';
import type { Shell, Unit } from './shell.ts';
import { runCommand } from './simple.ts';
import { runForked } from './subshell.ts';
import { hasJobControl, waitForeground } from './wait.ts';

/** Waits for processes just started as a job in the foreground. */
export function* foreground(sh: Shell, pids: readonly number[], text: string): Routine<number> {
  const group = hasJobControl(sh) ? pids[0] ?? 0 : sh.sys.group;
  if (hasJobControl(sh) && sh.sys.isTty(0)) sh.sys.setForeground(group);
  return yield* waitForeground(sh, {
    id: 0, group, pids, statuses: {}, signal: 0, state: 'running', text, isBackground: false, isNotified: false, cwd: sh.sys.cwd,
  });
}

/** Runs a pipeline with its `!` and `time`. */
export function* runPipeline(sh: Shell, node: Pipeline, unit: Unit): Routine<number> {
  const isNegated = node.prefixes.filter((prefix) => prefix.type === 'Negation').length % 2 === 1;
  const time = node.prefixes.find((prefix) => prefix.type === 'Time');
  const startMs = sh.sys.nowMs();
  const status = isNegated ? yield* untested(sh, runStages(sh, node, unit)) : yield* runStages(sh, node, unit);
  if (time !== undefined) yield* reportTime(sh, sh.sys.nowMs() - startMs, time.posix !== undefined);
  return isNegated ? (status === 0 ? 1 : 0) : status;
}

function* reportTime(sh: Shell, ms: number, isPosix: boolean): Routine<void> {
  const seconds = (value: number): string => `${String(Math.floor(value / 1000))}.${String(Math.floor(value % 1000)).padStart(3, '0')}`;
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
export function* runBackground(sh: Shell, statement: Statement, unit: Unit): Routine<void> {
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
