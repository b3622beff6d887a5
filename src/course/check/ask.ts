import type { Lab } from '../../lab/lab.ts';
import type { Check, Verdict } from '../types.ts';
import { judge, probesOf } from './judge.ts';

/** Asks the lab about all these checks at once; verdicts by check id. */
export async function askChecks(lab: Lab, checks: readonly Check[], hosts: readonly string[]): Promise<Map<string, Verdict>> {
  const questions = checks.map((check) => ({ check, probes: probesOf(check, hosts) }));
  const answers = await lab.askAll(questions.flatMap(({ probes }) => probes));
  let taken = 0;
  return new Map(questions.map(({ check, probes }) => {
    const mine = answers.slice(taken, taken + probes.length);
    taken += probes.length;
    return [check.id, judge(check, mine, hosts)];
  }));
}
