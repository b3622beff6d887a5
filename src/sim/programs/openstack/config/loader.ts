import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { Values } from '../argparse/parse.ts';
import { repr, str } from '../cliff/values.ts';
import { ClientError } from '../app/errors.ts';
import type { Log } from '../app/log.ts';
import { maskPassword } from '../python/mask.ts';
import { baseConfig, isObject, regionOf, update, type Clouds } from './clouds.ts';
import { chooseAuth } from './auth-choice.ts';
import { destOf, pluginNamed, type Plugin } from './plugins.ts';

export interface LoadOptions {
  readonly clouds: Clouds;
  /** `--os-cloud`; '' for none. */
  readonly cloud: string;
  /** The options of `openstack` itself. */
  readonly options: Values;
  /** Said of the programs above: only for the log. */
  readonly more?: Values;
  readonly log: Log;
  /** Checks the auth plug-in's options, and asks for the password. */
  readonly validates: boolean;
  readonly askPassword: () => Routine<string>;
}

/** The configuration of one cloud with the options over it (openstack.config's get_one, with osc-lib's auth hook). */
export function* loadConfig(how: LoadOptions): Routine<Values> {
  const config = baseConfig(how.clouds, how.cloud);
  const args = { ...how.more, ...strip(how.options) };
  const wanted = args['region_name'];
  const region = regionOf(how.clouds, how.cloud, typeof wanted === 'string' ? wanted : '');
  args['region_name'] = region.name;
  delete config['regions'];
  update(config, region.values);
  update(config, args);
  const fixed = yield* chooseAuth(normalise(fix(config)), how.log);
  if (how.log.isDebugging) yield* how.log.debug('osc_lib.cli.client_config', `auth_config_hook(): ${maskPassword(repr(fixed).replace("[['osc-lib', '2.6.2']]", "[('osc-lib', '2.6.2')]"))}`);
  if (how.validates) yield* validate(fixed, how.askPassword);
  return expand(fixed);
}

/** Options that were given; `os_` falls off, and such win. */
function strip(options: Values): Values {
  const plain: Values = {};
  const prefixed: Values = {};
  for (const [key, value] of Object.entries(options)) {
    if (value === null || value === '') continue;
    if (key.startsWith('os_')) prefixed[key.slice(3)] = value;
    else plain[key] = value;
  }
  return { ...plain, ...prefixed };
}

/** Old and separate spellings become the new ones (magic_fixes). */
function fix(config: Values): Values {
  const auth: Values = isObject(config['auth']) ? { ...config['auth'] } : {};
  const out: Values = { ...config, auth };
  if ('passcode' in out) auth['passcode'] = take(out, 'passcode') ?? null;
  if ('endpoint_type' in out) out['interface'] = take(out, 'endpoint_type') ?? null;
  const type = take(out, 'auth_type') ?? take(out, 'auth_plugin') ?? null;
  delete out['auth_plugin'];
  out['auth_type'] = type;
  moveToAuth(out, auth, type === 'v2password' ? 'tenant' : 'project');
  out['networks'] = out['networks'] ?? [];
  handleDomain(out, auth);
  for (const key of ['insecure', 'cache']) if (key in out && typeof out[key] !== 'boolean') out[key] = str(out[key] ?? null).toLowerCase() === 'true';
  const url = auth['auth_url'];
  if (typeof url === 'string') auth['auth_url'] = format(url, out);
  return out;
}

function take(from: Values, key: string): Json | undefined {
  const value = from[key];
  delete from[key];
  return value;
}

function moveToAuth(config: Values, auth: Values, project: 'project' | 'tenant'): void {
  const other = project === 'project' ? 'tenant' : 'project';
  const dashed = (name: string): string[] => [name, name.replaceAll('_', '-')];
  const mappings: (readonly [string, readonly string[]])[] = [
    ...['domain_id', 'domain_name', 'user_domain_id', 'user_domain_name', 'project_domain_id', 'project_domain_name'].map((name) => [name, dashed(name)] as const),
    ['token', ['auth-token', 'auth_token', 'token']],
    ...['id', 'name'].map((part) => [`${project}_${part}`, [...dashed(`${other}_${part}`), ...dashed(`${project}_${part}`)]] as const),
  ];
  for (const [target, names] of mappings) {
    let found: string | null = null;
    for (const name of names) {
      for (const place of [config, auth]) if (name in place) found = str(take(place, name) ?? null);
    }
    if (found !== null && found !== '') auth[target] = found;
  }
}

/** A domain given once is that of user and project, where there is a project. */
function handleDomain(config: Values, auth: Values): void {
  const isProject = ['project_id', 'project_name'].some((name) => name in config || name in auth);
  for (const part of ['id', 'name']) {
    const key = `domain_${part}`;
    if (!isProject) {
      const own = config[key];
      if (own !== undefined && !(key in auth)) auth[key] = take(config, key) ?? null;
      continue;
    }
    const given = auth[key];
    for (const name of [`user_${key}`, `project_${key}`]) if (given !== undefined && !(name in auth)) auth[name] = given;
    delete config[key];
    delete auth[key];
  }
}

/** Keys with `_`, numbers as text. */
function normalise(config: Values): Values {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => {
    const name = key.replaceAll('-', '_');
    if (isObject(value)) return [name, normalise(value)];
    return [name, typeof value === 'number' && name !== 'verbose_level' && name !== 'api_timeout' ? String(value) : value];
  }));
}

/** Checks what the plug-in needs and moves it to `auth` (osc-lib's _validate_auth), then tries to make the plug-in. */
function* validate(config: Values, askPassword: () => Routine<string>): Routine<void> {
  const type = str(config['auth_type'] ?? null);
  const name = ['', 'None', 'null'].includes(type) ? 'none' : type === 'token_endpoint' ? 'admin_token' : type;
  config['auth_type'] = name;
  const plugin = pluginNamed(name);
  if (plugin === null) throw new ClientError(`The plugin ${name} could not be found`, 'keystoneauth1.exceptions.auth_plugins.NoMatchingPlugin');
  const auth = config['auth'] as Values;
  const missing: string[] = [];
  for (const option of plugin.options) {
    const names = [option.name, ...option.deprecated ?? []].map((each) => each.replaceAll('-', '_'));
    const winner = names.map((each) => config[each]).find(Boolean) ?? names.map((each) => auth[each]).find(Boolean);
    if (winner === undefined && option.required === true) missing.push(`Missing value ${option.name} required for auth plugin ${type}`);
    for (const each of names) {
      delete config[each];
      delete auth[each];
    }
    if (winner !== undefined) auth[destOf(option)] = winner;
  }
  if (missing.length > 0) throw new ClientError(missing.join('\n'), 'openstack.exceptions.ConfigException');
  for (const option of plugin.options) if (option.prompt !== undefined && !(destOf(option) in auth)) auth[destOf(option)] = yield* askPassword();
  checkKeywords(plugin, auth);
}

function checkKeywords(plugin: Plugin, auth: Values): void {
  const known = plugin.options.map(destOf);
  const unknown = Object.keys(auth).find((key) => !known.includes(key));
  if (unknown !== undefined && plugin.init !== undefined) {
    throw new ClientError(`${plugin.init}.__init__() got an unexpected keyword argument '${unknown}'`, 'TypeError');
  }
}

/** `{name}` in a value stands for another value (str.format). */
function expand(config: Values): Values {
  return Object.fromEntries(Object.entries(config).map(([key, value]) => [key, typeof value === 'string' && key !== 'password' ? format(value, config) : value]));
}

function format(text: string, config: Values): string {
  if (!/[{}]/.test(text)) return text;
  return text.replaceAll(/\{\{|\}\}|\{([^{}]*)\}/g, (all, name: string | undefined) => {
    if (name === undefined) return all[0] ?? '';
    if (!(name in config)) throw new ClientError(repr(name), 'KeyError');
    return str(config[name] ?? null);
  });
}
