import type { PayloadFile, Payloads } from '../payload.ts';
import { repositoryFile, signingKey, type SigningKey } from '../repository-file.ts';

// Release files, repository files and keys of CentOS Stream 9 and of its special interest groups.

const config = (path: string, content: string): PayloadFile => ({ path, content, isConfig: true });

const OS_RELEASE = `NAME="CentOS Stream"
VERSION="9"
ID="centos"
ID_LIKE="rhel fedora"
VERSION_ID="9"
PLATFORM_ID="platform:el9"
PRETTY_NAME="CentOS Stream 9"
ANSI_COLOR="0;31"
LOGO="fedora-logo-icon"
CPE_NAME="cpe:/o:centos:centos:9"
HOME_URL="https://centos.org/"
BUG_REPORT_URL="https://issues.redhat.com/"
REDHAT_SUPPORT_PRODUCT="Red Hat Enterprise Linux 9"
REDHAT_SUPPORT_PRODUCT_VERSION="CentOS Stream"
`;

export const KEYS = {
  centos: { file: 'RPM-GPG-KEY-centosofficial', user: 'CentOS (CentOS Official Signing Key) <security@centos.org>', fingerprint: '99DB70FAE1D7CE227FB6488205B555B38483C65D' },
  extras: { file: 'RPM-GPG-KEY-CentOS-SIG-Extras-SHA512', user: 'CentOS Extras SIG (https://wiki.centos.org/SpecialInterestGroup) <security@centos.org>', fingerprint: '363FC0972F64B699AED3968E1FF6A2171D997668' },
  cloud: { file: 'RPM-GPG-KEY-CentOS-SIG-Cloud', user: 'CentOS Cloud SIG (http://wiki.centos.org/SpecialInterestGroup/Cloud) <security@centos.org>', fingerprint: '736AF5116D9C40E2AF6B074BF9B9FEE7764429E6' },
  nfv: { file: 'RPM-GPG-KEY-CentOS-SIG-NFV', user: 'CentOS NFV SIG (https://wiki.centos.org/SpecialInterestGroup/NFV) <security@centos.org>', fingerprint: '57D6C6C8D3A4E3D6A5A1C3D2B6792C39FD3F1B4E' },
  messaging: { file: 'RPM-GPG-KEY-CentOS-SIG-Messaging', user: 'CentOS Messaging SIG (https://wiki.centos.org/SpecialInterestGroup/Messaging) <security@centos.org>', fingerprint: 'B3D7A5C6E25AD2D2E8AF3E9C6C8D1D4AC8A9A6F1' },
  storage: { file: 'RPM-GPG-KEY-CentOS-SIG-Storage', user: 'CentOS Storage SIG (http://wiki.centos.org/SpecialInterestGroup/Storage) <security@centos.org>', fingerprint: '74129C0B173B071A3775951AD4A2E50BE451E5B5' },
  epel: { file: 'RPM-GPG-KEY-EPEL-9', user: 'Fedora (epel9) <epel@fedoraproject.org>', fingerprint: 'FF8AD1344597106ECE813B918A3872BF3228467C' },
  mariadb: { file: 'RPM-GPG-KEY-MariaDB', user: 'MariaDB Signing Key <signing-key@mariadb.org>', fingerprint: '177F4010FE56CA3336300305F1656F24C74CD1D8' },
} as const satisfies Readonly<Record<string, SigningKey>>;

const KEY_FOLDER = '/etc/pki/rpm-gpg';
const keyFile = (key: SigningKey): PayloadFile => ({ path: `${KEY_FOLDER}/${key.file}`, content: signingKey(key) });
const keyUrl = (key: SigningKey): string => `file://${KEY_FOLDER}/${key.file}`;

const stream = (id: string, name: string, isEnabled: boolean, key: SigningKey, metalink = `centos-${id}`): string => repositoryFile([
  {
    id, name: `CentOS Stream $releasever - ${name}`, isEnabled, isCounted: true, keyUrl: keyUrl(key),
    metalink: `https://mirrors.centos.org/metalink?repo=${metalink}-$stream&arch=$basearch&protocol=https,http`,
  },
  ...(['Debug', 'Source'] as const).map((kind) => ({
    id: `${id}-${kind === 'Debug' ? 'debuginfo' : 'source'}`, name: `CentOS Stream $releasever - ${name} - ${kind}`,
    isEnabled: false, isCounted: false, keyUrl: keyUrl(key),
    metalink: `https://mirrors.centos.org/metalink?repo=${metalink}-${kind.toLowerCase()}-$stream&arch=${kind === 'Source' ? 'source' : '$basearch'}&protocol=https,http`,
  })),
]);

const sig = (id: string, name: string, metalink: string, key: SigningKey, isEnabled = true): string => repositoryFile([{
  id, name, isEnabled, isCounted: false, keyUrl: keyUrl(key), isPlain: true,
  metalink: `https://mirrors.centos.org/metalink?repo=centos-${metalink}-$stream&arch=$basearch`,
}]);

const release = (file: string, content: string, key: SigningKey | null = null): { files: PayloadFile[] } => ({
  files: [config(`/etc/yum.repos.d/${file}`, content), ...(key === null ? [] : [keyFile(key)])],
});

/** The release packages: which distribution this is, where packages come from, whose signatures count. */
export const PAYLOADS: Payloads = {
  'centos-stream-release': {
    files: [
      { path: '/usr/lib/os-release', content: OS_RELEASE }, { path: '/etc/os-release', target: '../usr/lib/os-release' },
      config('/etc/centos-release', 'CentOS Stream release 9\n'), { path: '/etc/redhat-release', target: 'centos-release' },
      { path: '/etc/system-release', target: 'centos-release' }, { path: '/etc/system-release-cpe', content: 'cpe:/o:centos:centos:9\n' },
      config('/etc/issue', '\\S\nKernel \\r on an \\m\n\n'), config('/etc/issue.net', '\\S\nKernel \\r on an \\m\n'),
    ],
  },
  'centos-stream-repos': {
    files: [
      config('/etc/yum.repos.d/centos.repo', [
        stream('baseos', 'BaseOS', true, KEYS.centos), stream('appstream', 'AppStream', true, KEYS.centos), stream('crb', 'CRB', false, KEYS.centos),
      ].join('\n')),
      config('/etc/yum.repos.d/centos-addons.repo', [
        stream('highavailability', 'HighAvailability', false, KEYS.centos), stream('nfv', 'NFV', false, KEYS.centos),
        stream('rt', 'RT', false, KEYS.centos), stream('resilientstorage', 'ResilientStorage', false, KEYS.centos),
        repositoryFile([{
          id: 'extras-common', name: 'CentOS Stream $releasever - Extras packages', isEnabled: true, isCounted: true, keyUrl: keyUrl(KEYS.extras),
          metalink: 'https://mirrors.centos.org/metalink?repo=centos-extras-sig-extras-common-$stream&arch=$basearch&protocol=https,http',
        }, {
          id: 'extras-common-source', name: 'CentOS Stream $releasever - Extras packages - Source', isEnabled: false, isCounted: false, keyUrl: keyUrl(KEYS.extras),
          metalink: 'https://mirrors.centos.org/metalink?repo=centos-extras-sig-extras-common-source-$stream&arch=source&protocol=https,http',
        }]),
      ].join('\n')),
      config('/etc/dnf/vars/stream', '9-stream\n'),
    ],
  },
  'centos-gpg-keys': { files: [keyFile(KEYS.centos), keyFile(KEYS.extras)] },
  'centos-release-cloud': { files: [keyFile(KEYS.cloud)] },
  'centos-release-nfv-common': { files: [keyFile(KEYS.nfv)] },
  'centos-release-storage-common': { files: [keyFile(KEYS.storage)] },
  'centos-release-messaging': { files: [keyFile(KEYS.messaging)] },
  'centos-release-openstack-antelope': release('CentOS-OpenStack-antelope.repo',
    sig('centos-openstack-antelope', 'CentOS-$releasever - OpenStack antelope', 'cloud-sig-openstack-antelope', KEYS.cloud)),
  'centos-release-openstack-zed': release('CentOS-OpenStack-zed.repo',
    sig('centos-openstack-zed', 'CentOS-$releasever - OpenStack zed', 'cloud-sig-openstack-zed', KEYS.cloud)),
  'centos-release-openstack-bobcat': release('CentOS-OpenStack-bobcat.repo',
    sig('centos-openstack-bobcat', 'CentOS-$releasever - OpenStack bobcat', 'cloud-sig-openstack-bobcat', KEYS.cloud)),
  'centos-release-nfv-openvswitch': release('CentOS-NFV-OpenvSwitch.repo',
    sig('centos-nfv-openvswitch', 'CentOS Stream 9 - NFV OpenvSwitch', 'nfv-sig-openvswitch-2', KEYS.nfv)),
  'centos-release-rabbitmq-38': release('CentOS-Messaging-rabbitmq.repo',
    sig('centos-rabbitmq-38', 'CentOS-9 - RabbitMQ 38', 'messaging-sig-rabbitmq-38', KEYS.messaging)),
  'centos-release-ceph-pacific': release('CentOS-Ceph-Pacific.repo',
    sig('centos-ceph-pacific', 'CentOS-$releasever - Ceph Pacific', 'storage-sig-ceph-pacific', KEYS.storage)),
  'epel-release': release('epel.repo', repositoryFile([{
    id: 'epel', name: 'Extra Packages for Enterprise Linux $releasever - $basearch', isEnabled: true, isCounted: true,
    keyUrl: keyUrl(KEYS.epel), metalink: 'https://mirrors.fedoraproject.org/metalink?repo=epel-$releasever&arch=$basearch',
  }]), KEYS.epel),
};
