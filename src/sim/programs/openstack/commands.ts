import type { Argument, Exclusive, ParserSpec } from './argparse/argument.ts';
import data from './commands.json';
import others from './plugin-commands.json';

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
  /** Arguments were never recorded: the command is known by name only. */
  readonly isNameOnly?: boolean;
}

interface Data {
  readonly root: readonly Argument[];
  readonly styles: Readonly<Record<'command' | 'show' | 'list', readonly Argument[]>>;
  readonly commands: readonly CommandSpec[];
}

const DATA = data as unknown as Data;

/** cliff's own two commands; they need no cloud. */
const CLIFF: readonly CommandSpec[] = [
  { command: 'help', group: 'cliff', style: 'command', arguments: [{ dest: 'cmd', nargs: '*' }] },
  {
    command: 'complete', group: 'cliff', style: 'command',
    arguments: [{ flags: ['--name'], dest: 'name', metavar: '<command_name>' }, { flags: ['--shell'], dest: 'shell', metavar: '<shell>', default: 'bash', choices: ['bash', 'none'] }],
  },
];

const NAMED: readonly CommandSpec[] = Object.entries(others as Readonly<Record<string, readonly string[]>>)
  .flatMap(([group, names]) => names.map((command): CommandSpec => ({ command, group, style: 'command', arguments: [], isNameOnly: true })));

/** Every command, in the order of the recordings. */
export const COMMANDS: readonly CommandSpec[] = [...DATA.commands, ...NAMED, ...CLIFF];

const BY_NAME = new Map(COMMANDS.map((spec) => [spec.command, spec]));

/** A command by its whole name. */
export const commandNamed = (name: string): CommandSpec | null => BY_NAME.get(name) ?? null;

/** The options of `openstack` itself. */
export const ROOT_ARGUMENTS: readonly Argument[] = DATA.root;

/** Exclusive options of `openstack` itself, as its usage shows them. */
export const ROOT_EXCLUSIVE: readonly Exclusive[] = [
  { dests: ['verbose_level'] }, { dests: ['verify', 'insecure'] }, { dests: ['remote_project_name', 'remote_project_id'] },
  { dests: ['remote_project_domain_name', 'remote_project_domain_id'] },
];

const DIRECTION: Exclusive = { dests: ['sort_direction'] };

/** The parser of a command: what its style brings, then its own arguments. `prog` is how it was called. */
export function parserOf(spec: CommandSpec, prog = `openstack ${spec.command}`): ParserSpec {
  const base = spec.style === 'own' ? [] : DATA.styles[spec.style];
  const exclusive = spec.style === 'list' ? [DIRECTION, ...spec.exclusive ?? []] : spec.exclusive ?? [];
  return { prog, arguments: [...base, ...spec.arguments], exclusive };
}
