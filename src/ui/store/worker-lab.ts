// A lab that runs in a Worker, seen as a Lab. Knows the seam and the message channel, not which lab it is.
//
// The Worker answers calls through comlink and posts each event as `{labEvent}` on the same channel, so that events and
// answers arrive in the order in which they were made (a terminal is redrawn without losing or doubling output).
import { releaseProxy, wrap } from 'comlink';
import { Emitter } from '../../base/emitter.ts';
import { SnapshotError, TerminalsError, type Capability, type Lab, type LabEvent } from '../../lab/lab.ts';
import { StartError, type StartStep } from '../../lab/start.ts';
import type { RunningLab } from './running-lab.ts';

/** What the Worker exposes. */
interface LabWorker {
  open(options: unknown): Promise<readonly Capability[]>;
  call(method: string, args: readonly unknown[]): Promise<unknown>;
}

const METHODS = [
  'hosts', 'now', 'openTerminal', 'terminals', 'screen', 'type', 'resize', 'closeTerminal', 'editorAction',
  'ask', 'askAll', 'trace', 'history', 'save', 'restore', 'undo', 'reset', 'scenes',
] as const;

const REASONS = ['damaged', 'newer-version', 'unknown-version', 'other-image'] as const;

/** comlink brings errors over as plain Errors: makes of those that were our own what they were. */
export function revived(error: unknown): unknown {
  const reason = REASONS.find((each) => error instanceof Error && error.message === `snapshot: ${each}`);
  if (reason !== undefined) return new SnapshotError(reason);
  return error instanceof Error ? StartError.from(error.message) ?? TerminalsError.from(error.message) ?? error : error;
}

type WorkerMessage =
  | { readonly labEvent: LabEvent }
  | { readonly crash: string }
  | { readonly startStep: StartStep }
  | { readonly isStuck: true };

/** A running lab, and how to call what only some labs have. */
export interface WorkerLab extends RunningLab {
  readonly onStuck: (listener: () => void) => () => void;
  call(method: string, args: readonly unknown[]): Promise<unknown>;
}

const isWorkerMessage = (data: unknown): data is WorkerMessage =>
  typeof data === 'object' && data !== null && ('labEvent' in data || 'crash' in data || 'startStep' in data || 'isStuck' in data);

/** Opens the Worker's lab with `options`, from a snapshot or fresh; rejects when it cannot start, with SnapshotError for bad bytes. */
export async function labInWorker(worker: Worker, options: unknown, onStep: (step: StartStep) => void = () => undefined): Promise<WorkerLab> {
  const events = new Emitter<LabEvent>();
  const stuck = new Emitter<void>();
  const crashes = new Emitter<string>();
  const crashed = new Promise<never>((_, reject) => crashes.on((reason) => reject(new Error(reason))));
  crashed.catch(() => undefined);
  worker.addEventListener('error', (event) => crashes.emit(event.message || 'The Worker could not be loaded.'));
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (!isWorkerMessage(data)) return;
    if ('labEvent' in data) events.emit(data.labEvent);
    else if ('startStep' in data) onStep(data.startStep);
    else if ('isStuck' in data) stuck.emit();
    else crashes.emit(data.crash);
  });
  const remote = wrap<LabWorker>(worker);
  const asked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([answer, crashed]);
    } catch (error) {
      throw revived(error);
    }
  };
  const methods = METHODS.map((method) => [method, (...args: unknown[]) => asked(remote.call(method, args))] as const);
  try {
    const offers = await asked(remote.open(options));
    const lab = {
      ...Object.fromEntries(methods),
      offers,
      on: (listener: (event: LabEvent) => void) => Promise.resolve(events.on(listener)),
      close: () => {
        remote[releaseProxy]();
        worker.terminate();
        return Promise.resolve();
      },
    } as unknown as Lab;
    return {
      lab, onCrash: (listener) => crashes.on(listener), onStuck: (listener) => stuck.on(listener),
      call: (method, args) => asked(remote.call(method, args)),
    };
  } catch (error) {
    worker.terminate();
    throw error;
  }
}
