import { beforeAll, expect, test } from 'vitest';
import { labIn } from '../../bin/scenes.ts';
import type { Answer, Probe } from '../../src/lab/probe.ts';
import { Runner } from '../../src/sim/runner.ts';
import type { SimLab } from '../../src/sim/sim-lab.ts';

let lab: SimLab;
let runner: Runner;
beforeAll(async () => {
  lab = await labIn('antelope/keystone/openrc');
  runner = new Runner(lab.world);
}, 300_000);

const on = (command: string) => runner.run('controller', command);
const report = async (token: string) => (await lab.ask({ kind: 'token', host: 'controller', token }) as Extract<Answer, { kind: 'token' }>).report;
const openrc = async () => (await lab.ask({ kind: 'openrc', host: 'controller', path: '/root/admin-openrc' }) as Extract<Answer, { kind: 'openrc' }>).login;

test('a token says what keystone says of it, until its key or its user is gone', async () => {
  const token = (await on('. /root/admin-openrc; openstack token issue -f value -c id')).stdout.trim();
  const good = await report(token);
  expect(good).toMatchObject({
    isValid: true, refusal: null, keyFile: '/etc/keystone/fernet-keys/1', keyRole: 'primary', scope: { kind: 'project', name: 'admin' },
    user: { name: 'admin', domain: 'Default' }, roles: ['admin', 'member', 'reader'], methods: ['password'],
  });
  expect((good?.expiresMs ?? 0) - (good?.issuedMs ?? 0)).toBe(3_600_000);
  expect(await report(`${token.slice(0, -4)}AAAA`)).toMatchObject({ isValid: false, refusal: 'None of the keys opens it', keyFile: null });
  await on('keystone-manage fernet_rotate --keystone-user keystone --keystone-group keystone');
  expect(await report(token)).toMatchObject({ isValid: true, keyRole: 'secondary' });
  await on('. /root/admin-openrc; openstack token revoke ' + token);
  expect(await report(token)).toMatchObject({ isValid: false, refusal: 'It was revoked' });
  await on('rm /etc/keystone/fernet-keys/1');
  expect(await report(token)).toMatchObject({ isValid: false, refusal: 'None of the keys opens it' });
}, 300_000);

test('variables come as far as the first thing that is wrong', async () => {
  expect(await openrc()).toEqual({ step: 'done', roles: ['admin', 'member', 'reader'] });
  await on('systemctl stop mariadb');
  expect(await openrc()).toMatchObject({ step: 'keystone' });
  await on('systemctl start mariadb; systemctl stop httpd');
  expect(await openrc()).toMatchObject({ step: 'port', error: 'nobody answers on port 5000 of `controller`' });
  await on('systemctl start httpd');
  expect(await openrc()).toMatchObject({ step: 'done' });
}, 300_000);

test('httpd and its processes', async () => {
  const ask = (probe: Probe) => lab.ask(probe);
  const { config } = await ask({ kind: 'httpd', host: 'controller' }) as Extract<Answer, { kind: 'httpd' }>;
  expect(config).toMatchObject({ error: null, serverName: { value: 'controller' }, isOutdated: false });
  expect(config?.applications).toMatchObject([{ port: 5000, path: '/', script: '/usr/bin/keystone-wsgi-public', user: 'keystone' }]);
  const { processes } = await ask({ kind: 'processes', host: 'controller', unit: 'httpd' }) as Extract<Answer, { kind: 'processes' }>;
  expect(processes.filter(({ user }) => user === 'keystone').length).toBe(5);
});
