import type { Overview } from '../../lab/probe.ts';
import type { Host } from '../host/host.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { tablesOf } from './mariadb.ts';

/** Units that the panel shows even while they do not run, when the host has them. */
const WATCHED = ['chronyd.service', 'firewalld.service', 'httpd.service', 'mariadb.service', 'memcached.service', 'rabbitmq-server.service', 'sshd.service'];

export async function answerOverview(host: Host, _asked: Asked<'overview'>): Promise<AnswerTo<'overview'>> {
  const tables = await tablesOf(host);
  const overview: Overview = {
    host: host.id, address: host.network.interfaces.find(({ name }) => name === 'eth0')?.addresses[0]?.split('/')[0] ?? '',
    units: unitsOf(host),
    listeners: host.network.listeners().filter((each) => each.protocol !== 'unix')
      .map(({ address, port, protocol, pid }) => ({ address, port, protocol, program: host.kernel.processes.get(pid)?.name ?? '?' }))
      .sort((a, b) => a.port - b.port),
    databases: 'problem' in tables ? [] : tables.databases(),
    accounts: 'problem' in tables ? [] : tables.accounts().filter(({ user }) => user !== 'mariadb.sys'),
    databaseProblem: 'problem' in tables ? tables.problem.replaceAll('`', '') : null,
  };
  return { kind: 'overview', overview };
}

function unitsOf(host: Host): Overview['units'] {
  if (host.systemd === null) return [];
  return WATCHED.map((name) => host.systemd?.unit(name)).filter((unit) => unit !== undefined && unit.loadState !== 'not-found')
    .map((unit) => ({ name: unit?.name ?? '', active: unit?.activeState ?? '', sub: unit?.subState ?? '', isEnabled: unit?.unitFileState === 'enabled' }));
}
