import { beforeAll, describe, expect, it } from 'vitest';
import type { Answer, Probe } from '../../lab/probe.ts';
import { answer } from '../probes.ts';
import { putFile, startLab, type TestLab } from '../world.testing.ts';

let lab: TestLab;
const ask = (probe: Probe): Promise<Answer> => answer(lab.world, [], probe);

beforeAll(async () => { lab = await startLab(); }, 60_000);

describe('files and options', () => {
  it('tells type, owner, mode and text of a file', async () => {
    putFile(lab, 'controller', '/root/a', 'hello\n', 0o640);
    expect(await ask({ kind: 'file', host: 'controller', path: '/root/a' }))
      .toEqual({ kind: 'file', type: 'file', owner: 'root', group: 'root', mode: '0640', text: 'hello\n' });
    expect(await ask({ kind: 'file', host: 'compute1', path: '/root/a' })).toEqual({ kind: 'file', type: null });
    expect(await ask({ kind: 'file', host: 'controller', path: '/nowhere/at/all' })).toEqual({ kind: 'file', type: null });
    expect(await ask({ kind: 'file', host: 'controller', path: '/etc/localtime' })).toMatchObject({ type: 'symlink', target: '../usr/share/zoneinfo/UTC' });
  });

  it('finds an option, its line, and the same name in other sections', async () => {
    putFile(lab, 'controller', '/etc/some.conf', '[a]\nconnection = 1\n[database]\n# connection = 2\nconnection = 3\n');
    const source = { host: 'controller', path: '/etc/some.conf', line: 5, text: 'connection = 3' };
    const elsewhere = [{ section: 'a', line: 2, value: '1' }];
    expect(await ask({ kind: 'option', host: 'controller', path: '/etc/some.conf', section: 'database', name: 'connection' }))
      .toEqual({ kind: 'option', value: '3', source, elsewhere });
    expect(await ask({ kind: 'option', host: 'controller', path: '/etc/none.conf', section: 'database', name: 'connection' }))
      .toEqual({ kind: 'option', value: null, problem: 'there is no file `/etc/none.conf` on `controller`' });
  });
});

describe('names', () => {
  it('tells the line that decides, and the lines that come near', async () => {
    expect(await ask({ kind: 'resolves', host: 'compute1', name: 'controller' })).toEqual({ kind: 'resolves', address: null, others: [] });
    putFile(lab, 'compute1', '/etc/hosts', '127.0.0.1 localhost\n# mine\n10.0.0.11 controler\n10.0.0.11 controller # head\n');
    expect(await ask({ kind: 'resolves', host: 'compute1', name: 'controller' })).toEqual({
      kind: 'resolves', address: '10.0.0.11',
      source: { host: 'compute1', path: '/etc/hosts', line: 4, text: '10.0.0.11 controller # head' },
      others: [{ host: 'compute1', path: '/etc/hosts', line: 3, text: '10.0.0.11 controler' }],
    });
  });

  it('says whether a host would be reached, where, and why not', async () => {
    putFile(lab, 'controller', '/etc/hosts', '127.0.0.1 localhost\n10.0.0.31 compute1\n10.0.0.99 nobody\n10.0.0.11 myself\n');
    const reaches = (to: string, port?: number): Promise<Answer> =>
      ask({ kind: 'reaches', host: 'controller', to, ...(port === undefined ? {} : { port }) });
    expect(await reaches('compute1')).toEqual({ kind: 'reaches', isReached: true, address: '10.0.0.31', arrivedAt: 'compute1' });
    expect(await reaches('myself')).toEqual({ kind: 'reaches', isReached: true, address: '10.0.0.11', arrivedAt: 'controller' });
    expect(await reaches('compute9')).toEqual({
      kind: 'reaches', isReached: false, address: 'compute9', error: 'Name or service not known',
      why: 'No line of `/etc/hosts` names `compute9`, and DNS does not know it either.',
    });
    expect(await reaches('nobody')).toEqual({
      kind: 'reaches', isReached: false, address: '10.0.0.99', error: 'No route to host', why: 'No host has the address `10.0.0.99`.',
    });
    expect(await reaches('compute1', 3306)).toEqual({
      kind: 'reaches', isReached: false, address: '10.0.0.31', error: 'Connection refused',
      why: '`compute1` answers, but nobody listens on port 3306 there. There is no unit `mariadb.service`: its package is not installed.',
    });
  });
});

describe('packages', () => {
  it('tells versions and near names', async () => {
    expect(await ask({ kind: 'package', host: 'controller', name: 'chrony' })).toMatchObject({ version: expect.stringMatching(/^4\./) as string });
    expect(await ask({ kind: 'package', host: 'controller', name: 'Chrony' }))
      .toMatchObject({ version: null, similar: [{ name: 'chrony', version: expect.any(String) as string }] });
  });

  it('tells repositories as dnf reads them', async () => {
    expect(await ask({ kind: 'repository', host: 'controller', id: 'crb' })).toMatchObject({ isEnabled: false, file: '/etc/yum.repos.d/centos.repo' });
    expect(await ask({ kind: 'repository', host: 'controller', id: 'mariadb' })).toMatchObject({ isEnabled: null, strays: [] });
    putFile(lab, 'controller', '/etc/yum.repos.d/mariadb.repo',
      '[mariadb]\nname = MariaDB\nbaseurl = https://rpm.mariadb.org/10.6/rhel/$releasever/$basearch\ngpgkey= https://k\ngpgcheck=1\n');
    putFile(lab, 'controller', '/etc/yum.repos.d/notes', '');
    expect(await ask({ kind: 'repository', host: 'controller', id: 'mariadb' })).toMatchObject({
      isEnabled: true, url: 'https://rpm.mariadb.org/10.6/rhel/9/x86_64', keyUrl: 'https://k', checksSignatures: true,
      strays: ['/etc/yum.repos.d/notes'],
    });
  });

  it('a fresh host has updates waiting, and so have both', async () => {
    const pending = async (host: string): Promise<readonly string[]> => (await ask({ kind: 'updates', host }) as { pending: readonly string[] }).pending;
    expect((await pending('controller')).length).toBeGreaterThan(3);
    expect(await pending('compute1')).toEqual(await pending('controller'));
  });
});

describe('questions that cannot be answered', () => {
  it('say why', async () => {
    expect(await ask({ kind: 'database', host: 'controller', name: 'keystone' })).toMatchObject({
      exists: false, problem: 'MariaDB does not run on `controller`',
      why: 'There is no unit `mariadb.service`: its package is not installed.',
    });
    expect(await ask({ kind: 'unit', host: 'network1', name: 'x' })).toMatchObject({ problem: 'there is no host `network1`' });
  });

  it('leave the world as it was', async () => {
    const before = JSON.stringify(lab.world.toJSON());
    await ask({ kind: 'updates', host: 'controller' });
    await ask({ kind: 'overview', host: 'controller' });
    await ask({ kind: 'reaches', host: 'controller', to: 'compute1', port: 22 });
    expect(JSON.stringify(lab.world.toJSON())).toBe(before);
  });
});
