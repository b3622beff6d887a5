import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { listenersOf } from './machine.ts';
import { tablesOf } from './mariadb.ts';
import { unitsOf } from './units.ts';

/** Units that the panel shows even while they do not run, when the host has them. */
const WATCHED = ['chronyd.service', 'firewalld.service', 'httpd.service', 'mariadb.service', 'memcached.service', 'rabbitmq-server.service', 'sshd.service'];

export async function answerOverview(shell: Shell, { host }: Asked<'overview'>): Promise<AnswerTo<'overview'>> {
  const [units, listeners, tables] = await Promise.all([unitsOf(shell, WATCHED), listenersOf(shell), tablesOf(shell)]);
  return {
    kind: 'overview',
    overview: {
      host, address: shell.hosts.find(({ name }) => name === host)?.address ?? '',
      units: units.filter((unit) => unit.load === 'loaded').map(({ name, active, sub, file }) => ({ name, active, sub, isEnabled: file === 'enabled' })),
      listeners: [...listeners].sort((a, b) => a.port - b.port),
      databases: 'problem' in tables ? [] : tables.databases.map((each) => ({ name: each.name, tables: each.tables.length })),
      accounts: 'problem' in tables ? [] : tables.accounts.filter(({ user }) => user !== 'mariadb.sys'),
      databaseProblem: 'problem' in tables ? tables.problem.replaceAll('`', '') : null,
    },
  };
}
