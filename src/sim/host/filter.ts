/** Verdict of a rule: `reject` is "administratively prohibited" (EHOSTUNREACH), `refuse` a reset (ECONNREFUSED). */
export type Verdict = 'accept' | 'reject' | 'refuse' | 'drop';

/** One rule of a filter chain. What is null (or absent) matches everything. */
export interface FilterRule {
  readonly protocol: 'tcp' | 'udp' | 'icmp' | null;
  /** Destination ports, both ends included. */
  readonly ports: readonly [number, number] | null;
  /** Peer's address or network in CIDR form. */
  readonly source: string | null;
  readonly destination?: string | null;
  /** Interface it came in by. */
  readonly device?: string | null;
  /** Matches only replies (ESTABLISHED, RELATED) or only the first packet (NEW). */
  readonly state?: 'established' | 'new' | null;
  readonly verdict: Verdict;
}

export interface FilterChain {
  readonly policy: 'accept' | 'drop';
  readonly rules: readonly FilterRule[];
}

/**
 * What lies under the key `net.filter` of a host's kernel tables; a missing key lets everything pass. A packet must
 * pass both tables, as it passes nftables' (firewalld's) and iptables' hooks one after the other.
 */
export interface FilterTable {
  /** firewalld's input chain; null while it does not run. */
  readonly firewalld: FilterChain | null;
  readonly iptables: { readonly INPUT: FilterChain; readonly FORWARD: FilterChain; readonly OUTPUT: FilterChain };
}

export const FILTER_KEY = 'net.filter';

export const EMPTY_CHAIN: FilterChain = { policy: 'accept', rules: [] };

export const EMPTY_FILTER: FilterTable = {
  firewalld: null,
  iptables: { INPUT: EMPTY_CHAIN, FORWARD: EMPTY_CHAIN, OUTPUT: EMPTY_CHAIN },
};

/** The first packet of a connection, or an echo request (`port` 0), at the host whose table is asked. */
export interface Packet {
  readonly chain: 'INPUT' | 'OUTPUT';
  readonly protocol: 'tcp' | 'udp' | 'icmp';
  readonly source: string;
  readonly destination: string;
  readonly port: number;
  /** The interface it comes in (INPUT) or goes out (OUTPUT) by, e.g. `eth0`, `lo`. */
  readonly device: string;
}

/** What the host's packet filter does with a new packet. `table` is what `kernel.get('net.filter')` gave. */
export function verdict(table: FilterTable | null | undefined, packet: Packet): Verdict {
  if (table === null || table === undefined) return 'accept';
  const first = chainVerdict(table.iptables[packet.chain], packet);
  if (first !== 'accept' || packet.chain === 'OUTPUT' || table.firewalld === null) return first;
  return chainVerdict(table.firewalld, packet);
}

function chainVerdict(chain: FilterChain, packet: Packet): Verdict {
  return chain.rules.find((rule) => matches(rule, packet))?.verdict ?? chain.policy;
}

function matches(rule: FilterRule, packet: Packet): boolean {
  if (rule.state === 'established') return false;
  if (rule.protocol !== null && rule.protocol !== packet.protocol) return false;
  if (rule.ports !== null && (packet.port < rule.ports[0] || packet.port > rule.ports[1])) return false;
  if (rule.source !== null && !isInNetwork(packet.source, rule.source)) return false;
  if (rule.destination != null && !isInNetwork(packet.destination, rule.destination)) return false;
  return rule.device == null || rule.device === packet.device;
}

/** Whether an IPv4 address lies in a network (`10.0.0.0/24`, or a single address). Others compare as text. */
export function isInNetwork(address: string, network: string): boolean {
  const [base = '', bits = '32'] = network.split('/');
  const left = ipv4Number(address);
  const right = ipv4Number(base);
  if (left === null || right === null) return address === base;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(left / size) === Math.floor(right / size);
}

/** An IPv4 address as a number, or null when it is none. */
export function ipv4Number(text: string): number | null {
  const parts = text.split('.');
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}

/** The other way: `10.0.0.11`. */
export function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
