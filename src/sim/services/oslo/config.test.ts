import { beforeAll, expect, test } from 'vitest';
import type { Process } from '../../host/process.ts';
import type { Sys } from '../../host/sys.ts';
import { putFile, startLab, type TestLab } from '../../world.testing.ts';
import dbOptions from './options/oslo-db.json';
import logOptions from './options/oslo-log.json';
import { Config, ConfigError, type OptionSpec } from './config.ts';

const OPTIONS = [...dbOptions, ...logOptions, { section: 'token', name: 'provider', type: 'String', default: 'fernet' }] as readonly OptionSpec[];
const WHERE = { project: 'keystone', program: 'keystone-manage' };
const FILE = '/etc/keystone/keystone.conf';

let lab: TestLab;
let sys: Sys;

beforeAll(async () => {
  lab = await startLab();
  const { kernel, files } = lab.world.host('controller');
  sys = kernel.sysOf(kernel.processes.get(1) as Process);
  files.create('/etc/keystone', 'directory', 0o755, { uid: 0, gid: 0, groups: [0] });
});

function load(text: string): Config {
  putFile(lab, 'controller', FILE, text);
  return Config.load(sys, OPTIONS, WHERE);
}

test('values are typed, the last one wins, defaults stand where nothing is said', () => {
  const config = load('[DEFAULT]\ndebug = yes\n[database]\nmax_retries = 3\nconnection = mysql+pymysql://a@b/c\nconnection = mysql+pymysql://k:p@controller/keystone\n');
  expect(config.flag('DEFAULT', 'debug')).toBe(true);
  expect(config.number('database', 'max_retries')).toBe(3);
  expect(config.number('database', 'retry_interval')).toBe(10);
  expect(config.text('database', 'connection')).toBe('mysql+pymysql://k:p@controller/keystone');
  expect(config.source('database', 'connection')).toEqual({ path: FILE, line: 6, text: 'connection = mysql+pymysql://k:p@controller/keystone' });
  expect(config.source('token', 'provider')).toBeNull();
});

test('an option in the wrong section is not found', () => {
  expect(load('[DEFAULT]\nconnection = mysql+pymysql://k:p@controller/keystone\n[token]\nproviderr = x\n').text('token', 'provider')).toBe('fernet');
});

test('a value that does not fit says where it stands', () => {
  const config = load('[DEFAULT]\ndebug = tru\n');
  expect(() => config.get('DEFAULT', 'debug')).toThrow(
    `Value for option debug from LocationInfo(location=<Locations.user: (4, True)>, detail='${FILE}') is not valid: Unexpected boolean value 'tru'`,
  );
});

test('a missing bracket is told as oslo.config tells it', () => {
  expect(() => load('[DEFAULT]\ndebug = true\n[database\n')).toThrow(
    new ConfigError('oslo_config.cfg.ConfigFileParseError', `Failed to parse ${FILE}: at ${FILE}:3, Invalid section (must end with ]): '[database'`),
  );
});

test('dollar names stand for other options', () => {
  expect(load('[DEFAULT]\nlog_file = $log_dir/k.log\nlog_dir = /var/log/keystone\n').text('DEFAULT', 'log_file')).toBe('/var/log/keystone/k.log');
});
