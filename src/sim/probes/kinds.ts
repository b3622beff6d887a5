export type { AnswerTo, Asked } from '../../facts/kinds.ts';
