import type { Argument } from '../argparse/argument.ts';
import type { CommandSpec } from '../commands.ts';
import data from '../help-texts.json';

const TEXTS = data as { readonly options: Readonly<Record<string, string>>; readonly positionals: Readonly<Record<string, string>> };

/** What the last words of a command do to the first ones; `{}` is the thing. */
const VERBS: Readonly<Record<string, string>> = {
  list: 'List {many}', show: 'Show one {}', create: 'Create a new {}', delete: 'Delete {many}', set: 'Change properties of a {}',
  unset: 'Remove properties of a {}', add: 'Add to a {}', remove: 'Remove from a {}', issue: 'Get a new {}', revoke: 'Make a {} void',
  purge: 'Remove everything of a {}', cleanup: 'Remove everything of a {}',
};

const ABBREVIATIONS: Readonly<Record<string, string>> = { ip: 'IP', ec2: 'EC2', bgp: 'BGP', vpn: 'VPN', qos: 'QoS', sfc: 'SFC', url: 'URL', id: 'ID' };

const spelled = (word: string): string => ABBREVIATIONS[word] ?? word;

function plural(noun: string): string {
  if (/(s|x|ch)$/.test(noun)) return /(es|ls|ts|ns)$/.test(noun) ? noun : `${noun}es`;
  return /[^aeo]y$/.test(noun) ? `${noun.slice(0, -1)}ies` : `${noun}s`;
}

const OWN: Readonly<Record<string, string>> = {
  help: 'print detailed help for another command', complete: 'print bash completion command', 'user password set': 'Change your own password',
  'role add': 'Give a role to a user or group', 'role remove': 'Take a role from a user or group', 'versions show': 'Show which versions the services offer',
  'configuration show': 'Show the settings that are in force', 'command list': 'List commands by group', 'module list': 'List versions of Python modules',
  'catalog list': 'List the services of the catalogue', 'catalog show': 'Show one service of the catalogue', 'token issue': 'Get a new token',
};

/** One line on what a command does: our own words, by its name. */
export function commandSummary(spec: CommandSpec): string {
  const own = OWN[spec.command];
  if (own !== undefined) return own;
  const words = spec.command.split(' ').map(spelled);
  const at = words.findLastIndex((word) => word in VERBS);
  const pattern = VERBS[words[at] ?? ''];
  if (pattern === undefined) return `${spec.command.charAt(0).toUpperCase()}${spec.command.slice(1)}`;
  const thing = words.slice(0, at).join(' ');
  const rest = words.slice(at + 1).join(' ');
  const text = pattern.replace('{many}', plural(thing)).replace('a {}', `${/^[aeio]/.test(thing) ? 'an' : 'a'} ${thing}`).replace('{}', thing);
  return rest === '' ? text : `${text} (${rest})`;
}

/** What an argument means: our own words; `spec` null for those of `openstack` itself. */
export function argumentHelp(spec: CommandSpec | null, argument: Argument): string {
  const flag = argument.flags?.[0];
  if (flag === undefined) return TEXTS.positionals[argument.dest] ?? positional(spec, argument);
  const known = TEXTS.options[flag] ?? TEXTS.options[argument.flags?.[1] ?? ''];
  const env = flag.startsWith('--os-') && argument.action !== 'StoreTrue' ? ` (Env: ${flag.slice(2).replaceAll('-', '_').toUpperCase()})` : '';
  return `${known ?? sentence(flag.replace(/^-+(os-)?/, ''))}${env}`;
}

function sentence(name: string): string {
  const words = name.split('-').map(spelled).join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function positional(spec: CommandSpec | null, argument: Argument): string {
  const name = (typeof argument.metavar === 'string' ? argument.metavar.replace(/[<>]/g, '') : argument.dest).replaceAll(/[-_]/g, ' ');
  const isNew = spec?.command.endsWith(' create') === true;
  if (argument.choices !== undefined) return `One of ${argument.choices.join(', ')}`;
  return isNew ? sentence(name) : `${sentence(name)}${/name|id\b/i.test(name) ? '' : ' (name or ID)'}`;
}
