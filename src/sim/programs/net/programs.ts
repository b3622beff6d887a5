// All programs of this folder that are large together: one load for whichever is run first.
import type { Program } from '../../host/program.ts';
import { curl } from './curl/curl.ts';
import { dig, host, nslookup } from './dns.ts';
import { firewallCmd } from './firewall/firewall-cmd.ts';
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

/** The programs of this load. */
export const PROGRAMS: readonly Program[] = [
  curl, dig, host, nslookup, firewallCmd, ifconfig, route, iptables, ip, ncat, netstat, nmcli, ping,
  ss, scp, sshCopyId, sshKeygen, ssh, telnet, tracepath, traceroute, wget,
];
