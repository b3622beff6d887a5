// Questions that both labs are asked at the end of a chapter, whatever course is open: each kind that a real host can
// answer, about what is there and what is not.
import type { Probe } from '../src/lab/probe.ts';

/** The questions, for each host of the lab. */
export function questionsFor(hosts: readonly string[]): readonly Probe[] {
  return [...hosts.flatMap((host) => [...aboutMachine(host), ...aboutNames(host, hosts)]), ...hosts.slice(0, 1).flatMap((host) => aboutTables(host, hosts))];
}

const aboutMachine = (host: string): Probe[] => [
  ...['/etc/hosts', '/etc', '/etc/shadow', '/etc/redhat-release', '/no-such-file', '/dev/null', '/var/lib/mysql', '/run', '/etc/chrony.conf']
    .map((path): Probe => ({ kind: 'file', host, path })),
  ...['chrony', 'bash', 'mariadb-server', 'MariaDB-server', 'no-such'].map((name): Probe => ({ kind: 'package', host, name })),
  ...['baseos', 'crb', 'mariadb', 'no-such'].map((id): Probe => ({ kind: 'repository', host, id })),
  { kind: 'updates', host },
  ...['chronyd', 'mariadb', 'mysql.service', 'no-such'].map((name): Probe => ({ kind: 'unit', host, name })),
  ...[22, 80, 3306].map((port): Probe => ({ kind: 'port', host, port })),
  { kind: 'port', host, port: 323, protocol: 'udp' },
  { kind: 'time-sources', host },
  { kind: 'option', host, path: '/etc/yum.repos.d/centos.repo', section: 'crb', name: 'enabled' },
  { kind: 'option', host, path: '/etc/yum.repos.d/centos.repo', section: 'nonsense', name: 'enabled' },
  { kind: 'option', host, path: '/no-such-file', section: 'a', name: 'b' },
  { kind: 'overview', host },
];

const aboutNames = (host: string, hosts: readonly string[]): Probe[] => [
  ...[...hosts, 'localhost', 'no-such-host'].map((name): Probe => ({ kind: 'resolves', host, name })),
  ...[...hosts, '10.0.0.99', 'no-such-host'].map((to): Probe => ({ kind: 'reaches', host, to })),
  ...hosts.flatMap((to) => [3306, 81].map((port): Probe => ({ kind: 'reaches', host, to, port }))),
];

const aboutTables = (host: string, hosts: readonly string[]): Probe[] => [
  ...['keystone', 'keyston', 'mysql', 'nonsense'].map((name): Probe => ({ kind: 'database', host, name })),
  ...['localhost', '%', 'nowhere'].map((from): Probe => ({ kind: 'grant', host, user: 'keystone', from, database: 'keystone', password: 'wrong' })),
  { kind: 'grant', host, user: 'root', from: 'localhost', database: 'keystone' },
  ...hosts.flatMap((from) => [
    { kind: 'login', host, from, user: 'keystone', password: 'wrong' },
    { kind: 'login', host, from, user: 'nobody', password: '' },
    { kind: 'login', host, from, user: 'root', password: '', byName: true },
  ] satisfies Probe[]),
  { kind: 'rows', host, database: 'mysql', sql: "SELECT User, Host FROM user WHERE User = 'keystone' ORDER BY Host" },
  { kind: 'rows', host, database: 'mysql', sql: 'SELECT nonsense FROM user' },
  { kind: 'rows', host, database: 'nonsense', sql: 'SELECT 1' },
  { kind: 'rows', host, database: 'mysql', sql: 'DROP TABLE user' },
];
