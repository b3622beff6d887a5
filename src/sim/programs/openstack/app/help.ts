import type { Routine } from '../../../host/program.ts';
import { formatHelp } from '../argparse/help.ts';
import type { Section } from '../argparse/help.ts';
import type { ParserSpec } from '../argparse/argument.ts';
import { COMMANDS, parserOf, type CommandSpec } from '../commands.ts';
import { ClientError } from './errors.ts';
import { findCommand } from './find.ts';
import { rootParser } from './root.ts';
import type { Shell } from './shell.ts';
import { argumentHelp, commandSummary } from './texts.ts';

const NAME_WIDTH = 13;

const TABLE: Section = { title: 'table formatter', dests: ['max_width', 'fit_width', 'print_empty'] };
const JSON_SECTION: Section = { title: 'json formatter', dests: ['noindent'] };

/** What cliff groups of a command's options, by its style. */
const SECTIONS: Readonly<Record<string, readonly Section[]>> = {
  show: [
    { title: 'output formatters', description: 'output formatter options', dests: ['formatter', 'columns'] }, JSON_SECTION,
    { title: 'shell formatter', description: 'a format a UNIX shell can parse (variable="value")', dests: ['variables', 'prefix'] }, TABLE,
  ],
  list: [
    { title: 'output formatters', description: 'output formatter options', dests: ['formatter', 'columns', 'sort_columns', 'sort_direction'] },
    { title: 'CSV Formatter', dests: ['quote_mode'] }, JSON_SECTION, TABLE,
  ],
};

/** The whole help of one command. */
export function* showCommandHelp(shell: Shell, spec: CommandSpec, parser: ParserSpec): Routine<void> {
  yield* shell.out.page(formatHelp(parser, shell.columns, {
    description: commandSummary(spec), helpOf: (argument) => argumentHelp(spec, argument), sections: [...SECTIONS[spec.style] ?? [], ...spec.titles ?? []],
    epilog: epilogOf(spec), isColoured: shell.out.isTerminal,
  }));
}

const DISTRIBUTIONS: Readonly<Record<string, string>> = {
  'openstack.placement.v1': 'osc-placement', 'openstack.key_manager.v1': 'python-barbicanclient', 'openstack.dns.v2': 'python-designateclient',
  'openstack.neutronclient.v2': 'python-neutronclient', cliff: 'cliff',
};

function epilogOf({ group }: CommandSpec): string {
  const from = DISTRIBUTIONS[group];
  return from === undefined ? '' : `This command is provided by the ${from} plugin.`;
}

/** Help of `openstack` itself: its options, then every command with a line of its own. */
export function* showRootHelp(shell: Shell): Routine<void> {
  const parser = rootParser({});
  const options = formatHelp(parser, shell.columns, {
    description: 'Command-line interface to the OpenStack APIs', helpOf: (argument) => argumentHelp(null, argument), sections: [], epilog: '', isColoured: shell.out.isTerminal,
  });
  const lines = COMMANDS.filter(shell.isLoaded).map((spec) => {
    const from = DISTRIBUTIONS[spec.group];
    return `  ${spec.command.padEnd(NAME_WIDTH)}  ${commandSummary(spec)}${from === undefined ? '' : ` (${from})`}\n`;
  }).sort((a, b) => (a < b ? -1 : 1));
  const title = shell.out.isTerminal ? '\x1b[4mCommands\x1b[0m' : 'Commands';
  yield* shell.out.page(`${options}\n${title}:\n${lines.join('')}`);
}

/** `help` and its words. Throws ClientError for what is no command. */
export function* helpCommand(shell: Shell, words: readonly string[]): Routine<void> {
  if (words.length === 0) {
    yield* showRootHelp(shell);
    return;
  }
  const found = findCommand(words, shell.isLoaded);
  if (found !== null) {
    yield* showCommandHelp(shell, found.spec, parserOf(found.spec, shell.isInteractive ? found.name : `openstack ${found.name}`));
    return;
  }
  const begin = COMMANDS.filter((spec) => shell.isLoaded(spec) && spec.command.startsWith(words[0] ?? '')).map(({ command }) => command).sort();
  if (begin.length === 0) throw new ClientError(`Unknown command [${words.map((word) => `'${word}'`).join(', ')}]`, 'ValueError');
  yield* shell.out.write(`Command "${words[0] ?? ''}" matches:\n${begin.map((command) => `  ${command}\n`).join('')}`);
}
