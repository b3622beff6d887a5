// A machine in a Worker of its own, so that hosts do not wait for each other: calls by comlink, and what the machine says as
// messages on the same channel, in the order in which it was said. The Worker's end is `serve-machine.ts`.
import { transfer, wrap, type Remote } from 'comlink';
import { Emitter } from '../base/emitter.ts';
import { StartError } from '../lab/start.ts';
import type { Hardware, Machine, MachineOptions, OnBytes } from './machine.ts';

/** What the Worker exposes. */
export interface MachineWorker {
  /** `base`: where the image's files lie, ending in a slash. Throws StartError, as comlink brings it over. */
  start(base: string, hardware: Hardware, state: Uint8Array | null): Promise<void>;
  send(line: number, bytes: Uint8Array): Promise<void>;
  receiveFrame(frame: Uint8Array): void;
  save(): Promise<Uint8Array>;
  setRunning(isRunning: boolean): Promise<void>;
  retry(): void;
}

/** What the machine says. */
export type MachineMessage =
  | { readonly line: number; readonly bytes: Uint8Array }
  | { readonly frame: Uint8Array }
  | { readonly isIdle: boolean }
  | { readonly fault: string }
  | { readonly crash: string };

const isMachineMessage = (data: unknown): data is MachineMessage =>
  typeof data === 'object' && data !== null && ('bytes' in data || 'frame' in data || 'isIdle' in data || 'fault' in data || 'crash' in data);

export const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** A machine elsewhere. */
export class RemoteMachine implements Machine {
  readonly #worker: Worker;
  readonly #remote: Remote<MachineWorker>;
  readonly #listeners = new Map<number, OnBytes>();
  readonly #frames = new Emitter<Uint8Array>();
  #isGone = false;
  #isIdle = false;

  private constructor(worker: Worker, onFault: MachineOptions['onFault']) {
    this.#worker = worker;
    this.#remote = wrap<MachineWorker>(worker);
    worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (!isMachineMessage(data)) return;
      if ('bytes' in data) this.#listeners.get(data.line)?.(data.bytes);
      else if ('frame' in data) this.#frames.emit(data.frame);
      else if ('isIdle' in data) this.#isIdle = data.isIdle;
      else if ('fault' in data) onFault(new Error(data.fault));
      else throw new Error(data.crash);
    });
  }

  /** Starts a machine in a Worker that calls `serveMachine`; its disk comes from `base`. Throws StartError. */
  static async start(worker: Worker, base: string, { hardware, state, onFault }: MachineOptions): Promise<RemoteMachine> {
    const machine = new RemoteMachine(worker, onFault);
    const broken = new Promise<never>((_resolve, reject) => {
      worker.addEventListener('error', ({ message }) => { reject(new StartError('stuck', message)); });
    });
    try {
      await Promise.race([machine.#remote.start(base, hardware, state === null ? null : transfer(state, [state.buffer])), broken]);
      return machine;
    } catch (error) {
      worker.terminate();
      throw StartError.from(wordsOf(error)) ?? error;
    }
  }

  get isIdle(): boolean {
    return this.#isIdle;
  }

  listen(line: number, listener: OnBytes): void {
    this.#listeners.set(line, listener);
  }

  async send(line: number, bytes: Uint8Array): Promise<void> {
    if (!this.#isGone) await this.#remote.send(line, bytes);
  }

  onFrame(listener: OnBytes): void {
    this.#frames.on(listener);
  }

  receiveFrame(frame: Uint8Array): void {
    if (!this.#isGone) void this.#remote.receiveFrame(frame);
  }

  save(): Promise<Uint8Array> {
    return this.#remote.save();
  }

  async setRunning(isRunning: boolean): Promise<void> {
    if (!this.#isGone) await this.#remote.setRunning(isRunning);
  }

  retry(): void {
    void this.#remote.retry();
  }

  /** With its Worker goes all its memory. */
  destroy(): Promise<void> {
    this.#isGone = true;
    this.#listeners.clear();
    this.#worker.terminate();
    return Promise.resolve();
  }
}
