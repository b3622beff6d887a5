// The synthetic packages and repositories that the dnf recordings were made with, read off their outputs.
import type { PackageCatalogue, PackageGroupSet, PackageSpec, PayloadFile, RepositoryContent } from '../../src/sim/host/package.ts';
import { indexFile, rpmFile } from '../../src/sim/host/package-file.ts';
import { ROOT } from '../../src/sim/host/inode.ts';
import { signingKey } from '../../src/sim/packages/repository-file.ts';
import { antelope } from '../../src/sim/plans.ts';
import { RPMDB, RpmDatabase } from '../../src/sim/programs/dnf/rpmdb.ts';
import { History, databaseVersion } from '../../src/sim/programs/dnf/history.ts';
import { parseEvr } from '../../src/base/rpm-version.ts';
import { nevra, nvra } from '../../src/sim/programs/dnf/version.ts';
import { fromCalendar } from '../../src/sim/time/clock.ts';
import { DeclaredOutside } from '../../src/sim/wire/outside.ts';
import { World } from '../../src/sim/world.ts';

const CENTOS_KEY = { file: 'RPM-GPG-KEY-centosofficial', user: 'CentOS (CentOS Official Signing Key) <security@centos.org>', fingerprint: '53103F22F906D4F888D121261BE96D116412A1B4' };
const CLOUD_KEY = { file: 'RPM-GPG-KEY-CentOS-SIG-Cloud', user: 'CentOS Cloud SIG (http://wiki.centos.org/SpecialInterestGroup/Cloud) <security-cloud@centos.org>', fingerprint: '27208C5A6E8ECE1BF4CC463FEE46CD9D9AEC7077' };
const MARIADB = '10.11.11-1.el9';

type More = Partial<PackageSpec> & { readonly download?: number };

/** A package of `kilobytes` installed; the file to download is 7 kB more. */
function make(repository: string, name: string, evr: string, kilobytes: number, requires: string[] = [], more: More = {}): PackageSpec {
  const { download, ...rest } = more;
  const { epoch, version, release } = parseEvr(evr);
  return {
    name, version, release, repository, requires, arch: 'x86_64', summary: `Package ${name}`, license: 'GPLv2', url: undefined as never,
    sizeBytes: Math.round((download ?? kilobytes + 7) * 1024), installedBytes: Math.round(kilobytes * 1024), ...(epoch === 0 ? {} : { epoch }),
    source: `${name}-${version}-${release}`, signedBy: (repository.includes('openstack') ? CLOUD_KEY : CENTOS_KEY).fingerprint.slice(-16).toLowerCase(),
    vendor: 'CentOS', packager: 'builder@centos.org', buildHost: 'builder-x86-01.centos.org', buildTimeMs: fromCalendar(2026, 11, 20, 8, 12, 9), ...rest,
  };
}

const summary = (text: string): More => ({ summary: text, description: `${text}.` });
const noarch: More = { arch: 'noarch' };
const maria = (name: string, kilobytes: number, requires: string[], text: string, more: More = {}): PackageSpec =>
  make('mariadb', name, MARIADB, kilobytes, requires, { ...summary(text), ...more });

const doc = (name: string): PayloadFile[] => [
  { path: `/usr/share/doc/${name}/README`, content: name, isDoc: true }, { path: `/usr/share/${name}`, isDirectory: true }, { path: `/usr/share/${name}/data.bin`, content: name },
];
const repo = (file: string, id: string, name: string, url: string, gpgcheck: number): PayloadFile =>
  ({ path: `/etc/yum.repos.d/${file}`, content: `[${id}]\nname=${name}\nbaseurl=http://mirror.stream.centos.org/${url}/\ngpgcheck=${gpgcheck}\ngpgkey=file:///etc/pki/rpm-gpg/${CLOUD_KEY.file}\nenabled=1\n` });

const CHRONY = { ...summary('An NTP client/server'), files: doc('chrony') };
const release = (name: string, evr: string, download: number, requires: string[] = [], files: PayloadFile[] = []): PackageSpec =>
  make('extras-common', name, evr, 3.7, requires, { ...noarch, download, files, ...(name.includes('openstack') ? summary('OpenStack Antelope from the CentOS Cloud SIG') : {}) });
const cloud = (name: string, evr: string, kilobytes: number, requires: string[] = [], more: More = {}): PackageSpec =>
  make('centos-openstack-antelope', name, evr, kilobytes, requires, { ...noarch, ...more });

const KEYSTONE_FILES: PayloadFile[] = [
  { path: '/etc/keystone/keystone.conf', content: '[DEFAULT]\n', isConfig: true }, { path: '/usr/share/doc/openstack-keystone/README', content: 'README', isDoc: true },
  { path: '/usr/share/keystone/keystone-dist.conf', content: '[DEFAULT]\n' }, { path: '/usr/share/keystone/wsgi-keystone.conf', content: 'Listen 5000\n' },
  { path: '/usr/share/openstack-keystone', isDirectory: true }, { path: '/usr/share/openstack-keystone/data.bin', content: 'data' },
];

const REPOSITORIES: Readonly<Record<string, readonly PackageSpec[]>> = {
  baseos: [
    make('baseos', 'bash-completion', '1:2.11-5.el9', 300, [], noarch), make('baseos', 'centos-gpg-keys', '9.0-26.el9', 10, [], noarch),
    make('baseos', 'centos-stream-release', '9.0-26.el9', 10, [], noarch),
    make('baseos', 'chrony', '4.5-3.el9', 300.011, [], { ...CHRONY, url: 'https://chrony.tuxfamily.org' }),
    make('baseos', 'chrony', '4.6.1-2.el9', 310, [], { ...CHRONY, url: 'https://chrony-project.org', download: 317 }),
    make('baseos', 'curl', '7.76.1-31.el9', 290, ['libcurl'], { download: 297 }), make('baseos', 'curl', '7.76.1-35.el9', 290, ['libcurl'], { download: 297.6 }),
    make('baseos', 'firewalld', '1.3.4-15.el9', 450, [], noarch), make('baseos', 'libcurl', '7.76.1-31.el9', 284), make('baseos', 'libcurl', '7.76.1-35.el9', 284, [], { download: 291.6 }),
    make('baseos', 'net-tools', '2.0-0.64.20160912git.el9', 300), make('baseos', 'openssl', '1:3.5.0-4.el9', 1300), make('baseos', 'policycoreutils', '3.6-3.el9', 240),
    make('baseos', 'vim-minimal', '2:8.2.2637-22.el9', 600),
  ],
  appstream: [
    make('appstream', 'centos-logos-httpd', '90.8-3.el9', 1490, [], { ...noarch, provides: ['system-logos-httpd = 90.8-3.el9'] }),
    make('appstream', 'httpd', '2.4.62-4.el9', 46, ['httpd-core = 2.4.62-4.el9', 'system-logos-httpd'], { recommends: ['mod_http2', 'mod_lua'] }),
    make('appstream', 'httpd-core', '2.4.62-4.el9', 1400, ['httpd-filesystem', 'httpd-tools']), make('appstream', 'httpd-filesystem', '2.4.62-4.el9', 5, [], noarch),
    make('appstream', 'httpd-tools', '2.4.62-4.el9', 70),
    make('appstream', 'mariadb', '3:10.5.29-3.el9', 1600, [], summary('A very fast and robust SQL database server')),
    make('appstream', 'mariadb-server', '3:10.5.29-3.el9', 9000, [], summary('The MariaDB server and related files')),
    make('appstream', 'memcached', '1.6.9-7.el9', 140), make('appstream', 'mod_http2', '2.0.26-4.el9', 160), make('appstream', 'mod_lua', '2.4.62-4.el9', 58),
    make('appstream', 'python3-PyMySQL', '0.10.1-6.el9', 110, [], noarch), make('appstream', 'python3-mod_wsgi', '4.7.1-11.el9', 150, ['httpd-core']),
    make('appstream', 'vim-common', '2:8.2.2637-22.el9', 7000, ['vim-filesystem']), make('appstream', 'vim-enhanced', '2:8.2.2637-22.el9', 1800, ['vim-common']),
    make('appstream', 'vim-filesystem', '2:8.2.2637-22.el9', 5, [], noarch), make('appstream', 'wget', '1.21.1-8.el9', 770),
  ],
  crb: [make('crb', 'python3-pyxattr', '0.7.2-4.el9', 36)],
  'extras-common': [
    release('centos-release-cloud', '1-1.el9s', 10.2), release('centos-release-messaging', '1-4.el9s', 10.7), release('centos-release-nfv-common', '1-5.el9s', 10.7),
    release('centos-release-nfv-openvswitch', '1-5.el9s', 9.6, ['centos-release-nfv-common']),
    release('centos-release-openstack-antelope', '1-4.el9s', 10.4,
      ['centos-release-cloud', 'centos-release-nfv-openvswitch', 'centos-release-rabbitmq-38', 'centos-release-storage-common'],
      [repo('CentOS-OpenStack-antelope.repo', 'centos-openstack-antelope', 'CentOS-9 - OpenStack antelope', 'centos-openstack-antelope', 1), { path: `/etc/pki/rpm-gpg/${CLOUD_KEY.file}`, content: signingKey(CLOUD_KEY) }]),
    release('centos-release-rabbitmq-38', '1-3.el9s', 9.9, ['centos-release-messaging'], [repo('CentOS-Messaging-rabbitmq.repo', 'centos-rabbitmq-38', 'CentOS-9 - RabbitMQ 38', 'centos-rabbitmq-38', 0)]),
    release('centos-release-storage-common', '2-5.el9s', 10.7), release('epel-release', '9-7.el9', 19),
  ],
  mariadb: [
    maria('MariaDB-backup', 3000, [], 'Backup tool for MariaDB server'),
    maria('MariaDB-broken', 30, ['libjemalloc.so.2()(64bit)'], 'Package with an unavailable library'),
    maria('MariaDB-client', 2500, ['MariaDB-common'], 'MariaDB: a very fast and robust SQL database server (client)'),
    maria('MariaDB-common', 30, [], 'MariaDB: database common files'),
    maria('MariaDB-devel', 1000, [], 'MariaDB: a very fast and robust SQL database server (development files)'),
    maria('MariaDB-server', 9000, ['MariaDB-client', 'MariaDB-common', 'galera-4'], 'MariaDB: a very fast and robust SQL database server', { provides: [`mariadb-server = ${MARIADB}`, 'mysql-server'] }),
    maria('MariaDB-shared', 100, [], 'LGPL MariaDB client library (shared)'), make('mariadb', 'galera-4', '26.4.21-1.el9', 1700),
  ],
  'centos-openstack-antelope': [
    cloud('openstack-glance', '1:26.0.0-1.el9s', 90, ['python3-glance = 1:26.0.0-1.el9s']),
    cloud('openstack-keystone', '1:23.0.2-1.el9s', 60, ['python3-keystone = 1:23.0.2-1.el9s'], { files: KEYSTONE_FILES }),
    cloud('openstack-placement-api', '9.0.0-1.el9s', 12, ['openstack-placement-common']), cloud('openstack-placement-common', '9.0.0-1.el9s', 20, ['python3-placement']),
    cloud('openstack-selinux', '0.8.39-1.el9s', 220, ['policycoreutils']),
    cloud('python3-glance', '1:26.0.0-1.el9s', 3500, ['python3-glance-store', 'python3-oslo-config', 'python3-pyxattr']), cloud('python3-glance-store', '4.3.1-1.el9s', 250),
    cloud('python3-keystone', '1:23.0.2-1.el9s', 2300, ['python3-sqlalchemy']), cloud('python3-keystoneauth1', '5.1.3-1.el9s', 400), cloud('python3-memcached', '1.59-4.el9s', 60),
    cloud('python3-openstackclient', '6.2.1-1.el9s', 900, ['python3-keystoneauth1', 'python3-osc-lib']), cloud('python3-osc-lib', '2.7.0-1.el9s', 120),
    cloud('python3-oslo-config', '2:9.1.1-1.el9s', 220), cloud('python3-placement', '9.0.0-1.el9s', 600, ['python3-oslo-config']),
    cloud('python3-sqlalchemy', '1.4.39-1.el9s', 1900, [], { arch: 'x86_64' }),
  ],
  'centos-rabbitmq-38': [
    make('centos-rabbitmq-38', 'erlang', '25.3.2.6-1.el9s', 3000), make('centos-rabbitmq-38', 'rabbitmq-server', '3.9.21-1.el9s', 5000, ['erlang', 'socat']),
    make('centos-rabbitmq-38', 'socat', '1.7.4.1-6.el9', 300),
  ],
  unsigned: [],
};

const GROUPS: readonly PackageGroupSet[] = [
  { id: 'server', name: 'Server', description: 'An integrated server.', isEnvironment: true, mandatory: ['web-server'] },
  { id: 'web-server', name: 'Basic Web Server', description: 'These tools allow you to run a Web server on the system.', mandatory: ['httpd'], optional: ['python3-mod_wsgi'] },
  { id: 'network-server', name: 'Network Servers', description: 'Network servers.', mandatory: [] },
  { id: 'system-tools', name: 'System Tools', description: 'System tools.', mandatory: [] },
];

const ALL = new Map(Object.values(REPOSITORIES).flat().map((spec) => [nevra(spec), spec]));

const CATALOGUE: PackageCatalogue = {
  package: (key) => ALL.get(key) ?? null,
  repository: (index): RepositoryContent | null => {
    const packages = REPOSITORIES[index];
    return packages === undefined ? null : { packages, groups: index === 'appstream' ? GROUPS : [], modules: [], builtMs: 0 };
  },
};

function page(host: string, target: string): { type: string; body: string } | null {
  const [, id = '', ...rest] = target.split('/');
  if (host !== 'mirror.stream.centos.org' || REPOSITORIES[id] === undefined) return null;
  const path = rest.join('/');
  if (path === 'repodata/repomd.xml') return { type: 'text/xml', body: '<repomd><data type="primary"><size>3072</size><location href="repodata/primary.xml.gz"/></data></repomd>' };
  if (path === 'repodata/primary.xml.gz') return { type: 'application/gzip', body: indexFile(id) };
  const spec = REPOSITORIES[id]?.find((each) => path === `Packages/${nvra(each)}.rpm`);
  return spec === undefined ? null : { type: 'application/x-rpm', body: rpmFile(nevra(spec)) };
}

const section = (id: string, name: string, isEnabled: boolean, gpgcheck = 1): string =>
  `[${id}]\nname=${name}\nbaseurl=http://mirror.stream.centos.org/${id}/\ngpgcheck=${gpgcheck}\ngpgkey=file:///etc/pki/rpm-gpg/${CENTOS_KEY.file}\nenabled=${isEnabled ? 1 : 0}\n\n`;

const INSTALLED = [
  'bash-completion-1:2.11-5.el9.noarch', 'centos-gpg-keys-9.0-26.el9.noarch', 'centos-stream-release-9.0-26.el9.noarch', 'chrony-4.5-3.el9.x86_64', 'curl-7.76.1-31.el9.x86_64',
  'firewalld-1.3.4-15.el9.noarch', 'libcurl-7.76.1-31.el9.x86_64', 'net-tools-2.0-0.64.20160912git.el9.x86_64', 'openssl-1:3.5.0-4.el9.x86_64', 'vim-minimal-2:8.2.2637-22.el9.x86_64',
];

const START = fromCalendar(2026, 11, 20, 8, 16);

/** A lab whose controller has the recordings' packages, repositories and database. */
export async function recordedWorld(): Promise<World> {
  const plan = antelope();
  const world = await World.create({ ...plan, packages: () => Promise.resolve(CATALOGUE), outside: () => new DeclaredOutside(() => 'Fri, 20 Nov 2026 09:00:00 GMT', () => Promise.resolve(page)) }, 1);
  const { files } = world.host('controller');
  for (const name of files.readDirectory('/etc/yum.repos.d', ROOT)) files.unlink(`/etc/yum.repos.d/${name}`, ROOT);
  files.writeFile('/etc/yum.repos.d/centos.repo', [
    section('baseos', 'CentOS Stream 9 - BaseOS', true), section('appstream', 'CentOS Stream 9 - AppStream', true),
    section('crb', 'CentOS Stream 9 - CRB', false),
  ].join(''), ROOT);
  files.writeFile('/etc/yum.repos.d/centos-addons.repo', section('extras-common', 'CentOS Stream 9 - Extras packages', true, 0), ROOT);
  files.writeFile('/etc/passwd', `${files.readFile('/etc/passwd', ROOT)}alice:x:1001:1001::/home/alice:/bin/bash\n`, ROOT);
  files.create('/home/alice', 'directory', 0o755, ROOT);
  files.create('/var/lib/dnf', 'directory', 0o755, ROOT);
  files.writeFile('/etc/yum.repos.d/mariadb.repo', section('mariadb', 'MariaDB', true, 0), ROOT);
  files.writeFile(`/etc/pki/rpm-gpg/${CENTOS_KEY.file}`, signingKey(CENTOS_KEY), ROOT);
  const database = new RpmDatabase(INSTALLED.map((key) => ({ spec: CATALOGUE.package(key) as PackageSpec, installedMs: START, reason: 'user', from: 'baseos' })));
  files.setBlob(files.at(RPMDB, { as: ROOT }), database.toJson(), 4096);
  const history = new History([{
    id: 1, beginMs: START, endMs: START, beginVersion: '', endVersion: databaseVersion(database), uid: 0, releasever: '9', isOk: true, comment: '', groups: [],
    command: '-y --nogpgcheck --refresh install centos-stream-release centos-gpg-keys bash-completion', items: INSTALLED.map((key) => ({ action: 'Install', nevra: key, repository: 'baseos', reason: 'user' })),
  }]);
  files.setBlob(files.writeFile('/var/lib/dnf/history.sqlite', '', ROOT), history.toJson(), 4096);
  return world;
}
