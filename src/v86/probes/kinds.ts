import type { Answer, Probe, ProbeKind } from '../../lab/probe.ts';
import type { Said } from '../agent.ts';

/** The question of one kind. */
export type Asked<K extends ProbeKind> = Extract<Probe, { kind: K }>;

/** The answer of one kind. */
export type AnswerTo<K extends ProbeKind> = Extract<Answer, { kind: K }>;

/** Questions about keystone and what it stands on: this lab does not offer it, so no lesson that asks them opens here. */
export const UNASKED = [
  'connection', 'keys', 'httpd', 'processes', 'user', 'project', 'role', 'assignment', 'service', 'endpoint', 'region', 'identity', 'token',
  'openrc', 'environment',
] as const satisfies readonly ProbeKind[];

type Unasked = (typeof UNASKED)[number];

/** Whether no reader is there for a question. */
export const isUnasked = (probe: Probe): probe is Asked<Unasked> => (UNASKED as readonly ProbeKind[]).includes(probe.kind);

/** Questions that a host answers itself. */
export type OnHost = Exclude<ProbeKind, 'history' | Unasked>;

/** How a reader asks the guests. What is asked in one breath goes to a guest in one message, equal scripts once. */
export interface Shell {
  /** The host that is asked about. */
  readonly host: string;
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  /** Runs a script of sh there. */
  run(script: string): Promise<Said>;
  /** The same of another host; null when there is none of that name, or it is switched off. */
  on(host: string): Shell | null;
}
