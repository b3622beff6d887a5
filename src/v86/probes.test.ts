// The readers, over what real programs print (captured on Debian 12: systemctl 252, ss 6.1, mariadb 10.11, chronyc 4.3, rpm 4.18).
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Answer, Probe } from '../lab/probe.ts';
import type { Said } from './agent.ts';
import type { Guest } from './guest.ts';
import { answerAll } from './probes.ts';

const HOSTS = [{ name: 'controller', address: '10.0.0.11' }, { name: 'compute1', address: '10.0.0.31' }];

type Reply = readonly [pattern: RegExp, text: string, status?: number];

/** A guest that answers scripts by what they contain; the first match counts. */
function guest(...replies: readonly Reply[]): { readonly guest: Guest; readonly asked: string[] } {
  const asked: string[] = [];
  const run = (script: string): Promise<Said> => {
    asked.push(script);
    const [, text = '', status = text === '' ? 1 : 0] = replies.find(([pattern]) => pattern.test(script)) ?? [];
    return Promise.resolve({ text, status });
  };
  const runLater = (script: string): Promise<Said> => run(`later: ${script}`);
  return { guest: { agent: { run, runLater } } as unknown as Guest, asked };
}

const packed = (text: string): string => gzipSync(text).toString('base64').replace(/.{76}/g, '$&\n');

/** Files with their text, as stat and base64 tell them. */
function files(texts: Readonly<Record<string, string>>): readonly Reply[] {
  const mark = ([path, text]: readonly [string, string]): string => `regular file|644|root|root|${String(text.length)}|9 ${String(text.length)} 1|${path}`;
  return [
    [/^stat -c '%F\|/, `${Object.entries(texts).map(mark).join('\n')}\n`],
    ...Object.entries(texts).map(([path, text]): Reply => [new RegExp(`^base64 '${path}'`), Buffer.from(text).toString('base64')]),
  ];
}

let revision = 0;

async function ask(probes: readonly Probe[], controller: Guest, compute1: Guest | null = null): Promise<readonly Answer[]> {
  revision += 1;
  return answerAll(probes, {
    hosts: HOSTS, history: [], activityOf: () => ({ revision, restMs: 0 }), nowMs: 0, patiently: null,
    guestOf: (host) => (host === 'controller' ? controller : host === 'compute1' ? compute1 : null),
  });
}

const MARIADB_ACTIVE = 'Id=mariadb.service\nLoadState=loaded\nActiveState=active\nSubState=running\nUnitFileState=disabled\nResult=success\nExecMainStatus=0\n';
const MARIADB_DEAD = MARIADB_ACTIVE.replace('=active', '=inactive').replace('running', 'dead');
const TABLES = [
  'database\tkeystone', 'database\tkeyston', 'table\tkeystone\tproject', 'table\tkeystone\ttoken',
  '@@handstack keystone %', 'GRANT USAGE ON *.* TO `keystone`@`%` IDENTIFIED BY PASSWORD \'*2470\'', 'GRANT ALL PRIVILEGES ON `keystone`.* TO `keystone`@`%`',
  '@@handstack root localhost', 'GRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED VIA unix_socket WITH GRANT OPTION', '',
].join('\n');

describe('files and options', () => {
  it('reads type, mode, owner, target and text', async () => {
    const { guest: controller, asked } = guest([/^stat -c '%F\|/, 'regular file|640|root|chrony|9000|7 1.5 2.5|/etc/x\nsymbolic link|777|root|root|4|8 1.0 1.0|/etc/l\n'],
      [/head -c.*'\/etc\/x'/, packed('[a]\nk = ä\n')], [/^readlink '\/etc\/l'/, '../x\nregular file\n']);
    expect(await ask([{ kind: 'file', host: 'controller', path: '/etc/x' }, { kind: 'file', host: 'controller', path: '/etc/l' },
      { kind: 'file', host: 'controller', path: '/none' }], controller)).toEqual([
      { kind: 'file', type: 'file', mode: '0640', owner: 'root', group: 'chrony', text: '[a]\nk = ä\n' },
      { kind: 'file', type: 'symlink', mode: '0777', owner: 'root', group: 'root', target: '../x', leadsTo: 'file' },
      { kind: 'file', type: null },
    ]);
    expect(asked[0]).toMatch(/^stat -c '[^']*' '\/etc\/x' '\/etc\/l' '\/none' /);
  });

  it('reads a text again only when it has changed', async () => {
    const texts: Record<string, string> = { '/etc/a': 'one\n', '/etc/b': 'same\n' };
    const asked: string[] = [];
    const controller = { agent: { run: (script: string) => { asked.push(script); return guest(...files(texts)).guest.agent.run(script); } } } as unknown as Guest;
    const both: readonly Probe[] = [{ kind: 'file', host: 'controller', path: '/etc/a' }, { kind: 'file', host: 'controller', path: '/etc/b' }];
    await ask(both, controller);
    texts['/etc/a'] = 'another\n';
    asked.length = 0;
    expect(await ask(both, controller)).toMatchObject([{ text: 'another\n' }, { text: 'same\n' }]);
    expect(asked.map((script) => script.slice(0, 16))).toEqual(["stat -c '%F|%a|%", "base64 '/etc/a'"]);
  });

  it('does not ask twice while nothing has happened', async () => {
    const { guest: controller, asked } = guest(...files({ '/etc/a': 'one\n' }));
    const asking = { hosts: HOSTS, history: [], guestOf: () => controller, patiently: null };
    const probe: Probe = { kind: 'file', host: 'controller', path: '/etc/a' };
    // The last two lines: a host at rest is believed for longer, until something happens there.
    for (const [nowMs, revision, restMs, more] of [
      [0, 1, 0, 2], [2500, 1, 2500, 0], [3500, 1, 3500, 1], [3501, 2, 0, 1], [20_000, 2, 16_500, 1], [45_000, 2, 41_500, 0], [45_001, 3, 0, 1],
    ] as const) {
      asked.length = 0;
      await answerAll([probe], { ...asking, nowMs, activityOf: () => ({ revision, restMs }) });
      expect(asked, String(nowMs)).toHaveLength(more);
    }
  });

  it('asks patiently when it is told to, finds what others have heard, and keeps nobody else waiting', async () => {
    const { guest: controller, asked } = guest(...files({ '/etc/a': 'one\n', '/etc/b': 'two\n' }), [/^later: /, '']);
    const jobs: (() => Promise<unknown>)[] = [];
    const patiently = <T>(job: () => Promise<T>): Promise<T> => new Promise((resolve) => { jobs.push(async () => { resolve(await job()); }); });
    const asking = { hosts: HOSTS, history: [], guestOf: () => controller, activityOf: () => ({ revision: 1, restMs: 0 }), nowMs: 0 };
    const [a, b]: Probe[] = ['/etc/a', '/etc/b'].map((path) => ({ kind: 'file', host: 'controller', path }));
    if (a === undefined || b === undefined) return;
    await answerAll([a], { ...asking, patiently: null });
    expect(await answerAll([a], { ...asking, patiently })).toMatchObject([{ text: 'one\n' }]);
    expect(jobs).toHaveLength(0);
    asked.length = 0;
    const slow = answerAll([b], { ...asking, patiently });
    await expect.poll(() => jobs.length).toBe(1);
    expect(await answerAll([b], { ...asking, patiently: null })).toMatchObject([{ text: 'two\n' }]);
    await jobs[0]?.();
    expect(await slow).toEqual([{ kind: 'file', type: null }]);
    expect(asked.at(-1)).toMatch(/^later: stat -c /);
  });

  it('finds an option, its line, and the same name elsewhere', async () => {
    const { guest: controller } = guest(...files({ '/etc/k.conf': '[a]\nurl = 1\n[b]\n# url = 0\nurl = 2\n' }));
    expect(await ask([{ kind: 'option', host: 'controller', path: '/etc/k.conf', section: 'b', name: 'url' }], controller)).toEqual([
      { kind: 'option', value: '2', source: { host: 'controller', path: '/etc/k.conf', line: 5, text: 'url = 2' }, elsewhere: [{ section: 'a', line: 2, value: '1' }] },
    ]);
  });
});

describe('updates', () => {
  const repositories = '/etc/yum.repos.d/a.repo:[base]\n/etc/yum.repos.d/a.repo:metalink=https://mirrors.centos.org/metalink?repo=base-$stream&arch=$basearch\n/etc/yum.repos.d/a.repo:[off]\n'
    + '/etc/yum.repos.d/a.repo:baseurl=https://off.example/x\n/etc/yum.repos.d/a.repo:enabled=0\n/etc/yum.repos.d/a.repo:[mine]\n/etc/yum.repos.d/a.repo:baseurl=http://rpm.mariadb.org/10.6/rhel/$releasever/\n/etc/dnf/vars/stream:9-stream\n';
  const offers = '<name>tzdata\n<version epoch="0" ver="2026b" rel="2.lab"/>\n<name>bash\n<version epoch="0" ver="5.2" rel="1.lab"/>\n<name>httpd\n<version epoch="1" ver="1" rel="1"/>\n<name>vim\n<version epoch="0" ver="9" rel="1"/>\n';

  it('are what enabled repositories offer in a newer build than is installed', async () => {
    const { guest: controller, asked } = guest(
      [/^stat -c '%n/, '/var/lib/rpm/rpmdb.sqlite|regular file|9|1\n/etc/yum.repos.d/a.repo|regular file|9|2\n/etc/dnf/vars/stream|regular file|9|3\n'],
      [/^rpm -qa/, 'tzdata 0:2026b-1.lab\nbash 0:5.2-1.lab\nhttpd 0:2-1\n'],
      [/^grep -aHs/, Buffer.from(repositories).toString('base64')], [/^gzip -dc/, offers],
    );
    expect(await ask([{ kind: 'updates', host: 'controller' }], controller)).toEqual([{ kind: 'updates', pending: ['httpd', 'tzdata'] }]);
    expect(asked.at(-1)).toMatch(/^gzip -dc '\/srv\/mirror\/mirrors.centos.org\/base-9-stream\/repodata\/primary.xml.gz' '\/srv\/mirror\/rpm.mariadb.org\/10.6\/rhel\/9\/repodata\/primary.xml.gz' /);
  });
});

describe('units and ports', () => {
  it('tells a unit, and why one failed', async () => {
    const failed = 'Id=chronyd.service\nLoadState=loaded\nActiveState=failed\nSubState=failed\nUnitFileState=enabled\nResult=exit-code\nExecMainStatus=1\n';
    const journal = '{"MESSAGE":"Fatal error : Invalid syntax at line 3 in file /etc/chrony.conf","SYSLOG_IDENTIFIER":"chronyd","PRIORITY":"6"}\n'
      + '{"MESSAGE":"2026-11-20 21:59:11 0 [ERROR] Aborting","SYSLOG_IDENTIFIER":"mariadbd","PRIORITY":"6"}\n'
      + '{"MESSAGE":"chronyd.service: Failed with result","SYSLOG_IDENTIFIER":"systemd","PRIORITY":"4"}\n';
    const { guest: controller } = guest([/^lab_units 'mariadb.service' 'chronyd.service'$/, `${MARIADB_ACTIVE}\n${failed}`], [/journalctl -u 'chronyd.service'/, journal]);
    expect(await ask([{ kind: 'unit', host: 'controller', name: 'mariadb' }, { kind: 'unit', host: 'controller', name: 'chronyd' }], controller)).toEqual([
      { kind: 'unit', load: 'loaded', active: 'active', sub: 'running', isEnabled: false, result: 'success' },
      {
        kind: 'unit', load: 'loaded', active: 'failed', sub: 'failed', isEnabled: true, result: 'exit-code',
        why: 'It started and failed (exit-code, status 1). The last it said: `Fatal error : Invalid syntax at line 3 in file /etc/chrony.conf`.',
      },
    ]);
  });

  it('tells who listens, and why nobody does', async () => {
    const sockets = 'udp   UNCONN 0      0          127.0.0.1:323       0.0.0.0:*    users:(("chronyd",pid=112,fd=5))\n'
      + 'tcp   LISTEN 0      80                 *:3306            *:*    users:(("mariadbd",pid=233,fd=22))\n';
    const { guest: controller } = guest([/^ss /, sockets]);
    const { guest: off } = guest([/^ss /, '', 0], [/^lab_units /, MARIADB_DEAD]);
    const probe: Probe = { kind: 'port', host: 'controller', port: 3306 };
    expect(await ask([probe], controller)).toEqual([{ kind: 'port', listeners: [{ address: '::', program: 'mariadbd' }], isBlocked: false }]);
    expect(await ask([probe], off)).toEqual([
      { kind: 'port', listeners: [], isBlocked: false, why: 'The unit `mariadb.service` is inactive: it was not started, or was stopped.' },
    ]);
  });
});

describe('packages', () => {
  it('tells versions and near names', async () => {
    const { guest: controller } = guest([/^rpm -qa/, 'MariaDB-server 0:10.6.22-1.el9\nchrony 0:4.3-1.el9\nmod_ssl 1:2.4.57-11.el9\n']);
    expect(await ask([{ kind: 'package', host: 'controller', name: 'mariadb-server' }, { kind: 'package', host: 'controller', name: 'mod_ssl' }], controller)).toEqual([
      { kind: 'package', version: null, similar: [{ name: 'MariaDB-server', version: '10.6.22-1.el9' }] },
      { kind: 'package', version: '1:2.4.57-11.el9', similar: [] },
    ]);
  });

  it('reads repositories as dnf does', async () => {
    const lines = (path: string, text: string): string => text.replace(/^(?=.)/gm, `${path}:`);
    const marks = ['/etc/yum.repos.d|directory', '/etc/yum.repos.d/centos.repo|regular file', '/etc/yum.repos.d/mariadb.repo|regular file',
      '/etc/yum.repos.d/notes|regular empty file', '/etc/dnf/vars/basearch|regular file'].map((line) => `${line}|9|1 2 3\n`).join('');
    const { guest: controller } = guest([/^stat/, marks], [/^grep/, Buffer.from(lines('/etc/yum.repos.d/centos.repo', '[baseos]\nname=B\nbaseurl=http://m/$releasever/$basearch\n[crb]\nenabled=0\n')
      + lines('/etc/yum.repos.d/mariadb.repo', '[mariadb]\nname = M\nbaseurl = https://rpm.mariadb.org/10.6/rhel/$releasever/$basearch\ngpgkey=https://k\ngpgcheck=1\n')
      + lines('/etc/dnf/vars/basearch', 'x86_64\n')).toString('base64')]);
    expect(await ask([{ kind: 'repository', host: 'controller', id: 'mariadb' }, { kind: 'repository', host: 'controller', id: 'crb' }, { kind: 'repository', host: 'controller', id: 'x' }], controller)).toEqual([
      {
        kind: 'repository', isEnabled: true, others: ['baseos', 'crb', 'mariadb'], strays: ['/etc/yum.repos.d/notes'], file: '/etc/yum.repos.d/mariadb.repo',
        checksSignatures: true, url: 'https://rpm.mariadb.org/10.6/rhel/9/x86_64', keyUrl: 'https://k',
      },
      { kind: 'repository', isEnabled: false, others: ['baseos', 'crb', 'mariadb'], strays: ['/etc/yum.repos.d/notes'], file: '/etc/yum.repos.d/centos.repo', checksSignatures: false },
      { kind: 'repository', isEnabled: null, others: ['baseos', 'crb', 'mariadb'], strays: ['/etc/yum.repos.d/notes'] },
    ]);
  });
});

describe('MariaDB', () => {
  it('tells databases, accounts and what they may, by one look', async () => {
    const { guest: controller, asked } = guest([/SCHEMATA/, `@@handstack-password\t1\n${TABLES}`]);
    const answers = await ask([
      { kind: 'database', host: 'controller', name: 'keystone' },
      { kind: 'grant', host: 'controller', user: 'keystone', from: '%', database: 'keystone', password: 'x' },
      { kind: 'grant', host: 'controller', user: 'keystone', from: 'localhost', database: 'keystone' },
    ], controller);
    expect(answers).toMatchObject([
      { exists: true, similar: ['keyston'], tables: ['project', 'token'] },
      { account: true, privileges: ['ALL PRIVILEGES'], hasAll: true, isPassword: true },
      { account: false, privileges: [], hasAll: false },
    ]);
    expect(asked.filter((script) => script.includes('mysql'))).toHaveLength(1);
  });

  it('says why nothing can be told', async () => {
    const { guest: controller } = guest([/SCHEMATA/, "ERROR 2002 (HY000): Can't connect to local server through socket '/run/mysqld/mysqld.sock' (2)\n", 1], [/^lab_units /, MARIADB_DEAD]);
    expect(await ask([{ kind: 'database', host: 'controller', name: 'x' }], controller)).toEqual([{
      kind: 'database', exists: false, similar: [], tables: [],
      problem: 'MariaDB does not run on `controller`', why: 'The unit `mariadb.service` is inactive: it was not started, or was stopped.',
    }]);
  });

  it('logs in from another host, and reads rows with NULL', async () => {
    const { guest: controller } = guest([/SCHEMATA/, TABLES],
      [/mysql --defaults-file=\/etc\/my.cnf -u root -X/, '<?xml version="1.0"?>\n\n<resultset statement="S" xmlns:xsi="x"\n>  <row>\n\t<field name="id">1</field>\n\t<field name="n" xsi:nil="true" />\n  </row>\n</resultset>\n']);
    const { guest: compute1 } = guest([/-h 'controller'/, "ERROR 1045 (28000): Access denied for user 'keystone'@'compute1' (using password: YES)\n", 1]);
    expect(await ask([
      { kind: 'login', host: 'controller', from: 'compute1', user: 'keystone', password: 'no' },
      { kind: 'rows', host: 'controller', database: 'keystone', sql: 'SELECT id, n FROM project' },
      { kind: 'rows', host: 'controller', database: 'keystone', sql: 'DROP TABLE project' },
    ], controller, compute1)).toEqual([
      { kind: 'login', isAccepted: false, code: 1045, error: "Access denied for user 'keystone'@'compute1' (using password: YES)" },
      { kind: 'rows', columns: ['id', 'n'], rows: [['1', null]] },
      { kind: 'rows', columns: [], rows: [], error: 'only a SELECT can be asked' },
    ]);
  });
});

describe('a login from a host without the client', () => {
  const server = (password: string): Guest => guest([/authentication_string/, `@@handstack-password\t${password}`], [/SCHEMATA/, TABLES], [/getent hosts '10\.0\.0\.31'/, '10.0.0.31  compute1\n']).guest;
  const client = (...replies: readonly Reply[]): Guest => guest([/MYSQL_PWD/, 'mysql: command not found\n', 127], ...replies).guest;
  const ok: readonly Reply[] = [[/getent ahostsv4 'controller'/, '10.0.0.11 STREAM controller\n'], [/dev\/tcp/, '', 0]];
  const login = (user: string): Probe => ({ kind: 'login', host: 'controller', from: 'compute1', user, password: 'x', database: 'keystone' });

  it('is derived from the way and from the server\'s tables', async () => {
    expect(await ask([login('keystone')], server('1\n'), client(...ok))).toEqual([{ kind: 'login', isAccepted: true, account: "'keystone'@'%'" }]);
    expect(await ask([login('keystone')], server('0\n'), client(...ok))).toEqual([
      { kind: 'login', isAccepted: false, code: 1045, error: "Access denied for user 'keystone'@'compute1' (using password: YES)", account: "'keystone'@'%'" },
    ]);
    expect(await ask([login('nova')], server('1\n'), client(...ok))).toMatchObject([{ isAccepted: false, code: 1045 }]);
    expect(await ask([login('keystone')], server('1\n'), client([/getent/, '', 2]))).toMatchObject([{ isAccepted: false, code: 2005 }]);
  });
});

describe('time and names', () => {
  it('tells configured and used sources', async () => {
    const { guest: controller } = guest(...files({ '/etc/chrony.conf': '# pool x\npool ntp0.ntp-servers.net iburst\n' }),
      [/chronyc/, '^,*,ntp0.ntp-servers.net,3,6,17,24,0.000009463,0.000012,0.0012\n^,?,other,0,6,0,4294967295,0,0,0\n']);
    expect(await ask([{ kind: 'time-sources', host: 'controller' }], controller)).toEqual([{
      kind: 'time-sources', configured: [{ directive: 'pool', name: 'ntp0.ntp-servers.net', options: 'iburst', line: 2 }],
      used: [{ name: 'ntp0.ntp-servers.net', isReachable: true }, { name: 'other', isReachable: false }],
    }]);
  });

  it('tells the line that decides a name, and why a host is not reached', async () => {
    const { guest: controller } = guest([/getent ahostsv4 'compute1'/, '10.0.0.31       STREAM compute1\n'], [/getent/, '', 2],
      ...files({ '/etc/hosts': '127.0.0.1 localhost\n10.0.0.31 compute1\n' }), [/dev\/tcp/, 'bash: connect: Connection refused\nbash: line 1: /dev/tcp/10.0.0.31/3306: Connection refused\n', 1]);
    expect(await ask([
      { kind: 'resolves', host: 'controller', name: 'compute1' }, { kind: 'reaches', host: 'controller', to: 'compute9' },
      { kind: 'reaches', host: 'controller', to: 'compute1', port: 3306 },
    ], controller)).toEqual([
      { kind: 'resolves', address: '10.0.0.31', source: { host: 'controller', path: '/etc/hosts', line: 2, text: '10.0.0.31 compute1' }, others: [] },
      { kind: 'reaches', isReached: false, address: 'compute9', error: 'Name or service not known', why: 'No line of `/etc/hosts` names `compute9`, and DNS does not know it either.' },
      { kind: 'reaches', isReached: false, address: '10.0.0.31', error: 'Connection refused', why: '`compute1` is switched off: press a key in its terminal.' },
    ]);
  });
});

it('says that a host is off, or that there is none', async () => {
  const { guest: controller } = guest();
  expect(await ask([{ kind: 'file', host: 'compute1', path: '/x' }, { kind: 'file', host: 'y', path: '/x' }, { kind: 'overview', host: 'compute1' }], controller)).toMatchObject([
    { type: null, problem: '`compute1` is switched off: press a key in its terminal' },
    { type: null, problem: 'there is no host `y`' },
    { kind: 'overview', overview: { host: 'compute1', address: '10.0.0.31', databaseProblem: 'compute1 is switched off' } },
  ]);
});
