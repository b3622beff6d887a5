import type { PayloadFile } from '../../host/package.ts';
import type { Payloads } from '../payload.ts';
import { SERVICES } from './firewalld-services.ts';

const CONF = `# firewalld's settings. See man firewalld.conf.

# The zone of every interface and source that no zone names.
DefaultZone=public

# Take all rules away when firewalld stops.
CleanupOnExit=yes
CleanupModulesOnExit=no

# Let only whitelisted programs change the firewall.
Lockdown=no

IPv6_rpfilter=yes
IndividualCalls=no

# Log packets that are refused: all, unicast, broadcast, multicast or off.
LogDenied=off

# nftables or iptables.
FirewallBackend=nftables
FlushAllOnReload=yes
RFC3964_IPv4=yes
AllowZoneDrifting=no
`;

const UNIT = `[Unit]
Description=firewalld - dynamic firewall daemon
Before=network-pre.target
Wants=network-pre.target
After=dbus.service
After=polkit.service
Conflicts=iptables.service ip6tables.service ebtables.service ipset.service
Documentation=man:firewalld(1)

[Service]
EnvironmentFile=-/etc/sysconfig/firewalld
ExecStart=/usr/sbin/firewalld --nofork --nopid $FIREWALLD_ARGS
ExecReload=/bin/kill -HUP $MAINPID
StandardOutput=null
StandardError=null
Type=dbus
BusName=org.fedoraproject.FirewallD1
KillMode=mixed

[Install]
WantedBy=multi-user.target
Alias=dbus-org.fedoraproject.FirewallD1.service
`;

const escapeXml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

function element(part: string): string {
  const [kind = '', value = ''] = /^(protocol|include|helper|module|destination|source):(.*)$/.exec(part)?.slice(1) ?? ['port', part];
  const [port = '', protocol = ''] = value.split('/');
  switch (kind) {
    case 'port': return `  <port protocol="${protocol}" port="${port}"/>\n`;
    case 'source': return `  <source-port protocol="${protocol}" port="${port}"/>\n`;
    case 'protocol': return `  <protocol value="${value}"/>\n`;
    case 'include': return `  <include service="${value}"/>\n`;
    case 'destination': return `  <destination ${value.split(',').map((each) => each.replace(/=(.*)/, '="$1"')).join(' ')}/>\n`;
    default: return `  <${kind} name="${value}"/>\n`;
  }
}

const serviceFile = ([name, title, opens]: (typeof SERVICES)[number]): PayloadFile => ({
  path: `/usr/lib/firewalld/services/${name}.xml`,
  content: `<?xml version="1.0" encoding="utf-8"?>\n<service>\n  <short>${escapeXml(title)}</short>\n`
    + `${opens.split(' ').filter((part) => part !== '').map(element).join('')}</service>\n`,
});

/** Zones: name, title, target, services, whether it masquerades. */
const ZONES: readonly (readonly [string, string, string, readonly string[], boolean])[] = [
  ['block', 'Block', '%%REJECT%%', [], false],
  ['dmz', 'DMZ', '', ['ssh'], false],
  ['drop', 'Drop', 'DROP', [], false],
  ['external', 'External', '', ['ssh'], true],
  ['home', 'Home', '', ['ssh', 'mdns', 'samba-client', 'dhcpv6-client', 'cockpit'], false],
  ['internal', 'Internal', '', ['ssh', 'mdns', 'samba-client', 'dhcpv6-client', 'cockpit'], false],
  ['public', 'Public', '', ['ssh', 'dhcpv6-client', 'cockpit'], false],
  ['trusted', 'Trusted', 'ACCEPT', [], false],
  ['work', 'Work', '', ['ssh', 'dhcpv6-client', 'cockpit'], false],
];

const zoneFile = ([name, title, target, services, hasMasquerade]: (typeof ZONES)[number]): PayloadFile => ({
  path: `/usr/lib/firewalld/zones/${name}.xml`,
  content: `<?xml version="1.0" encoding="utf-8"?>\n<zone${target === '' ? '' : ` target="${target}"`}>\n  <short>${title}</short>\n`
    + `${services.map((service) => `  <service name="${service}"/>\n`).join('')}${hasMasquerade ? '  <masquerade/>\n' : ''}  <forward/>\n</zone>\n`,
});

/** firewalld: the daemon's unit, settings, zones and services. */
export const PAYLOADS: Payloads = {
  firewalld: {
    files: [
      { path: '/etc/firewalld', isDirectory: true, mode: 0o750 },
      { path: '/etc/firewalld/firewalld.conf', content: CONF, isConfig: true },
      { path: '/etc/sysconfig/firewalld', content: '# Command-line options for firewalld\nFIREWALLD_ARGS=\n', isConfig: true },
      ...['zones', 'services', 'icmptypes', 'ipsets', 'helpers', 'policies'].map((folder): PayloadFile =>
        ({ path: `/etc/firewalld/${folder}`, isDirectory: true, mode: 0o750 })),
      { path: '/usr/lib/systemd/system/firewalld.service', content: UNIT },
      ...ZONES.map(zoneFile),
      ...SERVICES.map(serviceFile),
    ],
    scripts: [{ kind: 'systemd', units: ['firewalld.service'], restarts: true }],
  },
};
