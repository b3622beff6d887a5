import { expect, test } from 'vitest';
import { startLab } from '../../world.testing.ts';
import { COLUMNS, layRow } from './columns.ts';
import { parseCrontab } from './cron.ts';

const column = (name: string): NonNullable<(typeof COLUMNS)[string]> => {
  const found = COLUMNS[name];
  if (found === undefined) throw new Error(name);
  return found;
};

test('a value that is too long takes from the blanks that follow it', () => {
  const columns = ['user', 'pid', 'vsz', 'rss', 'tname', 'stat', 'args'].map(column);
  expect(layRow(columns, columns.map((each) => each.header))).toBe('USER         PID    VSZ   RSS TTY      STAT COMMAND');
  expect(layRow(columns, ['mysql', '654', '8591381924', '323940', '?', 'Sl', '/usr/sbin/mariadbd'])).toBe('mysql        654 8591381924 323940 ?   Sl   /usr/sbin/mariadbd');
  expect(layRow(columns, ['messagebus', '1', '2', '3', 'pts/0', 'Ss+', 'x'])).toBe('message+       1      2     3 pts/0    Ss+  x');
});

test('ps: selections and formats', async () => {
  const lab = await startLab();
  const result = await lab.run('controller', 'sleep 50 & sleep 0.1; ps -C sleep -o comm=,args=; ps -o pid= -p 1; ps -p 99999 -o pid; echo $?; ps -o nosuch');
  expect(result.stdout).toBe('sleep           sleep 50\n      1\n    PID\n1\n');
  expect(result.stderr.split('\n')[0]).toBe('error: unknown user-defined format specifier "nosuch"');
});

test('ps: children under their parents', async () => {
  const lab = await startLab();
  const forest = (await lab.run('controller', 'ps -ef --forest | grep -A1 "[d]bus-broker-launch"')).stdout.replace(/\d+/g, 'N');
  expect(forest.split('\n')[1]).toMatch(/ \\_ dbus-broker --log N/);
});

test('signals: kill, pkill and killall', async () => {
  const lab = await startLab();
  expect((await lab.run('controller', 'sleep 99 & sleep 0.1; pkill -x sleep; wait $!; echo $?; sleep 99 & sleep 0.1; killall -9 sleep; wait $!; echo $?')).stdout).toBe('143\n137\n');
  expect((await lab.run('controller', 'killall nosuch; pkill nosuch; echo $?; /usr/bin/kill 999999')).stderr)
    .toBe('nosuch: no process found\nkill: sending signal to 999999 failed: No such process\n');
});

test('top stays until q', async () => {
  const lab = await startLab();
  const result = await lab.run('controller', 'top', { columns: 80, stdin: 'q' });
  expect(result.exit).toBe(0);
  expect(result.stdout.startsWith('\x1b[?1h\x1b=\x1b[?25l\x1b[H\x1b[2J\x1b(B\x1b[mtop - ')).toBe(true);
});

test('crontab refuses what it cannot read', () => {
  expect(parseCrontab('# x\n61 * * * * true\n', 'root')).toEqual({ line: 1, what: 'bad minute' });
  expect(parseCrontab('@daily /bin/true\nMAILTO=""\n5 4 * jan sun echo a b\n', 'root')).toEqual([
    { times: ['0', '0', '*', '*', '*'], user: 'root', command: '/bin/true', env: {} },
    { times: ['5', '4', '*', 'jan', 'sun'], user: 'root', command: 'echo a b', env: { MAILTO: '' } },
  ]);
});

test('/proc answers for every process, and takes settings', async () => {
  const lab = await startLab();
  expect((await lab.run('controller', 'cat /proc/1/comm; readlink /proc/1/exe; cat /proc/self/comm; echo 1 > /proc/sys/net/ipv4/ip_forward; cat /proc/sys/net/ipv4/ip_forward; grep -c ^processor /proc/cpuinfo; cat /proc/999999/comm')))
    .toEqual({ stdout: 'systemd\n/usr/lib/systemd/systemd\ncat\n1\n2\n', stderr: 'cat: /proc/999999/comm: No such file or directory\n', exit: 1 });
});

test('dmesg shows the boot', async () => {
  const lab = await startLab();
  expect((await lab.run('controller', 'dmesg | head -1 | cut -c1-38; dmesg -l nope')))
    .toEqual({ stdout: '[    0.000000] Linux version 5.14.0-46\n', stderr: 'dmesg: unknown level \'nope\'\n', exit: 1 });
});
