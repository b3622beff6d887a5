// The simulated APIs for real programs: every HTTP port of a lab's hosts as a server of Node's on loopback. Addresses of
// the lab in answers become those of the servers, and the other way round in requests.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { byteLength, fromBytes, toBytes } from '../src/base/bytes.ts';
import type { Host } from '../src/sim/host/host.ts';
import { ownAddresses, hostsEntries } from '../src/sim/host/network.ts';
import { SysError } from '../src/sim/host/errors.ts';
import type { Process } from '../src/sim/host/process.ts';
import type { Routine } from '../src/sim/host/program.ts';
import type { HttpRequest, HttpResponse } from '../src/sim/protocol/http.ts';
import type { World } from '../src/sim/world.ts';

/** A port of the lab and where it is served. */
export interface ServedPort {
  readonly host: string;
  readonly port: number;
  readonly localPort: number;
}

export interface Gateway {
  readonly ports: readonly ServedPort[];
  close(): Promise<void>;
}

/** Headers of one hop: Node makes its own. */
const HOP_HEADERS = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length']);
const ROOT = { uid: 0, gid: 0, groups: [0] };

/** Serves all HTTP ports of a world: port P at `portBase + P`, the first host's where two have the same. */
export async function openGateway(world: World, portBase: number): Promise<Gateway> {
  const asker = new Asker(world);
  const ports = await asker.httpPorts(portBase);
  const names = new AddressBook(world, ports);
  const servers = await Promise.all(ports.map((each) => listen(each, (request, response) => {
    void answer(asker, names, each, request, response);
  })));
  return {
    ports,
    close: async () => {
      await Promise.all(servers.map(async (server) => new Promise<void>((resolve) => {
        server.close(() => { resolve(); });
        server.closeAllConnections();
      })));
    },
  };
}

async function listen({ localPort }: ServedPort, handler: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer(handler);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(localPort, '127.0.0.1', () => { resolve(); });
  });
  return server;
}

async function answer(asker: Asker, names: AddressBook, port: ServedPort, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = Object.fromEntries(Object.entries(request.headers).map(([name, value]) => [name, names.inward([value].flat().join(', '))]));
  const body = names.inward(fromBytes(Buffer.concat(chunks)));
  headers['host'] = names.hostHeader(port);
  if (body !== '') headers['content-length'] = String(byteLength(body));
  const reply = await asker.ask(port.host, port.port, {
    protocol: 'http', kind: 'request', method: request.method ?? 'GET', target: request.url ?? '/', headers, body,
  });
  if (reply === null) {
    response.destroy();
    return;
  }
  const bytes = toBytes(names.outward(reply.body));
  const kept = reply.headers.filter(([name]) => !HOP_HEADERS.has(name.toLowerCase())).flatMap(([name, value]) => [name, names.outward(value)]);
  response.sendDate = false;
  response.writeHead(reply.status, reply.reason, [...kept, 'Content-Length', String(request.method === 'HEAD' ? lengthOf(reply) : bytes.length)]);
  response.end(bytes);
}

const lengthOf = (reply: HttpResponse): string => reply.headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1] ?? '0';

/** An address that no further digit follows: 5000 is not the start of 50001. */
const wholeAddress = (address: string): RegExp => new RegExp(`${address.replaceAll('.', '\\.')}(?![0-9])`, 'g');

/** Which address in the lab is which outside. */
class AddressBook {
  readonly #pairs: readonly (readonly [inside: string, outside: string])[];
  readonly #names: ReadonlyMap<string, string>;

  constructor(world: World, ports: readonly ServedPort[]) {
    this.#names = new Map(world.hosts.map((host) => [host.id, namesOf(host)[0] ?? host.id]));
    this.#pairs = ports.flatMap(({ host, port, localPort }) => namesOf(world.host(host)).flatMap((name): [string, string][] => {
      const outside = `http://127.0.0.1:${localPort}`;
      return port === 80 ? [[`http://${name}:80`, outside], [`http://${name}/`, `${outside}/`]] : [[`http://${name}:${port}`, outside]];
    }));
  }

  /** What the lab says, for a reader outside. */
  outward(text: string): string {
    return this.#pairs.reduce((out, [inside, outside]) => out.replace(wholeAddress(inside), outside), text);
  }

  /** What is said outside, for the lab: each place by its host's first name. */
  inward(text: string): string {
    return [...this.#pairs].reverse().reduce((out, [inside, outside]) => out.replace(wholeAddress(outside), inside), text);
  }

  hostHeader({ host, port }: ServedPort): string {
    const name = this.#names.get(host) ?? host;
    return port === 80 ? name : `${name}:${port}`;
  }
}

/** A host's names and addresses, the one that its hosts file gives first. */
function namesOf(host: Host): string[] {
  const addresses = ownAddresses(host.network.interfaces).filter((address) => !address.includes(':') && !address.startsWith('127.'));
  const named = hostsEntries(host.files).filter(({ address }) => addresses.includes(address)).flatMap(({ names }) => names);
  return [...new Set([...named, host.id, ...addresses])];
}

/** Asks the lab, one request after the other, as a program of the host controller. Time follows the clock on the wall between requests. */
class Asker {
  readonly #world: World;
  #last: Promise<unknown> = Promise.resolve();
  #seenMs = Date.now();

  constructor(world: World) {
    this.#world = world;
  }

  /** Who listens and speaks HTTP, told by asking. */
  async httpPorts(portBase: number): Promise<ServedPort[]> {
    const found: ServedPort[] = [];
    for (const host of this.#world.hosts) {
      for (const port of new Set(host.network.listeners().filter(({ protocol }) => protocol === 'tcp').map((each) => each.port))) {
        if (found.some((each) => each.port === port) || portBase + port > 65535) continue;
        const probe: HttpRequest = { protocol: 'http', kind: 'request', method: 'OPTIONS', target: '*', headers: { host: host.id }, body: '' };
        if (await this.ask(host.id, port, probe) !== null) found.push({ host: host.id, port, localPort: portBase + port });
      }
    }
    return found.sort((a, b) => a.port - b.port);
  }

  /** The answer, or null when there is none. */
  async ask(host: string, port: number, request: HttpRequest): Promise<HttpResponse | null> {
    const turn = this.#last.then(async () => {
      await this.#follow();
      return this.#carry(host, port, request);
    });
    this.#last = turn.catch(() => null);
    return turn;
  }

  async #follow(): Promise<void> {
    const nowMs = Date.now();
    const passedMs = nowMs - this.#seenMs;
    this.#seenMs = nowMs;
    const untilMs = this.#world.clock.nowMs() + passedMs;
    await this.#world.runUntil(() => false, passedMs);
    this.#world.advanceTo(untilMs);
  }

  async #carry(target: string, port: number, request: HttpRequest): Promise<HttpResponse | null> {
    const from = this.#world.hosts[0] as Host;
    const { kernel } = from;
    const process = kernel.make({ pid: kernel.takePid(), path: '/usr/bin/handstack-serve', argv: ['handstack-serve'], as: ROOT, ppid: 1 });
    try {
      return await this.#drive(talk(from, process, target, port, request));
    } catch (error) {
      if (error instanceof SysError) return null;
      throw error;
    } finally {
      kernel.end(process, 'exited', 0);
    }
  }

  async #drive<T>(routine: Routine<T>): Promise<T> {
    await this.#world.wake();
    for (;;) {
      const step = routine.next();
      if (step.done === true) return step.value;
      const { external, untilMs } = step.value;
      if (external !== undefined) await external;
      else if (untilMs !== undefined) {
        await this.#world.runUntil(() => this.#world.clock.nowMs() >= untilMs, untilMs - this.#world.clock.nowMs());
        this.#world.advanceTo(untilMs);
      } else await this.#world.settle();
    }
  }
}

function* talk(from: Host, process: Process, target: string, port: number, request: HttpRequest): Routine<HttpResponse | null> {
  const { carrier } = from.shared;
  const socket = yield* carrier.connect(from, process, { host: target === from.id ? ownAddress(from) : target, port }, null);
  try {
    if (socket.greeting !== null) return null;
    const reply = yield* carrier.call(from, process, socket, request);
    return reply.protocol === 'http' && reply.kind === 'response' ? reply : null;
  } finally {
    carrier.close(from, process, socket);
  }
}

/** The host's address in the management network, so that logs show it as they would show the real client. */
const ownAddress = (host: Host): string => ownAddresses(host.network.interfaces).find((each) => !each.startsWith('127.') && !each.includes(':')) ?? '127.0.0.1';
