import type { ProbeKind } from '../../lab/probe.ts';
import type { Said } from '../agent.ts';

export type { AnswerTo, Asked } from '../../facts/kinds.ts';

/** Questions that a host answers itself. */
export type OnHost = Exclude<ProbeKind, 'history'>;

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
