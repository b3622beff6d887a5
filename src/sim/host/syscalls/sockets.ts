import type { Message } from '../../protocol/message.ts';
import { SysError } from '../errors.ts';
import type { Routine } from '../program.ts';
import { offerStream, takeStream } from '../stream.ts';
import type { ListenOptions, Socket } from '../sys.ts';
import { TerminalCalls } from './terminal.ts';

/** Talks to others, and listens to them. */
export class SocketCalls extends TerminalCalls {
  *connect(
    to: { host: string; port: number; protocol?: 'tcp' | 'udp' } | { path: string }, options: { timeoutMs?: number } = {},
  ): Routine<Socket> {
    const { host } = this.os;
    return yield* host.shared.carrier.connect(host, this.self, to, options.timeoutMs ?? null);
  }

  *call(socket: Socket, message: Message): Routine<Message> {
    const { host } = this.os;
    return yield* host.shared.carrier.call(host, this.self, socket, message);
  }

  closeSocket(socket: Socket): void {
    this.os.host.shared.carrier.close(this.os.host, this.self, socket);
  }

  offerStream(): { id: number; fd: number } {
    const { id, end } = offerStream(this.os.host.shared);
    return { id, fd: this.addFile(end) };
  }

  takeStream(id: number): number {
    return this.addFile(takeStream(this.os.host.shared, id));
  }

  *ping(address: string): Routine<number> {
    return yield* this.os.host.shared.carrier.ping(this.os.host, this.self, address);
  }

  listen(options: ListenOptions): void {
    const isPrivileged = options.port !== undefined && options.port < 1024 && this.credentials.uid !== 0;
    if (isPrivileged) throw new SysError('EACCES');
    this.os.host.network.listen(this.pid, options);
    if (options.path !== undefined) this.#bindUnix(options.path);
  }

  #bindUnix(path: string): void {
    if (this.exists(path)) this.unlink(path);
    this.files.create(this.absolute(path), 'socket', 0o777 & ~this.self.umask, this.credentials);
  }

  shareListener(options: ListenOptions, child: number): void {
    this.os.host.network.share(this.pid, options, child);
  }

  unlisten(options: ListenOptions): void {
    this.os.host.network.unlisten(this.pid, options);
  }
}
