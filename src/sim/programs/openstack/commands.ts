import type { Argument, Exclusive, ParserSpec } from './argparse/argument.ts';
import data from './commands.json';

/** How a command shows what it has: nothing of its own, one thing's fields, a table, or formatters of its own. */
export type Style = 'command' | 'show' | 'list' | 'own';

/** One command's description: data recorded from python-openstackclient 6.0.0 and its plug-ins. */
export interface CommandSpec {
  readonly command: string;
  /** e.g. `openstack.identity.v3`. */
  readonly group: string;
  readonly style: Style;
  readonly arguments: readonly Argument[];
  readonly exclusive?: readonly Exclusive[];
  /** Argument groups with a title of their own. */
  readonly titles?: readonly { readonly dests: readonly string[]; readonly title: string }[];
}

interface Data {
  readonly root: readonly Argument[];
  readonly styles: Readonly<Record<'command' | 'show' | 'list', readonly Argument[]>>;
  readonly commands: readonly CommandSpec[];
}

const DATA = data as unknown as Data;

/** Every command, in the order of the recordings. */
export const COMMANDS: readonly CommandSpec[] = DATA.commands;

/** The options of `openstack` itself. */
export const ROOT_ARGUMENTS: readonly Argument[] = DATA.root;

/** Exclusive options of `openstack` itself, as its usage shows them. */
export const ROOT_EXCLUSIVE: readonly Exclusive[] = [
  { dests: ['verbose_level'] }, { dests: ['verify', 'insecure'] }, { dests: ['remote_project_name', 'remote_project_id'] },
  { dests: ['remote_project_domain_name', 'remote_project_domain_id'] },
];

const DIRECTION: Exclusive = { dests: ['sort_direction'] };

/** The parser of a command: what its style brings, then its own arguments. */
export function parserOf(spec: CommandSpec): ParserSpec {
  const base = spec.style === 'own' ? [] : DATA.styles[spec.style];
  const exclusive = spec.style === 'list' ? [DIRECTION, ...spec.exclusive ?? []] : spec.exclusive ?? [];
  return { prog: `openstack ${spec.command}`, arguments: [...base, ...spec.arguments], exclusive };
}
