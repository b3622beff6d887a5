import type { Json } from '../../base/json.ts';
import { SysError } from './errors.ts';
import { ipv4Number, isInNetwork } from './filter.ts';
import type { FileSystem } from './file-system.ts';
import { hostsEntries, ownAddresses, type Interface, type Listener, type Network, type Route } from './network.ts';
import type { ListenOptions } from './sys.ts';

/** What a host's network asks of the world around it. */
export interface Surroundings {
  resolveOutside(name: string): string | null;
  resolveAllOutside(name: string): readonly string[];
  reverseOutside(address: string): string | null;
  connections(): readonly { local: string; remote: string; pid: number; state: 'ESTAB' }[];
}

/** One host's interfaces, routes and listeners. */
export class HostNetwork implements Network {
  interfaces: Interface[] = [];
  routes: Route[] = [];
  #listeners: Listener[] = [];
  readonly #files: FileSystem;
  readonly #surroundings: Surroundings;

  constructor(files: FileSystem, surroundings: Surroundings) {
    this.#files = files;
    this.#surroundings = surroundings;
  }

  setInterface(name: string, change: Partial<Pick<Interface, 'isUp' | 'addresses'>>): void {
    const found = this.interfaces.find((each) => each.name === name);
    if (found !== undefined) Object.assign(found, change);
  }

  setRoutes(routes: readonly Route[]): void {
    this.routes = [...routes];
  }

  listeners(): readonly Listener[] {
    return this.#listeners;
  }

  connections(): readonly { local: string; remote: string; pid: number; state: 'ESTAB' }[] {
    return this.#surroundings.connections();
  }

  resolve(name: string): string | null {
    if (ipv4Number(name) !== null || name.includes(':')) return name;
    for (const entry of hostsEntries(this.#files)) {
      if (!entry.address.includes(':') && entry.names.some((each) => each.toLowerCase() === name.toLowerCase())) {
        return entry.address;
      }
    }
    return this.#surroundings.resolveOutside(name);
  }

  resolveAll(name: string): readonly string[] {
    const outside = this.#surroundings.resolveAllOutside(name);
    const first = this.resolve(name);
    return first === null || outside.includes(first) ? outside : [first];
  }

  reverse(address: string): string | null {
    return hostsEntries(this.#files).find((entry) => entry.address === address)?.names[0]
      ?? this.#surroundings.reverseOutside(address);
  }

  /** Opens a listener for `pid`. EADDRINUSE, EADDRNOTAVAIL. */
  listen(pid: number, options: ListenOptions): void {
    const protocol = options.path !== undefined ? 'unix' : options.protocol ?? 'tcp';
    const address = options.path ?? options.address ?? '0.0.0.0';
    const port = options.port ?? 0;
    if (protocol !== 'unix' && !isWildcard(address) && !this.#isOwn(address)) throw new SysError('EADDRNOTAVAIL');
    const isTaken = this.#listeners.some((each) => each.protocol === protocol && each.port === port
      && !(each.pid === pid && each.address.includes(':') !== address.includes(':'))
      && (each.address === address || (protocol !== 'unix' && (isWildcard(each.address) || isWildcard(address)))));
    if (isTaken) throw new SysError('EADDRINUSE');
    this.#listeners.push({ protocol, address, port, pid, backlog: options.backlog ?? 128 });
  }

  #isOwn(address: string): boolean {
    return address.startsWith('127.') || address === '::1' || ownAddresses(this.interfaces).includes(address);
  }

  unlisten(pid: number, options: ListenOptions): void {
    const address = options.path ?? options.address ?? '0.0.0.0';
    this.#listeners = this.#listeners.filter((each) =>
      each.pid !== pid || each.address !== address || each.port !== (options.port ?? 0));
  }

  /** Lets `child` accept on a listener of `pid`. EINVAL when there is none. */
  share(pid: number, options: ListenOptions, child: number): void {
    const address = options.path ?? options.address ?? '0.0.0.0';
    const index = this.#listeners.findIndex((each) => each.pid === pid && each.address === address && each.port === (options.port ?? 0));
    const found = this.#listeners[index];
    if (found === undefined) throw new SysError('EINVAL');
    this.#listeners[index] = { ...found, holders: [...found.holders ?? [], child] };
  }

  closeAll(pid: number): void {
    this.#listeners = this.#listeners.filter((each) => each.pid !== pid)
      .map((each) => (each.holders?.includes(pid) === true ? { ...each, holders: each.holders.filter((holder) => holder !== pid) } : each));
  }

  /** Who answers at this address and port, or null. */
  listenerFor(address: string, port: number, protocol: 'tcp' | 'udp' = 'tcp'): Listener | null {
    return this.#listeners.find((each) => each.protocol === protocol && each.port === port
      && (each.address === address || isWildcard(each.address))) ?? null;
  }

  unixListener(path: string): Listener | null {
    return this.#listeners.find((each) => each.protocol === 'unix' && each.address === path) ?? null;
  }

  /** Whether `address` belongs to this host on an interface that is up (loopback included). */
  owns(address: string): boolean {
    return this.#isOwn(address);
  }

  /** The source address for talking to `address`, `link` when it is a neighbour; null when there is no route. */
  route(address: string): { source: string; isLink: boolean } | null {
    if (this.#isOwn(address)) return { source: address, isLink: true };
    for (const each of this.interfaces) {
      if (!each.isUp) continue;
      const own = each.addresses.find((cidr) => isInNetwork(address, cidr));
      if (own !== undefined) return { source: own.split('/')[0] ?? '', isLink: true };
    }
    const gateway = this.routes.find((each) => each.to === 'default' && this.#isUp(each.device));
    if (gateway === undefined) return null;
    const device = this.interfaces.find((each) => each.name === gateway.device);
    return { source: device?.addresses[0]?.split('/')[0] ?? '', isLink: false };
  }

  #isUp(device: string): boolean {
    return this.interfaces.some((each) => each.name === device && each.isUp && each.addresses.length > 0);
  }

  toJSON(): Json {
    return { interfaces: this.interfaces, routes: this.routes, listeners: this.#listeners } as unknown as Json;
  }

  restore(data: Json): void {
    const saved = data as unknown as { interfaces: Interface[]; routes: Route[]; listeners: Listener[] };
    this.interfaces = saved.interfaces;
    this.routes = saved.routes;
    this.#listeners = saved.listeners;
  }
}

const isWildcard = (address: string): boolean => address === '0.0.0.0' || address === '::' || address === '*';
