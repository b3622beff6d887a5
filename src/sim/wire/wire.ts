// wire: carries a message between sockets, or says why not; writes the trace. Knows nothing of what messages mean.
import type { Json } from '../../base/json.ts';
import type { Endpoint, Hop } from '../../lab/trace.ts';
import type { Carrier } from '../host/carrier.ts';
import { SysError, type Errno } from '../host/errors.ts';
import { FILTER_KEY, verdict, type FilterTable } from '../host/filter.ts';
import type { Host } from '../host/host.ts';
import type { Listener } from '../host/network.ts';
import type { Process } from '../host/process.ts';
import type { Connection, Routine } from '../host/program.ts';
import type { Socket } from '../host/sys.ts';
import type { Message } from '../protocol/message.ts';
import type { Clock } from '../time/clock.ts';
import { describe, protocolAt } from './describe.ts';
import type { Outside } from './outside.ts';

/** A connection as the wire keeps it: plain data, both ends by host id and pid. */
interface Line {
  readonly id: number;
  readonly client: { readonly host: string; readonly pid: number };
  /** null: the other end is in the outside world. */
  readonly server: { readonly host: string; readonly pid: number } | null;
  readonly address: string;
  readonly port: number;
  readonly connection: Connection;
  isOpen: boolean;
}

type Target = { readonly host: string; readonly port: number; readonly protocol?: 'tcp' | 'udp' } | { readonly path: string };

/** Where a look-up ended: a listener of a host, an outside machine, or a refusal after some time. */
type Reached =
  | { readonly kind: 'listener'; readonly host: Host; readonly listener: Listener; readonly address: string; readonly source: string }
  | { readonly kind: 'outside'; readonly address: string; readonly source: string }
  | { readonly kind: 'refused'; readonly errno: Errno; readonly afterMs: number; readonly address: string };

const LAN_MS = 0.2;
const DNS_MS = 12;
const NO_NEIGHBOUR_MS = 3000;
const TCP_TIMEOUT_MS = 127_000;
const MAX_HOPS = 5000;
/** A saved lab remembers so many. */
const SAVED_HOPS = 60;
/** Linux's ip_local_port_range begins here. */
const FIRST_PORT = 32768;

/** The network between all hosts, and what has crossed it. */
export class Wire implements Carrier {
  readonly #hosts: () => readonly Host[];
  readonly #clock: Clock;
  readonly #outside: Outside;
  #lines = new Map<number, Line>();
  #hops: Hop[] = [];
  #nextLine = 1;
  #nextHop = 1;
  #nextTrace = 1;
  /** The hop whose handler runs now. */
  #current: Hop | null = null;

  constructor(hosts: () => readonly Host[], clock: Clock, outside: Outside) {
    this.#hosts = hosts;
    this.#clock = clock;
    this.#outside = outside;
  }

  /** All hops, oldest first. */
  get hops(): readonly Hop[] {
    return this.#hops;
  }

  resolveOutside(host: Host, name: string): string | null {
    return host.network.route('8.8.8.8') === null ? null : this.#outside.resolve(name);
  }

  resolveAllOutside(host: Host, name: string): readonly string[] {
    return host.network.route('8.8.8.8') === null ? [] : this.#outside.resolveAll(name);
  }

  reverseOutside(host: Host, address: string): string | null {
    return host.network.route('8.8.8.8') === null ? null : this.#outside.reverse(address);
  }

  connectionsOf(host: Host): readonly { local: string; remote: string; pid: number; state: 'ESTAB' }[] {
    const out: { local: string; remote: string; pid: number; state: 'ESTAB' }[] = [];
    for (const line of this.#lines.values()) {
      if (!line.isOpen || line.port === 0) continue;
      const { peer } = line.connection;
      const client = `${peer.address}:${peer.port}`;
      const server = `${line.address}:${line.port}`;
      if (line.client.host === host.id) out.push({ local: client, remote: server, pid: line.client.pid, state: 'ESTAB' });
      if (line.server?.host === host.id) out.push({ local: server, remote: client, pid: line.server.pid, state: 'ESTAB' });
    }
    return out;
  }

  /** The internet beyond the gateway. */
  get outside(): Outside {
    return this.#outside;
  }

  /**
   * Where a connection to a port, or with null an echo request, would arrive, without sending anything: the host (null:
   * an outside machine) and the address we would be seen with, or why it would not.
   */
  reach(host: Host, name: string, port: number | null):
    | { readonly errno: Errno; readonly address: string }
    | { readonly errno: null; readonly address: string; readonly source: string; readonly host: Host | null; readonly pid: number | null } {
    const address = host.network.resolve(name);
    if (address === null) return { errno: 'EAI_NONAME', address: name };
    const reached = port === null ? this.#path(host, address, 'icmp', 0) : this.#inet(host, name, port, 'tcp');
    if (reached.kind === 'refused') return { errno: reached.errno, address };
    const target = reached.kind === 'listener' ? reached.host : reached.kind === 'host' ? reached.target : null;
    const pid = reached.kind === 'listener' ? reached.listener.pid : null;
    return { errno: null, address, source: reached.source, host: target, pid };
  }

  // ── connecting

  *connect(host: Host, process: Process, to: Target, timeoutMs: number | null): Routine<Socket> {
    const startMs = this.#clock.nowMs();
    const reached = 'path' in to ? this.#unix(host, process, to.path) : this.#inet(host, to.host, to.port, to.protocol ?? 'tcp');
    if (reached.kind === 'refused') {
      const waitMs = timeoutMs === null ? reached.afterMs : Math.min(timeoutMs, reached.afterMs);
      if (waitMs > 0) yield* this.#pass(waitMs);
      this.#note(host, process, to, reached.address, startMs, 'connect', {}, reached.errno);
      throw new SysError(reached.errno);
    }
    yield* this.#pass('path' in to ? 0.05 : LAN_MS);
    return yield* this.#open(host, process, to, reached, startMs);
  }

  *#open(host: Host, process: Process, to: Target, reached: Exclude<Reached, { kind: 'refused' }>, startMs: number): Routine<Socket> {
    const id = this.#nextLine;
    this.#nextLine += 1;
    const port = 'path' in to ? 0 : to.port;
    const local = 'path' in to ? { path: to.path } : { address: reached.address, port };
    const sourcePort = 'path' in to ? 0 : FIRST_PORT + ((id * 7919) % 28000);
    const connection: Connection = {
      id, local, session: null,
      peer: { host: host.id, address: reached.source, port: sourcePort, pid: process.pid, uid: process.as.uid },
    };
    const server = reached.kind === 'listener' ? { host: reached.host.id, pid: reached.listener.pid } : null;
    const line: Line = {
      id, client: { host: host.id, pid: process.pid }, server, address: reached.address, port, connection, isOpen: true,
    };
    this.#lines.set(id, line);
    const hop = this.#note(host, process, to, reached.address, startMs, 'connect', {}, null, server);
    const greeting = server === null ? null : yield* this.#serve(hop, line, (daemon, kernel) =>
      kernel.handlersOf(daemon)?.open?.(kernel.sysOf(daemon), connection) ?? null);
    return {
      id, greeting, remote: local, local: 'path' in to ? null : { address: reached.source, port: sourcePort },
      peerPid: server?.host === host.id ? server.pid : null,
    };
  }

  #unix(host: Host, process: Process, path: string): Reached {
    const { node } = host.files.find(path, { as: process.as });
    if (node === null) throw new SysError('ENOENT');
    if (!host.files.allowed(node, 2, process.as)) throw new SysError('EACCES');
    const listener = this.#accepting(host, host.network.unixListener(path));
    if (listener === null) {
      return { kind: 'refused', errno: 'ECONNREFUSED', afterMs: 0, address: path };
    }
    return { kind: 'listener', host, listener, address: path, source: 'localhost' };
  }

  #inet(host: Host, name: string, port: number, protocol: 'tcp' | 'udp'): Reached {
    const address = host.network.resolve(name);
    if (address === null) return { kind: 'refused', errno: 'EAI_NONAME', afterMs: DNS_MS, address: name };
    const path = this.#path(host, address, protocol, port);
    if (path.kind === 'refused') return path;
    if (path.kind === 'outside') {
      const accepts = this.#outside.accepts(address, port, protocol);
      if (accepts === true) return path;
      return { kind: 'refused', errno: accepts === null ? 'ETIMEDOUT' : 'ECONNREFUSED', afterMs: accepts === null ? TCP_TIMEOUT_MS : DNS_MS, address };
    }
    const listener = this.#accepting(path.target, path.target.network.listenerFor(address, port, protocol));
    if (listener === null) {
      return { kind: 'refused', errno: 'ECONNREFUSED', afterMs: LAN_MS, address };
    }
    return { kind: 'listener', host: path.target, listener, address, source: path.source };
  }

  /** Routing, neighbours and firewalls: who has the address, and does he let us in? */
  #path(host: Host, address: string, protocol: 'tcp' | 'icmp' | 'udp', port: number):
    | { kind: 'host'; target: Host; source: string }
    | { kind: 'outside'; address: string; source: string }
    | { kind: 'refused'; errno: Errno; afterMs: number; address: string } {
    const route = host.network.route(address);
    if (route === null) return { kind: 'refused', errno: 'ENETUNREACH', afterMs: 0, address };
    const target = host.network.owns(address) ? host
      : this.#hosts().find((each) => each !== host && each.network.owns(address) && !address.startsWith('127.'));
    if (target === undefined) {
      if (this.#outside.pingMs(address) !== null || this.#outside.accepts(address, port, 'tcp') !== null) {
        return { kind: 'outside', address, source: route.source };
      }
      return route.isLink
        ? { kind: 'refused', errno: 'EHOSTUNREACH', afterMs: NO_NEIGHBOUR_MS, address }
        : { kind: 'refused', errno: 'ETIMEDOUT', afterMs: TCP_TIMEOUT_MS, address };
    }
    const packet = { protocol, source: route.source, destination: address, port, device: target === host ? 'lo' : 'eth0' };
    return this.#filtered(host, target, packet) ?? { kind: 'host', target, source: route.source };
  }

  #filtered(host: Host, target: Host, packet: { protocol: 'tcp' | 'icmp' | 'udp'; source: string; destination: string; port: number; device: string }):
    { kind: 'refused'; errno: Errno; afterMs: number; address: string } | null {
    const out = verdict(filterOf(host), { ...packet, chain: 'OUTPUT' });
    const said = out === 'accept' && target !== host ? verdict(filterOf(target), { ...packet, chain: 'INPUT' }) : out;
    const address = packet.destination;
    if (said === 'accept') return null;
    if (said === 'refuse') return { kind: 'refused', errno: 'ECONNREFUSED', afterMs: LAN_MS, address };
    if (said === 'reject') return { kind: 'refused', errno: 'EHOSTUNREACH', afterMs: LAN_MS, address };
    return { kind: 'refused', errno: 'ETIMEDOUT', afterMs: TCP_TIMEOUT_MS, address };
  }

  /** The listener with the process that accepts next: its holders take turns; null when nobody would answer. */
  #accepting(host: Host, listener: Listener | null): Listener | null {
    if (listener === null) return null;
    const holders = (listener.holders ?? []).filter((pid) => this.#isAlive(host, pid));
    if (holders.length === 0) return this.#isAlive(host, listener.pid) ? listener : null;
    listener.turn = (listener.turn ?? -1) + 1;
    return { ...listener, pid: holders[listener.turn % holders.length] ?? listener.pid };
  }

  #isAlive(host: Host, pid: number): boolean {
    const process = host.kernel.processes.get(pid);
    return process !== undefined && process.ended === null && process.isServing && !process.isStopped;
  }

  // ── talking

  *call(host: Host, process: Process, socket: Socket, message: Message): Routine<Message> {
    const line = this.#lines.get(socket.id);
    if (line === undefined || !line.isOpen) throw new SysError('ECONNRESET');
    const startMs = this.#clock.nowMs();
    const to = line.port === 0 ? { path: line.address } : { host: line.address, port: line.port };
    const { operation, fields } = describe(message);
    yield* this.#pass(line.port === 0 ? 0.05 : LAN_MS);
    const hop = this.#note(host, process, to, line.address, startMs, operation, fields, null, line.server, message.protocol);
    const reply = line.server === null ? yield* this.#askOutside(host, line, message)
      : yield* this.#serve(hop, line, (daemon, kernel) =>
        kernel.handlersOf(daemon)?.request?.(kernel.sysOf(daemon), line.connection, message) ?? null);
    if (line.server === null) yield* this.#pass(this.#outside.pingMs(line.address) ?? DNS_MS);
    this.#answer(hop, reply);
    if (reply === null) throw new SysError('ECONNRESET');
    return reply;
  }

  /** The outside's reply: its pages may have to be loaded first, which takes no time in the lab. */
  *#askOutside(host: Host, line: Line, message: Message): Routine<Message | null> {
    const reply = this.#outside.answer(line.address, line.port, message);
    return reply instanceof Promise ? yield* host.kernel.external(reply) : reply;
  }

  /**
   * Runs the other end's handler to its end. The caller waits for as long as the handler took; what the handler itself
   * asks of others becomes its children in the trace.
   */
  *#serve(
    hop: Hop, line: Line, make: (daemon: Process, kernel: Host['kernel']) => Routine<Message | null> | null,
  ): Routine<Message | null> {
    const host = this.#hosts().find((each) => each.id === line.server?.host);
    const daemon = host?.kernel.processes.get(line.server?.pid ?? -1);
    if (host === undefined || daemon === undefined || daemon.ended !== null) throw new SysError('ECONNRESET');
    const routine = make(daemon, host.kernel);
    if (routine === null) return null;
    const outer = { hop: this.#current, aheadMs: this.#clock.aheadMs() };
    const spentMs = yield* this.#drive(routine, hop, outer);
    return spentMs.value;
  }

  *#drive<T>(routine: Routine<T>, hop: Hop, outer: { hop: Hop | null; aheadMs: number }): Routine<{ value: T }> {
    let aheadMs = outer.aheadMs;
    for (;;) {
      this.#current = hop;
      this.#clock.setAheadMs(aheadMs);
      let step: IteratorResult<Parameters<typeof waitMs>[0], T>;
      try {
        step = routine.next();
      } finally {
        aheadMs = this.#clock.aheadMs();
        this.#current = outer.hop;
        this.#clock.setAheadMs(outer.aheadMs);
      }
      if (step.done === true) {
        yield* this.#pass(aheadMs - outer.aheadMs);
        return { value: step.value };
      }
      if (step.value.external !== undefined) yield step.value;
      else aheadMs += waitMs(step.value, this.#clock.nowMs() + aheadMs - outer.aheadMs);
    }
  }

  /** Lets `ms` pass: for a program by waiting, inside a handler by counting. */
  *#pass(ms: number): Routine<void> {
    if (ms <= 0) return;
    if (this.#current !== null) this.#clock.spend(ms);
    else yield { untilMs: this.#clock.nowMs() + ms };
  }

  close(_host: Host, _process: Process, socket: Socket): void {
    const line = this.#lines.get(socket.id);
    if (line !== undefined) this.#closeLine(line);
  }

  #closeLine(line: Line): void {
    if (!line.isOpen) return;
    line.isOpen = false;
    this.#lines.delete(line.id);
    const host = this.#hosts().find((each) => each.id === line.server?.host);
    const daemon = host?.kernel.processes.get(line.server?.pid ?? -1);
    if (host === undefined || daemon === undefined || daemon.ended !== null) return;
    host.kernel.handlersOf(daemon)?.close?.(host.kernel.sysOf(daemon), line.connection);
  }

  hangUp(host: Host, process: Process): void {
    for (const line of [...this.#lines.values()]) {
      const isClient = line.client.host === host.id && line.client.pid === process.pid;
      const isServer = line.server?.host === host.id && line.server.pid === process.pid;
      if (isClient || isServer) this.#closeLine(line);
    }
  }

  *ping(host: Host, process: Process, address: string): Routine<number> {
    const startMs = this.#clock.nowMs();
    const path = this.#path(host, address, 'icmp', 0);
    const to = { host: address, port: 0 };
    const fail = path.kind === 'refused' ? path : null;
    if (fail !== null) {
      yield* this.#pass(Math.min(fail.afterMs, NO_NEIGHBOUR_MS));
      this.#note(host, process, to, address, startMs, 'echo', {}, fail.errno, null, 'icmp');
      throw new SysError(fail.errno);
    }
    const ms = path.kind === 'outside' ? this.#outside.pingMs(address) : path.kind === 'host' && path.target === host ? 0.04 : 0.35;
    if (ms === null) throw new SysError('ETIMEDOUT');
    const tripMs = ms * (0.9 + host.shared.dice.next() * 0.3);
    yield* this.#pass(tripMs);
    this.#note(host, process, to, address, startMs, 'echo', {}, null, null, 'icmp');
    return tripMs;
  }

  // ── the trace

  #note(
    host: Host, process: Process, to: Target, address: string, startMs: number, operation: string,
    fields: Readonly<Record<string, Json>>, errno: Errno | null,
    server: { host: string; pid: number } | null = null, protocol?: string,
  ): Hop {
    const port = 'path' in to ? 0 : to.port;
    const hop: Hop = {
      id: `h${this.#nextHop}`, trace: this.#traceOf(process), parent: this.#current?.id ?? process.cause,
      startMs, endMs: this.#clock.nowMs(), from: { host: host.id, program: process.name, pid: process.pid },
      to: this.#end(server, address, port), protocol: protocolAt(protocol, 'path' in to, port), operation, fields,
      outcome: errno === null ? { isOk: true, text: '' } : { isOk: false, text: new SysError(errno).text },
    };
    this.#nextHop += 1;
    this.#hops.push(hop);
    if (this.#hops.length > MAX_HOPS) this.#hops.splice(0, this.#hops.length - MAX_HOPS);
    return hop;
  }

  #traceOf(process: Process): string {
    if (this.#current !== null) return this.#current.trace;
    if (process.cause === null) {
      process.cause = `t${this.#nextTrace}`;
      this.#nextTrace += 1;
    }
    return process.cause;
  }

  #end(server: { host: string; pid: number } | null, address: string, port: number): Endpoint {
    const host = this.#hosts().find((each) => each.id === server?.host);
    const program = host?.kernel.processes.get(server?.pid ?? -1)?.name ?? '';
    const name = host?.id ?? this.#hosts().find((each) => each.network.owns(address))?.id ?? address;
    return { host: name, program, pid: server?.pid ?? 0, address, port };
  }

  #answer(hop: Hop, reply: Message | null): void {
    const index = this.#hops.findLastIndex((each) => each.id === hop.id);
    if (index === -1) return;
    const outcome = reply === null ? { isOk: false, text: 'Connection reset by peer' } : describe(reply).outcome;
    this.#hops[index] = { ...hop, endMs: this.#clock.nowMs(), outcome };
  }

  // ── saving

  toJSON(): Json {
    const { hops, lines } = { hops: this.#hops.slice(-SAVED_HOPS), lines: [...this.#lines.values()] };
    return { hops, lines, nextLine: this.#nextLine, nextHop: this.#nextHop, nextTrace: this.#nextTrace } as unknown as Json;
  }

  restore(data: Json): void {
    const saved = data as unknown as { hops: Hop[]; lines: Line[]; nextLine: number; nextHop: number; nextTrace: number };
    this.#hops = [...saved.hops];
    this.#lines = new Map(saved.lines.map((line) => [line.id, line]));
    this.#nextLine = saved.nextLine;
    this.#nextHop = saved.nextHop;
    this.#nextTrace = saved.nextTrace;
  }
}

const filterOf = (host: Host): FilterTable | undefined => host.tables.get(FILTER_KEY) as FilterTable | undefined;

/** How long a handler's wait takes; a handler may not wait for anything but time. */
function waitMs(wait: { untilMs?: number; ready?: () => boolean; external?: Promise<unknown> }, nowMs: number): number {
  if (wait.ready?.() === true) return 0;
  if (wait.untilMs === undefined) throw new Error('a handler that runs to completion must not wait');
  return Math.max(0, wait.untilMs - nowMs);
}
