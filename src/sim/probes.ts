import type { CommandRecord } from '../lab/lab.ts';
import type { Answer, Probe } from '../lab/probe.ts';
import type { World } from './world.ts';

/** Answers a question from the simulated state; the machines do not notice. (The kinds arrive with the course engine.) */
export function answer(_world: World, history: readonly CommandRecord[], probe: Probe): Promise<Answer> {
  if (probe.kind !== 'history') return Promise.reject(new Error(`no reader for ${probe.kind} yet`));
  const pattern = new RegExp(probe.pattern);
  const lines = history.filter((record) => (probe.host === undefined || record.host === probe.host) && pattern.test(record.line));
  return Promise.resolve({ kind: 'history', lines });
}
