// The Worker's end of a machine that runs in a Worker of its own.
import { expose, transfer } from 'comlink';
import { EmulatedMachine } from './emulated-machine.ts';
import { filesAt } from './files.ts';
import { wordsOf, type MachineMessage, type MachineWorker } from './remote-machine.ts';

const LINES = [0, 1, 2, 3];

/** Serves one machine to whoever made this Worker. */
export function serveMachine(): void {
  let machine: EmulatedMachine | null = null;
  const started = (): EmulatedMachine => {
    if (machine === null) throw new Error('the machine was not started');
    return machine;
  };
  const say = (message: MachineMessage): void => { self.postMessage(message); };
  expose({
    async start(base, hardware, state) {
      machine = await EmulatedMachine.start(filesAt(base), { hardware, state, onFault: (error) => { say({ fault: wordsOf(error) }); } });
      for (const line of LINES) machine.listen(line, (bytes) => { say({ line, bytes }); });
      machine.onIdle((isIdle) => { say({ isIdle }); });
      machine.onFrame((frame) => { say({ frame }); });
    },
    send: (line, bytes) => started().send(line, bytes),
    receiveFrame: (frame) => { started().receiveFrame(frame); },
    async save() {
      const state = await started().save();
      return transfer(state, [state.buffer]);
    },
    setRunning: (isRunning) => started().setRunning(isRunning),
    retry: () => { started().retry(); },
  } satisfies MachineWorker);
  self.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => { say({ crash: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason) }); });
}
