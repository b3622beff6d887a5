import { describe, expect, it } from 'vitest';
import type { Answer } from '../../lab/probe.ts';
import type { Check, Verdict } from '../types.ts';
import { judge } from './judge.ts';
import type { Want } from './want.ts';

const HOSTS = ['controller', 'compute1'];

function verdict(want: Want, answer: Answer): Verdict {
  const check: Check = { id: 'x', says: 'it is so', want, hints: ['h'], mode: 'level' };
  return judge(check, [answer, answer], HOSTS);
}

/** `saw` and `cause` as the page shows them. */
const told = (want: Want, answer: Answer): string => {
  const { passed, saw, cause } = verdict(want, answer);
  return `${passed ? 'green' : 'red'}: ${saw}${cause === null ? '' : ` | ${cause}`}`;
};

describe('endpoints', () => {
  const want: Want = {
    kind: 'endpoint', host: 'controller', service: 'identity', interfaces: ['admin', 'internal', 'public'], region: 'RegionOne', urls: ['http://controller:5000/v3/'],
  };
  const services = [{ id: 's', name: 'keystone', type: 'identity', isEnabled: true }];
  const with3 = (url = 'http://controller:5000/v3/', region = 'RegionOne'): Answer => ({
    kind: 'endpoint', services,
    endpoints: ['admin', 'internal', 'public'].map((name, index) => ({
      id: String(index), service: 'identity', interface: name, url: name === 'public' ? url : 'http://controller:5000/v3/', region, isEnabled: true,
    })),
  });

  it('names what is wrong with an address', () => {
    const seen = (url: string): string => told(want, with3(url));
    expect(seen('http://controller:5000/v3')).toBe('green: they are in the catalogue');
    expect(seen('http://controller5000/v3/')).toBe('red: the public endpoint of `identity`: its URL lacks the colon before 5000: `http://controller5000/v3/` | '
      + 'So all of `controller5000` is taken for the name of a host, and no host has that name.');
    expect(seen('http://controller 5000/v3/')).toContain('its URL has a space in it: `http://controller 5000/v3/`');
    expect(seen('controller:5000/v3/')).toContain('its URL lacks `http://`: `controller:5000/v3/`');
    expect(seen('https://controller:5000/v3/')).toContain('its URL begins with `https`');
    expect(seen('http://contoller:5000/v3/')).toContain('its URL names the host `contoller`');
    expect(seen('http://controller/v3/')).toContain('its URL names no port: `http://controller/v3/` | A client would try port 80; this service listens on 5000.');
    expect(seen('http://controller:35357/v3/')).toContain('its URL names port `35357`');
    expect(seen('http://controller:5000/')).toContain('its URL lacks `/v3` at its end');
    expect(seen('http://controller:5000/v2.0/')).toContain('its URL ends in `/v2.0`');
  });

  it('names another region, and what follows from it', () => {
    expect(told(want, with3(undefined, 'RegionOn'))).toBe('red: the admin endpoint of `identity` is in the region `RegionOn` | '
      + 'The services to come will look for `RegionOne`, and a region is found by its exact name: `RegionOn` is another one.');
  });

  it('names an interface that is missing, and takes extras with a note', () => {
    const three = with3() as Extract<Answer, { kind: 'endpoint' }>;
    expect(told(want, { ...three, endpoints: three.endpoints.slice(0, 2) })).toBe('red: there is no public endpoint of `identity` | '
      + 'There is `admin` and `internal`. Clients, services and operators each ask for their own.');
    expect(told(want, { ...three, endpoints: [] })).toContain('The catalogue has none at all for it.');
    const extra = { id: '9', service: 'identity', interface: 'public', url: 'http://x', region: 'RegionOn', isEnabled: true };
    const both = { ...three, endpoints: [...three.endpoints, extra] };
    expect(verdict(want, both).notes).toEqual(['There is also `public http://x in RegionOn`. Nobody asks for it as long as the region is `RegionOne`.']);
    expect(told({ ...want, exact: true }, both)).toBe('red: there is also `public http://x in RegionOn` | `openstack endpoint delete` with its ID takes it away.');
  });
});

describe('users, roles, services, regions', () => {
  const admin = { id: 'u', name: 'admin', domain: 'Default', isEnabled: true };

  it('names another password, a near name, an empty table', () => {
    const want: Want = { kind: 'user', host: 'controller', name: 'admin', password: 'secret' };
    expect(told(want, { kind: 'user', user: admin, isPassword: true, others: [] })).toBe('green: keystone knows `admin`');
    expect(told(want, { kind: 'user', user: admin, isPassword: false, others: [] })).toContain('red: `admin` has another password than `secret`');
    expect(told(want, { kind: 'user', user: null, others: [{ ...admin, name: 'amdin' }] }))
      .toBe('red: keystone knows no user `admin` in `Default` | There is `amdin`: compare the name letter by letter.');
    expect(told(want, { kind: 'user', user: null, others: [] })).toContain('`keystone-manage bootstrap` has not been run');
    expect(told(want, { kind: 'user', user: null, others: [], problem: 'the database `keystone` has no tables of keystone yet', why: '`keystone-manage db_sync` makes them.' }))
      .toBe('red: the database `keystone` has no tables of keystone yet | `keystone-manage db_sync` makes them.');
  });

  it('says which roles somebody has instead', () => {
    const want: Want = { kind: 'assignment', host: 'controller', user: 'admin', role: 'admin', project: 'admin' };
    const role = { role: 'admin', actor: 'admin', actorKind: 'user', scope: 'project', target: 'admin', isInherited: false } as const;
    expect(told(want, { kind: 'assignment', isUser: true, assignments: [role] })).toBe('green: `admin` has it');
    expect(told({ ...want, system: true }, { kind: 'assignment', isUser: true, assignments: [role] }))
      .toBe('red: `admin` has no role `admin` on the whole system | It has `admin` in the project `admin`.');
  });

  it('names a second service of the same type', () => {
    const want: Want = { kind: 'service', host: 'controller', type: 'identity', name: 'keystone' };
    const service = { id: '1', name: 'keystone', type: 'identity', isEnabled: true };
    expect(told(want, { kind: 'service', services: [service] })).toBe('green: there is `keystone`');
    expect(told(want, { kind: 'service', services: [service, { ...service, id: '2' }] })).toContain('red: there are 2 services of type `identity`');
    expect(told(want, { kind: 'service', services: [] })).toContain('The catalogue is empty.');
  });

  it('names the region that is there instead', () => {
    expect(told({ kind: 'region', host: 'controller', name: 'RegionOne' }, { kind: 'region', regions: ['RegionOn'] }))
      .toBe('red: the region is called `RegionOn` | The services to come will look for `RegionOne`: names of regions agree letter by letter.');
  });
});

describe('the URL of the database', () => {
  const want: Want = {
    kind: 'connection', host: 'controller', path: '/k.conf', section: 'database', name: 'connection', user: 'keystone', password: 'secret',
    servers: ['controller', '10.0.0.11'], database: 'keystone', driver: 'mysql+pymysql',
  };
  const parts = { driver: 'mysql+pymysql', user: 'keystone', password: 'secret', host: 'controller', port: null, database: 'keystone' };
  const source = { host: 'controller', path: '/k.conf', line: 2, text: '' };
  const good: Answer = { kind: 'connection', value: 'mysql+pymysql://…', source, parts, login: { isAccepted: true } };

  it.each<[string, object, string]>([
    ['all is right', {}, 'green: it is set, and the login works (`/k.conf` line 2 on `controller`)'],
    ['the address', { host: '10.0.0.11', port: 3306 }, 'green: '],
    ['another password', { password: 'keystone' }, 'red: the password is `keystone` | The grants were made with `secret`: MariaDB compares the two. See `/k.conf` line 2'],
    ['placeholders', { password: '<secret>' }, 'the angle brackets of the guide are still there'],
    ['a comment', { database: 'keystone  #change me' }, 'red: the comment behind the URL is part of it: the database would be `keystone  #change me`'],
    ['another driver', { driver: 'mysql' }, 'the URL begins with `mysql://`'],
    ['another host', { host: 'compute1' }, 'the host is `compute1` | The database is on `controller`.'],
    ['another port', { port: 5000 }, 'the port is `5000`'],
  ])('%s', (_name, change, text) => {
    expect(told(want, { ...good, parts: { ...parts, ...change } })).toContain(text);
  });

  it('names a refused login, another section, a comment, a broken line', () => {
    expect(told(want, { ...good, login: { isAccepted: false, error: 'Access denied' } })).toContain('red: it is set, but the login fails: Access denied');
    expect(told(want, { kind: 'connection', value: null })).toContain('A line that begins with `#` is a comment');
    expect(told(want, { kind: 'connection', value: null, elsewhere: [{ section: 'DEFAULT', line: 3, value: 'mysql://' }] })).toContain('Line 3 sets it in section `[DEFAULT]`');
    expect(told(want, { kind: 'connection', value: null, broken: { line: 7, message: 'Invalid section (must end with ])', text: '[database' } }))
      .toBe('red: line 7 of `/k.conf` cannot be read: `[database` | Invalid section (must end with ]). Whoever reads the file gives up there.');
  });
});

describe('keys', () => {
  const want: Want = { kind: 'keys', host: 'controller', path: '/etc/keystone/credential-keys', owner: 'keystone', group: 'keystone', madeBy: 'keystone-manage credential_setup' };
  const directory = { type: 'directory', owner: 'keystone', group: 'keystone', mode: '0700' };
  const key = { type: 'file', owner: 'keystone', group: 'keystone', mode: '0600', isKey: true };
  const good: Extract<Answer, { kind: 'keys' }> = { kind: 'keys', directory, keys: [{ ...key, name: '0' }, { ...key, name: '1' }], siblings: [] };

  it('tells the command that was run twice from the one that is missing', () => {
    expect(told(want, good)).toBe('green: it holds `0` and `1`');
    expect(told(want, { kind: 'keys', directory: null, keys: [], siblings: ['/etc/keystone/fernet-keys'] })).toBe('red: there is no `/etc/keystone/credential-keys` | '
      + '`keystone-manage credential_setup` makes it. `/etc/keystone/fernet-keys` is there: each kind of key has a directory and a command of its own, and running the other one twice changes nothing.');
  });

  it('names owners and modes', () => {
    expect(told(want, { ...good, directory: { ...directory, owner: 'root' } })).toContain('belongs to user `root` | Keystone runs as the user `keystone`. It could not read them');
    expect(told(want, { ...good, keys: [{ ...key, name: '0', owner: 'root' }] })).toContain('the key `0` belongs to user `root`');
    expect(told(want, { ...good, keys: [{ ...key, name: '0', mode: '0644' }] })).toContain('the mode `0644` lets others read the key `0`');
    expect(told(want, { ...good, keys: [{ ...key, name: '0', isKey: false }] })).toContain('`0` in `/etc/keystone/credential-keys` is no key');
    expect(told(want, { ...good, keys: [] })).toContain('is empty');
  });
});

describe('httpd', () => {
  const want: Want = { kind: 'httpd', host: 'controller', serverName: 'controller', serves: '/keystone-wsgi-public', port: 5000 };
  const source = { host: 'controller', path: '/etc/httpd/conf/httpd.conf', line: 98 };
  const config = {
    error: null, errorAt: null, serverName: { value: 'controller', source }, listens: [{ port: 80, source }, { port: 5000, source }],
    applications: [{ port: 5000, path: '/', script: '/usr/bin/keystone-wsgi-public', user: 'keystone', source }], isOutdated: false,
  };

  it('names what its files lack', () => {
    expect(told(want, { kind: 'httpd', config })).toBe('green: its configuration says so');
    expect(told(want, { kind: 'httpd', config: { ...config, serverName: null } })).toContain('`ServerName` is not set | A line that begins with `#`');
    expect(told(want, { kind: 'httpd', config: { ...config, serverName: { value: 'contoller', source } } })).toContain('`ServerName` is `contoller` | See `/etc/httpd/conf/httpd.conf` line 98');
    expect(told(want, { kind: 'httpd', config: { ...config, applications: [] } })).toContain('httpd does not serve `/keystone-wsgi-public` | No file in `/etc/httpd/conf.d`');
    expect(told(want, { kind: 'httpd', config: { ...config, error: "Invalid command 'ServerNam'", errorAt: source } }))
      .toContain("httpd does not understand its configuration: Invalid command 'ServerNam' | See `/etc/httpd/conf/httpd.conf` line 98");
    expect(told({ ...want, loaded: true }, { kind: 'httpd', config: { ...config, isOutdated: true } })).toContain('the files were changed after httpd had read them');
  });
});

describe('variables', () => {
  const want: Want = { kind: 'openrc', host: 'controller', path: '/root/admin-openrc', user: 'admin', project: 'admin', also: ['OS_IDENTITY_API_VERSION'] };
  const variable = (name: string, value: string) => ({ name, value, isExported: true, line: 1 });
  const variables = [variable('OS_USERNAME', 'admin'), variable('OS_PROJECT_NAME', 'admin'), variable('OS_IDENTITY_API_VERSION', '3')];
  const answer: Extract<Answer, { kind: 'openrc' }> = { kind: 'openrc', isThere: true, variables, faults: [], login: { step: 'done', roles: ['admin'] } };

  it('says at which step a login ends', () => {
    expect(told(want, answer)).toBe('green: they get a token');
    expect(told(want, { ...answer, login: { step: 'password', error: '`OS_PASSWORD` is not the password of `admin`' } }))
      .toBe('red: these variables get no token: `OS_PASSWORD` is not the password of `admin`');
    expect(told(want, { ...answer, login: { step: 'variables', error: '`OS_PASSWORD` is not set' }, variables: [...variables, variable('OS_PASWORD', 'x')] }))
      .toBe('red: `OS_PASSWORD` is not set in `/root/admin-openrc` | There is `OS_PASWORD`, probably a slip.');
    expect(told(want, { ...answer, faults: [{ line: 2, text: 'export OS_USERNAME = admin', says: 'bash allows no spaces around the `=`' }] }))
      .toBe('red: line 2 of `/root/admin-openrc` says `export OS_USERNAME = admin` | Bash allows no spaces around the `=`.');
  });

  it('looks at the best of the open shells', () => {
    const want: Want = { kind: 'environment', host: 'controller', user: 'admin', project: 'admin' };
    const shell = { terminal: '1', user: 'root', variables: [], login: { step: 'variables' } } as const;
    expect(told(want, { kind: 'environment', shells: [] })).toContain('red: no shell on `controller` has a variable that begins with `OS_` | Each shell has variables of its own');
    expect(told(want, { kind: 'environment', shells: [shell, { ...shell, variables, login: { step: 'done' } }] })).toBe('green: a shell of `root` has them');
  });
});
