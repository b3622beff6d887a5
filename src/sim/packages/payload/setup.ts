import type { Payloads } from '../payload.ts';

/** Names of ports that people meet, as IANA registers them (name, port, protocols, alias). */
const PORTS: readonly (readonly [string, number, string, string?])[] = [
  ['tcpmux', 1, 'tcp udp'], ['echo', 7, 'tcp udp'], ['discard', 9, 'tcp udp', 'sink null'], ['systat', 11, 'tcp udp', 'users'],
  ['daytime', 13, 'tcp udp'], ['ftp-data', 20, 'tcp udp'], ['ftp', 21, 'tcp'], ['ssh', 22, 'tcp udp'], ['telnet', 23, 'tcp udp'],
  ['smtp', 25, 'tcp udp', 'mail'], ['time', 37, 'tcp udp', 'timserver'], ['whois', 43, 'tcp udp', 'nicname'], ['domain', 53, 'tcp udp'],
  ['bootps', 67, 'tcp udp'], ['bootpc', 68, 'tcp udp', 'dhcpc'], ['tftp', 69, 'tcp udp'], ['http', 80, 'tcp udp', 'www www-http'],
  ['kerberos', 88, 'tcp udp', 'kerberos5 krb5'], ['pop3', 110, 'tcp udp', 'pop-3'], ['sunrpc', 111, 'tcp udp', 'portmapper rpcbind'],
  ['ntp', 123, 'tcp udp'], ['netbios-ns', 137, 'tcp udp'], ['imap', 143, 'tcp udp', 'imap2'], ['snmp', 161, 'tcp udp'], ['bgp', 179, 'tcp udp'],
  ['ldap', 389, 'tcp udp'], ['https', 443, 'tcp udp'], ['microsoft-ds', 445, 'tcp udp'], ['syslog', 514, 'udp'], ['submission', 587, 'tcp udp'],
  ['ldaps', 636, 'tcp udp'], ['rsync', 873, 'tcp udp'], ['imaps', 993, 'tcp udp'], ['pop3s', 995, 'tcp udp'], ['socks', 1080, 'tcp udp'],
  ['ms-sql-s', 1433, 'tcp udp'], ['nfs', 2049, 'tcp udp'], ['mysql', 3306, 'tcp udp'], ['ms-wbt-server', 3389, 'tcp udp'],
  ['epmd', 4369, 'tcp udp'], ['commplex-main', 5000, 'tcp'], ['commplex-link', 5001, 'tcp'], ['postgres', 5432, 'tcp udp', 'postgresql'],
  ['amqp', 5672, 'tcp udp'], ['rfb', 5900, 'tcp udp', 'vnc-server'], ['x11', 6000, 'tcp udp', 'X'], ['redis', 6379, 'tcp'],
  ['webcache', 8080, 'tcp udp', 'http-alt'], ['websm', 9090, 'tcp udp'], ['armtechdaemon', 9292, 'tcp'], ['git', 9418, 'tcp udp'],
  ['memcache', 11211, 'tcp udp'], ['virt-manager', 16509, 'tcp'], ['openstack-id', 35357, 'tcp'],
];

const services = PORTS.flatMap(([name, port, protocols, aliases]) =>
  protocols.split(' ').map((protocol) => `${name.padEnd(15)} ${`${port}/${protocol}`.padEnd(15)} ${aliases ?? ''}`.trimEnd())).join('\n');

const PROTOCOLS = 'ip 0 IP\nicmp 1 ICMP\nigmp 2 IGMP\ntcp 6 TCP\nudp 17 UDP\ngre 47 GRE\nesp 50 IPSEC-ESP\nah 51 IPSEC-AH\nipv6-icmp 58 IPv6-ICMP\n';

/** What the package setup says of names of ports and protocols. */
export const PAYLOADS: Payloads = {
  setup: {
    files: [
      { path: '/etc/services', content: `# Names of ports: name, port/protocol, aliases.\n${services}\n`, isConfig: true },
      { path: '/etc/protocols', content: `# Names of IP protocols: name, number, aliases.\n${PROTOCOLS}`, isConfig: true },
    ],
  },
};
