import type { Sys } from '../../host/sys.ts';
import type { ConfigFiles } from '../oslo/config-files.ts';
import { Config, optionTable, type OptionSpec } from '../oslo/config.ts';
import cacheOptions from '../oslo/options/oslo-cache.json';
import corsOptions from '../oslo/options/oslo-middleware-cors.json';
import dbOptions from '../oslo/options/oslo-db.json';
import healthOptions from '../oslo/options/oslo-middleware-healthcheck.json';
import logOptions from '../oslo/options/oslo-log.json';
import messagingOptions from '../oslo/options/oslo-messaging.json';
import policyOptions from '../oslo/options/oslo-policy.json';
import proxyOptions from '../oslo/options/oslo-middleware-http-proxy-to-wsgi.json';
import sizeOptions from '../oslo/options/oslo-middleware-sizelimit.json';
import profilerOptions from '../oslo/options/osprofiler.json';
import ownOptions from './options.json';

/** What keystone sets differently from the libraries: its database without `connection`. */
const OWN_DEFAULTS: readonly OptionSpec[] = (dbOptions as readonly OptionSpec[]).filter(({ name }) => name === 'connection')
  .map((option) => ({ ...option, default: 'sqlite:///keystone.db' }));

/** All options that keystone.conf may hold, as its packaged file shows them. */
export const SAMPLE_OPTIONS = [
  ...ownOptions, ...cacheOptions, ...corsOptions, ...dbOptions, ...healthOptions, ...logOptions, ...messagingOptions, ...policyOptions, ...proxyOptions,
  ...sizeOptions, ...profilerOptions,
] as readonly OptionSpec[];

/** What oslo.middleware registers only when keystone runs. */
const SIZE_LIMIT: OptionSpec = {
  section: 'oslo_middleware', name: 'max_request_body_size', type: 'Integer', default: 114_688,
  deprecated: ['DEFAULT/osapi_max_request_body_size', 'DEFAULT/max_request_body_size'],
};

/** The same with keystone's own defaults. */
export const OPTIONS = optionTable([...SAMPLE_OPTIONS, ...OWN_DEFAULTS, SIZE_LIMIT]);

/** keystone's configuration as a program of it reads it. */
export const loadConfig = (sys: Sys, where: Omit<ConfigFiles, 'project'>, overrides: Readonly<Record<string, string>> = {}): Config =>
  Config.load(sys, OPTIONS, { project: 'keystone', ...where }, overrides);
