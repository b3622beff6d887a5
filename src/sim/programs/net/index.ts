// net: programs about interfaces, sockets, other hosts and the firewall. Knows nothing of shells or lessons.
import type { ProgramFile } from '../../host/program.ts';
import { curl } from './curl/curl.ts';
import { firewallCmd } from './firewall/firewall-cmd.ts';
import { hostname } from './hostname.ts';
import { ip } from './ip/ip.ts';
import { netstat } from './netstat.ts';
import { nmcli } from './nmcli/nmcli.ts';
import { ping } from './ping.ts';
import { ss } from './ss.ts';
import { scp } from './ssh/scp.ts';
import { sshCopyId } from './ssh/ssh-copy-id.ts';
import { sshKeygen } from './ssh/ssh-keygen.ts';
import { ssh } from './ssh/ssh.ts';

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
];
