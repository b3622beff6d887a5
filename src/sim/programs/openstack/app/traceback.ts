import type { ClientError } from './errors.ts';

const LIB = '/usr/lib/python3.9/site-packages';

type Frame = readonly [file: string, line: number, where: string, code: string];
export type Phase = 'initialize' | 'prepare' | 'run';

const GET_ONE: Frame = ['osc_lib/shell.py', 429, 'initialize_app', 'self.cloud = self.cloud_config.get_one('];
const INITIALIZE: readonly Frame[] = [
  ['cliff/app.py', 256, 'run', 'self.initialize_app(remainder)'],
  ['openstackclient/shell.py', 131, 'initialize_app', 'super(OpenStackShell, self).initialize_app(argv)'],
];
const PREPARE: Frame = ['cliff/app.py', 395, 'run_subcommand', 'self.prepare_to_run_command(cmd)'];
const VALIDATE: readonly Frame[] = [
  PREPARE,
  ['osc_lib/shell.py', 476, 'prepare_to_run_command', 'self.cloud = self.cloud_config.get_one('],
  ['openstack/config/loader.py', 1139, 'get_one', 'config = self._validate_auth(config, loader)'],
];
const LOGIN: readonly Frame[] = [
  PREPARE,
  ['osc_lib/shell.py', 494, 'prepare_to_run_command', 'self.client_manager.auth_ref'],
  ['osc_lib/clientmanager.py', 203, 'auth_ref', 'self._auth_ref = self.auth.get_auth_ref(self.session)'],
  ['keystoneauth1/identity/generic/base.py', 208, 'get_auth_ref', 'return self._plugin.get_auth_ref(session, **kwargs)'],
  ['keystoneauth1/identity/v3/base.py', 187, 'get_auth_ref', 'resp = session.post(token_url, json=body, headers=headers,'],
  ['keystoneauth1/session.py', 1149, 'post', "return self.request(url, 'POST', **kwargs)"],
];
const RUN: readonly Frame[] = [
  ['cliff/app.py', 410, 'run_subcommand', 'result = cmd.run(parsed_args)'],
  ['osc_lib/command/command.py', 39, 'run', 'return super(Command, self).run(parsed_args)'],
];

/** The frames that every failure of a phase has (recorded from the real client); a command's own frames are not modelled. */
function framesOf(error: ClientError, phase: Phase): readonly Frame[] {
  if (phase === 'initialize') return error.python.startsWith('openstack.') ? [...INITIALIZE, GET_ONE] : INITIALIZE;
  if (phase === 'run') return RUN;
  if (error.python.startsWith('keystoneauth1.exceptions.http.')) {
    return [...LOGIN, ['keystoneauth1/session.py', 986, 'request', 'raise exceptions.from_response(resp, method, url)']];
  }
  if (error.python.startsWith('keystoneauth1.exceptions.connection.')) return [...LOGIN, ['keystoneauth1/session.py', 930, 'request', 'resp = send(**kwargs)']];
  return error.python.startsWith('keystoneauth1.exceptions.') ? LOGIN.slice(0, 3) : VALIDATE;
}

/** A Python traceback without its final newline. */
export function traceback(error: ClientError, phase: Phase, before: readonly Frame[] = []): string {
  const frames = [...before, ...framesOf(error, phase)].map(([file, line, where, code]) => `  File "${LIB}/${file}", line ${line}, in ${where}\n    ${code}\n`).join('');
  return `Traceback (most recent call last):\n${frames}${error.python}: ${error.message}`;
}

/** What osc-lib's shell adds of a failure before any command: the same once more. */
export const outerTraceback = (error: ClientError): string =>
  `${traceback(error, 'initialize', [['osc_lib/shell.py', 134, 'run', 'ret_val = super(OpenStackShell, self).run(argv)']])}\n`;
