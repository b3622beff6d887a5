import { expect, test } from 'vitest';
import { putFile, startLab } from '../../world.testing.ts';

test('sources are those of chrony.conf, and become reachable', async () => {
  const lab = await startLab();
  putFile(lab, 'controller', '/etc/chrony.conf', 'pool ntp0.ntp-servers.net iburst\ndriftfile /var/lib/chrony/drift\nrtcsync\n');
  expect((await lab.run('controller', 'systemctl restart chronyd; chronyc sources | tail -1')).stdout).toBe(
    '^? ntp0.ntp-servers.net          0   6     0     -     +0ns[   +0ns] +/-    0ns\n');
  const later = await lab.run('controller', 'sleep 10; chronyc sources | tail -1; timedatectl show -p NTPSynchronized');
  expect(later.stdout.replace(/\d+ +[+-]\d+[nu]s\[.*/, 'SAMPLE')).toBe('^* ntp0.ntp-servers.net          1   6    17     SAMPLE\nNTPSynchronized=yes\n');
});

test('a host can serve time to the other', async () => {
  const lab = await startLab();
  putFile(lab, 'controller', '/etc/hosts', '127.0.0.1 localhost\n');
  putFile(lab, 'compute1', '/etc/hosts', '127.0.0.1 localhost\n10.0.0.11 controller\n');
  putFile(lab, 'compute1', '/etc/chrony.conf', 'server controller iburst\n');
  const ask = async (): Promise<string> => (await lab.run('compute1', 'systemctl restart chronyd; sleep 10; chronyc sources | tail -1')).stdout.slice(0, 44);
  expect(await ask()).toBe('^? controller                    0   7     0');
  await lab.run('controller', "echo 'allow 10.0.0.0/24' >> /etc/chrony.conf; systemctl restart chronyd; sleep 10");
  expect(await ask()).toBe('^* controller                    3   6    17');
});
