import type { CommandRecord } from '../../lab/lab.ts';
import type { AnswerTo, Asked } from './kinds.ts';

export function answerHistory(history: readonly CommandRecord[], { host, pattern }: Asked<'history'>): AnswerTo<'history'> {
  const expression = new RegExp(pattern);
  const lines = history.filter((record) => (host === undefined || record.host === host) && expression.test(record.line))
    .map((record) => ({ host: record.host, line: record.line, exit: record.exit }));
  return { kind: 'history', lines };
}
