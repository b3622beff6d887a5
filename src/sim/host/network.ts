import type { FileSystem } from './file-system.ts';
import { ROOT } from './inode.ts';

/** One interface as `ip addr` shows it. Plain data. */
export interface Interface {
  readonly name: string;
  readonly mac: string;
  readonly mtu: number;
  isUp: boolean;
  /** Addresses with prefix length, e.g. `10.0.0.11/24`, `fe80::…/64`. */
  addresses: string[];
}

export interface Route {
  /** `default` or a network in CIDR form. */
  to: string;
  via: string | null;
  device: string;
  source: string | null;
  metric: number | null;
}

/** An open listening socket. */
export interface Listener {
  readonly protocol: 'tcp' | 'udp' | 'unix';
  /** Address and port, or for unix the path in `address` and port 0. */
  readonly address: string;
  readonly port: number;
  readonly pid: number;
  readonly backlog: number;
  /** Children that accept on it in turn instead of its owner (a socket inherited from the parent). */
  readonly holders?: number[];
  turn?: number;
}

/** A host's network as its programs see and change it. */
export interface Network {
  readonly interfaces: readonly Interface[];
  setInterface(name: string, change: Partial<Pick<Interface, 'isUp' | 'addresses'>>): void;
  readonly routes: readonly Route[];
  setRoutes(routes: readonly Route[]): void;
  listeners(): readonly Listener[];
  /** Established connections of this host's processes. */
  connections(): readonly { local: string; remote: string; pid: number; state: 'ESTAB' }[];
  /** getaddrinfo: /etc/hosts, then the lab's outside names; null when unknown. Addresses answer themselves. */
  resolve(name: string): string | null;
  /** All addresses of a name: one from /etc/hosts, or what DNS says. */
  resolveAll(name: string): readonly string[];
  /** Reverse look-up: /etc/hosts, then the lab's outside names. */
  reverse(address: string): string | null;
}

/** The IPv4 addresses of a host, without prefix, in order. */
export function ownAddresses(interfaces: readonly Interface[]): string[] {
  return interfaces.filter((each) => each.isUp).flatMap((each) => each.addresses.map((address) => address.split('/')[0] ?? ''));
}

/** Entries of /etc/hosts: [address, names…]; comments and blank lines left out. */
export function hostsEntries(files: FileSystem): { address: string; names: string[] }[] {
  const { node } = files.find('/etc/hosts', { as: ROOT });
  if (node === null) return [];
  return node.content.split('\n').flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().split(/\s+/);
    return address === undefined || address === '' || names.length === 0 ? [] : [{ address, names }];
  });
}
