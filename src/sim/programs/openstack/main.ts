// openstack: python-openstackclient 6.0.0. Knows nothing of the cloud but what HTTP tells.
import type { Json } from '../../../base/json.ts';
import type { Program, Routine } from '../../host/program.ts';
import { helpCommand, showRootHelp } from './app/help.ts';
import { Shell } from './app/shell.ts';
import { runSubcommand, sessionOf, type Commands } from './app/subcommand.ts';
import { unmodelled } from './app/unmodelled.ts';
import type { Access } from './auth/access.ts';
import { NOTHING, words, type CommandTable } from './command.ts';
import { completeCommand } from './general/complete.ts';
import { generalCommands } from './general/index.ts';
import { identityCommands } from './identity/index.ts';
import { Loop, type Memory } from './interactive/loop.ts';

const TABLE: CommandTable = { ...generalCommands, ...identityCommands };

/** The client's program; `resumed` is what its prompt remembered. */
export const openstack: Program = {
  name: 'openstack',
  *run(sys, resumed) {
    const shell = new Shell(sys);
    const status = yield* main(shell, resumed);
    yield* shell.log.info('osc_lib.shell', `END return value: ${status}`);
    yield* shell.out.flush();
    return status;
  },
};

function* main(shell: Shell, resumed: Json | undefined): Routine<number> {
  const started = yield* shell.start(shell.sys.argv.slice(1), resumed !== undefined);
  if ('exit' in started) return started.exit;
  const { rest } = started;
  if (rest.length > 0) return yield* runSubcommand(shell, commandsOf(shell), rest);
  if (shell.root['deferred_help'] === true) {
    yield* showRootHelp(shell);
    return 0;
  }
  return yield* interact(shell, resumed);
}

function* interact(shell: Shell, resumed: Json | undefined): Routine<number> {
  shell.isInteractive = true;
  const memory = resumed === undefined ? null : resumed as unknown as Memory;
  if (memory !== null && memory.access !== null) {
    shell.session = sessionOf(shell.sys, shell.log, yield* shell.load(true));
    shell.session.recall(memory.access as unknown as Access);
  }
  return yield* new Loop(shell, commandsOf(shell), memory).run();
}

function commandsOf(shell: Shell): Commands {
  const own: CommandTable = {
    *help(_context, values) {
      yield* helpCommand(shell, words(values, 'cmd'));
      return NOTHING;
    },
    complete: completeCommand(shell),
  };
  return { table: { ...TABLE, ...own }, other: unmodelled };
}
