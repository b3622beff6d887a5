import { beforeAll, expect, test } from 'vitest';
import type { Process } from '../../host/process.ts';
import type { Sys } from '../../host/sys.ts';
import { putFile, startLab, type TestLab } from '../../world.testing.ts';
import dbOptions from './options/oslo-db.json';
import logOptions from './options/oslo-log.json';
import { Config, type OptionSpec } from './config.ts';

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

test.each([
  ['[DEFAULT]\ndebug = true\n[database\n', ":3, Invalid section (must end with ]): '[database'"],
  ['debug = true\n', ':1, Section must be started before assignment: None'],
  ['[DEFAULT]\ndebug\n', ":2, No ':' or '=' found in assignment: 'debug'"],
])('what is no ini file is told as oslo.config tells it: %j', (text, why) => {
  expect(() => load(text)).toThrow(`Failed to parse ${FILE}: at ${FILE}${why}`);
});

test.each([
  ['DEFAULT', 'debug', 'debug =', "Unexpected boolean value ''"],
  ['database', 'max_retries', 'max_retries = ten', "invalid literal for int() with base 10: 'ten'"],
  ['database', 'max_overflow', 'max_overflow = 0x5', "invalid literal for int() with base 10: '0x5'"],
  ['DEFAULT', 'log_rotation_type', 'log_rotation_type = never', "Valid values are [interval, size, none], but found 'never'"],
])('[%s] %s: %s does not fit its type', (section, name, line, why) => {
  expect(() => load(`[${section}]\n${line}\n`).get(section, name)).toThrow(
    `Value for option ${name} from LocationInfo(location=<Locations.user: (4, True)>, detail='${FILE}') is not valid: ${why}`,
  );
});

test('dollar names stand for other options, two dollars for one, and an unknown name ends the search', () => {
  expect(load('[DEFAULT]\nlog_file = $log_dir/k.log\nlog_dir = /var/log/keystone\n').text('DEFAULT', 'log_file')).toBe('/var/log/keystone/k.log');
  expect(load('[database]\nconnection = mysql+pymysql://k:a$$b@c/d\n').text('database', 'connection')).toBe('mysql+pymysql://k:a$b@c/d');
  expect(() => load('[database]\nconnection = mysql+pymysql://k:a$b@c/d\n').get('database', 'connection')).toThrow('no such option connection in group [database]');
});

test('sections are read whatever their capitals, DEFAULT only in capitals; dashes are no underscores', () => {
  expect(load('[DataBase]\nmax_retries = 3\n').number('database', 'max_retries')).toBe(3);
  expect(load('[default]\ndebug = true\n').flag('DEFAULT', 'debug')).toBe(false);
  expect(load('[database]\nmax-retries = 3\n').number('database', 'max_retries')).toBe(10);
});

test('an older name still works, and is told of once', () => {
  const config = load('[DEFAULT]\nsql_connection = mysql+pymysql://a@b/c\n');
  expect(config.text('database', 'connection')).toBe('mysql+pymysql://a@b/c');
  expect(config.takeWarnings()).toEqual(['Deprecated: Option "sql_connection" from group "DEFAULT" is deprecated. Use option "connection" from group "database".']);
  expect(config.takeWarnings()).toEqual([]);
});

test('drop-in folders are read after the file, in the order of their names', () => {
  lab.world.host('controller').files.create('/etc/keystone/keystone.conf.d', 'directory', 0o755, { uid: 0, gid: 0, groups: [0] });
  putFile(lab, 'controller', '/etc/keystone/keystone.conf.d/20.conf', '[token]\nprovider = two\n');
  putFile(lab, 'controller', '/etc/keystone/keystone.conf.d/10.conf', '[token]\nprovider = one\n');
  putFile(lab, 'controller', '/etc/keystone/keystone.conf.d/30.txt', '[token]\nprovider = three\n');
  const config = load('[token]\nprovider = zero\n');
  expect(config.files).toEqual([FILE, '/etc/keystone/keystone.conf.d/10.conf', '/etc/keystone/keystone.conf.d/20.conf']);
  expect(config.text('token', 'provider')).toBe('two');
});
