// A lab that runs in a Worker, seen as a Lab. Knows the seam and the message channel, not which lab it is.
//
// The Worker exposes its Lab with comlink and posts each event as `{labEvent}` on the same channel, so that events and
// answers arrive in the order in which they were made (a terminal is redrawn without losing or doubling output).
import { releaseProxy, wrap } from 'comlink';
import { Emitter } from '../../base/emitter.ts';
import { SnapshotError } from '../../lab/lab.ts';
import type { Lab, LabEvent } from '../../lab/lab.ts';
import type { Answer } from '../../lab/probe.ts';
import type { RunningLab } from './running-lab.ts';

const REASONS = ['damaged', 'newer-version', 'unknown-version'] as const;

/** comlink brings errors over as plain Errors: makes SnapshotErrors of those that were. */
export function revived(error: unknown): unknown {
  const reason = REASONS.find((each) => error instanceof Error && error.message === `snapshot: ${each}`);
  return reason === undefined ? error : new SnapshotError(reason);
}

const isEventMessage = (data: unknown): data is { labEvent: LabEvent } =>
  typeof data === 'object' && data !== null && 'labEvent' in data;

/** Waits until the Worker's lab answers; rejects when the Worker cannot start. */
export async function labInWorker(worker: Worker): Promise<RunningLab> {
  const events = new Emitter<LabEvent>();
  const crashes = new Emitter<string>();
  worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isEventMessage(data)) events.emit(data.labEvent);
  });
  const crashed = new Promise<never>((_, reject) => {
    worker.addEventListener('error', (event) => {
      const reason = event.message || 'The Worker could not be loaded.';
      crashes.emit(reason);
      reject(new Error(reason));
    });
  });
  crashed.catch(() => undefined);
  const remote = wrap<Lab>(worker);
  const offers = await Promise.race([remote.offers, crashed]);
  const asked = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await Promise.race([answer, crashed]);
    } catch (error) {
      throw revived(error);
    }
  };
  const lab: Lab = {
    offers,
    hosts: () => asked(remote.hosts()),
    now: () => asked(remote.now()),
    openTerminal: (host, size, user) => asked(remote.openTerminal(host, size, user)),
    terminals: () => asked(remote.terminals()),
    screen: (terminal) => asked(remote.screen(terminal)),
    type: (terminal, keys) => asked(remote.type(terminal, keys)),
    resize: (terminal, size) => asked(remote.resize(terminal, size)),
    closeTerminal: (terminal) => asked(remote.closeTerminal(terminal)),
    editorAction: (terminal, action) => asked(remote.editorAction(terminal, action)),
    ask: (probe) => asked(remote.ask(probe) as Promise<Answer>),
    askAll: (probes) => asked(remote.askAll(probes)),
    trace: (since) => asked(remote.trace(since)),
    history: () => asked(remote.history()),
    save: () => asked(remote.save()),
    restore: (snapshot) => asked(remote.restore(snapshot)),
    undo: () => asked(remote.undo()),
    reset: (scene) => asked(remote.reset(scene)),
    scenes: () => asked(remote.scenes()),
    on: (listener) => Promise.resolve(events.on(listener)),
    close: async () => {
      remote[releaseProxy]();
      worker.terminate();
    },
  };
  return { lab, onCrash: (listener) => crashes.on(listener) };
}
