import { expect, test } from 'vitest';
import { startLab, type RunResult, type TestLab } from '../../../world.testing.ts';

const status = async (lab: TestLab, host: string, command: string): Promise<number | null> => (await lab.run(host, command)).exit;
const tryPort = (lab: TestLab, port: number): Promise<RunResult> => lab.run('compute1', `ssh -o BatchMode=yes -p ${port} 10.0.0.11 true`);

test('a running firewalld lets in only what its zone names', async () => {
  const lab = await startLab();
  expect(await status(lab, 'controller', "sed -i 's/^#Port 22/Port 22\\nPort 2200/' /etc/ssh/sshd_config && systemctl restart sshd")).toBe(0);
  expect((await tryPort(lab, 2200)).stderr).toBe('Host key verification failed.\n');
  expect((await lab.run('controller', 'systemctl start firewalld; firewall-cmd --list-services')).stdout).toBe('cockpit dhcpv6-client ssh\n');
  expect((await tryPort(lab, 2200)).stderr).toBe('ssh: connect to host 10.0.0.11 port 2200: No route to host\n');
  expect((await tryPort(lab, 22)).stderr).toBe('Host key verification failed.\n');
  expect(await status(lab, 'compute1', 'ping -c 1 10.0.0.11')).toBe(0);
  expect((await lab.run('controller', 'firewall-cmd --add-port=2200/tcp')).stdout).toBe('success\n');
  expect((await tryPort(lab, 2200)).stderr).toBe('Host key verification failed.\n');
  expect((await lab.run('controller', 'firewall-cmd --reload; firewall-cmd --query-port=2200/tcp')).stdout).toBe('success\nno\n');
  expect((await tryPort(lab, 2200)).stderr).toBe('ssh: connect to host 10.0.0.11 port 2200: No route to host\n');
  expect(await status(lab, 'controller', 'systemctl stop firewalld')).toBe(0);
  expect((await tryPort(lab, 2200)).stderr).toBe('Host key verification failed.\n');
});

test('rich rules and sources decide by the address', async () => {
  const lab = await startLab();
  await lab.run('controller', 'systemctl start firewalld; firewall-cmd --remove-service=ssh');
  expect((await tryPort(lab, 22)).stderr).toBe('ssh: connect to host 10.0.0.11 port 22: No route to host\n');
  const rule = "firewall-cmd --add-rich-rule='rule family=ipv4 source address=10.0.0.31 service name=ssh accept'";
  expect((await lab.run('controller', `${rule}; firewall-cmd --list-rich-rules`)).stdout).toBe(
    'success\nrule family="ipv4" source address="10.0.0.31" service name="ssh" accept\n');
  expect((await tryPort(lab, 22)).stderr).toBe('Host key verification failed.\n');
  expect((await lab.run('controller', `${rule.replace('10.0.0.31', '10.0.0.77')} >/dev/null; firewall-cmd --panic-on`)).stdout).toBe('success\n');
  expect(await status(lab, 'compute1', 'ping -c 1 -W 1 10.0.0.11')).toBe(1);
});

test('iptables rules filter too', async () => {
  const lab = await startLab();
  await lab.run('controller', 'iptables -A INPUT -p tcp --dport 22 -j REJECT');
  expect((await tryPort(lab, 22)).stderr).toBe('ssh: connect to host 10.0.0.11 port 22: Connection refused\n');
  expect((await lab.run('controller', 'iptables -L INPUT -n')).stdout).toBe(
    'Chain INPUT (policy ACCEPT)\ntarget     prot opt source               destination         \n'
    + 'REJECT     tcp  --  0.0.0.0/0            0.0.0.0/0            tcp dpt:22 reject-with icmp-port-unreachable\n');
  await lab.run('controller', 'iptables -F');
  expect((await tryPort(lab, 22)).stderr).toBe('Host key verification failed.\n');
});
