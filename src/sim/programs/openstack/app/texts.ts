import type { Argument } from '../argparse/argument.ts';
import type { CommandSpec } from '../commands.ts';

const VERBS: Readonly<Record<string, string>> = {
  list: 'List', show: 'Show', create: 'Create', delete: 'Delete', set: 'Change', unset: 'Remove settings of', add: 'Add', remove: 'Remove',
};

/** One line on what a command does. */
export function commandSummary(spec: CommandSpec): string {
  const words = spec.command.split(' ');
  const at = words.findIndex((word) => word in VERBS);
  const verb = VERBS[words[at] ?? ''];
  if (verb === undefined) return `${spec.command.charAt(0).toUpperCase()}${spec.command.slice(1)}`;
  const noun = [...words.slice(at + 1), ...words.slice(0, at)].join(' ');
  return `${verb} ${noun}`;
}

/** One line on an argument; `spec` null for those of `openstack` itself. */
export function argumentHelp(_spec: CommandSpec | null, argument: Argument): string {
  if (argument.action === 'Help' || argument.dest === 'deferred_help') return 'show this help message and exit';
  return argument.dest.replaceAll('_', ' ');
}
