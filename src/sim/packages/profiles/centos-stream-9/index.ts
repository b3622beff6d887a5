import { fromCalendar } from '../../../time/clock.ts';
import { KEYS } from '../../payload/sources.ts';
import type { MirroredRepository, Profile } from '../../profile.ts';
import type { Header, Origin } from '../../table.ts';
import { ANTELOPE, EPEL, EXTRAS, OPENVSWITCH, RABBITMQ } from './addons.ts';
import { APPSTREAM, BASEOS_MORE, CRB, GROUPS, MODULES } from './appstream.ts';
import { APPSTREAM_INSTALLED, BASEOS_INSTALLED } from './base.ts';
import { MARIADB } from './mariadb.ts';
import { APPSTREAM_UPDATES, BASEOS_UPDATES } from './updates.ts';

const keyId = (fingerprint: string): string => fingerprint.slice(-16).toLowerCase();

const CENTOS: Origin = { vendor: 'CentOS', packager: 'builder@centos.org', buildHost: 'x86-06.stream.rdu2.redhat.com', signedBy: keyId(KEYS.centos.fingerprint) };
const sig = (key: { fingerprint: string }): Origin =>
  ({ vendor: 'CentOS', packager: 'CBS <cbs@centos.org>', buildHost: 'x86-01.cbs.centos.org', signedBy: keyId(key.fingerprint) });

/** Origins by the repository name that a table's rows carry. */
const ORIGINS: Readonly<Record<string, Origin>> = {
  baseos: CENTOS, appstream: CENTOS, crb: CENTOS,
  'extras-common': sig(KEYS.extras), 'centos-openstack-antelope': sig(KEYS.cloud), 'centos-rabbitmq-38': sig(KEYS.messaging),
  'centos-nfv-openvswitch': sig(KEYS.nfv), 'centos-ceph-pacific': sig(KEYS.storage),
  epel: { vendor: 'Fedora Project', packager: 'Fedora Project', buildHost: 'buildvm-x86-05.iad2.fedoraproject.org', signedBy: keyId(KEYS.epel.fingerprint) },
  mariadb: { vendor: 'MariaDB Foundation', packager: 'MariaDB Foundation', buildHost: 'rhel-9', signedBy: keyId(KEYS.mariadb.fingerprint) },
};

const STREAM = 'mirror.stream.centos.org';

const repository = (
  name: string, path: string, metalink: string | null, packages: readonly Header[], metadataBytes: number, more: Partial<MirroredRepository> = {},
): MirroredRepository => ({
  index: `centos-stream-9/${name}`, at: [`${STREAM}/${path}`], metalink, origin: ORIGINS[name] as Origin, packages, metadataBytes, ...more,
});

const mariadb = (series: string, packages: readonly Header[]): MirroredRepository => ({
  index: `mariadb/${series}/rhel9`,
  at: [
    `rpm.mariadb.org/${series}/rhel/9/x86_64`, `rpm.mariadb.org/${series}/rhel9-amd64`, `rpm.mariadb.org/${series}/centos/9/x86_64`,
    `rpm.mariadb.org/${series}/centos9-amd64`, `mirror.mariadb.org/yum/${series}/rhel9-amd64`, `mirror.mariadb.org/yum/${series}/rhel/9/x86_64`,
    `yum.mariadb.org/${series}/rhel9-amd64`,
  ],
  metalink: null, origin: ORIGINS['mariadb'] as Origin, packages, metadataBytes: 784_000,
});

const SPECIAL = 'SIGs/9-stream';

const REPOSITORIES: readonly MirroredRepository[] = [
  repository('baseos', '9-stream/BaseOS/x86_64/os', 'centos-baseos-9-stream', [...BASEOS_INSTALLED, ...BASEOS_UPDATES, ...BASEOS_MORE], 8_912_000),
  repository('appstream', '9-stream/AppStream/x86_64/os', 'centos-appstream-9-stream', [...APPSTREAM_INSTALLED, ...APPSTREAM_UPDATES, ...APPSTREAM],
    25_170_000, { groups: GROUPS, modules: MODULES }),
  repository('crb', '9-stream/CRB/x86_64/os', 'centos-crb-9-stream', CRB, 7_214_000),
  repository('extras-common', `${SPECIAL}/extras/x86_64/extras-common`, 'centos-extras-sig-extras-common-9-stream', EXTRAS, 21_000),
  repository('centos-openstack-antelope', `${SPECIAL}/cloud/x86_64/openstack-antelope`, 'centos-cloud-sig-openstack-antelope-9-stream', ANTELOPE, 1_310_000),
  repository('centos-rabbitmq-38', `${SPECIAL}/messaging/x86_64/rabbitmq-38`, 'centos-messaging-sig-rabbitmq-38-9-stream', RABBITMQ, 99_000),
  repository('centos-nfv-openvswitch', `${SPECIAL}/nfv/x86_64/openvswitch-2`, 'centos-nfv-sig-openvswitch-2-9-stream', OPENVSWITCH, 214_000),
  repository('centos-ceph-pacific', `${SPECIAL}/storage/x86_64/ceph-pacific`, 'centos-storage-sig-ceph-pacific-9-stream', [], 483_000),
  { index: 'epel/9', at: ['dl.fedoraproject.org/pub/epel/9/Everything/x86_64'], metalink: 'epel-9', origin: ORIGINS['epel'] as Origin, packages: EPEL, metadataBytes: 20_400_000 },
  ...Object.entries(MARIADB).map(([series, packages]) => mariadb(series, packages)),
];

const GATEWAY = { to: 'default', via: '10.0.0.1', device: 'eth0', source: null, metric: 100 };

const network = (address: string, first: string, second: string): Pick<Profile['hosts'][number], 'interfaces' | 'routes'> => ({
  interfaces: [
    { name: 'eth0', mac: first, mtu: 1500, isUp: true, addresses: [`${address}/24`] },
    { name: 'eth1', mac: second, mtu: 1500, isUp: true, addresses: [] },
  ],
  routes: [GATEWAY, { to: '10.0.0.0/24', via: null, device: 'eth0', source: address, metric: 100 }],
});

/** CentOS Stream 9 for OpenStack 2023.1: a controller and a compute node, freshly installed in the minimal way. */
export const CENTOS_STREAM_9: Profile = {
  name: 'centos-stream-9',
  system: 'CentOS Stream 9',
  installed: [...BASEOS_INSTALLED, ...APPSTREAM_INSTALLED],
  userInstalled: new Set([
    'NetworkManager', 'acl', 'audit', 'basesystem', 'bash', 'bash-completion', 'bzip2', 'chrony', 'coreutils', 'cronie', 'crypto-policies', 'curl',
    'dnf', 'e2fsprogs', 'efibootmgr', 'filesystem', 'firewalld', 'glibc', 'glibc-langpack-en', 'grub2-efi-x64', 'grub2-pc', 'hostname', 'iproute',
    'iproute-tc', 'iputils', 'irqbalance', 'jq', 'kbd', 'kernel', 'kernel-tools', 'kexec-tools', 'less', 'logrotate', 'lshw', 'lsof', 'lsscsi',
    'man-db', 'microcode_ctl', 'nano', 'ncurses', 'net-tools', 'nmap-ncat', 'openssh-clients', 'openssh-server', 'openssl', 'parted', 'passwd', 'policycoreutils',
    'policycoreutils-python-utils', 'prefixdevname', 'procps-ng', 'psmisc', 'qemu-guest-agent', 'rootfiles', 'rpm', 'rsync', 'rsyslog',
    'selinux-policy-targeted', 'setup', 'sg3_utils', 'shadow-utils', 'shim-x64', 'sos', 'sssd-common', 'sssd-kcm', 'sudo', 'systemd', 'tar', 'tcpdump',
    'telnet', 'time', 'traceroute', 'tree', 'tuned', 'unzip', 'util-linux', 'vim-enhanced', 'vim-minimal', 'virt-what', 'wget', 'which', 'xfsprogs',
    'yum', 'yum-utils', 'dnf-plugins-core', 'linux-firmware', 'authselect', 'dracut-config-generic', 'polkit-pkla-compat', 'rpm-plugin-audit',
    'rpm-plugin-selinux', 'rpm-plugin-systemd-inhibit', 'dosfstools', 'dmidecode', 'hdparm', 'initscripts-rename-device', 'initscripts-service',
    'centos-stream-release', 'quota', 'gdisk', 'file', 'ethtool', 'diffutils', 'findutils', 'gawk', 'grep', 'gzip', 'sed', 'xz', 'gnupg2', 'cracklib-dicts',
    'python-unversioned-command', 'glibc-gconv-extra', 'iptables-nft', 'dbus', 'dbus-tools', 'bzip2', 'cpio', 'gettext', 'ed', 'squashfs-tools', 'dracut-network',
    'mokutil', 'ipcalc', 'tpm2-tss', 'libsss_sudo', 'python3-audit', 'python3-distro', 'python3-perf', 'systemd-udev', 'NetworkManager-tui', 'kpartx',
  ]),
  origins: ORIGINS,
  repositories: REPOSITORIES,
  installedMs: fromCalendar(2026, 11, 19, 14, 12, 7),
  builtMs: fromCalendar(2024, 6, 25, 8, 30, 12),
  rootPassword: 'handstack',
  unitsOff: ['firewalld.service'],
  timeZone: 'UTC',
  locale: 'en_US.UTF-8',
  hosts: [
    { id: 'controller', hostname: 'controller', machineId: '5e8f0a3c9d1b4e72a6c4f08b2d7e9135', ...network('10.0.0.11', '52:54:00:12:34:0b', '52:54:00:ab:cd:0b') },
    { id: 'compute1', hostname: 'compute1', machineId: 'c27d41f9b8634a05931e7fd60a5c8b42', ...network('10.0.0.31', '52:54:00:12:34:1f', '52:54:00:ab:cd:1f') },
  ],
};
