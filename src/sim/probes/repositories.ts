import type { Host } from '../host/host.ts';
import type { AnswerTo, Asked } from './kinds.ts';

export function answerRepository(_host: Host, _asked: Asked<'repository'>): AnswerTo<'repository'> {
  return { kind: 'repository', isEnabled: null, others: [], strays: [], problem: 'repositories cannot be read yet' };
}

export function answerUpdates(_host: Host, _asked: Asked<'updates'>): AnswerTo<'updates'> {
  return { kind: 'updates', pending: [], problem: 'repositories cannot be read yet' };
}
