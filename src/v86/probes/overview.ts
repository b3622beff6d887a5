import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { listenersOf } from './machine.ts';
import { accountsOf, databasesOf } from './mariadb.ts';
import { unitsOf } from './units.ts';

/** Units that the panel shows even while they do not run, when the host has them. */
const WATCHED = ['chronyd.service', 'firewalld.service', 'httpd.service', 'mariadb.service', 'memcached.service', 'rabbitmq-server.service', 'sshd.service'];

export async function answerOverview(shell: Shell, { host }: Asked<'overview'>): Promise<AnswerTo<'overview'>> {
  const [units, listeners, databases, accounts] = await Promise.all([unitsOf(shell, WATCHED), listenersOf(shell), databasesOf(shell), accountsOf(shell)]);
  return {
    kind: 'overview',
    overview: {
      host, address: shell.hosts.find(({ name }) => name === host)?.address ?? '',
      units: units.filter((unit) => unit.load === 'loaded').map(({ name, active, sub, file }) => ({ name, active, sub, isEnabled: file === 'enabled' })),
      listeners: [...listeners].sort((a, b) => a.port - b.port),
      databases: 'problem' in databases ? [] : databases.map((each) => ({ name: each.name, tables: each.tables.length })),
      accounts: 'problem' in accounts ? [] : accounts.filter(({ user }) => user !== 'mariadb.sys'),
      databaseProblem: 'problem' in databases ? databases.problem.replaceAll('`', '') : null,
    },
  };
}
