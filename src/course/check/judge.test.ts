import { describe, expect, it } from 'vitest';
import type { Answer } from '../../lab/probe.ts';
import type { Check, Verdict } from '../types.ts';
import { judge, probesOf } from './judge.ts';
import type { Want } from './want.ts';

const HOSTS = ['controller', 'compute1'];
const check = (want: Want): Check => ({ id: 'x', says: 'it is so', want, hints: ['h'], mode: 'level' });

/** The verdict when controller answers so; compute1 answers `twin`, or has the same problem. */
function verdict(want: Want, answer: Answer, twin: Answer = { ...answer }): Omit<Verdict, 'notes'> & { notes?: readonly string[] } {
  const { notes, ...rest } = judge(check(want), [answer, twin], HOSTS);
  return notes.length === 0 ? rest : { ...rest, notes };
}

describe('the questions of a check', () => {
  it('asks every other host as well where the other one may explain it', () => {
    expect(probesOf(check({ kind: 'package', host: 'controller', name: 'chrony' }), HOSTS)).toEqual([
      { kind: 'package', host: 'controller', name: 'chrony' }, { kind: 'package', host: 'compute1', name: 'chrony' },
    ]);
    expect(probesOf(check({ kind: 'login', host: 'controller', from: 'compute1', user: 'u', password: 'p' }), HOSTS)).toEqual([
      { kind: 'login', host: 'controller', from: 'compute1', user: 'u', password: 'p' },
    ]);
  });

  it('says so when the other host has it', () => {
    const want: Want = { kind: 'package', host: 'controller', name: 'chrony' };
    expect(verdict(want, { kind: 'package', version: null, similar: [] }, { kind: 'package', version: '4.3', similar: [] })).toEqual({
      passed: false, wanted: '`chrony` is installed on `controller`', saw: 'it is not installed',
      cause: 'It is so on `compute1`. Every host has its own: look at the prompt before you type.',
    });
  });

  it('passes on what kept the lab from answering', () => {
    const want: Want = { kind: 'database', host: 'controller', name: 'keystone' };
    const answer: Answer = {
      kind: 'database', exists: false, similar: [], tables: [],
      problem: 'MariaDB does not run on `controller`', why: 'The unit `mariadb.service` is stopped.',
    };
    expect(verdict(want, answer)).toEqual({
      passed: false, wanted: 'MariaDB on `controller` has a database `keystone`',
      saw: 'MariaDB does not run on `controller`', cause: 'The unit `mariadb.service` is stopped.',
    });
  });
});

describe('grants', () => {
  const want: Want = { kind: 'grant', host: 'controller', user: 'keystone', from: '%', database: 'keystone', password: 'secret' };
  const grants = ["GRANT ALL PRIVILEGES ON `keystone`.* TO `keystone`@`%`"];
  const good: Answer = { kind: 'grant', account: true, privileges: ['ALL'], hasAll: true, isPassword: true, accounts: [{ user: 'keystone', host: '%', grants }] };

  it('is green when account, password and privileges are right, and tells of a slip beside it', () => {
    expect(verdict(want, good)).toMatchObject({ passed: true, cause: null });
    const slip = { ...good, accounts: [...good.accounts, { user: 'keyston', host: '%', grants: [] }] };
    expect(verdict(want, slip)).toMatchObject({ passed: true, notes: ["There is also `'keyston'@'%'`, probably a slip. It does no harm."] });
  });

  it('names the host part when only the local account exists', () => {
    const answer: Answer = {
      kind: 'grant', account: false, privileges: [], hasAll: false, accounts: [{ user: 'keystone', host: 'localhost', grants: [] }, { user: 'root', host: 'localhost', grants: [] }],
    };
    expect(verdict(want, answer)).toEqual({
      passed: false, wanted: "`'keystone'@'%'` has all privileges on `keystone.*` and the password `secret`",
      saw: "there is no account `'keystone'@'%'`",
      cause: "There is `'keystone'@'localhost'`. For MariaDB a user with another host part is another account: the one from other hosts (`%`) is missing.",
    });
  });

  it('names a slip in the user, another password, too few privileges', () => {
    const near: Answer = { kind: 'grant', account: false, privileges: [], hasAll: false, accounts: [{ user: 'Keystone', host: '%', grants: [] }] };
    expect(verdict(want, near).cause).toBe("There is `'Keystone'@'%'`: compare the name letter by letter.");
    expect(verdict(want, { ...good, isPassword: false }).saw).toBe("`'keystone'@'%'` has another password than `secret`");
    expect(verdict(want, { ...good, hasAll: false, privileges: ['SELECT', 'INSERT'] }).saw)
      .toBe("`'keystone'@'%'` has only `SELECT` and `INSERT` on `keystone.*`");
    expect(verdict(want, { ...good, hasAll: false, privileges: [] })).toMatchObject({
      saw: "`'keystone'@'%'` exists, but has no privileges on `keystone.*`",
      cause: 'What it was granted: `GRANT ALL PRIVILEGES ON keystone.* TO keystone@%`.',
    });
  });
});

describe('units', () => {
  const want: Want = { kind: 'unit', host: 'controller', name: 'mariadb', running: true, enabled: true };
  const unit = (active: string, sub: string, isEnabled: boolean): Answer => ({ kind: 'unit', load: 'loaded', active, sub, isEnabled });

  it.each<[Answer, boolean, string, string | null]>([
    [unit('active', 'running', true), true, 'it is active (running) and enabled', null],
    [unit('active', 'running', false), false, '`mariadb.service` is active (running) and not enabled', 'It runs now, but nothing starts it at the next boot.'],
    [unit('inactive', 'dead', true), false, '`mariadb.service` is inactive (dead) and enabled', 'Enabling only says what happens at the next boot; it does not start it now.'],
    [unit('inactive', 'dead', false), false, '`mariadb.service` is inactive (dead) and not enabled', 'It was stopped, or never started.'],
    [{ ...unit('failed', 'failed', true), result: 'exit-code' } as Answer, false, '`mariadb.service` is failed (failed) and enabled', 'It started and failed (exit-code).'],
    [{ kind: 'unit', load: 'not-found', active: 'inactive', sub: 'dead', isEnabled: false }, false, 'there is no unit `mariadb.service`', 'A unit comes with its package: is that one installed?'],
  ])('%j', (answer, passed, saw, cause) => {
    expect(verdict(want, answer)).toEqual({ passed, saw, cause, wanted: '`mariadb.service` is running and enabled on `controller`' });
  });
});

describe('repositories', () => {
  const want: Want = { kind: 'repository', host: 'controller', id: 'mariadb', url: 'https://rpm.mariadb.org/10.6/rhel/9/x86_64', signed: true, key: 'https://k' };
  const good: Answer = {
    kind: 'repository', isEnabled: true, url: 'https://rpm.mariadb.org/10.6/rhel/9/x86_64/', checksSignatures: true, keyUrl: 'https://k',
    file: '/etc/yum.repos.d/mariadb.repo', others: ['baseos', 'mariadb'], strays: [],
  };

  it.each([
    ['good', good, true, 'it is enabled', null],
    ['disabled', { ...good, isEnabled: false }, false, 'it is there, but disabled', 'See `/etc/yum.repos.d/mariadb.repo`.'],
    ['another address', { ...good, url: 'https://x' }, false, 'its `baseurl` is `https://x`', 'See `/etc/yum.repos.d/mariadb.repo`.'],
    ['no signatures', { ...good, checksSignatures: false }, false, 'it takes packages without checking their signatures', '`gpgcheck=1` is missing. See `/etc/yum.repos.d/mariadb.repo`.'],
    ['not there', { kind: 'repository', isEnabled: null, others: ['baseos'], strays: [] }, false, 'dnf knows no repository `mariadb` there', 'It knows `baseos`.'],
    ['a file without .repo', { kind: 'repository', isEnabled: null, others: ['baseos'], strays: ['/etc/yum.repos.d/mariadb'] }, false,
      'dnf knows no repository `mariadb` there', '`/etc/yum.repos.d/mariadb` lies in `/etc/yum.repos.d`, but dnf reads only files whose names end in `.repo`.'],
  ] as const)('%s', (_name, answer, passed, saw, cause) => {
    expect(verdict(want, answer)).toEqual({
      passed, saw, cause, wanted: 'the repository `mariadb` is enabled on `controller`, at `https://rpm.mariadb.org/10.6/rhel/9/x86_64`, and checks signatures',
    });
  });
});

describe('names and time', () => {
  const name: Want = { kind: 'resolves', host: 'controller', name: 'compute1', address: '10.0.0.31' };

  it('shows the line that decides, or the line that comes near', () => {
    const source = { host: 'controller', path: '/etc/hosts', line: 3, text: '10.0.0.3 compute1' };
    expect(verdict(name, { kind: 'resolves', address: '10.0.0.3', source })).toEqual({
      passed: false, wanted: 'on `controller` the name `compute1` means `10.0.0.31`', saw: '`compute1` means `10.0.0.3`',
      cause: 'It says so in `/etc/hosts` line 3 on `controller`: `10.0.0.3 compute1`. The first line that holds a name decides.',
    });
    const swapped = { host: 'controller', path: '/etc/hosts', line: 4, text: 'compute1 10.0.0.31' };
    expect(verdict(name, { kind: 'resolves', address: null, others: [swapped] }).cause)
      .toBe('`/etc/hosts` line 4 on `controller` says `compute1 10.0.0.31`. The address comes first, then the name.');
    expect(verdict(name, { kind: 'resolves', address: null }).cause).toBe('No line of `/etc/hosts` names it.');
  });

  it('tells a file from the daemon that has not read it', () => {
    const configured = [{ directive: 'pool', name: 'ntp0.ntp-servers.net', options: 'iburst', line: 3 }];
    const want: Want = { kind: 'time-sources', host: 'controller', name: 'ntp0.ntp-servers.net', used: true };
    expect(verdict(want, { kind: 'time-sources', configured, used: [] })).toMatchObject({
      passed: false, saw: 'the running chronyd does not use it', cause: 'chronyd reads its file when it starts: it needs a restart after a change.',
    });
    expect(verdict(want, { kind: 'time-sources', configured, used: [{ name: 'ntp0.ntp-servers.net', isReachable: true }] }).passed).toBe(true);
  });
});

describe('logins', () => {
  const want: Want = { kind: 'login', host: 'controller', from: 'compute1', user: 'keystone', password: 'p' };
  const refused = { kind: 'login', isAccepted: false, code: 1045, error: 'Access denied' } as const;

  it('tells an unknown account from a wrong password', () => {
    expect(verdict(want, refused)).toMatchObject({ saw: 'Access denied', cause: 'No account fits the user `keystone` from `compute1`.' });
    expect(verdict(want, { ...refused, account: "'keystone'@'%'" }).cause)
      .toBe("The account `'keystone'@'%'` fits, but its password is another one. It must be the same in every grant.");
  });
});

describe('what is wrong here', () => {
  it('is not explained by the other host when it is more than missing', () => {
    const stopped: Answer = { kind: 'unit', load: 'loaded', active: 'inactive', sub: 'dead', isEnabled: true };
    const running: Answer = { ...stopped, active: 'active', sub: 'running' };
    expect(verdict({ kind: 'unit', host: 'controller', name: 'chronyd', running: true }, stopped, running).cause).toBe('It was stopped, or never started.');
  });
});

describe('history', () => {
  const want: Want = { kind: 'history', host: 'controller', pattern: 'chronyc', shown: 'chronyc sources' };

  it('wants success unless told otherwise', () => {
    const failing: Answer = { kind: 'history', lines: [{ host: 'controller', line: 'chronyc sources', exit: 1 }] };
    expect(verdict(want, failing)).toMatchObject({ passed: false, saw: '`chronyc sources` was run, but ended with status 1' });
    expect(verdict({ ...want, succeeded: false }, failing).passed).toBe(true);
  });
});
