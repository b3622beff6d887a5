// Loading keystone's application, as its WSGI script does at the first request: configuration, log, drivers.
import { SysError } from '../../host/errors.ts';
import type { Sys } from '../../host/sys.ts';
import type { Config } from '../oslo/config.ts';
import { Log } from '../oslo/log.ts';
import { PythonException, type Frame } from '../oslo/traceback.ts';
import { loadConfig } from './conf.ts';

/** SystemExit: the script ended itself. */
export const EXIT = 'SystemExit';

/** Where the script was when reading the configuration failed. */
export const CONFIGURING: readonly Frame[] = [
  ['/usr/bin/keystone-wsgi-public', 52, '<module>', 'application = initialize_public_application()'],
  ['keystone/server/wsgi.py', 23, 'initialize_public_application', 'return flask_core.initialize_application('],
  ['keystone/server/flask/core.py', 157, 'initialize_application', 'keystone.server.configure(config_files=config_files)'],
];

const SCRIPT = CONFIGURING.slice(0, 2);

const BACKENDS: readonly Frame[] = [
  ...SCRIPT,
  ['keystone/server/flask/core.py', 171, 'initialize_application', '_unused, app = keystone.server.setup_backends('],
  ['keystone/server/__init__.py', 46, 'setup_backends', 'drivers = backends.load_backends()'],
  ['keystone/server/backends.py', 62, 'load_backends', 'drivers = {d._provides_api: d() for d in managers}'],
];

/** A second attempt in the same process: oslo.config was used up by the first. */
export const alreadyParsed = (): PythonException => new PythonException({
  type: 'oslo_config.cfg.ArgsAlreadyParsedError', message: 'arguments already parsed: cannot register CLI option',
  frames: [
    ...CONFIGURING,
    ['keystone/server/__init__.py', 28, 'configure', 'keystone.conf.configure()'],
    ['keystone/conf/__init__.py', 133, 'configure', 'conf.register_cli_opt('],
    ['oslo_config/cfg.py', 2355, 'register_cli_opt', 'raise ArgsAlreadyParsedError("cannot register CLI option")'],
  ],
});

/** Each manager's driver: its entry points' name, its section and option, and what there is. In the order of loading. */
const DRIVERS: readonly (readonly [namespace: string, section: string, option: string, known: readonly string[]])[] = [
  ['keystone.application_credential', 'application_credential', 'driver', ['sql']],
  ['keystone.assignment', 'assignment', 'driver', ['sql']],
  ['keystone.catalog', 'catalog', 'driver', ['sql', 'templated', 'endpoint_filter.sql']],
  ['keystone.credential', 'credential', 'driver', ['sql']],
  ['keystone.credential.provider', 'credential', 'provider', ['fernet']],
  ['keystone.resource.domain_config', 'domain_config', 'driver', ['sql']],
  ['keystone.endpoint_policy', 'endpoint_policy', 'driver', ['sql']],
  ['keystone.federation', 'federation', 'driver', ['sql']],
  ['keystone.identity', 'identity', 'driver', ['sql', 'ldap']],
  ['keystone.identity.id_mapping', 'identity_mapping', 'driver', ['sql']],
  ['keystone.policy', 'policy', 'driver', ['sql', 'rules']],
  ['keystone.resource', 'resource', 'driver', ['sql']],
  ['keystone.revoke', 'revoke', 'driver', ['sql']],
  ['keystone.role', 'role', 'driver', ['sql']],
  ['keystone.receipt.provider', 'receipt', 'provider', ['fernet']],
  ['keystone.trust', 'trust', 'driver', ['sql']],
  ['keystone.token.provider', 'token', 'provider', ['fernet', 'jws']],
];

/** What else is real and not modelled. */
const NOT_MODELLED = ['templated', 'endpoint_filter.sql', 'ldap', 'rules', 'jws'];

/** What Python believes to be called under httpd. */
const PROG = 'mod_wsgi';

/** Reads the configuration and sets up the log. Throws ConfigError and PythonException as the script fails. */
export function configure(sys: Sys): { readonly config: Config; readonly log: Log } {
  const config = loadConfig(sys, { program: PROG });
  const log = Log.setup(sys, config, 'keystone-wsgi-public');
  if (config.flag('DEFAULT', 'debug')) {
    const logger = log.logger(PROG);
    for (const line of config.describe([])) logger.debug(line, { at: 'log_opt_values /usr/lib/python3.9/site-packages/oslo_config/cfg.py:2602' });
  }
  return { config, log };
}

/** Loads the drivers, which look for their keys. Throws PythonException. */
export function loadBackends(sys: Sys, config: Config, log: Log): void {
  for (const [namespace, section, option, known] of DRIVERS) {
    const name = config.text(section, option) ?? known[0] ?? '';
    loadDriver(log, namespace, name, known);
    if (namespace === 'keystone.receipt.provider') requireKeys(sys, config, 'fernet_receipts');
    if (namespace === 'keystone.token.provider') requireKeys(sys, config, 'fernet_tokens');
  }
}

function loadDriver(log: Log, namespace: string, name: string, known: readonly string[]): void {
  if (known.includes(name) && !NOT_MODELLED.includes(name)) return;
  if (known.includes(name)) throw new PythonException({ type: 'NotImplementedError', message: `handstack: keystone: driver ${name} of ${namespace} is not modelled` });
  log.logger('stevedore.named').warning(`Could not load ${name}`);
  throw new PythonException({
    type: 'ImportError', message: `Unable to find '${name}' driver in '${namespace}'.`, frames: [...BACKENDS, ['keystone/common/manager.py', 82, 'load_driver', 'raise ImportError(msg % {\'name\': driver_name, \'namespace\': namespace})']],
    cause: { type: 'stevedore.exception.NoMatches', message: `No '${namespace}' driver found, looking for '${name}'`, frames: BACKENDS },
  });
}

function requireKeys(sys: Sys, config: Config, group: 'fernet_tokens' | 'fernet_receipts'): void {
  const path = config.text(group, 'key_repository') ?? '';
  const exit = (message: string): never => {
    throw new PythonException({ type: EXIT, message, frames: BACKENDS });
  };
  if (!sys.exists(path)) exit(`${path} does not exist`);
  let names: readonly string[] = [];
  try {
    names = sys.readDirectory(path);
  } catch (error) {
    if (!(error instanceof SysError)) throw error;
    throw new PythonException({ type: 'PermissionError', message: `[Errno 13] ${error.text}: '${path}'`, frames: BACKENDS });
  }
  if (names.length === 0) exit(`${path} does not contain keys, use keystone-manage fernet_setup to create Fernet keys.`);
}
