// net: programs about interfaces, sockets, other hosts and the firewall. Knows nothing of shells or lessons.
import type { ProgramFile } from '../../host/program.ts';
import { curl } from './curl/curl.ts';
import { dig, host, nslookup } from './dns.ts';
import { firewallCmd } from './firewall/firewall-cmd.ts';
import { hostname } from './hostname.ts';
import { ifconfig, route } from './ifconfig.ts';
import { iptables } from './iptables.ts';
import { ip } from './ip/ip.ts';
import { ncat } from './ncat.ts';
import { netstat } from './netstat.ts';
import { nmcli } from './nmcli/nmcli.ts';
import { ping } from './ping.ts';
import { ss } from './ss.ts';
import { scp } from './ssh/scp.ts';
import { sshCopyId } from './ssh/ssh-copy-id.ts';
import { sshKeygen } from './ssh/ssh-keygen.ts';
import { ssh } from './ssh/ssh.ts';
import { telnet } from './telnet.ts';
import { tracepath, traceroute } from './trace-path.ts';
import { wget } from './wget.ts';

/** Programs of this folder and the packages that bring them. */
export const FILES: readonly ProgramFile[] = [
  { path: '/usr/sbin/ip', package: 'iproute', program: ip },
  { path: '/usr/sbin/ss', package: 'iproute', program: ss },
  { path: '/usr/bin/curl', package: 'curl', program: curl },
  { path: '/usr/bin/firewall-cmd', package: 'firewalld', program: firewallCmd },
  { path: '/usr/bin/nmcli', package: 'NetworkManager', program: nmcli },
  { path: '/usr/bin/netstat', package: 'net-tools', program: netstat },
  { path: '/usr/bin/ping', package: 'iputils', program: ping },
  { path: '/usr/bin/hostname', package: 'hostname', program: hostname },
  { path: '/usr/bin/ssh', package: 'openssh-clients', program: ssh },
  { path: '/usr/bin/scp', package: 'openssh-clients', program: scp },
  { path: '/usr/bin/ssh-copy-id', package: 'openssh-clients', program: sshCopyId },
  { path: '/usr/bin/ssh-keygen', package: 'openssh', program: sshKeygen },
  { path: '/usr/bin/wget', package: 'wget', program: wget },
  { path: '/usr/bin/ncat', package: 'nmap-ncat', program: ncat },
  { path: '/usr/bin/nc', package: 'nmap-ncat', program: ncat },
  { path: '/usr/bin/telnet', package: 'telnet', program: telnet },
  { path: '/usr/bin/tracepath', package: 'iputils', program: tracepath },
  { path: '/usr/bin/traceroute', package: 'traceroute', program: traceroute },
  { path: '/usr/bin/dig', package: 'bind-utils', program: dig },
  { path: '/usr/bin/host', package: 'bind-utils', program: host },
  { path: '/usr/bin/nslookup', package: 'bind-utils', program: nslookup },
  { path: '/usr/sbin/ifconfig', package: 'net-tools', program: ifconfig },
  { path: '/usr/sbin/route', package: 'net-tools', program: route },
  { path: '/usr/sbin/iptables', package: 'iptables-nft', program: iptables },
];
