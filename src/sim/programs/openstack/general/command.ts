import { text, type CommandTable } from '../command.ts';
import { COMMANDS } from '../commands.ts';

/** What the client can tell without a cloud. */
export const commandCommands: CommandTable = {
  *'command list'(_context, values) {
    const wanted = text(values, 'group');
    const groups = [...new Set(COMMANDS.map(({ group }) => group))].filter((group) => wanted === '' || group.includes(wanted)).sort();
    const rows = groups.map((group) => [group, COMMANDS.filter((spec) => spec.group === group).map(({ command }) => command).sort().join('\n')]);
    return { kind: 'many', columns: ['Command Group', 'Commands'], rows };
  },
};
