import { beforeAll, describe, expect, it } from 'vitest';
import { putFile, startLab, type TestLab } from '../../world.testing.ts';

let lab: TestLab;
beforeAll(async () => {
  lab = await startLab();
  for (const host of ['controller', 'compute1']) {
    putFile(lab, host, '/etc/hosts', '127.0.0.1 localhost\n10.0.0.11 controller\n10.0.0.31 compute1\n');
  }
});

const on = (command: string, host = 'controller'): ReturnType<TestLab['exec']> => {
  const [name = '', ...args] = command.split(' ');
  const path = ['ip', 'ss'].includes(name) ? `/usr/sbin/${name}` : `/usr/bin/${name}`;
  return lab.exec(host, [path, ...args]);
};

describe('ip', () => {
  it('shows addresses', async () => {
    expect((await on('ip -br a')).stdout).toBe(
      'lo               UNKNOWN        127.0.0.1/8 ::1/128 \neth0             UP             10.0.0.11/24 \neth1             UP             \n');
    expect(await on('ip addr show eth9')).toEqual({ stdout: '', stderr: 'Device "eth9" does not exist.\n', exit: 1 });
    expect((await on('ip a s eth0')).stdout).toBe(
      '2: eth0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc fq_codel state UP group default qlen 1000\n'
      + '    link/ether 52:54:00:12:34:0b brd ff:ff:ff:ff:ff:ff\n'
      + '    inet 10.0.0.11/24 brd 10.0.0.255 scope global noprefixroute eth0\n'
      + '       valid_lft forever preferred_lft forever\n');
  });

  it('fails as iproute2 fails', async () => {
    expect(await on('ip foo')).toEqual({ stdout: '', stderr: 'Object "foo" is unknown, try "ip help".\n', exit: 1 });
    expect(await on('ip link set eth9 up')).toEqual({ stdout: '', stderr: 'Cannot find device "eth9"\n', exit: 1 });
    expect(await on('ip route add 10.5.0.0/16 via 10.9.9.9')).toEqual({ stdout: '', stderr: 'Error: Nexthop has invalid gateway.\n', exit: 2 });
  });
});

describe('ping', () => {
  it('reaches the other host by name', async () => {
    const { stdout, exit } = await on('ping -c 2 compute1');
    expect(exit).toBe(0);
    expect(stdout.replace(/time=[\d.]+/g, 'time=T').replace(/time \d+ms/, 'time Tms').replace(/[\d.]+\/.*ms/, 'R ms')).toBe(
      'PING compute1 (10.0.0.31) 56(84) bytes of data.\n'
      + '64 bytes from compute1 (10.0.0.31): icmp_seq=1 ttl=64 time=T ms\n64 bytes from compute1 (10.0.0.31): icmp_seq=2 ttl=64 time=T ms\n'
      + '\n--- compute1 ping statistics ---\n2 packets transmitted, 2 received, 0% packet loss, time Tms\nrtt min/avg/max/mdev = R ms\n');
  });

  it('says why it does not', async () => {
    expect(await on('ping -c 1 nosuchhost')).toEqual({ stdout: '', stderr: 'ping: nosuchhost: Name or service not known\n', exit: 2 });
    expect((await on('ping -c 1 10.0.0.99')).stdout).toBe(
      'PING 10.0.0.99 (10.0.0.99) 56(84) bytes of data.\nFrom 10.0.0.11 icmp_seq=1 Destination Host Unreachable\n'
      + '\n--- 10.0.0.99 ping statistics ---\n1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms\n\n');
    expect((await on('ping -c 1 -W 1 10.0.0.99')).stdout).toBe(
      'PING 10.0.0.99 (10.0.0.99) 56(84) bytes of data.\n\n--- 10.0.0.99 ping statistics ---\n'
      + '1 packets transmitted, 0 received, 100% packet loss, time 0ms\n\n');
  });
});

it('netstat -e adds whose socket it is', async () => {
  const { stdout } = await lab.run('controller', 'netstat -tlnpe | head -3');
  expect(stdout).toMatch(new RegExp('^Active Internet connections \\(only servers\\)\n'
    + 'Proto Recv-Q Send-Q Local Address {11}Foreign Address {9}State {7}User {7}Inode {6}PID/Program name {4}\n'
    + 'tcp {8}0 {6}0 0\\.0\\.0\\.0:22 {14}0\\.0\\.0\\.0:\\* {15}LISTEN {6}0 {10}\\d{5} {6}\\d+/sshd: /usr/sbin +\n$'));
});
