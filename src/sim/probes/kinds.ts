import type { Answer, Probe, ProbeKind } from '../../lab/probe.ts';

/** The question of one kind. */
export type Asked<K extends ProbeKind> = Extract<Probe, { kind: K }>;

/** The answer of one kind. */
export type AnswerTo<K extends ProbeKind> = Extract<Answer, { kind: K }>;
