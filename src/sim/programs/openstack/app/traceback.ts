import type { ClientError } from './errors.ts';

const LIB = '/usr/lib/python3.9/site-packages';

type Frame = readonly [file: string, line: number, where: string, code: string];

/** The frames that every failure of a phase has; those inside a command's own code are not modelled. */
const FRAMES: Readonly<Record<'initialize' | 'prepare' | 'run', readonly Frame[]>> = {
  initialize: [['cliff/app.py', 278, 'run', 'self.initialize_app(remainder)']],
  prepare: [
    ['cliff/app.py', 401, 'run_subcommand', 'self.prepare_to_run_command(cmd)'],
    ['osc_lib/shell.py', 482, 'prepare_to_run_command', 'self.client_manager.auth_ref'],
  ],
  run: [
    ['cliff/app.py', 410, 'run_subcommand', 'result = cmd.run(parsed_args)'],
    ['osc_lib/command/command.py', 39, 'run', 'return super(Command, self).run(parsed_args)'],
  ],
};

/** A Python traceback without its final newline. */
export function traceback(error: ClientError, phase: keyof typeof FRAMES): string {
  const frames = FRAMES[phase].map(([file, line, where, code]) => `  File "${LIB}/${file}", line ${line}, in ${where}\n    ${code}\n`).join('');
  const name = error.python.startsWith('builtins.') ? error.python.slice(9) : error.python;
  return `Traceback (most recent call last):\n${frames}${name}: ${error.message}`;
}
