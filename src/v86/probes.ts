import { BLANK } from '../lab/blank.ts';
import type { CommandRecord } from '../lab/lab.ts';
import type { Answer, Probe } from '../lab/probe.ts';
import type { Activity } from './activity.ts';
import { AgentError } from './agent.ts';
import type { Guest } from './guest.ts';
import { answerEnvironment, answerOpenrc } from './probes/cloud.ts';
import { answerConnection } from './probes/connection.ts';
import { answerHttpd } from './probes/httpd.ts';
import { answerIdentity, answerToken } from './probes/identity.ts';
import { answerKeys } from './probes/keys.ts';
import { hostShell, newMemory, type HostMemory } from './probes/host-shell.ts';
import type { AnswerTo, Asked, OnHost, Shell } from './probes/kinds.ts';
import { answerFile, answerOption, answerPort } from './probes/machine.ts';
import { answerDatabase, answerGrant, answerLogin, answerRows } from './probes/mariadb.ts';
import { answerReaches, answerResolves } from './probes/names.ts';
import { answerOverview } from './probes/overview.ts';
import { answerPackage, answerRepository, answerUpdates } from './probes/packages.ts';
import { answerProcesses } from './probes/processes.ts';
import { answerTimeSources } from './probes/time.ts';
import { answerUnit } from './probes/units.ts';

type Reader<K extends OnHost> = (shell: Shell, asked: Asked<K>, history: readonly CommandRecord[]) => Promise<AnswerTo<K>>;

const READERS: { readonly [K in OnHost]: Reader<K> } = {
  file: answerFile, package: answerPackage, repository: answerRepository, updates: answerUpdates, unit: answerUnit, port: answerPort,
  resolves: answerResolves, reaches: answerReaches, 'time-sources': answerTimeSources, option: answerOption, database: answerDatabase,
  grant: answerGrant, login: (shell, asked) => answerLogin(shell, asked), rows: answerRows, overview: answerOverview,
  connection: answerConnection, keys: answerKeys, httpd: answerHttpd, processes: answerProcesses, user: answerIdentity, project: answerIdentity,
  role: answerIdentity, assignment: answerIdentity, service: answerIdentity, endpoint: answerIdentity, region: answerIdentity,
  identity: answerIdentity, token: answerToken, openrc: answerOpenrc, environment: answerEnvironment,
};

/** What the readers need of the lab. */
export interface Asking {
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  readonly history: readonly CommandRecord[];
  /** The guest that runs as this host; null while it is off. */
  readonly guestOf: (host: string) => Guest | null;
  readonly activityOf: (host: string) => ReturnType<Activity['of']>;
  readonly nowMs: number;
  /** Does what can wait, when there is time for it; null: somebody waits for the answers. */
  readonly patiently: (<T>(job: () => Promise<T>) => Promise<T>) | null;
}

/**
 * Asked in advance of each host that was started: the first time that a guest runs a program takes it five times as long,
 * until the emulator has compiled it.
 */
export const rehearsal = (host: string): readonly Probe[] => {
  const round: readonly Probe[] = [
    { kind: 'file', host, path: '/etc/hosts' }, { kind: 'unit', host, name: 'chronyd' }, { kind: 'port', host, port: 22 },
    { kind: 'package', host, name: 'bash' }, { kind: 'time-sources', host }, { kind: 'resolves', host, name: host }, { kind: 'updates', host },
    { kind: 'overview', host },
  ];
  return [...round, ...round];
};

/** What is remembered of each guest, of itself and of what depends on others; a machine that was replaced is another guest. */
const memories = new WeakMap<Guest, { readonly own: HostMemory; readonly across: HostMemory }>();

/** Answers all questions; each guest is asked as few times as can be. */
export async function answerAll(probes: readonly Probe[], asking: Asking): Promise<readonly Answer[]> {
  const shellOf = shells(asking);
  return Promise.all(probes.map(async (probe): Promise<Answer> => {
    if (probe.kind === 'history') return historyOf(asking.history, probe);
    const shell = shellOf(probe.host);
    const isKnown = asking.hosts.some(({ name }) => name === probe.host);
    if (!isKnown) return { ...BLANK[probe.kind], problem: `there is no host \`${probe.host}\`` };
    if (shell === null) return offline(probe, asking);
    try {
      return await (READERS[probe.kind] as Reader<OnHost>)(shell, probe, asking.history);
    } catch (error) {
      if (error instanceof AgentError) return { ...BLANK[probe.kind], problem: `\`${probe.host}\` did not answer: ${error.message}` };
      throw error;
    }
  }));
}

/** A host that is off says nothing; the panel shows it as it is. */
function offline(probe: Probe & { readonly kind: OnHost; readonly host: string }, { hosts }: Asking): Answer {
  const problem = `\`${probe.host}\` is switched off: press a key in its terminal`;
  if (probe.kind !== 'overview') return { ...BLANK[probe.kind], problem };
  const address = hosts.find(({ name }) => name === probe.host)?.address ?? '';
  return { kind: 'overview', problem, overview: { ...BLANK.overview.overview, host: probe.host, address, databaseProblem: `${probe.host} is switched off` } };
}

/** One shell for each host. */
function shells({ hosts, guestOf, activityOf, nowMs, patiently }: Asking): (host: string) => Shell | null {
  const all = new Map<Guest, Shell>();
  const activities = hosts.map(({ name }) => activityOf(name));
  const anywhere = { revision: activities.reduce((sum, { revision }) => sum + revision, 0), restMs: Math.min(...activities.map(({ restMs }) => restMs)) };
  const shellOf = (host: string): Shell | null => {
    const guest = guestOf(host);
    if (guest === null) return null;
    const known = all.get(guest);
    if (known !== undefined) return known;
    const { own, across } = memories.get(guest) ?? { own: newMemory(), across: newMemory() };
    memories.set(guest, { own, across });
    const run = patiently === null ? (script: string) => guest.agent.run(script)
      // The teller answers on the agent's own line, and soon.
      : (script: string) => patiently(() => (script.startsWith('lab_tell ') ? guest.agent.run(script) : guest.agent.runLater(script)));
    const common = { run, nowMs, isPatient: patiently !== null };
    const mine = hostShell({ ...common, memory: own, activity: activityOf(host) });
    const shell: Shell = {
      host, hosts, on: shellOf, across: hostShell({ ...common, memory: across, activity: anywhere }),
      run: (script) => mine.run(script), runUnless: (mark, script) => mine.runUnless(mark, script), tell: (kind, ...args) => mine.tell(kind, ...args),
    };
    all.set(guest, shell);
    return shell;
  };
  return shellOf;
}

function historyOf(history: readonly CommandRecord[], { host, pattern }: Asked<'history'>): AnswerTo<'history'> {
  const expression = new RegExp(pattern);
  const lines = history.filter((record) => (host === undefined || record.host === host) && expression.test(record.line))
    .map((record) => ({ host: record.host, line: record.line, exit: record.exit }));
  return { kind: 'history', lines };
}
