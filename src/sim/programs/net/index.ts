// net: programs about interfaces, sockets, other hosts and the firewall. Knows nothing of shells or lessons.
import { laterFrom, type ProgramFile } from '../../host/program.ts';
import { hostname } from './hostname.ts';

const later = laterFrom(async () => (await import('./programs.ts')).PROGRAMS);

/** Programs of this folder and the packages that bring them. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/sbin/ip', package: 'iproute', program: later('ip') },
  { path: '/usr/sbin/ss', package: 'iproute', program: later('ss') },
  { path: '/usr/bin/curl', package: 'curl', program: later('curl') },
  { path: '/usr/bin/firewall-cmd', package: 'firewalld', program: later('firewall-cmd') },
  { path: '/usr/bin/nmcli', package: 'NetworkManager', program: later('nmcli') },
  { path: '/usr/bin/netstat', package: 'net-tools', program: later('netstat') },
  { path: '/usr/bin/ping', package: 'iputils', program: later('ping') },
  { path: '/usr/bin/hostname', package: 'hostname', program: hostname },
  { path: '/usr/bin/ssh', package: 'openssh-clients', program: later('ssh') },
  { path: '/usr/bin/scp', package: 'openssh-clients', program: later('scp') },
  { path: '/usr/bin/ssh-copy-id', package: 'openssh-clients', program: later('ssh-copy-id') },
  { path: '/usr/bin/ssh-keygen', package: 'openssh', program: later('ssh-keygen') },
  { path: '/usr/bin/wget', package: 'wget', program: later('wget') },
  { path: '/usr/bin/ncat', package: 'nmap-ncat', program: later('ncat') },
  { path: '/usr/bin/nc', package: 'nmap-ncat', program: later('ncat') },
  { path: '/usr/bin/telnet', package: 'telnet', program: later('telnet') },
  { path: '/usr/bin/tracepath', package: 'iputils', program: later('tracepath') },
  { path: '/usr/bin/traceroute', package: 'traceroute', program: later('traceroute') },
  { path: '/usr/bin/dig', package: 'bind-utils', program: later('dig') },
  { path: '/usr/bin/host', package: 'bind-utils', program: later('host') },
  { path: '/usr/bin/nslookup', package: 'bind-utils', program: later('nslookup') },
  { path: '/usr/sbin/ifconfig', package: 'net-tools', program: later('ifconfig') },
  { path: '/usr/sbin/route', package: 'net-tools', program: later('route') },
  { path: '/usr/sbin/iptables', package: 'iptables-nft', program: later('iptables') },
];
