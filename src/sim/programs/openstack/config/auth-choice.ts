import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import type { Log } from '../app/log.ts';
import { str } from '../cliff/values.ts';

const LOGGER = 'osc_lib.cli.client_config';

/** osc-lib's hook: which plug-in, and what it makes of domains (OSC_Config.auth_config_hook). Changes and returns `config`. */
export function* chooseAuth(config: Values, log: Log): Routine<Values> {
  const version = str(config['identity_api_version'] ?? '');
  const auth = config['auth'] as Values;
  if (!config['auth_type']) config['auth_type'] = chosen(config, version);
  const type = str(config['auth_type']);
  yield* log.debug(LOGGER, `Auth plugin ${type} selected`);
  if (type.startsWith('v2')) {
    for (const part of ['id', 'name']) if (`project_${part}` in auth) auth[`tenant_${part}`] = auth[`project_${part}`] ?? null;
  }
  if (version.startsWith('2') && type.endsWith('password')) yield* dropDomains(config, auth, log);
  const isPassword = ['password', 'v3password', 'v3totp'].includes(type);
  const domain = config['default_domain'];
  if (version === '3' && isPassword && typeof domain === 'string' && domain !== '') {
    for (const whose of ['project', 'user']) {
      if (!auth[`${whose}_domain_id`] && !auth[`${whose}_domain_name`]) auth[`${whose}_domain_id`] = domain;
    }
  }
  return config;
}

function chosen(config: Values, version: string): string {
  const kind = config['username'] ? 'password' : config['token'] ? 'token' : null;
  if (kind === null) return 'password';
  return version === '3' ? `v3${kind}` : version.startsWith('2') ? `v2${kind}` : kind;
}

function* dropDomains(config: Values, auth: Values, log: Log): Routine<void> {
  for (const name of ['project_domain_id', 'project_domain_name', 'user_domain_id', 'user_domain_name']) {
    if (auth[name] === undefined || auth[name] === null) continue;
    delete auth[name];
    const cloud = config['cloud'];
    const why = cloud ? ` for ${str(cloud)}because` : ' because';
    yield* log.warning(LOGGER, `Ignoring domain related config ${name}${why} identity API version is 2.0`);
  }
}
