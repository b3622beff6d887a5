// systemd as a person meets it: units of their own, failures, restarts, boots.
import { expect, test } from 'vitest';
import { antelope } from '../../plans.ts';
import { Runner } from '../../runner.ts';
import { World } from '../../world.ts';
import { putFile, startLab, type TestLab } from '../../world.testing.ts';

const ETC = '/etc/systemd/system';
const unit = (lab: TestLab, name: string, text: string): void => putFile(lab, 'controller', `${ETC}/${name}`, text);

const messages = async (lab: TestLab, name: string): Promise<string[]> =>
  (await lab.run('controller', `journalctl -u ${name} -o cat --no-pager`)).stdout.trim().split('\n');

test('after its boot the machine runs, and nothing has failed', async () => {
  const lab = await startLab();
  expect(await lab.run('controller', 'systemctl is-system-running; systemctl --failed --no-legend; systemctl get-default; cat /proc/1/comm'))
    .toEqual({ stdout: 'running\nmulti-user.target\nsystemd\n', stderr: '', exit: 0 });
});

test('dependencies are started first, and fail those that need them', async () => {
  const lab = await startLab();
  unit(lab, 'base.service', '[Service]\nType=oneshot\nRemainAfterExit=yes\nExecStart=/usr/bin/true\n');
  unit(lab, 'top.service', '[Unit]\nRequires=base.service\nAfter=base.service\n[Service]\nExecStart=/usr/bin/sleep infinity\n');
  expect((await lab.run('controller', 'systemctl start top; systemctl is-active base top; systemctl stop base; systemctl is-active base top')).stdout)
    .toBe('active\nactive\ninactive\ninactive\n');
  unit(lab, 'base.service', '[Service]\nType=oneshot\nExecStart=/usr/bin/false\n');
  const result = await lab.run('controller', 'systemctl daemon-reload; systemctl start top');
  expect(result).toEqual({ stdout: '', stderr: 'A dependency job for top.service failed. See \'journalctl -xe\' for details.\n', exit: 1 });
  expect((await messages(lab, 'top')).slice(-2)).toEqual(['Dependency failed for top.service.', 'top.service: Job top.service/start failed with result \'dependency\'.']);
});

test('a unit that keeps failing is restarted five times and then left', async () => {
  const lab = await startLab();
  unit(lab, 'flap.service', '[Unit]\nDescription=Flap\n[Service]\nExecStart=/usr/bin/false\nRestart=on-failure\n');
  await lab.run('controller', 'systemctl start flap; sleep 2');
  expect((await messages(lab, 'flap')).slice(-5)).toEqual([
    'flap.service: Scheduled restart job, restart counter is at 5.', 'Stopped flap.service - Flap.', 'flap.service: Start request repeated too quickly.',
    'flap.service: Failed with result \'exit-code\'.', 'Failed to start flap.service - Flap.',
  ]);
});

test('a service that ignores the signal to end is killed when its time is up', async () => {
  const lab = await startLab();
  unit(lab, 'deaf.service', '[Service]\nExecStart=/bin/sh -c "trap \'\' TERM; while true; do sleep 1; done"\nTimeoutStopSec=3\nKillMode=process\n');
  await lab.run('controller', 'systemctl start deaf; sleep 1; systemctl stop deaf');
  expect((await messages(lab, 'deaf')).filter((line) => !line.includes('process')).slice(1)).toEqual([
    'Stopping deaf.service...', 'deaf.service: State \'stop-sigterm\' timed out. Killing.', 'deaf.service: Failed with result \'timeout\'.', 'Stopped deaf.service.',
  ]);
});

test('conditions, drop-ins, environment and templates', async () => {
  const lab = await startLab();
  unit(lab, 'say@.service', '[Unit]\nConditionPathExists=!/etc/quiet\n[Service]\nType=oneshot\nEnvironment=WORD=hello\nExecStart=/bin/sh -c "echo $WORD %i from ${WHERE}"\n');
  await lab.run('controller', `mkdir ${ETC}/say@.service.d; printf '[Service]\\nEnvironmentFile=-/etc/nosuch\\nEnvironment="WHERE=a drop-in"\\n' > ${ETC}/say@.service.d/w.conf`);
  await lab.run('controller', 'systemctl start say@you; touch /etc/quiet; systemctl start say@you');
  expect(await messages(lab, 'say@you')).toEqual([
    'Starting say@you.service...', 'hello you from a drop-in', 'say@you.service: Deactivated successfully.', 'Finished say@you.service.',
    'say@you.service was skipped because of an unmet condition check (ConditionPathExists=!/etc/quiet).',
  ]);
});

test('runtime folders belong to the user and go with the service', async () => {
  const lab = await startLab();
  unit(lab, 'dir.service', '[Service]\nUser=chrony\nRuntimeDirectory=dir\nRuntimeDirectoryMode=0750\nExecStart=/usr/bin/sleep infinity\n');
  expect((await lab.run('controller', 'systemctl start dir; stat -c "%U %a" /run/dir; ps -o user= -C sleep; systemctl stop dir; ls /run/dir')).stdout).toBe('chrony 750\nchrony\n');
});

test('enabling makes a link that the next boot follows', async () => {
  const lab = await startLab();
  unit(lab, 'mine.service', '[Service]\nExecStart=/usr/bin/sleep infinity\n[Install]\nWantedBy=multi-user.target\nAlias=own.service\n');
  const enabled = await lab.run('controller', 'systemctl enable mine; systemctl is-enabled mine own; systemctl is-active mine');
  expect(enabled.stderr).toBe('Created symlink /etc/systemd/system/own.service → /etc/systemd/system/mine.service.\n'
    + 'Created symlink /etc/systemd/system/multi-user.target.wants/mine.service → /etc/systemd/system/mine.service.\n');
  expect(enabled.stdout).toBe('enabled\nalias\ninactive\n');
  await lab.run('controller', 'systemctl reboot');
  await lab.world.runUntil(() => false, 60_000);
  expect((await lab.run('controller', 'systemctl is-active mine; journalctl --list-boots --no-pager | wc -l')).stdout).toBe('active\n3\n');
});

test('a machine that was saved and restored goes on as the other does', async () => {
  const lab = await startLab();
  unit(lab, 'slow.service', '[Service]\nExecStart=/usr/bin/sleep 5\nRestart=always\nRestartSec=20\n');
  await lab.run('controller', 'systemctl start slow; sleep 10');
  const copy = new Runner(await World.fromJSON(antelope(), JSON.parse(JSON.stringify(lab.world.toJSON())) as never));
  const command = 'systemctl status slow; sleep 25; systemctl status slow; journalctl -u slow; systemctl list-units --all; tail -3 /var/log/messages';
  expect(await copy.run('controller', command)).toEqual(await lab.run('controller', command));
});

test('journalctl -f shows what comes, until it is interrupted', async () => {
  const lab = await startLab();
  const result = await lab.run('controller', '(sleep 1; logger -t me hello; sleep 1; pkill journalctl) & journalctl -f -n 0 -t me -o cat', { columns: 80 });
  expect(result.stdout).toContain('hello\r\n');
});

test('cron runs what its tables say', async () => {
  const lab = await startLab();
  await lab.run('controller', `echo '*/2 * * * * echo at $(date +\\%M) >> /root/cron.txt' | crontab -; sleep 300`);
  expect((await lab.run('controller', 'cat /root/cron.txt')).stdout).toBe('at 02\nat 04\n');
});
