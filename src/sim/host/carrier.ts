import type { Message } from '../protocol/message.ts';
import type { Host } from './host.ts';
import type { Process } from './process.ts';
import type { Routine } from './program.ts';
import type { Socket } from './sys.ts';

/** Carries messages between the hosts' sockets: what the kernel knows of the wire. */
export interface Carrier {
  connect(
    host: Host, process: Process, to: { host: string; port: number; protocol?: 'tcp' | 'udp' } | { path: string }, timeoutMs: number | null,
  ): Routine<Socket>;
  call(host: Host, process: Process, socket: Socket, message: Message): Routine<Message>;
  close(host: Host, process: Process, socket: Socket): void;
  ping(host: Host, process: Process, address: string): Routine<number>;
  /** All connections of a process that has ended. */
  hangUp(host: Host, process: Process): void;
  /** A name that only the outside world's DNS knows, or null. */
  resolveOutside(host: Host, name: string): string | null;
  /** All its addresses (a pool has several). */
  resolveAllOutside(host: Host, name: string): readonly string[];
  /** The outside world's name of an address, or null. */
  reverseOutside(host: Host, address: string): string | null;
  connectionsOf(host: Host): readonly { local: string; remote: string; pid: number; state: 'ESTAB' }[];
}
