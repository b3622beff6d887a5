import type { Payloads } from '../payload.ts';

const NM_SERVICE = `[Unit]
Description=Network Manager
Documentation=man:NetworkManager(8)
Wants=network.target
After=network-pre.target dbus.service
Before=network.target

[Service]
Type=dbus
BusName=org.freedesktop.NetworkManager
ExecReload=/usr/bin/busctl call org.freedesktop.NetworkManager /org/freedesktop/NetworkManager org.freedesktop.NetworkManager Reload u 0
ExecStart=/usr/sbin/NetworkManager --no-daemon
Restart=on-failure
KillMode=process

[Install]
WantedBy=multi-user.target
Alias=dbus-org.freedesktop.NetworkManager.service
Also=NetworkManager-wait-online.service
`;

const WAIT_ONLINE = `[Unit]
Description=Network Manager Wait Online
Documentation=man:NetworkManager-wait-online.service(8)
Requires=NetworkManager.service
After=NetworkManager.service
Before=network-online.target

[Service]
Type=oneshot
ExecStart=/usr/bin/nm-online -s -q
RemainAfterExit=yes

[Install]
WantedBy=network-online.target
`;

/** What the base image says of a static interface: NetworkManager's key file. */
export const connectionFile = (device: string, uuid: string, address: string, gateway: string, dns: string): string => `[connection]
id=${device}
uuid=${uuid}
type=ethernet
interface-name=${device}

[ethernet]

[ipv4]
address1=${address},${gateway}
dns=${dns};
method=manual

[ipv6]
addr-gen-mode=eui64
method=ignore

[proxy]
`;

/** Network management and tools that bring data of their own. */
export const PAYLOADS: Payloads = {
  NetworkManager: {
    files: [
      { path: '/etc/NetworkManager/NetworkManager.conf', content: '# See man NetworkManager.conf.\n[main]\n#plugins=keyfile,ifcfg-rh\n\n[logging]\n#level=DEBUG\n', isConfig: true },
      { path: '/etc/NetworkManager/conf.d', isDirectory: true },
      { path: '/etc/NetworkManager/dispatcher.d', isDirectory: true },
      { path: '/etc/NetworkManager/system-connections', isDirectory: true, mode: 0o700 },
      { path: '/usr/lib/systemd/system/NetworkManager.service', content: NM_SERVICE },
      { path: '/usr/lib/systemd/system/NetworkManager-wait-online.service', content: WAIT_ONLINE },
      { path: '/var/lib/NetworkManager', isDirectory: true, mode: 0o700 },
    ],
    scripts: [{ kind: 'systemd', units: ['NetworkManager.service', 'NetworkManager-wait-online.service'] }],
  },
  iproute: {
    files: [
      { path: '/etc/iproute2/rt_tables', content: '255\tlocal\n254\tmain\n253\tdefault\n0\tunspec\n', isConfig: true },
      { path: '/etc/iproute2/rt_scopes', content: '0\tglobal\n255\tnowhere\n254\thost\n253\tlink\n200\tsite\n', isConfig: true },
    ],
  },
  wget: { files: [{ path: '/etc/wgetrc', content: '# Settings of wget for all users. See man wget.\n', isConfig: true }] },
  kmod: { files: [{ path: '/etc/modprobe.d', isDirectory: true }, { path: '/etc/modules-load.d', isDirectory: true }] },
  'selinux-policy': {
    files: [{
      path: '/etc/selinux/config', isConfig: true,
      content: '# enforcing: the policy is enforced; permissive: breaches are only logged; disabled: no policy is loaded.\n'
        + 'SELINUX=enforcing\n# targeted: chosen processes are confined; minimum; mls.\nSELINUXTYPE=targeted\n',
    }, { path: '/etc/sysconfig/selinux', target: '../selinux/config' }],
  },
  'procps-ng': {
    files: [
      { path: '/etc/sysctl.conf', content: '# Kernel settings of this host. Better put them into a file in /etc/sysctl.d. See man sysctl.d.\n', isConfig: true },
      { path: '/etc/sysctl.d', isDirectory: true },
      { path: '/etc/sysctl.d/99-sysctl.conf', target: '../sysctl.conf' },
    ],
  },
};
