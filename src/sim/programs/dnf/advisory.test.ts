import { beforeAll, expect, it } from 'vitest';
import { startLab, type TestLab } from '../../world.testing.ts';

let lab: TestLab;
beforeAll(async () => {
  lab = await startLab();
  await lab.run('controller', 'useradd alice; dnf -q makecache');
});

const run = (command: string, user = 'root'): ReturnType<TestLab['run']> => lab.run('controller', command, { user });
const said = (stdout: string, stderr = '', exit = 0): Awaited<ReturnType<TestLab['run']>> => ({ stdout, stderr, exit });

it('there are no advisories', async () => {
  for (const form of ['updateinfo', 'updateinfo list', 'updateinfo list --security', 'list-security']) expect(await run(`dnf -q ${form}`)).toEqual(said(''));
  expect(await run('dnf -q updateinfo info')).toEqual(said('\n'));
  expect(await run('dnf -q updateinfo --info bash')).toEqual(said('\n'));
});

it('nothing needs a restart before anything was updated', async () => {
  expect(await run('needs-restarting')).toEqual(said(''));
  expect(await run('needs-restarting -r')).toEqual(said('No core libraries or services have been updated since boot-up.\nReboot should not be necessary.\n'));
});

it('processes older than their package are listed', async () => {
  await run('sleep 2; dnf -y -q reinstall dbus-broker');
  const { stdout: pid } = await run('pgrep -x dbus-broker-lau');
  expect((await run('needs-restarting')).stdout).toContain(`${pid.trim()} : /usr/bin/dbus-broker-launch --scope system --audit \n`);
  expect(await run('needs-restarting -s')).toEqual(said('dbus-broker.service\n'));
  expect(await run('needs-restarting -r')).toEqual(said('Core libraries or services have been updated since boot-up:\n  * dbus-broker\n\n'
    + 'Reboot is required to fully utilize these updates.\nMore information: https://access.redhat.com/solutions/27943\n', '', 1));
  expect((await run('needs-restarting -u', 'alice')).stdout).toBe('');
  expect((await run('needs-restarting', 'alice')).stderr).toContain("Failed to read PID 1's smaps.\n");
});

it('packages that an administrator names count, too', async () => {
  await run('mkdir -p /etc/dnf/plugins/needs-restarting.d; printf "sudo\\nnosuch\\n" > /etc/dnf/plugins/needs-restarting.d/own.conf; dnf -y -q reinstall sudo');
  const { stdout, stderr } = await run('needs-restarting -r');
  expect(stdout).toContain('  * dbus-broker\n  * sudo\n');
  expect(stderr).toBe('No installed package found for package name "nosuch" specified in needs-restarting file "own.conf".\n');
});

it.each(['--installroot=/mnt install tmux', '--forcearch aarch64 install tmux', '--security upgrade', '--advisory X upgrade', '--destdir /tmp install tmux'])(
  'dnf %s is refused', async (line) => {
    expect(await run(`dnf -y ${line}`)).toEqual(said('', `handstack: dnf: option ${/--\w+/.exec(line)?.[0] ?? ''} is not modelled\n`, 1));
  });
