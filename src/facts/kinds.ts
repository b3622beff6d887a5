import type { Answer, Probe, ProbeKind } from '../lab/probe.ts';

/** The question of one kind. */
export type Asked<K extends ProbeKind> = Extract<Probe, { kind: K }>;

/** The answer of one kind. */
export type AnswerTo<K extends ProbeKind> = Extract<Answer, { kind: K }>;

/** Whether a password is the one of a user, whose newest hash is given. Each lab has its own way. */
export type IsPassword = (hash: string, password: string) => boolean | Promise<boolean>;

/** What of a password bcrypt looks at, in bytes; keystone cuts the rest off. */
export const LONGEST_PASSWORD = 72;
