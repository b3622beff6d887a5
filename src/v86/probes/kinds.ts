import type { ProbeKind } from '../../lab/probe.ts';
import type { Said } from '../agent.ts';

export type { AnswerTo, Asked } from '../../facts/kinds.ts';

/** Questions that a host answers itself. */
export type OnHost = Exclude<ProbeKind, 'history'>;

/** How a reader asks the guests. What is asked in one breath goes to a guest in one message, what is equal once. */
export interface Shell {
  /** The host that is asked about. */
  readonly host: string;
  readonly hosts: readonly { readonly name: string; readonly address: string }[];
  /** Runs a script of sh there. */
  run(script: string): Promise<Said>;
  /** The same, or what it said when the mark was the same: a mark tells whether what the script reads has changed. */
  runUnless(mark: string, script: string): Promise<Said>;
  /**
   * What the guest's own teller says (lab-tell in the image): a kind of question, and its arguments. A program that a guest starts
   * costs it a tenth of a second and more; whatever the teller can tell takes half of that. Empty when it says nothing.
   */
  tell(kind: string, ...args: readonly string[]): Promise<string>;
  /** Asks the same host what depends on others as well: what was heard is believed only while nothing happens on any of them. */
  readonly across: Pick<Shell, 'run' | 'tell'>;
  /** The same of another host; null when there is none of that name, or it is switched off. */
  on(host: string): Shell | null;
}
