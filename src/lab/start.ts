/** Why machines could not be started; each has its own words and way on in the page. */
export type StartFault = 'missing-image' | 'download' | 'memory' | 'old-state' | 'stuck';

const FAULTS: readonly StartFault[] = ['missing-image', 'download', 'memory', 'old-state', 'stuck'];

/** The machines could not be started; `detail` is for who wants to know more. */
export class StartError extends Error {
  override readonly name = 'StartError';
  readonly fault: StartFault;
  readonly detail: string;

  constructor(fault: StartFault, detail: string) {
    super(`start: ${fault}: ${detail}`);
    this.fault = fault;
    this.detail = detail;
  }

  /** The error that a message stands for, as it comes out of a Worker; null for another message. */
  static from(message: string): StartError | null {
    const [, fault, detail] = /^start: ([a-z-]+): ([\s\S]*)$/.exec(message) ?? [];
    const known = FAULTS.find((each) => each === fault);
    return known === undefined ? null : new StartError(known, detail ?? '');
  }
}

/** One step of a start. Bytes are known for downloads only. */
export interface StartStep {
  readonly id: string;
  /** In the person's words. */
  readonly says: string;
  readonly state: 'waiting' | 'running' | 'done';
  readonly bytes?: { readonly loaded: number; readonly total: number };
}
