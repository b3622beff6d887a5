import { parse, type Function as FunctionNode } from 'unbash';
import type { Routine } from '../host/program.ts';
import { runNode } from './execute.ts';
import { FunctionReturn } from './flow.ts';
import type { Shell, ShellFunction, Unit } from './shell.ts';
import { runTrap } from './traps.ts';

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

/** Calls a function: own parameters and local variables, `return` ends it. */
export function* callFunction(sh: Shell, name: string, args: readonly string[], line: number): Routine<number> {
  const definition = sh.functions.get(name);
  const parsed = definition === undefined ? null : bodyOf(definition);
  if (definition === undefined || parsed === null || parsed.node.body.type === 'CompoundList') return 127;
  if (sh.frames.length > 500) {
    yield* sh.complain(`${name}: maximum function nesting level exceeded (500)`);
    return 1;
  }
  const before = { parameters: sh.parameters, loopDepth: sh.loopDepth, file: sh.file };
  sh.parameters = [...args];
  sh.loopDepth = 0;
  sh.frames.push({ name, line, file: definition.file === '' ? sh.isInteractive ? 'main' : 'environment' : definition.file });
  sh.variables.push();
  try {
    return yield* runNode(sh, parsed.node.body, parsed.unit);
  } catch (error) {
    if (!(error instanceof FunctionReturn)) throw error;
    return error.status;
  } finally {
    sh.variables.pop();
    sh.frames.pop();
    Object.assign(sh, before);
    if (sh.traps.has('RETURN')) yield* runTrap(sh, 'RETURN');
  }
}
