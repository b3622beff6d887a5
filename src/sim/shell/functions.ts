import { parse, type Function as FunctionNode } from 'unbash';
import type { Routine } from '../host/program.ts';
import { runNode } from './execute.ts';
import { Discard, FunctionReturn } from './flow.ts';
import type { Shell, ShellFunction, Unit } from './shell.ts';
import { deep } from './trampoline.ts';
import { runTrap } from './traps.ts';

/** Calls within calls before a script is given up (real bash runs out of its stack some way above). */
const DEEPEST = 5000;

interface Parsed {
  readonly node: FunctionNode;
  readonly unit: Unit;
}

const cache = new WeakMap<ShellFunction, Parsed>();

/** The syntax of a function, parsed when first needed. */
export function bodyOf(definition: ShellFunction): Parsed | null {
  const known = cache.get(definition);
  if (known !== undefined) return known;
  const node = parse(definition.text).commands[0]?.command;
  if (node?.type !== 'Function') return null;
  const parsed = { node, unit: { source: definition.text, firstLine: definition.line } };
  cache.set(definition, parsed);
  return parsed;
}

/** Says why a line is given up while it is still known in which function. */
function* sayDiscard(sh: Shell, error: unknown): Routine<void> {
  if (!(error instanceof Discard) || error.isSaid || error.complaint === null) return;
  error.isSaid = true;
  yield* sh.complain(error.complaint);
}

/** Calls a function: own parameters and local variables, `return` ends it. */
export function* callFunction(sh: Shell, name: string, args: readonly string[], line: number): Routine<number> {
  const definition = sh.functions.get(name);
  const parsed = definition === undefined ? null : bodyOf(definition);
  if (definition === undefined || parsed === null || parsed.node.body.type === 'CompoundList') return 127;
  const limit = Number(sh.get('FUNCNEST') ?? 0) || DEEPEST;
  if (sh.frames.length >= limit) throw new Discard(1, `${name}: maximum function nesting level exceeded (${String(limit)})`);
  const before = { parameters: sh.parameters, loopDepth: sh.loopDepth, file: sh.file };
  sh.parameters = [...args];
  sh.loopDepth = 0;
  const file = definition.file !== '' ? definition.file : sh.isInteractive ? 'main' : 'environment';
  sh.frames.push({ name, line, file });
  sh.file = file;
  sh.variables.push();
  try {
    return yield* deep(runNode(sh, parsed.node.body, parsed.unit));
  } catch (error) {
    if (error instanceof FunctionReturn) return error.status;
    yield* sayDiscard(sh, error);
    throw error;
  } finally {
    sh.variables.pop();
    sh.frames.pop();
    Object.assign(sh, before);
    if (sh.traps.has('RETURN')) yield* runTrap(sh, 'RETURN');
  }
}
