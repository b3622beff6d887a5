import type { Host } from '../host/host.ts';
import type { AnswerTo, Asked } from './kinds.ts';
import { textOf } from './machine.ts';
import { unitWhy } from './service.ts';

/** The part of chronyd's memory that tells which sources it uses. */
interface Memory {
  readonly sources: readonly { readonly name: string; readonly reach: number; readonly sent: number }[];
  readonly unresolved: readonly { readonly line: { readonly name: string } }[];
}

/** As many lost requests as make a source silent (chronyd's first burst). */
const BURST = 4;

export function answerTimeSources(host: Host, _asked: Asked<'time-sources'>): AnswerTo<'time-sources'> {
  const text = textOf(host, '/etc/chrony.conf');
  if (text === null) return { kind: 'time-sources', configured: [], used: [], problem: `there is no \`/etc/chrony.conf\` on \`${host.id}\`` };
  const configured = text.split('\n').flatMap((line, index) => {
    const [directive = '', name, ...options] = line.trim().split(/\s+/);
    const isSource = ['server', 'pool', 'peer'].includes(directive.toLowerCase()) && name !== undefined;
    return isSource ? [{ directive: directive.toLowerCase(), name, options: options.join(' '), line: index + 1 }] : [];
  });
  const daemon = [...host.kernel.processes.values()].find((process) => process.program === 'chronyd' && process.isServing);
  if (daemon === undefined) {
    return { kind: 'time-sources', configured, used: [], why: `chronyd does not run. ${unitWhy(host, 'chronyd.service')}`.trim() };
  }
  const { sources, unresolved } = daemon.state as unknown as Memory;
  const names = [...new Set(sources.map((source) => source.name))];
  const isHeard = (name: string): boolean =>
    sources.some((source) => source.name === name && (source.reach !== 0 || source.sent < BURST));
  return {
    kind: 'time-sources', configured,
    used: [
      ...names.map((name) => ({ name, isReachable: isHeard(name) })),
      ...unresolved.map(({ line }) => ({ name: line.name, isReachable: false })),
    ],
  };
}
