import { BLANK } from '../lab/blank.ts';
import type { CommandRecord } from '../lab/lab.ts';
import type { Answer, Probe, ProbeKind } from '../lab/probe.ts';
import type { Host } from './host/host.ts';
import { answerConnection } from './probes/connection.ts';
import { answerHistory } from './probes/history.ts';
import { answerHttpd } from './probes/httpd.ts';
import { answerIdentity } from './probes/identity.ts';
import { answerKeys } from './probes/keys.ts';
import type { AnswerTo, Asked } from './probes/kinds.ts';
import { answerFile, answerOption, answerPort, answerUnit } from './probes/machine.ts';
import { answerReaches, answerResolves } from './probes/names.ts';
import { answerOverview } from './probes/overview.ts';
import { answerEnvironment, answerOpenrc } from './probes/openrc.ts';
import { answerPackage } from './probes/packages.ts';
import { answerProcesses } from './probes/processes.ts';
import { answerRepository, answerUpdates } from './probes/repositories.ts';
import { answerDatabase, answerGrant, answerLogin, answerRows } from './probes/mariadb.ts';
import { answerTimeSources } from './probes/time.ts';
import { answerToken } from './probes/token.ts';
import type { World } from './world.ts';

type OnHost = Exclude<ProbeKind, 'history' | 'environment'>;

type Reader<K extends OnHost> = (host: Host, asked: Asked<K>, world: World) => AnswerTo<K> | Promise<AnswerTo<K>>;

const READERS: { readonly [K in OnHost]: Reader<K> } = {
  file: answerFile, package: answerPackage, repository: answerRepository, updates: answerUpdates, unit: answerUnit, port: answerPort,
  resolves: answerResolves, reaches: answerReaches, 'time-sources': answerTimeSources, option: answerOption, database: answerDatabase,
  grant: answerGrant, login: answerLogin, rows: answerRows, overview: answerOverview,
  connection: answerConnection, keys: answerKeys, httpd: answerHttpd, processes: answerProcesses, user: answerIdentity, project: answerIdentity,
  role: answerIdentity, assignment: answerIdentity, service: answerIdentity, endpoint: answerIdentity, region: answerIdentity,
  identity: answerIdentity, token: answerToken, openrc: answerOpenrc,
};

/** Answers a question from the simulated state; the machines do not notice. */
export async function answer(world: World, history: readonly CommandRecord[], probe: Probe): Promise<Answer> {
  if (probe.kind === 'history') return answerHistory(history, probe);
  const host = world.hosts.find((each) => each.id === probe.host);
  if (host === undefined) return { ...BLANK[probe.kind], problem: `there is no host \`${probe.host}\`` };
  if (probe.kind === 'environment') return answerEnvironment(host, history, world);
  return (READERS[probe.kind] as Reader<OnHost>)(host, probe, world);
}
