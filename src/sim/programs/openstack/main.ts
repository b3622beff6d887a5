// openstack: python-openstackclient 6.0.0. Knows nothing of the cloud but what HTTP tells.
import type { Program, Routine } from '../../host/program.ts';
import { helpCommand, showRootHelp } from './app/help.ts';
import { Shell } from './app/shell.ts';
import { runSubcommand, type Commands } from './app/subcommand.ts';
import { unmodelled } from './app/unmodelled.ts';
import { NOTHING, words, type CommandTable } from './command.ts';
import { generalCommands } from './general/index.ts';
import { identityCommands } from './identity/index.ts';

/** The client's program. */
export const openstack: Program = {
  name: 'openstack',
  *run(sys) {
    const shell = new Shell(sys);
    const status = yield* main(shell);
    yield* shell.log.info('osc_lib.shell', `END return value: ${status}`);
    yield* shell.out.flush();
    return status;
  },
};

function* main(shell: Shell): Routine<number> {
  const started = yield* shell.start(shell.sys.argv.slice(1));
  if ('exit' in started) return started.exit;
  const { rest } = started;
  if (rest.length > 0) return yield* runSubcommand(shell, commandsOf(shell), rest);
  if (shell.root['deferred_help'] === true) {
    yield* showRootHelp(shell);
    return 0;
  }
  return 1;
}

function commandsOf(shell: Shell): Commands {
  const own: CommandTable = {
    *help(_context, values) {
      yield* helpCommand(shell, words(values, 'cmd'));
      return NOTHING;
    },
  };
  return { table: { ...generalCommands, ...identityCommands, ...own }, other: unmodelled };
}
