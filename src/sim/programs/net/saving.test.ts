import { expect, test } from 'vitest';
import { antelope } from '../../plans.ts';
import { Runner } from '../../runner.ts';
import { World } from '../../world.ts';
import { startLab } from '../../world.testing.ts';

const COMMANDS = [
  'chronyc sources', 'firewall-cmd --list-all', 'nmcli con show', 'ss -tulnp', 'sleep 100; chronyc sources',
  'ssh -o StrictHostKeyChecking=no -o BatchMode=yes 10.0.0.31 true', 'systemctl restart chronyd sshd firewalld; chronyc activity; firewall-cmd --state',
];

test('the network daemons go on after a restore as if nothing had been', async () => {
  const lab = await startLab();
  await lab.run('controller', 'systemctl start firewalld; sleep 20');
  const saved: unknown = JSON.parse(JSON.stringify(lab.world.toJSON()));
  const again = new Runner(await World.fromJSON(antelope(), saved as ReturnType<World['toJSON']>));
  for (const command of COMMANDS) expect(await again.run('controller', command)).toEqual(await lab.run('controller', command));
});

test('mirrors answer the first request after a restore', async () => {
  const lab = await startLab();
  const saved = JSON.parse(JSON.stringify(lab.world.toJSON())) as ReturnType<World['toJSON']>;
  const again = new Runner(await World.fromJSON(antelope(), saved));
  const fetch = "curl -s -w '%{http_code} %{content_type}\\n' -o /dev/null https://rpm.mariadb.org/RPM-GPG-KEY-MariaDB";
  expect(await again.run('compute1', fetch)).toEqual({
    stdout: '200 text/plain\n', stderr: '', exit: 0,
  });
});
