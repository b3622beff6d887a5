import type { CommandRecord } from '../lab/lab.ts';
import type { Answer, Probe, ProbeKind } from '../lab/probe.ts';
import type { Host } from './host/host.ts';
import { answerConnection } from './probes/connection.ts';
import { answerHistory } from './probes/history.ts';
import { answerHttpd } from './probes/httpd.ts';
import {
  answerAssignment, answerEndpoint, answerIdentity, answerProject, answerRegion, answerRole, answerService, answerUser,
} from './probes/identity.ts';
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
  connection: answerConnection, keys: answerKeys, httpd: answerHttpd, processes: answerProcesses, user: answerUser, project: answerProject,
  role: answerRole, assignment: answerAssignment, service: answerService, endpoint: answerEndpoint, region: answerRegion,
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

/** Answers that say nothing. */
const BLANK: { readonly [K in OnHost | 'environment']: AnswerTo<K> } = {
  file: { kind: 'file', type: null },
  package: { kind: 'package', version: null, similar: [] },
  repository: { kind: 'repository', isEnabled: null, others: [], strays: [] },
  updates: { kind: 'updates', pending: [] },
  unit: { kind: 'unit', load: 'not-found', active: 'inactive', sub: 'dead', isEnabled: false },
  port: { kind: 'port', listeners: [] },
  resolves: { kind: 'resolves', address: null },
  reaches: { kind: 'reaches', isReached: false },
  'time-sources': { kind: 'time-sources', configured: [], used: [] },
  option: { kind: 'option', value: null },
  database: { kind: 'database', exists: false, similar: [], tables: [] },
  grant: { kind: 'grant', account: false, privileges: [], hasAll: false, accounts: [] },
  login: { kind: 'login', isAccepted: false },
  rows: { kind: 'rows', columns: [], rows: [] },
  connection: { kind: 'connection', value: null },
  keys: { kind: 'keys', directory: null, keys: [], siblings: [] },
  httpd: { kind: 'httpd', config: null },
  processes: { kind: 'processes', processes: [], files: [] },
  user: { kind: 'user', user: null, others: [] },
  project: { kind: 'project', project: null, others: [] },
  role: { kind: 'role', isThere: false, others: [] },
  assignment: { kind: 'assignment', isUser: false, assignments: [] },
  service: { kind: 'service', services: [] },
  endpoint: { kind: 'endpoint', services: [], endpoints: [] },
  region: { kind: 'region', regions: [] },
  identity: { kind: 'identity', identity: null },
  token: { kind: 'token', report: null },
  openrc: { kind: 'openrc', isThere: false, variables: [], faults: [], login: { step: 'variables' } },
  environment: { kind: 'environment', shells: [] },
  overview: { kind: 'overview', overview: { host: '', address: '', units: [], listeners: [], databases: [], accounts: [], databaseProblem: null } },
};
