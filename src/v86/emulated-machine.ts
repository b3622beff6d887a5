import { V86, type V86Options } from 'v86';
import { StartError } from '../lab/start.ts';
import { Disk } from './disk.ts';
import type { GuestFiles } from './files.ts';
import type { Hardware, Machine, MachineOptions, OnBytes } from './machine.ts';
import { createUnzstd } from './zstd.ts';

const MB = 1 << 20;
const PAGE = 65_536;
/** What the emulator needs beside the machine's memory: its own tables and the code it makes. */
const OWN_MB = 48;
const START_LIMIT_MS = 60_000;
/** Keys for a line are handed over in pieces, so that the guest's buffers never run over. */
const PIECE = 1024;
const PIECE_PAUSE_MS = 8;

/** A serial port of v86: `iir` is 1 while it asks for no interrupt. */
interface Uart {
  readonly iir: number;
  CheckInterrupt(): void;
}

/** Parts of v86 that its types leave out. */
interface Internals {
  readonly bus: { send(event: string, data: unknown): void };
  readonly v86: {
    readonly cpu: {
      readonly devices: Readonly<Record<'uart0' | 'uart1' | 'uart2' | 'uart3', Uart>>;
      /** [1] while the processor waits for an interrupt. */
      readonly in_hlt: Uint8Array;
    };
    /** Calls `yield_callback` with `tick` after `ms` milliseconds; the latest call counts, for devices interrupt a rest. */
    yield(ms: number, tick: number): void;
    yield_callback(tick: number): void;
    readonly running: boolean;
    next_tick(ms: number): void;
    unregister_yield(): void;
  };
}

/** A PC that v86 emulates in this thread. */
export class EmulatedMachine implements Machine {
  readonly #emulator: V86;
  readonly #disk: Disk;
  readonly #pending = new Map<number, number[]>();
  readonly #listeners = new Map<number, OnBytes>();
  readonly #queues = new Map<number, Promise<void>>();
  #flush: ReturnType<typeof setTimeout> | null = null;
  #isGone = false;
  #endTurns: () => void = () => undefined;
  #isIdle = false;
  #onIdle: (isIdle: boolean) => void = () => undefined;

  private constructor(emulator: V86, disk: Disk) {
    this.#emulator = emulator;
    this.#disk = disk;
    for (const line of [0, 1, 2, 3] as const) emulator.add_listener(`serial${line}-output-byte`, (byte) => { this.#take(line, byte); });
  }

  /** A running machine whose disk comes from `files`. Throws StartError when there is not enough memory for it. */
  static async start(files: GuestFiles, { hardware, state, onFault }: MachineOptions): Promise<EmulatedMachine> {
    const { image, module } = hardware;
    checkMemory(image.memoryMb);
    const disk = new Disk({ files, image: image.disk, unzstd: createUnzstd(module), onFault });
    const boot = state === null ? { kernel: await files.read(image.kernel), initrd: await files.read(image.initrd) } : null;
    const emulator = new V86(optionsOf(hardware, disk, state, boot));
    const machine = new EmulatedMachine(emulator, disk);
    await machine.#ready();
    return machine;
  }

  async #ready(): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => { reject(new StartError('stuck', 'the emulator did not start')); }, START_LIMIT_MS);
      this.#emulator.add_listener('emulator-loaded', () => {
        clearTimeout(timer);
        shareInterrupts(this.#emulator as unknown as Internals);
        this.#endTurns = giveTurns(this.#emulator as unknown as Internals, (isIdle) => {
          this.#isIdle = isIdle;
          this.#onIdle(isIdle);
        });
        resolve();
      });
    });
  }

  #take(line: number, byte: number): void {
    const pending = this.#pending.get(line);
    if (pending === undefined) this.#pending.set(line, [byte]);
    else pending.push(byte);
    this.#flush ??= setTimeout(() => { this.#deliver(); }, 0);
  }

  #deliver(): void {
    this.#flush = null;
    const all = [...this.#pending];
    this.#pending.clear();
    for (const [line, bytes] of all) this.#listeners.get(line)?.(Uint8Array.from(bytes));
  }

  get isIdle(): boolean {
    return this.#isIdle;
  }

  /** Hears when the processor has nothing to do any more, and when it has again. */
  onIdle(listener: (isIdle: boolean) => void): void {
    this.#onIdle = listener;
  }

  listen(line: number, listener: OnBytes): void {
    this.#listeners.set(line, listener);
  }

  send(line: number, bytes: Uint8Array): Promise<void> {
    const sent = (this.#queues.get(line) ?? Promise.resolve()).then(() => this.#sendPieces(line, bytes));
    this.#queues.set(line, sent);
    return sent;
  }

  async #sendPieces(line: number, bytes: Uint8Array): Promise<void> {
    for (let at = 0; at < bytes.length && !this.#isGone; at += PIECE) {
      if (at > 0) await new Promise((resolve) => { setTimeout(resolve, PIECE_PAUSE_MS); });
      this.#emulator.serial_send_bytes(line, bytes.subarray(at, at + PIECE));
    }
  }

  onFrame(listener: OnBytes): void {
    this.#emulator.add_listener('net0-send', listener);
  }

  receiveFrame(frame: Uint8Array): void {
    (this.#emulator as unknown as Internals).bus.send('net0-receive', frame);
  }

  async save(): Promise<Uint8Array> {
    return new Uint8Array(await this.#emulator.save_state());
  }

  async setRunning(isRunning: boolean): Promise<void> {
    if (this.#isGone || isRunning === this.#emulator.is_running()) return;
    await (isRunning ? this.#emulator.run() : this.#emulator.stop());
  }

  retry(): void {
    this.#disk.retry();
  }

  async destroy(): Promise<void> {
    if (this.#isGone) return;
    this.#isGone = true;
    this.#listeners.clear();
    await this.#emulator.destroy();
    this.#endTurns();
  }
}

/**
 * Lines 0 and 2 share an interrupt, and so do 1 and 3. v86 takes it back as soon as one of the two asks for nothing, and the
 * other one's was lost: a terminal stood still until its neighbour said something.
 */
function shareInterrupts({ v86 }: Internals): void {
  const { uart0, uart1, uart2, uart3 } = v86.cpu.devices;
  for (const [one, other] of [[uart0, uart2], [uart2, uart0], [uart1, uart3], [uart3, uart1]] as const) {
    const check = Object.getPrototypeOf(one) as Uart;
    one.CheckInterrupt = () => {
      check.CheckInterrupt.call(one);
      if (one.iir === 1) check.CheckInterrupt.call(other);
    };
  }
}

/**
 * The guest's kernel wakes 250 times a second, whether there is something to do or not (CONFIG_HZ_PERIODIC). After so many
 * ticks in a row with nothing else, its timers may be late: keys, frames and disks wake it at once, as ever.
 */
const QUIET_TICKS = 25;
const REST_MS = 50;

/**
 * Lets the machine have its turns. v86 works for a millisecond and then asks a Worker of its own to be woken, which takes
 * longer than that where processors are few: here a message to itself does. Tells when it becomes idle, and when not any more.
 * Returns what ends it.
 */
function giveTurns({ v86 }: Internals, tell: (isIdle: boolean) => void): () => void {
  v86.unregister_yield();
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }: MessageEvent<number>) => { v86.yield_callback(data); };
  let quiet = 0;
  let isIdle = false;
  v86.yield = (ms, tick) => {
    quiet = ms > 0 && v86.cpu.in_hlt[0] === 1 ? quiet + 1 : 0;
    if (isIdle !== quiet > QUIET_TICKS) {
      isIdle = !isIdle;
      tell(isIdle);
    }
    const rest = isIdle ? Math.max(ms, REST_MS) : ms;
    if (rest < 1) port2.postMessage(tick);
    else setTimeout(() => { v86.yield_callback(tick); }, rest);
  };
  // What its Worker was asked for is lost.
  if (v86.running) v86.next_tick(0);
  return () => { port1.close(); };
}

/** Throws StartError when the browser has no room for such a machine; better now than half-way. */
function checkMemory(memoryMb: number): void {
  try {
    new WebAssembly.Memory({ initial: ((memoryMb + OWN_MB) * MB) / PAGE });
  } catch {
    throw new StartError('memory', `${memoryMb + OWN_MB} MB`);
  }
}

type Boot = { readonly kernel: Uint8Array; readonly initrd: Uint8Array } | null;

/** The same devices at every save and every restore: see vm-images/PROTOCOL.md. */
function optionsOf({ image, module, bios, vgaBios }: Hardware, disk: Disk, state: Uint8Array | null, boot: Boot): V86Options {
  return {
    wasm_fn: async (imports) => (await WebAssembly.instantiate(module, imports)).exports,
    memory_size: image.memoryMb * MB,
    vga_memory_size: image.vgaMemoryMb * MB,
    bios: { buffer: bufferOf(bios) },
    vga_bios: { buffer: bufferOf(vgaBios) },
    hda: disk as unknown as NonNullable<V86Options['hda']>,
    filesystem: {},
    net_device: { type: 'virtio' },
    uart1: true, uart2: true, uart3: true,
    disable_keyboard: true, disable_mouse: true, disable_speaker: true,
    autostart: true,
    ...(state === null ? {} : { initial_state: { buffer: bufferOf(state) } }),
    ...(boot === null ? {} : { bzimage: { buffer: bufferOf(boot.kernel) }, initrd: { buffer: bufferOf(boot.initrd) }, cmdline: image.cmdline }),
  };
}

/** The bytes' own buffer, cut to them. */
function bufferOf(bytes: Uint8Array): ArrayBuffer {
  const { buffer, byteOffset, byteLength } = bytes;
  return byteLength === buffer.byteLength ? buffer as ArrayBuffer : buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}
