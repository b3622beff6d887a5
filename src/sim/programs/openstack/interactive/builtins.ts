import { ERRNO_NUMBER, STRERROR, SysError } from '../../../host/errors.ts';
import type { Routine } from '../../../host/program.ts';
import { COMMANDS } from '../commands.ts';
import type { Shell } from '../app/shell.ts';
import { columnize } from './columns.ts';

/** cmd2's own commands, in the order its help shows them. */
export const BUILTINS = ['alias', 'edit', 'exit', 'help', 'history', 'macro', 'quit', 'run_pyscript', 'run_script', 'set', 'shell', 'shortcuts'];

const SUMMARY: Readonly<Record<string, string>> = {
  quit: 'Exit this application', exit: 'Exit this application', shortcuts: 'List available shortcuts', history: 'Show what was typed before',
  shell: 'Run a command of the operating system',
};

/** What `help quit` and the like print. */
export const builtinHelp = (name: string): string =>
  `Usage: ${name} [-h]\n\n${SUMMARY[name] ?? `cmd2's own command ${name}`}\n\noptional arguments:\n  -h, --help  show this help message and exit\n\n`;

export const SHORTCUTS = 'Shortcuts for other commands:\n!: shell\n?: help\n@: run_script\n@@: _relative_run_script\n';

const heading = (text: string): string => `${text}\n${'='.repeat(text.length)}\n`;

/** What `help` alone prints. */
export function overview(shell: Shell): string {
  const names = COMMANDS.filter(shell.isLoaded).map(({ command }) => command).sort();
  return `\n${heading("Documented commands (use 'help -v' for verbose/'help <topic>' for details):")}${columnize(BUILTINS, 79)}\n`
    + `${heading('Application commands (type help <topic>):')}${columnize(names, 79)}\n`;
}

/** A line of cmd2's own; red on a terminal. */
export function* complain(shell: Shell, text: string): Routine<void> {
  yield* shell.sys.write(2, shell.sys.isTty(2) ? `\x1b[91m${text}\x1b[39m\n` : `${text}\n`);
}

/** `!command`: a command of the operating system. */
export function* runShell(shell: Shell, command: string): Routine<void> {
  const { sys } = shell;
  yield* shell.out.flush();
  try {
    const pid = yield* sys.spawn('/bin/sh', ['/bin/sh', '-c', command]);
    yield* sys.wait(pid);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    yield* complain(shell, `[Errno ${ERRNO_NUMBER[error.errno]}] ${STRERROR[error.errno]}: '/bin/sh'`);
  }
}
