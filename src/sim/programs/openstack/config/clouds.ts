// config: openstacksdk's and osc-lib's settings: files, environment and options become one configuration, as
// openstack.config.loader does it. Knows nothing of the network.
import type { Json } from '../../../../base/json.ts';
import type { Routine } from '../../../host/program.ts';
import type { Sys } from '../../../host/sys.ts';
import type { Values } from '../argparse/parse.ts';
import { ConfigError } from '../app/errors.ts';
import { DEFAULTS } from './defaults.ts';
import { loadFirst, type ConfigFile } from './files.ts';
import { str } from '../cliff/values.ts';

/** All clouds that files and environment tell of. */
export interface Clouds {
  readonly defaults: Values;
  readonly clouds: Readonly<Record<string, Values>>;
  /** `clouds-public.yaml`. */
  readonly vendors: ConfigFile;
}

const SELECTORS = ['OS_CLOUD', 'OS_REGION_NAME', 'OS_CLIENT_CONFIG_FILE', 'OS_CLIENT_SECURE_FILE', 'OS_CLOUD_NAME'];

export const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } => value !== null && typeof value === 'object' && !Array.isArray(value);

/** Reads clouds.yaml, secure.yaml and the OS_ variables. Throws ClientError. */
export function* loadClouds(sys: Sys, overrides: Values): Routine<Clouds> {
  const file = yield* loadFirst(sys, 'clouds', sys.env['OS_CLIENT_CONFIG_FILE']);
  const secure = yield* loadFirst(sys, 'secure', sys.env['OS_CLIENT_SECURE_FILE']);
  const all = mergeDeep(file.data, secure.data);
  const clouds: Record<string, Values> = isObject(all['clouds']) ? { ...all['clouds'] as Record<string, Values> } : {};
  const name = sys.env['OS_CLOUD_NAME'] ?? 'envvars';
  if (name in clouds) {
    throw new ConfigError(`"${file.path ?? ''}" defines a cloud named "${name}", but OS_CLOUD_NAME is also set to "${name}". Please rename`
      + ' either your environment based cloud, or one of your file-based clouds.');
  }
  const variables = Object.keys(sys.env).filter((key) => key.startsWith('OS_') && !/^OS_(TEST|STD|LOG)/.test(key));
  if (variables.some((key) => !SELECTORS.includes(key))) {
    clouds[name] = { ...DEFAULTS, ...Object.fromEntries(variables.map((key) => [key.slice(3).toLowerCase(), sys.env[key] ?? ''])) };
  }
  const defaults = { ...DEFAULTS, ...overrides };
  if (Object.keys(clouds).length === 0) clouds['defaults'] = { ...defaults };
  return { defaults, clouds, vendors: yield* loadFirst(sys, 'clouds-public', undefined) };
}

function mergeDeep(old: Values, more: Values): Values {
  const out: Values = { ...old };
  for (const [key, value] of Object.entries(more)) {
    const before = out[key];
    out[key] = isObject(value) && isObject(before) ? mergeDeep(before, value) : value;
  }
  return out;
}

/** One cloud over the defaults: its vendor's profile first, then itself. Throws ConfigError for an unknown name. */
export function baseConfig(clouds: Clouds, name: string): Values {
  const own = clouds.clouds[name];
  if (name !== '' && own === undefined) throw new ConfigError(`Cloud ${name} was not found.`);
  const config: Values = { ...clouds.defaults };
  update(config, vendorOf(clouds, name));
  if (!isObject(config['auth'])) config['auth'] = {};
  update(config, own ?? {});
  delete config['cloud'];
  return config;
}

/** What `clouds-public.yaml` says of the profile that a cloud names. */
function vendorOf(clouds: Clouds, name: string): Values {
  const profile = clouds.clouds[name]?.['profile'] ?? clouds.clouds[name]?.['cloud'];
  const known = clouds.vendors.data['public-clouds'];
  const found = typeof profile === 'string' && isObject(known) ? known[profile] : undefined;
  return isObject(found) ? { ...found } : {};
}

/** dict.update, but for the dictionary `auth`, which is itself updated. */
export function update(config: Values, more: Readonly<Record<string, Json>>): void {
  for (const [key, value] of Object.entries(more)) {
    const before = config[key];
    config[key] = key === 'auth' && isObject(before) && isObject(value) ? { ...before, ...value } : value;
  }
}

interface Region {
  readonly name: string;
  readonly values: Values;
}

/** The region that was asked for, as the cloud knows it. Throws ConfigError. */
export function regionOf(clouds: Clouds, cloud: string, wanted: string): Region {
  const known = cloud === '' ? null : knownRegions(clouds.clouds[cloud] ?? {}) ?? knownRegions(vendorOf(clouds, cloud));
  const [first] = known ?? [];
  if (known === null || first === undefined) return { name: wanted, values: {} };
  if (wanted === '') return first;
  const found = known.find(({ name }) => name === wanted);
  if (found !== undefined) return found;
  throw new ConfigError(`Region ${wanted} is not a valid region name for cloud ${cloud}. Valid choices are ${known.map(({ name }) => name).join(',')}.`
    + ' Please note that region names are case sensitive.');
}

function knownRegions(cloud: Values): Region[] | null {
  const regions = cloud['regions'];
  const name = cloud['region_name'] ?? cloud['region-name'];
  if (Array.isArray(regions)) return (regions as readonly Json[]).map(expand);
  if (Array.isArray(name)) return (name as readonly Json[]).map(expand);
  return typeof name === 'string' ? name.split(',').map(expand) : null;
}

function expand(region: Json): Region {
  if (!isObject(region)) return { name: str(region), values: {} };
  return { name: str(region['name'] ?? ''), values: isObject(region['values']) ? { ...region['values'] } : {} };
}
