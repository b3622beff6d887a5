import { BLANK } from '../../lab/blank.ts';
import type { Answer, Probe } from '../../lab/probe.ts';
import type { Check, Verdict } from '../types.ts';
import { judgeConnection, judgeHttpd, judgeKeys, judgeProcesses } from './foundation.ts';
import { judgeAssignment, judgeEndpoint, judgeProject, judgeRegion, judgeRole, judgeService, judgeUser } from './identity.ts';
import { judgeFile, judgeHistory, judgeOption, judgePackage, judgePort, judgeRepository, judgeUnit, judgeUpdates } from './machine.ts';
import { judgeReaches, judgeResolves, judgeTimeSources } from './reach.ts';
import { judgeDatabase, judgeGrant, judgeLogin, judgeRows } from './tables.ts';
import { judgeEnvironment, judgeOpenrc } from './variables.ts';
import type { Want, WantKind } from './want.ts';
import { code, failed, type AnswerTo } from './words.ts';

interface Kind<K extends WantKind> {
  /** The question that decides it. */
  readonly probe: (want: Extract<Want, { kind: K }>) => Extract<Probe, { kind: K }>;
  readonly judge: (want: Extract<Want, { kind: K }>, answer: AnswerTo<K>) => Verdict;
  /** Whether "it is so on the other host" can explain a failure. */
  readonly hasTwin: boolean;
}

const KINDS: { readonly [K in WantKind]: Kind<K> } = {
  package: { probe: ({ host, name }) => ({ kind: 'package', host, name }), judge: judgePackage, hasTwin: true },
  repository: { probe: ({ host, id }) => ({ kind: 'repository', host, id }), judge: judgeRepository, hasTwin: true },
  updates: { probe: ({ host }) => ({ kind: 'updates', host }), judge: judgeUpdates, hasTwin: true },
  unit: { probe: ({ host, name }) => ({ kind: 'unit', host, name }), judge: judgeUnit, hasTwin: true },
  port: {
    probe: ({ host, port, protocol }) => ({ kind: 'port', host, port, ...(protocol === undefined ? {} : { protocol }) }),
    judge: judgePort, hasTwin: true,
  },
  file: { probe: ({ host, path }) => ({ kind: 'file', host, path }), judge: judgeFile, hasTwin: true },
  option: { probe: ({ host, path, section, name }) => ({ kind: 'option', host, path, section, name }), judge: judgeOption, hasTwin: true },
  resolves: { probe: ({ host, name }) => ({ kind: 'resolves', host, name }), judge: judgeResolves, hasTwin: true },
  reaches: {
    probe: ({ host, to, port }) => ({ kind: 'reaches', host, to, ...(port === undefined ? {} : { port }) }),
    judge: judgeReaches, hasTwin: false,
  },
  'time-sources': { probe: ({ host }) => ({ kind: 'time-sources', host }), judge: judgeTimeSources, hasTwin: true },
  database: { probe: ({ host, name }) => ({ kind: 'database', host, name }), judge: judgeDatabase, hasTwin: true },
  grant: {
    probe: ({ host, user, from, database, password }) =>
      ({ kind: 'grant', host, user, from, database, ...(password === undefined ? {} : { password }) }),
    judge: judgeGrant, hasTwin: true,
  },
  login: {
    probe: ({ host, from, user, password, database, byName }) => ({
      kind: 'login', host, from, user, password, ...(database === undefined ? {} : { database }), ...(byName === undefined ? {} : { byName }),
    }),
    judge: judgeLogin, hasTwin: false,
  },
  rows: { probe: ({ host, database, sql }) => ({ kind: 'rows', host, database, sql }), judge: judgeRows, hasTwin: false },
  history: {
    probe: ({ host, pattern }) => ({ kind: 'history', pattern, ...(host === undefined ? {} : { host }) }),
    judge: judgeHistory, hasTwin: true,
  },
  connection: {
    probe: ({ host, path, section, name }) => ({ kind: 'connection', host, path, section, name }), judge: judgeConnection, hasTwin: false,
  },
  keys: { probe: ({ host, path }) => ({ kind: 'keys', host, path }), judge: judgeKeys, hasTwin: true },
  httpd: { probe: ({ host }) => ({ kind: 'httpd', host }), judge: judgeHttpd, hasTwin: true },
  processes: { probe: ({ host, unit, after }) => ({ kind: 'processes', host, unit, ...(after === undefined ? {} : { files: after }) }), judge: judgeProcesses, hasTwin: true },
  user: {
    probe: ({ host, name, domain, password }) =>
      ({ kind: 'user', host, name, ...(domain === undefined ? {} : { domain }), ...(password === undefined ? {} : { password }) }),
    judge: judgeUser, hasTwin: false,
  },
  project: { probe: ({ host, name, domain }) => ({ kind: 'project', host, name, ...(domain === undefined ? {} : { domain }) }), judge: judgeProject, hasTwin: false },
  role: { probe: ({ host, name }) => ({ kind: 'role', host, name }), judge: judgeRole, hasTwin: false },
  assignment: { probe: ({ host, user }) => ({ kind: 'assignment', host, user }), judge: judgeAssignment, hasTwin: false },
  service: { probe: ({ host, type }) => ({ kind: 'service', host, type }), judge: judgeService, hasTwin: false },
  endpoint: { probe: ({ host, service }) => ({ kind: 'endpoint', host, service }), judge: judgeEndpoint, hasTwin: false },
  region: { probe: ({ host, name }) => ({ kind: 'region', host, name }), judge: judgeRegion, hasTwin: false },
  openrc: { probe: ({ host, path }) => ({ kind: 'openrc', host, path }), judge: judgeOpenrc, hasTwin: true },
  environment: { probe: ({ host }) => ({ kind: 'environment', host }), judge: judgeEnvironment, hasTwin: true },
};

/** The probes that a check asks: its own first, then the same of every other host. */
export function probesOf(check: Check, hosts: readonly string[]): readonly Probe[] {
  return wantsOf(check.want, hosts).map((want) => kindOf(want).probe(want));
}

/** The verdict on the answers to `probesOf`, in the same order. */
export function judge(check: Check, answers: readonly Answer[], hosts: readonly string[]): Verdict {
  const wants = wantsOf(check.want, hosts);
  const [verdict, ...twins] = wants.map((want, index) => judgeOne(want, answers[index]));
  if (verdict === undefined) return failed(check.says, 'it was not asked');
  return 'isAbsence' in verdict ? explained(verdict, wants, twins) : verdict;
}

/** Nothing is there: perhaps it is on another host. */
function explained({ wanted, saw, cause }: Verdict, wants: readonly Want[], twins: readonly Verdict[]): Verdict {
  const twin = wants.find((_want, index) => index > 0 && twins[index - 1]?.passed === true);
  const host = twin === undefined || !('host' in twin) ? undefined : twin.host;
  if (host === undefined) return failed(wanted, saw, cause);
  const elsewhere = `It is so on ${code(host)}. Every host has its own: look at the prompt before you type.`;
  return failed(wanted, saw, cause === null ? elsewhere : `${cause} ${elsewhere}`);
}

function wantsOf(want: Want, hosts: readonly string[]): readonly Want[] {
  const { host } = want as { host?: string };
  if (host === undefined || !kindOf(want).hasTwin) return [want];
  return [want, ...hosts.filter((each) => each !== host).map((each) => ({ ...want, host: each }))];
}

function kindOf(want: Want): Kind<WantKind> {
  return KINDS[want.kind] as unknown as Kind<WantKind>;
}

function judgeOne(want: Want, answer: Answer | undefined): Verdict {
  if (answer?.kind !== want.kind) return failed('an answer', 'the lab gave none');
  if (answer.problem === undefined) return kindOf(want).judge(want, answer);
  const { wanted } = kindOf(want).judge(want, BLANK[want.kind]);
  return failed(wanted, answer.problem, answer.why ?? null);
}
