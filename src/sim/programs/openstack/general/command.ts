// general: commands that belong to no one service. Knows nothing of users, projects and the like.
import { text, type CommandTable } from '../command.ts';
import { COMMANDS } from '../commands.ts';

/** What the client can tell of itself: its commands by group. */
export const commandCommands: CommandTable = {
  *'command list'(_context, values) {
    const wanted = text(values, 'group');
    const groups = [...new Set(COMMANDS.map(({ group }) => group))].filter((group) => group !== 'cliff' && group.includes(wanted)).sort();
    const isTable = text(values, 'formatter') === 'table';
    const rows = groups.map((group) => {
      const names = COMMANDS.filter((spec) => spec.group === group).map(({ command }) => command).sort();
      return [group, isTable ? names.join('\n') : names];
    });
    return { kind: 'many', columns: ['Command Group', 'Commands'], rows };
  },
};
