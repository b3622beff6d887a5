import type { CommandSpec } from '../commands.ts';
import data from '../classes.json';

const MODULES = data as Readonly<Record<string, Readonly<Record<string, string>>>>;
let byCommand: ReadonlyMap<string, string> | null = null;

/** The Python class that runs a command, as logs name it. */
export function classOf(spec: CommandSpec): string {
  if (spec.group === 'cliff') return `cliff.${spec.command}.${spec.command === 'help' ? 'HelpCommand' : 'CompleteCommand'}`;
  byCommand ??= new Map(Object.entries(MODULES).flatMap(([module, classes]) =>
    Object.entries(classes).map(([command, name]) => [command, `${module}.${name}`] as const)));
  return byCommand.get(spec.command) ?? `${spec.group}.${spec.command.split(' ').map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}
