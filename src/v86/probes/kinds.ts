import type { ProbeKind } from '../../lab/probe.ts';
import type { Said } from '../agent.ts';

export type { AnswerTo, Asked } from '../../facts/kinds.ts';

/** Questions that a host answers itself. */
export type OnHost = Exclude<ProbeKind, 'history'>;

/** A way to ask about several things of one kind by one script: each program that a guest starts costs it a tenth of a second. */
export interface Together<A> {
  script(names: readonly string[]): string;
  /** One answer for each name, in order. */
  read(said: Said, names: readonly string[]): readonly A[];
}

/** How a reader asks the guests. What is asked in one breath goes to a guest in one message, equal scripts once. */
export interface Shell {
  /** The host that is asked about. */
  readonly host: string;
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  /** Runs a script of sh there. */
  run(script: string): Promise<Said>;
  /** The same, or what it said when the mark was the same: a mark tells whether what the script reads has changed. */
  runUnless(mark: string, script: string): Promise<Said>;
  /** Asks about these, together with what others ask in the same way in the same breath. */
  together<A>(way: Together<A>, names: readonly string[]): Promise<readonly A[]>;
  /** The same of another host; null when there is none of that name, or it is switched off. */
  on(host: string): Shell | null;
}
