import type { AnswerTo, Asked, Shell } from './kinds.ts';
import { textOf } from './machine.ts';
import { unitWhy } from './units.ts';

export async function answerTimeSources(shell: Shell, { host }: Asked<'time-sources'>): Promise<AnswerTo<'time-sources'>> {
  const [text, sources] = await Promise.all([textOf(shell, '/etc/chrony.conf'), shell.run('chronyc -c -N sources -a')]);
  if (text === null) return { kind: 'time-sources', configured: [], used: [], problem: `there is no \`/etc/chrony.conf\` on \`${host}\`` };
  const configured = text.split('\n').flatMap((line, index) => {
    const [directive = '', name, ...options] = line.trim().split(/\s+/);
    const isSource = ['server', 'pool', 'peer'].includes(directive.toLowerCase()) && name !== undefined;
    return isSource ? [{ directive: directive.toLowerCase(), name, options: options.join(' '), line: index + 1 }] : [];
  });
  if (sources.status !== 0) {
    return { kind: 'time-sources', configured, used: [], why: `chronyd does not run. ${await unitWhy(shell, 'chronyd.service')}`.trim() };
  }
  const used = new Map<string, boolean>();
  for (const line of sources.text.trim().split('\n')) {
    const [, , name, , , reach] = line.split(',');
    if (name !== undefined) used.set(name, (used.get(name) ?? false) || Number(reach) !== 0);
  }
  return { kind: 'time-sources', configured, used: [...used].map(([name, isReachable]) => ({ name, isReachable })) };
}
