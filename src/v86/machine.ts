// What a machine is to the lab; it may be emulated here or in a Worker of its own.
import type { GuestImage } from './manifest.ts';

/** What machines of one image share. */
export interface Hardware {
  readonly image: GuestImage;
  readonly module: WebAssembly.Module;
  readonly bios: Uint8Array;
  readonly vgaBios: Uint8Array;
}

export interface MachineOptions {
  readonly hardware: Hardware;
  /** The state to go on from, unpacked; the machine takes its bytes over. Null boots from the disk. */
  readonly state: Uint8Array | null;
  /** A part of the disk cannot be fetched: the machine waits for `retry`. */
  readonly onFault: (error: unknown) => void;
}

/** Starts a machine. Throws StartError when there is not enough memory for it, or it does not start. */
export type StartMachine = (options: MachineOptions) => Promise<Machine>;

export type OnBytes = (bytes: Uint8Array) => void;

/** One PC: memory, disk, four serial lines, a network card. */
export interface Machine {
  /** Whether the processor has had nothing to do for a tenth of a second. */
  readonly isIdle: boolean;
  /** Hears what the guest writes to a serial line. */
  listen(line: number, listener: OnBytes): void;
  /** Sends to a serial line; resolves when all was handed over. */
  send(line: number, bytes: Uint8Array): Promise<void>;
  /** Hears each frame that the network card sends. */
  onFrame(listener: OnBytes): void;
  receiveFrame(frame: Uint8Array): void;
  /** The whole machine, with its disk's changes. It stands still meanwhile. */
  save(): Promise<Uint8Array>;
  /** Lets the machine stand still, or go on. */
  setRunning(isRunning: boolean): Promise<void>;
  /** Fetches again what of the disk could not be fetched. */
  retry(): void;
  destroy(): Promise<void>;
}
