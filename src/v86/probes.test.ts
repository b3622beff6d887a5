// The readers, over what real programs print (captured on Debian 12: chronyc 4.3, rpm 4.18, journalctl 252) and what the image's teller says.
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Answer, Probe } from '../lab/probe.ts';
import type { Said } from './agent.ts';
import type { Guest } from './guest.ts';
import { answerAll } from './probes.ts';

const HOSTS = [{ name: 'controller', address: '10.0.0.11' }, { name: 'compute1', address: '10.0.0.31' }];

type Reply = readonly [pattern: RegExp, text: string, status?: number];

/** Questions of a script to the teller, without what the asker knows: kind and arguments, with tabs between. */
const questionsOf = (script: string): readonly string[] => [...script.matchAll(/'[^'\t]*\t((?:[^']|'\\'')*)'/g)].map(([, question = '']) => question.replaceAll("'\\''", "'"));

/** A guest that answers scripts, and questions to its teller, by what they contain; the first match counts. */
function guest(...replies: readonly Reply[]): { readonly guest: Guest; readonly asked: string[] } {
  const asked: string[] = [];
  const reply = (to: string): Said => {
    const [, text = '', status = text === '' ? 1 : 0] = replies.find(([pattern]) => pattern.test(to)) ?? [];
    return { text, status };
  };
  const run = (script: string): Promise<Said> => {
    asked.push(script);
    if (!/^(?:later: )?lab_tell /.test(script)) return Promise.resolve(reply(script));
    return Promise.resolve({ text: questionsOf(script).map((question) => `7.1\n${reply(question).text}\x1d`).join(''), status: 0 });
  };
  const runLater = (script: string): Promise<Said> => run(`later: ${script}`);
  return { guest: { agent: { run, runLater } } as unknown as Guest, asked };
}

const base64 = (text: string): string => Buffer.from(text).toString('base64').replace(/.{76}/g, '$&\n');

/** Files with their text, as the teller tells them. */
const files = (texts: Readonly<Record<string, string>>): readonly Reply[] => Object.entries(texts).map(([path, text]): Reply => (
  [new RegExp(`^file\t${path}$`), `file\t0644\troot\troot\t${String(text.length)}\t9 ${String(text.length)} 1\t\t\n${base64(text)}`]));

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
const ROOTS = /^sql\t\/var\/lib\/mysql\/mysql.sock\troot\t\t/;
const DATABASES: Reply = [/^sql\t.*SCHEMATA/, 'columns\tdatabase\tSCHEMA_NAME\nrow\tdatabase\tkeystone\nrow\tdatabase\tkeyston\n'
  + 'columns\ttable\tTABLE_SCHEMA\tTABLE_NAME\nrow\ttable\tkeystone\tproject\nrow\ttable\tkeystone\ttoken\n'];
const ACCOUNTS: Reply = [/^sql\t.*global_priv WHERE JSON/, 'columns\taccount\ta\tb\nrow\taccount\tkeystone\t%\ncolumns\tGrants for keystone@%\n'
  + "row\tGRANT USAGE ON *.* TO `keystone`@`%` IDENTIFIED BY PASSWORD '*2470'\nrow\tGRANT ALL PRIVILEGES ON `keystone`.* TO `keystone`@`%`\n"
  + 'columns\taccount\ta\tb\nrow\taccount\troot\tlocalhost\ncolumns\tGrants for root@localhost\nrow\tGRANT ALL PRIVILEGES ON *.* TO `root`@`localhost` IDENTIFIED VIA unix_socket WITH GRANT OPTION\n'];
const PASSWORD = (is: string): Reply => [/^sql\t.*PASSWORD\('/, `columns\tx\nrow\t${is}\n`];

describe('files and options', () => {
  it('reads type, mode, owner, target and text', async () => {
    const { guest: controller, asked } = guest([/^file\t\/etc\/x$/, 'file\t0640\troot\tchrony\t9000\t7 1.5 2.5\t\t\n'],
      [/^file\t\/etc\/l$/, `symlink\t0777\troot\troot\t8\t8 1.0 1.0\t../x\\ty\tfile\n${base64('k=1\nä')}\n`], [/^file\t\/gone$/, 'symlink\t0777\troot\troot\t0\t\tno\t\n'],
      [/^head -c.*'\/etc\/x'/, gzipSync('[a]\nk = ä\n').toString('base64')]);
    expect(await ask([{ kind: 'file', host: 'controller', path: '/etc/x' }, { kind: 'file', host: 'controller', path: '/etc/l' },
      { kind: 'file', host: 'controller', path: '/gone' }, { kind: 'file', host: 'controller', path: '/none' }], controller)).toEqual([
      { kind: 'file', type: 'file', mode: '0640', owner: 'root', group: 'chrony', text: '[a]\nk = ä\n' },
      { kind: 'file', type: 'symlink', mode: '0777', owner: 'root', group: 'root', target: '../x\ty', leadsTo: 'file', text: 'k=1\nä' },
      { kind: 'file', type: 'symlink', mode: '0777', owner: 'root', group: 'root', target: 'no', leadsTo: null },
      { kind: 'file', type: null },
    ]);
    expect(questionsOf(asked[0] ?? '')).toEqual(['file\t/etc/x', 'file\t/etc/l', 'file\t/gone', 'file\t/none']);
  });

  it('tells the teller what it said last, and keeps that when it says no more', async () => {
    const asked: string[] = [];
    const answers = [`3.1\nfile\t0644\troot\troot\t4\t1 1 1\t\t\n${base64('one\n')}\n\x1d`, '3.1\x1d', '3.2\nfile\t0600\troot\troot\t0\t1 2 1\t\t\n\x1d'];
    const controller = { agent: { run: (script: string) => { asked.push(script); return Promise.resolve({ text: answers[asked.length - 1] ?? '', status: 0 }); } } } as unknown as Guest;
    const probe: Probe = { kind: 'file', host: 'controller', path: "/etc/it's\ta" };
    for (const text of ['one\n', 'one\n', '']) expect(await ask([probe], controller)).toMatchObject([{ text }]);
    expect(asked).toEqual(['', '3.1', '3.1'].map((known) => `lab_tell '${known}\tfile\t/etc/it'\\''s\\ta'`));
  });

  it('does not ask twice while nothing has happened', async () => {
    const { guest: controller, asked } = guest(...files({ '/etc/a': 'one\n' }));
    const asking = { hosts: HOSTS, history: [], guestOf: () => controller, patiently: null };
    const probe: Probe = { kind: 'file', host: 'controller', path: '/etc/a' };
    // The last two lines: a host at rest is believed for longer, until something happens there.
    for (const [nowMs, revision, restMs, more] of [
      [0, 1, 0, 1], [2500, 1, 2500, 0], [3500, 1, 3500, 1], [3501, 2, 0, 1], [20_000, 2, 16_500, 1], [45_000, 2, 41_500, 0], [45_001, 3, 0, 1],
    ] as const) {
      asked.length = 0;
      await answerAll([probe], { ...asking, nowMs, activityOf: () => ({ revision, restMs }) });
      expect(asked, String(nowMs)).toHaveLength(more);
    }
  });

  it('believes what depends on other hosts only while nothing happens on any of them', async () => {
    const { guest: controller, asked } = guest([/^name\tcompute1$/, '10.0.0.31'], [/^connect/, 'Connection refused\n']);
    const probe: Probe = { kind: 'reaches', host: 'controller', to: 'compute1', port: 22 };
    const asking = { hosts: HOSTS, history: [], guestOf: (host: string) => (host === 'controller' ? controller : null), patiently: null };
    for (const [nowMs, elsewhere, questions] of [[0, 1, ['name\tcompute1', 'connect\t10.0.0.31\t22']], [1000, 1, []], [2000, 2, ['connect\t10.0.0.31\t22']]] as const) {
      asked.length = 0;
      await answerAll([probe], { ...asking, nowMs, activityOf: (host) => ({ revision: host === 'controller' ? 5 : elsewhere, restMs: 20_000 }) });
      expect(asked.flatMap(questionsOf)).toEqual(questions);
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
    const slow = answerAll([b, { kind: 'package', host: 'controller', name: 'x' }], { ...asking, patiently });
    await expect.poll(() => jobs.length).toBe(1);
    expect(await answerAll([b], { ...asking, patiently: null })).toMatchObject([{ text: 'two\n' }]);
    await jobs[0]?.();
    await expect.poll(() => jobs.length).toBe(2);
    await jobs[1]?.();
    expect(await slow).toMatchObject([{ text: 'two\n' }, { kind: 'package', version: null }]);
    expect(asked.slice(-2).map((script) => script.slice(0, 14))).toEqual(["lab_tell '\tfil", 'later: rpm --r']);
  });

  it('finds an option, its line, and the same name elsewhere', async () => {
    const { guest: controller } = guest(...files({ '/etc/k.conf': '[a]\nurl = 1\n[b]\n# url = 0\nurl = 2\n' }));
    expect(await ask([{ kind: 'option', host: 'controller', path: '/etc/k.conf', section: 'b', name: 'url' }], controller)).toEqual([
      { kind: 'option', value: '2', source: { host: 'controller', path: '/etc/k.conf', line: 5, text: 'url = 2' }, elsewhere: [{ section: 'a', line: 2, value: '1' }] },
    ]);
  });
});

/** dnf's files, and a mark of rpm's database, as the teller tells them. */
const software = (texts: Readonly<Record<string, string>>): Reply =>
  [/^software$/, `rpmdb 1 2\n${Object.entries(texts).map(([path, text]) => `${path}\t${Buffer.from(text).toString('base64')}\n`).join('')}`];

describe('updates', () => {
  const repositories = '[base]\nmetalink=https://mirrors.centos.org/metalink?repo=base-$stream&arch=$basearch\n[off]\nbaseurl=https://off.example/x\nenabled=0\n'
    + '[mine]\nbaseurl=http://rpm.mariadb.org/10.6/rhel/$releasever/\n';
  const offers = '<name>tzdata\n<version epoch="0" ver="2026b" rel="2.lab"/>\n<name>bash\n<version epoch="0" ver="5.2" rel="1.lab"/>\n<name>httpd\n<version epoch="1" ver="1" rel="1"/>\n<name>vim\n<version epoch="0" ver="9" rel="1"/>\n';

  it('are what enabled repositories offer in a newer build than is installed', async () => {
    const { guest: controller, asked } = guest(software({ '/etc/yum.repos.d/a.repo': repositories, '/etc/dnf/vars/stream': '9-stream\n' }),
      [/^rpm .* -qa /, 'tzdata 0:2026b-1.lab\nbash 0:5.2-1.lab\nhttpd 0:2-1\n'], [/^gzip -dc/, offers]);
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
    const { guest: controller } = guest([/^unit\tmariadb.service$/, MARIADB_ACTIVE], [/^unit\tchronyd.service$/, failed], [/journalctl -u 'chronyd.service'/, journal]);
    expect(await ask([{ kind: 'unit', host: 'controller', name: 'mariadb' }, { kind: 'unit', host: 'controller', name: 'chronyd' }], controller)).toEqual([
      { kind: 'unit', load: 'loaded', active: 'active', sub: 'running', isEnabled: false, result: 'success' },
      {
        kind: 'unit', load: 'loaded', active: 'failed', sub: 'failed', isEnabled: true, result: 'exit-code',
        why: 'It started and failed (exit-code, status 1). The last it said: `Fatal error : Invalid syntax at line 3 in file /etc/chrony.conf`.',
      },
    ]);
  });

  it('tells who listens, and why nobody does', async () => {
    const { guest: controller } = guest([/^listeners$/, 'udp\t127.0.0.1\t323\tchronyd\ntcp\t::\t3306\tmariadbd\n']);
    const { guest: off } = guest([/^listeners$/, ''], [/^unit\tmariadb.service$/, MARIADB_DEAD]);
    const probe: Probe = { kind: 'port', host: 'controller', port: 3306 };
    expect(await ask([probe], controller)).toEqual([{ kind: 'port', listeners: [{ address: '::', program: 'mariadbd' }], isBlocked: false }]);
    expect(await ask([probe], off)).toEqual([
      { kind: 'port', listeners: [], isBlocked: false, why: 'The unit `mariadb.service` is inactive: it was not started, or was stopped.' },
    ]);
  });
});

describe('packages', () => {
  it('tells versions and near names', async () => {
    const { guest: controller } = guest(software({}), [/^rpm .* -qa /, 'MariaDB-server 0:10.6.22-1.el9\nchrony 0:4.3-1.el9\nmod_ssl 1:2.4.57-11.el9\n']);
    expect(await ask([{ kind: 'package', host: 'controller', name: 'mariadb-server' }, { kind: 'package', host: 'controller', name: 'mod_ssl' }], controller)).toEqual([
      { kind: 'package', version: null, similar: [{ name: 'MariaDB-server', version: '10.6.22-1.el9' }] },
      { kind: 'package', version: '1:2.4.57-11.el9', similar: [] },
    ]);
  });

  it('reads repositories as dnf does', async () => {
    const { guest: controller } = guest(software({
      '/etc/yum.repos.d/centos.repo': '[baseos]\nname=B\nbaseurl=http://m/$releasever/$basearch\n[crb]\nenabled=0\n',
      '/etc/yum.repos.d/mariadb.repo': '[mariadb]\nname = M\nbaseurl = https://rpm.mariadb.org/10.6/rhel/$releasever/$basearch\ngpgkey=https://k\ngpgcheck=1\n',
      '/etc/yum.repos.d/notes': '', '/etc/dnf/vars/basearch': 'x86_64\n',
    }));
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
    const { guest: controller, asked } = guest(PASSWORD('1'), DATABASES, ACCOUNTS);
    const answers = await ask([
      { kind: 'database', host: 'controller', name: 'keystone' },
      { kind: 'grant', host: 'controller', user: 'keystone', from: '%', database: 'keystone', password: "x'" },
      { kind: 'grant', host: 'controller', user: 'keystone', from: 'localhost', database: 'keystone' },
    ], controller);
    expect(answers).toMatchObject([
      { exists: true, similar: ['keyston'], tables: ['project', 'token'] },
      { account: true, privileges: ['ALL PRIVILEGES'], hasAll: true, isPassword: true, accounts: [{ user: 'keystone', host: '%' }, { user: 'root', host: 'localhost' }] },
      { account: false, privileges: [], hasAll: false },
    ]);
    expect(asked).toHaveLength(1);
    const questions = questionsOf(asked[0] ?? '').filter((question) => ROOTS.test(question));
    expect(questions).toHaveLength(3);
    expect(questions[2]).toContain(String.raw`PASSWORD('x''')`);
  });

  it('says why nothing can be told', async () => {
    const { guest: controller } = guest([/^sql/, "error\t2002\tCan't connect to local server through socket '/var/lib/mysql/mysql.sock' (2)\n"], [/^unit\tmariadb.service$/, MARIADB_DEAD]);
    expect(await ask([{ kind: 'database', host: 'controller', name: 'x' }], controller)).toEqual([{
      kind: 'database', exists: false, similar: [], tables: [],
      problem: 'MariaDB does not run on `controller`', why: 'The unit `mariadb.service` is inactive: it was not started, or was stopped.',
    }]);
  });

  it('logs in from another host, and reads rows with NULL', async () => {
    const { guest: controller } = guest(DATABASES, [/^sql\t[^\t]*\troot\t\tkeystone\tSELECT id, n/, 'columns\tid\tn\nrow\t1\t\\N\nrow\t\\\\N\ta\\tb\n'], [/^sql\t.*FROM nope/, "error\t1146\tTable 'nope'\n"],
      [/^unit\t/, MARIADB_ACTIVE]);
    const { guest: compute1 } = guest([/^sql\tcontroller\tkeystone\tno\t/, "error\t1045\tAccess denied for user 'keystone'@'compute1' (using password: YES)\n"],
      [/^sql\tcontroller\tkeystone\tyes\tkeystone\t/, 'columns\tCURRENT_USER()\nrow\tkeystone@%\n'], [/^sql\tcontroller\tnova/, 'error\t2003\tConnection refused\n'], [/^name/, '10.0.0.11']);
    expect(await ask([
      { kind: 'login', host: 'controller', from: 'compute1', user: 'keystone', password: 'no' },
      { kind: 'login', host: 'controller', from: 'compute1', user: 'keystone', password: 'yes', database: 'keystone' },
      { kind: 'login', host: 'controller', from: 'compute1', user: 'nova', password: 'x' },
      { kind: 'login', host: 'controller', from: 'compute2', user: 'nova', password: 'x' },
      { kind: 'rows', host: 'controller', database: 'keystone', sql: 'SELECT id, n FROM project' },
      { kind: 'rows', host: 'controller', database: 'keystone', sql: 'SELECT id FROM nope' },
      { kind: 'rows', host: 'controller', database: 'keystone', sql: 'DROP TABLE project' },
    ], controller, compute1)).toEqual([
      { kind: 'login', isAccepted: false, code: 1045, error: "Access denied for user 'keystone'@'compute1' (using password: YES)" },
      { kind: 'login', isAccepted: true, account: "'keystone'@'%'" },
      { kind: 'login', isAccepted: false, code: 2003, error: "Can't connect to MySQL server on 'controller': Connection refused", why: '`controller` answers, but nobody listens on port 3306 there.' },
      { kind: 'login', isAccepted: false, problem: 'there is no host `compute2`' },
      { kind: 'rows', columns: ['id', 'n'], rows: [['1', null], ['\\N', 'a\tb']] },
      { kind: 'rows', columns: [], rows: [], error: "Table 'nope'" },
      { kind: 'rows', columns: [], rows: [], error: 'only a SELECT can be asked' },
    ]);
  });
});

describe('a database\'s URL in a file', () => {
  const CONF = { '/etc/k.conf': '[database]\nconnection = mysql+pymysql://keystone:x@controller/keystone\n' };
  const probe: Probe = { kind: 'connection', host: 'controller', path: '/etc/k.conf', section: 'database', name: 'connection' };
  const NAMED: Reply = [/^name\tcontroller$/, '10.0.0.11'];

  it('is tried by a login; where a server answers, no connection is made without one', async () => {
    const { guest: controller, asked } = guest(...files(CONF), NAMED, [/^sql\tcontroller\tkeystone\tx\tkeystone\t/, "error\t1045\tAccess denied for user 'keystone'@'controller' (using password: YES)\n"]);
    expect(await ask([probe], controller)).toMatchObject([{ login: { isAccepted: false, code: 1045, error: "Access denied for user 'keystone'@'controller' (using password: YES)" } }]);
    expect(asked.flatMap(questionsOf).filter((question) => question.startsWith('connect'))).toEqual([]);
  });

  it('says why nobody is there', async () => {
    const { guest: controller } = guest(...files(CONF), NAMED, [/^sql\tcontroller/, 'error\t2003\tConnection refused\n'], [/^sql/, "error\t2002\tCan't connect\n"],
      [/^unit/, MARIADB_DEAD], [/^connect\t10.0.0.11\t3306$/, 'Connection refused\n']);
    expect(await ask([probe], controller)).toMatchObject([{ login: {
      isAccepted: false, why: '`controller` answers, but nobody listens on port 3306 there. The unit `mariadb.service` is inactive: it was not started, or was stopped.',
    } }]);
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
    const { guest: controller } = guest([/^name\tcompute1$/, '10.0.0.31'], ...files({ '/etc/hosts': '127.0.0.1 localhost\n10.0.0.31 compute1\n' }),
      [/^connect\t10.0.0.31\t3306$/, 'Connection refused\n']);
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
